"""How soon a feed is asked again: what it does at which hour, how much of that alerts, what a poll may cost. Pure.

To ask at the right time is crawl scheduling under a budget (Cho and Garcia-Molina, "Effective page refresh policies for
web crawlers", TODS 2003; Azar and others, "Tractable near-optimal policies for crawling", PNAS 2018). Where a poll
costs c, and an entry of weight w that is late by t loses w t, a feed with r entries a second loses w r T^2 / 2 and c
in an interval T: least per second at T = sqrt(2 c / (w r)), the square-root rule. Rates change within the interval
here (editors publish at the full hour, one entry follows another), so `wait` takes, of all intervals between the
bounds, the one whose expected loss per second is least.
"""

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from bot.model import Feed, Story, Tier

MEMORY = timedelta(days=14).total_seconds()
"""How soon an hour's habits are forgotten: after that time a count weighs 1/e. The other times in seconds likewise."""
DAY, HOUR, BURST = 86400.0, 3600.0, 600.0
FOLLOWERS = 0.5
"""How many entries follow one within minutes, beyond what the hour explains: news comes in bursts."""
COUNTS_DAY, COUNTS_HOUR = 5.0, 3.0
"""So many entries must be expected before the last day, or the last hour, is believed over the habits by half."""
BESIDE, OTHER_DAYS = 0.25, 0.15
"""What an hour learns from the hours beside it, and from the same hour of the other days (working days, weekends)."""
AT_ONCE = 120.0
"""Seconds from which on an entry is late and gets no later: who has lost two minutes has lost the race."""
STEP = 15.0
"""Seconds between the moments that `wait` compares."""
FLAGGED, FLAGGED_OF = 0.0056, 100.0
"""The usual share of entries that are about a topic, and how many entries outweigh it."""
TO_TOPICS = 0.8
"""How much of an entry's weight goes by the share of its feed that is flagged; the rest is the same for all."""
WEIGHT = {Tier.OFFICIAL: 2.0, Tier.AGENCY: 1.5, Tier.PRESS: 1.0, Tier.AGGREGATOR: 0.7}
"""What an entry's earliness is worth by its feed's tier: sources confirm, and aggregators repeat."""
BUDGET = 14.5
"""Polls a feed and hour over all feeds: what `Budget` keeps to within weeks; a busy month takes half a poll more."""
DOUBT = 1000.0
"""Feed-hours that must pass before what was spent counts as much as the budget itself."""
GRAVE, WATCH = 3, timedelta(minutes=30)
"""From so many fires on a story is watched, and for how long after it was opened."""
FEW = 3.0
"""Entries that must have been seen before a usual time between them is told."""
PRICE = 6.5
"""What a poll costs at first, in seconds that an entry of usual weight is late."""

_SHAPE = struct.Struct("<d7f48f60f")
_AGES = 1000.0
_MOST = 400


@dataclass(frozen=True, slots=True)
class Habits:
    """What a feed was seen to do until `at` (seconds since 1970): counts of entries, each fading at its own pace.

    `hours` counts by hour of the day in UTC, working days first, then weekends; `minutes` by minute of the hour;
    `watched` is the time in hours over which `hours` was counted. `shown` and `flagged` count all entries and those
    about a topic, `told` is what the store counted of the latter when this was learned.
    """

    at: float
    watched: float = 0.0
    day: float = 0.0
    hour: float = 0.0
    burst: float = 0.0
    shown: float = 0.0
    flagged: float = 0.0
    told: float = 0.0
    hours: tuple[float, ...] = (0.0,) * 48
    minutes: tuple[float, ...] = (0.0,) * 60

    def pack(self) -> bytes:
        """As the store keeps it: 476 bytes."""
        scalars = (self.watched, self.day, self.hour, self.burst, self.shown, self.flagged, self.told)
        return _SHAPE.pack(self.at, *scalars, *self.hours, *self.minutes)

    def learn(self, appeared: Iterable[datetime], flagged: int, now: datetime) -> "Habits":
        """The habits with entries that appeared until now, and as many flagged in all as the store counts."""
        moments = [min(at, now).astimezone(UTC) for at in appeared]
        ago = now.timestamp() - self.at
        fade = math.exp(-ago / MEMORY)
        hours, minutes = [count * fade for count in self.hours], list(self.minutes)
        for at in moments:
            hours[_slot(at)] += 1
            minutes[at.minute] += 1
        shown, told = self.shown + len(moments), max(flagged - self.told, 0)
        half = 0.5 if shown > _AGES else 1.0
        return Habits(
            at=now.timestamp(),
            watched=self.watched * fade + ago / 3600,
            day=_faded(self.day, ago, DAY, moments, now),
            hour=_faded(self.hour, ago, HOUR, moments, now),
            burst=_faded(self.burst, ago, BURST, moments, now),
            shown=shown * half,
            flagged=(self.flagged + told) * half,
            told=float(flagged),
            hours=tuple(hours),
            minutes=tuple(count * half for count in minutes),
        )

    def rate(self, now: datetime) -> float:
        """Entries an hour at this hour: what is usual then, if the last day and the last hour were as usual."""
        ago = now.timestamp() - self.at
        watched = self.watched + ago / 3600
        mean = (sum(self.hours) + 0.5) / (watched + 5)
        slot = _slot(now.astimezone(UTC))
        day = slot - slot % 24
        seen = watched / 24 * (2 / 7 if day else 5 / 7)
        other = watched / 24 - seen
        near = sum(self.hours[day + (slot + by) % 24] * (BESIDE if by else 1) for by in (-1, 0, 1))
        count = near + OTHER_DAYS * self.hours[(slot + 24) % 48] + mean / 2
        usual = count / (seen * (1 + 2 * BESIDE) + OTHER_DAYS * other + 0.5)
        usual *= (COUNTS_DAY + self.day * math.exp(-ago / DAY)) / (COUNTS_DAY + mean * DAY / 3600)
        return usual * (COUNTS_HOUR + self.hour * math.exp(-ago / HOUR)) / (COUNTS_HOUR + usual * HOUR / 3600)

    @property
    def gap(self) -> timedelta | None:
        """The usual time between two entries, over all hours; None where too few were seen to tell."""
        seen = sum(self.hours)
        return timedelta(hours=self.watched / seen) if seen >= FEW else None

    def weight(self, tier: Tier) -> float:
        """What an entry's earliness is worth, 1 being usual: by how often the feed's are flagged, and by its tier."""
        share = (self.flagged + FLAGGED * FLAGGED_OF) / (self.shown + FLAGGED_OF)
        return WEIGHT[tier] * (1 - TO_TOPICS + TO_TOPICS * share / FLAGGED)


