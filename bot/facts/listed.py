"""How many persons, entities and vessels a report says were newly listed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.facts.count import TO
from bot.facts.numerals import DIGITS, HAN, KOREAN, NUMBER, number_of
from bot.facts.passage import Passage
from bot.facts.words import lexicon, read_lists
from bot.model.facts import Fact
from bot.text.reading import Sentence

_FIRMS = "기관|기업|단체|회사|은행|법인|업체|조직"
_KOREAN = re.compile(
    rf"(?<![\d.,])(?:(?P<persons>{KOREAN}) ?명|(?P<vessels>{KOREAN}) ?척"
    rf"|(?P<entities>{KOREAN}) ?(?:개|곳) ?(?:의 )?(?:{_FIRMS})|(?P<entities3>{KOREAN}) ?곳(?=[^.]{{0,12}}(?:제재"
    rf"|지정|명단)))"
    rf"|(?:개인|인사|인물|간부) ?(?P<persons2>{DIGITS})(?! ?[\d,명월일])"
    rf"|(?:{_FIRMS}) ?(?:(?P<entities2>{DIGITS})(?![\d,]) ?(?:개|곳)?(?! ?[월일명년])"
    rf"|(?P<entities4>{KOREAN}) ?(?:개|곳))"
)
_JAPANESE = re.compile(
    rf"(?<![第\d.,])(?:(?P<persons>{HAN}) ?(?:[个個]?(?:個人|个人)|人(?!民)|名(?!单))"
    rf"|(?P<entities>{HAN}) ?(?:団体|社|企業|机构|家|個団体|个实体|个机构|機関|間(?!接))|(?P<vessels>{HAN}) ?(?:隻|艘))"
)
_WHOLE = re.compile(
    rf"(?P<number>{NUMBER}) (?:new|fresh|more|further|additional) (?:[\w-]+ ){{0,2}}sanctions\b"
    r"(?! (?:packages?|rounds?|regimes?|bills?|measures?|resolutions?|laws?)\b)"
    rf"|\bsanctions (?:on |against |hit )?(?P<targets>{NUMBER}) (?:new |more )?targets\b",
    re.I,
)
SEVERAL = 10
"""Fewer "new sanctions" may be rounds or measures."""
_ARTICLES = ("a", "an", "another")
MOST = 2_000
"""A larger number counts something else."""
_SORTS = ("persons", "entities", "vessels")
READ = 8
"""Sentences in which they are counted."""
_APART = 45
"""Counts that stand no further apart are one list."""


_AND_APART = 120
"""The same, where the second is joined to the first: "70 ships that carried oil, and 30 firms"."""
_AND = re.compile(r"(?:,? and|,? while|,? as well as|;? and also|및|와|과| и)(?: (?:about|some|another|at least))? ?$")
_INCLUDING = "including "
_RANGE = re.compile(rf"(?:{NUMBER}|{HAN}){TO}$|\bbetween {NUMBER} and $", re.IGNORECASE)
_UNSORTED = re.compile(
    rf"\b{NUMBER} (?!\w+ (?:million|billion)\b)(?:[\w'’-]+ ){{1,4}}(?:and|и) (?:at least )?$", re.IGNORECASE
)
""" "Five looms and" before a number: what kind is counted first, no list knows."""
_ONE_MORE = re.compile(
    r"[^.;:]{0,60}?(?:,? and|,? as well as) (?:an? |another |(?:[\w’'-]+ ){0,4}"
    r"(?:chief|head|founder|leader|president|minister|director|general|commander|brother|wife|son|judge) [A-Z])"
)
"""Behind the last number a list goes on with somebody whom no number counts: how many in all, nobody says."""
_HANGUL, _HAN_SIGN = re.compile("[가-힣]"), re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_AGAIN = re.compile(r";|[a-z]\.\s|\bof (?:which|whom|them)\b|\bincluding\b|가운데|중 ")


@dataclass(frozen=True, slots=True)
class _Part:
    sort: str
    number: int
    start: int
    end: int


def read_listed(passage: Passage, act: str) -> tuple[Fact[int] | None, Fact[Mapping[str, int]] | None]:
    """The number newly listed and its parts, from the first sentence that counts them: later ones count all so far."""
    for sentence in islice(passage.own(), READ):
        if act == "extended" and sentence.text not in lexicon("sanctions")["listed.new"]:
            continue  # what is extended was listed before
        if whole := _whole(passage, sentence):
            return Fact(whole, sentence.text), None
        parts = list(_list(passage, sentence))
        if parts and _ONE_MORE.match(sentence.text, parts[-1].end):
            return None, None
        sums = _sums(sentence.text, parts)
        if sums:
            return Fact(sum(sums.values()), sentence.text), Fact(sums, sentence.text)
    if len(passage.lead) == 1 and _sanctions_one().search(passage.lead[0].text):
        return Fact(1, passage.lead[0].text), None
    for sentence in passage.lead:
        if any(not _relieved(sentence.text[: found.end()]) for found in _one().finditer(sentence.text)):
            return Fact(1, sentence.text), None
    return None, None


def _whole(passage: Passage, sentence: Sentence) -> int | None:
    """How many listings are told as one number: "65 new Russian sanctions"."""
    for found in _WHOLE.finditer(sentence.text):
        value = number_of(found["number"] or found["targets"]) or 0
        if SEVERAL <= value < MOST and not passage.other(sentence, found.start(), found.end()):
            return int(value)
    return None


def _sums(text: str, parts: list[_Part]) -> Mapping[str, int]:
    """How many of each sort; "a trading company" counts beside others only."""
    if all(text[part.start : part.end].split()[0].lower() in _ARTICLES for part in parts):
        return {}
    return {sort: sum(p.number for p in parts if p.sort == sort) for sort in dict.fromkeys(p.sort for p in parts)}


def _list(passage: Passage, sentence: Sentence) -> Iterator[_Part]:
    """The parts of the first list in a sentence that lists."""
    words = lexicon("sanctions")
    if sentence.text not in words["listed.cue"]:
        return
    end = 0
    for part in _parts(sentence.text):
        if end and _other_list(sentence.text[end : part.start]):
            return
        if passage.other(sentence, part.start, part.end) or words["listed.before"].search(sentence.text, 0, part.start):
            continue
        joined = end and _AND.search(sentence.text[end : part.start])
        partly = not end and _UNSORTED.search(sentence.text[: part.start])
        if partly or (not joined and not _governed(sentence.text, part)):
            continue
        if not _relieved(sentence.text[: part.start]):
            end = part.end
            yield part


def _governed(text: str, part: _Part) -> bool:
    """Whether it is counted whom sanctions are on, and not who was hurt, speaks, or is served by a listed firm."""
    counted, patterns = text[part.start : part.end], _patterns()
    if _HANGUL.search(counted):
        return patterns["korean.after"].match(text, part.end) is not None
    if _HAN_SIGN.search(counted):
        beside = patterns["han.before"].search(text[: part.start]) or patterns["han.after"].match(text, part.end)
        return beside is not None and patterns["han.others"].match(text, part.end) is None
    return patterns["apart.others"].match(text, part.end) is None and _in_clause(text, part)


def _in_clause(text: str, part: _Part) -> bool:
    """Whether words of listing stand before or behind it, and no clause of its own begins between; all are counted."""
    including = text.rfind(_INCLUDING, 0, part.start)
    if including >= 0 and ", and " not in text[including : part.start]:
        return False  # of all who are listed some are told apart
    words, clause = lexicon("sanctions"), _patterns()["apart.clause"]
    cues = [cue.span() for name in ("listed.cue", "thing") for cue in words[name].all(text)]
    before = max((end for _, end in cues if end <= part.start), default=None)
    behind = min((start for start, _ in cues if start >= part.end), default=None)
    return (before is not None and clause.search(text, before, part.start) is None) or (
        behind is not None and clause.search(text, part.end, behind) is None
    )


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """The patterns of `data/listed.toml` by table and list."""
    return {
        f"{table}.{name}": re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
        for table, lists in read_lists("listed").items()
        for name, forms in lists.items()
    }


def _relieved(before: str) -> bool:
    """Whether the nearest verb before a part takes off the list, and not puts on it."""
    words = lexicon("sanctions")
    relief = max(
        (m.start() for act in ("lifted", "eased", "suspended") for m in words[f"act.{act}"].all(before)), default=-1
    )
    return relief > max((m.start() for m in words["listed.puts"].all(before)), default=-1)


def _other_list(between: str) -> bool:
    """Whether the list has ended: far off, unless "and" goes on with it, or where its parts are told again."""
    apart = _AND_APART if _AND.search(between) else _APART
    return len(between) > apart or _AGAIN.search(between) is not None


def _parts(text: str) -> list[_Part]:
    found = []
    for pattern in (_english(), _KOREAN, _JAPANESE):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            number = groups.pop("number", None)
            sort, digits = next((key, number or value) for key, value in groups.items() if value)
            value = 1 if digits.lower() in _ARTICLES else number_of(digits)
            loose = _RANGE.search(text[: match.start()])  # "ten to twelve"
            if value and value < MOST and not loose and "sanctioned" not in match[0]:
                found.append(_Part(sort.rstrip("234"), int(value), match.start(), match.end()))
    return sorted(found, key=lambda part: part.start)


@cache
def _english() -> re.Pattern[str]:
    words = lexicon("sanctions")
    sorts = "|".join(f"(?P<{sort}>{words[f'listed.{sort}'].source})" for sort in _SORTS)
    between = rf"(?:[ ](?!(?:and|or|{NUMBER})\b)(?-i:[A-Z][\w'’-]*(?:,| and)(?= [A-Z])|[\w'’-]+)){{0,5}}?"
    return re.compile(
        rf"(?<![\w.,$€£-])(?P<number>{NUMBER}|\ba|\ban|\banother)(?! ?(?:%|percent)| (?:of|others?)\b)"
        rf"{between}[ ](?:{sorts})"
        r"|(?P<persons2>one) (?-i:(?:North |South )?[A-Z][a-z]+(?:an|i))(?=,|\.|$| and\b)",
        re.I,
    )


_SINGLE = (
    "company|firm|bank|refinery|tanker|organization|organisation|group|judge|minister|prosecutor|agency|authority"
    "|chief|commander|president|senator|conglomerate"
)
_ALONE = r"(?![^.;]{0,50} and (?:a|an|another|its|their|his|her|the|other|several|two)\b)"
"""Behind who is listed: nobody else."""


@cache
def _one() -> re.Pattern[str]:
    """One that is listed without a number: "sanctions on a state oil company", "issues sanctions against Company"."""
    many = "|".join(lexicon("sanctions")[f"listed.{sort}"].source for sort in ("entities", "vessels"))
    imposes = rf"{lexicon('sanctions')['listed.imposes'].source} (?:[\w'’-]+ ){{0,4}}?sanctions (?:on|against)"
    name = r"(?-i:(?:[A-Z][\w'’-]+ ){2,5}?[A-Z][\w'’-]+),"
    return re.compile(
        rf"{imposes} (?:(?:[\w'’.-]+ ){{0,6}}?(?:{_SINGLE})\b{_ALONE}|(?!{many}){name}{_ALONE})", re.IGNORECASE
    )


@cache
def _sanctions_one() -> re.Pattern[str]:
    """The same, where a title has the verb: "Paris sanctions Malian police chief"."""
    return re.compile(
        r"^(?:[A-Z][\w.’'-]* ){1,3}sanctions (?!on |against |over |relief )"
        rf"(?:[\w'’.-]+ ){{0,5}}?(?:{_SINGLE})\b{_ALONE}"
    )
