"""A reading -> its first sentences, and what in a sentence is of the past: other days, other years, counts so far."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import islice
from typing import TypeVar

from bot.facts.eventdays import EventDays
from bot.facts.when import moments
from bot.facts.words import Cues, lexicon
from bot.model.facts import Fact
from bot.text.dateline import undated
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
_ANEW = re.compile(
    r"\b(?:while|whereas|but|although|though|which|who|and|where)\b|[;:—、，。]|[가-힣],|\b(?:а|но|и|хотя|когда)\b"
)
"""Behind one of these a clause tells something of its own."""
_SINCE = re.compile(r"\b(?:since|until|from|after)\b|이후|이래|만에|以来|以降|ぶり|以后|首次|впервые", re.I)
"""A year with one of these is no year of what the title tells."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(
    rf"\b(?:(?:its|the|his|their|a) )?(?:\w+-)?(?:{'|'.join(_ORDINALS)}|latest|only|\d+(?:st|nd|rd|th))"
    r"\b[^,;.()]{0,60}?\b(?:since|this|so far|in|of|for)\b[^,;.()]{0,30}",
    re.I,
)


@cache
def _cues() -> Cues:
    """Letters of which whatever _ORDINAL matches has one."""
    numbered = (f"{digit}{ending}" for digit in range(10) for ending in ("st", "nd", "rd", "th"))
    return Cues({"ordinal": (*_ORDINALS, "latest", "only", *numbered)})


