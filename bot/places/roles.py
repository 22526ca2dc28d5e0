"""Who does what in a sentence: who launches, who sanctions whom, where the words say so; unsaid is unknown.

A sentence is read as a row of tokens: a letter for each country named and for each word that `data/roles/*.toml` knows,
in order. The patterns there, tried in order, are regular expressions over that row. Countries are

    M  a country     W  one that often imposes sanctions     N  a body     T  one named as the target (대북, 对朝)

and in a pattern a small letter is a country that takes a role: `a` actor, `i` issuer, `w` issuer if W or N, `t` target,
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

from bot.errors import DataError
from bot.model import Concern, Match, Role
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.text.reading import Mention, Reading, Sentence
from bot.text.words import Term

_GROUPS = {
    "a": ("actor", "MWT"),
    "i": ("issuer", "MWN"),
    "w": ("issuer", "WN"),
    "t": ("target", "MWT"),
    "m": ("target", "MT"),
}
ROLES_OF: Mapping[str, tuple[Role, ...]] = {"launches": (Role.ACTOR,), "sanctions": (Role.ISSUER, Role.TARGET)}
"""The roles that there are in a topic."""
_FAR = 60
"""Where so many letters of unknown words lie between two tokens, a `_` stands for them, as for punctuation."""
_BREAK = "_"
_PLACE, _NEAR = "P", 6
"""A word of place ("toward", "상공") counts within so many letters of a country."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Codes of countries by their role, in order; `concerned` are those named without one."""

    actor: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    concerned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language says who does what: words by token, and patterns with the roles that their groups give."""

    joints: frozenset[str]
    words: tuple[tuple[str, Term], ...]
    patterns: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    automaton: AhoCorasick


@dataclass(frozen=True, slots=True)
class _Token:
    """A letter of the row, where it stands, and the countries that it stands for."""

    letter: str
    start: int
    end: int
    codes: tuple[str, ...] = ()


class RoleReader:
    """Reads who does what in sentences. Immutable; any number of threads may use it."""

    def __init__(
        self, gazetteer: Gazetteer, grammars: Mapping[str, Sequence[Grammar]], senders: Collection[str]
    ) -> None:
        self.gazetteer = gazetteer
        self._grammars = grammars
        self._senders = frozenset(senders)
        self._bodies = frozenset(key for key, place in gazetteer.places.items() if not place.members)

    def roles(self, sentence: Sentence, beside: Collection[str] = ()) -> Roles:
        """The countries of a sentence by their role; `beside` are codes that the rest of the text names."""
        named = {mention.code for mention in sentence.mentions}
        mentions = sentence.mentions if named.issuperset(beside) else self.gazetteer.mentions(sentence, beside)
        given: dict[str, list[str]] = {"actor": [], "issuer": [], "target": []}
        if mentions:
            for grammar in self._grammars.get(self.gazetteer.tongue(sentence.text, sentence.language), ()):
                for role, codes in _given(grammar, self._row(grammar, sentence, mentions)):
                    given[role].extend(codes)
        taken = {code for codes in given.values() for code in codes}
        rest = dict.fromkeys(mention.code for mention in mentions if mention.code not in taken)
        return Roles(**{role: tuple(dict.fromkeys(codes)) for role, codes in given.items()}, concerned=tuple(rest))

    def concerns(self, reading: Reading, match: Match) -> tuple[Concern, ...]:
        """The countries of a text's title and of a match's evidence, each with its role in the match's topic.

        Each role is taken from the first sentence that states it: the title, then the evidence.
        """
        evidence = (reading.sentence(evidence.sentence) for evidence in match.evidence)
        sentences = dict.fromkeys((*((reading.heading,) if reading.heading else ()), *evidence))
        beside = {mention.code for sentence in sentences for mention in sentence.mentions}
        found = [self.roles(sentence, beside) for sentence in sentences]
        given: dict[str, Role] = {}
        for role in ROLES_OF.get(match.topic, ()):
            said = next((codes for roles in found if (codes := getattr(roles, role))), ())
            given |= {code: role for code in said if code not in given}
        named = (code for roles in found for code in (*roles.actor, *roles.issuer, *roles.target, *roles.concerned))
        return tuple(
            Concern(code, given.get(code, Role.CONCERNED), self.gazetteer.regions(code))
            for code in dict.fromkeys((*given, *named))
        )

    def _row(self, grammar: Grammar, sentence: Sentence, mentions: Sequence[Mention]) -> list[_Token]:
        """The tokens of a sentence in order, with breaks where much lies between two."""
        countries = list(self._countries(grammar, sentence.text, mentions))
        taken = bytearray(len(sentence.text) + 1)
        for token in countries:
            taken[token.start : token.end] = b"\1" * (token.end - token.start)
        words = (
            token for token in _words(grammar, sentence, taken) if token.letter != _PLACE or _beside(token, countries)
        )
        row: list[_Token] = []
        for token in sorted((*countries, *words), key=lambda token: token.start):
            if row and token.start - row[-1].end > _FAR:
                row.append(_Token(_BREAK, row[-1].end, token.start))
            row.append(token)
        return row

    def _countries(self, grammar: Grammar, sentence: str, mentions: Sequence[Mention]) -> Iterator[_Token]:
        """A token for each country, or for several that a joint ("and", a comma, nothing) makes one party."""
        group: list[Mention] = []
        for mention in mentions:
            between = sentence[group[-1].end : mention.start] if group else ""
            together = mention.end - mention.start == 1 if group and not between else between.strip() in grammar.joints
            if group and not (together and mention.towards == group[-1].towards):
                yield self._token(group)
                group = []
            group.append(mention)
        if group:
            yield self._token(group)

    def _token(self, group: Sequence[Mention]) -> _Token:
        codes = tuple(dict.fromkeys(mention.code for mention in group))
        if group[0].towards:
            letter = "T"
        elif self._bodies.issuperset(codes):
            letter = "N"
        else:
            letter = "W" if codes[0] in self._senders | self._bodies else "M"
        return _Token(letter, group[0].start, group[-1].end, codes)


@cache
def load_role_reader() -> RoleReader:
    """The reader that ships with Bongsu."""
    found = {path.name: path.read_text("utf-8") for path in (files("bot.places") / "data" / "roles").iterdir()}
    data = {name.removesuffix(".toml"): _read(text, name) for name, text in sorted(found.items())}
    senders = data.pop("senders")["senders"]
    by_language = {language: tuple(grammars(table, language)) for language, table in data.items()}
    return RoleReader(load_gazetteer(), by_language, senders)


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{name}: this is not TOML: {exc}. Mend the line it names.") from exc


def grammars(data: Mapping[str, Any], language: str) -> Iterator[Grammar]:
    """The grammars of a language's file, one a table; DataError names the pattern that is none."""
    joints = frozenset(data["joints"])
    for key, table in data.items():
        if key == "joints":
            continue
        words = tuple((token, Term.of(word)) for token, spelled in table["words"].items() for word in spelled)
        patterns = tuple(_pattern(pattern, f"{language}.toml: {key}") for pattern in table["patterns"])
        yield Grammar(joints, words, patterns, AhoCorasick([term.text for _, term in words]))


