"""A passage -> the facts of a nuclear test or step."""

import re
from dataclasses import replace
from functools import cache

from bot.facts.evident import evident_nuclear
from bot.facts.modality import modality
from bot.facts.numerals import HAN, MYRIADS, NUMBER, number_of
from bot.facts.passage import Passage, first
from bot.facts.when import day_of
from bot.facts.who import doer_of, source_of
from bot.facts.words import Cues, lexicon
from bot.model.facts import NuclearFacts
from bot.text.reading import Sentence

HEAD = 2
DONE = 60
"""Letters around the word for a test in which a verb says that it was carried out."""
TESTS = ("tested", "prepared")
"""Where a report is flagged for launches, only a test in its first sentences is its event."""
_TESTED = re.compile("test|.*(?:quake|tremor|지진|地震|землетряс)", re.IGNORECASE)
"""A word for a test that needs no verb beside it: "tests nuclear weapon", an artificial quake."""
_NOUN = re.compile(r"^[\s-]*test(?:s|ing)?\b", re.IGNORECASE)
"""What makes a noun of it: "bomb tests"."""
_TO = r"\s?(?:-|–|~|∼|〜|～|to|and|or|до|에서|から|至|到)\s?(?:about |약 |約)?"
"""Between the ends of a range."""
_YIELD = re.compile(
    rf"(?P<low>(?:{NUMBER}|{HAN}){_TO})?"
    rf"(?P<number>{MYRIADS}|{HAN}|{NUMBER})[\s-]?(?:(?P<kilo>kilotons?|kilotonnes?|kt\b|㏏|킬로톤|キロトン|千吨|килотонн\w*)"
    r"|(?:megatons?|메가톤|メガトン|мегатонн\w*))",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(
    r"(?:magnitude|규모|マグニチュード|магнитуд\w*)(?: of| 약|は|で)? ?(?P<a>\d(?:\.\d+)?)(?!\.?\d|\s?[-–~∼]\s?\d)"
    r"|(?P<b>\d(?:\.\d+)?)[ -]?magnitude|\bM ?(?P<c>\d\.\d)\b|(?P<d>\d\.\d)级",
    re.IGNORECASE,
)


def read_nuclear(passage: Passage, *, tests_only: bool = False) -> NuclearFacts | None:
    """The facts of the nuclear step (or only test) that the title or the lead tells of; None where there is none."""
    act = first(passage.lead[:HEAD] if tests_only else passage.lead, lambda sentence: _act(passage, sentence))
    if act is None or (tests_only and act.value not in TESTS):
        return None
    verbs = lexicon("nuclear")["verb.act"]
    facts = NuclearFacts(
        actor=first(passage.lead, lambda s: doer_of(s, verbs, lexicon("nuclear")["thing"])),
        act=act,
        place=first(passage.sentences, lambda s: _site(passage, s)),
        yield_kt=first(passage.sentences, lambda s: _yield(passage, s)),
        magnitude=first(passage.sentences, lambda s: _magnitude(passage, s)),
        date=first(passage.lead, lambda s: str(day) if (day := day_of(s.text, passage.published)) else None),
        reporter=first(passage.sentences, source_of),
    )
    return replace(facts, evident=evident_nuclear(passage.sentences[0], facts))


def _act(passage: Passage, sentence: Sentence) -> str | None:
    words = lexicon("nuclear")
    if sentence.text not in words["thing"]:
        return None
    if step := _test(passage, sentence):
        return step
    for act, spellings in words.group("act"):
        if any(not passage.past(sentence, m.start(), m.end()) for m in spellings.all(sentence.text)):
            return act
    return None


def _test(passage: Passage, sentence: Sentence) -> str | None:
    """Whether a test was carried out or is prepared, after a sentence; a bare word of one says neither."""
    words, told = lexicon("nuclear"), None
    for found in words["test.word"].all(sentence.text):
        start, end = found.span()
        if words["test.compound"].pattern.match(sentence.text[end:].lstrip(" -")) or passage.past(sentence, start, end):
            continue
        before, behind = sentence.text[max(0, start - DONE) : start], sentence.text[end : end + DONE]
        if before in lexicon("launch")["reaction.word"]:
            continue
        how = modality(sentence.text, start, end)
        if how == "done" and (f"{before}_{_NOUN.sub('', behind)}" in words["test.done"] or _TESTED.match(found[0])):
            return "tested"
        told = "prepared" if how == "planned" else told
    return told


@cache
def _cues() -> Cues:
    """What a yield needs one of: the beginning of its unit."""
    return Cues(
        {
            "yield": (
                "kiloton",
                "kt",
                "㏏",
                "킬로톤",
                "キロトン",
                "千吨",
                "килотонн",
                "megaton",
                "메가톤",
                "メガトン",
                "мегатонн",
            )
        }
    )


def _site(passage: Passage, sentence: Sentence) -> str | None:
    found = lexicon("nuclear")["place.site"].search(sentence.text)
    return found[0] if found and not passage.past(sentence, found.start(), found.end()) else None


def _yield(passage: Passage, sentence: Sentence) -> float | None:
    for found in _YIELD.finditer(sentence.text) if _cues().of(sentence.text) else ():
        value = None if found["low"] else number_of(found["number"])  # of a range neither end is the value
        if value is not None and not passage.other(sentence, found.start(), found.end()):
            return value if found["kilo"] else value * 1_000
    return None


def _magnitude(passage: Passage, sentence: Sentence) -> float | None:
    for found in _MAGNITUDE.finditer(sentence.text):
        if not passage.other(sentence, found.start(), found.end()):
            return float(next(value for value in found.groups() if value))
    return None
