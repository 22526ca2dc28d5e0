"""The jobs over real feeds, a real database and the stand-in, with the clock in the test's hands."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import SecretStr

from bot.config import JobName, Settings
from bot.errors import StoreUnavailable
from bot.feeds.parse_pool import ParsePool
from bot.model import (
    Address,
    Arrival,
    ChatKind,
    CopySettlement,
    Delivery,
    Detection,
    DigestSettlement,
    Feed,
    History,
    Outcome,
    Poll,
    Reply,
    Sent,
    Settlement,
    Source,
    Tier,
)
from bot.pipeline.jobs import Pipeline
from bot.pipeline.polling import FETCHES, LANE
from bot.preview.telegram import Telegram
from bot.roof import service
from bot.roof.building import build_pipeline
from bot.roof.coordination import Leads
from bot.roof.service import watch_clock
from bot.store import Learn, Store
from bot.stories.detect import Detector
from storage.entries import keep_entries
from storage.sql_store import SqlStore
from tests.feedserver import FeedServer, Page
from tests.making import HOUR, MINUTE, NOON, story
from tests.patience import PATIENCE
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
        await self.pipeline.polling.poll_feed(await self._feed(path))
        return await self._feed(path)

    async def detect(self) -> None:
        """Detect all that has arrived."""
        while await self.pipeline.detecting.detect_some():
            pass

    async def _feed(self, path: str) -> Feed:
        return next(feed for feed in await self.store.feeds() if feed.source.outlet == path)


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay whose admin is BOSS, with nothing in it."""
    async with relaying(sqlite_store) as made:
        yield made


@asynccontextmanager
async def relaying(store: Store) -> AsyncIterator[Relay]:
    """A relay over a store."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(Telegram(token=TOKEN))
        server = await stack.enter_async_context(FeedServer())
        settings = Settings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=telegram.url,
            allow_private_addresses=True,
            admins=(BOSS,),
        )
        made = Relay(telegram, server, store)
        app, made.pipeline = await build_pipeline(settings, store, stack, clock=lambda: made.now)
        made.pipeline.polling.parser = await stack.enter_async_context(ParsePool(seconds=PATIENCE))
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


async def test_a_feed_that_stays_broken_is_reported_once(relay: Relay, caplog: pytest.LogCaptureFixture) -> None:
    """And again when something else is wrong with it."""
    caplog.set_level("INFO", "bongsu")
    for status in (500, 500, 404):
        relay.server.pages["/feed"] = Page(status=status)
        await relay.poll()
        relay.now += HOUR
    assert len([record for record in caplog.records if record.message.startswith("/feed: ")]) == 2


async def test_an_operators_interval_is_kept(relay: Relay) -> None:
    """Whatever the feed's habits say, while it fails, and while a grave story is under way."""
    relay.server.pages["/feed"] = rss(MISSILE)
    feed = await relay.poll()
    wanted = replace(feed.source, tier=Tier.AGENCY)
    await relay.store.edit_feed(feed.id, wanted, ("tier",), 10 * MINUTE, relay.now)
    due = [(await relay.poll()).state.next_poll_at - relay.now]
    await relay.store.watch_feeds(story(), relay.now + HOUR, relay.now, MINUTE)
    due.append((await relay._feed("/feed")).state.next_poll_at - relay.now)
    del relay.server.pages["/feed"]
    due.append((await relay.poll()).state.next_poll_at - relay.now)

    assert all(10 * MINUTE <= wait <= 11 * MINUTE for wait in due), due


async def test_slow_feeds_leave_room_for_the_others(relay: Relay) -> None:
    """However many are slow, so many of them are polled at a time, and the rest of the room is for who was quick."""
    polling = relay.pipeline.polling
    for number in range(FETCHES + 1):
        await relay.store.add_feed(Source(f"http://slow{number}.example", f"slow {number}"), NOON)
    slow = [feed.id for feed in await relay.store.feeds()]
    await relay.store.add_feed(Source("http://quick.example", "quick"), NOON + MINUTE)
    relay.now = NOON + MINUTE
    polling._slow.update(slow)

    first = [feed.source.outlet for feed in await polling._claim(FETCHES)]
    assert len(first) == LANE + 1
    assert "quick" in first
    assert await polling._claim(FETCHES) == ()
    polling._in_lane.discard(slow[0])
    assert len(await polling._claim(FETCHES)) == 1


