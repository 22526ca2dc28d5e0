"""How many feeds are polled a minute.

    python bench/poll.py [--feeds 2000] [--seconds 60] [--interval 300] [--changed 5] [--database postgresql]
    python bench/poll.py --beside CHECKOUT [--rounds 3] [--feeds 300] [--seconds 10]

A server in a process of its own shows feeds of 30 items on 250 addresses of this machine; each fifth look (or whatever
is said, 0 for never) finds a feed changed by one item. The service's own pipeline polls them, its parser beside it: as
fast as it can, or each once in an interval of seconds. Prints the rate beside the 10,000 a minute that it should reach;
the processor time that a poll takes; how late the event loop was, beside an idle loop in a further process (the
machine's own lateness); and the memory of all its processes as it went.

With another checkout beside this one, both poll in turns, feeds that never change and feeds that do, and the fetcher
alone and a bare httpx client ask for unchanged ones; prints the medians, and this checkout's as a share of the other's.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
from aiohttp import web
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot.config import JobName, Settings
from bot.model import Poll, Source
from bot.pipeline.jobs import Pipeline
from bot.pipeline.polling import FETCHES
from bot.roof.building import build_pipeline
from bot.roof.service import now, spare_what_stays
from bot.web.fetch import Fetcher
from bot.web.hops import NotModified
from storage import open_store
from tests.engines import ENGINES, durable

TARGET = 10_000
ITEMS = 30
TICK = 0.01
HOSTS = 250
HEAD = "<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {0}</title>"
ITEM = (
    "<item><title>Harbour council of ward {0} reports on day {1}</title><guid>{0}-{1}</guid>"
    "<link>https://ward{0}.example/day/{1}</link><pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate>"
    "<description>&lt;p&gt;The council met on day {1} and heard what the ward of {0} had to say of its quays, its "
    "cranes and the price of ropes; &lt;a href='/minutes/{1}'&gt;the minutes&lt;/a&gt; are open to all.&lt;/p&gt;"
    "</description></item>"
)


async def serve(every: int) -> None:
    """Show the feeds, changed at so many looks, until killed; the port is the first line of the output."""
    versions: dict[str, int] = {}
    looks: dict[str, int] = {}

    async def show(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        looks[name] = looks.get(name, int(name)) + 1
        versions[name] = versions.get(name, 0) + (every > 0 and looks[name] % every == 0)
        etag = f'"{versions[name]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        first = versions[name]
        items = (ITEM.format(name, day) for day in range(first + ITEMS - 1, first - 1, -1))
        body = f"{HEAD.format(name)}{''.join(items)}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})

    app = web.Application()
    app.router.add_get("/{name}", show)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()  # noqa: S104 - all of 127.0.0.0/8
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


def address(port: int, number: int) -> str:
    """Where a feed is: on a host that it shares with few others, as feeds are."""
    return f"http://127.0.0.{number % HOSTS + 1}:{port}/{number}"


async def fetched(port: int, feeds: int, seconds: float) -> tuple[float, float]:
    """Processor time, in seconds, in which our fetcher, and a plain httpx client, hears that one feed is unchanged."""
    async with Fetcher(version="1", allow_private=True) as fetcher, httpx.AsyncClient() as client:

        async def ours(url: str) -> None:
            assert isinstance(await fetcher.fetch(url, etag='"0"'), NotModified)

        async def plain(url: str) -> None:
            assert (await client.get(url, headers={"If-None-Match": '"0"'})).status_code == 304

        return await _cost(ours, port, feeds, seconds), await _cost(plain, port, feeds, seconds)


async def _cost(ask: Callable[[str], Awaitable[None]], port: int, feeds: int, seconds: float) -> float:
    await ask(address(port, 0))  # what is loaded at first is no answer's
    heard, until, before = 0, time.monotonic() + seconds, time.process_time()

    async def keep_asking(first: int) -> None:
        nonlocal heard
        for number in itertools.cycle(range(first, feeds, FETCHES)):
            if time.monotonic() > until:
                return
            await ask(address(port, number))
            heard += 1

    await asyncio.gather(*map(keep_asking, range(FETCHES)))
    return (time.process_time() - before) / heard


async def lateness(seconds: float) -> "array[float]":
    """How late the event loop woke, in seconds, each time; 1.3 MB an hour, where a list would take ten."""
    late = array("f")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        due = time.monotonic() + TICK
        await asyncio.sleep(TICK)
        late.append(time.monotonic() - due)
    return late


def start(part: str, *arguments: str) -> "subprocess.Popen[str]":
    """This bench as another process."""
    command = [sys.executable, __file__, part, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _spread(late: Sequence[float]) -> str:
    """Lateness in milliseconds."""
    ordered = sorted(late)
    return " / ".join(
        f"{at * 1000:.0f}" for at in (ordered[len(late) // 2], ordered[len(late) * 99 // 100], ordered[-1])
    )


async def tick(pipeline: Pipeline) -> None:
    """Have the pipeline look for what is due each second, as the scheduler does; until cancelled."""
    while True:
        await asyncio.sleep(1)
        pipeline.works.wake(JobName.POLL)


def of_parsers(figure: Callable[[psutil.Process], float]) -> float:
    """The sum of a figure over the service's parsers, which come and go, and the process that forks them."""
    total = 0.0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "bot.web.nursery" in " ".join(child.cmdline()):
                total += figure(child)
    return total


