"""Entry + topics + everybody's queries + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.cluster import OpenStories, join, report_of
from bot.expression import Known
from bot.follow import Followed
from bot.match import Matcher
from bot.model import Arrival, Change, Detection, Match, Story
from bot.prose import clean
from bot.summarize import headline, summarize
from bot.topics import Topic

LEAST = 1
"""The severity of a story that no built-in topic flags: it is of the subscriber's own asking."""


@dataclass(frozen=True, slots=True)
class Detector:
    """The topics, the matcher made of them, and the subscribers' queries. `detect` is called in order of arrival."""

    topics: Mapping[str, Topic]
    matcher: Matcher
    followed: Followed = field(default_factory=Followed)

    def detect(self, arrival: Arrival, stories: OpenStories, now: datetime) -> Detection:
        """What the arrival leads to. The caller keeps the resulting story in `stories` once it is stored."""
        matches = self.matcher.match(arrival.entry)
        asked = self._asked(arrival, matches)
        if not matches and not asked:
            return Detection(arrival)
        return self.decide(arrival, matches, asked, stories, now)

    def decide(
        self,
        arrival: Arrival,
        matches: tuple[Match, ...],
        asked: tuple[str, ...],
        stories: OpenStories,
        now: datetime,
    ) -> Detection:
        """What an arrival leads to that is about these topics, or for which these queries hold."""
        severity = max((self.topics[match.topic].severity for match in matches), default=LEAST)
        report = report_of(arrival)
        known = stories.find(report, now)
        if known is None:
            return Detection(arrival, matches, _open(arrival, matches, severity, now), Change.NEW, asked)
        story, change = join(known, report, matches, severity, now)
        return Detection(arrival, matches, story, change, asked)

    def _asked(self, arrival: Arrival, matches: tuple[Match, ...]) -> tuple[str, ...]:
        """The queries that hold."""
        if not len(self.followed):
            return ()
        topics = (match.topic for match in matches)
        return self.followed.match(Known.of(arrival.entry, arrival.source, topics, countries=frozenset()))


def _open(arrival: Arrival, matches: tuple[Match, ...], severity: int, now: datetime) -> Story:
    entry = arrival.entry
    text = clean(entry.text, entry.title)
    title = headline(entry.title, text, entry.language)
    return Story(
        id=None,
        headline=title,
        summary=summarize(title, text, entry.language),
        url=entry.url,
        language=entry.language,
        severity=severity,
        revision=1,
        matches=matches,
        reports=(report_of(arrival),),
        opened_at=now,
        updated_at=now,
    )