async def test_a_feed_that_is_gone(relay: Relay) -> None:
    """A day of 410 disables the feed; the admins are told once, as soon as Telegram takes it; adding it revives it."""
    relay.server.pages["/feed"] = Page(status=410)
    feeds = []
    for hours in (0, 1, 24):
        relay.now = NOON + hours * HOUR
        feeds.append(await relay.poll())
    assert [feed.state.disabled_at for feed in feeds] == [None, None, relay.now]
    feed = feeds[0]
    assert await relay.store.claim_feeds(NOON + 48 * HOUR, MINUTE, 10) == ()

    relay.telegram.faults.add("bad-gateway", times=1)
    await relay.pipeline.delivering.announce()
    assert relay.telegram.messages(BOSS) == []
    await relay.pipeline.delivering.announce()
    await relay.pipeline.delivering.announce()
    (message,) = relay.telegram.messages(BOSS)
    assert "gone for good" in message.text
    assert feed.source.url in message.text

    relay.server.pages["/feed"] = rss(MISSILE)
    again = await relay.poll()
    assert (again.state.disabled_at, again.state.healthy_at) == (None, relay.now)


def to(path: str, status: int = 301) -> Page:
    """A redirect."""
    return Page(status=status, headers={"Location": path})


async def after(relay: Relay, *hours: float) -> list[str]:
    """Where the feed is polled after polls at these hours from noon."""
    addresses = []
    for at in hours:
        relay.now = NOON + at * HOUR
        addresses.append((await relay.poll()).source.url.rpartition("/")[2])
    return addresses


async def test_a_feed_that_moved_is_believed_after_a_day(relay: Relay) -> None:
    """A permanent redirect to a feed becomes the address when it has stood for a day."""
    relay.server.pages |= {"/feed": to("/new"), "/new": rss("Old news of rain")}
    assert await after(relay, 0, 0.1, 0.2, 24) == ["feed", "feed", "feed", "new"]


@pytest.mark.parametrize("page", [Page(b"<html>We are back soon</html>"), Page(status=404), rss()])
async def test_a_portal_takes_no_feed(relay: Relay, page: Page) -> None:
    """However long a feed is redirected to what is none: its address stays, and it is read when it is back."""
    relay.server.pages |= {"/feed": to("/portal"), "/portal": page}
    assert await after(relay, 0, 1, 24, 48) == ["feed"] * 4
    relay.server.pages["/feed"] = rss(MISSILE)
    relay.now += HOUR
    assert (await relay.poll()).state.failures == 0


async def test_an_unmodified_answer_begins_no_move(relay: Relay) -> None:
    """It does not say what is there; the daily whole document does, and with it the count begins."""
    relay.server.pages |= {"/feed": Page(rss(MISSILE).body, headers={"ETag": '"1"'})}
    await after(relay, 0)
    relay.server.pages |= {"/new": relay.server.pages["/feed"], "/feed": to("/new")}
    assert await after(relay, 1, 2, 23) == ["feed"] * 3
    assert await after(relay, 24, 25, 47, 48) == ["feed", "feed", "feed", "new"]


async def test_a_feed_that_moved_back_or_on_is_followed(relay: Relay) -> None:
    """Its old address is asked each day: a feed there is the feed again, wherever it then leads."""
    relay.server.pages |= {"/feed": to("/2026"), "/2026": rss("Rain of 2026")}
    assert (await after(relay, 0, 1, 24, 30, 49))[-1] == "2026"
    relay.server.pages |= {"/feed": to("/2027"), "/2027": rss("Rain of 2027")}
    assert await after(relay, 50, 73, 74, 97) == ["2026", "feed", "feed", "2027"]
    relay.server.pages |= {"/feed": rss("Rain at home")}
    assert await after(relay, 98, 122) == ["2027", "feed"]


async def test_a_new_address_that_fails_is_no_end(relay: Relay) -> None:
    """The old one is asked each second time; what is no feed there costs nothing."""
    relay.server.pages |= {"/feed": to("/new"), "/new": rss(MISSILE)}
    assert (await after(relay, 0, 1, 24))[-1] == "new"
    relay.server.pages |= {"/feed": Page(b"<html>parked</html>"), "/new": Page(status=404)}
    assert await after(relay, 25, 25.1, 25.2) == ["new"] * 3
    assert [asked.path for asked in relay.server.requests[-4:]] == ["/new", "/feed", "/new", "/new"]
    relay.server.pages["/feed"] = rss(MISSILE)
    assert await after(relay, 25.3) == ["feed"]


async def test_a_304_that_sticks(relay: Relay) -> None:
    """A server that always says "not modified" is asked for its whole document each day."""
    relay.server.pages["/feed"] = Page(rss(MISSILE).body, headers={"ETag": '"1"'})
    await after(relay, 0)
    relay.server.pages["/feed"] = Page(rss(MISSILE, f"{MISSILE} again").body, headers={"ETag": '"1"'})
    await after(relay, 1, 23)
    assert (await relay.store.health(relay.now)).entries == 1
    await after(relay, 24, 25)
    assert (await relay.store.health(relay.now)).entries == 2
    conditional = ["if-none-match" in asked.headers for asked in relay.server.requests]
    assert conditional == [False, True, True, False, True]


