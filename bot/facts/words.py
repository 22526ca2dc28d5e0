"""The lists of `data/*.toml` as patterns. How to write a word there: the head of `launch.toml`."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any

from ahocorasick_rs import AhoCorasick

from bot.errors import DataError

_EDGED = r"A-Za-z\u00c0-\u024f\u0400-\u04ff"
"""Letters of the scripts whose words have edges; a Korean particle or a Han sign may touch a word anywhere."""

_GAP = re.compile(r"[\s-]+")
_LETTERS = frozenset(map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x400, 0x500))))
"""The same as a set."""
_LATIN = r"[\s-]?(?:\d+[A-Za-z]{0,2}|[IVX]{1,4})(?:[-/]\d+)?(?![A-Za-z\d])(?:형|호|号)?"
_NUMBERED = rf"(?:{_LATIN}|[一二三四五六七八九十]{{1,3}}[号號])"
"""What numbers a weapon or a vehicle: -18, 9, 5B, IV, -3-31, 十八号."""

LEXICONS = ("evident", "launch", "modality", "nuclear", "numbers", "past", "sanctions", "strike", "who")
"""The files of lists of words in `data/`; the others there hold patterns and tables."""
REFUSED = "!"
"""What a longer word begins with in which a list's words do not count."""


class Finder:
    """Which words of some lists may stand in a text: one pass, by which most patterns need not be tried at all.

    It finds the words' letters, and looks whether a word begins and ends there; what their patterns ask besides, such
    as capitals or a number behind, it does not know.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._numbers = {word: number for number, word in enumerate(dict.fromkeys(words)) if word[0] != REFUSED}
        letters: dict[str, list[tuple[int, bool, bool]]] = {}
        for word, number in self._numbers.items():
            stem = word.rstrip("*#")
            ends = word == stem and stem[-1] in _LETTERS
            letters.setdefault(_even(stem), []).append((number, stem[0] in _LETTERS, ends))
        self._words = list(letters.values())
        self._automaton = AhoCorasick(list(letters))
        self.found = lru_cache(maxsize=256)(self._found)

    def of(self, words: Iterable[str]) -> frozenset[int]:
        """The numbers of these words."""
        return frozenset(self._numbers[word] for word in words if word[0] != REFUSED)

    def _found(self, text: str) -> frozenset[int]:
        """The numbers of the words that may stand anywhere in a text."""
        even = f" {_even(text)} "
        return frozenset(
            number
            for index, start, end in self._automaton.find_matches_as_indexes(even, overlapping=True)
            for number, begins, ends in self._words[index]
            if not (begins and even[start - 1] in _LETTERS) and not (ends and even[end] in _LETTERS)
        )


class Cues:
    """Which of some patterns may match in a text: one pass for the letters, in lower case, of which each needs one."""

    def __init__(self, needed: Mapping[str, Iterable[str]]) -> None:
        pairs = [(letters, name) for name, each in needed.items() for letters in each]
        self._names = [name for _, name in pairs]
        self._automaton = AhoCorasick([letters for letters, _ in pairs])

    def of(self, text: str) -> frozenset[str]:
        """The names of the patterns that may match."""
        found = self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)
        return frozenset(self._names[index] for index, _, _ in found)


class Spotter:
    """Which of some named lists have words in a text, and where: what a Finder knows, in order."""

    def __init__(self, lists: Iterable[tuple[str, "Words"]]) -> None:
        letters: dict[str, list[tuple[str, bool, bool]]] = {}
        for name, words in lists:
            for word in words.words:
                stem = word.removeprefix(REFUSED).rstrip("*#")
                ends = word[-1] == stem[-1] in _LETTERS
                listed = name if word[0] != REFUSED else f"{REFUSED}{name}"
                letters.setdefault(_even(stem), []).append((listed, stem[0] in _LETTERS, ends))
        self._words = list(letters.values())
        self._automaton = AhoCorasick(list(letters))

    def spots(self, text: str) -> tuple[str, list[tuple[int, str]]]:
        """The text with its capitals and gaps evened out, and where in it a word of a list begins, with the list."""
        even = f" {_even(text)} "
        found = [
            (start, end, name)
            for index, start, end in self._automaton.find_matches_as_indexes(even, overlapping=True)
            for name, begins, ends in self._words[index]
            if not (begins and even[start - 1] in _LETTERS) and not (ends and even[end] in _LETTERS)
        ]
        refused = [(start, end, name[1:]) for start, end, name in found if name[0] == REFUSED]
        return even, [
            (start, name)
            for start, end, name in found
            if name[0] != REFUSED
            and not any(name == of and first <= start and end <= last for first, last, of in refused)
        ]


def _even(text: str) -> str:
    """A text with its capitals, hyphens and apostrophes evened out."""
    return _GAP.sub(" ", text.lower()).replace("’", "'")


@dataclass(frozen=True)
class Words:
    """Words of any language, as one pattern; capitals do not matter unless the flags say so."""

    words: Sequence[str]
    finder: Finder
    flags: re.RegexFlag = re.IGNORECASE

    @cached_property
    def source(self) -> str:
        """The regular expression of these words."""
        return source(self.words)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The same, compiled when it is first asked for: to compile all lists takes a second, and many are never."""
        return re.compile(self.source, self.flags)

    @cached_property
    def _own(self) -> frozenset[int]:
        return self.finder.of(self.words)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first of the words in the text, between the two places."""
        if self._own.isdisjoint(self.finder.found(text)):
            return None
        return self.pattern.search(text, start, len(text) if end is None else end)

    def all(self, text: str) -> Iterator[re.Match[str]]:
        """Every one of the words in the text, in order."""
        return iter(()) if self._own.isdisjoint(self.finder.found(text)) else self.pattern.finditer(text)

    def __contains__(self, text: str) -> bool:
        return self.search(text) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of one file by name; a list in a table has the table's name before its own: `kind.icbm`.

    `tables` are the lists of each table by their own names, in the file's order; `whole` all words of a table as one.
    """

    lists: Mapping[str, Words]
    tables: Mapping[str, tuple[tuple[str, Words], ...]]
    whole: Mapping[str, Words]

    def __getitem__(self, name: str) -> Words:
        return self.lists[name]

    def group(self, table: str) -> tuple[tuple[str, Words], ...]:
        """The lists of a table by their own names, in the file's order."""
        return self.tables[table]


