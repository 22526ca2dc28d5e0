"""When the next poll and the next attempt come."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Broken, Digest, Gone, Hours, Later, Moved, Outcome, PollState, Refused, Sent, Shut, Source
from bot.pipeline import timing
from tests.making import HOUR, MINUTE, NOON, delivery, story, subscriber

DAY = timedelta(days=1)
ZONES = st.sampled_from(sorted(available_timezones()))
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # it says UTC
CLOCK = st.integers(0, 24 * 60 - 1)


def rhythm() -> timing.Rhythm:
    """From a minute to an hour, with the same chance each time."""
    return timing.Rhythm(MINUTE, HOUR, random.Random(1))


def state(**values: object) -> PollState:
    """A feed's state at noon."""
    return PollState(next_poll_at=NOON, **values)  # type: ignore[arg-type] # only names of PollState are passed


def wait(kept: PollState) -> timedelta:
    """How long until the next poll."""
    return kept.next_poll_at - NOON


def test_dates_in_the_future_teach_nothing() -> None:
    """A date ahead of now is no date of publication."""
    learned = timing.learned(state(), [NOON + HOUR, NOON - HOUR], None, NOON)

    assert learned.newest_at == NOON - HOUR


@pytest.mark.parametrize(("ttl", "max_age"), [(20 * MINUTE, None), (None, 20 * MINUTE), (20 * MINUTE, MINUTE)])
def test_a_feed_of_unknown_habits_is_left_alone_as_it_asks(ttl: timedelta | None, max_age: timedelta | None) -> None:
    """Of ttl and Cache-Control the longer counts, until polls have shown what the feed does."""
    kept = timing.polled(state(ttl=ttl), NOON, rhythm(), max_age)

    assert 20 * MINUTE <= wait(kept) <= 22 * MINUTE


def test_a_wish_is_kept_up_to_our_longest_interval() -> None:
    """A ttl of a week would lose entries."""
    assert wait(timing.polled(state(ttl=7 * DAY), NOON, rhythm())) <= HOUR * 1.1


def test_failures_double_the_wait_and_success_ends_it() -> None:
    """A failing feed backs off up to the longest interval, and recovers at once."""
    kept, waits = state(), []
    for _ in range(8):
        kept = timing.failed(kept, NOON, rhythm(), error="no route")
        waits.append(wait(kept))

    assert [round(w / MINUTE) for w in waits[:4]] == pytest.approx([2, 4, 8, 16], abs=2)
    assert HOUR <= waits[-1] <= HOUR * 1.1
    healthy = timing.polled(kept, NOON, rhythm())
    assert (healthy.failures, healthy.error, healthy.healthy_at) == (0, None, NOON)
    assert wait(healthy) <= MINUTE * 1.1


def test_retry_after_is_kept_to_the_letter() -> None:
    """What a server asks for is the least that it gets, above our own longest interval too; at most a tenth more."""
    kept = timing.failed(state(), NOON, rhythm(), error="busy", retry_after=5 * HOUR)

    assert 5 * HOUR <= wait(kept) <= 5.5 * HOUR


NAMES = ("Bongsu/1 (+https://b.example)", "Bongsu/1")


def test_a_feed_that_is_gone_is_disabled_after_a_day() -> None:
    """410 ends polling once it was said three times in a row and for a day; any other answer begins anew."""
    kept = state()
    for hour in (0, 10, 20):
        kept = timing.failed(kept, NOON + hour * HOUR, rhythm(), error="gone", gone=True)
    assert (kept.disabled_at, kept.gone_polls, kept.gone_since) == (None, 3, NOON)
    assert timing.failed(kept, NOON + DAY, rhythm(), error="gone", gone=True).disabled_at == NOON + DAY

    for other in (
        timing.failed(kept, NOON + 22 * HOUR, rhythm(), error="busy"),
        timing.answered(kept, NAMES[0], NAMES, NOON + 22 * HOUR),
    ):
        again = timing.failed(other, NOON + DAY, rhythm(), error="gone", gone=True)
        assert (again.disabled_at, again.gone_polls, again.gone_since) == (None, 1, NOON + DAY)
    twice = timing.failed(state(), NOON, rhythm(), error="gone", gone=True)
    assert timing.failed(twice, NOON + 9 * DAY, rhythm(), error="gone", gone=True).disabled_at is None


