"""Words and phrases as they are compared: case, accents, widths and hyphens evened out, and where a word ends."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from opencc import OpenCC

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, case, accents, widths and hyphens evened out; letter i came from `origin[i]`."""

    text: str
    origin: Sequence[int]

    def original(self, source: str, span: Span) -> str:
        """The piece of the source text that stands behind a span of the folded one."""
        start, end = span
        return source[self.origin[start] : self.origin[end - 1] + 1]


def fold(text: str) -> Folded:
    """Lower case, no accents, half width, simplified characters, hyphens and runs of spaces as one space.

    Hangul, kana and Han stay whole.
    """
    if not _ODD.search(text) and not _UNEVEN.search(text):  # each letter gives one: many times faster
        return Folded(_GAP.sub(" ", text.lower()).replace("’", "'"), range(len(text)))
    letters: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for letter in _LETTERS[ord(char)]:
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                origin.append(place)
    return Folded("".join(letters), tuple(origin))


def folded(text: str) -> str:
    """`fold` without the way back and without spaces at the ends: many times faster."""
    if _ODD.search(text):
        return " ".join(unicodedata.normalize("NFKC", text).translate(_LETTERS).split())
    return _GAP.sub(" ", text.lower()).strip().replace("’", "'")


_ODD = re.compile("[^\x00-\x7f가-힣ぁ-ゖァ-ヺーА-ИК-Яа-ик-я‘’“”«»–—、。·「」『』]")
"""A letter that is not folded to itself in lower case, a gap or an apostrophe, or that is too rare to ask."""
_GAP = re.compile(r"[\s\-–—]+")
_UNEVEN = re.compile(r"\A[\s\-–—]|[\s\-–—]{2}")
"""A gap of which less is left than there is."""


class _Letters(dict[int, str]):
    """What each letter is folded to, by its code point: worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = letter = _fold_letter(chr(point))
        return letter


_LETTERS = _Letters()


def _fold_letter(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category == "Pd":
        return " "
    if category == "Cf" or "\u0300" <= char <= "\u036f":  # soft hyphens, zero-width marks, accents by themselves
        return ""
    plain = unicodedata.normalize("NFKC", char).casefold().replace("’", "'")
    if "가" <= char <= "힣" or "\u3040" <= char <= "\u30ff":  # taken apart, these would lose their sound
        return plain
    if "\u3400" <= char <= "\u9fff":
        simplified: str = _simplifier().convert(plain)
        return simplified
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not "\u0300" <= c <= "\u036f")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def script(char: str) -> str:
    """Which writing's words a letter belongs to; '' where words have no edges (Han, kana) or there is no word."""
    if "가" <= char <= "힣":
        return "hangul"
    if "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or not char.isalnum():
        return ""
    return "letters"


class Kind(StrEnum):
    """How a word stands in writing that puts words together without spaces."""

    USUAL = "usual"
    WITHIN = "within"
    """Within compounds too, but not in those that hold its letters by chance (`data/compounds.toml`)."""
    WHOLE = "whole"
    """By itself, with at most a particle behind it."""


@cache
def _compounds() -> dict[str, frozenset[str]]:
    text = (files("bot.text") / "data" / "compounds.toml").read_text("utf-8")
    return {name: frozenset(words) | {""} for name, words in tomllib.loads(text).items()}


def _refused(word: str) -> tuple[tuple[int, str], ...]:
    longer = (compound for compound in sorted(_compounds()["refuse"]) if word in compound and word != compound)
    return tuple((compound.index(word), compound) for compound in longer)


def _run(text: str, start: int) -> str:
    """The Hangul from here on."""
    end = start
    while end < len(text) and script(text[end]) == "hangul":
        end += 1
    return text[start:end]


def surface(text: str, span: Span) -> str:
    """The word of a folded text around a span; of Hangul without its particle, of writing without edges the span."""
    (start, end), (first, last) = span, span
    while start and script(text[first]) and script(text[start - 1]) == script(text[first]):
        start -= 1
    while end < len(text) and script(text[last - 1]) and script(text[end]) == script(text[last - 1]):
        end += 1
    word, least = text[start:end], last - start
    if script(text[last - 1]) == "hangul":
        return next((word[:at] for at in range(least, len(word)) if word[at:] in _compounds()["particles"]), word)
    return word


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase as folded, and how it stands: `*` before or behind it lets it go on there.

    Hangul goes on to the right by itself, since particles are glued to nouns, unless a space behind it says that it
    does not. Scripts without edges go on both ways. `kind` is how a query's word stands where compounds have no spaces.
    """

    text: str
    open_left: bool
    open_right: bool
    closed: bool
    kind: Kind = Kind.USUAL
    before: str = field(init=False, compare=False)
    """The script of which no letter may stand before it; '' where any may."""
    last: str = field(init=False, compare=False)
    """The script of its last letter."""
    refused: tuple[tuple[int, str], ...] = field(init=False, compare=False)
    """The compounds that hold its letters by chance, and how far into each of them these begin."""

    def __post_init__(self) -> None:
        opens = self.open_left or self.kind is Kind.WITHIN
        object.__setattr__(self, "before", "" if opens else script(self.text[0]))
        object.__setattr__(self, "last", script(self.text[-1]))
        object.__setattr__(self, "refused", _refused(self.text) if self.kind is Kind.WITHIN else ())

    @classmethod
    def of(cls, spelled: str) -> "Term":
        """The term that an editor wrote."""
        text = fold(spelled.strip("*")).text.strip()
        return cls(text, spelled.startswith("*"), spelled.endswith("*"), spelled.endswith(" "))

    def span(self, text: str, start: int, end: int) -> Span | None:
        """What the term covers where it was found (with `*` up to the word's end), or None inside another word."""
        if self.before and start and script(text[start - 1]) == self.before:
            return None
        if self.refused and any(start >= at and text.startswith(word, start - at) for at, word in self.refused):
            return None
        if self.kind is Kind.WHOLE and self.last == "hangul" and _run(text, end) not in _compounds()["particles"]:
            return None
        if self.last and self.open_right:
            while end < len(text) and script(text[end]) == self.last:
                end += 1
        elif (
            self.last and (self.last == "letters" or self.closed) and end < len(text) and script(text[end]) == self.last
        ):
            return None
        return start, end

    def spans(self, text: str) -> Iterator[Span]:
        """Where the term stands in a folded text."""
        start = text.find(self.text)
        while start >= 0:
            if span := self.span(text, start, start + len(self.text)):
                yield span
            start = text.find(self.text, start + 1)

    def stands_in(self, text: str) -> bool:
        """Whether the term stands anywhere in a folded text."""
        return any(True for _ in self.spans(text))
