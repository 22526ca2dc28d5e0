"""The reports of one event, and what a new one led to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.entry import Arrival
from bot.model.facts import Facts
from bot.model.feed import Tier
from bot.model.match import Match


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


URGENT = 5
"""So many fires make a sound at any hour, and wait for no digest."""
LISTED = 10
"""Stories that fit into one message with every headline at its longest."""
RINGS_FOR = timedelta(hours=6)
"""News that was published longer ago than this, when we first saw it, is told without a sound."""
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
    `newsroom` is what the newsroom of the outlet is called (None: as the outlet is), `credit` the agency whose text it
    says it is, where that is another.
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
    undated: bool = False
    """Whether its feed gave no date: `published_at` is when we first saw it."""
    lead: str = ""
    join: Join | None = None
    facts: Facts | None = None
    correction: Correction | None = None
    newsroom: str | None = None
    credit: str | None = None

    @property
    def house(self) -> str:
        """The newsroom that published it."""
        return self.newsroom or self.outlet

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
class Translation:
    """What a machine made of a headline, `source`, and the sentences with it, for readers of a language."""

    language: str
    source: str
    headline: str
    summary: str


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event. `id` is None until it is stored; `severity` is 1 to 5 fires.

    `revision` starts at 1 and rises when there is something to tell. `reports` are in order of detection;
    `matches` holds the best match of each topic. `actor` is who launched, where something was launched, and `history`
    what the store knows of its launches before; `retracted_at` is when the news was taken back; `translations` are
    there where the operator has a translator, some time after the alert.
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
    translations: tuple[Translation, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The keys of the topics that the story belongs to; those that it only touches in passing are left out."""
        return tuple(match.topic for match in self.matches if not match.passing)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reported it, the first one first: each newsroom once, by its first report's outlet."""
        first = {report.house: report.outlet for report in reversed(self.reports)}
        return tuple(first[house] for house in dict.fromkeys(report.house for report in self.reports))

    @property
    def sources(self) -> tuple[str, ...]:
        """The newsrooms that tell it on their own account: no aggregators, and no copies of another's page or text.

        What an agency wrote is that agency's, whoever printed it.
        """
        own = [report for report in self.reports if report.tier is not Tier.AGGREGATOR and not report.repeats]
        return tuple(dict.fromkeys(report.credit or report.house for report in own or self.reports[:1]))

    @property
    def official(self) -> bool:
        """Whether an official source has spoken."""
        return any(report.tier is Tier.OFFICIAL for report in self.reports)

    @property
    def late(self) -> bool:
        """Whether we saw each report long after it was published, as after a time in which the service did not run."""
        return all(
            report.seen_at is not None and report.seen_at - report.published_at > RINGS_FOR for report in self.reports
        )


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


@dataclass(frozen=True, slots=True)
class Judgement:
    """A story that readers called not relevant: by how many people, and how many chats were told of it."""

    story: Story
    votes: int
    told: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of stories: newest first, `total` in all, from `offset`."""

    stories: tuple[Story, ...]
    offset: int
    total: int