async def test_a_refused_name_is_tried_once(relay: Relay) -> None:
    """While a server refuses both of our names each poll costs one request; the one that it takes is remembered."""
    relay.server.pages["/feed"] = Page(status=403)
    await after(relay, 0, 1, 2)
    ours, plain = relay.pipeline.polling.fetcher.names
    assert [asked.headers["user-agent"] for asked in relay.server.requests] == [ours, plain, plain, ours]
    relay.server.pages["/feed"] = rss(MISSILE)
    await after(relay, 3, 4)
    feed = await relay.poll()
    assert feed.state.plain_at == NOON + 3 * HOUR
    assert [asked.headers["user-agent"] for asked in relay.server.requests[4:]] == [plain, plain, plain]


async def test_a_wall_is_named(relay: Relay) -> None:
    """A challenge with status 200 is no page of the feed's, and the error says so."""
    relay.server.pages["/feed"] = Page(b"<html><title>Just a moment...</title>")
    assert (await relay.poll()).state.error == "It is a wall against bots (Cloudflare), not a feed."


async def test_an_unchanged_feed_costs_nothing(relay: Relay) -> None:
    """The validators are sent back; a 304, and a body that was read already, leave everything as it is."""
    page = rss(MISSILE)
    relay.server.pages["/feed"] = Page(page.body, headers={"ETag": '"1"', "Last-Modified": "yesterday"})
    first = await relay.poll()
    second = await relay.poll()

    assert relay.server.requests[-1].headers["if-none-match"] == '"1"'
    assert relay.server.requests[-1].headers["if-modified-since"] == "yesterday"
    assert (second.state.digest, second.state.failures) == (first.state.digest, 0)


@pytest.mark.parametrize(("status", "hours"), [(429, 2), (503, 1)])
async def test_a_busy_server_says_when_to_come_back(relay: Relay, status: int, hours: int) -> None:
    """Retry-After is kept to, up to hours; when the feed is well again, its interval is as before."""
    relay.server.pages["/feed"] = Page(status=status, headers={"Retry-After": "86400"})
    busy = await relay.poll()
    assert NOON + hours * HOUR <= busy.state.next_poll_at <= NOON + 1.1 * hours * HOUR
    assert busy.state.failures == 1

    relay.server.pages["/feed"] = rss(MISSILE)
    relay.now = NOON + 2 * HOUR
    well = await relay.poll()
    assert well.state.failures == 0
    assert well.state.next_poll_at <= relay.now + 6 * MINUTE


async def test_a_refusal_holds_all_feeds_of_its_host(relay: Relay) -> None:
    """Of twenty feeds that are due at once, those that wait for their turn make no request after a 429."""
    paths = [f"/{n}" for n in range(20)]
    for path in paths:
        relay.server.pages[path] = Page(status=429, headers={"Retry-After": "600"})
        await relay.store.add_feed(Source(relay.server.url(path), path), NOON)
    due = await relay.store.claim_feeds(NOON, MINUTE, 99)
    await asyncio.gather(*map(relay.pipeline.polling.poll_feed, due))

    assert len(due) == 20
    assert len(relay.server.requests) <= 3
    assert await relay.store.claim_feeds(NOON + 9 * MINUTE, MINUTE, 99) == ()
    back = [len(await relay.store.claim_feeds(NOON + n * MINUTE, HOUR, 99)) for n in range(10, 17)]
    assert sum(back) == 20
    assert max(back) <= 5


async def test_a_grave_story_has_its_feeds_asked_as_often_as_allowed(relay: Relay) -> None:
    """For half an hour those that told of its topic, even amid a poll, and no others; then all is as before."""
    relay.server.pages |= {"/feed": rss("Rain"), "/calm": rss("Sun")}
    await relay.poll("/calm")
    await relay.poll()
    calm = await relay.poll("/calm")
    relay.server.pages["/feed"] = rss("Rain", MISSILE)
    await relay.poll()
    amid = await relay._feed("/feed")
    await relay.detect()
    (story,) = await relay.store.open_stories(NOON - HOUR)
    assert story.severity >= 3

    watched = await relay._feed("/feed")
    assert watched.watch_until == NOON + 30 * MINUTE
    await relay.pipeline.polling.poll_feed(amid)  # it was claimed before the watch was raised
    watched = await relay._feed("/feed")
    assert watched.state.next_poll_at <= NOON + 1.1 * MINUTE
    relay.now += 20 * MINUTE
    assert (await relay.poll()).state.next_poll_at <= relay.now + 1.1 * MINUTE
    assert (await relay._feed("/calm")).state == calm.state
    relay.now += 20 * MINUTE
    assert (await relay.poll()).state.next_poll_at > relay.now + 2 * MINUTE


