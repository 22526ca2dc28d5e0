"""What several messages say of a story: its headline in a line, who reported it, when; as HTML."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.facts.merge import StoryFacts
from bot.messages.built import MARK, Built
from bot.messages.i18n import DEFAULT
from bot.messages.keyboards import Keyboards
from bot.messages.markup import cut, escape, moment
from bot.model import Report, Story, Subscriber
from bot.stories.story import facts_of
from bot.stories.telling import Telling, telling

TRANSLATED = "🌐"
"""What marks a headline as a machine's translation; /help explains it."""
NAMED = 2
"""How many outlets an alert names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Lines(Keyboards):
    """Lines of messages, in the language and by the clock of their reader."""

    def headline(self, story: Story, reader: Subscriber, limit: int) -> str:
        """The headline as HTML where there is room for one line only, within `limit` units, unlinked.

        An English one tells most readers more than a line that only says what it is about.
        """
        told = telling(story, reader.language)
        english = (told.language or "").startswith(DEFAULT)
        if own := self._own(story, told, facts_of(story), reader, spoken=not english):
            return f"{escape(cut(own[0], limit))} {own[1]}"
        return escape(cut(told.headline, limit))

    def _own(
        self, story: Story, told: Telling, known: StoryFacts, reader: Subscriber, *, spoken: bool = True
    ) -> tuple[str, str] | None:
        """A foreign story's headline in the reader's language, and its mark; None where there is none."""
        if told.translation:
            return told.translation.headline, TRANSLATED
        make = Built(self.speech, self.naming).headline
        built = make(known, story.topics, reader.language, spoken=spoken) if told.foreign else None
        return (built, MARK) if built else None

    def _reported_by(self, story: Story, reader: Subscriber, now: datetime) -> str:
        """Who reported it and when, the first one first, in the reader's zone."""
        first: dict[str, Report] = {}
        for report in story.reports:
            first.setdefault(report.outlet, report)
        named = [
            f"{self._outlet(outlet, reader)} {self._as_seen(self._clock(at.published_at, reader, now), at, reader)}"
            for outlet in story.outlets[:NAMED]
            if (at := first[outlet])
        ]
        more, seen = max(len(story.outlets) - NAMED, 0), self._at(story.opened_at, reader, now)
        return self._say(
            reader, "reported-by", outlets=self.speech.listed(reader.language, named), more=more, seen=seen
        )

    def published(self, report: Report, reader: Subscriber, now: datetime) -> str:
        """When a report was published, by the reader's clock: in a list that names the zone once."""
        at = self.speech.clock(reader.language, report.published_at, reader.timezone, now)
        return self._as_seen(at, report, reader)

    def _as_seen(self, at: str, report: Report, reader: Subscriber) -> str:
        """The time of a report, marked where its feed gave none and it is when we first saw it."""
        return self._say(reader, "as-seen", at=at) if report.undated else at

    def topic_title(self, key: str, language: str) -> str:
        """The title of a topic as HTML; its key where the topic is no more."""
        topic = self.topics.get(key)
        return escape(self.naming.title(topic, language) if topic else key)

    def _at(self, at: datetime | None, reader: Subscriber, now: datetime, *, seconds: bool = False) -> str:
        if at is None:
            return self._say(reader, "never")
        return self._clock(at, reader, now, self.speech.zone(reader.timezone, at), seconds=seconds)

    def _clock(self, at: datetime, reader: Subscriber, now: datetime, zone: str = "", *, seconds: bool = False) -> str:
        """A moment as each phone shows it; by the reader's clock, and in the zone, where it cannot."""
        said = self.speech.clock(reader.language, at, reader.timezone, now, seconds=seconds)
        there = ZoneInfo(reader.timezone)
        dated = at.astimezone(there).date() != now.astimezone(there).date()
        return moment(f"{said} {zone}".rstrip(), at, dated=dated, seconds=seconds)

    def _outlet(self, name: str, reader: Subscriber, limit: int = 60) -> str:
        """An outlet as its readers in this language call it, as HTML."""
        return escape(cut(self.naming.outlet(name, reader.language), limit))

    def _foreign(self, language: str | None, reader: Subscriber) -> str:
        """The mark behind a text that is not in the reader's language, '' where it is or may be."""
        if not language or language.startswith(reader.language):
            return ""
        name = self.speech.language_name(reader.language, language)
        return f" <i>{self._say(reader, 'in-language', language=escape(name))}</i>" if name else ""
