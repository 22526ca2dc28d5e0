"""A reading -> its features: who, what, where, how many, mostly the same in any language, by which events are compared.

A feature is a word ("w:" with its language, of which only texts of that language have any), or language-neutral: a
country or concept ("c:"), a place, rocket or programme ("p:"), a number ("n:"), an acronym or a name with digits
("l:"). The lists and how to spell them: `data/features/concepts.toml`, and `named.toml` for names by which two events
of a kind are told apart. In how much of such news each is found: `data/features/document_frequencies.tsv`
(`bench/document_frequencies.py` writes it).
"""

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import chain

from ahocorasick_rs import AhoCorasick

from bot.errors import DataError
from bot.model import Correction
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.stories import correction
from bot.text.dateline import undated
from bot.text.prose import unmarked
from bot.text.reading import Mention, Reading, Sentence
from bot.text.words import Term, fold

LEAD = 400
"""Letters of the article's text whose features count."""
BEGINNING = 250
"""Letters of the text that say how far a launch has come where its title does not."""
IN_TITLE, IN_LEAD = 1.0, 0.5
"""How much a feature counts by where it stands."""
STEM = 7
"""Letters of a word that are compared in writing whose words have edges: what follows is mostly its ending."""
SHINGLE = 6
"""Words in a row that make a shingle: two copies of one text share most of theirs."""
UNSEEN = 0.0015
"""The share of news that has a feature which the table of document frequencies does not hold."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_RUN = re.compile(r"\d+(?:[.,]\d+)*|\D+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ACRONYM = re.compile(r"(?<![^\W_])(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z0-9])[A-Z][A-Za-z0-9-]+(?![^\W_])")
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|e[sd]|s)$|(?<=[a-z]{2})s$")
_RUSSIAN_ENDING = re.compile(
    "(?<=[а-я]{3})(?:[аяои]ми|[ое]го|[ое]му|[оеё]й|[ыи]й|[ая]я|[оеы]е|ие|и[яю]|[аяыи]х|[аяоеы]м|ов|ев|[аеиоуыьэюя])$"
)
_EDGED = re.compile(r"[a-z\u00c0-\u024f\u0400-\u04ff]")
COUNTRY, NUMBER, SANCTION = "c:@", "n:", "c:sanction"
"""How features of countries and of numbers begin; and the feature of sanctions."""
_EVENTS = frozenset(
    {"launch", "rocket", "satellite", "spaceship", "missile", "station", "orbit", "crewed", "spacex", "nasa"}
)
"""Concepts of which an entry about a launch has two."""
_COMPANIES = frozenset({"c:spacex", "c:nasa", "c:blueorigin"})
_SUBJECTS = {
    "sanctions": frozenset({"c:sanction", "c:embargo", "c:tariff", "c:designate", "c:waive"}),
    "launch": frozenset({"c:launch", "c:missile", "c:rocket", "c:satellite", "c:spaceship", "c:station", "c:orbit"}),
    "strike": frozenset({"c:strike", "c:attack", "c:intercept", "c:drone", "c:kill"}),
    "nuclear": frozenset({"c:nuclear", "c:uranium", "c:enrich"}),
}
_DOMAINS = {
    "weapon": frozenset({"c:missile", "c:ballistic", "c:icbm", "c:cruise", "c:hypersonic", "c:warhead"}),
    "space": frozenset({"c:satellite", "c:spaceship", "c:station", "c:crewed", "c:moon"}),
}
_REPEATED = frozenset({"c:strike", "c:missile", "c:drone", "c:kill"})
NAMED: Mapping[str, str] = {
    "pad": "launch",
    "vehicle": "launch",
    "operator": "launch",
    "programme": "launch",
    "struck": "strike",
}
"""The kinds of names by which two events are told apart, and what they must be about."""


@dataclass(frozen=True, slots=True)
class Named:
    """Names of one kind ("us_canaveral"): those of the title, or else of the text; and all that either has."""

    told: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Features:
    """What identifies the event that an entry tells of.

    `weights`: how much each feature counts by where it stands, IN_TITLE or IN_LEAD. `stage`: how far a launch has come
    ("planned", "arrival", "arrival delayed" ...), None where that is not said. `measure`: what the title says is done
    with sanctions ("vetoed", "listed" ...). `variants`: which of the things that are launched side by side. Of the
    title, `explainer`: it explains or asks; `another`: one more of a kind; `toll`: how many have died by now;
    `reaction`: what somebody says to what happened; `correction`: what it takes back. `shingles`: digests of the words
    in a row of the text. `named`: by each of the kinds NAMED of which it has any, the names.
    """

    language: str | None
    weights: Mapping[str, float]
    stage: str | None = None
    stage_in_title: bool = False
    measure: str | None = None
    variants: frozenset[str] = frozenset()
    explainer: bool = False
    another: bool = False
    toll: bool = False
    reaction: bool = False
    named: Mapping[str, Named] = field(default_factory=dict)
    shingles: frozenset[int] = frozenset()
    correction: Correction | None = None

    @cached_property
    def titled(self) -> frozenset[str]:
        """The features of the title."""
        return frozenset(feature for feature, weight in self.weights.items() if weight == IN_TITLE)

    @cached_property
    def titled_countries(self) -> frozenset[str]:
        """The countries and bodies that the title names."""
        return frozenset(feature for feature in self.titled if feature.startswith(COUNTRY))

    @cached_property
    def actors(self) -> frozenset[str]:
        """The features that are countries, bodies or companies."""
        return frozenset(feature for feature in self.weights if feature.startswith(COUNTRY) or feature in _COMPANIES)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The features that are numbers."""
        return frozenset(feature for feature in self.weights if feature.startswith(NUMBER))

    @cached_property
    def neutral(self) -> Mapping[str, float]:
        """The features that texts of any language may have, with their weights."""
        return {feature: weight for feature, weight in self.weights.items() if feature[0] != "w"}

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What the title is about, as far as such news goes: sanctions, a launch, a strike, nuclear steps."""
        return frozenset(name for name, members in _SUBJECTS.items() if not members.isdisjoint(self.titled))

    @cached_property
    def domain(self) -> str | None:
        """Whether the title tells of a weapon or of space flight; None where it tells of neither, or of both."""
        domains = [name for name, members in _DOMAINS.items() if not members.isdisjoint(self.titled)]
        return domains[0] if len(domains) == 1 else None

    @cached_property
    def repeats(self) -> bool:
        """Whether it tells of what happens again the next day, and is then told in the same words."""
        return not _REPEATED.isdisjoint(self.weights)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the lists find in a folded text: keys by table, and where each key first stands."""

    keys: Mapping[str, Mapping[str, int]]

    def first(self, table: str, order: Iterable[str], within: float = math.inf) -> str | None:
        """The first key, in this order, that was found within so many letters."""
        found = self.keys.get(table, {})
        return next((key for key in order if found.get(key, within) < within), None)


