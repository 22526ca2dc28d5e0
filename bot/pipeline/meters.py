"""What this process counts of its own work, for monitors: counters and histograms, kept without any library. Pure."""

from bisect import bisect_left
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model import Change, Copy, Delivery, Detection, Digest, Later, Outcome, Poll, Sent

QUICK = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds in seconds for what should take milliseconds."""
SENDING = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 3600.0)
"""Bounds in seconds between our having an entry and its alert's being there."""
PUBLISHING = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 21600.0, 86400.0)
"""Bounds in seconds for what a publisher's feed takes, too."""
FEW = 5
"""Fewer transactions say nothing of how fast the database is."""
OWN = "own"
"""The topic under which subscribers' own queries are counted: their keys would be as many series."""


@dataclass(slots=True)
class Histogram:
    """How many observations, in seconds, were at most each bound (the last: beyond all), and their sum."""

    bounds: tuple[float, ...]
    counts: list[int] = field(init=False)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, seconds: float) -> None:
        """Count one; what clocks that differ make negative took no time."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += max(seconds, 0.0)


@dataclass(slots=True)
class Meters:
    """Everything that is counted since this process began."""

    polls: Counter[str] = field(default_factory=Counter)
    """By outcome: new, unchanged or failed."""
    entries: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    """Flagged entries, by topic."""
    stories: Counter[str] = field(default_factory=Counter)
    """By change: new or update."""
    alerts: Counter[str] = field(default_factory=Counter)
    """Tries to send or edit one, by outcome."""
    published_to_fetched: Histogram = field(default_factory=lambda: Histogram(PUBLISHING))
    fetched_to_sent: Histogram = field(default_factory=lambda: Histogram(SENDING))
    published_to_sent: Histogram = field(default_factory=lambda: Histogram(PUBLISHING))
    loop_lag: Histogram = field(default_factory=lambda: Histogram(QUICK))
    database: dict[str, Histogram] = field(
        default_factory=lambda: {kind: Histogram(QUICK) for kind in ("read", "write")}
    )

    transactions: deque[float] = field(default_factory=lambda: deque(maxlen=1000))
    """What the latest took, in seconds."""

    def polled(self, poll: Poll, new: int) -> None:
        """A poll was saved, with so many new entries."""
        self.polls["failed" if poll.state.failures else "new" if new else "unchanged"] += 1
        self.entries += new if poll.feed.state.primed_at else 0

    def detected(self, detection: Detection) -> None:
        """A detection was saved."""
        topics = [match.topic for match in detection.matches if not match.passing]
        self.flags.update([*topics, *([OWN] if detection.asked else [])])
        if detection.change is not Change.NONE:
            self.stories[detection.change] += 1
        entry = detection.arrival
        self.published_to_fetched.observe(_between(entry.entry.published_at, entry.seen_at))

    def settled(self, row: Delivery | Digest | Copy, outcome: Outcome, now: datetime) -> None:
        """A send was answered; how soon is measured of a story's first alerts, by its first report."""
        if isinstance(outcome, Later) and not outcome.counts:
            return  # nothing was tried
        if isinstance(row, Copy):
            return
        self.alerts[type(outcome).__name__.lower()] += 1
        if isinstance(row, Digest) or row.told or not isinstance(outcome, Sent) or not row.story.reports:
            return
        first = row.story.reports[0]
        self.published_to_sent.observe(_between(first.published_at, now))
        if first.seen_at:
            self.fetched_to_sent.observe(_between(first.seen_at, now))

    def answered(self, kind: str, seconds: float) -> None:
        """The database did a transaction that reads or writes."""
        self.database[kind].observe(seconds)
        self.transactions.append(seconds)

    def typical_transaction(self) -> float | None:
        """The median of what transactions took since the last call, in seconds; None where there were few."""
        lately, count = sorted(self.transactions), len(self.transactions)
        self.transactions.clear()
        return lately[count // 2] if count >= FEW else None


def _between(earlier: datetime, later: datetime) -> float:
    return (later - earlier) / timedelta(seconds=1)
