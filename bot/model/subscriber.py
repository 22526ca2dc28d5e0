"""Who hears from us, and what they asked for."""

from dataclasses import dataclass
from datetime import datetime
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
    which nothing makes a sound, `digest_at` is the minute of the local day of its digest (None: every alert at once).
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
    passing: Passing = Passing.DIGEST
    shut_at: datetime | None = None
    shut_error: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """Subscriber x topic, with the least severity that is worth a message.

    `places` narrow it to stories that concern one of them: codes of countries, keys of regions, or either behind
    `target:`; none is everywhere.
    """

    topic: str
    min_severity: int = 1
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A subscriber's own query: what it is called, as it was written, and the key under which it is followed.

    The key is the same for all queries that mean the same (`expression.key_of`), and is a topic's key like others.
    """

    name: str
    text: str
    topic: str