async def test_a_softwares_default_does_not_slow_a_feed_down(relay: Relay) -> None:
    """A feed that publishes every few minutes is asked so often, though its server and software say hourly."""
    titles = [f"News {n}" for n in range(9)]
    shown = []
    for n in range(1, 9):
        relay.now = NOON + n * 5 * MINUTE
        page = rss(*titles[:n])
        hint = b"<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod><ttl>60</ttl>"
        body = page.body.replace(b"<title>News</title>", b"<title>News</title>" + hint)
        relay.server.pages["/feed"] = replace(
            page, body=body, headers={**page.headers, "Cache-Control": "max-age=3600"}
        )
        shown.append((await relay.poll()).state.next_poll_at - relay.now)

    assert max(shown) <= 5.5 * MINUTE
    assert shown[-1] < 4 * MINUTE


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


async def test_a_chat_that_is_shut(relay: Relay) -> None:
    """Its alerts wait while others are told, an admin hears of it once, and a sign of life brings them all at once."""
    group = relay.telegram.group("Desk")
    who = await relay.store.welcome(Address(group), ChatKind.GROUP, "en", "UTC", relay.now)
    await relay.store.subscribe(who.id, "launches", relay.now)
    ada = await follower(relay)
    relay.telegram.restrict_bot(group)
    await news(relay, MISSILE, "SpaceX launches 23 Starlink satellites from Florida")

    async with delivering(relay):
        await relay.telegram.wait(lambda: len(relay.telegram.messages(ada)) == 2)
        while not await relay.store.shut_unannounced():  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # a table has no event for it
        for _ in range(2):
            await relay.pipeline.delivering.announce()
        (notice,) = relay.telegram.messages(BOSS)
        assert f"the chat {group}, though I am in it: Not enough rights" in notice.text
        assert (await relay.store.health(relay.now)).refused == 0

        relay.telegram.set_bot(relay.telegram.chats[group], "administrator", None)
        await relay.store.revive(group, relay.now)
        await relay.telegram.wait(lambda: len(relay.telegram.messages(group)) == 2)
    assert await relay.store.next_delivery_at() is None
    assert (await relay.store.health(relay.now)).subscribers_shut == 0


async def test_one_article_address_loses_no_alert(relay: Relay) -> None:
    """A host that Telegram does not take: the alert goes out in its full form, without the link."""
    ada = await follower(relay)
    relay.server.pages["/feed"] = rss("Old news of rain")
    await relay.poll()
    relay.server.pages["/feed"] = rss("Old news of rain", MISSILE, host="rsshub:1200")
    await relay.poll()
    await relay.detect()
    async with delivering(relay):
        await relay.telegram.wait(lambda: relay.telegram.messages(ada))
    (alert,) = relay.telegram.messages(ada)
    assert alert.labels[0] == ["Why?", "Sources"]
    assert [call.status for call in relay.telegram.calls.of("sendMessage")] == [200]


async def follower(relay: Relay, *, timezone: str = "UTC") -> int:
    """A new chat that follows launches."""
    chat = relay.telegram.private()
    who = await relay.store.welcome(Address(chat), ChatKind.PRIVATE, "en", timezone, relay.now)
    await relay.store.subscribe(who.id, "launches", relay.now)
    return chat