def test_a_move_is_believed_the_third_time_in_a_row_after_a_day() -> None:
    """A permanent redirect becomes the address after three polls over a day; another answer between begins anew."""
    kept, address = state(), "http://old"
    for hours, moved_to, expected in [
        (0, "http://new", "http://old"),
        (20, "http://new", "http://old"),
        (23, "http://new", "http://old"),
        (24, None, "http://old"),
        (25, "http://new", "http://old"),
        (50, "http://other", "http://old"),
        (80, "http://other", "http://old"),
        (81, "http://other", "http://other"),
    ]:
        kept, address = timing.moved(kept, address, moved_to, NOON + hours * HOUR)
        assert address == expected
    assert (kept.moved_to, kept.moved_polls, kept.moved_since) == (None, 0, None)
    assert kept.home_at == NOON + 81 * HOUR


def test_a_feed_that_moved_is_asked_at_home_daily() -> None:
    """And each second time that it fails where it is now."""
    assert timing.asks_home(state(), NOON)
    asked = state(home_at=NOON)
    assert not timing.asks_home(asked, NOON + 23 * HOUR)
    assert timing.asks_home(asked, NOON + DAY)
    assert [timing.asks_home(replace(asked, failures=n), NOON) for n in range(4)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("silence", "gap", "since", "whole"),
    [
        (HOUR, 10 * MINUTE, 23 * HOUR, False),
        (HOUR, 10 * MINUTE, DAY, True),
        (2 * HOUR, 10 * MINUTE, 59 * MINUTE, False),
        (2 * HOUR, 10 * MINUTE, HOUR, True),
        (9 * DAY, DAY, 23 * HOUR, False),
        (9 * DAY, None, 23 * HOUR, False),
        (None, None, DAY, True),
    ],
)
def test_a_document_is_asked_for_whole_daily(
    silence: timedelta | None, gap: timedelta | None, since: timedelta, whole: bool
) -> None:
    """Whatever a server says of it; hourly where nothing came for ten of the feed's gaps."""
    kept = state(newest_at=silence and NOON - silence, whole_at=NOON - since)
    assert timing.asks_whole(kept, NOON, gap) == whole
    assert timing.asks_whole(replace(kept, whole_at=None), NOON, gap)
    assert timing.asks_whole(replace(kept, failures=1), NOON, gap)


def test_the_name_that_is_answered_is_remembered() -> None:
    """At first our own and then the plain one; later the one that is answered; while a feed fails, they take turns."""
    source = Source("http://a.example", "A")
    assert timing.agents(source, state(), NAMES) == NAMES
    plain = timing.answered(state(), NAMES[1], NAMES, NOON)
    assert timing.answered(plain, NAMES[1], NAMES, NOON + DAY).plain_at == NOON
    assert timing.agents(source, replace(plain, healthy_at=NOON), NAMES) == NAMES[1:]
    assert timing.agents(source, state(healthy_at=NOON), NAMES) == NAMES[:1]
    assert timing.answered(plain, NAMES[0], NAMES, NOON).plain_at is None
    turns = [timing.agents(source, state(failures=n), NAMES) for n in (1, 2, 3)]
    assert turns == [NAMES[1:], NAMES[:1], NAMES[1:]]
    named = replace(source, user_agent="Reader/1")
    assert timing.agents(named, replace(plain, failures=3), NAMES) == ("Reader/1",)


@pytest.mark.parametrize("outcome", [Sent(9), Gone("blocked"), Refused("bad")])
def test_what_is_settled_is_not_tried_again(outcome: Outcome) -> None:
    """Sent, gone and refused are ends."""
    assert timing.next_attempt(delivery(), outcome, NOON, random.Random(1)) is None


