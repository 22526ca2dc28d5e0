"""What monitors read."""

from datetime import timedelta

from bot.model import Health
from bot.roof import metrics
from tests.making import HOUR, NOON

HEALTH = Health(3, 1, 0, 0, NOON, None, 40, 2, 5, 7, 1, 0, 0)


def test_the_numbers() -> None:
    """A gauge a count; times in seconds; what never happened has no sample."""
    lines = metrics.exposition(HEALTH).splitlines()

    assert lines[:2] == ["# TYPE bongsu_feeds gauge", "bongsu_feeds 3"]
    assert f"bongsu_last_poll_timestamp_seconds {NOON.timestamp()}" in lines
    assert not any(line.startswith("bongsu_last_alert") for line in lines)


def test_polling_that_hangs() -> None:
    """Ten minutes beyond the longest interval without any poll; a service without feeds or with a new one is well."""
    assert not metrics.stalled(HEALTH, NOON + HOUR, HOUR)
    assert metrics.stalled(HEALTH, NOON + HOUR + timedelta(minutes=11), HOUR)
    assert not metrics.stalled(Health(0, 0, 0, 0, None, None, 0, 0, 0, 0, 0, 0, 0), NOON, HOUR)
