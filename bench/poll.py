"""How many feeds are polled a minute.

    python bench/poll.py [--feeds 2000] [--seconds 60] [--interval 300] [--database postgresql]

A server in a process of its own shows feeds of 30 items, a fifth of them changed by one item at each look; the
service's own pipeline polls them, its parser beside it: as fast as it can, or each once in an interval of seconds.
Prints the rate beside the 10,000 a minute that it should reach; the processor time that a poll takes; how late the
event loop was, beside an idle loop in a further process (the machine's own lateness); and the memory of all its
processes as it went.
"""

import argparse
import asyncio
import subprocess
import sys
import time
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

import psutil
from aiohttp import web
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot.config import JobName, Settings
from bot.model import Poll, Source
from bot.pipeline.jobs import Pipeline
from bot.roof.building import build_pipeline
from bot.roof.service import now, spare_what_stays
from storage import open_store
from tests.engines import ENGINES, durable

TARGET = 10_000
ITEMS = 30
TICK = 0.01
HEAD = "<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {0}</title>"
ITEM = (
    "<item><title>Harbour council of ward {0} reports on day {1}</title><guid>{0}-{1}</guid>"
    "<link>https://ward{0}.example/day/{1}</link><pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate>"
    "<description>&lt;p&gt;The council met on day {1} and heard what the ward of {0} had to say of its quays, its "
    "cranes and the price of ropes; &lt;a href='/minutes/{1}'&gt;the minutes&lt;/a&gt; are open to all.&lt;/p&gt;"
    "</description></item>"
)


async def serve() -> None:
    """Show the feeds until killed; the port is the first line of the output."""
    versions: dict[str, int] = {}
    looks: dict[str, int] = {}

    async def show(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        looks[name] = looks.get(name, int(name)) + 1
        versions[name] = versions.get(name, 0) + (looks[name] % 5 == 0)
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
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


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


def processes() -> list[psutil.Process]:
    """The service's: this one, which also holds the bench, and its parsers."""
    own = psutil.Process()
    parsers = [child for child in own.children(recursive=True) if "bot.web.nursery" in " ".join(child.cmdline())]
    return [own, *parsers]


async def remember(seconds: float, memory: list[float]) -> None:
    """Note the service's memory, in megabytes, ten times."""
    for _ in range(10):
        await asyncio.sleep(seconds / 10)
        memory.append(sum(process.memory_info().rss for process in processes()) / 1e6)


async def measure(args: argparse.Namespace) -> Table:
    """Poll for so long; the table."""
    async with AsyncExitStack() as stack:
        server = start("serve")
        stack.callback(server.kill)
        assert server.stdout
        port = int(server.stdout.readline())
        store = await open_store(stack.enter_context(durable(args.database)), migrate=True)
        stack.push_async_callback(store.close)
        await store.sync_feeds([Source(f"http://127.0.0.1:{port}/{n}", f"Feed {n}") for n in range(args.feeds)], now())
        settings = Settings(
            telegram_token=SecretStr("1:bench"),
            allow_private_addresses=True,
            poll_seconds=args.interval,
            poll_max_seconds=args.interval * 2,
        )
        _, pipeline = await build_pipeline(settings, store, stack)
        spare_what_stays()
        return await _polled(pipeline, args.feeds, args.seconds)


async def _polled(pipeline: Pipeline, feeds: int, seconds: float) -> Table:
    """Let the pipeline poll for so many seconds, once it has seen every feed."""
    stop, polls, memory = asyncio.Event(), Counter[str](), list[float]()
    save = pipeline.polling.store.save_polls

    async def counted(group: Sequence[Poll]) -> Sequence[int]:
        for poll in group:
            polls["changed" if poll.entries else "failed" if poll.state.failures else "unchanged"] += 1
        return await save(group)

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
    return _table(counts, took, spent, (late, others), memory)


def _table(
    counts: Mapping[str, int],
    took: float,
    spent: float,
    late: tuple[Sequence[float], Sequence[float]],
    memory: list[float],
) -> Table:
    table = Table("what", "measured", "beside", "ratio")
    polls = sum(counts.values())
    rate = polls / took * 60
    table.add_row("feeds polled a minute", f"{rate:,.0f}", f"{TARGET:,}", f"{rate / TARGET:.0%}")
    table.add_row("of them changed, failed", f"{counts.get('changed', 0)}, {counts.get('failed', 0)}", f"{polls}", "")
    cost = spent / polls
    table.add_row("processor time of a poll", f"{cost * 1000:.1f} ms", f"two cores carry {120 / cost:,.0f}/min", "")
    table.add_row("loop late, ms: median / 99 % / most", _spread(late[0]), f"{_spread(late[1])} idle loop", "")
    table.add_row("memory, MB: start / middle / end", f"{memory[0]:.0f} / {memory[5]:.0f} / {memory[-1]:.0f}", "", "")
    return table


def _processor_seconds() -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes())


def main() -> None:
    """Measure and print, or be one of the other processes."""
    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(serve())
        case ["idle", seconds]:
            print(*asyncio.run(lateness(float(seconds))))
        case _:
            parser = argparse.ArgumentParser(description=__doc__)
            parser.add_argument("--feeds", type=int, default=2000)
            parser.add_argument("--seconds", type=float, default=60.0)
            parser.add_argument("--interval", type=float, default=0.001, help="seconds between two polls of a feed")
            parser.add_argument("--database", choices=ENGINES, default="sqlite")
            Console(width=120).print(asyncio.run(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