def test_a_chat_that_is_shut_is_tried_slowly_for_a_day() -> None:
    """As is what Telegram says no to for a reason that is not known; a digest however long it takes."""
    unknown = Later("Something new", after=10 * MINUTE)
    for outcome in (Shut("TOPIC_CLOSED"), unknown):
        for after, due in ((DAY, NOON + DAY + 10 * MINUTE), (DAY + MINUTE, None)):
            assert timing.next_attempt(delivery(attempts=9), outcome, NOON + after, random.Random(1)) == due
        assert timing.next_digest(digest(), outcome, NOON + 9 * DAY, random.Random(1)) == NOON + 9 * DAY + 10 * MINUTE


def test_a_last_digest_that_is_refused_is_tried_the_next_day() -> None:
    """What it holds is not given up because there is none after it."""
    last = replace(digest(), subscriber=subscriber())
    assert timing.next_digest(last, Refused("bad"), NOON, random.Random(1)) == NOON + DAY
    assert timing.next_digest(last, Sent(9), NOON, random.Random(1)) is None


def test_a_moved_chat_is_tried_at_once() -> None:
    """The alert goes to the group's new id now."""
    assert timing.next_attempt(delivery(), Moved(-100), NOON, random.Random(1)) == NOON


def test_a_wait_that_telegram_names_is_kept_to_the_letter() -> None:
    """Not a second earlier, and no jitter on top."""
    later = Later("429", after=timedelta(seconds=37))

    assert timing.next_attempt(delivery(attempts=9), later, NOON, random.Random(1)) == NOON + timedelta(seconds=37)


@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_attempts_back_off_with_jitter_but_never_beyond_a_quarter_of_an_hour(attempts: int, seed: int) -> None:
    """1, 2, 4 ... seconds up to ten minutes, plus up to a half."""
    due = timing.next_attempt(delivery(attempts=attempts), Later("502"), NOON, random.Random(seed))

    assert due is not None
    assert timedelta(seconds=min(2 ** min(attempts, 20), 600)) <= due - NOON <= 15 * MINUTE


def test_a_broken_delivery_is_tried_again_however_old() -> None:
    """After a pause; the store sets it aside the third time."""
    due = timing.next_attempt(delivery(attempts=1), Broken("Error"), NOON + 3 * DAY, random.Random(1))

    assert due is not None
    assert timedelta(seconds=2) <= due - NOON - 3 * DAY <= timedelta(seconds=3)


def test_a_delivery_is_not_given_up_before_a_day() -> None:
    """For 24 hours an alert is tried; then it is no news any more. What was not tried does not end it."""
    tired, patient = Later("502"), Later("its turn is later", counts=False)

    assert timing.next_attempt(delivery(attempts=99), tired, NOON + DAY, random.Random(1)) is not None
    assert timing.next_attempt(delivery(attempts=99), tired, NOON + DAY + MINUTE, random.Random(1)) is None
    assert timing.next_attempt(delivery(attempts=99), patient, NOON + DAY + MINUTE, random.Random(1)) is not None
    risen = delivery(attempts=99, story=story(updated_at=NOON + DAY))
    assert timing.next_attempt(risen, tired, NOON + DAY + HOUR, random.Random(1)) is not None


def shown(at: datetime, zone: str) -> int:
    """The minute of the day that clocks show there."""
    there = at.astimezone(ZoneInfo(zone))
    return there.hour * 60 + there.minute


@given(ZONES, MOMENTS, CLOCK)
def test_a_digest_comes_once_a_day_at_its_minute(zone: str, now: datetime, minute: int) -> None:
    """Wherever the reader is and whatever its clocks do: on each day, later only where they skip the minute."""
    reader = subscriber(timezone=zone, digest_at=minute)
    due = timing.digest_due(reader, now)
    assert due
    following = timing.digest_due(reader, due)
    assert following

    assert now < due <= now + 2 * DAY + 2 * HOUR
    days = [at.astimezone(ZoneInfo(zone)).date() for at in (due, following)]
    assert days[0] < days[1]
    for at in (due, following):
        there, before = at.astimezone(ZoneInfo(zone)), (at - DAY - HOUR).astimezone(ZoneInfo(zone))
        assert shown(at, zone) == minute or there.utcoffset() != before.utcoffset()


