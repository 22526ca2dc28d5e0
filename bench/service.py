"""What `bongsu run` costs, and how soon it tells: `python bench/service.py [--alerts 30]`.

Real processes against feeds and a Telegram stand-in on loopback. Prints: the memory of an idle service with the
built-in catalogue (resident and unique, of it and its parsers); the time from its start to the first poll and to the
first answer; and per alert the time from the feed's answer that showed a new item to the arrival of sendMessage,
beside the time that a bare poll interval takes on average.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bot.preview.limits import Limits
from storage import migrate
from tests.running import Service, World, until, world

POLL_SECONDS = 1.0
IDLE_SECONDS = 20


async def measure(alerts: int) -> Table:
    """The table of everything measured."""
    table = Table("what", "median", "95 %", "how")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/bongsu.db"
        await migrate(url)
        async with world(Path(folder), url, ["Hangang Wire"], Limits()) as here:
            memory = await _idle(here)
            table.add_row("idle memory, built-in catalogue", *memory, "MB resident / unique, all processes")
            started = await _started(here)
            for what, seconds in started.items():
                table.add_row(f"start to {what}", f"{seconds:.2f} s", "", "from exec, database there")
            await here.lapse()
            own = await _latencies(here, alerts)
            table.add_row("feed answered to sendMessage", *_spread(own), f"{len(own)} alerts, one subscriber")
            whole = f"{POLL_SECONDS / 2 + statistics.median(own):.3f} s"
            table.add_row("feed shows it to sendMessage", whole, "", "the same and half an interval of 1 s")
    return table


async def _idle(here: World) -> tuple[str, str]:
    environment = {
        "FEEDS": "",
        "ALLOW_PRIVATE_ADDRESSES": "false",
        "DATABASE_URL": f"sqlite+aiosqlite:///{here.folder}/idle.db",
    }
    async with here.running(**environment) as service:
        await here.telegram.wait(lambda: here.telegram.polling, 20)
        await asyncio.sleep(IDLE_SECONDS)
        root = psutil.Process(service.process.pid)
        processes = [root, *root.children(recursive=True)]
        resident = sum(process.memory_info().rss for process in processes) / 1e6
        unique = sum(process.memory_full_info().uss for process in processes) / 1e6
    return f"{resident:.0f}", f"{unique:.0f}"


async def _started(here: World) -> dict[str, float]:
    began = time.monotonic()
    seen = len(here.feeds.requests)
    ada = here.telegram.private()
    here.telegram.say(ada, "/start")
    async with here.running() as service:
        await until(lambda: len(here.feeds.requests) > seen, service)
        polled = time.monotonic() - began
        await here.telegram.wait(lambda: len(here.telegram.messages(ada)) > 1, 20)
        return {"first poll": polled, "first answer": time.monotonic() - began}


async def _latencies(here: World, alerts: int) -> list[float]:
    """Seconds from the answer that showed each item to the arrival of its sendMessage."""
    here.settings |= {"POLL_SECONDS": str(POLL_SECONDS), "POLL_MAX_SECONDS": str(POLL_SECONDS)}
    ada = here.telegram.private(first_name="Ben")
    async with here.running() as service:
        await here.primed()
        await here.follow(ada)
        return [await _latency(here, service, ada, number) for number in range(alerts)]


async def _latency(here: World, service: Service, ada: int, number: int) -> float:
    alerts, seen = len(here.alerts(ada)), len(here.feeds.requests)
    here.publish(f"North Korea fires ballistic missile number {number} toward the East Sea")
    await until(lambda: len(here.feeds.requests) > seen, service)
    shown = time.monotonic()
    await here.telegram.wait(lambda: len(here.alerts(ada)) > alerts, 20)
    return here.telegram.calls.of("sendMessage")[-1].at - shown


def _spread(seconds: list[float]) -> tuple[str, str]:
    ordered = sorted(seconds)
    return f"{statistics.median(ordered):.3f} s", f"{ordered[int(len(ordered) * 0.95)]:.3f} s"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=30)
    Console(width=110).print(asyncio.run(measure(parser.parse_args().alerts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
