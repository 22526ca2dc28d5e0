"""What an operator sees of the store and does to it: pauses, the flow of a day, queues, troubles; on each engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Broken, Hub, Latency, Sent, Trouble
from bot.store import Store
from tests.making import save_poll
from tests.storage.samples import (
    DAY,
    LEASE,
    MINUTE,
    NOW,
    PAPER,
    a_feed,
    arrivals,
    claim,
    entry,
    follow_up,
    join,
    settle,
    tell,
)

HOUR = NOW.replace(minute=0, second=0, microsecond=0)


async def test_a_paused_feed_is_not_polled(store: Store) -> None:
    """Until it is resumed, and then at once; a poll that was under way does not end the pause."""
    feed, other = await a_feed(store), await a_feed(store, PAPER)
    await store.pause_feed(feed.id, NOW)
    assert [one.id for one in await store.claim_feeds(NOW + DAY, LEASE, 9)] == [other.id]
    await save_poll(store, feed, feed.state, feed.source.url, (), NOW)
    assert {one.id: one.paused_at for one in await store.feeds()} == {feed.id: NOW, other.id: None}
    assert (await store.health(NOW)).feeds_paused == 1

    await store.resume_feed(feed.id, NOW)
    assert [one.id for one in await store.claim_feeds(NOW, LEASE, 9)] == [feed.id]
    assert (await store.health(NOW)).feeds_paused == 0


async def test_a_paused_feed_is_not_pushed(store: Store) -> None:
    """Its hub is asked to stop."""
    feed = await a_feed(store)
    await store.name_hub(feed.id, Hub("https://hub.example/", feed.source.url), NOW)
    (push,) = await store.claim_pushes(NOW, LEASE, 9)
    await store.pause_feed(feed.id, NOW)

    (ended,) = await store.claim_pushes(NOW, LEASE, 9)
    assert (ended.id, ended.ended_at) == (push.id, NOW)


async def test_how_old_the_queues_are(store: Store) -> None:
    """Since when the first entry waits to be read, and the first alert that is due to be sent."""
    await arrivals(store, "1")
    await join(store)
    await tell(store, "2")
    health = await store.health(NOW + MINUTE)
    assert (health.undetected_since, health.due_since) == (NOW, NOW)

    await claim(store, NOW)  # its lease is in the future
    assert (await store.health(NOW)).due_since is None


async def test_the_flow_of_a_day(store: Store) -> None:
    """Each hour's polls, entries, flagged entries, stories and alerts; what was before is left out."""
    await store.count_polls(NOW - 40 * DAY, 9, 9)
    await store.count_polls(NOW, 3, 1)
    await store.count_polls(NOW + MINUTE, 2, 0)
    await join(store)
    await tell(store, "1")
    await arrivals(store, "2")
    (delivery,) = await claim(store, NOW)
    await settle(store, delivery, Sent(1))

    (hour,) = await store.flow(NOW - DAY)
    assert (hour.at, hour.polls, hour.failed) == (HOUR, 5, 1)
    assert (hour.entries, hour.flagged, hour.stories, hour.sent) == (2, 1, 1, 1)
    feed, *_ = await store.feeds()
    assert await store.arrivals(NOW - DAY) == {feed.id: {HOUR: 2}}
    assert await store.flow(NOW + DAY) == ()
    assert len(await store.flow(NOW - 50 * DAY)) == 1  # the old one is forgotten


async def test_how_long_the_first_alert_took(store: Store) -> None:
    """From the first report's publication to the first alert; an edit later changes nothing."""
    await join(store)
    told = await tell(store, "1")
    (delivery,) = await claim(store, NOW)
    await settle(store, delivery, Sent(1), at=NOW + timedelta(seconds=2))
    await follow_up(store, told, "2")
    (update,) = await claim(store, NOW + DAY)
    await settle(store, update, Sent(1), at=NOW + DAY)

    assert told.id is not None
    assert await store.latencies(NOW - DAY, 9) == (
        Latency(told.id, entry("1").published_at, NOW, NOW + timedelta(seconds=2)),
    )
    assert await store.latencies(NOW + DAY, 9) == ()


async def test_troubles_are_kept(store: Store) -> None:
    """By key, the longest first, as they were last; told or not; until they are over."""
    first = Trouble("feed-silent:7", {"outlet": "봉수", "days": 4}, NOW - DAY)
    second = Trouble("disk", {"megabytes": 90}, NOW)
    await store.save_troubles((second, first), ())
    assert await store.troubles() == (first, second)

    told = replace(first, detail={"outlet": "봉수", "days": 5}, told_at=NOW)
    await store.save_troubles((told,), ("disk",))
    assert await store.troubles() == (told,)


@pytest.mark.parametrize("kind", ["entry", "alert", "feed"])
async def test_one_row_is_tried_again_or_dropped(store: Store, kind: str) -> None:
    """The others that were set aside stay so; what is dropped is not tried again, and no other kind is touched."""
    ids = await set_aside(store, kind)
    assert await store.retry(NOW, kind, ids[0]) == 1
    assert [row.id for row in await store.set_aside(9)] == [ids[1]]
    other = "entry" if kind == "feed" else "feed"
    assert not await store.drop(NOW, other, ids[1])
    assert not await store.drop(NOW, kind, ids[0])

    assert await store.drop(NOW, kind, ids[1])
    assert await store.set_aside(9) == ()
    assert await store.retry(NOW) == 0
    assert (await store.health(NOW + DAY)).set_aside == 0


async def set_aside(store: Store, kind: str) -> list[int]:
    """Two rows of a kind that were set aside: their ids."""
    if kind == "feed":
        ids = [(await a_feed(store)).id, (await a_feed(store, PAPER)).id]
        for number in ids * 3:
            await store.feed_raised(number, "Error", NOW)
        return ids
    if kind == "entry":
        ids = [one.id for one in await arrivals(store, "1", "2")]
        for number in ids * 3:
            await store.entry_raised(number, "Error", NOW)
        return ids
    await join(store, 7)
    await join(store, 8)
    await tell(store)
    ids = []
    for _ in range(3):
        for delivery in await claim(store):
            await settle(store, delivery, Broken("Error"), due_at=NOW)
            ids.append(delivery.id)
    return sorted(set(ids))