async def remember(seconds: float, memory: list[float]) -> None:
    """Note the service's memory, in megabytes, ten times."""
    for _ in range(10):
        await asyncio.sleep(seconds / 10)
        own = psutil.Process().memory_info().rss
        memory.append((own + of_parsers(lambda process: float(process.memory_info().rss))) / 1e6)


async def measure(args: argparse.Namespace) -> "Measured":
    """Poll for so long; what was measured."""
    async with AsyncExitStack() as stack:
        server = start("serve", str(args.changed))
        stack.callback(server.kill)
        assert server.stdout
        port = int(server.stdout.readline())
        store = await open_store(stack.enter_context(durable(args.database)), migrate=True)
        stack.push_async_callback(store.close)
        await store.sync_feeds([Source(address(port, n), f"Feed {n}") for n in range(args.feeds)], now())
        settings = Settings(
            telegram_token=SecretStr("1:bench"),
            allow_private_addresses=True,
            poll_seconds=args.interval,
            poll_max_seconds=args.interval * 2,
        )
        _, pipeline = await build_pipeline(settings, store, stack)
        spare_what_stays()
        return await _polled(pipeline, args.feeds, args.seconds)


@dataclass(frozen=True, slots=True)
class Measured:
    """Polls by what they found, the seconds that they took and cost, lateness (ours, the machine's), megabytes."""

    counts: Mapping[str, int]
    took: float
    spent: float
    late: tuple[Sequence[float], Sequence[float]]
    memory: Sequence[float]

    @property
    def rate(self) -> float:
        """Polls a minute."""
        return sum(self.counts.values()) / self.took * 60

    @property
    def cost(self) -> float:
        """Processor seconds of a poll."""
        return self.spent / sum(self.counts.values())


async def _polled(pipeline: Pipeline, feeds: int, seconds: float) -> Measured:
    """Let the pipeline poll for so many seconds, once it has seen every feed."""
    stop, polls, memory = asyncio.Event(), Counter[str](), list[float]()
    save = pipeline.polling.store.save_polls

    async def counted(group: Sequence[Poll], *learn: Any) -> Sequence[int]:
        for poll in group:
            polls["changed" if poll.entries else "failed" if poll.state.failures else "unchanged"] += 1
        return await save(group, *learn)

    pipeline.polling.store.save_polls = counted  # type: ignore[method-assign,assignment]
    polling = asyncio.create_task(pipeline.polling.run(stop))
    ticking = asyncio.create_task(tick(pipeline))
    while polls.total() < feeds:  # noqa: ASYNC110 # every feed's first look finds it changed
        await asyncio.sleep(0.1)
    polls.clear()
    idle = start("idle", str(seconds))
    before, began = _processor_seconds(), time.monotonic()
    late, _ = await asyncio.gather(lateness(seconds), remember(seconds, memory))
    took, spent = time.monotonic() - began, _processor_seconds() - before
    counts = dict(polls)
    stop.set()
    ticking.cancel()
    pipeline.works.wake(JobName.POLL)
    await polling
    others = [float(line) for line in idle.communicate()[0].split()]
    return Measured(counts, took, spent, (late, others), memory)


