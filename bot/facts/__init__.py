"""A text -> what it states of a launch, of sanctions, of a nuclear step: each fact with the sentence that says so.

read       read_facts: the whole                         merge     the facts of a story's reports side by side
launch     sanctions  nuclear: a passage -> that part    passage   title + text -> sentences, and what in them is past
when       dates and times as they are written           who       countries, bodies, companies, people in a sentence
numbers    counts and distances, in whatever unit        words     the lists of `data/*.toml` as patterns
signs      a sentence -> signs for learned weights       weights   `data/weights/*.tsv`: what the signs speak for
actor      status     who launches, what became of it    parties   acts  steps: who imposes on whom, what is done
"""

__all__ = ["merge", "read", "who", "words"]
