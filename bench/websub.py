"""How soon what a hub pushes is told, how many pushes are taken: `python bench/websub.py [--alerts 40 --pushes 400]`.

A real service on SQLite, its parser beside it; a hub and a Telegram stand-in on loopback. Per alert the time from the
hub's request to the arrival of sendMessage, beside the 250 ms that the bot's own share may be; pages are left out. Then
pushes of 30 items, one of them new, 16 at a time, beside a bare web server that reads them and answers.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from aiohttp import web
from rich.console import Console
from rich.table import Table

from bench.service import APART, MEDIAN, sent_at
from bot.preview.limits import Limits
from storage import migrate
from tests.drills import TITLES
from tests.hub import Hub, Request
from tests.running import Service, World, world
from tests.test_websub import FEED, SELDOM, named, reachable

ITEMS = 30
AT_ONCE = 16


def document(*titles: str) -> bytes:
    """A feed of these items, none of which has a page."""
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()


async def soon(here: World, hub: Hub, alerts: int) -> list[float]:
    """Seconds from each push to its alert; a second and more apart, as Telegram has it."""
    ada = here.telegram.private()
    await here.follow(ada)
    await asyncio.sleep(APART)
    took = []
    for title in TITLES[:alerts]:
        pushed = time.monotonic()
        assert await hub.push(document(title)) == 202
        sent = await sent_at(here, ada, title)
        took += [sent - pushed] if sent else []
        await asyncio.sleep(APART)
    return took


async def pushed(hub: Hub, count: int, to: Request | None = None) -> float:
    """Seconds that so many pushes take, `AT_ONCE` at a time."""
    numbers = iter(range(count))

    async def push() -> None:
        for number in numbers:
            shown = (f"Council of ward {n} meets on its quays" for n in range(number, number + ITEMS))
            assert await hub.push(document(*shown), to=to) == 202

    began = time.monotonic()
    await asyncio.gather(*(push() for _ in range(AT_ONCE)))
    return time.monotonic() - began


@asynccontextmanager
async def bare() -> AsyncIterator[str]:
    """The baseline: a web server that reads what is pushed and answers; its address."""

    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=202)

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def processor_seconds(service: Service) -> float:
    """What the service and its parser have spent."""
    root = psutil.Process(service.process.pid)
    return sum(sum(process.cpu_times()[:2]) for process in (root, *root.children(recursive=True)))


async def measure(args: argparse.Namespace) -> Table:
    """The table of everything measured."""
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/bongsu.db"
        await migrate(url)
        async with Hub() as hub, world(Path(folder), url, limits=Limits()) as here:
            named("Old news of rain", hub, here)
            async with reachable(here).running(**SELDOM) as service:
                await hub.wait(verified=1)
                took = await soon(here, hub, args.alerts)
                spent = processor_seconds(service)
                seconds = await pushed(hub, args.pushes)
                spent = (processor_seconds(service) - spent) / args.pushes
                async with bare() as address:
                    least = await pushed(hub, args.pushes, Request("subscribe", FEED, address, "secret", None))
    middle, high = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    rate = args.pushes / seconds
    table = Table("what", "measured", "beside", "ratio", caption=f"load {os.getloadavg()[0]:.1f}")
    share = f"{middle * 1000:.0f} / {high * 1000:.0f} ms"
    table.add_row("push to sendMessage, median / 95 %", share, f"{MEDIAN * 1000:.0f} ms", f"{middle / MEDIAN:.0%}")
    bare_rate = f"{args.pushes / least:,.0f} of a bare server"
    table.add_row("pushes taken a second", f"{rate:,.0f}", bare_rate, f"{least / seconds:.0%}")
    table.add_row("processor time of a push", f"{spent * 1000:.1f} ms", f"one core takes {1 / spent:,.0f} a second", "")
    return table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=40)
    parser.add_argument("--pushes", type=int, default=400)
    Console(width=110).print(asyncio.run(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
