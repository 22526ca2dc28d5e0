"""How many missiles, rounds, rockets a sentence counts: "eight short-range missiles", "탄도미사일 2발", "a missile"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.facts.numerals import DIGITS, HAN, KOREAN, NUMBER, number_of
from bot.facts.words import lexicon, nameless

_NO_ROUND = "표|사(?!격)|생|동|전|달|굴|언|견|효|매|주|신|간|행|째"
_NO_PIECE = "관|업|지|술|자|존|록|온|동|간|준|대|념|능|여|계|반|회|획|소|본|내|밀|째"
"""Letters behind 발 and 기 with which they are no counters: 발표, 기관."""
TO = r"\s?(?:-|–|~|∼|〜|～|to|or|до|или|至|到|から|에서)\s?"
"""Between the ends of a range."""
_KOREAN = re.compile(
    rf"(?<!위성 )(?<!위성)(?<![\d.,])(?:(?P<low>{DIGITS}){TO})?(?P<number>{KOREAN}|(?<![가-힣])(?:수|여러)?[십백천]?)"
    rf"\s?(?P<more>여)?\s?(?:발(?!{_NO_ROUND})|기(?!{_NO_PIECE}))"
)
_JAPANESE = re.compile(
    rf"(?<![第\d.,])(?:(?P<low>{DIGITS}){TO})?(?P<number>(?:複数|[数几])[十百千]?|{HAN})(?P<more>余|多)?"
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
_GRAMMAR = r"(?:of|for|to|into|in|on|at|from|by|with|and|or|that|which)\b"
"""No word between an article and its noun."""
_AND = re.compile(
    r",? (?:and|plus|as well as) (?:about |at least )?|(?:과|와| 및) ?[^\d.,]{0,16}|と[^\d、。]{0,14}"
    r"|[^\d，。、]{0,10}[和及与與][^\d，。、]{0,4}|,? (?:и|а также) "
)
"""Between two counts of one salvo: "two cruise missiles and three rockets"."""
_NAME = r"(?:[A-Z][\w-]*\d[\w-]*|_+)"
_COMMA = re.compile(r",? and |, ")
_NAMES = re.compile(rf"\b(?:satellites|missiles|rockets|probes) (?P<names>{_NAME}(?:, {_NAME})*,? and {_NAME})")
""" "Satellites Volta-1 and Volta-2": as many as are named."""
_MORE = 25
"""Letters before or behind a count in which "at least" belongs to it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count at [start, end): `value` None for "several"; `implied` where only the singular says it ("a missile").

    `compound` where that stands before a noun of launching ("missile launch"), `bare` where no article does before it,
    as in headlines; `among` where it is all of which some are told of ("two of the nine missiles").
    """

    value: int | None
    start: int
    end: int
    at_least: bool = False
    implied: bool = False
    compound: bool = False
    bare: bool = False
    among: bool = False


def counts(text: str) -> Iterator[Count]:
    """The counts in a sentence."""
    english, vague, single = _patterns()
    text = nameless(text)
    forms = (english, *(pattern for pattern, letters in _WRITTEN if letters.search(text)))
    said = [_said(text, found) for form in forms for found in form.finditer(text)]
    spans = [(count.start, count.end) for count in said]
    yield from _salvos(text, said)
    yield from (Count(len(re.findall(r"\d+", found[0])), *found.span()) for found in _NUMBERED.finditer(text))
    yield from (Count(len(_COMMA.split(found["names"])), *found.span()) for found in _NAMES.finditer(text))
    yield from (Count(None, found.start(), found.end()) for found in vague.finditer(text))
    for found in single.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in spans):
            article, end = found["article"], found.end("one")
            yield Count(1, found.start(), end, implied=True, compound=found.end() > end, bare=article is None)


def _said(text: str, found: re.Match[str]) -> Count:
    """A count that is told in figures or words; of "two or three" nobody knows yet how many."""
    groups = found.groupdict()
    value = 1 if groups.get("one") else 2 if groups.get("pair") else number_of(groups.get("of") or found["number"])
    loose = groups.get("low") or text[: found.start()].lower().endswith("between ")
    told = int(value) if value and not loose else None
    more = bool(groups.get("more")) or _least(text, found.start(), found.end())
    return Count(told, found.start(), found.end(), more, among=groups.get("of") is not None)


def _salvos(text: str, said: Sequence[Count]) -> Iterator[Count]:
    """Counts that "and" joins as one: their sum."""
    held: Count | None = None
    for count in said:
        if held and held.value and count.value and _AND.fullmatch(text, held.end, count.start):
            held = Count(held.value + count.value, held.start, count.end, held.at_least or count.at_least)
            continue
        if held:
            yield held
        held = count
    if held:
        yield held


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon("launch")
    many, one = words["counted.many"].source, words["counted.one"].source
    numbered, compound = words["counted.numbered"].source, words["counted.compound"].source
    launched = words["act.verb"].source
    between = r"(?:[ ][\w'’“”\"-]+,?){0,5}?"
    near = rf"(?:[ ](?!{_GRAMMAR})[\w'’“”\"-]+,?){{0,5}}?"
    return (
        re.compile(
            rf"\b{NUMBER} of (?:the |its |about |at least )?(?P<of>{NUMBER})(?:{between}[ -]{many}| {launched})"
            rf"|(?<![\d.,$€£-])(?:(?P<low>{NUMBER}){TO})?(?P<number>{NUMBER})(?! ?(?:%|percent|km|kilomet|mile"
            rf"|a\.m|p\.m)| of\b)"
            rf"{between}[ -](?:{many}|(?i:ракет[ау])\b)"
            rf"|(?<![\w-])(?P<one>one|1|a single){between}[ -]{one}|\b(?P<pair>a pair of){between}[ -]{many}",
            re.I,
        ),
        re.compile(rf"{_VAGUE.pattern}{between}[ ]{many}|(?<![\w-]){many}", re.I),
        re.compile(
            rf"(?:\b(?P<article>a|an|another|its|the(?! {numbered})|one|suspected|new)\b{near}[ -]|(?<=\w ))"
            rf"(?P<one>{one})(?:[ -]{compound})?{_alone()}",
            re.I,
        ),
    )


def _alone() -> str:
    """What stands behind a noun that is no part of a longer one: nothing, a sign, a verb or a word of grammar.

    Nouns that may follow ("missile program", "satellite communication") are without number, the others are few.
    """
    behind = lexicon("launch")["counted.behind"].source
    joined = rf"(?:and|or) (?:an?|the|its|{NUMBER})\b"
    return rf"(?=\W*$|(?<=[а-яё]) |(?!['’]s\b)[^\w\s-]|\s(?:[^\w\s]|\d|_|{joined}|{behind}|[a-z]+ed\b))"


def _least(text: str, start: int, end: int) -> bool:
    words = lexicon("launch")["counted.least"]
    return text[max(0, start - _MORE) : start] in words or bool(
        re.match(r"[^,.]{0,6}(?:이상|以上)|(?:余り|あまり)", text[end:])
    )
