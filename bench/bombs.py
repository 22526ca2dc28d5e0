"""What strangers' feeds do to others.

    python bench/bombs.py [--seconds 30] [--only NAME] [--database sqlite|postgresql]

A real process with five healthy feeds, polled each second, and beside them one bomb at a time: 2,000 flagged entries
with long texts; the same with pages that hang; 40 feeds that drip; 15 feeds that take long to parse; five that send
interim answers (1xx) without end. Prints how long /help took meanwhile, and how long a healthy feed's alert took from
the answer that showed its item to the arrival of sendMessage, beside what is promised: a second and ten. Exit code 1
where one is missed. Who is alerted follows another topic than the bombs are about, so that Telegram's message a second
to a chat is not what is measured.
"""

import argparse
import asyncio
import contextlib
import itertools
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console
from rich.table import Table

from storage import migrate
from tests.drills import TITLES
from tests.engines import ENGINES, durable
from tests.feedserver import FeedServer, Page
from tests.running import World, path_of, rss_now, world

HELP, ALERT = 1.0, 10.0
"""Seconds that /help and a healthy feed's alert may take."""
HEALTHY = tuple(f"Healthy {number}" for number in range(5))
BETWEEN = 2.5
"""Seconds between two items of healthy feeds: Telegram takes one message a second to a chat."""
PATIENCE = 40.0
"""Seconds after which an answer or an alert counts as not given."""
LONG = "The ministry imposed sanctions on the firm and froze its assets over the trade in arms. " * 50
"""What a flagged entry says: 2,000 of them are just within what is read of a feed."""
OTHERS = "127.0.1.{}"
"""Other addresses of this machine: each bomb is a host of its own."""
TALK = "The council met about the harbour. "


@dataclass(slots=True)
class Seen:
    """What was measured beside a bomb, in seconds; inf: nothing came."""

    helped: list[float] = field(default_factory=list)
    alerted: list[float] = field(default_factory=list)


Arm = Callable[[FeedServer], None]


def flagged(bad: FeedServer, link: str) -> None:
    """The bomb's feed holds 2,000 flagged entries, each with an address under this one."""
    items = "".join(
        f"<item><title>Ministry {n} imposes sanctions on firm {n}</title><guid>{link}-{n}</guid>"
        f"<link>{bad.url(f'/{link}/{n}', OTHERS.format(1))}</link><description>{LONG}</description></item>"
        for n in range(2000)
    )
    bad.pages["/bomb-0"] = _feed(items)
    if link == "hanging":
        never = asyncio.Event()
        bad.pages |= {f"/{link}/{n}": Page(gate=never) for n in range(2000)}


def slow_to_parse(bad: FeedServer) -> None:
    """Each of the bomb's feeds is as large as may be: hundreds of thousands of tags, and text."""
    items = "".join(
        f"<item><title>Harbour {n}</title><guid>harbour-{n}</guid><description><![CDATA[{'<p>' * 8}{TALK * 120}]]>"
        f"</description></item>"
        for n in range(1990)
    )
    for n in range(15):
        bad.pages[f"/bomb-{n}"] = _feed(items)


def _feed(items: str) -> Page:
    body = f"<rss version='2.0'><channel><title>Bomb</title>{items}</channel></rss>"
    return Page(body.encode(), headers={"Content-Type": "application/rss+xml"})


