"""When: the next poll, the next attempt, quiet hours, digests. Pure: (state, outcome, now) -> state or datetime."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.model import (
    DAILY,
    URGENT,
    Broken,
    Copy,
    Delivery,
    Digest,
    Later,
    Moved,
    Outcome,
    PollState,
    Refused,
    Shut,
    Source,
    Subscriber,
)

GIVE_UP_AFTER = timedelta(hours=24)
"""How long an alert is tried, after its story last changed: what is older is no news any more."""
TIMES_TO_BREAK = 3
"""So many tries over which our own code raises are enough for a bulletin's copy; alerts are set aside by the store."""
TIMES_TO_BELIEVE = 3
"""A permanent redirect, or an end, is believed once so many polls in a row met it, over BELIEVED_AFTER."""
BELIEVED_AFTER = timedelta(days=1)
"""A server that is being moved, or a portal before it, is wrong for hours; what it says for a day it means."""
HOME_EVERY = timedelta(days=1)
"""How often the address that a feed moved from is asked, in case that it moved back or on."""
WHOLE_EVERY, WHOLE_EVERY_IN_SILENCE = timedelta(days=1), timedelta(hours=1)
"""How often a document is asked for whole, whatever we have of it: some servers say "not modified" for ever."""
SILENT_AFTER = 10
"""A feed is silent when nothing came for so many of its usual gaps."""
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
    """The state with what a parsed feed says of itself: the newest date, and how long it asks to be left alone."""
    return replace(state, newest_at=max((at for at in published if at <= now), default=None), ttl=ttl)


def polled(state: PollState, now: datetime, rhythm: Rhythm, max_age: timedelta | None = None) -> PollState:
    """The state after a poll that worked; `max_age` is what the answer's Cache-Control asks for.

    What a feed asks for is most often its software's default: it counts within our bounds, and only until the feed's
    own habits are known (`schedule.wait`).
    """
    wait = rhythm.clamp(max(state.ttl or timedelta(), max_age or timedelta()))
    return replace(state, next_poll_at=now + rhythm.spread(wait), failures=0, error=None, polled_at=now, healthy_at=now)


def due_at(now: datetime, wait: timedelta, rhythm: Rhythm, pushed_until: datetime | None) -> datetime:
    """When a feed is due that is to wait so long; one that a hub pushes, seldom, or when its lease ends."""
    due = now + rhythm.spread(wait)
    return max(due, min(now + rhythm.spread(rhythm.longest), pushed_until)) if pushed_until else due


def failed(
    state: PollState,
    now: datetime,
    rhythm: Rhythm,
    *,
    error: str,
    retry_after: timedelta | None = None,
    gone: bool = False,
) -> PollState:
    """The state after a poll that failed: twice the wait each time, or what the server asked for.

    How far `retry_after` is believed is decided before (`hosts.asked_for`). `gone`: it says that there will be nothing
    any more; when it has said so long enough, it is asked no more.
    """
    failures = state.failures + 1
    gone_polls, gone_since = (state.gone_polls + 1, state.gone_since or now) if gone else (0, None)
    wait = rhythm.clamp(rhythm.shortest * 2 ** min(failures, 16))
    return replace(
        state,
        next_poll_at=now + rhythm.spread(max(wait, retry_after or timedelta())),
        failures=failures,
        error=error,
        polled_at=now,
        gone_polls=gone_polls,
        gone_since=gone_since,
        disabled_at=now if gone_since and _believed(gone_polls, gone_since, now) else state.disabled_at,
    )


def moved(state: PollState, address: str, moved_to: str | None, now: datetime) -> tuple[PollState, str]:
    """The state and the address to poll from now on, after a poll of `address` that was redirected for good or not.

    Only for a poll that brought a feed with entries: a portal and a notice of maintenance are redirected to as well.
    """
    if moved_to is None or moved_to == address:
        if state.moved_to is None:
            return state, address
        return replace(state, moved_to=None, moved_polls=0, moved_since=None), address
    again = state.moved_to == moved_to
    polls, since = (state.moved_polls + 1 if again else 1), (again and state.moved_since) or now
    if not _believed(polls, since, now):
        return replace(state, moved_to=moved_to, moved_polls=polls, moved_since=since), address
    return replace(state, moved_to=None, moved_polls=0, moved_since=None, home_at=now), moved_to


