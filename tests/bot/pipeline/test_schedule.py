"""How soon a feed is asked again: its habits, what a poll costs, the budget of all feeds."""

from datetime import timedelta

import pytest

from bot.model import Feed, PollState, Tier
from bot.pipeline import schedule
from tests.making import HOUR, MINUTE, NOON, source, story

DAY = timedelta(days=1)
BOUNDS = (60.0, 300.0)


def habits(gap: timedelta, flagged: int = 0, days: int = 7) -> schedule.Habits:
    """What is known of a feed that published so often for a week, until noon; so many entries were flagged."""
    begun = schedule.Habits((NOON - days * DAY).timestamp())
    return begun.learn([NOON - gap * (n + 0.37) for n in range(int(days * DAY / gap))], flagged, NOON)


def wait(known: schedule.Habits, tier: Tier = Tier.PRESS, after: timedelta = timedelta(), price: float = 6.0) -> float:
    """Seconds until the next poll, decided so long after noon."""
    return schedule.wait(known, tier, NOON + after, price, BOUNDS)


def test_what_publishes_often_is_asked_often() -> None:
    """From the floor for an entry each minute to the ceiling for one a day."""
    waits = [wait(habits(gap)) for gap in (MINUTE, 10 * MINUTE, HOUR, DAY)]

    assert (waits[0], waits[-1]) == (60, 300)
    assert waits == sorted(waits)


def test_what_is_often_flagged_is_asked_sooner() -> None:
    """Where one entry in ten alerts, its lateness costs more; so it does where an agency or official source speaks."""
    usual, flagged = habits(7 * MINUTE), habits(7 * MINUTE, flagged=140)

    assert wait(flagged) < wait(usual)
    assert wait(usual, Tier.OFFICIAL) < wait(usual, Tier.AGGREGATOR)


def test_what_fell_silent_is_asked_less() -> None:
    """What usually publishes each two minutes, but not since two days, is asked as seldom as allowed."""
    assert wait(habits(2 * MINUTE), after=2 * DAY) == 300


def test_after_an_entry_more_may_follow() -> None:
    """News comes in bursts: a calm feed that brought five entries just now is asked sooner."""
    calm = habits(6 * HOUR)
    lively = calm.learn([NOON - MINUTE] * 5, 0, NOON)

    assert wait(lively) < wait(calm)


def test_the_full_hour_is_waited_for() -> None:
    """Who publishes at the full hour is asked right after it, and not shortly before."""
    begun = schedule.Habits((NOON - 7 * DAY).timestamp())
    hourly = begun.learn([NOON - n * HOUR for n in range(7 * 24) for _ in range(4)], 0, NOON)
    now = NOON + 57 * MINUTE

    assert 180 <= schedule.wait(hourly, Tier.PRESS, now, 6.0, BOUNDS) <= 210


def test_habits_are_kept_as_they_are() -> None:
    """Packed and unpacked, they say the same to a float's precision; unknown ones are of now."""
    known = habits(20 * MINUTE, flagged=3)
    again = schedule.unpack(known.pack(), NOON)

    assert again.pack() == known.pack()
    assert again.rate(NOON) == pytest.approx(known.rate(NOON), rel=1e-4)
    assert schedule.unpack(None, NOON) == schedule.Habits(NOON.timestamp())


def test_an_entry_came_after_the_poll_that_did_not_show_it() -> None:
    """Whatever its date; one without, which has that of its fetching, came in between. Only the new ones count."""
    before = NOON - 10 * MINUTE
    dates = [NOON, NOON - MINUTE, NOON - 400 * DAY, NOON - 500 * DAY]

    came = schedule.appeared(dates, 3, before, NOON)

    assert came == [NOON - 5 * MINUTE, NOON - MINUTE, before]


def test_a_first_poll_teaches_the_rhythm_of_what_it_shows() -> None:
    """The dates of two weeks count, undated and older entries do not."""
    feed = Feed(1, source(), PollState(NOON))
    dates = [NOON - n * HOUR for n in range(1, 25)] + [NOON, NOON - 400 * DAY]

    assert schedule.learned(feed, dates, len(dates), NOON).shown == 24
    assert 0.5 < schedule.learned(feed, dates, len(dates), NOON).rate(NOON) < 2


def test_the_budget_is_kept() -> None:
    """Who asks too often pays more and more for a poll, who asks less than allowed less and less."""
    dear, cheap = schedule.Budget(), schedule.Budget()
    for n in range(20_000):
        dear.spent(MINUTE, NOON + n * MINUTE)
        cheap.spent(10 * MINUTE, NOON + n * MINUTE)

    assert cheap.price < schedule.PRICE < dear.price


def test_a_story_is_watched_while_it_is_young_and_grave() -> None:
    """Three fires and more, for half an hour from its beginning."""
    assert schedule.watch_until(story(severity=3, opened_at=NOON)) == NOON + 30 * MINUTE
    assert schedule.watch_until(story(severity=2, opened_at=NOON)) == NOON


def test_the_usual_time_between_entries_is_told_once_some_were_seen() -> None:
    """About four hours where one came each fourth hour; nothing after two."""
    known = schedule.unpack(None, NOON)
    for number in range(1, 31):
        at = NOON + 4 * number * HOUR
        known = known.learn([at], 0, at)
        if number < 3:
            assert known.gap is None
    assert known.gap is not None
    assert 3.5 * HOUR < known.gap < 4.5 * HOUR