class FeatureReader:
    """Reads the features of entries. Immutable; any number of variants may read."""

    def __init__(self, lists: Mapping[str, Mapping[str, Collection[str]]], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._stages, self._measures = tuple(lists["stage"]), tuple(lists["measure"])
        self._terms = tuple(
            (table, key, _term(word)) for table, keys in lists.items() for key, words in keys.items() for word in words
        )
        self._automaton = AhoCorasick([term.text for _, _, term in self._terms])

    def of(self, title: str, text: str, language: str | None) -> Features:
        """The features of a text that was not read yet."""
        return self.read(self._gazetteer.read(title, text, language))

    def read(self, reading: Reading) -> Features:
        """The features of a text."""
        title, lead, language = reading.title, reading.text[:LEAD], reading.language
        heading, body = fold(unmarked(correction.unmarked(title))).text, fold(lead).text
        in_title = self._find(reading.heading.folded.text) if reading.heading else _Found({})
        in_lead = self._find(body)
        told = undated(lead)
        in_told = in_lead if told == lead else self._find(fold(told).text)
        weights: dict[str, float] = {}
        for part, found, weight in ((body, in_lead, IN_LEAD), (heading, in_title, IN_TITLE)):
            weights.update(dict.fromkeys(_words(part, language), weight))
            weights.update(dict.fromkeys(_concepts(found), weight))
        for sentence, mention in _mentions(reading):
            for word in _words(fold(sentence.text[mention.start : mention.end]).text, language):
                weights.pop(word, None)  # the country's feature stands for it
            country = f"{COUNTRY}{mention.code}"
            weights[country] = max(weights.get(country, 0.0), IN_LEAD if sentence.place else IN_TITLE)
        for acronym in _ACRONYM.findall(f"{title} {lead}"):
            weights[f"l:{acronym.casefold()}"] = IN_LEAD
        corrections = in_title.keys.get("correction", {})
        worded = next((one for one in (Correction.RETRACTED, Correction.CORRECTED) if one in corrections), None)
        return Features(
            language=language,
            weights=weights,
            stage=self._stage(weights, in_title, in_lead),
            stage_in_title=bool(in_title.keys.get("stage") or in_title.keys.get("step")),
            measure=in_title.first("measure", self._measures) if SANCTION in weights else None,
            variants=frozenset(in_title.keys.get("variant", {}) or in_lead.keys.get("variant", {})),
            explainer=_is_explainer(title, in_title),
            another="another" in in_title.keys,
            toll="toll" in in_title.keys,
            reaction="reaction" in in_title.keys and "happened" not in in_title.keys.get("stage", {}),
            named={
                kind: names
                for kind, subject in NAMED.items()
                if not _SUBJECTS[subject].isdisjoint(weights) and (names := _named(kind, in_title, in_told))
            },
            shingles=_shingles(body),
            correction=correction.correction_of(title, worded),
        )

    def _find(self, folded: str) -> _Found:
        keys: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            table, key, term = self._terms[index]
            if (span := term.span(folded, start, end)) and span[0] < keys[table].get(key, len(folded)):
                keys[table][key] = span[0]
        return _Found(keys)

    def _stage(self, weights: Mapping[str, float], title: _Found, lead: _Found) -> str | None:
        if sum(f"c:{concept}" in weights for concept in _EVENTS) < 2:
            return None
        stage = title.first("stage", self._stages) or lead.first("stage", self._stages, BEGINNING)
        step = title.first("step", ("arrival", "return"))
        return f"{step} {stage}" if step and stage in ("planned", "delayed", "failed") else step or stage


def _term(word: str) -> Term:
    """A word as it may stand: Korean nouns are glued to those before them (탄도미사일, 대북제재)."""
    return Term.of(f"*{word}" if "가" <= word[0] <= "힣" and len(word) > 1 else word)


def _mentions(reading: Reading) -> Iterator[tuple[Sentence, Mention]]:
    """The countries of the title and the lead."""
    for sentence in reading.sentences:
        if sentence.before >= LEAD:
            return
        for mention in sentence.mentions:
            if not sentence.place or sentence.before + mention.start < LEAD:
                yield sentence, mention


def _concepts(found: _Found) -> Iterator[str]:
    """What the lists find; names by which two events are told apart also speak for one."""
    for table in ("act", "thing", "who", "name", "where"):
        yield from (f"c:{key}" for key in found.keys.get(table, {}))
    for table in NAMED:
        yield from (f"p:{key}" for key in found.keys.get(table, {}))


def _words(folded: str, language: str | None) -> Iterator[str]:
    """The features of the words of a folded text."""
    return chain.from_iterable(_of_word(word, language) for word in _pieces(folded))


def _pieces(folded: str) -> Iterator[str]:
    """The words of a text; where they have no edges, also the numbers among them."""
    for word in _WORD.findall(folded):
        if word[0].isdigit() or _EDGED.match(word):
            yield word
        else:
            yield from _RUN.findall(word)


@lru_cache(maxsize=4096)
def _of_word(word: str, language: str | None) -> tuple[str, ...]:
    """A stem where words have edges, pairs of letters elsewhere, or a number. Kept: news has few words, often."""
    if word[0].isdigit():
        number = _FIGURE.match(word)
        return (f"n:{figure}",) if number and len(figure := number[0].replace(",", "")) > 1 else ()
    if _EDGED.match(word):
        return (f"w:{language}:{_stem(word)[:STEM]}",) if len(word) > 2 else ()
    return tuple(f"w:{language}:{word[at : at + 2]}" for at in range(max(len(word) - 1, 1)))


def _stem(word: str) -> str:
    """A word of Latin or Cyrillic letters without its ending."""
    return _RUSSIAN_ENDING.sub("", word) if word[0] >= "а" else _ENDING.sub("", word)


def _named(kind: str, title: _Found, lead: _Found) -> Named | None:
    """The names of a kind; of a place and one that lies within it, the one within."""
    told, rest = (innermost(found.keys.get(kind, {})) for found in (title, lead))
    return Named(told or rest, told | rest) if told or rest else None


def innermost(names: Iterable[str]) -> frozenset[str]:
    """The names without those of a place in which another one of them lies ("ps_gaza" beside "ps_gaza_rafah")."""
    names = frozenset(names)
    return frozenset(name for name in names if not any(other.startswith(f"{name}_") for other in names))


def _is_explainer(title: str, found: _Found) -> bool:
    places = found.keys.get("explainer", {})
    asks = title.rstrip(" \"'”’」』)").endswith(("?", "？"))
    watch = "planned" in found.keys.get("stage", {})  # "How to watch": an announcement, whatever its form
    return not watch and (asks or "anywhere" in places or places.get("starts", 1) == 0)


def _shingles(folded: str) -> frozenset[int]:
    """Digests of the words in a row of a text (of its letters, where it has few words): a copy has most of them."""
    words = folded.split()
    pieces, length = (words, SHINGLE) if len(words) >= 2 * SHINGLE else (list(folded.replace(" ", "")), 3 * SHINGLE)
    rows = (" ".join(pieces[at : at + length]) for at in range(len(pieces) - length + 1))
    return frozenset(int.from_bytes(blake2b(row.encode(), digest_size=8).digest()) for row in rows)


@cache
def load_features() -> FeatureReader:
    """The reader with the lists that ship with Bongsu."""
    lists = [parse_lists(_data(file), file) for file in ("concepts.toml", "named.toml")]
    return FeatureReader({**lists[0], **lists[1]}, load_gazetteer())


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
def document_frequencies() -> Mapping[str, float]:
    """The share of such news that has each feature; those that are not here have less than UNSEEN."""
    lines = (line.split("\t") for line in _data("document_frequencies.tsv").splitlines())
    return {feature: float(share) for feature, share in lines}


def _data(name: str) -> str:
    return (files("bot.stories") / "data" / "features" / name).read_text("utf-8")
