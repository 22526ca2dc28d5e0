"""Replays an archive of consecutive polls through poll and detect: `python bench/polls.py ARCHIVE.tar.xz`.

Beside the archive lies its index (`NAME.index.csv`: member, path, commit, commit_date, bytes), which says when each
snapshot was taken. A server on loopback shows the snapshots one after the other; the service's own pipeline polls them
into a SQLite database, with the clock at the snapshot's time. Exit code 1 where an entry was stored twice or a story
was told twice.
"""

import asyncio
import csv
import sys
import tarfile
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.config import Settings
from bot.errors import FetchError
from bot.model import Source, Story
from bot.pages.extract import Extractor, Page, Permit
from bot.pipeline.jobs import Pipeline
from bot.roof.building import build_pipeline
from bot.store import Store
from storage import open_store

EVER = datetime(2000, 1, 1, tzinfo=UTC)
SAME_WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a feed held at a moment."""

    feed: str
    at: datetime
    body: bytes


def snapshots(archive: Path) -> Iterator[Snapshot]:
    """The archive's snapshots in the order of their times."""
    index = archive.with_name(archive.name.removesuffix(".tar.xz") + ".index.csv")
    with index.open(newline="") as lines, tarfile.open(archive) as tar:
        bodies = {member.name: tar.extractfile(member) for member in tar if member.isfile()}
        rows = sorted(csv.DictReader(lines), key=lambda row: datetime.fromisoformat(row["commit_date"]))
        for row in rows:
            if file := bodies.get(row["member"]):
                yield Snapshot(row["path"], datetime.fromisoformat(row["commit_date"]).astimezone(UTC), file.read())


@asynccontextmanager
async def serving(pages: dict[str, bytes]) -> AsyncIterator[str]:
    """The address of a server that shows these pages as they are at the moment."""

    async def show(request: web.Request) -> web.Response:
        return web.Response(body=pages[request.match_info["name"]], content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/{name}", show)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def no_page(url: str, *, permit: Permit | None = None) -> Page:
    """The web of that week is not here: entries are read as their feeds had them."""
    raise FetchError("There is no web here.", kind="connect")


@dataclass(slots=True)
class Clock:
    """A clock that stands where it is put."""

    now: datetime = EVER

    def __call__(self) -> datetime:
        """The time."""
        return self.now


async def replay(archive: Path) -> int:
    """Poll every snapshot in order; print what came of it."""
    shown: dict[str, bytes] = {}
    clock = Clock()
    polls: Counter[str] = Counter()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        store = await open_store(f"sqlite+aiosqlite:///{folder}/polls.db", migrate=True)
        stack.push_async_callback(store.close)
        address = await stack.enter_async_context(serving(shown))
        settings = Settings(telegram_token=SecretStr("1:bench"), allow_private_addresses=True)
        _, pipeline = await build_pipeline(settings, store, stack, clock=clock)
        pipeline.detecting.extractor = Extractor(no_page)
        began = time.perf_counter()
        for snapshot in snapshots(archive):
            shown[snapshot.feed] = snapshot.body
            clock.now = snapshot.at
            await _poll(
                store, pipeline, Source(f"{address}/{snapshot.feed}", snapshot.feed.removesuffix(".xml")), clock
            )
            polls[snapshot.feed] += 1
        seconds = time.perf_counter() - began
        stories = await store.open_stories(EVER)
        entries = (await store.health(clock.now)).entries
        twice = await _stored_twice(folder)
    told_twice = list(_told_twice(stories))
    _print(polls, entries, stories, twice, told_twice, seconds)
    return 1 if twice or told_twice else 0


async def _poll(store: Store, pipeline: Pipeline, source: Source, clock: Clock) -> None:
    await store.add_feed(source, clock.now)
    feed = next(feed for feed in await store.feeds() if feed.source.url == source.url)
    await pipeline.polling.poll_feed(feed)
    while await pipeline.detecting.detect_some():
        pass


async def _stored_twice(folder: str) -> int:
    """Entries of one feed that share their link, title and date."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder}/polls.db")
    async with engine.connect() as connection:
        query = "SELECT count(*) - count(DISTINCT feed_id || coalesce(link, '') || title || published_at) FROM entries"
        repeated: int = await connection.scalar(text(query)) or 0
    await engine.dispose()
    return repeated


def _told_twice(stories: tuple[Story, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of stories that are one: the same link, or the same headline within two days."""
    by_key: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        for key in {report.link for report in story.reports if report.link} | {story.headline.casefold()}:
            for other in by_key[key]:
                if story.opened_at - other.opened_at <= SAME_WITHIN:
                    yield other.headline, story.headline
            by_key[key].append(story)


def _print(
    polls: Counter[str],
    entries: int,
    stories: tuple[Story, ...],
    twice: int,
    told_twice: list[tuple[str, str]],
    seconds: float,
) -> None:
    console = Console()
    table = Table("feed", "polls")
    for feed, count in sorted(polls.items()):
        table.add_row(feed, str(count))
    console.print(table)
    reports = sum(len(story.reports) for story in stories)
    days: Counter[str] = Counter(f"{story.opened_at:%Y-%m-%d}" for story in stories)
    console.print(f"{polls.total()} polls, {entries} entries stored, {reports} flagged, {len(stories)} alerts.")
    console.print("Alerts a day: " + ", ".join(f"{day} {count}" for day, count in sorted(days.items())))
    console.print(f"Entries stored twice: {twice}. Stories told twice: {len(told_twice)}. {seconds:.0f} s in all.")
    for one, other in told_twice:
        console.print(f"  {one}  =  {other}")


if __name__ == "__main__":
    sys.exit(asyncio.run(replay(Path(sys.argv[1]))))
