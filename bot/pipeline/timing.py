"""When: the next poll, the next attempt, quiet hours, digests. Pure: (state, outcome, now) -> state or datetime."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.model import (
    DAILY,
    URGENT,
    Broken,
    Delivery,
    Digest,
    Later,
    Moved,
    Outcome,
    PollState,
    Refused,
    Shut,
    Subscriber,
)

GIVE_UP_AFTER = timedelta(hours=24)
"""How long an alert is tried, after its story last changed: what is older is no news any more."""
MOVES_TO_BELIEVE = 3
"""A permanent redirect becomes the feed's address once so many polls in a row met it: some are mistakes."""
MINUTES = 24 * 60
"""How many minutes a day has."""
SHUT_AGAIN = timedelta(minutes=10)
"""Between two tries at a chat that takes no messages: one that was opened again mostly says so by itself."""
JUMP = timedelta(seconds=10)
"""From so great a difference to a steady clock on, the clock has jumped: far more than NTP slews between two ticks."""


@dataclass(slots=True)
class Jumps:
    """Compares a clock with a steady one, whose times are float seconds: a clock that goes further has jumped."""

    _from: tuple[datetime, float] | None = None

    def look(self, at: datetime, steady: float) -> timedelta:
        """How far the clock jumped since it last was right; zero: it did not."""
        if self._from is None:
            return timedelta()
        jump = (at - self._from[0]) - timedelta(seconds=steady - self._from[1])
        return jump if abs(jump) >= JUMP else timedelta()

    def go_on(self, at: datetime, steady: float) -> None:
        """What the clock says now is right."""
        self._from = at, steady


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The bounds of a feed's interval, and a seeded source of jitter."""

    shortest: timedelta
    longest: timedelta
    random: random.Random

    def clamp(self, interval: timedelta) -> timedelta:
        """The interval, put between the bounds."""
        return min(max(interval, self.shortest), self.longest)

    def spread(self, interval: timedelta) -> timedelta:
        """The interval with up to a tenth added, so that feeds do not march in step."""
        return interval * (1 + self.random.random() / 10)


