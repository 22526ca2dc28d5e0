"""Distances in a sentence, in km, whatever their unit and numeral, with what they measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.facts.numerals import HAN, MYRIADS, NUMBER, number_of
from bot.facts.words import lexicon

__all__ = ["NUMBER", "Distance", "distances"]

_KM = 1.0
_UNITS_KM = (
    (r"nautical miles?|nmi|해리|海里|морск\w+ мил\w+", 1.852),
    (
        r"kilomet(?:er|re)s?|kms?|㎞|킬로미터|킬로(?!톤|그램|와트|바이트)|키로|㌔|キロ・?(?:メートル)?(?!グラム|トン|ワット)"
        r"|公里|千米|км|километр\w*",
        _KM,
    ),
    (r"miles?|mi\b|마일|マイル|英里|мил[ьяи]\w*", 1.609),
    (r"f(?:ee|oo)t|ft\b|피트", 0.000_304_8),
    (r"met(?:er|re)s?|m\b|미터|メートル|米(?!国|军|軍|朝|韓|ド|メ|ミ|の|政|側|海|空|宇)|метр\w*|м\b", 0.001),
    (r"리", 0.392_7),
)
_DISTANCE = re.compile(
    r"(?<![\d.,])(?<![A-Za-z]-)(?<!\d[\u00a0\u202f])(?<!초속 )(?<!시속 )"
    rf"(?P<number>{MYRIADS}|{HAN}|{NUMBER})[\s-]?(?P<more>여|余|多|以上)?\s?"
    rf"(?P<unit>{'|'.join(f'(?:{unit})' for unit, _ in _UNITS_KM)})(?![A-Za-z]|/h|/s| ?per |\s?(?:an|a) hour)"
    r"(?:(?<!리)|(?=를|의| ?구간|,| 밖| 떨어|나 ))",  # a 리 is a village as well
    re.IGNORECASE,
)
_UNIT = re.compile("|".join(unit for unit, _ in _UNITS_KM), re.IGNORECASE)
_LISTED = re.compile(
    rf"(?<![\d.,:-])({NUMBER}|{HAN})\s?(?:-|–|~|∼|〜|～|to|and|or|,|до|и|에서|から|至|到)\s?(?:about |약 |約)?$",
    re.IGNORECASE,
)
LEAST = 1.0
"""Less than so many km is no flight of a missile: "a 100-foot plume"."""
_NEAR = 60
"""Letters on either side of a number in which words say what it measures."""
_CLOSE = 22
"""Letters before a number in which words say what it measures, whatever stands behind."""
_CLAUSE_END = re.compile(r"[;:]|,(?!\d)|(?<!\d)\.(?!\d)|[、。]|(?<=[가-힣])(?:으며|고|며)(?=[ ,])")
_JOIN = re.compile(
    r"\s*(?:kms?)?\s*(?:,|and|to|or|,? and about|-|–|~|∼|에서|부터|와|과|및|/|\(|,? respectively|and about|to about)"
    r"\s*(?:약 |about )?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance at [start, end) of a sentence, in km, and what it is: flown, height, capability, orbit, other or ''.

    `metric` where it is written in kilometres or metres.
    """

    km: float
    start: int
    end: int
    role: str
    metric: bool = True


def distances(text: str) -> Iterator[Distance]:
    """The distances in a sentence, in order, each with what the words around it say that it is."""
    if not _UNIT.search(text):
        return
    before = Distance(0, 0, 0, "")
    found = [match for match in _DISTANCE.finditer(text) if match["number"].strip()]
    for number, match in enumerate(found):
        value = number_of(match["number"])
        if value is None:
            continue
        behind = found[number + 1].start() if number + 1 < len(found) else len(text)
        listed = _LISTED.search(text, before.end, match.start())  # "70 to 200 km"
        start = listed.start() if listed else match.start()
        if value * _worth(match["unit"]) < LEAST:
            continue
        worth, role = _worth(match["unit"]), _role(text, before, start, match.end(), behind)
        if listed:
            yield Distance(round((number_of(listed[1]) or 0) * worth, 3), start, listed.end(1), role)
        metric = worth in (_KM, _KM / 1_000)
        before = Distance(round(value * worth, 3), match.start(), match.end(), role, metric)
        yield before


def _worth(unit: str) -> float:
    return next(worth for form, worth in _UNITS_KM if re.fullmatch(form, unit, re.IGNORECASE))


def _role(text: str, last: Distance, start: int, end: int, behind: int) -> str:
    """What it measures: by the words right behind it ("km altitude"), those right before, its list, the others."""
    words = dict(lexicon("numbers").group("measure"))
    after = text[end : min(behind, end + _NEAR)]
    stop = _CLAUSE_END.search(after)
    after = after[: stop.start()] if stop else after
    behind_it = next(
        (role for role, cue in lexicon("numbers").group("behind") if cue.pattern.match(after.lstrip(" )를을의에,"))),
        None,
    )
    if behind_it not in (None, "other"):
        return str(behind_it)
    space = text[max(last.end, start - 2 * _NEAR) : start]
    if last.end and _JOIN.fullmatch(space):
        return last.role
    if behind_it and not any(cue.search(space[-_CLOSE:]) for cue in words.values()):
        if lexicon("numbers")["possible"].search(space):  # "can hit targets 2,000 km away"
            return "capability"
        struck = lexicon("numbers")["hitting"].search(space) or lexicon("numbers")["struck"].search(after)
        return "flown" if struck else "other"
    hits = [(found.end(), found.end() - found.start(), role) for role, cue in words.items() for found in cue.all(space)]
    if hits:
        return _meant(max(hits)[2], text, start, end)
    later = [(-found.start(), role) for role, cue in words.items() for found in cue.all(after)]
    if later:
        return _meant(max(later)[1], text, start, end)
    return last.role if last.end and start - last.end <= _CLOSE and not re.search(r"[.;]", space) else ""


def _meant(role: str, text: str, start: int, end: int) -> str:
    """A "range of" is how far it can go, or, where something flew, how far it did; what "could fly" did not."""
    words = lexicon("numbers")
    clause = re.split(r"[.;:,](?!\d)", text[:start])[-1]
    if role in ("flown", "range") and words["possible"].search(clause + text[end : end + 15]):
        return "capability"
    if role != "range":
        return role
    return "flown" if clause in words["flying"] else "capability"