def unpack(kept: bytes | None, now: datetime) -> Habits:
    """The habits as they were kept; None: nothing is known yet."""
    if kept is None:
        return Habits(now.timestamp())
    at, *rest = _SHAPE.unpack(kept)
    watched, day, hour, burst, shown, flagged, told = rest[:7]
    hours, minutes = tuple(rest[7:55]), tuple(rest[55:])
    return Habits(at, watched, day, hour, burst, shown, flagged, told, hours, minutes)


def usual_gap(feed: Feed) -> timedelta | None:
    """The usual time between two entries of a feed, over all hours; None where too few were seen to tell."""
    return unpack(feed.habits, feed.state.next_poll_at).gap


def wait(habits: Habits, tier: Tier, now: datetime, price: float, bounds: tuple[float, float]) -> float:
    """Seconds until the next poll, within bounds: the loss expected of that interval, by the second, is the least.

    The loss is the price of a poll, and for each entry that may be expected its weight times how late it would be.
    """
    shortest, longest = bounds
    if longest <= max(shortest, STEP):
        return longest
    each = habits.weight(tier) * STEP
    rate = habits.rate(now) / 3600
    ago = now.timestamp() - habits.at
    follow = FOLLOWERS * habits.burst * math.exp(-ago / BURST) / BURST
    total = sum(habits.minutes) + 60
    chances = [(count + 1) * 60 / total for count in habits.minutes]
    into, fade = now.minute * 60 + now.second + STEP / 2, math.exp(-STEP / BURST)
    late = loss = waited = 0.0
    best, chosen, expected = math.inf, longest, []
    while waited < longest:
        due = (rate * chances[int((into + waited) % 3600) // 60] + follow) * each
        follow *= fade
        loss += (late + due / 2) * STEP
        expected.append(due)
        late += due - (expected[-int(AT_ONCE / STEP) - 1] if len(expected) > AT_ONCE / STEP else 0)
        waited += STEP
        if waited >= shortest and (price + loss) / waited < best:
            best, chosen = (price + loss) / waited, waited
    return min(max(chosen, shortest), longest)


def appeared(published: Iterable[datetime], new: int, before: datetime | None, now: datetime) -> list[datetime]:
    """When the `new` newest of these entries came to be in a feed that was asked `before`.

    One that the last poll did not show came after it, whatever its date. One without a date, which has that of its
    fetching, came in between. What a first poll shows is believed, for as long as habits last.
    """
    latest = list(islice(sorted(published, reverse=True), min(new, _MOST)))
    if before is None:
        return [at for at in latest if at < now and (now - at).total_seconds() < MEMORY]
    return [max(at, before) if at < now else before + (now - before) / 2 for at in latest]


def learned(feed: Feed, published: Iterable[datetime], new: int, now: datetime) -> Habits:
    """What is known of a feed after a poll that found so many new entries."""
    came = appeared(published, new, feed.state.polled_at if feed.state.primed_at else None, now)
    habits = unpack(feed.habits, now)
    if feed.habits is None and came:
        habits = replace(habits, at=min(came).timestamp())
    return habits.learn(came, feed.flagged, now)


def watch_until(story: Story) -> datetime:
    """Until when the feeds that may confirm a story are watched: for half an hour, where it has three fires or more."""
    return story.opened_at + WATCH if story.severity >= GRAVE else story.opened_at


@dataclass(slots=True)
class Budget:
    """Keeps the polls of all feeds at so many a feed and hour, by what a poll costs: `price`, as in `wait`.

    Each poll counts, and the feed-hours since that feed's last one. What was spent above the budget within weeks raises
    the price slowly, so that busy days may take from calm ones.
    """

    per_hour: float = BUDGET
    price: float = PRICE
    _polls: float = 0.0
    _hours: float = 0.0
    _at: float | None = None

    def spent(self, since: timedelta, now: datetime) -> None:
        """A feed was polled, so long after its last poll."""
        at, passed = now.timestamp(), 0.0
        if self._at is not None:
            passed = max(at - self._at, 0.0)
        self._at = at
        fade = math.exp(-passed / MEMORY)
        self._polls = self._polls * fade + 1
        self._hours = self._hours * fade + min(since.total_seconds(), HOUR) / 3600
        over = (self._polls + DOUBT * self.per_hour) / ((self._hours + DOUBT) * self.per_hour)
        self.price = min(max(self.price * math.exp((over - 1) * passed / DAY), PRICE / 100), PRICE * 100)


def _faded(count: float, ago: float, pace: float, moments: Iterable[datetime], now: datetime) -> float:
    return count * math.exp(-ago / pace) + sum(math.exp((at - now).total_seconds() / pace) for at in moments)


def _slot(at: datetime) -> int:
    """The place of a moment's hour in `Habits.hours`."""
    return at.hour + (24 if at.weekday() >= 5 else 0)
