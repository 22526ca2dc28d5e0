"""Who is named in a sentence: countries and bodies (the gazetteer's), companies, people who speak for a country."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from babel import Locale

from bot.facts.words import Words, lexicon
from bot.text.reading import Sentence

_SHORT = {
    "ci": "Ivory Coast",
    "cd": "DR Congo",
    "cg": "Congo",
    "cz": "Czech Republic",
    "hk": "Hong Kong",
    "mo": "Macau",
    "mm": "Myanmar",
    "ps": "Palestine",
    "tr": "Turkey",
    "ba": "Bosnia",
    "g7": "G7",
    "g20": "G20",
    "nato": "NATO",
    "eu": "European Union",
    "un": "United Nations",
}
"""English short forms where CLDR's name is not the one that news uses."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody at [start, end) of a sentence: the name as facts give it, and the country it acts for ('' if none).

    `sort` is country (bodies of states too), company, person, or unlisted (a company of no list); `towards` is set in
    words like 대북 ("on the North").
    """

    value: str
    start: int
    end: int
    sort: str = "country"
    country: str = ""
    towards: bool = False


@lru_cache(maxsize=256)
def named(sentence: Sentence) -> tuple[Named, ...]:
    """Everybody who is named in a sentence, in order; the longer name where two overlap."""
    kept: list[Named] = []
    # Of two as long, ours is the more exact: SpaceX is no country.
    found = [*_others(sentence.text), *_countries(sentence)]
    for one in sorted((*found, *_home(sentence.text, found)), key=lambda one: one.start - one.end):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


@cache
def short_name(code: str) -> str:
    """A country's or body's English short form."""
    name = _SHORT.get(code) or Locale("en").territories.get(code.upper()) or code.upper()
    return re.split(r" \(| SAR", name)[0].replace(" & ", " and ")


def _countries(sentence: Sentence) -> Iterator[Named]:
    for mention in sentence.mentions:
        name = short_name(mention.code)
        yield Named(name, mention.start, mention.end, "country", name, mention.towards)


def _home(text: str, found: list[Named]) -> Iterator[Named]:
    """Governments of the language's own country, and offices, which need no name there."""
    for name, spellings in chain(lexicon("who").group("home"), lexicon("who").group("office")):
        for match in spellings.all(text):
            if not any(0 <= match.start() - one.end <= 2 for one in found):
                yield Named(name, match.start(), match.end(), "country", name)


def _others(text: str) -> Iterator[Named]:
    words = lexicon("who")
    for sort in ("country", "company", "person"):
        if text not in words.whole[sort]:
            continue
        for name, spellings in words.group(sort):
            value, _, country = name.partition(", ")
            for found in spellings.all(text):
                yield Named(value, found.start(), found.end(), sort, country or (value if sort == "country" else ""))


# ---- who is in no list ----

_LONGER = re.compile(r"(?<= )[A-Za-z][a-z’'-]{3,}")


def capitals_tell(text: str) -> bool:
    """Whether capitals tell names: not where most of the longer words behind the first have one, as in headlines."""
    longer: list[str] = _LONGER.findall(text)
    capital = sum(word[:1].isupper() for word in longer)
    return capital <= len(longer) // 2


_UNLISTED = re.compile(
    r"^(?:(?:[A-Z][\w’'-]+: ?)?(?:Start-?up|Company|Firm|Rocket maker|Private firm) )?"
    r"(?P<en>[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){0,3}) "
    r"(?:(?:successfully|again|finally|will|is set|gets set|plans|prepares|readies|aims|hopes|set|ready) )?"
    r"(?:to )?(?:launch(?:es|ed)?|fires?|test-?(?:fires?|launches)"
    r"|sends?|sent|lofts?|blasts? off|scrubs?|delays?|postpones?)\b"
    r"|^(?P<ko>[가-힣A-Za-z]{1,10}(?:스페이스|에어로|에어로스페이스|로켓|시|도|항공우주|우주센터|테크))"
    r"(?:[,，]|[이가은는] )"
    r"|^(?P<zh>[\u4e00-\u9fffA-Za-z]{2,8}(?:公司|集团|航天|科技))|^(?P<ja>[\u30a0-\u30ffA-Za-z]{3,14})(?:、|が|は)"
    r"|^(?:Компания )?[«\"]?(?P<ru>[A-ZА-Я][\wА-Яа-я-]+(?: [A-ZА-Я][\w-]+){0,2})[»\"]? (?:запуст|провел|отлож|готов)"
)
"""A name that is in no list, where a headline has its subject."""
_NO_NAME = re.compile(
    r"(?:the|a|an|new|first|last|next|watch|live|how|why|what|when|who|will|video"
    r"|update|breaking|rocket|rockets|missile|missiles"
    r"|satellite|satellites|launch|army|navy|military|government|scientists|engineers|astronauts|crew|officials|mission|test|space"
    r"|company|startup|ministry|president|minister|leader|guards?|forces|students|here|this|that|these|they|he|she|it|we|you"
    r"|mr|mrs|ms|dr)(?:\b.*)?",
    re.I,
)