def _pattern(spelled: str, place: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    source = "".join(f"([{_GROUPS[char][1]}])" if char in _GROUPS else char for char in spelled)
    try:
        return re.compile(source), tuple(_GROUPS[char][0] for char in spelled if char in _GROUPS)
    except re.error as exc:
        raise DataError(f"{place}: the pattern {spelled!r} cannot be read: {exc}.") from exc


def _beside(word: _Token, countries: Sequence[_Token]) -> bool:
    return any(
        0 <= word.start - country.end <= _NEAR or 0 <= country.start - word.end <= _NEAR for country in countries
    )


def _words(grammar: Grammar, sentence: Sentence, taken: bytearray) -> Iterator[_Token]:
    """The words that the grammar knows, the longest first, none over another or over a country."""
    even = sentence.folded
    found = []
    for index, start, end in grammar.automaton.find_matches_as_indexes(even.text, overlapping=True):
        letter, term = grammar.words[index]
        if span := term.span(even.text, start, end):
            found.append((span[1] - span[0], letter, even.origin[span[0]], even.origin[span[1] - 1] + 1))
    for _, letter, start, end in sorted(found, key=lambda one: (-one[0], one[2])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield _Token(letter, start, end)


def _given(grammar: Grammar, row: Sequence[_Token]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The roles that the patterns give, each country its first one."""
    letters = "".join(token.letter for token in row)
    done: dict[int, str] = {}
    for pattern, roles in grammar.patterns:
        found = pattern.search(letters)
        while found:
            new = {found.start(number): role for number, role in enumerate(roles, 1)}
            if _fits(row, new, done):
                done |= new
            found = pattern.search(letters, found.start() + 1)
    for at in sorted(done):
        yield done[at], row[at].codes


def _fits(row: Sequence[_Token], new: Mapping[int, str], done: Mapping[int, str]) -> bool:
    """Whether roles agree with those given before, and nobody would do something to itself."""
    if any(done.get(place, role) != role for place, role in new.items()):
        return False
    return not any(
        new[one] != new[other] and not set(row[one].codes).isdisjoint(row[other].codes)
        for one, other in combinations(new, 2)
    )