def source(words: Sequence[str]) -> str:
    """The regular expression of a list of words, longest first.

    Words in a row that have the same edges share them: an edge of ignored case takes a millisecond to compile.
    """
    refused = [word.removeprefix(REFUSED) for word in words if word.startswith(REFUSED)]
    kept = sorted((word for word in words if not word.startswith(REFUSED)), key=len, reverse=True)
    pieces = (_pieces(word, refused) for word in kept)
    runs = groupby(pieces, key=itemgetter(0, 2))
    shared = (f"{before}(?:{'|'.join(text for _, text, _ in run)}){after}" for (before, after), run in runs)
    return f"(?:{'|'.join(shared)})"


def _pieces(word: str, refused: Sequence[str] = ()) -> tuple[str, str, str]:
    """What must not stand before a word, the word, and what stands or must not stand behind it."""
    stem = word.rstrip("*#")
    text = re.escape(stem).replace(r"\ ", r"[\s-]{1,2}").replace("'", "['’]")
    text = "".join(_apart(longer, stem) for longer in refused if stem in longer) + text
    before = rf"(?<![{_EDGED}])" if re.match(rf"[{_EDGED}]", stem) else ""
    if word.endswith("#"):
        return before, text, _NUMBERED
    if stem[-1].isdigit():
        return before, text, r"[A-Z]{0,2}(?![A-Za-z\d])"
    if not re.search(rf"[{_EDGED}]$", stem):
        return before, text, ""
    return before, text, rf"[{_EDGED}]*" if word.endswith("*") else rf"(?![{_EDGED}])"


def _apart(longer: str, stem: str) -> str:
    """Before a word: that it is not part of this longer one."""
    before, _, behind = longer.partition(stem)
    return rf"(?!(?<={re.escape(before)}){re.escape(stem + behind)})"


def parse_lists(text: str, file: str) -> Mapping[str, list[str]]:
    """The lists that this TOML text says, by name; DataError names the file and the list that is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{file}: this is not TOML: {exc}. Mend the line it names.") from exc
    return dict(_lists(data, file))


def _lexicon(named: Mapping[str, list[str]], finder: Finder) -> Lexicon:
    lists = {name: _words(name, words, finder) for name, words in named.items()}
    tables: dict[str, list[tuple[str, Words]]] = {}
    for name, words in lists.items():
        table, _, own = name.partition(".")
        if own:
            tables.setdefault(table, []).append((own, words))
    return Lexicon(
        lists,
        {table: tuple(members) for table, members in tables.items()},
        {
            table: _words(f"{table}.", [word for _, words in members for word in words.words], finder)
            for table, members in tables.items()
        },
    )


def _words(name: str, words: Sequence[str], finder: Finder) -> Words:
    """ "Progress" is a spacecraft, "progress" is not: names are written with their capitals."""
    return Words(words, finder, re.RegexFlag(0) if name.startswith("name.") else re.IGNORECASE)


def _lists(table: Mapping[str, Any], file: str, path: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        name = f"{path}{key}"
        if isinstance(value, dict):
            yield from _lists(value, file, f"{name}.")
        elif isinstance(value, list) and value and all(isinstance(word, str) and word.strip("* ") for word in value):
            yield name, value
        else:
            raise DataError(f'{file}: {name} must be a list of words, none empty; write it as {key} = ["...", "..."].')


@cache
def lexicon(name: str) -> Lexicon:
    """The built-in lists of `data/NAME.toml`."""
    return _lexicon(_built_in()[name], _finder())


@cache
def _built_in() -> Mapping[str, Mapping[str, list[str]]]:
    return {name: parse_lists(_text(name), f"{name}.toml") for name in LEXICONS}


@cache
def _finder() -> Finder:
    """One for the words of all built-in files: a sentence is looked through once, whoever asks for its words."""
    return Finder(word for named in _built_in().values() for words in named.values() for word in words)


@lru_cache(maxsize=256)
def nameless(text: str) -> str:
    """The text with names of weapons and vehicles blanked: Ariane 5 is not five, and Long March 5 no day."""
    names = lexicon("launch").whole["name"]
    return names.pattern.sub(lambda found: "_" * len(found[0]), text) if text in names else text


def read_lists(name: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The tables of lists of a built-in file whose entries are no words but patterns."""
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return (files("bot.facts") / "data" / f"{name}.toml").read_text("utf-8")
