"""Detection with pages: the real store, detector and extractor; a slow page holds up its own entry and no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import JobName
from bot.model import Entry, Join, Reason, Source, Story
from bot.pages.extract import Extractor
from bot.pipeline.detecting import ARRIVALS, Detecting
from bot.pipeline.works import Works
from bot.store import Store
from bot.web.fetch import Fetcher
from storage import open_store
from tests.feedserver import FeedServer, Page
from tests.making import HOUR, NOON, detector, save_poll
from tests.patience import PATIENCE
from tests.storage.samples import AGENCY, PAPER, a_feed

HTML = {"Content-Type": "text/html; charset=utf-8"}
TITLE = "North Korea fires ballistic missile toward the sea"
FEED_TEXT = "North Korea fired a missile."
SATELLITE, ORBIT_TEXT = "Iran launches a spy satellite", "Tehran put the spacecraft into orbit."
CRUISE, CRUISE_TEXT = "Russia test-fires a cruise missile in the Arctic", "The navy fired it from a frigate."
ANTISHIP, ANTISHIP_TEXT = "India test-fires an anti-ship missile", "New Delhi fired the weapon off Odisha."
FULL = "North Korea fired a ballistic missile toward the sea on Tuesday, and it flew 400 kilometres, the staff said."
PAGE = Page(f"<html><body><h1>{TITLE}</h1><p>{FULL}</p><p>{FULL} More.</p></body></html>".encode(), headers=HTML)
WALL = Page(
    b"<html><body>" + b"<p>Before you continue, choose how we use your data.</p>" * 9 + b"</body></html>", 200, HTML
)


@asynccontextmanager
async def made(store: Store, *, seconds: float) -> AsyncIterator[Detecting]:
    """The job, not at work; a page has so many seconds."""
    async with (
        Fetcher(version="1", allow_private=True, timeout=PATIENCE, per_host=1) as fetcher,
        Extractor(fetcher.get, seconds=seconds) as extractor,
    ):
        yield Detecting(Works(lambda: NOON), store, extractor, detector())


@asynccontextmanager
async def at_work(job: Detecting) -> AsyncIterator[None]:
    """The job runs until the end of the block."""
    stop = asyncio.Event()
    working = asyncio.create_task(job.run(stop))
    yield
    stop.set()
    job.works.wake(JobName.DETECT)
    await working


@asynccontextmanager
async def detecting(store: Store, *, seconds: float) -> AsyncIterator[Detecting]:
    """The detect job at work."""
    async with made(store, seconds=seconds) as job, at_work(job):
        yield job


def entry(title: str, url: str | None, text: str = FEED_TEXT) -> Entry:
    """An entry as its feed has it."""
    return Entry(title, title, text, NOON, url, url, "en")


async def arrive(store: Store, *entries: Entry, source: Source = AGENCY) -> None:
    """Entries come in with a poll."""
    feed = await a_feed(store, source)
    await save_poll(store, feed, replace(feed.state, primed_at=NOON), source.url, entries, NOON)


async def stories(store: Store, count: int) -> list[Story]:
    """The stories, oldest first, as soon as there are so many."""
    async with asyncio.timeout(PATIENCE):
        while len(found := await store.open_stories(NOON - HOUR)) < count:  # noqa: ASYNC110 # the store has no bell
            await asyncio.sleep(0.01)
    return list(found)


async def test_a_story_is_told_in_its_page_s_words(sqlite_store: Store) -> None:
    """The feed's words flag it, the page's tell it; without a page, or with a wall in its place, the feed's serve."""
    async with FeedServer({"/a": PAGE, "/wall": WALL}) as site, detecting(sqlite_store, seconds=PATIENCE) as job:
        await arrive(
            sqlite_store,
            entry(TITLE, site.url("/a")),
            entry(SATELLITE, site.url("/wall"), ORBIT_TEXT),
            entry(CRUISE, site.url("/gone"), CRUISE_TEXT),
            entry(ANTISHIP, None, ANTISHIP_TEXT),
            replace(entry("Garden show opens its doors", site.url("/garden")), text="Roses and tulips."),
        )
        job.works.wake(JobName.DETECT)
        told = {story.headline: story.summary for story in await stories(sqlite_store, 4)}
        assert await sqlite_store.undetected(10) == ()

    assert told == {
        TITLE: f"{FULL} More.",
        SATELLITE: ORBIT_TEXT,
        CRUISE: CRUISE_TEXT,
        ANTISHIP: ANTISHIP_TEXT,
    }
    assert "/garden" not in {asked.path for asked in site.requests}


async def test_a_slow_page_holds_up_its_own_entry_only(sqlite_store: Store) -> None:
    """Entries that came with it, and those that come while it is awaited, are told at once; it is, in the end."""
    answer = asyncio.Event()  # the test says when, so that no machine is too slow for it
    async with (
        FeedServer({"/slow": replace(PAGE, gate=answer)}) as slow,
        detecting(sqlite_store, seconds=PATIENCE) as job,
    ):
        await arrive(sqlite_store, entry(TITLE, slow.url("/slow")), entry(SATELLITE, None, ORBIT_TEXT))
        job.works.wake(JobName.DETECT)
        await slow.running(1)
        assert [story.headline for story in await stories(sqlite_store, 1)] == [SATELLITE]
        await arrive(sqlite_store, entry(CRUISE, None, CRUISE_TEXT))
        job.works.wake(JobName.DETECT)
        assert [story.headline for story in await stories(sqlite_store, 2)][1] == CRUISE
        assert len(await sqlite_store.undetected(10)) == 1
        answer.set()
        last = (await stories(sqlite_store, 3))[-1]

    assert (last.headline, last.summary) == (TITLE, f"{FULL} More.")


