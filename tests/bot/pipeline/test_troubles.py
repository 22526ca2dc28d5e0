"""Which troubles hold, and what of them is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model import Feed, Health, PollState, Trouble
from bot.pipeline.schedule import Habits
from bot.pipeline.troubles import Observed, changes, holding
from tests.making import HOUR, MINUTE, NOON, source

DAY = timedelta(days=1)
HEALTH = Health(3, 0, 0, 0, NOON, NOON, 40, 0, 5, 7, 0, 0, 0)
GB = 1_000_000_000


def feed(
    number: int = 1,
    *,
    country: str = "kr",
    host: str = "",
    paused: bool = False,
    gap: timedelta | None = HOUR,
    **state: Any,
) -> Feed:
    """A feed that was polled at noon with success and has entries every hour, unless said otherwise."""
    url = f"https://{host or f'host{number}.example'}/{number}"
    made = PollState(NOON + MINUTE, **{"newest_at": NOON - HOUR, "polled_at": NOON, "healthy_at": NOON} | state)
    habits = None
    if gap is not None:
        habits = Habits(NOON.timestamp(), watched=4 * gap / HOUR, hours=(4.0, *(0.0,) * 47)).pack()
    return Feed(number, source(url=url, country=country), made, habits=habits, paused_at=NOON if paused else None)


def failing(number: int, times: int = 3, **values: Any) -> Feed:
    """A feed that failed so many times in a row, since noon."""
    return feed(number, failures=times, error="It is late.", **values)


def seen(*feeds: Feed, **values: Any) -> Observed:
    """What is seen at noon."""
    return replace(Observed(NOON, HEALTH, feeds, HOUR), **values)


def keys(observed: Observed, *known: str) -> list[str]:
    """The keys of what holds."""
    return [one.key for one in holding(observed, known)]


def test_all_is_well() -> None:
    """Nothing is told of feeds that publish in their rhythm, or that an operator paused."""
    assert keys(seen(feed(1), feed(2), failing(3, 99, paused=True))) == []


@pytest.mark.parametrize(
    ("gap", "silence", "silent"),
    [
        (HOUR, 3 * DAY, False),
        (HOUR, 3 * DAY + MINUTE, True),
        (2 * DAY, 6 * DAY, False),
        (2 * DAY, 6 * DAY + MINUTE, True),
        (timedelta(), 4 * DAY, True),
        (None, 400 * DAY, False),
    ],
)
def test_silence_goes_by_the_feeds_own_rhythm(gap: timedelta | None, silence: timedelta, silent: bool) -> None:
    """Three of its usual gaps, and a long weekend at least; a feed without dates has no rhythm."""
    assert keys(seen(feed(7, gap=gap, newest_at=NOON - silence))) == (["feed-silent:7"] if silent else [])


def test_a_feed_that_was_not_looked_at_is_not_called_silent() -> None:
    """After a pause of the service, nobody knows yet what it has published."""
    assert keys(seen(feed(7, newest_at=NOON - 9 * DAY, polled_at=NOON - 8 * DAY))) == []


@pytest.mark.parametrize(
    ("times", "well", "told"),
    [(3, NOON - 23 * HOUR, False), (3, NOON - DAY, True), (9, None, False), (10, None, True)],
)
def test_failing_for_a_day(times: int, well: Any, told: bool) -> None:
    """A day without a success; a feed that never had one, after ten tries."""
    assert keys(seen(failing(7, times, healthy_at=well))) == (["feed-failing:7"] if told else [])


def test_a_host_or_country_that_fails_is_one_trouble() -> None:
    """Its feeds are not told of beside it, but those that were told already are not taken back for it."""
    day: dict[str, Any] = {"healthy_at": NOON - DAY, "host": "news.example", "country": "jp"}
    feeds = (failing(1, **day), failing(2, **day), feed(3), feed(4), feed(5))
    assert keys(seen(*feeds)) == ["host-failing:news.example"]
    assert keys(seen(*feeds), "feed-failing:2") == ["host-failing:news.example", "feed-failing:2"]

    abroad = tuple(failing(number, country="jp") for number in (1, 2, 3))
    here = tuple(feed(number) for number in range(4, 9))
    assert keys(seen(*abroad, *here)) == ["country-failing:jp"]
    assert keys(seen(*abroad[1:], feed(1, country="jp"), *here)) == []
    assert keys(seen(*abroad[:2], *here)) == []


def test_when_nearly_all_fails_it_is_our_network() -> None:
    """One sentence instead of one a country."""
    feeds = (*(failing(number, country=country) for country in ("jp", "us") for number in range(3)), feed(9))
    assert keys(seen(*feeds)) == ["most-failing"]
    assert keys(seen(*feeds), "country-failing:jp") == ["most-failing", "country-failing:jp"]


def test_nothing_polled() -> None:
    """It explains every feed."""
    late = replace(HEALTH, last_poll_at=NOON - 2 * HOUR)
    assert keys(seen(feed(newest_at=NOON - 9 * DAY), health=late)) == ["not-polled"]
    assert keys(seen(health=replace(late, feeds_paused=3))) == []


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"undetected_since": NOON - 2 * MINUTE}, "queue:detect"),
        ({"due_since": NOON - 2 * MINUTE}, "queue:deliver"),
        ({"entries_set_aside": 2}, "set-aside:entries"),
        ({"undetected_since": NOON - MINUTE, "due_since": NOON}, None),
    ],
)
def test_work_that_stands_still(values: dict[str, Any], key: str | None) -> None:
    """A queue older than a minute, and rows that were set aside, by kind."""
    assert keys(seen(health=replace(HEALTH, **values))) == ([key] if key else [])


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"disk": (1 * GB, 100 * GB)}, "disk"),
        ({"disk": (6 * GB, 100 * GB)}, None),
        ({"disk": (6 * GB, 10_000 * GB)}, None),
        ({"disk": (GB // 10, GB)}, "disk"),
        ({"transaction": 1.5}, "database"),
        ({"transaction": 0.2}, None),
        ({"clock_off": timedelta(seconds=-31)}, "clock"),
        ({"clock_off": timedelta(seconds=31)}, "clock"),
        ({"clock_off": timedelta(seconds=29)}, None),
        ({"refused": True}, "token"),
        ({"conflict": True}, "conflict"),
    ],
)
def test_what_it_stands_on(values: dict[str, Any], key: str | None) -> None:
    """Disk, database, clock, token, and another process."""
    assert keys(seen(**values)) == ([key] if key else [])


def test_what_is_told_is_told_once() -> None:
    """New ones begin, told ones do not again, untold ones do until they are told; what holds no more is over."""
    told = Trouble("disk", {"megabytes": 90}, NOON - HOUR, NOON - HOUR)
    untold, gone = Trouble("clock", {}, NOON - HOUR), Trouble("token", {}, NOON - HOUR, NOON)
    found = changes(
        (told, untold, gone), (Trouble("disk", {"megabytes": 80}), Trouble("clock"), Trouble("database")), NOON
    )

    assert [one.key for one in found.begun] == ["clock", "database"]
    assert found.over == (gone,)
    assert found.changed == (replace(told, detail={"megabytes": 80}), Trouble("database", {}, NOON))
