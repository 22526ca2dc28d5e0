"""How many missiles, rounds, rockets a sentence counts: "eight short-range missiles", "탄도미사일 2발", "a missile"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from bot.facts.numerals import DIGITS, HAN, KOREAN, NUMBER, number_of
from bot.facts.words import lexicon

_NO_ROUND = "표|사(?!격)|생|동|전|달|굴|언|견|효|매|주|신|간|행|째"
_NO_PIECE = "관|업|지|술|자|존|록|온|동|간|준|대|념|능|여|계|반|회|획|소|본|내|밀|째"
"""Letters behind 발 and 기 with which they are no counters: 발표, 기관."""
_TO = r"\s?(?:-|–|~|∼|〜|～|to|or|до|или|至|到|から|에서)\s?"
"""Between the ends of a range."""
_KOREAN = re.compile(
    rf"(?<!위성 )(?<!위성)(?<![\d.,])(?:(?P<low>{DIGITS}){_TO})?(?P<number>{KOREAN}|(?<![가-힣])(?:수|여러)?[십백천]?)"
    rf"\s?(?P<more>여)?\s?(?:발(?!{_NO_ROUND})|기(?!{_NO_PIECE}))"
)
_JAPANESE = re.compile(
    rf"(?<![第\d.,])(?:(?P<low>{DIGITS}){_TO})?(?P<number>(?:複数|[数几])[十百千]?|{HAN})(?P<more>余|多)?"
    r"(?:発|枚|颗|發)(?!目|[^，。、,]{0,6}(?:卫星|衛星))"
)
_WRITTEN = ((_KOREAN, re.compile("[발기]")), (_JAPANESE, re.compile("[発枚颗發]")))
"""How counts are written in scripts of East Asia, each with the letters of which it needs one."""
_VAGUE = re.compile(
    r"\b(?:several|multiple|many|some|dozens|a (?:few|number|series|volley|salvo|barrage))\b"
    r"|여러|수십|수 ?발|(?:두세|두어|서너|너댓|네댓|대여섯|예닐곱) ?발|複数|数|多枚|несколько",
    re.I,
)
_NUMBERED = re.compile(r"(?<![\d.,])\d{1,2}(?:[·∙ㆍ・]\d{1,2})+ ?[호号](?!선)")
""" "2·3호": as many as are named."""
_MORE = 25
"""Letters before or behind a count in which "at least" belongs to it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count at [start, end): `value` None for "several"; `implied` where only the singular says it ("a missile").

    `compound` where that stands before a noun of launching ("missile launch"), `bare` where no article does before it,
    as in headlines.
    """

    value: int | None
    start: int
    end: int
    at_least: bool = False
    implied: bool = False
    compound: bool = False
    bare: bool = False


def counts(text: str) -> Iterator[Count]:
    """The counts in a sentence."""
    english, vague, single = _patterns()
    text = _nameless(text)
    spans: list[tuple[int, int]] = []
    written = [pattern for pattern, letters in _WRITTEN if letters.search(text)]
    for found in chain.from_iterable(pattern.finditer(text) for pattern in (english, *written)):
        groups = found.groupdict()
        value = 1 if groups.get("one") else 2 if groups.get("pair") else number_of(groups.get("of") or found["number"])
        if groups.get("low"):
            value = None  # "two or three": nobody knows yet
        spans.append(found.span())
        more = bool(groups.get("more")) or _least(text, found.start(), found.end())
        yield Count(int(value) if value else None, found.start(), found.end(), more)
    yield from (Count(len(re.findall(r"\d+", found[0])), *found.span()) for found in _NUMBERED.finditer(text))
    yield from (Count(None, found.start(), found.end()) for found in vague.finditer(text))
    for found in single.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in spans):
            compound = lexicon("launch")["counted.compound"].pattern.match(text, found.end() + 1) is not None
            yield Count(1, found.start(), found.end(), implied=True, compound=compound, bare=found["article"] is None)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon("launch")
    many, one = words["counted.many"].source, words["counted.one"].source
    general, numbered = words["counted.general"].source, words["counted.numbered"].source
    launched = words["act.verb"].source
    between = r"(?:[ ][\w'’“”\"-]+,?){0,5}?"
    return (
        re.compile(
            rf"\b{NUMBER} of (?:the |its |about |at least )?(?P<of>{NUMBER})(?:{between}[ -]{many}| {launched})"
            rf"|(?<![\d.,$€£-])(?:(?P<low>{NUMBER}){_TO})?(?P<number>{NUMBER})(?! ?(?:%|percent|km|kilomet|mile"
            rf"|a\.m|p\.m)| of\b)"
            rf"{between}[ -](?:{many}|(?i:ракет[ау])\b)"
            rf"|(?<![\w-])(?P<one>one|1|a single){between}[ -]{one}|\b(?P<pair>a pair of){between}[ -]{many}",
            re.I,
        ),
        re.compile(rf"{_VAGUE.pattern}{between}[ ]{many}|(?<![\w-]){many}", re.I),
        re.compile(
            rf"(?:\b(?P<article>a|an|another|its|the(?! {numbered})|one|suspected|new)\b{between}[ -]|(?<=\w )){one}"
            rf"(?!['’]s|[ -]{general})",
            re.I,
        ),
    )


def _nameless(text: str) -> str:
    """The text with names blanked, so that Ariane 5 is not five and a Falcon 9 rocket is one."""
    names = lexicon("launch").whole["name"]
    return names.pattern.sub(lambda found: "_" * len(found[0]), text) if text in names else text


def _least(text: str, start: int, end: int) -> bool:
    words = lexicon("launch")["counted.least"]
    return text[max(0, start - _MORE) : start] in words or bool(re.match(r"[^,.]{0,6}(?:이상|以上)", text[end:]))
