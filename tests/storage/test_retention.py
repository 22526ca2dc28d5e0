"""bot.store.RetentionStore, on each engine: what is old goes, and never comes back as news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.model import Change, Detection, Entry, Refused, Sent, Sieve, Source
from bot.pipeline.retention import tidy
from bot.store import Store
from storage.entries import MARK_EVERY
from tests.making import save_poll
from tests.storage.samples import AGENCY, DAY, NOW, a_feed, claim, entry, follow_up, join, settle, tell

KEPT = 400 * DAY
LATER = NOW + KEPT + DAY


async def read(store: Store, shown: Sequence[Entry], at: datetime, source: Source = AGENCY) -> int:
    """A poll that found the feed to show these: how many were new. None of them is flagged."""
    feed = next(feed for feed in await store.feeds() if feed.source.url == source.url)
    new = await save_poll(store, feed, replace(feed.state, primed_at=at), source.url, shown, at)
    for arrival in await store.undetected(100):
        await store.save_detection(Detection(arrival), at)
    return new


async def tidied(store: Store, at: datetime = LATER) -> set[str]:
    """What is left after what was old at that time has gone: the guids of entries."""
    await tidy(store, at - KEPT, pause=0)
    pasts, _ = await store.recent(NOW - 5 * KEPT, None, 1000, Sieve())
    return {str(past.link).removeprefix("https://agency.example/") for past in pasts}


async def test_what_is_old_and_shown_no_more_goes(store: Store, store_url: str) -> None:
    """Entries that led to nothing, with what else was kept of them; what is younger stays, and so do reports."""
    told = await tell(store, "told")
    await read(store, [entry("old"), replace(entry("odd"), title="Fusées")], NOW)
    await read(store, [entry("young")], NOW + 2 * DAY)
    await read(store, [entry("new")], LATER)
    assert await tidied(store) == {"told", "young", "new"}
    engine = create_async_engine(store_url)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM search")) == 3
    await engine.dispose()
    assert told.id
    assert await store.story(told.id) is not None


async def test_what_is_shown_stays_and_is_no_news(store: Store) -> None:
    """However old it is; and whether the feed still knows it by its guid or only by its link."""
    await a_feed(store)
    pinned, renamed = entry("pinned"), entry("renamed")
    await read(store, [pinned, renamed, entry("old")], NOW)
    shown = [pinned, replace(renamed, guid="another"), replace(entry("new"), published_at=LATER)]
    assert await read(store, shown, LATER) == 1
    assert await tidied(store) == {"pinned", "renamed", "new"}
    assert await read(store, shown, LATER + DAY) == 0
    assert await tidied(store, LATER + DAY) == {"pinned", "renamed", "new"}


async def test_a_feed_that_was_not_read_since_keeps_everything(store: Store) -> None:
    """It shows what it showed: nobody looked."""
    await a_feed(store)
    await read(store, [entry("old")], NOW)
    await read(store, [], LATER)
    assert await tidied(store) == {"old"}


async def test_a_removed_feeds_entries_go(store: Store) -> None:
    """If it comes back, its first poll primes it: what it still shows is no news."""
    await a_feed(store)
    await read(store, [entry("old")], NOW)
    await store.remove_feed(AGENCY.url, NOW)
    assert await tidied(store) == set()
    await store.add_feed(AGENCY, LATER)
    (feed,) = await store.feeds()
    assert await save_poll(store, feed, replace(feed.state, primed_at=LATER), AGENCY.url, [entry("old")], LATER) == 1
    assert await store.undetected(10) == ()


async def test_what_waits_is_not_old(store: Store) -> None:
    """An entry that no detection has marked, however long ago it came."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, [entry("waits")], NOW)
    feed = (await store.feeds())[0]
    await save_poll(store, feed, feed.state, AGENCY.url, [entry("new")], LATER)
    assert await tidied(store) >= {"waits"}
    assert [arrival.entry.guid for arrival in await store.undetected(10)] == ["waits", "new"]


async def test_who_was_told_goes_after_its_story_has_closed(store: Store) -> None:
    """What is not settled stays, and so does whatever a story that goes on may still edit."""
    first, second, third = [await join(store, chat) for chat in (7, 8, 9)]
    old = await tell(store, "1")
    for delivery in await claim(store):
        if delivery.subscriber.id != third.id:
            outcome = Sent(70) if delivery.subscriber.id == first.id else Refused("no")
            await settle(store, delivery, outcome)
    on = await tell(store, "2")
    for delivery in await claim(store):
        await settle(store, delivery, Sent(71))
    await follow_up(store, on, "3", change=Change.NONE, now=LATER - DAY)
    await tidied(store)
    assert old.id
    assert on.id
    assert [await store.told_at(old.id, one.id) for one in (first, second)] == [None, None]
    assert await store.told_at(on.id, first.id) == NOW
    health = await store.health(LATER)
    assert (health.waiting, health.refused) == (1, 0)
    (left,) = await claim(store, LATER)
    assert (left.story.id, left.subscriber.id) == (old.id, third.id)


async def test_it_goes_step_by_step(store: Store) -> None:
    """Each step looks at so many rows and says where to go on, until it comes to what is young."""
    await a_feed(store)
    await read(store, [entry(str(n)) for n in range(5)], NOW)
    await read(store, [entry("young")], LATER)
    steps, after = [], 0
    while True:
        last, count = await store.drop_entries(LATER - KEPT, after, 2)
        steps.append(count)
        if last is None:
            break
        assert last > after
        after = last
    assert steps == [2, 2, 1]


STEPS = st.lists(st.tuples(st.integers(1, 500), st.sets(st.integers(0, 4), min_size=1)), min_size=1, max_size=12)
"""Days between reads, and the entries that the feed shows then."""
NUMBERS = count()


@given(steps=STEPS)
@example(steps=[(1, {0}), (1, {1}), (27, {0, 1}), (270, {0}), (65, {0}), (7, {0, 1})])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_nothing_that_is_shown_again_and_again_is_news_twice(
    store: Store, steps: list[tuple[int, set[int]]]
) -> None:
    """Whatever a feed shows and however seldom: what is new was never shown, or in no read for as long as is kept."""
    source = replace(AGENCY, url=f"https://agency.example/{next(NUMBERS)}")
    await a_feed(store, source)
    at, last = NOW, dict[int, datetime]()
    for days, shown in steps:
        at += timedelta(days=days)
        unknown = [n for n in shown if n not in last]
        gone = [n for n in shown if n in last and last[n] < at - KEPT + MARK_EVERY]
        new = await read(store, [entry(str(n), link=None) for n in sorted(shown)], at, source)
        assert len(unknown) <= new <= len(unknown) + len(gone)
        last |= dict.fromkeys(shown, at)
        await tidied(store, at)