@dataclass(eq=False)
class Passage:
    """The sentences that are read, and the day of publication (None: unknown)."""

    sentences: tuple[Sentence, ...]
    published: date | None
    _marks: dict[Sentence, tuple["_Mark", ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, published: date | None) -> "Passage":
        """The passage of a text: its title and first sentences, datelines left out."""
        heading = (reading.heading,) if reading.heading else ()
        return cls((*heading, *map(_undated, reading.body[:READ])), published)

    def own(self) -> Iterator[Sentence]:
        """The sentences that are not wholly of another time than the event's: another launch moves none of them."""
        return (sentence for sentence in self.sentences if sentence not in self._elsewhere)

    @cached_property
    def lead(self) -> tuple[Sentence, ...]:
        """What says what happened: the title and the first sentences, down to the last that is of the event itself."""
        titled = self.sentences[:1] != () and self.sentences[0].place == 0
        own = list(islice(self.own(), LEAD + titled))
        return self.sentences[: self.sentences.index(own[-1]) + 1] if own else ()

    @cached_property
    def days(self) -> "EventDays":
        """The days that the event may be of, by the title and the first sentence."""
        return EventDays.of([s for s in self.sentences[:2] if s.place <= 1], self.published)

    def past(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether what stands at [start, end) of the sentence is told of a time before the event's."""
        return self.recalls(sentence) or any(
            _governs(mark, self, sentence, start, end) for mark in self.marks(sentence) if not mark.beside
        )

    def other(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether it is told of another time than the event's, also of one to come: what a number must not be."""
        return sentence in self._elsewhere or any(
            _governs(mark, self, sentence, start, end) for mark in self.marks(sentence)
        )

    def to_come(self, sentence: Sentence) -> bool:
        """Whether a sentence names a time that is still to come."""
        return any(self.days.to_come(moment) for moment in moments(sentence.text, self.published))

    def of_a_past_year(self, sentence: Sentence) -> bool:
        """Whether a sentence names a year before that of publication, and all that it says happened is of then."""
        text, near = sentence.text, self.published
        years = [m for m in moments(text, near) if near and m.last.year < near.year and not _SINCE.search(text)]
        marks = [_Mark(moment.start, moment.end, False) for moment in years]
        acts = [(m.start(), m.end()) for m in _acts(text)]
        return bool(acts) and all(any(_governs(mark, self, sentence, *act) for mark in marks) for act in acts)

    def over(self, sentence: Sentence) -> bool:
        """Whether a sentence names a day that was over when it was published, and hardly longer: "on Tuesday"."""
        near, told = self.published, moments(sentence.text, self.published)
        return near is not None and any(m.first == m.last < near and m.near(near) and not m.apart for m in told)

    def marks(self, sentence: Sentence) -> tuple["_Mark", ...]:
        """What in a sentence is of another time."""
        if sentence not in self._marks:
            self._marks[sentence] = tuple(_other_marks(self, sentence))
        return self._marks[sentence]

    def recalls(self, sentence: Sentence) -> bool:
        """Whether the whole sentence is of an event of the past: it tells only of that, or goes on with it."""
        return sentence in self._recalled

    @cached_property
    def _recalled(self) -> "_Elsewhere":
        return _Elsewhere(self, beside=False)

    @cached_property
    def _elsewhere(self) -> "_Elsewhere":
        return _Elsewhere(self, beside=True)


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
    """Words that put what is near them into another time: in the same clause, or only behind them (`forward`).

    `beside` where that time is still to come or may be that of the report: no number of it is the event's.
    """

    start: int
    end: int
    forward: bool
    beside: bool = False


def _undated(sentence: Sentence) -> Sentence:
    """A sentence without the dateline before it."""
    bare = undated(sentence.text) if sentence.opens else sentence.text
    return sentence if bare == sentence.text else replace(sentence, text=bare)


def _other_marks(passage: Passage, sentence: Sentence) -> Iterator[_Mark]:
    # A sentence's "third this year" counts launches, and tells of this one.
    text, words = sentence.text, lexicon("past")
    if _cues().of(text):
        yield from (_Mark(m.start(), m.end(), True) for m in _ORDINAL.finditer(text) if "since" in m[0])
        text = _ORDINAL.sub(lambda found: " " * len(found[0]), text)
    yield from (_Mark(m.start(), m.end(), False) for m in words["around"].all(text))
    yield from (_Mark(m.start(), m.end(), True) for m in words["behind"].all(text))
    yield from (_Mark(m.start(), m.end(), False) for m in words["had"].all(text) if not _reported(text[: m.start()]))
    if sentence.place > 1:
        yield from (_Mark(m.start(), m.end(), False) for m in words["later"].all(text))
    for moment in moments(text, passage.published):
        if passage.days.other(moment, sentence):
            yield _Mark(moment.start, moment.end, False, not passage.days.before(moment))


def _reported(before: str) -> bool:
    """ "The army said it had fired": the tense is the report's, and no other time."""
    return lexicon("past")["says"].search(before) is not None


class _Elsewhere:
    """The sentences that are wholly of another time (`beside`: also of one beside it), or go on with one that is.

    They are judged in order, and only as far as they are asked about: mostly that is the lead.
    """

    def __init__(self, passage: Passage, *, beside: bool) -> None:
        self._passage, self._beside = passage, beside
        self._waiting = iter(passage.sentences)
        self._judged: dict[Sentence, bool] = {}
        self._before: Sentence | None = None
        self._own = 0

    def __contains__(self, sentence: object) -> bool:
        while sentence not in self._judged and (following := next(self._waiting, None)) is not None:
            self._judged[following] = elsewhere = self._judge(following)
            self._own += not elsewhere
            self._before = following
        return self._judged.get(sentence, False)  # type: ignore[call-overload, no-any-return]

    def _judge(self, sentence: Sentence) -> bool:
        passage, before = self._passage, self._before
        if self._own and _only_other(passage, sentence, beside=self._beside):
            return True
        behind = before is not None and (self._judged[before] or _only_other(passage, before, beside=self._beside))
        return behind and _goes_on(passage, sentence, self._own)


def _only_other(passage: Passage, sentence: Sentence, *, beside: bool) -> bool:
    """Whether a sentence tells only of another time: something puts all that it says happened there."""
    if sentence.place <= 1:
        return False
    marks = [mark for mark in passage.marks(sentence) if beside or not mark.beside]
    if not marks or _returns(passage, sentence):
        return False
    acts = [(m.start(), m.end()) for m in _acts(sentence.text)]
    return bool(acts) and all(any(_governs(mark, passage, sentence, *act) for mark in marks) for act in acts)


def _acts(text: str) -> Iterator[re.Match[str]]:
    yield from lexicon("launch")["act.verb"].all(text)
    yield from (found for found in lexicon("past")["verbs"].all(text) if found[0] not in lexicon("past")["says"])


def _goes_on(passage: Passage, sentence: Sentence, own: int) -> bool:
    """Whether a sentence behind one of another event goes on with that; `own` sentences of this event stood before."""
    if sentence.text in lexicon("past")["anaphor"]:
        return True
    return own > LEAD and not _returns(passage, sentence) and sentence.text not in lexicon("past")["says"]


def _returns(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence names the event's own time."""
    return _now(passage, sentence) or any(
        not moment.apart and passage.days.known and not passage.days.other(moment, sentence)
        for moment in moments(sentence.text, passage.published)
    )


def _governs(mark: _Mark, passage: Passage, sentence: Sentence, start: int, end: int) -> bool:
    """In the same clause; or before it, where no clause between or before has a verb of its own ("Last May, ...")."""
    text, words = sentence.text, lexicon("past")
    if mark.start >= end:
        if mark.forward or _REASON.search(text, end, mark.start) or _now(passage, sentence, end, mark.start):
            return False
        if not _CLAUSE.search(text, end, mark.start):
            return True
        # "fired four, each flying 900 km, on 3 March": the clauses between are parts of the one that says the day.
        return (
            sentence.place > 1 and not _ANEW.search(text, end, mark.start) and words["says"].search(text, end) is None
        )
    if mark.forward:
        return True
    breaks = [found.end() for found in _CLAUSE.finditer(text, mark.end, start)]
    if not breaks or words["verbs"].search(text, 0, breaks[-1]) is None:
        return True
    if sentence.place <= 1:
        return False
    opens = not _CLAUSE.search(text, 0, mark.start) or words["verbs"].search(text, 0, mark.start) is None
    return opens and not _now(passage, sentence, mark.end, start)


def _now(passage: Passage, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
    """Whether something between these places says that it is the event's own time again."""
    stop = len(sentence.text) if end is None else end
    return any(
        start <= found.start() < stop
        and not any(mark.start < found.end() and found.start() < mark.end for mark in passage.marks(sentence))
        for found in lexicon("past")["now"].all(sentence.text)
    )
