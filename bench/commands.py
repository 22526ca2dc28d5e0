"""How long commands take as the store grows: `python bench/commands.py [--entries 10000,100000,1000000]`.

Every command that reads the store is answered, but for sending it, on SQLite and on PostgreSQL, over databases that
hold so many entries of 400 days (`bench/stock.py`). Milliseconds at the median and the 95th percentile; `growth` is the
largest size's 95th percentile over the smallest's. Exit code 1 where a 95th percentile is over 200 ms, but for the
export, which is for machines.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.stock import NOW, Stock, fill
from bot.messages.i18n import load_speech
from bot.messages.render import Renderer
from bot.model import Address, ChatKind, Subscriber
from bot.store import Store
from bot.topics.definitions import load_topics
from handlers import (
    feedback,
    irrelevant,
    latest,
    mute,
    query,
    sources,
    start,
    status,
    story,
    subscribe,
    today,
    topic,
    why,
)
from handlers.ask import Ask, Desk
from storage import migrate, open_store
from tests.engines import ENGINES, durable

LIMIT = 0.200
ROUNDS = 40
ADMIN = 1
EXPORT = "bongsu feedback --csv, all of it"
Command = Callable[[], Awaitable[object]]


def commands(store: Store, stories: int) -> dict[str, Command]:
    """Every command that reads the store, asked by someone who follows a topic and a query, and by one who does not."""
    known = {one.key: one for one in load_topics()}
    speech = load_speech()
    desk = Desk(store, speech, known, Renderer(speech, known), lambda: NOW, (ADMIN,))
    reader = Subscriber(10, Address(1_010), ChatKind.PRIVATE, "en", "UTC")
    stranger = Subscriber(0, Address(7), ChatKind.PRIVATE, "en", "UTC")
    middle = str(stories // 2)

    def ask(handle: Callable[[Ask], Awaitable[object]], *words: str, who: Subscriber = reader) -> Command:
        return lambda: handle(Ask(desk, who, words, NOW, ADMIN))

    return {
        "/start": ask(start.start),
        "/latest": ask(latest.latest),
        "/latest of all topics": ask(latest.latest, who=stranger),
        "its page in the middle": ask(latest.turn, "5", middle, who=stranger),
        "/today": ask(today.today),
        "/story": ask(story.story, middle),
        "/topics": ask(topic.topics),
        "/topic launches": ask(topic.topic, "launches"),
        "/topic of an own query": ask(topic.topic, "mine"),
        "/topic try, a rare word": ask(query.attempt, "embargo"),
        "/topic try, two words": ask(query.attempt, "missile", "rocket"),
        "/topic try, a Korean word": ask(query.attempt, "미사일"),
        "/topic try, a common word": ask(query.attempt, "kalo*"),
        "/topic try, a topic": ask(query.attempt, "topic:launches", "country:kp"),
        "/topic try, a language": ask(query.attempt, "lang:ko"),
        "/subscribe launches": ask(subscribe.subscribe, "launches"),
        "/status": ask(status.status),
        "/feedback": ask(feedback.feedback),
        "Why?": ask(why.why, middle),
        "Sources": ask(sources.sources, middle),
        "Mute": ask(mute.mute, middle),
        "Not relevant": ask(irrelevant.irrelevant, middle),
        "bongsu status": partial(_status, store),
        "bongsu feeds list": store.feeds,
        "bongsu feedback": partial(store.judgements, NOW - feedback.LATELY),
        EXPORT: store.judgements,
    }


async def _status(store: Store) -> None:
    await store.health(NOW)
    await store.set_aside(10)


async def measure(url: str, entries: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of each command, over a database that is filled first."""
    await migrate(url)
    began = time.perf_counter()
    stock = Stock(entries)
    await fill(url, stock)
    print(f"{entries:,} entries written in {time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f}")
    store = await open_store(url)
    asked = commands(store, stock.stories)
    took: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds + 1):
        for name, command in asked.items():
            start_at = time.perf_counter()
            await command()
            if number:  # the first time, what is kept in memory is not there yet
                took[name].append(time.perf_counter() - start_at)
    await store.close()
    return took


def high(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(seconds)[min(int(len(seconds) * 0.95), len(seconds) - 1)]


def table(engine: str, measured: dict[int, dict[str, list[float]]]) -> Table:
    """A row a command, a column a size."""
    sizes = list(measured)
    shown = Table(f"{engine}: ms, median / 95 %", *[f"{size:,} entries" for size in sizes], "growth", "of 200 ms")
    for name in measured[sizes[0]]:
        took = [measured[size][name] for size in sizes]
        cells = [f"{median(each) * 1000:.1f} / {high(each) * 1000:.1f}" for each in took]
        shown.add_row(name, *cells, f"{high(took[-1]) / high(took[0]):.1f} x", f"{high(took[-1]) / LIMIT:.0%}")
    return shown


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", default="10000,100000,1000000", help="sizes, smallest first")
    parser.add_argument("--database", choices=ENGINES, action="append")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    sizes = [int(size) for size in args.entries.split(",")]
    slow = False
    for engine in args.database or ENGINES:
        measured = {}
        for size in sizes:
            with durable(engine) as url:
                measured[size] = asyncio.run(measure(url, size, args.rounds))
        Console(width=130).print(table(engine, measured))
        slow |= any(high(took) > LIMIT for name, took in measured[sizes[-1]].items() if name != EXPORT)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
