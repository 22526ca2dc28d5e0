"""Rows over which code raises: counted, set aside at the third time, shown, tried again; and never in others' way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.model import Address, Broken, ChatKind, Hub, Later, Outcome, Query, Sent, Sieve
from bot.store import Store
from storage.aside import readable
from tests.making import save_poll
from tests.storage.samples import AGENCY, DAY, LEASE, MINUTE, NOW, PAPER, a_feed, arrivals, claim, join, settle, tell


async def spoil(store_url: str, statement: str) -> None:
    """Do to a row what no code of ours does."""
    engine = create_async_engine(store_url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def test_many_rows_are_read_in_parts() -> None:
    """None of them asks for more than a statement takes parameters; what cannot be read is found as ever."""
    asked = []

    async def read(ids: Sequence[int]) -> dict[int, str]:
        asked.append(len(ids))
        return {number: str(1 // (number - 7)) for number in ids}

    found, broken = await readable(range(50_000), read)
    assert max(asked) <= 20_000
    assert list(found) == [number for number in range(50_000) if number != 7]
    assert list(broken) == [7]


async def test_a_feed_is_set_aside_at_the_third_time(store: Store) -> None:
    """Code raised over it three times in a row: it is not polled any more, and the other one is."""
    bad, good = await a_feed(store), await a_feed(store, PAPER)
    assert [await store.feed_raised(bad.id, f"Error: {number}", NOW) for number in range(3)] == [False, False, True]

    assert [feed.id for feed in await store.claim_feeds(NOW + DAY, LEASE, 10)] == [good.id]
    (row,) = await store.set_aside(10)
    assert (row.kind, row.id, row.name, row.error, row.at) == ("feed", bad.id, "Agency", "Error: 2", NOW)
    health = await store.health(NOW)
    assert (health.feeds, health.feeds_set_aside, health.feeds_failing) == (2, 1, 0)


async def test_a_poll_that_works_forgives_a_feed(store: Store) -> None:
    """Three times in a row, not three times in its life."""
    feed = await a_feed(store)
    for _ in range(4):
        assert not await store.feed_raised(feed.id, "Error", NOW)
        await save_poll(store, feed, feed.state, AGENCY.url, (), NOW)
    assert await store.set_aside(10) == ()


async def test_an_entry_is_set_aside_at_the_third_time(store: Store) -> None:
    """It is not offered any more; those behind it are."""
    bad, good = await arrivals(store, "1", "2")
    assert [await store.entry_raised(bad.id, "Error", NOW) for _ in range(3)] == [False, False, True]

    assert await store.undetected(1) == (good,)
    assert [(row.kind, row.name, row.error) for row in await store.set_aside(10)] == [
        ("entry", "Rocket launched", "Error")
    ]
    health = await store.health(NOW)
    assert (health.undetected, health.entries_set_aside) == (1, 1)


async def test_a_delivery_is_set_aside_at_the_third_time(store: Store) -> None:
    """Its attempts before do not count, nor do refusals of Telegram's; the third raise in a row ends it."""
    await join(store)
    await tell(store)
    tried: tuple[Outcome, ...] = (Broken("Error"), Later("502"), Broken("Error"), Broken("Error: last"))
    for number, outcome in enumerate(tried):
        (delivery,) = await claim(store, NOW + number * MINUTE)
        await settle(store, delivery, outcome, at=NOW + number * MINUTE, due_at=NOW + (number + 1) * MINUTE)

    assert await claim(store, NOW + DAY) == ()
    assert [(row.kind, row.name, row.error) for row in await store.set_aside(10)] == [
        ("alert", "Rocket launched", "Error: last")
    ]
    health = await store.health(NOW)
    assert (health.waiting, health.refused, health.deliveries_set_aside) == (0, 0, 1)


async def test_a_sent_alert_forgives_a_delivery(store: Store) -> None:
    """What went wrong before it went right is forgotten."""
    await join(store)
    await tell(store)
    for outcome in (Broken("Error"), Broken("Error"), Sent(9)):
        (delivery,) = await claim(store)
        await settle(store, delivery, outcome, due_at=NOW)
    assert (await claim(store, NOW + DAY), await store.set_aside(10)) == ((), ())


