"""Words and phrases as they are compared: case, accents, widths and hyphens evened out, and where a word ends."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase as folded, and how it stands: `*` before or behind it lets it go on there.

    Hangul goes on to the right by itself, since particles are glued to nouns, unless a space behind it says that it
    does not. Scripts without edges go on both ways.
    """

    text: str
    open_left: bool
    open_right: bool
    closed: bool
    first: str = field(init=False, compare=False)
    last: str = field(init=False, compare=False)
    """The scripts of its first and its last letter."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", script(self.text[0]))
        object.__setattr__(self, "last", script(self.text[-1]))

    @classmethod
    def of(cls, spelled: str) -> "Term":
        """The term that an editor wrote."""
        text = fold(spelled.strip("*")).text.strip()
        return cls(text, spelled.startswith("*"), spelled.endswith("*"), spelled.endswith(" "))

    def span(self, text: str, start: int, end: int) -> Span | None:
        """What the term covers where it was found (with `*` up to the word's end), or None inside another word."""
        if start and self.first and not self.open_left and script(text[start - 1]) == self.first:
            return None
        if self.last and self.open_right:
            while end < len(text) and script(text[end]) == self.last:
                end += 1
        elif (
            self.last and (self.last == "letters" or self.closed) and end < len(text) and script(text[end]) == self.last
        ):
            return None
        return start, end

    def stands_in(self, text: str) -> bool:
        """Whether the term stands anywhere in a folded text."""
        start = text.find(self.text)
        while start >= 0:
            if self.span(text, start, start + len(self.text)):
                return True
            start = text.find(self.text, start + 1)
        return False
