"""The jobs over real feeds, a real database and the stand-in, with the clock in the test's hands."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.model import Feed, Source
from bot.pipeline import Pipeline
from bot.preview.telegram import Telegram
from bot.roof.service import build_pipeline
from bot.store import Store
from storage import open_store
from tests.feedserver import FeedServer, Page
from tests.making import HOUR, MINUTE, NOON
from tests.running import TOKEN, rss

BOSS = 1001
MISSILE = "North Korea fires ballistic missile toward the East Sea"


@dataclass(slots=True)
class Relay:
    """A pipeline and what it works with; `now` is its clock."""

    telegram: Telegram
    server: FeedServer
    store: Store
    pipeline: Pipeline = field(init=False)
    now: datetime = NOON

    async def poll(self, path: str = "/feed") -> Feed:
        """Poll this feed, added when it is new; the feed as it is afterwards."""
        await self.store.add_feed(Source(self.server.url(path), path), self.now)
        await self.pipeline.poll_feed(await self._feed(path))
        return await self._feed(path)

    async def detect(self) -> None:
        """Detect all that has arrived."""
        while await self.pipeline.detect_some():
            pass

    async def _feed(self, path: str) -> Feed:
        return next(feed for feed in await self.store.feeds() if feed.source.outlet == path)


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[Relay]:
    """A relay whose admin is BOSS, with nothing in it."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(Telegram(token=TOKEN))
        server = await stack.enter_async_context(FeedServer())
        store = await open_store(f"sqlite+aiosqlite:///{tmp_path / 'bongsu.db'}", migrate=True)
        stack.push_async_callback(store.close)
        settings = Settings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=telegram.url,
            allow_private_addresses=True,
            admins=(BOSS,),
        )
        made = Relay(telegram, server, store)
        app, made.pipeline = await build_pipeline(settings, store, stack, clock=lambda: made.now)
        stack.push_async_callback(app.bot.request.shutdown)
        telegram.private(BOSS)
        yield made


async def test_the_first_poll_primes(relay: Relay) -> None:
    """What a new feed holds is stored and can be found; only what comes later is news."""
    relay.server.pages["/feed"] = rss(MISSILE)
    await relay.poll()
    await relay.detect()
    assert (await relay.store.health(relay.now)).entries == 1
    assert await relay.store.open_stories(NOON - HOUR) == ()

    relay.server.pages["/feed"] = rss(MISSILE, f"{MISSILE}, again")
    await relay.poll()
    await relay.detect()
    assert [story.headline for story in await relay.store.open_stories(NOON - HOUR)] == [f"{MISSILE}, again"]


async def test_a_feed_that_is_gone(relay: Relay) -> None:
    """410 disables the feed; the admins are told once, as soon as Telegram takes it."""
    relay.server.pages["/feed"] = Page(status=410)
    feed = await relay.poll()
    assert feed.state.disabled_at == NOON
    assert await relay.store.claim_feeds(NOON + 48 * HOUR, MINUTE, 10) == ()

    relay.telegram.faults.add("bad-gateway", times=1)
    await relay.pipeline.announce()
    assert relay.telegram.messages(BOSS) == []
    await relay.pipeline.announce()
    await relay.pipeline.announce()
    (message,) = relay.telegram.messages(BOSS)
    assert "gone for good" in message.text
    assert feed.source.url in message.text


async def test_a_feed_that_moved_is_believed_the_third_time(relay: Relay) -> None:
    """Two permanent redirects may be a mistake; the third in a row is the feed's new address."""
    relay.server.pages["/feed"] = Page(status=301, headers={"Location": "/new"})
    relay.server.pages["/new"] = rss("Old news of rain")
    assert [(await relay.poll()).source.url for _ in range(3)] == [
        relay.server.url("/feed"),
        relay.server.url("/feed"),
        relay.server.url("/new"),
    ]


async def test_an_unchanged_feed_costs_nothing(relay: Relay) -> None:
    """The validators are sent back; a 304, and a body that was read already, leave everything as it is."""
    page = rss(MISSILE)
    relay.server.pages["/feed"] = Page(page.body, headers={"ETag": '"1"', "Last-Modified": "yesterday"})
    first = await relay.poll()
    second = await relay.poll()

    assert relay.server.requests[-1].headers["if-none-match"] == '"1"'
    assert relay.server.requests[-1].headers["if-modified-since"] == "yesterday"
    assert (second.state.digest, second.state.failures) == (first.state.digest, 0)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_says_when_to_come_back(relay: Relay, status: int) -> None:
    """Retry-After is kept to, however long; when the feed is well again, its interval is as before."""
    relay.server.pages["/feed"] = Page(status=status, headers={"Retry-After": "7200"})
    busy = await relay.poll()
    assert busy.state.next_poll_at >= NOON + 2 * HOUR
    assert busy.state.failures == 1

    relay.server.pages["/feed"] = rss(MISSILE)
    relay.now = NOON + 2 * HOUR
    well = await relay.poll()
    assert well.state.failures == 0
    assert well.state.next_poll_at <= relay.now + HOUR + 10 * MINUTE


async def test_a_feed_without_entries_is_a_failure(relay: Relay) -> None:
    """A page that is no feed is recorded with its reason, and asked again later."""
    relay.server.pages["/feed"] = Page(b"<html><body>We are closed.</body></html>")
    feed = await relay.poll()

    assert feed.state.failures == 1
    assert feed.state.error
    assert feed.state.next_poll_at > NOON


async def test_a_retitled_entry_is_the_same(relay: Relay) -> None:
    """A new title, a new guid, a new order: no second entry, no second story."""
    relay.server.pages["/feed"] = rss("Old news of rain")
    await relay.poll()
    body = rss(MISSILE).body
    relay.server.pages["/feed"] = Page(body)
    await relay.poll()
    renamed = body.replace(b"<title>North", b"<title>UPDATE 2: North").replace(b"<guid>North", b"<guid>2 North")
    relay.server.pages["/feed"] = Page(renamed)
    await relay.poll()
    await relay.detect()

    assert (await relay.store.health(relay.now)).entries == 2
    assert len(await relay.store.open_stories(NOON - timedelta(hours=1))) == 1
