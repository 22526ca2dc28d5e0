"""What happened, by rule: each fact with the sentence that says so, and nothing that no sentence says.

record     Fact, LaunchFacts, SanctionsFacts, NuclearFacts, Facts, as_json
words      the lists of `data/facts/*.toml` as patterns
passage    title + text -> sentences, and what in them is of the past
when       dates and times as they are written
who        countries, bodies, companies and people in a sentence
numbers    counts and distances, in whatever unit
launch sanctions nuclear   passage -> that part of the facts
read       read_facts: the whole
merge      the facts of a story's reports side by side
"""
