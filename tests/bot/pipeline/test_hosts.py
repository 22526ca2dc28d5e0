"""Politeness to hosts: what they ask for, and how it holds all their feeds."""

from datetime import timedelta

import pytest

from bot.pipeline.hosts import Hosts, asked_for
from tests.making import HOUR, MINUTE, NOON, source

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "retry_after", "believed"),
    [
        (503, 5 * MINUTE, 5 * MINUTE),
        (503, DAY, HOUR),
        (429, DAY, 2 * HOUR),
        (429, None, MINUTE),
        (503, None, None),
        (500, None, None),
        (None, None, None),
    ],
)
def test_what_a_host_asks_for_is_believed_up_to_hours(
    status: int | None, retry_after: timedelta | None, believed: timedelta | None
) -> None:
    """A broken server's Retry-After of a day silences no feed for a day."""
    assert asked_for(status, retry_after) == believed


def test_a_host_that_asks_for_it_is_left_alone() -> None:
    """Until then, and no other host is; a refusal of the same moment changes nothing, a longer wait does."""
    hosts = Hosts()

    assert hosts.hold("a.example", NOON + HOUR)
    assert not hosts.hold("a.example", NOON + HOUR + timedelta(seconds=2))
    assert hosts.hold("a.example", NOON + 2 * HOUR)
    assert hosts.held("a.example", NOON + HOUR)
    assert not hosts.held("b.example", NOON)
    assert not hosts.held("a.example", NOON + 2 * HOUR)


def test_many_feeds_of_one_host_share_a_request_in_two_seconds() -> None:
    """The floor of each is longer where more than thirty share a host; this machine's own are not spared."""
    hosts = Hosts()

    assert hosts.shortest("a.example", 0, MINUTE) == MINUTE
    assert [hosts.shortest("a.example", n, MINUTE) for n in range(60)][-1] == 2 * MINUTE
    assert [hosts.shortest("127.0.0.1:80", n, MINUTE) for n in range(60)][-1] == MINUTE


def test_the_host_of_a_feed_is_whom_its_address_asks() -> None:
    """In lower case, with the port and without who asks."""
    assert source(url="https://me:secret@News.Example:8443/rss?a=1").host == "news.example:8443"
