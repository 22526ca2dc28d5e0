"""What `bongsu run` costs, and how soon it tells: `python bench/service.py [--alerts 200] [--feeds 1000]`.

Real processes against feeds and a Telegram stand-in on loopback. Prints: the memory of an idle service with the
built-in catalogue (resident and unique, of it and its parsers); the time from its start to the first poll and to the
first answer; and per alert, while 1,000 other feeds are polled each minute, the time from the feed's answer that showed
a new item to the arrival of sendMessage, beside what it may be: 250 ms at the median, 1 s at the 99th percentile. Every
second alert waits for a page that answers at once: that is told apart.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.poll import start
from bench.stock import Prose
from bot.preview.limits import Limits
from storage import migrate
from tests.drills import TITLES
from tests.feedserver import Page
from tests.running import World, path_of, until, world

MEDIAN, HIGH = 0.250, 1.0
"""Seconds that the bot's own share may be at the median and at the 99th percentile."""
APART = 1.2
"""Seconds between two messages to a chat, so that no limit of Telegram's is met."""
IDLE_SECONDS = 20
OUTLET = "Hangang Wire"
WIRE = path_of(OUTLET)
PROSE = Prose()

Row = tuple[str, str, str, str, str]


async def measure(alerts: int, feeds: int) -> Table:
    """The table of everything measured."""
    table = Table("what", "median", "99 %", "of 250 ms / 1 s", "how")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/bongsu.db"
        await migrate(url)
        async with world(Path(folder), url, [OUTLET], Limits()) as here:
            memory = await _idle(here)
            table.add_row("idle memory, built-in catalogue", *memory, "", "MB resident / unique, all processes")
            started = await _started(here)
            for what, seconds in started.items():
                table.add_row(f"start to {what}", f"{seconds:.2f} s", "", "", "from exec, database there")
            await here.lapse()
            for row in await _latencies(here, alerts, feeds):
                table.add_row(*row)
    table.caption = f"{feeds} feeds polled each minute beside it; load {os.getloadavg()[0]:.1f}"
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


async def _latencies(here: World, alerts: int, feeds: int) -> list[Row]:
    """How soon alerts are sent while so many other feeds are polled: those of a page that answers at once, and others.

    Different events, a second and more apart, so that no limit of Telegram's is met.
    """
    elsewhere = start("serve")
    assert elsewhere.stdout
    others = f"http://127.0.0.1:{elsewhere.stdout.readline().strip()}"
    here.settings |= {"POLL_SECONDS": "0.5", "POLL_MAX_SECONDS": "60", "FEEDS": str(here.folder / "loaded.toml")}
    lines = [f'  {{ url = "{here.feeds.url(WIRE)}", outlet = "Hangang Wire" }},']
    lines += [f'  {{ url = "{others}/{n}", outlet = "Ward {n}" }},' for n in range(feeds)]
    (here.folder / "loaded.toml").write_text("\n".join(["feeds = [", *lines, "]"]), encoding="utf-8")
    ada = here.telegram.private(first_name="Ben")
    show(here, "Old news of rain", None)
    try:
        async with here.running():
            await here.rows("SELECT count(*) FROM feeds WHERE primed_at IS NOT NULL", feeds + 1, 300)
            await here.follow(ada)
            await asyncio.sleep(APART)
            took = [await _latency(here, ada, number) for number in range(alerts)]
            joined = sum(one is None for one in took)
    finally:
        elsewhere.kill()
    bare, paged = ([one for one in took[first::2] if one is not None] for first in (0, 1))
    page = statistics.median(paged) - statistics.median(bare)
    return [
        ("feed answered to sendMessage", *_spread(bare), _of_target(bare), f"{len(bare)} alerts without a page"),
        ("the same, with a page", *_spread(paged), _of_target(paged), f"{len(paged)} whose page answers at once"),
        ("the page's share", f"{page * 1000:.0f} ms", "", "", "the difference of the medians"),
        ("taken for a story that was told", f"{joined}", "", "", "of the events: they are not counted"),
    ]


async def _latency(here: World, ada: int, number: int) -> float | None:
    """Seconds from the request that was answered with a new item to the arrival of its sendMessage; None: none came."""
    title = TITLES[number]
    page = f"/page/{number}" if number % 2 else None
    seen = len(here.feeds.requests)
    show(here, title, page)
    sent = await sent_at(here, ada, title)
    shown = next(asked.at for asked in here.feeds.requests[seen:] if asked.path == WIRE)
    await asyncio.sleep(APART)
    return sent and sent - shown


async def sent_at(here: World, chat: int, title: str) -> float | None:
    """When the alert of this title was sent; None where its entry joined a story that was told before."""
    try:
        await here.telegram.wait(lambda: any(title in alert.text for alert in here.alerts(chat)), 10)
    except TimeoutError:
        joined = f"SELECT count(*) FROM entries WHERE title = '{title}' AND join_reason IS NOT NULL"  # noqa: S608
        await here.rows(joined, 1, 1)
        return None
    return next(call.at for call in here.telegram.calls.of("sendMessage") if title in call.params["text"])


def show(here: World, title: str, page: str | None) -> None:
    """Have the wire show one item, published just now, with the address of its page if it has one."""
    link = f"<link>{here.feeds.url(page)}</link>" if page else ""
    dated = f"<guid>{title}</guid><pubDate>{format_datetime(datetime.now(UTC))}</pubDate>{link}"
    item = f"<item><title>{title}</title>{dated}</item>"
    body = f"<rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>"
    here.feeds.pages[WIRE] = Page(body.encode(), headers={"Content-Type": "application/rss+xml"})
    if page:
        paragraphs = "".join(f"<p>{title}, {PROSE.text('en', 3)}.</p>" for _ in range(5))
        article = f"<article><h1>{title}</h1>{paragraphs}</article>"
        body = f"<html><head><title>{title}</title></head><body>{article}</body></html>"
        here.feeds.pages[page] = Page(body.encode(), headers={"Content-Type": "text/html"})


def _spread(seconds: list[float]) -> tuple[str, str]:
    return f"{statistics.median(seconds) * 1000:.0f} ms", f"{_high(seconds) * 1000:.0f} ms"


def _high(seconds: list[float]) -> float:
    """The 99th percentile."""
    return sorted(seconds)[min(int(len(seconds) * 0.99), len(seconds) - 1)]


def _of_target(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) / MEDIAN:.0%} / {_high(seconds) / HIGH:.0%}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=len(TITLES), help="different events: at most so many")
    parser.add_argument("--feeds", type=int, default=1000)
    args = parser.parse_args()
    Console(width=120).print(asyncio.run(measure(args.alerts, args.feeds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
