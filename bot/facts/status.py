"""What became of a launch: weights learned over the words of the title and the first sentence tell it."""

from collections.abc import Sequence

from bot.facts.passage import Passage, first
from bot.facts.signs import first_list, prefixed, whole
from bot.facts.weights import load_weights
from bot.facts.words import lexicon
from bot.model.facts import Fact
from bot.text.reading import Sentence

HEAD = 2
"""So many sentences, the title among them, give signs."""
SURE = 0.4
"""Where no status has a larger share, the lists tell it, if any."""


def status_of(passage: Passage) -> Fact[str]:
    """The status, with the first sentence that has a word of it."""
    head = passage.lead[:HEAD]
    shares = load_weights("status").shares(status_signs(head))
    status = max(shares, key=lambda name: shares[name])
    listed = first_list(head[0], "launch", lexicon("launch").tables["status"])
    if shares[status] < SURE and listed != "-":
        status = listed
    elif shares[status] < SURE or not any(_speaks(sentence) for sentence in passage.lead):
        return Fact("unclear", head[0].text)
    told = first(passage.lead, lambda sentence: status if _tells(passage, sentence, status) else None)
    return told or Fact(status, next((s.text for s in passage.lead if _speaks(s)), head[0].text))


def status_signs(head: Sequence[Sentence]) -> frozenset[str]:
    """The signs of the title and of the sentence behind it."""
    signs: set[str] = set()
    for number, sentence in enumerate(head):
        told = first_list(sentence, "launch", lexicon("launch").tables["status"])
        signs |= {*prefixed("then " * number, whole(sentence, "launch", pairs=not number)), f"status {number} {told}"}
    return frozenset(signs)


def _speaks(sentence: Sentence) -> bool:
    """Whether a sentence speaks of a launch at all."""
    words = lexicon("launch")
    return any(sentence.text in part for part in (words.whole["mention"], words.whole["status"], words["act.verb"]))


def _tells(passage: Passage, sentence: Sentence, status: str) -> bool:
    found = lexicon("launch")[f"status.{status}"].all(sentence.text)
    return any(not passage.past(sentence, word.start(), word.end()) for word in found)
