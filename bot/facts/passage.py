"""Title + text -> sentences, and what in a sentence is of the past: other days, other years, counts so far."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bot.facts.when import Moment, moments
from bot.facts.words import lexicon
from bot.model.facts import Fact
from bot.text.prose import furniture, sentences

READ = 40
"""Sentences that are read: what comes after them is background."""
LEAD = 3
"""The title and so many sentences of the text say what happened."""
LONGEST = 1_500
"""Letters of a sentence that are read."""

_CLAUSE = re.compile(
    r"[;:—]|,(?!\d)| [-–] | \((?![A-Z]{2,8}s?\))|\b(?:while|whereas|but|although|which|who)\b"
    r"|(?<=[가-힣])(?:으며|했고|하고|지만|는데|됐고|데 이어|데 이은)(?=[ ,])|[、，。]"
)
_REASON = re.compile(r"\b(?:after|following|despite|amid|than|in response to|over|for)\b")
"""What stands behind one of these may be of the past and what stands before it is not."""
_DATELINE = re.compile(
    r"^[A-Z][^()!?\n]{0,60}\([^()]{2,40}\)\s*[-–—]+\s*|^[A-Z][A-Za-z./]{1,12} [-–] (?=[A-Z])"
    r"|^(?:\([^()=]{1,30}=[^()]{1,30}\)|\[[^\[\]]{1,30}\])\s*(?:[가-힣]{2,4} ?(?:기자|특파원) ?=?)?\s*"
)
"""Where and by whom a line is told: its places have no part in the event."""
_ORDINAL = re.compile(
    r"\b(?:(?:its|the|his|their|a) )?(?:\w+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|latest|only|\d+(?:st|nd|rd|th))\b[^,;.()]{0,60}?\b(?:since|this|so far|in|of|for)\b[^,;.()]{0,30}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in the title (place 0) or the text (from 1), by its order."""

    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of an entry, and the day it was published (None: unknown)."""

    sentences: tuple[Sentence, ...]
    published: date | None

    @classmethod
    def of(cls, title: str, text: str, language: str | None, published: date | None) -> "Passage":
        """The passage of an entry; furniture of the page is passed over, and a title that the text repeats."""
        found = [Sentence(title.strip(), 0)] if title.strip() else []
        for sentence in _article(text, language):
            if sentence != title.strip():
                found.append(Sentence(sentence[:LONGEST], len(found) or 1))
            if len(found) > READ:
                break
        return cls(tuple(found), published)

    @property
    def lead(self) -> tuple[Sentence, ...]:
        """What says what happened: the title and the first sentences."""
        return self.sentences[: LEAD + (self.sentences[:1] != () and self.sentences[0].place == 0)]

    def events(self) -> tuple[date, ...]:
        """The days that the event may be of: of publication, and those that the title and the first sentences name."""
        days = [self.published] if self.published else []
        for sentence in self.lead[:3]:
            for moment in moments(sentence.text, self.published):
                if moment.first == moment.last and not _looks_back(sentence.text[: moment.start]):
                    days.append(moment.first)
        return tuple(days)

    def past(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether what stands at [start, end) of the sentence is told of another time than the event's."""
        return _recalls(self, sentence) or any(_governs(mark, sentence, start, end) for mark in _marks(self, sentence))


V = TypeVar("V")


def first(sentences: Iterable[Sentence], read: Callable[[Sentence], V | None]) -> Fact[V] | None:
    """The first thing that is read from these sentences."""
    for sentence in sentences:
        value = read(sentence)
        if value is not None:
            return Fact(value, sentence.text)
    return None


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words that put what is near them into the past: in the same clause, or only behind them (`forward`)."""

    start: int
    end: int
    forward: bool


def _article(text: str, language: str | None) -> Iterator[str]:
    for line in text.splitlines():
        if not furniture().is_furniture(line.strip()):
            yield from sentences(_DATELINE.sub("", line.strip(), count=1), language)


def _looks_back(before: str) -> bool:
    return lexicon("past")["back"].search(before[-12:]) is not None


@lru_cache(maxsize=64)
def _marks(passage: Passage, sentence: Sentence) -> tuple[_Mark, ...]:
    # A sentence's "third this year" counts launches, and tells of this one.
    text = _ORDINAL.sub(lambda found: " " * len(found[0]), sentence.text)
    words = lexicon("past")
    ordinals = [_Mark(m.start(), m.end(), True) for m in _ORDINAL.finditer(sentence.text) if "since" in m[0]]
    marks = ordinals + [_Mark(m.start(), m.end(), False) for m in words["around"].all(text)]
    marks += [_Mark(m.start(), m.end(), True) for m in words["behind"].all(text)]
    marks += [_Mark(m.start(), m.end(), False) for m in words["had"].all(text) if not _reported(text[: m.start()])]
    if sentence.place > 1:
        marks += [_Mark(m.start(), m.end(), False) for m in words["later"].all(text)]
    days = passage.events()
    marks += [_Mark(m.start, m.end, False) for m in moments(text, passage.published) if _other(m, days)]
    return tuple(marks)


def _reported(before: str) -> bool:
    """ "The army said it had fired": the tense is the report's, and no other time."""
    return lexicon("past")["says"].search(before) is not None


@lru_cache(maxsize=64)
def _recalls(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence goes on with another event: the one before it tells only of that, and nothing leads back."""
    before = next((one for one in passage.sentences if one.place == sentence.place - 1), None)
    if before is None or sentence.place <= LEAD or _returns(passage, sentence):
        return False
    if _recalls(passage, before):
        return True
    acts = [(m.start(), m.end()) for m in lexicon("past")["verbs"].all(before.text)]
    return bool(acts) and all(any(_governs(mark, before, *act) for mark in _marks(passage, before)) for act in acts)


def _returns(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence names the event's own time, or somebody who speaks of it."""
    days, words = passage.events(), lexicon("past")
    return any(sentence.text in words[name] for name in ("now", "says")) or any(
        not _other(moment, days) for moment in moments(sentence.text, passage.published)
    )


def _other(moment: Moment, days: tuple[date, ...]) -> bool:
    return bool(days) and not any(moment.near(day) for day in days)


def _governs(mark: _Mark, sentence: Sentence, start: int, end: int) -> bool:
    """In the same clause; or before it, where no clause between or before has a verb of its own ("Last May, ...")."""
    text, words = sentence.text, lexicon("past")
    if mark.start >= end:
        apart = (_CLAUSE, _REASON, words["now"].pattern)
        return not mark.forward and not any(pattern.search(text, end, mark.start) for pattern in apart)
    if mark.forward:
        return True
    breaks = [found.end() for found in _CLAUSE.finditer(text, mark.end, start)]
    if not breaks or words["verbs"].search(text, 0, breaks[-1]) is None:
        return True
    opens = words["opener"].pattern.match(text) and not _CLAUSE.search(text, 0, mark.start)
    return bool(opens) and sentence.place > 1 and words["now"].search(text, mark.end, start) is None
