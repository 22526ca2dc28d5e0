"""An entry joins an open story or opens one; is that worth an alert? Exact keys for now: link and normalised title."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.model import Arrival, Change, Match, Report, Story

OPEN_FOR = timedelta(hours=48)
"""A story closes when nobody has reported on it for so long."""
SAME_TITLE_WITHIN = timedelta(hours=12)
"""The same title on the next day is the next event: "North Korea fires missile" is written every time."""
TITLE_WORDS = 4
"""A shorter title ("Breaking news", "속보") does not identify an event."""


def title_key(title: str) -> str | None:
    """The title without case, width, punctuation and spacing; None where it is too short to identify an event."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())
    key = " ".join(words)
    # Scripts without spaces have few "words": there, length counts.
    return key if len(words) >= TITLE_WORDS or len(key.encode()) >= 40 else None


@dataclass(slots=True)
class OpenStories:
    """The stories that an entry may join, found by key; `keep` is told of each story as it changes."""

    _by_key: dict[str, Story] = field(default_factory=dict)

    @classmethod
    def of(cls, stories: Iterable[Story]) -> "OpenStories":
        """The index of these stories."""
        index = cls()
        for story in stories:
            index.keep(story)
        return index

    def keep(self, story: Story) -> None:
        """Find the story, as it now is, by all its keys."""
        for report in story.reports:
            for key in _keys(report):
                self._by_key[key] = story

    def close(self, now: datetime) -> None:
        """Let go of the stories that have closed."""
        self._by_key = {key: story for key, story in self._by_key.items() if now - story.updated_at <= OPEN_FOR}

    def find(self, report: Report, now: datetime) -> Story | None:
        """The open story that the report belongs to."""
        for key, window in _keys(report).items():
            story = self._by_key.get(key)
            if story is not None and now - story.updated_at <= window:
                return story
        return None


def _keys(report: Report) -> dict[str, timedelta]:
    """What tells the report's event, surest first, and for how long it does."""
    keys = {}
    if report.link is not None:
        keys[f"link {report.link}"] = OPEN_FOR
    title = title_key(report.title)
    if title is not None:
        keys[f"title {title}"] = SAME_TITLE_WITHIN
    return keys


def report_of(arrival: Arrival) -> Report:
    """An arrival's part in a story."""
    entry, source = arrival.entry, arrival.source
    return Report(
        outlet=source.outlet,
        tier=source.tier,
        title=entry.title,
        url=entry.url,
        link=entry.link,
        language=entry.language,
        published_at=entry.published_at,
        seen_at=arrival.seen_at,
    )


def join(
    story: Story, report: Report, matches: tuple[Match, ...], severity: int, now: datetime
) -> tuple[Story, Change]:
    """The story with one more report; worth telling when it is the second outlet: the first confirmation.

    Further outlets are counted, and told with the next revision.
    """
    best = {match.topic: match for match in story.matches}
    for match in matches:
        if match.topic not in best or match.score > best[match.topic].score:
            best[match.topic] = match
    joined = replace(
        story,
        reports=(*story.reports, report),
        matches=tuple(best.values()),
        severity=max(story.severity, severity),
        updated_at=now,
    )
    if (len(story.outlets), len(joined.outlets)) == (1, 2) or len(joined.topics) > len(story.topics):
        return replace(joined, revision=story.revision + 1), Change.UPDATE
    return joined, Change.NONE