@asynccontextmanager
async def delivering(relay: Relay) -> AsyncIterator[None]:
    """The outbox is being emptied; a second passes for it every few milliseconds."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.01)
            relay.now += timedelta(seconds=1)
            relay.pipeline.works.wake(JobName.DELIVER)

    stop = asyncio.Event()
    tasks = [asyncio.create_task(relay.pipeline.delivering.run(stop)), asyncio.create_task(tick())]
    yield
    stop.set()
    relay.pipeline.works.wake(JobName.DELIVER)
    await tasks[0]
    tasks[1].cancel()


async def backlog(relay: Relay, *ages: timedelta) -> list[tuple[str, bool]]:
    """What a follower is told of missiles by some countries, each that much ago: the message, and whether it rings.

    They are what a primed feed shows after four days in which nobody read it.
    """
    chat = await follower(relay)
    relay.server.pages["/feed"] = rss("Old news of rain", at=relay.now)
    await relay.poll()
    relay.now += timedelta(days=4)
    actors = ("Iran", "China", "India", "France", "Pakistan", "North Korea")
    items = [
        rss(f"{actor} fires ballistic missile", at=relay.now - age).body
        for actor, age in zip(actors, ages, strict=False)
    ]
    body = b"".join(re.findall(rb"<item>.*</item>", b"".join(item + b"\n" for item in items)))
    relay.server.pages["/feed"] = Page(b"<rss version='2.0'><channel><title>News</title>" + body + b"</channel></rss>")
    await relay.poll()
    await relay.detect()
    async with delivering(relay):
        async with asyncio.timeout(PATIENCE):
            while await relay.store.next_delivery_at():  # noqa: ASYNC110 # a table has no event for it
                await asyncio.sleep(0.01)
    return [(message.text, not message.silent) for message in relay.telegram.messages(chat)]


async def test_after_days_without_polls_what_is_recent_is_told_and_what_is_young_rings(relay: Relay) -> None:
    """Two days and older is kept and found, and not told; of the rest, the last six hours make a sound."""
    told = await backlog(relay, *(timedelta(hours=hours) for hours in (1, 5, 7, 47, 49, 90)))

    rings = {actor: ring for text, ring in told for actor in ("Iran", "China", "India", "France") if actor in text}
    assert len(told) == 4
    assert rings == {"Iran": True, "China": True, "India": False, "France": False}
    assert (await relay.store.health(relay.now)).entries == 7


async def test_a_page_that_takes_its_news_back_reaches_the_story(relay: Relay) -> None:
    """Under the same guid and address: the alert is edited, and says so."""
    relay.server.pages["/feed"] = rss("Old news of rain")
    await relay.poll()
    relay.server.pages["/feed"] = page = rss(MISSILE)
    await relay.poll()
    await relay.detect()
    relay.server.pages["/feed"] = Page(page.body.replace(b"<title>North", b"<title>RETRACTED: North"))
    await relay.poll()
    await relay.detect()

    (story,) = await relay.store.open_stories(NOON - HOUR)
    assert story.retracted_at == NOON


async def test_undated_old_news_that_appears_late_is_not_told(relay: Relay) -> None:
    """Below what is known it was there before; at the head of the feed it is news, which is known to have no date."""

    def undated(*titles: str) -> Page:
        return Page(re.sub(rb"<pubDate>.*?</pubDate>", b"", rss(*titles).body))

    relay.server.pages["/feed"] = undated("Old news of rain", "Older news of snow")
    await relay.poll()
    other = "Iran launches satellite into orbit"
    relay.server.pages["/feed"] = undated(MISSILE, "Old news of rain", other, "Older news of snow")
    relay.now += HOUR
    await relay.poll()
    await relay.detect()

    (story,) = await relay.store.open_stories(NOON - HOUR)
    assert story.headline == MISSILE
    assert [(report.published_at, report.undated) for report in story.reports] == [(NOON + HOUR, True)]


async def settled(relay: Relay) -> None:
    """Wait until nothing is in the outbox and something was set aside."""
    async with asyncio.timeout(PATIENCE):
        while await relay.store.next_delivery_at() or not await relay.store.set_aside(1):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # a table has no event for it


async def news(relay: Relay, *titles: str, path: str = "/feed") -> None:
    """Have a primed feed show these, and detect them."""
    relay.server.pages[path] = rss("Old news of rain")
    await relay.poll(path)
    relay.server.pages[path] = rss("Old news of rain", *titles)
    await relay.poll(path)
    await relay.detect()


async def test_an_entry_that_makes_code_raise(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three tries it is set aside with its error; the entry behind it is detected all the same."""
    poison, detect, tries = "North Korea fires ballistic missile, they say", Detector.detect, 0

    def spoilt(self: Detector, arrival: Arrival, *rest: Any) -> Detection:
        nonlocal tries
        if arrival.entry.title == poison:
            tries += 1
            raise ZeroDivisionError("a text that nobody foresaw")
        return detect(self, arrival, *rest)

    monkeypatch.setattr(Detector, "detect", spoilt)
    await news(relay, poison, MISSILE)
    for _ in range(3):
        await relay.detect()

    assert tries == 3
    assert [story.headline for story in await relay.store.open_stories(NOON - HOUR)] == [MISSILE]
    assert await relay.store.undetected(10) == ()
    (row,) = await relay.store.set_aside(10)
    assert (row.kind, row.name) == ("entry", poison)
    assert row.error.startswith("ZeroDivisionError: a text that nobody foresaw (bot.pipeline.")


async def test_a_feed_that_was_being_polled_waits_for_a_minute(relay: Relay) -> None:
    """Its process was killed amid the fetch: no other one polls it before the lease is over, and one does then."""
    feed = await relay.poll()
    relay.server.pages["/feed"] = replace(rss(MISSILE), gate=asyncio.Event())
    relay.now += 48 * HOUR
    job = asyncio.create_task(relay.pipeline.polling.run(asyncio.Event()))
    await relay.server.running(1)
    job.cancel()

    seconds = timedelta(seconds=1)
    assert await relay.store.claim_feeds(relay.now + MINUTE - seconds, MINUTE, 10) == ()
    assert [one.id for one in await relay.store.claim_feeds(relay.now + MINUTE, MINUTE, 10)] == [feed.id]


