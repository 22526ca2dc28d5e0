"""A passage -> the facts of a step in sanctions."""

import re
from dataclasses import replace
from itertools import pairwise

from bot.facts.acts import act_of
from bot.facts.evident import evident_sanctions
from bot.facts.listed import read_listed
from bot.facts.parties import parties_of
from bot.facts.passage import Passage
from bot.facts.who import named
from bot.facts.words import lexicon
from bot.model.facts import Fact, SanctionsFacts
from bot.text.reading import Sentence

LISTING = ("adopted", "designated", "extended", "imposed", "proposed", "voted", "threatened")
"""Acts by which somebody may be newly listed."""
_RESOLUTION = re.compile(
    r"\b[Rr]esolutions? (?:No\. ?)?\d{3,4}(?: ?\(\d{4}\))?|결의(?:안)? ?(?:제)?\d{4}호|\d{4}호 결의|決議(?:第)?\d{4}号?"
    r"|\b\d+(?:st|nd|rd|th) (?:sanctions )?package|\d+차 (?:대\S+ )?제재"
)
_BODIES = frozenset({"United Nations", "European Union", "Western countries", "G7"})
"""Who is blocked, and does not block."""
_NO = re.compile(
    r"(?:의|이|가|측)? ?(?:반대|거부)|(?:の|が)?(?:反対|拒否)|的?(?:反对|反對|否决|否決)"
    r"| (?:заблокир|наложил\w* вето)|['’]s (?:opposition|objections?|veto)"
)
"""Behind a name: it says no."""


def read_sanctions(passage: Passage) -> SanctionsFacts | None:
    """The facts of what is reported of sanctions; None where neither title nor lead speaks of any."""
    speaking = speaking_of(passage)
    if not speaking:
        return None
    act = act_of(passage, speaking)
    parties = parties_of(speaking, act.value)
    vetoed_by = _vetoers(speaking, parties.targets) if act.value == "vetoed" else None
    issuers, targets = (
        [fact for fact in facts if not vetoed_by or fact.value not in vetoed_by.value]
        for facts in (parties.issuers, parties.targets)
    )
    issuers = issuers or _by_pronoun(passage, speaking[0], {fact.value for fact in targets})
    designated, parts = read_listed(passage, act.value) if act.value in LISTING else (None, None)
    facts = SanctionsFacts(
        issuer=_listed(issuers),
        target=_listed(targets),
        act=act,
        designated=designated,
        designated_parts=parts,
        instrument=_instrument(passage),
        vetoed_by=vetoed_by,
    )
    return replace(facts, evident=evident_sanctions(passage.sentences[0], facts))


_JOINED = re.compile(r"\s*(?:,|and|&|·|‧|와|과|및|、|и)\s*")
"""What joins two names."""


def speaking_of(passage: Passage) -> list[Sentence]:
    """The sentences of the title and lead that speak of sanctions."""
    words = lexicon("sanctions")
    return [s for s in passage.lead if s.text in words["thing"] or s.text in words["about"]]


_PRONOUN = re.compile(r"(?:He|She|They|It)\b")


def _by_pronoun(passage: Passage, sentence: Sentence, targets: set[str]) -> list[Fact[str]]:
    """Who is meant where a sentence that speaks of sanctions begins with "She": the one state named right before it."""
    place = passage.sentences.index(sentence)
    if not place or not _PRONOUN.match(sentence.text):
        return []
    before = passage.sentences[place - 1]
    states = {one.country for one in named(before) if one.country} - targets
    return [Fact(state, before.text) for state in states] if len(states) == 1 else []


def _listed(found: list[Fact[str]]) -> Fact[tuple[str, ...]] | None:
    """A list from its members: its sentence is the first one's."""
    return Fact(tuple(fact.value for fact in found), found[0].sentence) if found else None


def _instrument(passage: Passage) -> Fact[str] | None:
    for sentence in passage.lead:
        for pattern in (_RESOLUTION, lexicon("sanctions")["instrument.word"].pattern):
            for found in pattern.finditer(sentence.text):
                if not passage.past(sentence, found.start(), found.end()):
                    return Fact(found[0], sentence.text)
    return None


def _vetoers(speaking: list[Sentence], targets: list[Fact[str]]) -> Fact[tuple[str, ...]] | None:
    """Who blocks: whose "no" is told, or else who stands before the veto and is no body and no target."""
    others = {fact.value for fact in targets}
    for sentence in speaking:
        veto = lexicon("sanctions")["act.vetoed"].search(sentence.text)
        if veto is None:
            continue
        states = [one for one in named(sentence) if one.value not in _BODIES]
        sure = {one for one in states if one.value not in others}
        for one, other in pairwise(states):  # "China, Russia veto": both do, whomever else sanctions are on
            if (
                {one, other} & sure
                and other.end <= veto.start()
                and _JOINED.fullmatch(sentence.text, one.end, other.start)
            ):
                sure |= {one, other}
        everybody = [one for one in states if one in sure]
        before = [one.value for one in everybody if one.end <= veto.start()]
        behind = re.match(r"\w*\s+by\s+", sentence.text[veto.start() :])
        if behind:
            start = veto.start() + behind.end()
            before = [one.value for one in everybody if start <= one.start <= start + 30]
        before = [one.value for one in states if _NO.match(sentence.text, one.end)] or before
        if before:
            return Fact(tuple(dict.fromkeys(before)), sentence.text)
    return None
