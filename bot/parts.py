"""Who does what in a sentence: who launches, who sanctions whom, where the words say so; unsaid is unknown.

A sentence is read as a row of signs: a letter for each country named and for each word that `data/parts/*.toml` knows,
in order. The patterns there, tried in order, are regular expressions over that row. Countries are

    M  a country     W  one that often imposes sanctions     N  a body     T  one named as the target (대북, 对朝)

and in a pattern a small letter is a country that takes a part: `a` actor, `i` issuer, `w` issuer if W or N, `t` target,
`m` target if M or T. What an earlier pattern gave stays: a match that says otherwise of a country is passed over.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from ahocorasick_rs import AhoCorasick

from bot.countries import Gazetteer, Mention, folded, load_gazetteer
from bot.errors import DataError
from bot.match import LONGEST, Term
from bot.model import Concern, Entry, Match, Part

_GROUPS = {
    "a": ("actor", "MWT"),
    "i": ("issuer", "MWN"),
    "w": ("issuer", "WN"),
    "t": ("target", "MWT"),
    "m": ("target", "MT"),
}
PARTS_OF: Mapping[str, tuple[Part, ...]] = {"launches": (Part.ACTOR,), "sanctions": (Part.ISSUER, Part.TARGET)}
"""The parts that there are in a topic."""
_FAR = 60
"""Where so many letters of unknown words lie between two signs, a `_` stands for them, as for punctuation."""
_BREAK = "_"
_PLACE, _NEAR = "P", 6
"""A word of place ("toward", "상공") counts within so many letters of a country."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Codes of countries by their part, in order; `concerned` are those named without one."""

    actor: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    concerned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a language says who does what: words by sign, and patterns with the parts that their groups give."""

    joints: frozenset[str]
    words: tuple[tuple[str, Term], ...]
    patterns: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    automaton: AhoCorasick


@dataclass(frozen=True, slots=True)
class _Sign:
    """A letter of the row, where it stands, and the countries that it stands for."""

    letter: str
    start: int
    end: int
    codes: tuple[str, ...] = ()


class Reader:
    """Reads who does what in sentences. Immutable; any number of threads may use it."""

    def __init__(
        self, gazetteer: Gazetteer, readings: Mapping[str, Sequence[Reading]], senders: Collection[str]
    ) -> None:
        self.gazetteer = gazetteer
        self._readings = readings
        self._senders = frozenset(senders)
        self._bodies = frozenset(key for key, place in gazetteer.places.items() if not place.members)

    def parts(self, sentence: str, language: str | None, beside: Collection[str] = ()) -> Parts:
        """The countries of a sentence by their part; `beside` are codes that the rest of the text names."""
        sentence = sentence[:LONGEST]
        mentions = self.gazetteer.find(sentence, language, beside)
        given: dict[str, list[str]] = {"actor": [], "issuer": [], "target": []}
        if mentions:
            for reading in self._readings.get(self.gazetteer.tongue(sentence, language), ()):
                for part, codes in _given(reading, self._row(reading, sentence, mentions)):
                    given[part].extend(codes)
        taken = {code for codes in given.values() for code in codes}
        rest = dict.fromkeys(mention.code for mention in mentions if mention.code not in taken)
        return Parts(**{part: tuple(dict.fromkeys(codes)) for part, codes in given.items()}, concerned=tuple(rest))

    def concerns(self, entry: Entry, match: Match) -> tuple[Concern, ...]:
        """The countries of an entry's title and of a match's evidence, each with its part in the match's topic.

        Each part is taken from the first sentence that states it: the title, then the evidence.
        """
        sentences = dict.fromkeys((entry.title, *(evidence.sentence for evidence in match.evidence)))
        beside = {mention.code for text in sentences for mention in self.gazetteer.find(text, entry.language)}
        found = [self.parts(sentence, entry.language, beside) for sentence in sentences]
        given: dict[str, Part] = {}
        for part in PARTS_OF.get(match.topic, ()):
            said = next((codes for parts in found if (codes := getattr(parts, part))), ())
            given |= {code: part for code in said if code not in given}
        named = (code for parts in found for code in (*parts.actor, *parts.issuer, *parts.target, *parts.concerned))
        return tuple(
            Concern(code, given.get(code, Part.CONCERNED), self.gazetteer.regions(code))
            for code in dict.fromkeys((*given, *named))
        )

    def _row(self, reading: Reading, sentence: str, mentions: Sequence[Mention]) -> list[_Sign]:
        """The signs of a sentence in order, with breaks where much lies between two."""
        countries = list(self._countries(reading, sentence, mentions))
        taken = bytearray(len(sentence) + 1)
        for sign in countries:
            taken[sign.start : sign.end] = b"\1" * (sign.end - sign.start)
        words = (sign for sign in _words(reading, sentence, taken) if sign.letter != _PLACE or _beside(sign, countries))
        row: list[_Sign] = []
        for sign in sorted((*countries, *words), key=lambda sign: sign.start):
            if row and sign.start - row[-1].end > _FAR:
                row.append(_Sign(_BREAK, row[-1].end, sign.start))
            row.append(sign)
        return row

    def _countries(self, reading: Reading, sentence: str, mentions: Sequence[Mention]) -> Iterator[_Sign]:
        """A sign for each country, or for several that a joint ("and", a comma, nothing) makes one party."""
        group: list[Mention] = []
        for mention in mentions:
            between = sentence[group[-1].end : mention.start] if group else ""
            together = mention.end - mention.start == 1 if group and not between else between.strip() in reading.joints
            if group and not (together and mention.towards == group[-1].towards):
                yield self._sign(group)
                group = []
            group.append(mention)
        if group:
            yield self._sign(group)

    def _sign(self, group: Sequence[Mention]) -> _Sign:
        codes = tuple(dict.fromkeys(mention.code for mention in group))
        if group[0].towards:
            letter = "T"
        elif self._bodies.issuperset(codes):
            letter = "N"
        else:
            letter = "W" if codes[0] in self._senders | self._bodies else "M"
        return _Sign(letter, group[0].start, group[-1].end, codes)


@cache
def load_reader() -> Reader:
    """The reader that ships with Bongsu."""
    found = {path.name: path.read_text("utf-8") for path in (files("bot") / "data" / "parts").iterdir()}
    data = {name.removesuffix(".toml"): _read(text, name) for name, text in sorted(found.items())}
    senders = data.pop("senders")["senders"]
    by_language = {language: tuple(readings(table, language)) for language, table in data.items()}
    return Reader(load_gazetteer(), by_language, senders)


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{name}: this is not TOML: {exc}. Mend the line it names.") from exc


def readings(data: Mapping[str, Any], language: str) -> Iterator[Reading]:
    """The readings of a language's file, one a table; DataError names the pattern that is none."""
    joints = frozenset(data["joints"])
    for key, table in data.items():
        if key == "joints":
            continue
        words = tuple((sign, Term.of(word)) for sign, spelled in table["words"].items() for word in spelled)
        patterns = tuple(_pattern(pattern, f"{language}.toml: {key}") for pattern in table["patterns"])
        yield Reading(joints, words, patterns, AhoCorasick([term.text for _, term in words]))


