"""Who hears from us, and what they asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ChatKind(StrEnum):
    """Telegram's kinds of chat, as far as they differ to us."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Passing(StrEnum):
    """What a story is worth to those who follow a topic that it only touches in passing."""

    NOW = "now"
    DIGEST = "digest"
    """A line of the digest, for who has one."""
    NEVER = "never"


class Pictures(StrEnum):
    """How large a picture an alert shows of its report: Telegram's preview of the link."""

    NONE = "none"
    SMALL = "small"
    LARGE = "large"


class ThreadsBy(StrEnum):
    """By what a chat's alerts are sorted into threads: what Telegram's apps call the topics of a group."""

    TOPIC = "topic"
    FIRES = "fires"


DAILY, WEEKLY = 24, 7 * 24
"""The hours between two digests that come once a day, once a week."""
RINGS_WITHIN = timedelta(hours=1)
"""The time for which rings are counted; a message that gathers what exceeds them takes more for as long."""
RINGS = 6
"""How many alerts may ring in an hour, unless a chat chooses another number."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where in Telegram: a chat, or one forum topic of it."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of every day, in minutes from midnight; one that ends before it begins passes midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that hears from us. `gone_at` is set while it cannot be reached (blocked, kicked, deleted).

    `shut_at` is since when Telegram refuses our messages to it though we are there, and `shut_error` what it says.

    `timezone_set_at` is when the timezone was chosen (None: it goes by the language). `quiet` are the local hours in
    which nothing makes a sound, `digest_at` is the minute of the local day of its digest (None: every alert at once);
    there is one every `digest_hours` from then on, on `digest_day` alone (Monday is 0) where that is chosen.

    Alerts of fewer fires than `rings_from` make no sound, and at most `rings_most` ring in an hour (0: no limit);
    `rang` is when they last did. Until `muted_until`, and of what only `muted_outlets` report, nothing comes.

    An alert shows the picture of its report as `pictures` says.

    Alerts are sorted into threads as `threads_by` says (None: all come to the address itself); that this can be was
    offered at `threads_offered_at`.
    """

    id: int
    address: Address
    kind: ChatKind
    language: str
    timezone: str
    gone_at: datetime | None = None
    timezone_set_at: datetime | None = None
    quiet: Hours | None = None
    digest_at: int | None = None
    digest_hours: int = DAILY
    digest_day: int | None = None
    rings_from: int = 1
    rings_most: int = RINGS
    rang: tuple[datetime, ...] = ()
    muted_until: datetime | None = None
    muted_outlets: tuple[str, ...] = ()
    passing: Passing = Passing.DIGEST
    pictures: Pictures = Pictures.NONE
    shut_at: datetime | None = None
    shut_error: str | None = None
    threads_by: ThreadsBy | None = None
    threads_offered_at: datetime | None = None

    def rang_since(self, then: datetime) -> tuple[datetime, ...]:
        """When alerts made a sound since then."""
        return tuple(at for at in self.rang if at > then)

    def rings_enough(self, now: datetime) -> bool:
        """Whether as many alerts rang within the hour as may."""
        return 0 < self.rings_most <= len(self.rang_since(now - RINGS_WITHIN))


@dataclass(frozen=True, slots=True)
class Subscription:
    """Subscriber x topic, with the least severity that is worth a message.

    `places` narrow it to stories that concern one of them: codes of countries, keys of regions, or either behind
    `target:`; none is everywhere. Each of the moments is None where it is not so: since `at_once_at` it does not wait
    for the digest, since `silent_at` it makes no sound, until `muted_until` nothing but what is urgent comes of it.
    """

    topic: str
    min_severity: int = 1
    places: tuple[str, ...] = ()
    at_once_at: datetime | None = None
    silent_at: datetime | None = None
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A subscriber's own query: what it is called, as it was written, and the key under which it is followed.

    The key is the same for all queries that mean the same (`expression.key_of`), and is a topic's key like others.
    """

    name: str
    text: str
    topic: str