async def test_a_full_batch_of_bad_entries_is_no_endless_loop(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as are read at a time: three rounds, then they are out of the way of the one behind them."""

    def spoilt(self: Detector, arrival: Arrival, *rest: Any) -> Detection:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.pipeline.detecting.ARRIVALS", 20)
    await news(relay)
    relay.server.pages["/feed"] = rss("Old news of rain", *(f"Bad {number}" for number in range(20)))
    await relay.poll()
    with monkeypatch.context() as patched:
        patched.setattr(Detector, "detect", spoilt)
        await asyncio.wait_for(relay.detect(), PATIENCE)
    relay.server.pages["/feed"] = rss(MISSILE)
    await relay.poll()
    await relay.detect()

    assert (await relay.store.health(relay.now)).entries_set_aside == 20
    assert len(await relay.store.open_stories(NOON - HOUR)) == 1


async def test_a_feed_that_makes_code_raise(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three polls it is not polled any more, and says why; `retry` has it polled again."""

    async def spoilt(*args: object, **values: object) -> None:
        raise RecursionError("too deep")

    await relay.store.add_feed(Source(relay.server.url("/feed"), "/feed"), NOON)
    relay.server.pages["/feed"] = rss(MISSILE)
    with monkeypatch.context() as patched:
        patched.setattr(ParsePool, "parse", spoilt)
        for number in range(3):
            (feed,) = await relay.store.claim_feeds(NOON + number * HOUR, MINUTE, 1)
            await relay.pipeline.polling.poll_feed(feed)
    assert await relay.store.claim_feeds(NOON + 48 * HOUR, MINUTE, 1) == ()
    (row,) = await relay.store.set_aside(10)
    assert row.kind == "feed"
    assert row.error.startswith("RecursionError: too deep (")

    assert await relay.store.retry(NOON) == 1
    assert (await relay.poll()).state.primed_at is not None


async def test_a_subscriber_that_makes_code_raise(relay: Relay) -> None:
    """A timezone that does not exist: that alert is set aside after three tries, everybody else's is sent."""
    others = [await follower(relay) for _ in range(3)]
    bad = await follower(relay, timezone="Mars/Olympus")
    others.append(await follower(relay))
    await news(relay, MISSILE)
    async with delivering(relay):
        await settled(relay)

    assert [len(relay.telegram.messages(chat)) for chat in others] == [1] * 4
    assert relay.telegram.messages(bad) == []
    (row,) = await relay.store.set_aside(10)
    assert (row.kind, row.name) == ("alert", MISSILE)
    assert "Mars/Olympus" in row.error


async def test_an_answer_that_the_database_cannot_take(relay: Relay) -> None:
    """A message id beyond all numbers: that alert is set aside, the outcomes of the others are kept."""
    chats = [await follower(relay) for _ in range(3)]
    await news(relay, MISSILE)
    send = relay.pipeline.delivering.sender.send

    class Odd:
        """A sender through which one chat's messages get an id that no integer column holds."""

        wait_of, room, limiter = relay.pipeline.delivering.sender.wait_of, 24, relay.pipeline.delivering.sender.limiter

        async def send(self, delivery: Delivery, *how: Reply | None, **more: Any) -> Outcome:
            sent = await send(delivery, *how, **more)  # type: ignore[arg-type]
            return Sent(2**70) if delivery.subscriber.address.chat_id == chats[1] else sent

    relay.pipeline.delivering.sender = Odd()  # type: ignore[assignment]
    async with delivering(relay):
        await settled(relay)

    assert [len(relay.telegram.messages(chat)) for chat in (chats[0], chats[2])] == [1, 1]
    assert "OverflowError" in (await relay.store.set_aside(10))[0].error


@pytest.mark.parametrize("hours", [-1, 1])
async def test_the_clock_jumps_by_an_hour(relay: Relay, hours: int, caplog: pytest.LogCaptureFixture) -> None:
    """Forward or back: one line in the log, and what was waiting is polled and sent, once, without an hour's wait."""
    ada = await follower(relay)
    await news(relay, MISSILE)
    assert not await relay.pipeline.check_clock()
    (claimed,) = await relay.store.claim_deliveries(relay.now, MINUTE, 1)  # a process that died had it
    relay.now += hours * HOUR
    assert await relay.pipeline.check_clock()
    assert [record.message for record in caplog.records if "clock" in record.message] == [
        f"The clock jumped by {hours * 3600} seconds; what waits is put right."
    ]

    assert claimed.subscriber.address.chat_id == ada
    relay.now += 2 * MINUTE  # its lease is over, and the feed's interval
    async with delivering(relay):
        await relay.telegram.wait(lambda: len(relay.telegram.messages(ada)) == 1)
    (feed,) = await relay.store.claim_feeds(relay.now + HOUR / 2, MINUTE, 1)
    assert feed.source.outlet == "/feed"


async def test_the_ticks_go_on_when_the_clock_is_put_back(relay: Relay) -> None:
    """The scheduler's ticks are an hour away then, by the clock: they come at once all the same."""
    ticked = asyncio.Event()
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(ticked.set, "interval", hours=1)
    scheduler.start()
    await relay.pipeline.check_clock()
    relay.now -= HOUR
    watch = asyncio.create_task(watch_clock(relay.pipeline, scheduler, Leads(relay.pipeline, "1", 30)))
    await asyncio.wait_for(ticked.wait(), PATIENCE)
    watch.cancel()
    scheduler.shutdown(wait=False)


async def test_the_ticks_go_on_when_the_jobs_clock_is_another(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The jobs go by the database's clock, and this machine's is put back: the ticks come, nothing else is touched."""
    ticked, back = asyncio.Event(), timedelta()
    monkeypatch.setattr(service, "now", lambda: datetime.now(UTC) - back)
    began = asyncio.get_running_loop().time()
    relay.pipeline.works.clock = lambda: NOON + timedelta(seconds=asyncio.get_running_loop().time() - began)
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(ticked.set, "interval", hours=1)
    scheduler.start()
    watch = asyncio.create_task(watch_clock(relay.pipeline, scheduler, Leads(relay.pipeline, "1", 30)))
    await asyncio.sleep(0)  # it has looked at the clock
    back = HOUR
    await asyncio.wait_for(ticked.wait(), PATIENCE)
    watch.cancel()
    scheduler.shutdown(wait=False)
    assert "jumped" not in caplog.text


async def test_a_stop_amid_a_tick_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    """What the scheduler has under way ends with it, without a traceback in the log."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(service.stoppable(set(), work), "interval", hours=1, next_run_time=datetime.now(UTC))
    scheduler.start()
    await asyncio.wait_for(begun.wait(), PATIENCE)
    scheduler.shutdown(wait=False)
    await asyncio.wait_for(ended.wait(), PATIENCE)
    await asyncio.sleep(0)  # who waited for it looks
    assert caplog.records == []


async def test_one_process_puts_right_what_waits(relay: Relay) -> None:
    """The clock of all is put back: who does not lead looks anew and leaves the rows to who does."""
    await follower(relay)
    await news(relay, MISSILE)
    await relay.store.claim_deliveries(relay.now, MINUTE, 1)
    due_at = await relay.store.next_delivery_at()
    assert not await relay.pipeline.check_clock()
    relay.now -= HOUR
    assert await relay.pipeline.check_clock(mends=False)
    assert not await relay.pipeline.check_clock(mends=False)
    assert await relay.store.next_delivery_at() == due_at


async def test_an_alert_is_rendered_anew_when_it_would_read_otherwise(relay: Relay) -> None:
    """Made once for all who see the same; what the story, its reader or the minute changes is seen at once."""
    await follower(relay)
    await news(relay, MISSILE)
    (one,) = await relay.store.claim_deliveries(relay.now, MINUTE, 1)
    story, reader = one.story, one.subscriber
    assert relay.pipeline.delivering._rendered(one) is relay.pipeline.delivering._rendered(replace(one, id=one.id + 1))
    for changed, who in (
        (replace(story, retracted_at=relay.now), reader),
        (replace(story, severity=5), reader),
        (replace(story, reports=story.reports * 2), reader),
        (replace(story, revision=2, headline="Corrected"), reader),
        (replace(story, actor="kp", history=History(3, None)), reader),
        (story, replace(reader, language="ko")),
        (story, replace(reader, timezone="Asia/Seoul")),
    ):
        fresh = relay.pipeline.delivering.renderer.alert(changed, who, relay.now)
        assert relay.pipeline.delivering._rendered(replace(one, story=changed, subscriber=who)) == fresh
    relay.now += 24 * HOUR
    assert relay.pipeline.delivering._rendered(one) == relay.pipeline.delivering.renderer.alert(
        story, reader, relay.now
    )


async def test_a_send_is_in_flight_until_it_is_written(relay: Relay) -> None:
    """While nothing can be written, no more are sent than may be in flight; a crash now would repeat these alone."""
    chats = [await follower(relay) for _ in range(24 + 5)]
    await news(relay, MISSILE)
    settle, written = relay.store.settle, asyncio.Event()

    class Stuck(SqlStore):
        """The same database, in which nothing is settled until it may be."""

        async def settle(self, settlements: Sequence[Settlement | DigestSettlement | CopySettlement]) -> None:
            await written.wait()
            await settle(settlements)

    assert isinstance(relay.store, SqlStore)
    relay.pipeline.delivering.store = Stuck(relay.store._database)
    async with delivering(relay):
        await relay.telegram.wait(lambda: len(relay.telegram.calls.of("sendMessage")) == 24)
        for _ in range(20):
            relay.pipeline.works.wake(JobName.DELIVER)
            await asyncio.sleep(0.01)  # time for what must not happen
        assert len(relay.telegram.calls.of("sendMessage")) == 24
        relay.now += HOUR  # the leases are over: what was sent must not be taken for lost
        written.set()
        await relay.telegram.wait(lambda: all(relay.telegram.messages(chat) for chat in chats))

    assert [len(relay.telegram.messages(chat)) for chat in chats] == [1] * len(chats)


async def test_what_was_sent_is_written_when_the_database_is_back(relay: Relay) -> None:
    """It is kept in memory meanwhile, and not sent again, though its lease is over."""
    chat = await follower(relay)
    await news(relay, MISSILE)
    store, tries = relay.store, 0

    class Away(SqlStore):
        """The same database, which takes the second settling."""

        async def settle(self, settlements: Sequence[Settlement | DigestSettlement | CopySettlement]) -> None:
            nonlocal tries
            tries += 1
            if tries == 1:
                relay.now += HOUR  # the lease is over
                raise StoreUnavailable("The database does not answer.")
            await store.settle(settlements)

    assert isinstance(store, SqlStore)
    relay.pipeline.delivering.store = Away(store._database)
    async with delivering(relay), asyncio.timeout(PATIENCE):
        while await store.next_delivery_at():  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # a table has no event for it

    assert tries > 1
    assert len(relay.telegram.messages(chat)) == 1


async def test_a_trouble_is_told_once_and_its_end_too(relay: Relay, caplog: pytest.LogCaptureFixture) -> None:
    """The database is away for three looks of a job: a line when it begins, one when it is over, no traceback."""
    caplog.set_level("INFO", logger="bongsu")
    store, claims = relay.store, 0

    class Away(SqlStore):
        """The same database, which answers the fourth claim."""

        async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
            nonlocal claims
            claims += 1
            if claims < 4:
                raise StoreUnavailable("The database does not answer.")
            return await store.claim_deliveries(now, lease, limit)

    assert isinstance(store, SqlStore)
    relay.pipeline.delivering.store = Away(store._database)
    async with delivering(relay), asyncio.timeout(PATIENCE):
        while claims < 6:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # the job has no event for it

    assert [record.getMessage() for record in caplog.records] == [
        "claiming to deliver: The database does not answer.",
        "claiming to deliver: well again",
    ]
    assert not any(record.exc_info for record in caplog.records)


async def test_a_poll_outlives_a_cut_of_the_database(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was fetched when the database broke off is kept when it is back, and not only after the feed's lease."""
    monkeypatch.setattr("bot.pipeline.polling.SAVE_AGAIN", (0.0, 0.0))
    store, saves = relay.store, 0

    class Cut(SqlStore):
        """The same database, which breaks off at the first two saves."""

        async def save_polls(self, polls: Sequence[Poll], learn: Learn | None = None) -> Sequence[int]:
            nonlocal saves
            saves += 1
            if saves <= 2:
                raise StoreUnavailable("The database does not answer.")
            return await store.save_polls(polls, learn)

    assert isinstance(store, SqlStore)
    relay.pipeline.polling.store = Cut(store._database)
    relay.server.pages["/feed"] = rss(MISSILE)
    feed = await relay.poll()
    assert feed.state.polled_at == relay.now
    assert (await relay.store.health(relay.now)).entries == 1


async def test_a_stop_amid_a_long_save_loses_nothing(relay: Relay) -> None:
    """It is taken back whole, and who starts next reads the feed again."""
    store, saving, stop = relay.store, asyncio.Event(), asyncio.Event()

    class Endless(SqlStore):
        """The same database; a transaction that keeps entries there has no end."""

        async def save_polls(self, polls: Sequence[Poll], learn: Learn | None = None) -> Sequence[int]:
            async with self._database.write() as connection:
                await keep_entries(connection, polls[0])
                saving.set()
                return await asyncio.Future[Sequence[int]]()

    assert isinstance(store, SqlStore)
    polling = relay.pipeline.polling
    polling.store, polling.stop_within = Endless(store._database), 0.0
    relay.server.pages["/feed"] = rss(MISSILE)
    await store.add_feed(Source(relay.server.url("/feed"), "/feed"), relay.now)
    polls = asyncio.create_task(polling.run(stop))
    await saving.wait()
    stop.set()
    polling.works.wake(JobName.POLL)
    await asyncio.wait_for(polls, PATIENCE)
    assert (await store.health(relay.now)).entries == 0

    polling.store = store
    await relay.poll()
    assert (await store.health(relay.now)).entries == 1
