"""How near the limits alerts are sent.

    python bench/deliver.py [--subscribers 3000] [--round-trip 0.1] [--alone] [--paid] [--database postgresql]

A real service sends to a stand-in that refuses what exceeds Telegram's limits, a tenth of the subscribers being groups.
First one alert alone: the time from its first message to its last, beside what the limits allow. Then a lesser alert,
overtaken by one of five fires, while people ask: how many lesser messages went between the urgent ones, and how long
answers took. Exit code 1 where a message was refused, or somebody was not told once.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bot.model import Change, Detection, Entry, Match, PollState, Source, Story
from bot.preview.limits import Limits
from bot.store import Store
from storage import migrate, open_store
from tests.engines import ENGINES, durable
from tests.making import NOON, report, save_poll
from tests.running import World, until, world

PATIENCE = 600.0
ASKERS = 10
SOURCE = Source("https://agency.example/feed", "Agency")


@dataclass(slots=True)
class Show:
    """A world with subscribers, and what the table says of it."""

    here: World
    store: Store
    everyone: list[int]
    per_second: int
    round_trip: float
    service: psutil.Process
    table: Table = field(default_factory=lambda: Table("what", "measured", "the limits allow", "ratio"))

    async def tell(self, headline: str, severity: int) -> None:
        """Save a story of one report, as detection does."""
        feed = next(feed for feed in await self.store.feeds() if feed.source == SOURCE)
        now = await self.store.time()
        await save_poll(self.store, feed, feed.state, SOURCE.url, [Entry(headline, headline, "It flew.", now)], now)
        (arrival,) = await self.store.undetected(1)
        matched = (Match("launches", 1.0, ()),)
        reports = (report(SOURCE.outlet, title=headline, published_at=now),)
        story = Story(None, headline, "It flew.", None, "en", severity, 1, matched, reports, now, now)
        await self.store.save_detection(Detection(arrival, matched, story, Change.NEW), now)

    def sent(self, headline: str) -> list[float]:
        """When the messages of a story arrived."""
        calls = self.here.telegram.calls.of("sendMessage")
        return [call.at for call in calls if call.status == 200 and headline in call.params["text"]]

    async def arrived(self, headline: str, count: int) -> list[float]:
        """The same, once there are so many."""
        # Looking through all calls after each one would measure the looking.
        async with asyncio.timeout(PATIENCE):
            while self.here.telegram.calls.counts.get(("sendMessage", 200), 0) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            while len(times := self.sent(headline)) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.3)
        return times


async def alone(show: Show) -> None:
    """One alert to everyone."""
    before = sum(show.service.cpu_times()[:2])
    await show.tell("Rocket Alpha launched", 3)
    times = await show.arrived("Alpha", len(show.everyone))
    took, allowed = times[-1] - times[0], (len(times) - 1) // show.per_second
    ratio = f"{took / allowed:.1%}" if allowed else ""
    show.table.add_row(f"one alert to {len(times)} chats", f"{took:.2f} s", f"{allowed} s", ratio)
    rate = (len(times) - 1) / took
    share = f"{rate / show.per_second:.1%}"
    show.table.add_row("messages a second", f"{rate:.0f}", f"{show.per_second}", share)
    cost = (sum(show.service.cpu_times()[:2]) - before) / len(times)
    show.table.add_row("processor time of a message", f"{cost * 1000:.2f} ms", f"one core carries {1 / cost:.0f}/s", "")


async def overtaken(show: Show) -> None:
    """A lesser alert, a fifth of it sent when an urgent one comes, and questions all the while."""
    await asyncio.sleep(1.1)
    await show.tell("Rocket Beta launched", 2)
    await show.arrived("Beta", len(show.everyone) // 5)
    asking = asyncio.create_task(_ask(show))
    saved = show.here.telegram.clock()
    await show.tell("Rocket Gamma launched", 5)
    gamma = await show.arrived("Gamma", len(show.everyone))
    asking.cancel()
    answers = (await asyncio.gather(asking, return_exceptions=True))[0]
    beta = await show.arrived("Beta", len(show.everyone))
    took, allowed = gamma[-1] - saved, len(gamma) / show.per_second
    show.table.add_row("urgent alert, saved to its last", f"{took:.2f} s", f"{allowed:.2f} s", f"{took / allowed:.1%}")
    between = sum(saved < at < gamma[len(gamma) * 9 // 10] for at in beta)
    show.table.add_row("lesser ones before 90 % of the urgent", f"{between}", "", "")
    if isinstance(answers, list) and answers:
        show.table.add_row(f"{len(answers)} answers, median", f"{statistics.median(answers):.2f} s", "1 s", "")
        show.table.add_row("the slowest answer", f"{max(answers):.2f} s", "1 s", "")


async def _ask(show: Show) -> list[float]:
    """Ask again and again, one person after the other, until cancelled: what the answers took."""
    telegram = show.here.telegram
    people = [telegram.private(first_name=f"Asker {number}") for number in range(ASKERS)]
    took: list[float] = []
    try:
        while True:
            for person in people:
                before, asked = len(telegram.messages(person)) + 1, telegram.clock()
                telegram.say(person, "/topics")
                await telegram.wait(lambda p=person, b=before: len(telegram.messages(p)) > b, 20)  # type: ignore[misc]
                took.append(telegram.clock() - asked - show.round_trip)
                await asyncio.sleep(random.uniform(0.2, 1.2))  # out of step with the second that limits turn by
    except asyncio.CancelledError:
        return took


@asynccontextmanager
async def showing(url: str, folder: Path, args: argparse.Namespace) -> AsyncIterator[Show]:
    """A service that sends and answers, with everybody subscribed."""
    await migrate(url)
    async with world(folder, url, limits=Limits()) as here:
        people = [here.telegram.private(first_name=f"Reader {n}") for n in range(args.subscribers * 9 // 10)]
        groups = [here.telegram.group(f"Desk {n}", admins=[people[0]]) for n in range(args.subscribers // 10)]
        await here.join(*people, *groups)
        if args.round_trip:
            here.telegram.faults.add("slow", "sendMessage", seconds=args.round_trip)
        store = await open_store(url)
        await store.add_feed(SOURCE, NOON)
        (feed,) = await store.feeds()
        await save_poll(store, feed, PollState(NOON, primed_at=NOON), SOURCE.url, (), NOON)
        settings = {"BONGSU_PAID_BROADCAST": "true"} if args.paid else {}
        here.settings |= {name.removeprefix("BONGSU_"): value for name, value in settings.items()}
        async with here.running(JOBS="chat,deliver") as service:
            await until(lambda: here.telegram.polling, service)
            process = psutil.Process(service.process.pid)
            per_second = 1000 if args.paid else 30
            yield Show(here, store, [*people, *groups], per_second, args.round_trip, process)
        await store.close()


async def measure(args: argparse.Namespace) -> int:
    """Print the table; the exit code."""
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder, durable(args.database) as url:
        async with showing(url, Path(folder), args) as show:
            await alone(show)
            if not args.alone:
                await overtaken(show)
            telegram = show.here.telegram
            assert telegram.limits
            refused = telegram.limits.violations
            wrong = sum(len(telegram.messages(chat)) != (1 if args.alone else 3) for chat in show.everyone)
            show.table.add_row("refused by Telegram", f"{refused}", "0", "")
            show.table.add_row("chats that were not told each alert once", f"{wrong}", "0", "")
            Console(width=110).print(show.table)
    return 1 if refused or wrong else 0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=300)
    parser.add_argument(
        "--round-trip", type=float, default=0.0, metavar="SECONDS", help="that Telegram takes to answer"
    )
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    parser.add_argument("--paid", action="store_true", help="with paid broadcasts, 1000 a second")
    parser.add_argument("--alone", action="store_true", help="the first alert only")
    return asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
