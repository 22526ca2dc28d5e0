"""Stories of a time -> what happened when: so many a week by their fires, launches by kind, sanctions by issuer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.model import URGENT, Story
from bot.model.facts import LaunchFacts, SanctionsFacts
from bot.stories.story import LAUNCHED, facts_of

WEEK = 7
IMPOSED = frozenset({"adopted", "imposed", "designated", "extended"})
"""The acts by which sanctions come into force or go on."""
EASED = frozenset({"eased", "lifted", "suspended", "waived"})
"""Those by which they end, or end in part."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What a timeline needs of a story. `launch`: something flew; `sanctions`: some were imposed or eased."""

    id: int
    headline: str
    url: str | None
    severity: int
    at: datetime
    sources: int
    retracted_at: datetime | None = None
    launch: LaunchFacts | None = None
    sanctions: SanctionsFacts | None = None

    @property
    def eased(self) -> bool:
        """Whether its sanctions were eased rather than imposed."""
        return self.sanctions is not None and self.sanctions.act is not None and self.sanctions.act.value in EASED


@dataclass(frozen=True, slots=True)
class Period:
    """Days, the last one included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> tuple[date, ...]:
        """The first day of each seven days; the last of them end with the period, so that the first may be fewer."""
        count = -(-self.days // WEEK)
        starts = (self.last - timedelta(days=WEEK * left - 1) for left in range(count, 0, -1))
        return tuple(max(start, self.first) for start in starts)


def happening(story: Story) -> Happening:
    """What a stored story says of what happened: announcements, demands and comments are no launch and no sanctions."""
    facts, topics = facts_of(story).leading(), story.topics
    launch, sanctions = facts.launch, facts.sanctions
    flew = launch is not None and launch.status is not None and launch.status.value in LAUNCHED
    said = launch is not None and launch.told_as is not None and launch.told_as.value == "reaction"
    acted = sanctions is not None and sanctions.act is not None and sanctions.act.value in IMPOSED | EASED
    return Happening(
        id=story.id or 0,
        headline=story.headline,
        url=story.url,
        severity=story.severity,
        at=story.opened_at,
        sources=len(story.sources),
        retracted_at=story.retracted_at,
        launch=launch if flew and not said and (not topics or "launches" in topics) else None,
        sanctions=sanctions if acted and (not topics or "sanctions" in topics) else None,
    )


def by_week(happenings: Iterable[Happening], weeks: Sequence[date], zone: tzinfo) -> tuple[tuple[int, ...], ...]:
    """For each number of fires, from one to five, how many there were in each of the weeks."""
    counts = [[0] * len(weeks) for _ in range(URGENT)]
    for one in happenings:
        day = one.at.astimezone(zone).date()
        week = max((at for at, start in enumerate(weeks) if start <= day), default=0)
        counts[one.severity - 1][week] += 1
    return tuple(map(tuple, counts))
