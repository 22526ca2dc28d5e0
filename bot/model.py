"""The records that everything speaks of: frozen, with aware UTC datetimes.

Source     what the catalogue says of a feed          Feed         a source and the state of polling it
Entry      one item of a feed, as published           Arrival      an entry in the store, not yet detected
Past       an entry, and what became of it
Match      entry x topic, with its evidence           Report       an entry's part in a story
Concern    a country of a match, with its part
Story      the reports of one event                   Detection    what an arrival led to
Subscriber a chat that hears from us                  Subscription what it follows
Query      what a subscriber follows in its own words
Delivery   story x subscriber: the outbox             Outcome      what a send returned
Judgement  a story that readers called not relevant
Hub        who pushes a feed (WebSub)                 Push         feed x hub: what was arranged
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.facts.record import Facts

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
class Past:
    """An entry that was detected, its outlet and tier, the topics that matched it and the story that it led to."""

    id: int
    title: str
    text: str
    language: str | None
    published_at: datetime
    url: str | None
    link: str | None
    outlet: str
    tier: Tier
    story_id: int | None
    topics: tuple[str, ...]


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


class Reason(StrEnum):
    """Why a report joined a story."""

    LINK = "link"
    """It is the same page."""
    COPY = "copy"
    """Its text is another report's, nearly word for word."""
    EVENT = "event"
    """It tells of the same event in other words."""


@dataclass(frozen=True, slots=True)
class Join:
    """Why a report joined a story: the outlet of the page or text that it repeats, or what the two have in common."""

    reason: Reason
    detail: str


KEPT = 2_000
"""Letters of a report's text that stay with it, to compare later reports with."""


class Correction(StrEnum):
    """What a report does to what was told before."""

    CORRECTED = "corrected"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Report:
    """One entry's part in a story: who reported it, where and when, how its text begins, and why it joined.

    `join` is None for the report that opened the story, `facts` what it states, `correction` what it takes back.
    """

    outlet: str
    tier: Tier
    title: str
    url: str | None
    link: str | None
    language: str | None
    published_at: datetime
    seen_at: datetime | None = None
    """When we fetched it."""
    lead: str = ""
    join: Join | None = None
    facts: Facts | None = None
    correction: Correction | None = None

    @property
    def repeats(self) -> bool:
        """Whether it is another report's page or text."""
        return self.join is not None and self.join.reason is not Reason.EVENT


@dataclass(frozen=True, slots=True)
class History:
    """What was launched before by the same actor: how often this year, and when last (None: not within our records)."""

    this_year: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event. `id` is None until it is stored; `severity` is 1 to 5 fires.

    `revision` starts at 1 and rises when there is something to tell. `reports` are in order of arrival;
    `matches` holds the best match of each topic. `actor` is who launched, where something was launched, and `history`
    what the store knows of its launches before; `retracted_at` is when the news was taken back.
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
    actor: str | None = None
    retracted_at: datetime | None = None
    history: History | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """The keys of the topics that the story belongs to."""
        return tuple(match.topic for match in self.matches)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reported it, each once, the first one first."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports))

    @property
    def sources(self) -> tuple[str, ...]:
        """The outlets that tell it on their own account: no aggregators, and no copies of another's page or text."""
        own = [report for report in self.reports if report.tier is not Tier.AGGREGATOR and not report.repeats]
        return tuple(dict.fromkeys(report.outlet for report in own or self.reports[:1]))

    @property
    def official(self) -> bool:
        """Whether an official source has spoken."""
        return any(report.tier is Tier.OFFICIAL for report in self.reports)


class Change(StrEnum):
    """What a detection means to those who are told."""

    NONE = "none"
    NEW = "new"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Detection:
    """What an arrival led to: its matches, the story as it now is (None if not flagged), and whether to tell.

    `asked` are the topic keys of the subscribers' own queries that hold for it.
    """

    arrival: Arrival
    matches: tuple[Match, ...] = ()
    story: Story | None = None
    change: Change = Change.NONE
    asked: tuple[str, ...] = ()
    facts: Facts | None = None
    """What the arrival states; None if it is not flagged."""


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
class Query:
    """A subscriber's own query: what it is called, as it was written, and the key under which it is followed.

    The key is the same for all queries that mean the same (`expression.key_of`), and is a topic's key like others.
    """

    name: str
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Story x subscriber. `told` is the revision last sent (0: none), `message_id` the message that holds it.

    `sent_at` is when that was, `told_severity` the fires it had, and `muted_at` when the chat silenced the story.
    """

    id: int
    story: Story
    subscriber: Subscriber
    told: int = 0
    message_id: int | None = None
    attempts: int = 0
    queued_at: datetime | None = None
    sent_at: datetime | None = None
    told_severity: int | None = None
    muted_at: datetime | None = None

    @property
    def rings(self) -> bool:
        """Whether an update is worth a sound: more fires than were told, or the news was taken back since."""
        if self.message_id is None or self.muted_at is not None:
            return False
        risen = self.story.severity > (self.told_severity or self.story.severity)
        back = self.story.retracted_at
        return risen or (back is not None and self.sent_at is not None and back > self.sent_at)


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


@dataclass(frozen=True, slots=True)
class Broken:
    """Our own code raised over this delivery; the third time in a row, it is set aside."""

    error: str


Outcome = Sent | Later | Gone | Moved | Refused | Broken


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
    feeds_set_aside: int = 0
    entries_set_aside: int = 0
    deliveries_set_aside: int = 0
    feeds_pushed: int = 0
    """Feeds that a hub pushes now, as has been seen."""

    @property
    def feeds_healthy(self) -> int:
        """Feeds whose last poll worked, within the last day."""
        return self.feeds - self.feeds_failing - self.feeds_silent - self.feeds_disabled - self.feeds_set_aside

    @property
    def set_aside(self) -> int:
        """Rows over which code raised three times in a row: nothing more is tried with them."""
        return self.feeds_set_aside + self.entries_set_aside + self.deliveries_set_aside


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was set aside: its kind (feed, entry, alert) and id, its outlet or title, what was raised, when."""

    kind: str
    id: int
    name: str
    error: str
    at: datetime


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
