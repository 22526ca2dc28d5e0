"""What Telegram's answers say of us."""

from datetime import timedelta

import pytest

from bot.telegram.line import Line
from tests.making import NOON

DATE = "Tue, 24 Nov 2026 12:00:40 GMT"


def test_a_token_that_is_refused_until_it_is_taken() -> None:
    """401 says so, a success takes it back, and other troubles say nothing of it."""
    line, said = Line(), []
    for status in (200, 401, 429, 502, 409, 200):
        line.heard(status, None, NOON, 0.0)
        said.append(line.refused)

    assert said == [False, True, True, True, True, False]


def test_another_process_asks() -> None:
    """One 409 comes with a restart; three within five minutes are another process, until five minutes without."""
    line = Line()
    for at in (0.0, 100.0):
        line.heard(409, None, NOON, at)
        assert not line.conflict(at)
    line.heard(409, None, NOON, 200.0)
    assert line.conflict(200.0)
    assert line.conflict(300.0)
    assert not line.conflict(301.0)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Tue, 99 Nov 2026 12:00:00 GMT"])
def test_a_date_that_is_none(date: str | None) -> None:
    """A header that cannot be read leaves what is known."""
    line = Line()
    line.heard(200, DATE, NOON, 0.0)
    line.heard(200, date, NOON, 0.0)

    assert line.clock_off == timedelta(seconds=40)
