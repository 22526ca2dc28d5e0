"""Many processes over one PostgreSQL, killed and started at random: `python bench/soak.py [--minutes 10]`.

Two pollers, two detectors and two senders (one of each standing by), and one process that answers people. Feeds publish
stories, people ask, and every few seconds one process is killed and started anew. Prints the feeds that were polled
twice within their interval, as those are that a killed poller was reading, the alerts that were lost, the alerts that
stand there twice beside the sends that were in flight at a kill, and what Telegram's limits refused. Exit code 1 where
one of these is more than it may be.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.pipeline.polling import FETCHES
from bot.preview.limits import Limits
from storage import migrate
from storage.tables import deliveries, stories, subscribers
from tests.drills import TITLES
from tests.engines import durable
from tests.running import Service, World, path_of, rss, world

PARTS = ("poll", "poll", "detect", "detect", "deliver", "deliver", "chat")
OLD = "Old news of rain"
EARLY = 0.25
"""Seconds by which a request may follow sooner than its interval: the way of the one before took so much longer."""
DRAIN_SECONDS = 150
"""So long without a further alert after the last kill, and what is missing is lost: all leases are over by then."""


@dataclass(slots=True)
class Soak:
    """The world, what runs in it, and what was counted."""

    here: World
    args: argparse.Namespace
    everyone: list[int]
    running: list[Service] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    in_flight: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Of each alert, the copies that had arrived at a kill and of which the table did not know: so often may it stand
    there again. One that was in flight at two kills counts its second time only if it was sent again in between."""
    answers: list[float] = field(default_factory=list)
    unanswered: int = 0

    async def begin(self) -> None:
        """Start every process, and wait until every feed was read once."""
        for part in PARTS:
            self.running.append(await self.here.launch(JOBS=part))
        query = "SELECT count(*) FROM feeds WHERE primed_at IS NOT NULL"
        while await self.count(query) < self.args.feeds:  # noqa: ASYNC110 # others do it
            await asyncio.sleep(1)

    async def count(self, query: str) -> int:
        """What a query counts."""
        engine = create_async_engine(self.here.database_url)
        try:
            async with engine.connect() as connection:
                return int(await connection.scalar(text(query)) or 0)
        finally:
            await engine.dispose()

    def arrived(self) -> Counter[tuple[int, str]]:
        """How often each alert stands in each chat."""
        calls = (call for call in self.here.telegram.calls.of("sendMessage") if call.status == 200)
        return Counter(
            (call.chat_id or 0, headline)
            for call in calls
            if "Why" in call.params.get("reply_markup", "")
            for headline in self.headlines
            if headline in call.params["text"]
        )

    async def unwritten(self) -> Counter[tuple[int, str]]:
        """The alerts that arrived and that the table does not hold as told: how often each did."""
        told = (
            select(subscribers.c.chat_id, stories.c.headline)
            .select_from(deliveries.join(stories).join(subscribers))
            .where(deliveries.c.told > 0)
        )
        engine = create_async_engine(self.here.database_url)
        try:
            async with engine.connect() as connection:
                written = {(row.chat_id, row.headline) for row in await connection.execute(told)}
        finally:
            await engine.dispose()
        return Counter({alert: copies for alert, copies in self.arrived().items() if alert not in written})

    async def kill_one(self) -> None:
        """Kill a random process and start it anew."""
        at = random.randrange(len(PARTS))
        await self.running[at].kill()
        self.kills[PARTS[at]] += 1
        if PARTS[at] == "deliver":
            await asyncio.sleep(0.3)  # what was on its way arrives
            before = await self.unwritten()
            await asyncio.sleep(1)  # what the other one had on its way is written
            self.in_flight |= before & await self.unwritten()
        self.running[at] = await self.here.launch(JOBS=PARTS[at])

    def publish(self) -> None:
        """Have one feed show a new story."""
        number = len(self.headlines) + 1
        self.headlines.append(TITLES[len(self.headlines)])  # numbers in one headline would be one event
        outlet = self.here.outlets[number * 37 % len(self.here.outlets)]
        self.here.feeds.pages[path_of(outlet)] = rss(self.headlines[-1], OLD)

    async def ask(self) -> None:
        """Ask again and again, and note how long the answers took."""
        telegram = self.here.telegram
        asker = telegram.private(first_name="Asker")
        while True:
            before, asked = len(telegram.messages(asker)) + 1, time.monotonic()
            telegram.say(asker, "/topics")
            try:
                await telegram.wait(lambda b=before: len(telegram.messages(asker)) > b, 20)  # type: ignore[misc]
                self.answers.append(time.monotonic() - asked)
            except TimeoutError:
                self.unanswered += 1
            await asyncio.sleep(random.uniform(2, 5))


