"""What the service says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Health:
    """What /status and `bongsu status` report. Counts of feeds, entries, stories, subscribers, queries, deliveries."""

    feeds: int
    feeds_failing: int
    feeds_silent: int
    """Enabled feeds that have not been polled with success within the last day."""
    feeds_disabled: int
    last_poll_at: datetime | None
    last_alert_at: datetime | None
    entries: int
    undetected: int
    stories: int
    subscribers: int
    subscribers_gone: int
    waiting: int
    refused: int
    feeds_set_aside: int = 0
    entries_set_aside: int = 0
    queries_set_aside: int = 0
    deliveries_set_aside: int = 0
    digests_set_aside: int = 0
    postings_set_aside: int = 0
    subscribers_shut: int = 0
    """Chats that take no messages of ours, or not in their topic, though we are in them."""
    feeds_pushed: int = 0
    """Feeds that a hub pushes now, as has been seen."""
    feeds_paused: int = 0
    undetected_since: datetime | None = None
    """When the first of the entries came that wait to be read."""
    due_since: datetime | None = None
    """When the first of the alerts was due that wait to be sent and could be."""
    copies: int = 0
    """Copies of texts to every chat that are still to be sent."""
    receivers: int = 0
    receivers_failing: int = 0
    """Machines that stories are posted to, and those of them that take nothing now."""

    @property
    def feeds_healthy(self) -> int:
        """Feeds whose last poll worked, within the last day."""
        unwell = self.feeds_failing + self.feeds_silent
        return self.feeds - unwell - self.feeds_disabled - self.feeds_set_aside - self.feeds_paused

    @property
    def set_aside(self) -> int:
        """Rows over which code raised three times in a row: nothing more is tried with them."""
        of_news = self.feeds_set_aside + self.entries_set_aside + self.queries_set_aside
        return of_news + self.deliveries_set_aside + self.digests_set_aside + self.postings_set_aside


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was set aside: its kind, its id, what it is called (outlet, title, name), what was raised, and when.

    `kind` is feed, entry, query, alert, digest or posting (a story for a machine); of a query or a digest,
    `id` is its subscriber's.
    """

    kind: str
    id: int
    name: str
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that an operator should hear of: what it is, and behind a colon of what (`feed-silent:7`).

    `detail` is what the words are made with, `since` when it was noticed, `told_at` when the admins were told.
    """

    key: str
    detail: Mapping[str, str | int] = field(default_factory=dict)
    since: datetime | None = None
    told_at: datetime | None = None

    @property
    def kind(self) -> str:
        """What it is, without of what."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the service: polls and how many failed, new entries, those flagged, stories opened, alerts sent."""

    at: datetime
    polls: int = 0
    failed: int = 0
    entries: int = 0
    flagged: int = 0
    stories: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Latency:
    """A story's way: when its first report was published and fetched, and when its first alert was sent."""

    story_id: int
    published_at: datetime
    fetched_at: datetime
    sent_at: datetime

    @property
    def parts(self) -> tuple[timedelta, timedelta]:
        """From published to fetched, and from fetched to sent; clocks that differ make nothing negative."""
        zero = timedelta()
        return max(self.fetched_at - self.published_at, zero), max(self.sent_at - self.fetched_at, zero)
