"""How the outbox and polling grow: `python bench/growth.py [--subscribers 100,1000,10000,100000] [--feeds 100,1000]`.

On SQLite and on PostgreSQL, for each size in a database of its own. One story is saved that everybody follows, and its
update; its deliveries are claimed and settled by 32; then a story is saved to which half of all are narrowed. Feeds are
claimed and their polls of 30 entries saved, one of them new. Microseconds a row; `growth` is the largest size's over
the smallest's: about 1 where the cost of a row stays the same. The baseline is an UPDATE by id in a transaction of its
own.
"""

import argparse
import asyncio
import os
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import Table as SqlTable
from sqlalchemy import update

from bot.model import (
    Arrival,
    Change,
    Concern,
    Detection,
    Entry,
    Match,
    PollState,
    Report,
    Role,
    Sent,
    Settlement,
    Source,
    Story,
)
from bot.stories.story import report_of
from bot.text.reading import Reading
from storage.engine import Database, parse_url
from storage.schema import upgrade
from storage.sql_store import SqlStore
from storage.tables import deliveries, feeds, subscribers, subscriptions
from tests.engines import ENGINES, durable
from tests.making import save_poll

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEASE = timedelta(minutes=1)
CLAIM = 32
ROUNDS = 60
ITEMS = 30
BASELINE = "baseline: one row, one transaction"
MATCHED = (Match("launches", 1.0, (), (Concern("kp", Role.ACTOR, ("korea",)), Concern("us"))),)


@dataclass(slots=True)
class Costs:
    """Microseconds a row of each step, by size."""

    rows: defaultdict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    @contextmanager
    def measure(self, what: str, size: int, count: int) -> Iterator[None]:
        """Time a step that handles `count` rows."""
        start = time.perf_counter()
        yield
        self.rows[what][size] = (time.perf_counter() - start) / count * 1e6

    def table(self, title: str, sizes: Sequence[int]) -> Table:
        """A row a step, a column a size."""
        shown = Table(f"{title}: us a row", *[f"{size:,}" for size in sizes], "growth", "of the baseline")
        base = self.rows.pop(BASELINE)
        for what, costs in self.rows.items():
            cells = [f"{costs[size]:,.0f}" for size in sizes]
            largest = costs[sizes[-1]]
            shown.add_row(what, *cells, f"{largest / costs[sizes[0]]:.2f} x", f"{largest / base[sizes[-1]]:.2f}")
        shown.add_row(BASELINE, *[f"{base[size]:,.0f}" for size in sizes], "", "1.00")
        return shown


