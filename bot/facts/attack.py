"""Whether a title says that one state attacks another: who, whom, and where the title says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.facts.modality import modality
from bot.facts.who import Named, named, short_name
from bot.facts.words import lexicon
from bot.places.names import territories
from bot.text.reading import Sentence

SIDES = 2
NEAR, FAR = 30, 60
"""Letters between the name of a state and the verb by which it attacks; where verbs stand at the end of a sentence."""
_NOUN = re.compile(
    r"\s*(?:[,.;:)]|$|(?:on|against|in|at|by|from|as|after|and|over|since|that|which"
    r"|are|were|is|was|have|had|will|would|could|may|might)\b)",
    re.IGNORECASE,
)
"""What stands behind a noun, and not behind a verb that has an object."""
_WHEN = re.compile(r"\b(?:after|over|amid|following|against|despite|if|of|for)\b[^,;:]*$", re.IGNORECASE)
_INFINITIVE = re.compile(r"\bto\s+$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\b\w+(?:ian|ean|ese|ish|ican|i)\s+$")
"""What stands before "strikes" where that is a noun: "Iranian strikes", but "Iran strikes"."""
_ASIDE = re.compile(r"\b(?:for|with|to|about|from|by|amid|alongside)\s+(?:the\s+)?$", re.IGNORECASE)
"""What stands before a state that is not attacked: "strikes spotlight chances for North Korea"."""
_EDGE = re.compile(r"[,.;:]|\b(?:on|at|against|after|over|in)\b", re.IGNORECASE)
"""What ends the words between a verb and its object."""
BODIES = frozenset({"UN", "EU", "EZ"})
"""What CLDR lists among territories and is no state."""
_VERBS_LAST = re.compile("[가-힣ぁ-ヿ]")
"""Writing in which the verb stands behind whom it is done to."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One state attacks another by the word at [start, end); `verb_last` where that stands behind both.

    `whom` are the other states that the title names where they may be attacked.
    """

    who: Named
    whom: tuple[Named, ...]
    start: int
    end: int
    verb_last: bool


def attack_of(heading: Sentence) -> Attack | None:
    """The first attack of one state on another that a title tells as done; None where it tells of none."""
    text = heading.text
    states = [one for one in named(heading) if one.sort == "country" and one.country in _states()]
    if len({one.country for one in states}) < SIDES:
        return None
    verb_last = _VERBS_LAST.search(text) is not None
    for start, end in _verbs(text):
        if _is_no_verb(text, start, end) or modality(text, start, end) != "done":
            continue
        near = [one for one in states if 0 <= start - one.end <= (FAR if verb_last else NEAR)]
        who = (near[0] if verb_last else near[-1]) if near else None
        if who is None:
            continue
        others = (one for one in states if one.country != who.country)
        whom = tuple(one for one in others if verb_last or _is_object(text, end, one))
        if whom:
            return Attack(who, whom, start, end, verb_last)
    return None


def _verbs(text: str) -> Iterator[tuple[int, int]]:
    """Where verbs of attack stand, also of "launches massive airstrikes", whose object strikes."""
    words = lexicon("strike")
    yield from (found.span() for found in words["verb.attacks"].all(text))
    for begun in words["verb.begins"].all(text):
        blow = words["verb.blows"].search(text, begun.end(), begun.end() + NEAR)
        if blow and not _EDGE.search(text, begun.end(), blow.start()):
            yield begun.start(), blow.end()


def _is_no_verb(text: str, start: int, end: int) -> bool:
    """Whether English "strikes" and the like is a noun there, or in a clause that says only when, why or what for."""
    before = text[:start]
    if _WHEN.search(before) or _INFINITIVE.search(before):
        return " " in text[start:end] or text[start].isascii()
    noun = _NOUN.match(text, end) or _ADJECTIVE.search(before)
    return " " not in text[start:end] and text[start].isascii() and noun is not None


def _is_object(text: str, end: int, state: Named) -> bool:
    """Whether a state stands where whom it is done to does, behind a verb that ends there."""
    return 0 <= state.start - end <= FAR and not _ASIDE.search(text[end : state.start])


@cache
def _states() -> frozenset[str]:
    """The short names of states: no bodies, no regions."""
    return frozenset(short_name(code) for code in territories("en") if code.upper() not in BODIES)
