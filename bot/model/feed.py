"""Where news comes from: a source, the state of polling it, the hub that may push it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit


class Tier(StrEnum):
    """How near to the event a feed stands."""

    OFFICIAL = "official"
    AGENCY = "agency"
    PRESS = "press"
    AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True)
class Source:
    """What the catalogue says of a feed: its address and whose it is.

    `language` is an ISO 639-1 code or None (mixed); `country` an ISO 3166-1 alpha-2 code in lower case or None;
    `timezone` an IANA name, in which dates without a zone are read; `newsroom` whose outlet it is, where the outlet's
    name does not tell; `user_agent` what it is asked with, if not our own.
    """

    url: str
    outlet: str
    language: str | None = None
    country: str | None = None
    timezone: str = "UTC"
    tier: Tier = Tier.PRESS
    newsroom: str | None = None
    user_agent: str | None = None

    @property
    def host(self) -> str:
        """Whom the address asks: the host and its port, in lower case."""
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()

    @property
    def shown(self) -> str:
        """The address as it may be shown: without user, password and query, which may be secrets."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@dataclass(frozen=True, slots=True)
class PollState:
    """Where polling a feed stands. `healthy_at` is the last success, `error` the reason of the last failure."""

    next_poll_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    """Hash of the last body that was parsed: an unchanged body needs no parsing."""
    newest_at: datetime | None = None
    """When the newest entry was published."""
    ttl: timedelta | None = None
    """How long the feed asks to be left alone between polls."""
    failures: int = 0
    polled_at: datetime | None = None
    healthy_at: datetime | None = None
    error: str | None = None
    primed_at: datetime | None = None
    """When the first poll stored the old entries; from then on entries are news."""
    moved_to: str | None = None
    moved_polls: int = 0
    """How many polls in a row were permanently redirected to `moved_to`, and since when."""
    moved_since: datetime | None = None
    home_at: datetime | None = None
    """When its own address was last asked, where it is polled elsewhere."""
    gone_polls: int = 0
    """How many polls in a row heard that it is gone for good, and since when."""
    gone_since: datetime | None = None
    whole_at: datetime | None = None
    """When it last sent its whole document, instead of saying that we have it."""
    plain_at: datetime | None = None
    """Since when it is asked with the plain User-Agent, as it answers no other."""
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hub:
    """Who pushes a feed's news to those who ask (WebSub): its address, and the one under which it knows the feed."""

    url: str
    topic: str


@dataclass(frozen=True, slots=True)
class Feed:
    """An address we poll. `hub` is the one it names, as far as we know; `pushed_until`: it pushes, as has been seen.

    `habits` is what polling learned of when it publishes, packed, and `flagged` how many of its entries were about a
    topic; until `watch_until` it may confirm or sharpen a grave story.
    `home` is the address that the catalogue has, where it is polled elsewhere since it moved.
    `paused_at` is when an operator paused it, `set_aside_at` when code had raised over it too often. `every` is how
    often an operator wants it asked, and `edited` are the fields of its source that are an operator's: no catalogue
    changes them.
    """

    id: int
    source: Source
    state: PollState
    hub: Hub | None = None
    pushed_until: datetime | None = None
    habits: bytes | None = None
    flagged: int = 0
    watch_until: datetime | None = None
    home: str | None = None
    paused_at: datetime | None = None
    set_aside_at: datetime | None = None
    every: timedelta | None = None
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Push:
    """Feed x hub: what was arranged. `token` is the secret end of the callback's address, `secret` signs what comes.

    `asked_at` is None while the hub knows nothing of us: not asked yet, or refused. `until` is the end of the lease,
    `due_at` when to ask (again), `ended_at` since when we want it no more.
    """

    id: int
    feed: Feed
    hub: Hub
    token: str = field(repr=False)
    secret: str = field(repr=False)
    due_at: datetime | None = None
    asked_at: datetime | None = None
    until: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
    error: str | None = None
