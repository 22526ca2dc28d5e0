"""Whether Telegram can be reached, as its answers tell."""

from datetime import timedelta

import pytest

from bot.model import Gone, Later, Outcome, Refused, Sent, Shut
from bot.telegram.circuit_breaker import TRY_EVERY, CircuitBreaker

LOST = Later("httpx.ConnectError")


def away() -> CircuitBreaker:
    """A breaker to which Telegram was lost at time 0."""
    breaker = CircuitBreaker()
    for _ in range(3):
        breaker.heard(LOST, 0.0)
    return breaker


def test_a_few_failures_stop_nothing() -> None:
    """A bad gateway now and then is no absence, and counts as an attempt of its row."""
    breaker = CircuitBreaker()
    outcomes = [breaker.heard(outcome, 0.0) for outcome in (LOST, LOST, Sent(1), LOST, LOST)]

    assert outcomes == [LOST, LOST, Sent(1), LOST, LOST]
    assert breaker.take(12, 0.0) == 12


def test_while_it_is_away_there_is_one_try_a_second() -> None:
    """Nothing before the second is over, then one."""
    breaker = away()

    assert [breaker.take(12, now) for now in (0.0, 0.99, TRY_EVERY)] == [0, 0, 1]
    assert [breaker.take(12, now) for now in (1.5, 1.99, 2.0)] == [0, 0, 1]  # whether the one before was heard or not
    breaker.heard(LOST, 2.5)
    assert [breaker.take(12, now) for now in (2.99, 3.0)] == [0, 1]


def test_no_try_is_held_against_its_row_while_it_is_away() -> None:
    """So that the row is due at once when Telegram is back, however long that took."""
    assert away().heard(LOST, 5.0) == Later(LOST.reason, after=timedelta(seconds=TRY_EVERY), counts=False)


ANSWERS = [Sent(1), Gone("blocked"), Shut("closed"), Refused("no"), Later("429", after=timedelta(seconds=9))]


@pytest.mark.parametrize("answer", ANSWERS)
def test_any_answer_of_telegrams_ends_it(answer: Outcome) -> None:
    """A refusal is an answer, too."""
    breaker = away()

    assert breaker.heard(answer, 5.0) == answer
    assert breaker.take(12, 5.0) == 12


def test_what_was_not_tried_tells_nothing() -> None:
    """A wait of our own does not mean that Telegram is back."""
    breaker = away()
    breaker.heard(Later("its chat's turn is later", counts=False), 0.5)

    assert breaker.away