async def follow(store: Store, chat_id: int, name: str, text: str, topic: str) -> int:
    """A chat that follows a query: its subscriber's id."""
    who = await store.welcome(Address(chat_id), ChatKind.PRIVATE, "en", "UTC", NOW)
    await store.save_query(who.id, Query(name, text, topic), 20, NOW)
    return who.id


async def test_a_query_is_set_aside_at_the_third_time(store: Store) -> None:
    """Until then detection hears of it again and again; those that mean the same are one, and others are untouched."""
    who = await follow(store, 7, "ships", "ferry", "q.ferry")
    await follow(store, 8, "boats", "ferry", "q.ferry")
    await follow(store, 8, "yards", "shipyard", "q.yard")
    later = NOW + DAY
    for number in range(3):
        assert [query.topic for query in await store.queries_since(later)] == ["q.ferry"] * (number > 0)
        assert await store.query_raised("q.ferry", f"Error: {number}", later) == (number == 2)

    assert [query.topic for query in await store.queries_since(None)] == ["q.yard"]
    assert await store.queries_since(later) == ()
    assert sorted((row.kind, row.id, row.name, row.error, row.at) for row in await store.set_aside(10)) == [
        ("query", who, "ships", "Error: 2", later),
        ("query", who + 1, "boats", "Error: 2", later),
    ]
    assert (await store.health(NOW)).queries_set_aside == 2


async def test_a_query_that_is_written_anew_is_forgiven(store: Store) -> None:
    """It is another one."""
    who = await follow(store, 7, "ships", "ferry", "q.ferry")
    for _ in range(3):
        await store.query_raised("q.ferry", "Error", NOW)
    await store.save_query(who, Query("ships", "tanker", "q.tanker"), 20, NOW + DAY)

    assert [query.topic for query in await store.queries_since(NOW + DAY)] == ["q.tanker"]
    assert await store.set_aside(10) == ()


@pytest.mark.parametrize("number", [1, 3])
async def test_retry_has_everything_tried_again(store: Store, number: int) -> None:
    """All that was set aside is due at once, and has three tries anew; what was not is left alone."""
    await join(store)
    await tell(store)
    (bad,) = await arrivals(store, "2")
    (delivery,) = await claim(store)
    feed_id = (await store.feeds())[0].id
    await follow(store, 9, "ships", "ferry", "q.ferry")
    for _ in range(number):
        await store.query_raised("q.ferry", "Error", NOW)
        await store.entry_raised(bad.id, "Error", NOW)
        await store.feed_raised(feed_id, "Error", NOW)
        await settle(store, delivery, Broken("Error"), due_at=NOW + DAY)

    assert await store.retry(NOW + MINUTE) == (4 if number == 3 else 0)
    assert await store.set_aside(10) == ()
    assert await store.undetected(10) == (bad,)
    if number == 3:
        assert [feed.id for feed in await store.claim_feeds(NOW + MINUTE, LEASE, 10)] == [feed_id]
        assert [again.id for again in await claim(store, NOW + MINUTE)] == [delivery.id]
        assert [query.topic for query in await store.queries_since(NOW + MINUTE)] == ["q.ferry"]
        assert not await store.entry_raised(bad.id, "Error", NOW)


async def test_a_feed_that_cannot_be_read(store: Store, store_url: str) -> None:
    """It keeps no other one from being claimed and listed, and the third claim sets it aside."""
    await a_feed(store)
    good = await a_feed(store, PAPER)
    await spoil(store_url, "UPDATE feeds SET tier = 'gossip' WHERE outlet = 'Agency'")
    for number in range(3):
        claimed = await store.claim_feeds(NOW + number * DAY, LEASE, 10)
        assert [feed.id for feed in claimed] == [good.id]

    assert await store.feeds() == (replace(good, state=replace(good.state, next_poll_at=NOW + 2 * DAY + LEASE)),)
    (row,) = await store.set_aside(10)
    assert (row.kind, row.name) == ("feed", "Agency")
    assert "ValueError: 'gossip' is not a valid Tier" in row.error