@contextlib.asynccontextmanager
async def raw(piece: bytes, pause: float) -> AsyncIterator[str]:
    """A server at many local addresses that answers with the same bytes again and again; `{}` is the address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            if pause:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss version='2.0'>")
            while True:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0)  # noqa: S104 # every 127.x.x.x is this machine
    try:
        yield f"http://{OTHERS}:{server.sockets[0].getsockname()[1]}/feed"
    finally:
        server.close()


@dataclass(frozen=True, slots=True)
class Bomb:
    """What goes off: how many feeds it has, and what makes them bad; `piece` is what a server of its own sends."""

    name: str
    feeds: int
    arm: Arm | None = None
    piece: bytes = b""
    pause: float = 0.0


BOMBS = (
    Bomb("nothing", 0),
    Bomb("2,000 flagged entries with long texts", 1, lambda bad: flagged(bad, "long")),
    Bomb("2,000 flagged entries whose pages hang", 1, lambda bad: flagged(bad, "hanging")),
    Bomb("40 feeds that drip", 40, piece=b"<!-- -->", pause=0.5),
    Bomb("15 feeds that take long to parse", 15, slow_to_parse),
    Bomb("5 feeds of endless interim answers", 5, piece=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500),
)


async def measure(bomb: Bomb, url: str, seconds: float) -> Seen:
    """What is seen beside one bomb for so long."""
    await migrate(url)
    seen = Seen()
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bongsu-"))
        bad = await stack.enter_async_context(FeedServer(listens="0.0.0.0"))  # noqa: S104 # as above
        here = await stack.enter_async_context(world(Path(folder), url, HEALTHY))
        address = await stack.enter_async_context(raw(bomb.piece, bomb.pause)) if bomb.piece else ""
        here.settings |= {"POLL_SECONDS": "1", "POLL_MAX_SECONDS": "5", "FEEDS": _catalogue(here, bad, bomb, address)}
        for n in range(bomb.feeds):
            bad.pages[f"/bomb-{n}"] = rss_now("Old news of rain")
        ada, ben = here.telegram.private(), here.telegram.private(first_name="Ben")
        await here.join(ada)
        async with here.running() as service:
            await here.rows("SELECT count(*) FROM feeds WHERE outlet LIKE 'Healthy%' AND primed_at > '2000'", 5)
            if bomb.arm:
                await here.rows("SELECT count(*) FROM feeds WHERE primed_at IS NULL", 0)
                bomb.arm(bad)
            until = time.monotonic() + seconds
            await asyncio.gather(_helped(here, ben, seen, until), _alerted(here, ada, seen, until))
            code, took = await service.timed_end()
            late = "did not stop in time" in service.log
        if code or late or "Traceback" in service.log:
            sys.stderr.write(
                f"{bomb.name}: ended with {code} after {took:.1f} s{' late' * late}\n{service.log[-2000:]}\n"
            )
    return seen


def _catalogue(here: World, server: FeedServer, bomb: Bomb, address: str) -> str:
    path = here.folder / "bombs.toml"
    healthy = [f'{{ url = "{here.feeds.url(path_of(outlet))}", outlet = "{outlet}" }},' for outlet in HEALTHY]
    bad = [address.format(n + 2) or server.url(f"/bomb-{n}", OTHERS.format(n + 2)) for n in range(bomb.feeds)]
    lines = [*healthy, *(f'{{ url = "{one}", outlet = "Bomb {n}" }},' for n, one in enumerate(bad))]
    path.write_text("\n".join(["feeds = [", *lines, "]"]), encoding="utf-8")
    return str(path)


async def _helped(here: World, ben: int, seen: Seen, until: float) -> None:
    while (began := time.monotonic()) < until:
        here.telegram.say(ben, "/help")
        asked = here.telegram.messages(ben)[-1].id
        seen.helped.append(await _took(here, partial(_says_more, here, ben, asked), began))
        await asyncio.sleep(1.1)


async def _alerted(here: World, ada: int, seen: Seen, until: float) -> None:
    shown: dict[str, list[str]] = {outlet: ["Old news of rain"] for outlet in HEALTHY}
    for title, outlet in zip(TITLES, itertools.cycle(HEALTHY), strict=False):
        began = time.monotonic()
        if began > until:
            return
        shown[outlet].append(title)
        here.publish(*shown[outlet], outlet=outlet)
        await _took(here, partial(_tells, here, ada, title), began)
        told = (call.at for call in here.telegram.calls.of("sendMessage") if title in call.params["text"])
        polled = next((one.at for one in here.feeds.requests if one.path == path_of(outlet) and one.at > began), began)
        seen.alerted.append(next(told, float("inf")) - polled)
        await asyncio.sleep(BETWEEN)


def _says_more(here: World, chat: int, message: int) -> bool:
    return here.telegram.messages(chat)[-1].id > message


def _tells(here: World, chat: int, title: str) -> bool:
    return any(title in one.text for one in here.alerts(chat))


async def _took(here: World, so: Callable[[], object], began: float) -> float:
    try:
        await here.telegram.wait(so, PATIENCE)
    except TimeoutError:
        return float("inf")
    return time.monotonic() - began


def table(kind: str, found: Sequence[tuple[Bomb, Seen]]) -> Table:
    """What was measured, a row a bomb."""
    shown = Table("beside", "/help at worst", f"of {HELP:.0f} s", "alert at worst", f"of {ALERT:.0f} s", "measured")
    for bomb, seen in found:
        helped, alerted = max(seen.helped, default=0.0), max(seen.alerted, default=0.0)
        verdicts = ["kept" if one <= most else "MISSED" for one, most in ((helped, HELP), (alerted, ALERT))]
        count = f"{len(seen.helped)} answers, {len(seen.alerted)} alerts"
        shown.add_row(bomb.name, f"{helped:.2f} s", verdicts[0], f"{alerted:.2f} s", verdicts[1], count)
    shown.caption = f"{kind}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    return shown


async def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--only", default="", help="bombs whose name has this in it")
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    args = parser.parse_args()
    found = []
    for bomb in BOMBS:
        if args.only in bomb.name:
            with durable(args.database) as url:
                found.append((bomb, await measure(bomb, url, args.seconds)))
    Console(width=130).print(table(args.database, found))
    return int(any(max(seen.helped) > HELP or max(seen.alerted) > ALERT for _, seen in found))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