def _pattern(spelled: str, place: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    source = "".join(f"([{_GROUPS[char][1]}])" if char in _GROUPS else char for char in spelled)
    try:
        return re.compile(source), tuple(_GROUPS[char][0] for char in spelled if char in _GROUPS)
    except re.error as exc:
        raise DataError(f"{place}: the pattern {spelled!r} cannot be read: {exc}.") from exc


def _beside(word: _Sign, countries: Sequence[_Sign]) -> bool:
    return any(
        0 <= word.start - country.end <= _NEAR or 0 <= country.start - word.end <= _NEAR for country in countries
    )


def _words(reading: Reading, sentence: str, taken: bytearray) -> Iterator[_Sign]:
    """The words that the reading knows, the longest first, none over another or over a country."""
    even = folded(sentence)
    found = []
    for index, start, end in reading.automaton.find_matches_as_indexes(even.text, overlapping=True):
        letter, term = reading.words[index]
        if span := term.span(even.text, start, end):
            found.append((span[1] - span[0], letter, even.origin[span[0]], even.origin[span[1] - 1] + 1))
    for _, letter, start, end in sorted(found, key=lambda one: (-one[0], one[2])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield _Sign(letter, start, end)


def _given(reading: Reading, row: Sequence[_Sign]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts that the patterns give, each country its first one."""
    letters = "".join(sign.letter for sign in row)
    done: dict[int, str] = {}
    for pattern, parts in reading.patterns:
        for at in range(len(letters)):
            if found := pattern.match(letters, at):
                new = {found.start(number): part for number, part in enumerate(parts, 1)}
                if _fits(row, new, done):
                    done |= new
    for at in sorted(done):
        yield done[at], row[at].codes


def _fits(row: Sequence[_Sign], new: Mapping[int, str], done: Mapping[int, str]) -> bool:
    """Whether parts agree with those given before, and nobody would do something to itself."""
    if any(done.get(place, part) != part for place, part in new.items()):
        return False
    return not any(
        new[one] != new[other] and not set(row[one].codes).isdisjoint(row[other].codes)
        for one, other in combinations(new, 2)
    )