async def test_a_push_of_a_feed_that_cannot_be_read(store: Store, store_url: str) -> None:
    """It keeps no other hub from being asked; it is the feed that is counted, and set aside at the third time."""
    hub = Hub("https://hub.example/", "https://hub.example/topic")
    bad, good = await a_feed(store), await a_feed(store, PAPER)
    for feed in (bad, good):
        await store.name_hub(feed.id, hub, NOW)
    await spoil(store_url, "UPDATE feeds SET tier = 'gossip' WHERE outlet = 'Agency'")
    for number in range(3):
        claimed = await store.claim_pushes(NOW + number * DAY, LEASE, 10)
        assert [push.feed.id for push in claimed] == [good.id]

    assert [(row.kind, row.id) for row in await store.set_aside(10)] == [("feed", bad.id)]


async def test_the_past_of_a_feed_that_cannot_be_read(store: Store, store_url: str) -> None:
    """Who tries a query sees what the others published."""
    await arrivals(store, "1", "2")
    (good,) = await arrivals(store, "3", source=PAPER)
    await spoil(store_url, "UPDATE feeds SET tier = 'gossip' WHERE outlet = 'Agency'")
    pasts, _ = await store.recent(NOW - DAY, None, 10, Sieve())
    assert [past.id for past in pasts] == [good.id]


async def test_an_entry_that_cannot_be_read(store: Store, store_url: str) -> None:
    """Those of a spoilt feed keep no others back; the third look sets them aside."""
    await arrivals(store, "1", "2")
    (good,) = await arrivals(store, "3", source=PAPER)
    await spoil(store_url, "UPDATE feeds SET tier = 'gossip' WHERE outlet = 'Agency'")
    assert [await store.undetected(10) for _ in range(3)] == [(good,)] * 3

    assert [row.kind for row in await store.set_aside(10)] == ["entry", "entry"]
    assert (await store.health(NOW)).undetected == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE subscribers SET kind = 'robot' WHERE chat_id = 7",
        "UPDATE story_topics SET evidence = '[[1, 2, 3]]' WHERE story_id = {first}",
    ],
)
async def test_a_delivery_that_cannot_be_read(store: Store, store_url: str, statement: str) -> None:
    """A spoilt subscriber or story keeps no one else's alert back; the third claim sets it aside."""
    await join(store, 7)
    spoilt = await tell(store, "1")
    await join(store, 8)
    first, second = spoilt.id, (await tell(store, "2")).id
    await spoil(store_url, statement.format(first=first))
    broken = {(first, 7), (second, 7)} if "subscribers" in statement else {(first, 7)}
    seen = set()
    for number in range(6):
        for delivery in await claim(store, NOW + number * MINUTE):
            seen.add((delivery.story.id, delivery.subscriber.address.chat_id))
            await settle(store, delivery, Sent(1))

    assert seen == {(first, 7), (second, 7), (second, 8)} - broken  # 8 joined after the first story
    assert len(await store.set_aside(10)) == len(broken)
    stories = await store.open_stories(NOW - DAY)
    assert (spoilt in stories) == ("subscribers" in statement)
    assert len((await store.latest((), 0, 10)).stories) == len(stories)


async def test_a_clock_that_was_put_back(store: Store) -> None:
    """What waited for a minute waits for a minute, what was due is due; what is settled stays so."""
    hour = timedelta(hours=1)
    feed = await a_feed(store)
    await join(store)
    await tell(store)
    await store.claim_feeds(NOW, LEASE, 1)
    await claim(store)
    await store.rewind(NOW - hour, hour)

    assert await store.next_delivery_at() == NOW - hour + LEASE
    assert await claim(store, NOW - hour) == ()
    assert len(await claim(store, NOW - hour + LEASE)) == 1
    assert await store.claim_feeds(NOW - hour, LEASE, 1) == ()
    assert [one.id for one in await store.claim_feeds(NOW - hour + LEASE, LEASE, 1)] == [feed.id]


async def test_one_row_among_many_is_found_in_halves() -> None:
    """Two broken rows of a hundred cost some tens of reads, not a hundred; the order is kept."""
    reads = 0

    async def read(ids: Sequence[int]) -> dict[int, str]:
        nonlocal reads
        reads += 1
        if {13, 77} & set(ids):
            raise ValueError("broken")
        return {number: str(number) for number in reversed(ids)}

    found, broken = await readable(range(100), read)
    assert list(found) == [number for number in range(100) if number not in (13, 77)]
    assert list(broken) == [13, 77]
    assert reads < 35
