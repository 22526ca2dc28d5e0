"""A text read once: its sentences, how they are compared, and what they name. Everyone who judges it takes a Reading.

Everything beyond the title is worked out when it is first asked for, and then kept: most entries are about nothing that
anyone follows, and are never cleaned or split.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from bot.text.html import seen
from bot.text.language_id import language_of
from bot.text.prose import clean, sentences
from bot.text.words import Folded, fold, folded

READ = 20_000
"""Letters of a text that are read: what comes after them is not the subject."""
LONGEST = 2_000
"""Letters of a title or a sentence that are read."""
TELLING = 2_000
"""Letters of a text by which its language is told."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A country named in a text, at `text[start:end]`; `towards` where the word itself says "towards" (대북, 对朝)."""

    code: str
    start: int
    end: int
    towards: bool = False


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence as it stands, by its place: 0 is the title, those of the text count from 1.

    `before` is how many letters the sentences of the text before it have; `opens`: it begins a paragraph.
    """

    text: str
    place: int = 0
    language: str | None = None
    find: "Find" = field(default=lambda sentence: (), repr=False)
    before: int = 0
    opens: bool = True

    @cached_property
    def folded(self) -> Folded:
        """The sentence as it is compared."""
        return fold(self.text)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The countries that it names, in order."""
        return self.find(self)


Find = Callable[[Sentence], tuple[Mention, ...]]
"""Finds the countries that a sentence names."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A title and a text as they were sent, at most LONGEST and READ letters of them (NFC), and what they hold.

    `declared` is the language that the feed says; `find` finds the countries of a sentence.
    """

    title: str
    sent: str
    declared: str | None
    find: Find

    @classmethod
    def of(cls, title: str, text: str, declared: str | None, find: Find = lambda sentence: ()) -> "Reading":
        """The reading of an entry, or of a page."""
        heading, body = (unicodedata.normalize("NFC", seen(part)) for part in (title[:LONGEST], text[:READ]))
        return cls(heading.strip(), body, declared, find)

    @cached_property
    def language(self) -> str | None:
        """The language that it is in (ISO 639-1), told by its script where none is declared that is written in it."""
        return language_of(f"{self.title} {self.sent[:TELLING]}", (self.declared,))

    @cached_property
    def folded(self) -> tuple[str, str]:
        """The title and the text as sent, both as they are compared."""
        return folded(self.title), folded(self.sent)

    @cached_property
    def text(self) -> str:
        """The article's own paragraphs, one a line, without the page's furniture and without the title."""
        return clean(self.sent, self.title)

    @cached_property
    def heading(self) -> Sentence | None:
        """The title as a sentence; None where there is none."""
        return Sentence(self.title, 0, self.language, self.find) if self.title else None

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        found: list[Sentence] = []
        before = 0
        for line in self.text.splitlines():
            opens = True
            for text in sentences(line, self.language):
                found.append(Sentence(text[:LONGEST], len(found) + 1, self.language, self.find, before, opens))
                before, opens = before + len(text), False
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The title and the sentences of the text."""
        return (self.heading, *self.body) if self.heading else self.body

    def sentence(self, text: str) -> Sentence:
        """The sentence that reads so; a new one where none does."""
        found = next((sentence for sentence in self.sentences if sentence.text == text), None)
        return found or Sentence(text[:LONGEST], 0, self.language, self.find)