def _believed(polls: int, since: datetime, now: datetime) -> bool:
    return polls >= TIMES_TO_BELIEVE and now - since >= BELIEVED_AFTER


def asks_home(state: PollState, now: datetime) -> bool:
    """Whether a feed that moved is to be asked where it came from: daily, and each second time that it fails."""
    return state.failures % 2 == 1 or state.home_at is None or now - state.home_at >= HOME_EVERY


def asks_whole(state: PollState, now: datetime, gap: timedelta | None) -> bool:
    """Whether to ask for the whole document, though we may have it: daily, and hourly where it is silent too long.

    So it is after a failure: some servers refuse whoever names what he has. `gap` is the usual time between two entries
    of the feed, None where that is not known.
    """
    if state.whole_at is None or state.failures:
        return True
    silent = state.newest_at and gap and now - state.newest_at > SILENT_AFTER * gap
    return now - state.whole_at >= (WHOLE_EVERY_IN_SILENCE if silent else WHOLE_EVERY)


def agents(source: Source, state: PollState, names: tuple[str, str]) -> tuple[str, ...]:
    """The User-Agents to ask a feed with, the next where one is refused; `names` are our full one and the plain one.

    Both only in a feed's first poll: one that answered is asked with the name that it answers, in all of the time, and
    while it fails each poll tries one of them in turn, so that no poll costs two requests.
    """
    if source.user_agent:
        return (source.user_agent,)
    ordered = names[::-1] if state.plain_at else names
    return (ordered[state.failures % 2],) if state.failures or state.healthy_at else ordered


def answered(state: PollState, user_agent: str, names: tuple[str, str], now: datetime) -> PollState:
    """The state of a feed that answered this User-Agent: it is there, and which name it answers is remembered."""
    plain_at = (state.plain_at or now) if user_agent == names[1] else None
    if plain_at == state.plain_at and not state.gone_polls:
        return state
    return replace(state, plain_at=plain_at, gone_polls=0, gone_since=None)


def next_attempt(delivery: Delivery, outcome: Outcome, now: datetime, jitter: random.Random) -> datetime | None:
    """When a delivery is due after this outcome; None: it is settled, or given up a day after its story last changed.

    A wait that Telegram names is kept to the letter; else 1, 2, 4 ... seconds up to ten minutes, plus up to a half.
    """
    news_at = max(delivery.queued_at or now, delivery.story.updated_at)
    return _again(outcome, delivery.attempts, news_at, now, jitter)


def next_copy(copy: Copy, outcome: Outcome, now: datetime, jitter: random.Random) -> datetime | None:
    """When a bulletin's copy is due after this outcome, as an alert is; None: it is settled, or a day old."""
    if isinstance(outcome, Broken) and copy.attempts >= TIMES_TO_BREAK:
        return None
    return _again(outcome, copy.attempts, copy.queued_at, now, jitter)


def _again(outcome: Outcome, attempts: int, since: datetime, now: datetime, jitter: random.Random) -> datetime | None:
    """When what is news `since` then is tried again; None: no more."""
    if isinstance(outcome, Moved):
        return now
    if not isinstance(outcome, Later | Shut | Broken):
        return None
    tried = isinstance(outcome, Shut) or (isinstance(outcome, Later) and outcome.counts)
    if tried and now - since > GIVE_UP_AFTER:
        return None
    return now + _pause(outcome, attempts, jitter)


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

    Worth one is what is new here, or has become graver, unless it came late. The gravest rings whatever was chosen.
    """
    reader, story = delivery.subscriber, delivery.story
    own = delivery.message_id is not None and delivery.gathered_at is None
    new = delivery.told == 0 or delivery.graver
    worth = delivery.muted_at is None and not story.late and (delivery.rings if own else new)
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
