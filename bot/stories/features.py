"""What identifies an event in an entry: who, what, where, how many, in marks that are mostly the same in any language.

A mark is a word ("w:" with its language, of which only texts of that language have any), or language-neutral: a country
or concept ("c:"), a number ("n:"), an acronym or a name with digits ("l:"). Lists and how to spell them:
`data/features/concepts.toml`. How rare a mark is in such news, `data/features/rarity.tsv` says (`bench/rarity.py` writes it).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from bot.errors import DataError
from bot.model import Correction
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.text.language_id import language_of
from bot.text.prose import clean, unmarked
from bot.text.words import Term, fold

READ = 2_000
"""Letters of a text that are read."""
LEAD = 400
"""Letters of the cleaned text whose marks count."""
BEGINNING = 250
"""Letters of the text that say how far a thing has come where its title does not."""
IN_TITLE, IN_LEAD = 1.0, 0.5
"""How much a mark counts by where it stands."""
STEM = 7
"""Letters of a word that has edges: what follows is mostly its ending."""
RUN = 6
"""Words in a row that two copies of one text share."""
UNSEEN = 0.0015
"""How often a mark occurs that the table of rarities does not hold."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ACRONYM = re.compile(r"(?<![^\W_])(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z0-9])[A-Z][A-Za-z0-9-]+(?![^\W_])")
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|e[sd]|s)$|(?<=[a-z]{2})s$")
_EDGED = re.compile(r"[a-z\u00c0-\u024f\u0400-\u04ff]")
_EVENTS = frozenset(
    {"launch", "rocket", "satellite", "spaceship", "missile", "station", "orbit", "crewed", "spacex", "nasa"}
)
"""Concepts of which an entry about a launch has two."""
_COMPANIES = frozenset({"c:spacex", "c:nasa", "c:blueorigin"})
_FAMILIES = {
    "sanctions": frozenset({"c:sanction", "c:embargo", "c:tariff", "c:designate", "c:waive"}),
    "launch": frozenset({"c:launch", "c:missile", "c:rocket", "c:satellite", "c:spaceship", "c:station", "c:orbit"}),
    "strike": frozenset({"c:strike", "c:attack", "c:intercept", "c:drone", "c:kill"}),
    "nuclear": frozenset({"c:nuclear", "c:uranium", "c:enrich"}),
}
_SORTS = {
    "weapon": frozenset({"c:missile", "c:ballistic", "c:icbm", "c:cruise", "c:hypersonic", "c:warhead"}),
    "space": frozenset({"c:satellite", "c:spaceship", "c:station", "c:crewed", "c:moon"}),
}
_REPEATED = frozenset({"c:strike", "c:missile", "c:drone", "c:kill"})


