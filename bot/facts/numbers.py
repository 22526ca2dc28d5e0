"""Numbers as they are written (1,500; eight; 3천700여; 수십): counts, and distances in km with what they measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.facts.words import lexicon

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    *(f"{word}teen" for word in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
]
_UNITS = [*_ONES, *_TEENS]
_TENS = {
    word: 10 * (at + 2)
    for at, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_ENGLISH = {word: number for number, word in enumerate(_UNITS) if number} | _TENS | {"dozen": 12}
_KOREAN = {
    word: at + 1
    for at, word in enumerate(["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"])
}
_KOREAN |= {word: at + 1 for at, word in enumerate("일이삼사오육칠팔구십")} | {"석": 3, "넉": 4, "스무": 20, "이십": 20}
_HAN = {word: at + 1 for at, word in enumerate("一二三四五六七八九十")} | {"两": 2, "兩": 2}
_RUSSIAN = {
    word: at + 1
    for at, word in enumerate(["один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"])
}
_RUSSIAN |= {"одну": 1, "одной": 1, "две": 2, "двух": 2, "трех": 3, "трёх": 3}
_WORD = {**_ENGLISH, **_KOREAN, **_HAN, **_RUSSIAN}

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ENGLISH_NUMBER = rf"(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})(?:[ -](?:{'|'.join(_UNITS[1:10])}))?"
NUMBER = rf"(?:{_DIGITS}|\b(?:{_ENGLISH_NUMBER} dozen|{_ENGLISH_NUMBER}|{'|'.join(_RUSSIAN)})\b)"
"""A number in digits or in English or Russian words, as a pattern."""
_LARGE = rf"(?:(?:{_DIGITS})\s?만\s?)?(?:(?:\d+)?\s?천\s?)?(?:\d+\s?백\s?)?(?:{_DIGITS})?"
_SCALES = (("만", 10_000), ("천", 1_000), ("백", 100))

_KM = 1.0
_UNITS_KM = (
    (r"nautical miles?|nmi|해리|海里|морских миль", 1.852),
    (r"kilomet(?:er|re)s?|kms?|㎞|킬로미터|킬로|키로|㌔|キロ・?(?:メートル)?|公里|千米|км|километр\w*", _KM),
    (r"miles?|mi\b|마일|マイル|英里|миль", 1.609),
    (r"f(?:ee|oo)t|ft\b|피트", 0.000_304_8),
    (r"met(?:er|re)s?|m\b|미터|メートル", 0.001),
    (r"리", 0.392_7),
)
_DISTANCE = re.compile(
    r"(?<![\d.,-])(?<!초속 )(?<!시속 )"
    rf"(?P<number>{_LARGE}|\b{_ENGLISH_NUMBER}|{_DIGITS})[\s-]?(?P<more>여|余|多|以上)?\s?"
    rf"(?P<unit>{'|'.join(f'(?:{unit})' for unit, _ in _UNITS_KM)})(?![A-Za-z]|/h|/s| ?per |\s?(?:an|a) hour)"
    r"(?:(?<!리)|(?=를|의| ?구간|,| 밖| 떨어|나 ))",  # a 리 is a village as well
    re.IGNORECASE,
)
_LISTED = re.compile(rf"(?<![\d.,:-])({_DIGITS})\s?(?:-|–|~|∼|〜|to|and|or|,)\s?(?:about |약 )?$")
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


def number_of(text: str) -> float | None:
    """The value of a number in digits or words; None where it is none ("several")."""
    text = text.strip().lower()
    plain = re.sub(r"[,\u00a0\u202f\s]", "", text)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if any(scale in plain for scale, _ in _SCALES):
        return _scaled(plain)
    if plain in _WORD:
        return float(_WORD[plain])
    if text.endswith(" dozen"):
        return 12 * (number_of(text.removesuffix(" dozen")) or 1)
    tens, _, ones = re.sub("-", " ", text).partition(" ")
    return float(_TENS[tens] + _UNITS.index(ones)) if tens in _TENS and ones in _UNITS else None


def _scaled(text: str) -> float | None:
    """천 is a thousand and 3천700 is 3,700."""
    total = 0.0
    for scale, worth in _SCALES:
        before, found, after = text.partition(scale)
        if found:
            if before and not re.fullmatch(r"\d+(?:\.\d+)?", before):
                return None
            total += (float(before) if before else 1) * worth
            text = after
    return total + float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else total if not text else None


def distances(text: str) -> Iterator[Distance]:
    """The distances in a sentence, in order, each with what the words around it say that it is."""
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
