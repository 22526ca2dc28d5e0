"""Who launches: of everybody named, the one for whom the words around speak most, by learned weights."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.facts.signs import around
from bot.facts.weights import load_weights
from bot.facts.who import Named, everybody
from bot.model.facts import Fact
from bot.text.reading import Sentence

LOOKED_AT = 2
"""So many sentences are read."""
SURE = 0.3
"""An actor is stated where the share is larger."""


@dataclass(slots=True)
class Candidate:
    """Somebody named near a launch: the sentence that names them first, and the signs of whether they launch."""

    one: Named
    sentence: Sentence
    signs: set[str] = field(default_factory=set)


def actor_of(lead: Sequence[Sentence]) -> Fact[str] | None:
    """Who launches, after these sentences; None where it is nobody named, as far as words tell."""
    weights = load_weights("actors")
    ranked = [(weights.shares(one.signs)["actor"], -place, one) for place, one in enumerate(actor_candidates(lead))]
    if not ranked:
        return None
    share, _, best = max(ranked, key=lambda rank: rank[:2])
    return Fact(best.one.value, best.sentence.text) if share > SURE else None


def actor_candidates(lead: Sequence[Sentence]) -> list[Candidate]:
    """Everybody named in these sentences but persons, with the signs of the sentence that names them first."""
    found: dict[str, Candidate] = {}
    for number, sentence in enumerate(lead[:LOOKED_AT]):
        for place, one in enumerate(everybody(sentence)):
            if one.sort == "person":
                continue
            if one.value not in found:
                found[one.value] = Candidate(one, sentence, {f"place {number}"})
            if sentence is found[one.value].sentence:
                found[one.value].signs.update(around(sentence, place, "launch"))
    bare = found.get("South Korea")
    if bare and "North Korea" in found and bare.sentence.text[bare.one.start : bare.one.end] == "Korea":
        found["North Korea"].signs |= found.pop("South Korea").signs  # the Korea of the headline is the one of the text
    for candidate in found.values():
        candidate.signs.add(f"names {min(len(found), 4)}")
    return list(found.values())
