"""A passage -> the facts of a step in sanctions."""

import re
from collections.abc import Iterator
from functools import cache

from bot.facts.listed import read_listed
from bot.facts.parties import parties_of
from bot.facts.passage import Passage, Sentence
from bot.facts.record import Fact, SanctionsFacts
from bot.facts.who import named
from bot.facts.words import lexicon

RELIEF = ("waived", "suspended", "lifted", "eased")
ANSWERS = ("criticised", "effects", "other")
"""Acts of others than the issuer."""
AGAINST = ("voted", "adopted", "enforced", "designated", "threatened", "proposed", "extended", "imposed")
_RESOLUTION = re.compile(
    r"\b[Rr]esolutions? (?:No\. ?)?\d{3,4}(?: ?\(\d{4}\))?|결의(?:안)? ?(?:제)?\d{4}호|\d{4}호 결의|決議(?:第)?\d{4}号?"
    r"|\b\d+(?:st|nd|rd|th) (?:sanctions )?package|\d+차 (?:대\S+ )?제재"
)


def read_sanctions(passage: Passage, language: str | None) -> SanctionsFacts | None:
    """The facts of what is reported of sanctions; None where neither title nor lead speaks of any."""
    speaking = [sentence for sentence in passage.lead if _speaks(sentence.text)]
    if not speaking:
        return None
    act = _act(passage, speaking)
    parties = parties_of(passage, language, act.value)
    designated, parts = read_listed(passage) if act.value in AGAINST else (None, None)
    return SanctionsFacts(
        issuer=_listed(parties.issuers),
        target=_listed(parties.targets),
        act=act,
        designated=designated,
        designated_parts=parts,
        instrument=_instrument(passage),
        vetoed_by=_vetoers(speaking, language) if act.value == "vetoed" else None,
    )


def _speaks(text: str) -> bool:
    words = lexicon("sanctions")
    return text in words["thing"] or text in words["about"]


def _listed(found: list[Fact[str]]) -> Fact[tuple[str, ...]] | None:
    """A list from its members: its sentence is the first one's."""
    return Fact(tuple(fact.value for fact in found), found[0].sentence) if found else None


def _act(passage: Passage, speaking: list[Sentence]) -> Fact[str]:
    """What the title says was done, or else the first sentence of the lead that says something."""
    for sentence in speaking:
        act = next(_acts(passage, sentence), None)
        if act:
            return Fact(act, sentence.text)
    return Fact("other", speaking[0].text)


def _acts(passage: Passage, sentence: Sentence) -> Iterator[str]:
    words, text = lexicon("sanctions"), sentence.text
    for act, spellings in words.group("act"):
        found = next((m for m in spellings.all(text) if not passage.past(sentence, m.start(), m.end())), None)
        if found is None or act == "other":
            continue
        if act == "vetoed" and text in words["condition.veto"]:
            continue
        if act in RELIEF:
            if text in words["condition.relief"]:
                yield "other"
            elif _near_thing(text, found.start(), found.end()):
                yield act
        else:
            yield act
    if _as_verb().search(text):
        yield "designated"


def _near_thing(text: str, start: int, end: int) -> bool:
    """Whether a word of relief is about sanctions: one stands close to it."""
    return lexicon("sanctions")["thing"].search(text, max(0, start - 40), end + 60) is not None


@cache
def _as_verb() -> re.Pattern[str]:
    """"Treasury sanctions two firms": the verb, which no preposition follows."""
    return re.compile(r"\bsanctions? (?!on\b|against|relief|over\b|for\b|to\b|in\b|and\b|are\b|as\b|by\b|could|will|would|may|have|had|has\b)(?=\w+ )")


def _instrument(passage: Passage) -> Fact[str] | None:
    for sentence in passage.lead:
        for pattern in (_RESOLUTION, lexicon("sanctions")["instrument.word"].pattern):
            for found in pattern.finditer(sentence.text):
                if not passage.past(sentence, found.start(), found.end()):
                    return Fact(found[0], sentence.text)
    return None


def _vetoers(speaking: list[Sentence], language: str | None) -> Fact[tuple[str, ...]] | None:
    for sentence in speaking:
        veto = lexicon("sanctions")["act.vetoed"].search(sentence.text)
        if veto is None:
            continue
        before = [one.value for one in named(sentence.text, language) if one.end <= veto.start() and one.value != "United Nations"]
        behind = re.match(r"\w*\s+by\s+", sentence.text[veto.start() :])
        if behind:
            start = veto.start() + behind.end()
            before = [one.value for one in named(sentence.text, language) if start <= one.start <= start + 30]
        if before:
            return Fact(tuple(dict.fromkeys(before)), sentence.text)
    return None