async def play(soak: Soak) -> None:
    """Kills and stories until the time is up, then quiet until all is sent."""
    asking = asyncio.create_task(soak.ask())
    until = time.monotonic() + soak.args.minutes * 60
    every = len(soak.everyone) / 27 * 1.3  # the sender's part of 30 a second, and air
    publish_at = time.monotonic()
    while time.monotonic() < until:
        if time.monotonic() >= publish_at and time.monotonic() + every < until + 10:
            soak.publish()
            publish_at += every
        await asyncio.sleep(random.uniform(2, soak.args.pause))
        await soak.kill_one()
    asking.cancel()
    wanted, had, last = len(soak.everyone) * len(soak.headlines), 0, time.monotonic()
    while had < wanted and time.monotonic() < last + DRAIN_SECONDS:
        await asyncio.sleep(2)  # other processes send it
        if (now_there := len(soak.arrived())) > had:
            had, last = now_there, time.monotonic()
    await asyncio.sleep(2)


def judge(soak: Soak) -> int:
    """Print what came of it; the exit code."""
    asked: defaultdict[str, list[float]] = defaultdict(list)
    for request in soak.here.feeds.requests:
        asked[request.path].append(request.at)
    gaps = [later - earlier for times in asked.values() for earlier, later in pairwise(times)]
    twice = sum(gap < soak.args.interval - EARLY for gap in gaps)
    arrived = soak.arrived()
    lost = len(soak.everyone) * len(soak.headlines) - len(arrived)
    repeats = arrived.total() - len(arrived)
    limits = soak.here.telegram.limits
    assert limits
    table = Table("what", "count", "at most", "of")
    killed = ", ".join(f"{count} {part}" for part, count in sorted(soak.kills.items()))
    table.add_row("processes killed", str(soak.kills.total()), "", killed)
    polled = f"{len(gaps) + len(asked)} polls, the soonest after {min(gaps, default=0):.2f} s"
    half = FETCHES * soak.kills["poll"]
    table.add_row("polls within the interval of the one before", str(twice), str(half), f"{polled}; amid one at a kill")
    table.add_row("alerts lost", str(lost), "0", f"{arrived.total()} sent, {len(soak.headlines)} stories")
    most = soak.in_flight.total()
    table.add_row("alerts repeated", str(repeats), str(most), f"in flight at {soak.kills['deliver']} kills of a sender")
    table.add_row(
        "refused by Telegram's limits", str(limits.violations), "0", f"{len(soak.answers)} answers among them"
    )
    slowest = max(soak.answers, default=0.0)
    table.add_row("slowest answer", f"{slowest:.1f} s", "", "while the one that answers is killed as well")
    table.add_row("questions without an answer", str(soak.unanswered), "", "within 20 s")
    Console(width=120).print(table)
    return 1 if twice > half or lost or repeats > most or limits.violations else 0


@asynccontextmanager
async def soaking(args: argparse.Namespace) -> AsyncIterator[Soak]:
    """A world on a PostgreSQL server of its own, with everybody subscribed."""
    outlets = [f"Outlet {number}" for number in range(args.feeds)]
    with durable("postgresql") as url, tempfile.TemporaryDirectory(prefix="bongsu-") as logs:
        await migrate(url)
        async with world(Path(logs), url, outlets, Limits()) as here:
            here.settings |= {"POLL_SECONDS": str(args.interval), "POLL_MAX_SECONDS": str(args.interval)}
            people = [here.telegram.private(first_name=f"Reader {n}") for n in range(args.subscribers * 9 // 10)]
            groups = [here.telegram.group(f"Desk {n}", admins=[people[0]]) for n in range(args.subscribers // 10)]
            await here.join(*people, *groups)
            soak = Soak(here, args, [*people, *groups])
            try:
                yield soak
            finally:
                for service in soak.running:
                    await service.kill()


async def run(args: argparse.Namespace) -> int:
    """The whole show."""
    async with soaking(args) as soak:
        await soak.begin()
        await play(soak)
        return judge(soak)


def main() -> int:
    """Play and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--subscribers", type=int, default=5000)
    parser.add_argument("--interval", type=float, default=60.0, help="seconds between two polls of a feed")
    parser.add_argument("--pause", type=float, default=15.0, help="the longest time between two kills, in seconds")
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