def _table(found: Measured) -> Table:
    table = Table("what", "measured", "beside", "ratio")
    counts, memory, late = found.counts, found.memory, found.late
    table.add_row("feeds polled a minute", f"{found.rate:,.0f}", f"{TARGET:,}", f"{found.rate / TARGET:.0%}")
    changed = f"{counts.get('changed', 0)}, {counts.get('failed', 0)}"
    table.add_row("of them changed, failed", changed, f"{sum(counts.values())}", "")
    table.add_row(
        "processor time of a poll", f"{found.cost * 1000:.1f} ms", f"two cores carry {120 / found.cost:,.0f}/min", ""
    )
    table.add_row("loop late, ms: median / 99 % / most", _spread(late[0]), f"{_spread(late[1])} idle loop", "")
    table.add_row("memory, MB: start / middle / end", f"{memory[0]:.0f} / {memory[5]:.0f} / {memory[-1]:.0f}", "", "")
    return table


def _processor_seconds() -> float:
    """What all processes have used, and the parsers that ended, which the process that forked them has counted."""
    return time.process_time() + of_parsers(lambda process: float(sum(process.cpu_times()[:4])))


def in_turns(args: argparse.Namespace) -> Table:
    """Measure this checkout, the other one and bare httpx, one after the other, so many times; the medians."""
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(args.rounds):
        for what, changed in (("unchanged", 0), (f"one in {args.changed} changed", args.changed)):
            here = _asked(Path(__file__).parents[1], args, changed)
            there = _asked(args.beside.resolve(), args, changed)
            found[f"polls a minute, {what}"].append((here[0], there[0]))
            found[f"processor time of a poll, {what}, ms"].append((here[1], there[1]))
        ours, bare = _fetched(args)
        found["of a fetch alone, unchanged, beside bare httpx, ms"].append((ours, bare))
        whole = found["processor time of a poll, unchanged, ms"][-1][0]
        found["of a whole poll, unchanged, beside bare httpx, ms"].append((whole, bare))
    table = Table("what", "here", "beside", "ratio")
    for what, pairs in found.items():
        ours, others = (statistics.median(side) for side in zip(*pairs, strict=True))
        table.add_row(what, f"{ours:,.2f}", f"{others:,.2f}", f"{ours / others:.2f}")
    return table


def _asked(folder: Path, args: argparse.Namespace, changed: int) -> tuple[float, float]:
    """Polls a minute, and processor milliseconds of one, that this bench finds with the code of a checkout."""
    python = folder / ".venv/bin/python"
    command = [str(python) if python.exists() else sys.executable, __file__, "--json", "--feeds", str(args.feeds)]
    command += ["--seconds", str(args.seconds), "--database", args.database, "--changed", str(changed)]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, text=True)
    rate, cost = map(float, json.loads(done.stdout.splitlines()[-1]))
    return rate, cost * 1000


def _fetched(args: argparse.Namespace) -> tuple[float, float]:
    server = start("serve", "0")
    try:
        assert server.stdout
        ours, bare = asyncio.run(fetched(int(server.stdout.readline()), args.feeds, args.seconds))
        return ours * 1000, bare * 1000
    finally:
        server.kill()


def main() -> None:
    """Measure and print, or be one of the other processes."""
    match sys.argv[1:]:
        case ["serve", every]:
            asyncio.run(serve(int(every)))
        case ["idle", seconds]:
            print(*asyncio.run(lateness(float(seconds))))
        case _:
            parser = argparse.ArgumentParser(description=__doc__)
            parser.add_argument("--feeds", type=int, default=2000)
            parser.add_argument("--seconds", type=float, default=60.0)
            parser.add_argument("--interval", type=float, default=0.001, help="seconds between two polls of a feed")
            parser.add_argument("--database", choices=ENGINES, default="sqlite")
            parser.add_argument("--changed", type=int, default=5, help="each how manieth look finds a feed changed")
            parser.add_argument("--json", action="store_true", help="print polls a minute and processor seconds of one")
            parser.add_argument("--beside", type=Path, metavar="CHECKOUT", help="another checkout to measure in turns")
            parser.add_argument("--rounds", type=int, default=3)
            args = parser.parse_args()
            if args.beside:
                Console(width=120).print(in_turns(args))
                return
            found = asyncio.run(measure(args))
            if args.json:
                print(json.dumps([found.rate, found.cost]))
            else:
                Console(width=120).print(_table(found))


if __name__ == "__main__":
    main()
