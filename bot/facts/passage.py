"""A reading -> its first sentences, and what in a sentence is of the past: other days, other years, counts so far."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from bot.facts.when import Moment, moments
from bot.facts.words import lexicon
from bot.model.facts import Fact
from bot.text.reading import Reading, Sentence

READ = 40
"""Sentences that are read: what comes after them is background."""
LEAD = 3
"""The title and so many sentences of the text say what happened."""

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


@dataclass(eq=False)
class Passage:
    """The sentences that are read, and the day of publication (None: unknown)."""

    sentences: tuple[Sentence, ...]
    published: date | None
    _marks: dict[Sentence, tuple["_Mark", ...]] = field(default_factory=dict)
    _recalls: dict[Sentence, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, published: date | None) -> "Passage":
        """The passage of a text: its title and first sentences, datelines left out."""
        heading = (reading.heading,) if reading.heading else ()
        return cls((*heading, *map(_undated, reading.body[:READ])), published)

    @cached_property
    def lead(self) -> tuple[Sentence, ...]:
        """What says what happened: the title and the first sentences."""
        return self.sentences[: LEAD + (self.sentences[:1] != () and self.sentences[0].place == 0)]

    @cached_property
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
        return self.recalls(sentence) or any(_governs(mark, sentence, start, end) for mark in self.marks(sentence))

    def marks(self, sentence: Sentence) -> tuple["_Mark", ...]:
        """What in a sentence is of the past."""
        if sentence not in self._marks:
            self._marks[sentence] = tuple(_past_marks(self, sentence))
        return self._marks[sentence]

    def recalls(self, sentence: Sentence) -> bool:
        """Whether the whole sentence goes on with an event of the past."""
        if sentence not in self._recalls:
            self._recalls[sentence] = _goes_on(self, sentence)
        return self._recalls[sentence]


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


def _undated(sentence: Sentence) -> Sentence:
    """A sentence without the dateline before it."""
    bare = _DATELINE.sub("", sentence.text, count=1) if sentence.opens else sentence.text
    return sentence if bare == sentence.text else replace(sentence, text=bare)


def _looks_back(before: str) -> bool:
    return lexicon("past")["back"].search(before[-12:]) is not None


def _past_marks(passage: Passage, sentence: Sentence) -> Iterator[_Mark]:
    # A sentence's "third this year" counts launches, and tells of this one.
    text = _ORDINAL.sub(lambda found: " " * len(found[0]), sentence.text)
    words = lexicon("past")
    yield from (_Mark(m.start(), m.end(), True) for m in _ORDINAL.finditer(sentence.text) if "since" in m[0])
    yield from (_Mark(m.start(), m.end(), False) for m in words["around"].all(text))
    yield from (_Mark(m.start(), m.end(), True) for m in words["behind"].all(text))
    yield from (_Mark(m.start(), m.end(), False) for m in words["had"].all(text) if not _reported(text[: m.start()]))
    if sentence.place > 1:
        yield from (_Mark(m.start(), m.end(), False) for m in words["later"].all(text))
    for moment in moments(text, passage.published):
        if _other(moment, passage.events):
            yield _Mark(moment.start, moment.end, False)


def _reported(before: str) -> bool:
    """ "The army said it had fired": the tense is the report's, and no other time."""
    return lexicon("past")["says"].search(before) is not None


def _goes_on(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence goes on with another event: the one before it tells only of that, and nothing leads back."""
    before = next((one for one in passage.sentences if one.place == sentence.place - 1), None)
    if before is None or sentence.place <= LEAD or _returns(passage, sentence):
        return False
    if passage.recalls(before):
        return True
    acts = [(m.start(), m.end()) for m in lexicon("past")["verbs"].all(before.text)]
    return bool(acts) and all(any(_governs(mark, before, *act) for mark in passage.marks(before)) for act in acts)


def _returns(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence names the event's own time, or somebody who speaks of it."""
    days, words = passage.events, lexicon("past")
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