@lru_cache(maxsize=256)
def everybody(sentence: Sentence) -> tuple[Named, ...]:
    """Whoever is named in a sentence, with a company of no list where the subject of a headline stands."""
    names = named(sentence)
    found = _UNLISTED.match(sentence.text)
    if found is None or found.lastgroup is None:
        return names
    start, end = found.span(found.lastgroup)
    name = found[found.lastgroup]
    known = any(one.start < end and start < one.end for one in names)
    if known or _NO_NAME.fullmatch(name) or name in lexicon("launch")["reporter.word"]:
        return names
    return tuple(sorted((*names, Named(name, start, end, "unlisted")), key=lambda one: one.start))


# ---- who launches, who reports ----

_BY = re.compile(r"\s+(?:jointly\s+)?by\s+(?:the\s+)?", re.I)
_WHENCE = re.compile(r"\b(?:fired|launched|launches|coming) from (?:the )?$", re.I)
_WHENCE_KO = re.compile(r"(?:에서|서|발) ?(?:발사된|쏜|쏘아|날아|미사일)")
_SUBJECT = re.compile(r"(?:이|가|은|는|도|측이|군이|의|,|,? ['‘“\"]|…|\.\.\.|\s)(?=.)")
_JOINED = re.compile(r"[a-z.]-$")
_STOP = re.compile(r"[:;]|\bsays?\b|\bsaid\b|에 따르면|밝혔")


def doer_of(sentence: Sentence, verbs: Words, things: Words) -> str | None:
    """Whoever stands before one of these verbs, or behind it and "by", or owns one of these things."""
    text = sentence.text
    everybody = [
        one
        for one in named(sentence)
        if one.sort != "person"
        and (one.sort == "company" or not _speaks(text[one.start : one.end]))
        and not _JOINED.search(text[: one.start])  # "a Russian-American crew"
    ]
    if not everybody:
        return None
    acts = list(verbs.all(text))
    for act in acts:
        by = _BY.match(text, act.end())
        if by and (one := next((one for one in everybody if 0 <= one.start - by.end() <= 3), None)):
            return one.value
    for act in acts:
        if one := _doer(text, everybody, act.start()):
            return one.value
    for thing in things.all(text):
        if one := _doer(text, everybody, thing.start()):
            return one.value
    for one in everybody:
        if _WHENCE.search(text[: one.start]) or _WHENCE_KO.match(text[one.end :]):
            return one.value
    first = next((one for one in everybody if not text[: one.start].endswith((" from ", " from the "))), None)
    if first is None:
        return None
    heard = lexicon("launch")["reporter.word"].search(text, first.end, first.end + 40)
    return first.value if (acts or text in things) and not heard else None


def _speaks(name: str) -> bool:
    """Whether a name is that of an office or agency that reports: it does not launch."""
    return lexicon("launch")["reporter.word"].pattern.fullmatch(name) is not None


def _quoted(between: str) -> bool:
    """Whether a quotation opens here and stays open: who stands before it speaks, and does not act in it."""
    between = re.sub(r"^['’]s?\b", "", between)
    curly = any(between.count(left) > between.count(right) for left, right in ("“”", "‘’", "「」", "『』"))
    return curly or between.count('"') % 2 == 1 or len(re.findall(r"(?<![A-Za-z])'|'(?![A-Za-z])", between)) % 2 == 1


def _doer(text: str, everybody: list[Named], at: int) -> Named | None:
    """The nearest before a place with nobody's saying between."""
    before = [
        one
        for one in everybody
        if one.end <= at and not _STOP.search(text, one.end, at) and not _quoted(text[one.end : at])
    ]
    if text[at : at + 1] > "가":  # Korean: the subject stands first, and by its particle
        within = [one for one in before if text[one.end : one.end + 1] in ("이", "가")]
        return within[-1] if within else next((one for one in before if _SUBJECT.match(text, one.end)), None)
    return before[-1] if before else None


def source_of(sentence: Sentence) -> str | None:
    """Whom a sentence names as its source, with the state it belongs to: "South Korea's Joint Chiefs of Staff"."""
    text = sentence.text
    found = lexicon("launch")["reporter.word"].search(text)
    if not found:
        return None
    owner = next((one for one in named(sentence) if 0 <= found.start() - one.end <= 4), None)
    return text[owner.start if owner else found.start() : found.end()]
