"""What became of a launch: weights learned over the words of the title and the first sentence tell it."""

from collections.abc import Sequence

from bot.facts.passage import Passage
from bot.facts.signs import NONE, first_list, pieces, prefixed, whole
from bot.facts.weights import load_weights
from bot.facts.words import lexicon
from bot.model.facts import Fact
from bot.text.reading import Sentence

HEAD = 2
"""So many sentences, the title among them, give signs."""
SURE = 0.4
"""Where no status has a larger share, the lists tell it, if any."""
ALONE = 0.7
"""Where no word of a list is there, a status is told that has as large a share, if the title names what is launched."""


def status_of(passage: Passage) -> Fact[str]:
    """The status, with the first sentence that has a word of it."""
    head = passage.lead[:HEAD]
    lists = lexicon("launch").tables["status"]
    told = {sentence: first_list(sentence, "launch", lists) for sentence in head}
    shares = load_weights("status").shares(status_signs(head))
    likeliest = max(shares, key=lambda name: shares[name])
    status = likeliest if shares[likeliest] >= SURE else told[head[0]]
    done = any("happened" in pieces(s, "launch").row and passage.over(s) for s in head)
    if status == "planned" and told[head[0]] != status and done:
        status = "happened"  # "the rocket, part of a plan, rose on Tuesday"
    named = names_a_launch(head[0].text)
    verbs = head if named else head[:1]
    said = status != NONE and any(told[s] != NONE or (s in verbs and "verb" in pieces(s, "launch").row) for s in head)
    if passage.to_come(head[0]) and (not said or status == "happened"):
        return Fact("planned", head[0].text)  # "2호 내년 발사": only the day says that it is still to come
    if not said and (shares[likeliest] < ALONE or not named):
        return Fact("unclear", head[0].text)
    return Fact(status, next((s for s in head if status in pieces(s, "launch").row), head[0]).text)


def names_a_launch(title: str) -> bool:
    """Whether a title names something that is launched."""
    return any(title in words for _, words in lexicon("launch").group("kind"))


def status_signs(head: Sequence[Sentence]) -> frozenset[str]:
    """The signs of the title and of the sentence behind it, each with the first list of statuses that it has."""
    signs: set[str] = set()
    for number, sentence in enumerate(head):
        first = first_list(sentence, "launch", lexicon("launch").tables["status"])
        signs.add(f"status {number} {first}")
        signs.update(prefixed("then ", whole(sentence, "launch", pairs=False)) if number else whole(sentence, "launch"))
    return frozenset(signs)
