"""The days that an event may be of, by what its report says first, and which dates are none of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.facts.when import CLOSE, Moment, looks_ahead, moments
from bot.facts.words import lexicon
from bot.text.reading import Sentence

_REASON = re.compile(r"\b(?:after|following|since|than|before)\b|이후|에 이어|以来|以降|после")
"""A day behind one of these is another one."""


_SAID = re.compile(r"\b(?:said|says|told|announced|reported|according to)\b[^,;.]{0,40}$|сообщил\w*[^,;.]{0,30}$")
"""A day behind one of these is the report's."""


@dataclass(frozen=True, slots=True)
class EventDays:
    """The day of publication, the periods that the title and the first sentence name, and whether these look ahead.

    `exact` where one of those is the event's very day, and not only that of the report.
    """

    published: date | None
    told: tuple[Moment, ...]
    ahead: bool
    exact: bool

    @classmethod
    def of(cls, sentences: Iterable[Sentence], published: date | None) -> "EventDays":
        """The days by the first sentences of a report."""
        told: list[Moment] = []
        ahead = exact = False
        for sentence in sentences:
            ahead = ahead or looks_ahead(sentence.text)
            own = [moment for moment in moments(sentence.text, published) if _of_event(moment, sentence, published)]
            exact = exact or any(m.first == m.last and not _SAID.search(sentence.text, 0, m.start) for m in own)
            told += own
        return cls(published, tuple(told), ahead, exact)

    @property
    def known(self) -> bool:
        """Whether there is any day to compare with."""
        return bool(self.published or self.told)

    def other(self, moment: Moment, sentence: Sentence) -> bool:
        """Whether a date in a sentence is of another time than the event."""
        return self.before(moment) or (sentence.place > 1 and self._beside(moment, sentence.text))

    def elsewhen(self, text: str) -> bool:
        """Whether a text names a day, and none that the first sentences name."""
        named = list(moments(text, self.published))
        return bool(named) and not any(_meet(moment, day) for moment in named for day in self.told)

    def before(self, moment: Moment) -> bool:
        """Whether it is surely of an earlier time: days apart from any that the event may be of."""
        if moment.apart:
            return True
        return self.known and not self.to_come(moment) and not self._near(moment, CLOSE)

    def _beside(self, moment: Moment, text: str) -> bool:
        """Whether it is another day than the very one of the event, or one to come where the event is not."""
        if self.ahead and not any(_meet(moment, day) for day in self.told) and not looks_ahead(text):
            return True  # what was done, while the event is still to come
        if self.to_come(moment):
            return (bool(self.told) or not self.ahead) and not self._near(moment, CLOSE)
        return (self.exact or moment.ago) and not self._near(moment, timedelta(0))

    def to_come(self, moment: Moment) -> bool:
        """Whether it is days after publication."""
        return self.published is not None and moment.first > self.published + CLOSE

    def _near(self, moment: Moment, by: timedelta) -> bool:
        days = [day.first for day in self.told if day.first == day.last]
        return any(_meet(moment, day) for day in self.told) or any(
            moment.near(day, by) for day in (*days, *([self.published] if self.published else []))
        )


def _of_event(moment: Moment, sentence: Sentence, published: date | None) -> bool:
    """Whether a date of the first sentences is the event's: a single day, or what is to come."""
    before = sentence.text[: moment.start]
    if moment.apart or lexicon("past")["back"].search(before[-12:]) or _REASON.search(before):
        return False
    return moment.first == moment.last or (published is not None and moment.first > published)


def _meet(one: Moment, other: Moment) -> bool:
    return one.first <= other.last and other.first <= one.last