async def test_a_feed_that_floods_holds_up_no_other(sqlite_store: Store) -> None:
    """With more flagged entries from one feed than are detected at a time, all waiting for pages, another's is told."""
    async with (
        FeedServer({"/slow": replace(PAGE, gate=asyncio.Event())}) as slow,
        detecting(sqlite_store, seconds=PATIENCE) as job,
    ):
        flood = [replace(entry(TITLE, slow.url(f"/slow?{n}")), guid=str(n)) for n in range(ARRIVALS + 20)]
        await arrive(sqlite_store, *flood)
        job.works.wake(JobName.DETECT)
        await slow.running(1)
        await arrive(sqlite_store, entry(CRUISE, None, CRUISE_TEXT), source=PAPER)
        job.works.wake(JobName.DETECT)
        assert [story.headline for story in await stories(sqlite_store, 1)] == [CRUISE]
        assert len(await sqlite_store.undetected(500)) == len(flood)


async def test_a_stop_leaves_what_waits_for_its_page(sqlite_store: Store) -> None:
    """It is not lost: the next start finds it undetected."""
    async with FeedServer({"/slow": replace(PAGE, gate=asyncio.Event())}) as slow:
        async with detecting(sqlite_store, seconds=PATIENCE) as job:
            await arrive(sqlite_store, entry(TITLE, slow.url("/slow")))
            job.works.wake(JobName.DETECT)
            await slow.running(1)
        assert len(await sqlite_store.undetected(10)) == 1


async def test_who_detects_again_takes_up_what_it_left(sqlite_store: Store) -> None:
    """A process that lost the lead amid a page and has it anew detects that entry."""
    answer = asyncio.Event()
    async with (
        FeedServer({"/slow": replace(PAGE, gate=answer)}) as slow,
        made(sqlite_store, seconds=PATIENCE) as job,
    ):
        await arrive(sqlite_store, entry(TITLE, slow.url("/slow")))
        async with at_work(job):
            await slow.running(1)
        assert await sqlite_store.open_stories(NOON - HOUR) == ()
        answer.set()
        async with at_work(job):
            (last,) = await stories(sqlite_store, 1)

    assert last.summary == f"{FULL} More."


COPY = "North Korea missile: what the staff said"


@pytest.mark.parametrize("when", ["the same process", "after a restart", "a second process that knew the rest"])
async def test_what_a_page_said_is_known_to_whoever_detects_next(sqlite_store: Store, when: str) -> None:
    """A paper's copy of the page's text joins, whoever read that page: what the feed had of it would not tell."""
    async with (
        FeedServer({"/a": PAGE}) as site,
        made(sqlite_store, seconds=PATIENCE) as first,
        made(sqlite_store, seconds=PATIENCE) as second,
    ):
        if when == "a second process that knew the rest":
            await arrive(sqlite_store, entry(SATELLITE, None, ORBIT_TEXT))
            assert await second.detect_some()
        await arrive(sqlite_store, entry(TITLE, site.url("/a")))
        assert await first.detect_some()
        await arrive(sqlite_store, entry(COPY, None, f"SEOUL (Wire) - {FULL}"))
        assert await (first if when == "the same process" else second).detect_some()
        told = (await stories(sqlite_store, 1))[-1]

    assert [report.title for report in told.reports] == [TITLE, COPY]
    assert told.reports[1].join == Join(Reason.COPY, AGENCY.outlet)


WEEK = (
    (TITLE, FEED_TEXT),
    ("N. Korea launches missile into East Sea: JCS", "Seoul said that Pyongyang fired a ballistic missile."),
    (SATELLITE, ORBIT_TEXT),
    ("Iran puts spy satellite into orbit, state media say", "The rocket lifted off from the Semnan range."),
    (CRUISE, CRUISE_TEXT),
    ("North Korea's missile flew 400 km, Japan says", "Tokyo said that the ballistic missile fell outside its EEZ."),
    ("US imposes sanctions on six shipowners of Iran", "The Treasury listed six owners of tankers."),
    ("Treasury blacklists six Iranian tanker owners", "The United States put six shipowners on its sanctions list."),
    ("Rocket with weather satellite set to launch from Florida tonight", "The countdown began at the Cape."),
    ("Launch of weather satellite from Florida called off", "Strong winds held the rocket on its pad."),
    ("RETRACTED: North Korea launches missile into East Sea", "An earlier report was issued in error."),
)


async def test_restarts_change_no_decision(tmp_path: Path) -> None:
    """Detected by one process, or by a new one each time: the same stories, revisions and reasons."""
    decided = []
    for name in ("one process", "many processes"):
        kept = await open_store(f"sqlite+aiosqlite:///{tmp_path / name}.db", migrate=True)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(kept.close)
            job = await stack.enter_async_context(made(kept, seconds=PATIENCE))
            for title, text in WEEK:
                await arrive(kept, entry(title, None, text))
                assert await job.detect_some()
                if name == "many processes":
                    job = await stack.enter_async_context(made(kept, seconds=PATIENCE))
            decided.append(await kept.open_stories(NOON - HOUR))

    assert decided[0] == decided[1]
    assert 1 < len(decided[0]) < len(WEEK)