@dataclass(frozen=True, slots=True)
class Signs:
    """What identifies the event that an entry tells of.

    `stage` is how far a launch has come ("planned", "arrival", "arrival delayed" ...), None where that is not said.
    `measure` is what the title says is done with sanctions ("vetoed", "listed" ...).
    `threads` are the things that are launched side by side, `aside` an explanation or a question, `again` one more of a
    kind, `answers` what somebody says to it, `runs` digests of words in a row, `correction` what its title takes back.
    """

    language: str | None
    marks: Mapping[str, float]
    stage: str | None = None
    stage_in_title: bool = False
    measure: str | None = None
    threads: frozenset[str] = frozenset()
    aside: bool = False
    again: bool = False
    answers: bool = False
    runs: frozenset[int] = frozenset()
    correction: Correction | None = None

    @property
    def actors(self) -> frozenset[str]:
        """The marks of countries, bodies and companies."""
        return frozenset(mark for mark in self.marks if mark.startswith("c:@") or mark in _COMPANIES)

    @property
    def families(self) -> frozenset[str]:
        """What the title is about, as far as such news goes: sanctions, a launch, a strike."""
        return frozenset(self._titled(_FAMILIES))

    @property
    def sort(self) -> str | None:
        """Whether the title tells of a weapon or of space flight; None where it tells of neither, or of both."""
        sorts = self._titled(_SORTS)
        return sorts[0] if len(sorts) == 1 else None

    @property
    def repeats(self) -> bool:
        """Whether it tells of what happens again the next day, and is then told in the same words."""
        return not _REPEATED.isdisjoint(self.marks)

    def _titled(self, groups: Mapping[str, frozenset[str]]) -> list[str]:
        """The groups of marks of which the title has one."""
        title = {mark for mark, place in self.marks.items() if place == IN_TITLE}
        return [name for name, marks in groups.items() if not marks.isdisjoint(title)]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the lists find in a folded text: keys by table, and where each key first stands."""

    keys: Mapping[str, Mapping[str, int]]

    def first(self, table: str, order: Iterable[str]) -> str | None:
        """The first key, in this order, that was found."""
        found = self.keys.get(table, {})
        return next((key for key in order if key in found), None)


class SignReader:
    """Reads the signs of entries. Immutable; any number of threads may read."""

    def __init__(self, lists: Mapping[str, Mapping[str, Collection[str]]], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._stages, self._measures = tuple(lists["stage"]), tuple(lists["measure"])
        self._terms = tuple(
            (table, key, _term(word)) for table, keys in lists.items() for key, words in keys.items() for word in words
        )
        self._automaton = AhoCorasick([term.text for _, _, term in self._terms])

    def read(self, title: str, text: str, language: str | None) -> Signs:
        """The signs of an entry; its language is told by its script where it is not declared."""
        spoken = language_of(f"{title} {text[:READ]}", (language,))
        lead = clean(text[:READ], title)[:LEAD]
        heading, body = fold(unmarked(title[:READ])).text, fold(lead).text
        in_title, in_lead = self._find(fold(title).text), self._find(body)
        marks: defaultdict[str, float] = defaultdict(float)
        for part, found, weight in ((body, in_lead, IN_LEAD), (heading, in_title, IN_TITLE)):
            marks.update(dict.fromkeys(_words(part, spoken), weight))
            marks.update(dict.fromkeys(_concepts(found), weight))
        whole = f"{title}\n{lead}"
        for mention in self._gazetteer.find(whole, spoken):
            for word in _words(fold(whole[mention.start : mention.end]).text, spoken):
                marks.pop(word, None)  # the country's mark stands for it
            mark = f"c:@{mention.code}"
            marks[mark] = max(marks[mark], IN_TITLE if mention.start < len(title) else IN_LEAD)
        for acronym in _ACRONYM.findall(f"{title} {lead}"):
            marks[f"l:{acronym.casefold()}"] = IN_LEAD
        corrections = in_title.keys.get("correction", {})
        return Signs(
            language=spoken,
            marks=dict(marks),
            stage=self._stage(marks, in_title, self._find(fold(lead[:BEGINNING]).text)),
            stage_in_title=bool(in_title.keys.get("stage") or in_title.keys.get("step")),
            measure=in_title.first("measure", self._measures) if "c:sanction" in marks else None,
            threads=frozenset(in_title.keys.get("thread", {}) or in_lead.keys.get("thread", {})),
            aside=_is_aside(title, in_title),
            again="again" in in_title.keys,
            answers="answer" in in_title.keys and "happened" not in in_title.keys.get("stage", {}),
            runs=_runs(body),
            correction=next((one for one in (Correction.RETRACTED, Correction.CORRECTED) if one in corrections), None),
        )

    def _find(self, folded: str) -> _Found:
        keys: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            table, key, term = self._terms[index]
            if (span := term.span(folded, start, end)) and span[0] < keys[table].get(key, len(folded)):
                keys[table][key] = span[0]
        return _Found(keys)

    def _stage(self, marks: Mapping[str, float], title: _Found, beginning: _Found) -> str | None:
        if sum(f"c:{concept}" in marks for concept in _EVENTS) < 2:
            return None
        stage = title.first("stage", self._stages) or beginning.first("stage", self._stages)
        step = title.first("step", ("arrival", "return"))
        return f"{step} {stage}" if step and stage in ("planned", "delayed", "failed") else step or stage


def _term(word: str) -> Term:
    """A word as it may stand: Korean nouns are glued to those before them (탄도미사일, 대북제재)."""
    return Term.of(f"*{word}" if "가" <= word[0] <= "힣" and len(word) > 1 else word)


def _concepts(found: _Found) -> Iterator[str]:
    for table in ("act", "thing", "who", "name", "where"):
        yield from (f"c:{key}" for key in found.keys.get(table, {}))


def _words(folded: str, language: str | None) -> Iterator[str]:
    """The words of a folded text as marks: stems where words have edges, pairs of letters elsewhere, and numbers."""
    for word in _WORD.findall(folded):
        if word[0].isdigit():
            number = _FIGURE.match(word)
            if number and len(figure := number[0].replace(",", "")) > 1:
                yield f"n:{figure}"
        elif _EDGED.match(word):
            if len(word) > 2:
                yield f"w:{language}:{_ENDING.sub('', word)[:STEM]}"
        else:
            yield from (f"w:{language}:{word[at : at + 2]}" for at in range(max(len(word) - 1, 1)))


def _is_aside(title: str, found: _Found) -> bool:
    places = found.keys.get("aside", {})
    asks = title.rstrip(" \"'”’」』)").endswith(("?", "？"))
    watch = "planned" in found.keys.get("stage", {})  # "How to watch": an announcement, whatever its form
    return not watch and (asks or "anywhere" in places or places.get("starts", 1) == 0)


def _runs(folded: str) -> frozenset[int]:
    """Digests of the words in a row of a text (of its letters, where it has few words): a copy has most of them."""
    words = folded.split()
    pieces, length = (words, RUN) if len(words) >= 2 * RUN else (list(folded.replace(" ", "")), 3 * RUN)
    rows = (" ".join(pieces[at : at + length]) for at in range(len(pieces) - length + 1))
    return frozenset(int.from_bytes(blake2b(row.encode(), digest_size=8).digest()) for row in rows)


@cache
def load_signs() -> SignReader:
    """The reader with the lists that ship with Bongsu."""
    return SignReader(parse_lists(_data("concepts.toml"), "concepts.toml"), load_gazetteer())


def parse_lists(text: str, file: str) -> Mapping[str, Mapping[str, Collection[str]]]:
    """The lists by table and key; DataError names the file and the list that is wrong."""
    try:
        lists: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{file}: this is not TOML: {exc}. Mend the line it names.") from exc
    for table, keys in lists.items():
        for key, words in keys.items():
            if not words or not all(isinstance(word, str) and fold(word.strip("*")).text.strip() for word in words):
                raise DataError(f'{file}: {table}.{key} must be a list of words, none empty: {key} = ["...", "..."].')
    return lists


@cache
def rarity() -> Mapping[str, float]:
    """The share of such news that has each mark; those that are not here occur less often than `UNSEEN`."""
    lines = (line.split("\t") for line in _data("rarity.tsv").splitlines())
    return {mark: float(share) for mark, share in lines}


def _data(name: str) -> str:
    return (files("bot.stories") / "data" / "features" / name).read_text("utf-8")