def test_a_digest_when_the_clocks_change() -> None:
    """In Berlin 2:30 is skipped on 29 March 2026 and comes twice on 25 October: the first counts."""
    reader = subscriber(timezone="Europe/Berlin", digest_at=150)
    spring, autumn = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)

    assert timing.digest_due(reader, spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    first = timing.digest_due(reader, autumn)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert timing.digest_due(reader, first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_who_has_no_digest_gets_none() -> None:
    """Every alert comes at once."""
    assert timing.digest_due(subscriber(), NOON) is None


def digest(**values: object) -> Digest:
    """A digest at nine in Seoul, claimed at noon UTC."""
    reader = subscriber(timezone="Asia/Seoul", digest_at=9 * 60)
    return Digest(reader, NOON - DAY, NOON, (), 0, **values)  # type: ignore[arg-type] # only names of Digest are passed


@pytest.mark.parametrize("outcome", [Sent(9), Refused("bad"), Gone("blocked")])
def test_the_next_digest_is_at_the_next_nine(outcome: Outcome) -> None:
    """Nine in Seoul is midnight UTC."""
    assert timing.next_digest(digest(), outcome, NOON, random.Random(1)) == NOON + 12 * HOUR


def test_a_digest_is_tried_until_it_is_sent() -> None:
    """However long that takes, since it holds what came meanwhile; a named wait is kept to, a moved chat is tried."""
    tired = timing.next_digest(digest(attempts=500), Later("502"), NOON, random.Random(1))
    assert tired
    assert 10 * MINUTE <= tired - NOON <= 15 * MINUTE
    flood = Later("429", after=timedelta(seconds=37))
    assert timing.next_digest(digest(), flood, NOON, random.Random(1)) == NOON + timedelta(seconds=37)
    assert timing.next_digest(digest(), Moved(-100), NOON, random.Random(1)) == NOON


def test_a_clock_that_is_put_back_brings_no_second_digest() -> None:
    """What was claimed at its minute is due the next day, though it is settled a moment before that minute."""
    nine = NOON + 12 * HOUR
    claimed = replace(digest(), at=nine)
    assert timing.next_digest(claimed, Sent(1), nine - timedelta(seconds=1), random.Random(1)) == nine + DAY


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (Hours(20 * 60, 22 * 60), True),
        (Hours(21 * 60, 22 * 60), True),
        (Hours(20 * 60, 21 * 60), False),
        (Hours(23 * 60, 7 * 60), False),
        (Hours(23 * 60, 21 * 60 + 1), True),
        (Hours(20 * 60, 7 * 60), True),
        (None, False),
    ],
)
def test_quiet_hours_are_the_readers(hours: Hours | None, expected: bool) -> None:
    """At noon UTC it is 21:00 in Seoul; the hours begin with their first minute and may pass midnight."""
    assert timing.is_quiet(subscriber(timezone="Asia/Seoul", quiet=hours), NOON) is expected


@given(ZONES, MOMENTS, CLOCK, CLOCK)
def test_the_day_is_quiet_or_not(zone: str, now: datetime, start: int, end: int) -> None:
    """The hours from start to end and those from end to start are the whole day, whatever the clocks do."""
    reader, rest = (subscriber(timezone=zone, quiet=hours) for hours in (Hours(start, end), Hours(end, start)))
    quiet = [timing.is_quiet(reader, now), timing.is_quiet(rest, now)]

    assert quiet.count(True) == (start != end)
    assert start <= end or quiet[0] == (shown(now, zone) >= start or shown(now, zone) < end)
