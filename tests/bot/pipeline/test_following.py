"""The detect job at work over a store: what it hears of people's queries while it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.config import JobName
from bot.model import Address, ChatKind, PollState, Query
from bot.pages.extract import Extractor
from bot.pipeline.detecting import LEARN_ANEW, Detecting
from bot.pipeline.works import Works
from bot.queries.expression import Expression, key_of
from bot.queries.query import parse
from bot.store import Store
from bot.web.fetch import Fetcher
from tests.making import NOON, detector, entry, save_poll, source
from tests.patience import PATIENCE

FEED = source()


class Work:
    """A detect job over a store, at a time that the test sets."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOON
        self.job = Detecting(Works(lambda: self.now), store, Extractor(Fetcher(version="1").get), detector())

    async def follow(self, chat_id: int, name: str, text: str) -> None:
        """Have a chat follow a query; as another process would, by way of the store alone."""
        who = await self.store.welcome(Address(chat_id), ChatKind.PRIVATE, "en", "UTC", self.now)
        await self.store.save_query(who.id, Query(name, text, key_of(parse(text))), 20, self.now)

    async def publish(self, title: str) -> None:
        """Have an entry arrive, and wait until it is detected."""
        (feed,) = await self.store.feeds()
        await save_poll(self.store, feed, feed.state, FEED.url, [entry(title)], self.now)
        self.job.works.wake(JobName.DETECT)
        async with asyncio.timeout(PATIENCE):
            while await self.store.undetected(1):  # noqa: ASYNC110 # the store does not say when it is marked
                await asyncio.sleep(0)

    async def told(self) -> list[tuple[int, str]]:
        """Who is to be told of what, since the last time."""
        claimed = await self.store.claim_deliveries(self.now, timedelta(days=9), 10)
        return sorted((one.subscriber.address.chat_id, one.story.headline) for one in claimed)


@asynccontextmanager
async def at_work(store: Store) -> AsyncIterator[Work]:
    """The detect job, running until the end of the block."""
    await store.add_feed(FEED, NOON)
    (feed,) = await store.feeds()
    await save_poll(store, feed, PollState(NOON, primed_at=NOON), FEED.url, (), NOON)
    work = Work(store)
    stop = asyncio.Event()
    job = asyncio.create_task(work.job.run(stop))
    yield work
    stop.set()
    work.job.works.wake(JobName.DETECT)
    await job


async def test_a_query_acts_without_a_restart(sqlite_store: Store) -> None:
    """What no topic flags becomes a story for who asked for it, from the next entry on; a changed query likewise."""
    async with at_work(sqlite_store) as work:
        await work.publish("Shipyard opens in a quiet town")
        assert await work.told() == []

        await work.follow(7, "yards", "shipyard")
        await work.publish("Second shipyard opens in a quiet town")
        assert await work.told() == [(7, "Second shipyard opens in a quiet town")]

        await work.follow(7, "yards", "lighthouse")
        await work.publish("Third shipyard opens in a quiet town")
        await work.publish("Keeper of the lighthouse retires after forty years")
        assert await work.told() == [(7, "Keeper of the lighthouse retires after forty years")]


async def test_one_alert_per_event_holds_for_queries(sqlite_store: Store) -> None:
    """The same event again tells nobody twice, and who asks for what only the second report says is told."""
    async with at_work(sqlite_store) as work:
        await work.follow(7, "yards", "shipyard")
        await work.follow(8, "towns", "shipyard town")
        await work.publish("Shipyard opens in a quiet town")
        assert await work.told() == [(7, "Shipyard opens in a quiet town"), (8, "Shipyard opens in a quiet town")]
        await work.publish("SHIPYARD opens in a quiet town!")
        assert await work.told() == []


async def test_queries_are_read_anew_once_a_day(sqlite_store: Store) -> None:
    """Those that are no more take no room for ever, and those that are still hold."""
    async with at_work(sqlite_store) as work:
        await work.follow(7, "yards", "shipyard")
        await work.follow(7, "other", "lighthouse")
        await work.publish("Nothing of the kind happened today")
        assert len(work.job.detector.followed) == 2

        who = await work.store.subscriber(Address(7))
        assert who
        await work.store.remove_query(who.id, "other")
        work.now += LEARN_ANEW + timedelta(seconds=1)
        await work.publish("Shipyard opens in a quiet town")
        assert len(work.job.detector.followed) == 1
        assert await work.told() == [(7, "Shipyard opens in a quiet town")]


async def test_a_query_that_cannot_be_read_any_more_is_set_aside(sqlite_store: Store) -> None:
    """One that an older version took, at the third try, with its error; none of the others is stopped by it."""
    async with at_work(sqlite_store) as work:
        await work.follow(7, "yards", "shipyard")
        who = await work.store.subscriber(Address(7))
        assert who
        await work.store.save_query(who.id, Query("old", "((", "q.old"), 20, NOON)
        for number in ("First", "Second", "Third", "Fourth"):
            await work.publish(f"{number} shipyard opens in a quiet town")

        assert {chat for chat, _ in await work.told()} == {7}
        (row,) = await work.store.set_aside(10)
        assert (row.kind, row.id, row.name) == ("query", who.id, "old")
        assert row.error.startswith("QueryError: The query cannot be read: query-word at 2")


async def test_a_query_that_makes_code_raise_is_set_aside(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised over it: detection goes on, and `bongsu retry` has it tried again."""

    def spoilt(text: str) -> Expression:
        if text == "lighthouse":
            raise ZeroDivisionError("a query that nobody foresaw")
        return parse(text)

    async with at_work(sqlite_store) as work:
        await work.follow(7, "yards", "shipyard")
        await work.follow(8, "lights", "lighthouse")
        with monkeypatch.context() as patched:
            patched.setattr("bot.queries.index.parse", spoilt)
            for number in ("First", "Second", "Third"):
                await work.publish(f"{number} shipyard and its lighthouse open in a quiet town")
        (row,) = await work.store.set_aside(10)
        assert row.error.startswith("ZeroDivisionError: a query that nobody foresaw")
        assert await work.store.retry(work.now) == 1
        await work.publish("Keeper of the lighthouse retires after forty years")
        assert (8, "Keeper of the lighthouse retires after forty years") in await work.told()
