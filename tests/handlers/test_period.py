"""Periods as people type them, at the end of a command."""

from datetime import date

import pytest

from bot.stories.timeline import Period
from handlers.period import split_period

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("launches", "2026-01-07", "2026-03-31"),
        ("launches 30d", "2026-03-02", "2026-03-31"),
        ("launches 1 day", "2026-03-31", "2026-03-31"),
        ("launches korea 12w", "2026-01-07", "2026-03-31"),
        ("launches 1m", "2026-03-01", "2026-03-31"),
        ("발사 6개월", "2025-10-01", "2026-03-31"),
        ("발사 1년", "2025-04-01", "2026-03-31"),
        ("発射 2週間", "2026-03-18", "2026-03-31"),
        ("発射 1か月", "2026-03-01", "2026-03-31"),
        ("launches 3W", "2026-03-11", "2026-03-31"),
        ("launches 2026-01-01..2026-02-01", "2026-01-01", "2026-02-01"),
        ("launches 2026-01-01 .. 2026-02-01", "2026-01-01", "2026-02-01"),
        ("launches 2026-03-01..", "2026-03-01", "2026-03-31"),
        ("launches 2026-03-01..2027-01-01", "2026-03-01", "2026-03-31"),
        ("launches korea 4", "2026-01-07", "2026-03-31"),
    ],
)
def test_a_period_is_read(said: str, first: str, last: str) -> None:
    """In the languages that we speak, in any width and case; where none is said, twelve weeks."""
    words, period = split_period(tuple(said.split()), TODAY)

    assert period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert words[0] == said.split()[0]
    assert not any(".." in word for word in words)


@pytest.mark.parametrize(
    "said",
    [
        "0d",
        "3y",
        "999w",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "2027-01-01..",
        "12",
        "7x",
        "9999-12-31..",
    ],
)
def test_what_is_meant_as_a_period_and_is_none_is_no_place(said: str) -> None:
    """It is told apart from a place, and from fires."""
    words, period = split_period(("launches", said), TODAY)

    assert (words, period) == (("launches",), None)


def test_weeks_end_with_the_period() -> None:
    """Only the first may have fewer days."""
    period = Period(date(2026, 3, 1), date(2026, 3, 31))

    assert period.days == 31
    assert [day.day for day in period.weeks] == [1, 4, 11, 18, 25]
