"""Entry + topics + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cluster import OpenStories, join, report_of
from bot.match import Matcher
from bot.model import Arrival, Change, Detection, Match, Story
from bot.prose import clean
from bot.summarize import headline, summarize
from bot.topics import Topic


@dataclass(frozen=True, slots=True)
class Detector:
    """The topics, and the matcher made of them. `detect` is called in order of arrival."""

    topics: Mapping[str, Topic]
    matcher: Matcher

    def detect(self, arrival: Arrival, stories: OpenStories, now: datetime) -> Detection:
        """What the arrival leads to. The caller keeps the resulting story in `stories` once it is stored."""
        matches = self.matcher.match(arrival.entry)
        if not matches:
            return Detection(arrival)
        severity = max(self.topics[match.topic].severity for match in matches)
        report = report_of(arrival)
        known = stories.find(report, now)
        if known is None:
            return Detection(arrival, matches, _open(arrival, matches, severity, now), Change.NEW)
        story, change = join(known, report, matches, severity, now)
        return Detection(arrival, matches, story, change)


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