@dataclass(slots=True)
class Ground:
    """A store that is measured, with this many rows of what grows."""

    database: Database
    store: SqlStore
    costs: Costs
    size: int

    async def join(self) -> None:
        """That many subscribers of one topic."""
        who = {"thread_id": 0, "kind": "private", "language": "en", "timezone": "UTC", "joined_at": NOW}
        topic = {"topic": "launches", "min_severity": 1, "since": NOW}
        async with self.database.write() as connection:
            rows = [who | {"chat_id": chat_id} for chat_id in range(1, self.size + 1)]
            added = await connection.scalars(subscribers.insert().returning(subscribers.c.id), rows)
            await connection.execute(subscriptions.insert(), [topic | {"subscriber_id": one} for one in added])

    async def narrow(self) -> None:
        """Everyone narrowed to places, every second one to some in which the story is."""
        for rest, places in enumerate((("jp", "target:ru"), ("us", "korea"))):
            half = subscriptions.c.subscriber_id % 2 == rest
            async with self.database.write() as connection:
                await connection.execute(update(subscriptions).where(half).values(places=places))

    async def arrive(self, guid: str) -> Detection:
        """One arrival that is a new story of North Korea's."""
        source = Source("https://agency.example/feed", "Agency")
        await self.store.add_feed(source, NOW)
        (feed,) = await self.store.feeds()
        primed = PollState(NOW, primed_at=NOW)
        await save_poll(self.store, feed, primed, source.url, (), NOW)
        (feed,) = await self.store.feeds()
        await save_poll(self.store, feed, primed, source.url, [Entry(guid, "Rocket launched", "It flew.", NOW)], NOW)
        (arrival,) = await self.store.undetected(1)
        story = Story(None, "Rocket launched", "It flew.", None, "en", 3, 1, MATCHED, (reported(arrival),), NOW, NOW)
        return Detection(arrival, MATCHED, story, Change.NEW)

    async def tell(self, what: str, told: Detection) -> Story:
        """Save a detection of which everybody is told."""
        with self.costs.measure(what, self.size, self.size):
            story = await self.store.save_detection(told, NOW)
        assert story
        return story

    async def send(self) -> None:
        """Claims of the usual size, each settled as sent."""
        handled = min(self.size, ROUNDS * CLAIM)
        with self.costs.measure(f"claimed by {CLAIM} and settled", self.size, handled):
            for _ in range(-(-handled // CLAIM)):
                claimed = await self.store.claim_deliveries(NOW + LEASE, LEASE, CLAIM)
                await self.store.settle([Settlement(delivery, Sent(1), NOW) for delivery in claimed])

    async def one_by_one(self, table: SqlTable, column: str, count: int = 300) -> None:
        """The baseline: the least that a row costs."""
        with self.costs.measure(BASELINE, self.size, count):
            for number in range(count):
                async with self.database.write() as connection:
                    its = update(table).where(table.c.id == number % self.size + 1)
                    await connection.execute(its.values({column: table.c[column] + 1}))


def reported(arrival: Arrival) -> Report:
    """An arrival's part in its story."""
    return report_of(arrival, Reading.of(arrival.entry.title, arrival.entry.text, "en"), None, None)


async def fan_out(here: Ground) -> None:
    """One story to everybody, as an update again, sent; and another one where everybody is narrowed."""
    await here.join()
    resident = psutil.Process().memory_info().rss
    story = await here.tell("fan-out of a story", await here.arrive("1"))
    again = await here.arrive("2")
    newer = replace(story, revision=2, reports=(*story.reports, reported(again.arrival)))
    await here.tell("its update", replace(again, story=newer, change=Change.UPDATE))
    await here.send()
    await here.narrow()
    await here.tell("fan-out where all are narrowed", await here.arrive("3"))
    await here.one_by_one(deliveries, "told")
    grown = (psutil.Process().memory_info().rss - resident) / 1e6
    print(f"  {here.size:,} subscribers: {grown:.0f} MB more, load {os.getloadavg()[0]:.1f}")


async def polls(here: Ground) -> None:
    """That many feeds, of which so many are claimed and their polls saved."""
    catalogue = [Source(f"https://outlet{n}.example/feed", f"Outlet {n}") for n in range(here.size)]
    with here.costs.measure("catalogue read at the start", here.size, here.size):
        await here.store.sync_feeds(catalogue, NOW)
    polled = Counter[int]()
    while polled.total() < here.size:
        await poll(here, polled, NOW)
    with here.costs.measure(f"claimed by {CLAIM}, {ITEMS} entries saved", here.size, ROUNDS * CLAIM):
        for number in range(1, ROUNDS + 1):
            await poll(here, polled, NOW + number * timedelta(hours=10))
    await here.one_by_one(feeds, "moved_polls")


async def poll(here: Ground, polled: Counter[int], at: datetime) -> None:
    """Poll a claim of feeds, each of which shows one entry that is new."""
    for feed in await here.store.claim_feeds(at, LEASE, CLAIM):
        first = polled[feed.id]
        polled[feed.id] += 1
        text = "It rained, and the river rose. " * 12
        shown = [Entry(f"{n}", f"News {n} of {feed.id}", text, at) for n in range(first, first + ITEMS)]
        state = PollState(at + timedelta(hours=1), primed_at=NOW, polled_at=at, healthy_at=at)
        await save_poll(here.store, feed, state, feed.source.url, shown, at)


async def measure(url: str, size: int, costs: Costs, part: Callable[[Ground], Awaitable[None]]) -> None:
    """One part at one size, in an empty database."""
    database = Database(parse_url(url))
    await upgrade(database)
    store = SqlStore(database)
    await part(Ground(database, store, costs, size))
    await store.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subscribers", default="100,1000,10000,100000", help="sizes, smallest first; 0: none")
    parser.add_argument("--feeds", default="100,1000,10000")
    parser.add_argument("--database", choices=ENGINES, action="append")
    args = parser.parse_args()
    for engine in args.database or ENGINES:
        for name, part in {"subscribers": fan_out, "feeds": polls}.items():
            sizes, costs = [int(size) for size in getattr(args, name).split(",") if int(size)], Costs()
            for size in sizes:
                with durable(engine) as url:
                    asyncio.run(measure(url, size, costs, part))
            if sizes:
                Console(width=120).print(costs.table(f"{engine}, {name}", sizes))


if __name__ == "__main__":
    main()