def learned(state: PollState, published: Sequence[datetime], ttl: timedelta | None, now: datetime) -> PollState:
    """The state with what a parsed feed shows of its rhythm: the newest date, and the median of the last ten gaps."""
    newest = sorted((at for at in published if at <= now), reverse=True)[:11]
    gaps = sorted(later - earlier for later, earlier in pairwise(newest))
    return replace(state, newest_at=newest[0] if newest else None, gap=gaps[len(gaps) // 2] if gaps else None, ttl=ttl)


def interval(state: PollState, now: datetime, rhythm: Rhythm) -> timedelta:
    """How long a feed may go without a look: a third of its usual gap; when it is silent for long, more and more.

    A feed that publishes every three hours is asked hourly; one that was silent for a day is not asked each minute.
    Without dates it is asked as often as allowed: better a wasted poll than a late alert.
    """
    silence = (now - state.newest_at) / 8 if state.newest_at else timedelta()
    return rhythm.clamp(max(state.gap or timedelta(), silence) / 3)


def polled(state: PollState, now: datetime, rhythm: Rhythm, max_age: timedelta | None = None) -> PollState:
    """The state after a poll that worked; `max_age` is what the answer's Cache-Control asks for."""
    # A publisher's wish counts up to our own longest interval: a ttl of a week would lose entries.
    asked = min(max(state.ttl or timedelta(), max_age or timedelta()), rhythm.longest)
    wait = max(interval(state, now, rhythm), asked)
    return replace(state, next_poll_at=now + rhythm.spread(wait), failures=0, error=None, polled_at=now, healthy_at=now)


def pushed(state: PollState, now: datetime, rhythm: Rhythm, until: datetime | None) -> PollState:
    """The state of a feed that a hub pushes until then: polled as seldom as allowed, and when the lease ends."""
    if until is None or state.failures:
        return state
    return replace(state, next_poll_at=max(state.next_poll_at, min(now + rhythm.spread(rhythm.longest), until)))


def failed(
    state: PollState,
    now: datetime,
    rhythm: Rhythm,
    *,
    error: str,
    retry_after: timedelta | None = None,
    gone: bool = False,
) -> PollState:
    """The state after a poll that failed: twice the wait each time, or what the server asked for; `gone`: no more."""
    failures = state.failures + 1
    wait = rhythm.clamp(rhythm.shortest * 2 ** min(failures, 16))
    return replace(
        state,
        next_poll_at=now + max(rhythm.spread(wait), retry_after or timedelta()),
        failures=failures,
        error=error,
        polled_at=now,
        disabled_at=now if gone else state.disabled_at,
    )


def moved(state: PollState, address: str, moved_to: str | None) -> tuple[PollState, str]:
    """The state and the address to poll from now on, after a poll of `address` that was redirected for good or not."""
    if moved_to is None or moved_to == address:
        return replace(state, moved_to=None, moved_polls=0), address
    polls = state.moved_polls + 1 if state.moved_to == moved_to else 1
    if polls < MOVES_TO_BELIEVE:
        return replace(state, moved_to=moved_to, moved_polls=polls), address
    return replace(state, moved_to=None, moved_polls=0), moved_to


def next_attempt(delivery: Delivery, outcome: Outcome, now: datetime, jitter: random.Random) -> datetime | None:
    """When a delivery is due after this outcome; None: it is settled, or given up a day after its story last changed.

    A wait that Telegram names is kept to the letter; else 1, 2, 4 ... seconds up to ten minutes, plus up to a half.
    """
    if isinstance(outcome, Moved):
        return now
    if not isinstance(outcome, Later | Shut | Broken):
        return None
    news_at = max(delivery.queued_at or now, delivery.story.updated_at)
    tried = isinstance(outcome, Shut) or (isinstance(outcome, Later) and outcome.counts)
    if tried and now - news_at > GIVE_UP_AFTER:
        return None
    return now + _pause(outcome, delivery.attempts, jitter)


def next_digest(digest: Digest, outcome: Outcome, now: datetime, jitter: random.Random) -> datetime | None:
    """When a subscriber's digest is due after this outcome: again, however often, or the next day; None: no more.

    It is never given up: what is sent in the end holds all that has come meanwhile.
    """
    if isinstance(outcome, Moved):
        return now
    if isinstance(outcome, Later | Shut | Broken):
        return now + _pause(outcome, digest.attempts, jitter)
    following = digest_due(digest.subscriber, max(now, digest.at))  # the clock may have been put back since
    return following or now + timedelta(days=1) if isinstance(outcome, Refused) else following


def _pause(outcome: Later | Shut | Broken, attempts: int, jitter: random.Random) -> timedelta:
    if isinstance(outcome, Shut):
        return SHUT_AGAIN
    if isinstance(outcome, Later) and outcome.after is not None:
        return outcome.after
    return min(timedelta(seconds=2 ** min(attempts, 10)), timedelta(minutes=10)) * (1 + jitter.random() / 2)


def digest_due(reader: Subscriber, now: datetime) -> datetime | None:
    """The next time after now that a subscriber's clocks show the minute of its digest; None where it has none.

    A minute that the clocks skip is as much later as they skip; of one that comes twice, the first counts.
    """
    if reader.digest_at is None:
        return None
    zone, step = ZoneInfo(reader.timezone), min(reader.digest_hours, DAILY) * 60
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(-1, 9)]
    if reader.digest_day is not None:
        days = [day for day in days if day.weekday() == reader.digest_day]
    minutes = range(reader.digest_at % step if reader.digest_day is None else reader.digest_at, MINUTES, step)
    times = [time(*divmod(minute, 60)) for minute in minutes]
    moments = (datetime.combine(day, at, zone).astimezone(UTC) for day in days for at in times)
    return min(moment for moment in moments if moment > now)


class Sound(StrEnum):
    """How an alert comes."""

    RINGS = "rings"
    SILENT = "silent"
    GATHERS = "gathers"
    """Silently, in a message with others, since enough have rung within the hour."""


def sound_of(delivery: Delivery, now: datetime) -> Sound:
    """How an alert is to come: first, whether it is worth a sound; then, whether its reader wants one.

    Worth one is what is new here, or has become graver. The gravest rings whatever was chosen.
    """
    reader, story = delivery.subscriber, delivery.story
    own = delivery.message_id is not None and delivery.gathered_at is None
    new = delivery.told == 0 or delivery.graver
    worth = delivery.muted_at is None and (delivery.rings if own else new)
    if worth and story.severity >= URGENT:
        return Sound.RINGS
    unwanted = story.severity < reader.rings_from or delivery.silent_at is not None or is_muted(reader, now)
    if worth and (unwanted or is_quiet(reader, now)):
        worth = False
    elif worth and not reader.rings_enough(now):
        return Sound.RINGS
    return Sound.GATHERS if delivery.gathered_at or (worth and not own) else Sound.SILENT


def is_muted(reader: Subscriber, now: datetime) -> bool:
    """Whether its reader has muted everything for now."""
    return reader.muted_until is not None and now < reader.muted_until


def is_quiet(reader: Subscriber, now: datetime) -> bool:
    """Whether it is a subscriber's quiet hours: from their start on, and at their end no more."""
    if reader.quiet is None:
        return False
    there = now.astimezone(ZoneInfo(reader.timezone))
    into = there.hour * 60 + there.minute - reader.quiet.start
    return into % MINUTES < (reader.quiet.end - reader.quiet.start) % MINUTES
