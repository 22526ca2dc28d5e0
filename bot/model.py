"""The records that everything speaks of: frozen, with aware UTC datetimes.

Source     what the catalogue says of a feed          Feed         a source and the state of polling it
Entry      one item of a feed, as published           Arrival      an entry in the store, not yet detected
Match      entry x topic, with its evidence           Report       an entry's part in a story
Concern    a country of a match, with its part
Story      the reports of one event                   Detection    what an arrival led to
Subscriber a chat that hears from us                  Subscription what it follows
Delivery   story x subscriber: the outbox             Outcome      what a send returned
Judgement  a story that readers called not relevant
Hub        who pushes a feed (WebSub)                 Push         feed x hub: what was arranged
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

TARGET = "target:"
"""Before a place's key: only where the place is a target."""


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
    `timezone` an IANA name, in which dates without a zone are read.
    """

    url: str
    outlet: str
    language: str | None = None
    country: str | None = None
    timezone: str = "UTC"
    tier: Tier = Tier.PRESS


@dataclass(frozen=True, slots=True)
class PollState:
    """Where polling a feed stands. `healthy_at` is the last success, `error` the reason of the last failure."""

    next_poll_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    """Hash of the last body that was parsed: an unchanged body needs no parsing."""
    newest_at: datetime | None = None
    """When the newest entry was published, and the usual gap between entries: the feed's own rhythm."""
    gap: timedelta | None = None
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
    """How many polls in a row were permanently redirected to `moved_to`."""
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hub:
    """Who pushes a feed's news to those who ask (WebSub): its address, and the one under which it knows the feed."""

    url: str
    topic: str


@dataclass(frozen=True, slots=True)
class Feed:
    """An address we poll. `hub` is the one it names, as far as we know; `pushed_until`: it pushes, as has been seen."""

    id: int
    source: Source
    state: PollState
    hub: Hub | None = None
    pushed_until: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as published, unique by (feed, guid) and by (feed, link).

    `url` is the address to open; `link` is its canonical form, the identity across guids and titles, or None
    where the address does not tell entries apart. `text` is plain text in paragraphs (newline-separated).
    """

    guid: str
    title: str
    text: str
    published_at: datetime
    url: str | None = None
    link: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry that the store holds, with where it came from and when we first saw it."""

    id: int
    source: Source
    entry: Entry
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a topic matched: the term as it stands in the text, and the sentence that it stands in."""

    term: str
    sentence: str


class Part(StrEnum):
    """What a country does in an entry; "concerned" where the text does not say more."""

    ACTOR = "actor"
    ISSUER = "issuer"
    TARGET = "target"
    CONCERNED = "concerned"


@dataclass(frozen=True, slots=True)
class Concern:
    """A country or body that an entry is about: its code, its part, and the keys of the regions that it lies in."""

    code: str
    part: Part = Part.CONCERNED
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Entry x topic: how surely (0 to 1), why, and which countries it concerns."""

    topic: str
    score: float
    evidence: tuple[Evidence, ...]
    countries: tuple[Concern, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The places by which a narrowed subscription wants it: codes and regions, and `target:` with a target's.

        Where a target is known, those who are merely named (who condemns, who watches) do not count.
        """
        sure = any(concern.part is Part.TARGET for concern in self.countries)
        counted = [concern for concern in self.countries if not (sure and concern.part is Part.CONCERNED)]
        keys = [(concern.part, key) for concern in counted for key in (concern.code, *concern.regions)]
        on = [f"{TARGET}{key}" for part, key in keys if part is Part.TARGET]
        return tuple(dict.fromkeys((*(key for _, key in keys), *on)))


@dataclass(frozen=True, slots=True)
class Report:
    """One entry's part in a story: who reported it, where and when."""

    outlet: str
    tier: Tier
    title: str
    url: str | None
    link: str | None
    language: str | None
    published_at: datetime
    seen_at: datetime | None = None
    """When we fetched it."""


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event. `id` is None until it is stored; `severity` is 1 to 5 fires.

    `revision` starts at 1 and rises when there is something to tell. `reports` are in order of arrival;
    `matches` holds the best match of each topic.
    """

    id: int | None
    headline: str
    summary: str
    url: str | None
    language: str | None
    severity: int
    revision: int
    matches: tuple[Match, ...]
    reports: tuple[Report, ...]
    opened_at: datetime
    updated_at: datetime

    @property
    def topics(self) -> tuple[str, ...]:
        """The keys of the topics that the story belongs to."""
        return tuple(match.topic for match in self.matches)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reported it, each once, the first one first."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports))


class Change(StrEnum):
    """What a detection means to those who are told."""

    NONE = "none"
    NEW = "new"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Detection:
    """What an arrival led to: its matches, the story as it now is (None if not flagged), and whether to tell."""

    arrival: Arrival
    matches: tuple[Match, ...] = ()
    story: Story | None = None
    change: Change = Change.NONE


class ChatKind(StrEnum):
    """Telegram's kinds of chat, as far as they differ to us."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """Where in Telegram: a chat, or one forum topic of it."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that hears from us. `gone_at` is set while it cannot be reached (blocked, kicked, deleted)."""

    id: int
    address: Address
    kind: ChatKind
    language: str
    timezone: str
    gone_at: datetime | None = None


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
class Delivery:
    """Story x subscriber. `told` is the revision last sent (0: none), `message_id` the message that holds it."""

    id: int
    story: Story
    subscriber: Subscriber
    told: int = 0
    message_id: int | None = None
    attempts: int = 0
    queued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a limit, a time-out, a server's trouble. `after` is the wait that Telegram named, if it did.

    `counts` is False where nothing was tried (a limit of our own, a stop): the attempt is not counted.
    """

    reason: str
    after: timedelta | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """The subscriber cannot be reached any more; a /start brings it back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup: the same chat under a new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram rejects this message and would again."""

    reason: str


Outcome = Sent | Later | Gone | Moved | Refused


@dataclass(frozen=True, slots=True)
class Settlement:
    """A delivery, the revision that was tried, what came of it, and when to try again (None: settled)."""

    delivery: Delivery
    outcome: Outcome
    at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A story that readers called not relevant: by how many people, and how many chats were told of it."""

    story: Story
    votes: int
    told: int


@dataclass(frozen=True, slots=True)
class Health:
    """What /status and `bongsu status` report. Counts of feeds, entries, stories, subscribers, deliveries."""

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
    feeds_pushed: int = 0
    """Feeds that a hub pushes now, as has been seen."""

    @property
    def feeds_healthy(self) -> int:
        """Feeds whose last poll worked, within the last day."""
        return self.feeds - self.feeds_failing - self.feeds_silent - self.feeds_disabled


@dataclass(frozen=True, slots=True)
class Page:
    """A page of stories: newest first, `total` in all, from `offset`."""

    stories: tuple[Story, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` (1 to 64 bytes) comes back to us, or `url` is opened."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send or to show in place: Telegram HTML, and rows of buttons under it."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = field(default=())
