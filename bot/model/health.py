"""What the service says of itself."""

from dataclasses import dataclass
from datetime import datetime


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
    subscribers_shut: int = 0
    """Chats that take no messages of ours, or not in their topic, though we are in them."""
    feeds_pushed: int = 0
    """Feeds that a hub pushes now, as has been seen."""

    @property
    def feeds_healthy(self) -> int:
        """Feeds whose last poll worked, within the last day."""
        return self.feeds - self.feeds_failing - self.feeds_silent - self.feeds_disabled - self.feeds_set_aside

    @property
    def set_aside(self) -> int:
        """Rows over which code raised three times in a row: nothing more is tried with them."""
        of_news = self.feeds_set_aside + self.entries_set_aside + self.queries_set_aside
        return of_news + self.deliveries_set_aside + self.digests_set_aside


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was set aside: its kind, its id, what it is called (outlet, title, name), what was raised, and when.

    `kind` is feed, entry, query, alert or digest; of a query or a digest, `id` is its subscriber's.
    """

    kind: str
    id: int
    name: str
    error: str
    at: datetime
