"""A text -> what it states of a launch, of sanctions, of a nuclear step: each fact with the sentence that says so.

read       read_facts: the whole                         merge     the facts of a story's reports side by side
launch     sanctions  nuclear: a passage -> that part    passage   title + text -> sentences, and what in them is past
when       dates and times as they are written           who       countries, bodies, companies, people in a sentence
numerals   numbers in digits and words                   numbers   distances, in whatever unit, and what they measure
count      listed: how many were launched, listed        figures   own: which distances are those of this launch
eventdays  relative  weekdays  clock: days and times      words     the lists of `data/*.toml` as patterns
signs      a sentence -> signs for learned weights       weights   `data/weights/*.tsv`: what the signs speak for
evident    what a title plainly tells of these           called    weapons by their names in other languages
attack     which state attacks which
actor      status     who launches, what became of it    parties   acts  steps: who imposes on whom, what is done
"""

__all__ = ["called", "evident", "merge", "read", "who", "words"]
