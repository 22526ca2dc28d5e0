"""How long a search takes as the store grows: `python bench/search.py [--entries 10000,100000] [--database sqlite]`.

A hundred queries are asked as /search is, but for sending the answer, over databases of so many entries of 400 days
(`bench/stock.py`) that were put into the index first. Prints how fast that went, how large the index is, milliseconds
at the median and the 95th percentile, and how many of the queries have the same answers on the first engine as on the
last. Before that, new entries are saved into an empty database, 30 a poll: how many a second. Exit code 1 where a 95th
percentile is over 200 ms (300 ms of inline mode) or answers differ.
"""

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from sqlalchemy import text

from bench.commands import high
from bench.stock import NOW, SOUGHT, TOPICS, Prose, Stock, fill, tend
from bot.messages.i18n import load_speech
from bot.messages.render import Renderer
from bot.model import Address, ChatKind, Entry, Feed, Source, Subscriber
from bot.store import Store
from bot.topics.definitions import load_topics
from handlers import inline, search
from handlers.ask import Ask, Desk
from storage import migrate, open_store
from storage.engine import Database, file_of, parse_url
from tests.engines import ENGINES, durable
from tests.making import save_poll

LIMIT, INLINE_LIMIT = 0.200, 0.300
QUERIES = 100
BATCH = 1_000
POLLS, SHOWN = 100, 30
SIZES = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search%'",
    "postgresql": "SELECT pg_total_relation_size('search')",
}


def queries() -> Iterator[str]:
    """As people search: rare words and common ones, two together, Hangul of one letter and more, beginnings, fields."""
    dice, prose = random.Random(7), Prose()
    rare = [word for words in SOUGHT.values() for word in words]
    common = {language: " ".join(pool[:200]).split() for language, pool in prose.pools.items()}
    english, korean = ([word for word in common[language] if len(word) > 1] for language in ("en", "ko"))
    yield from rare
    yield from ("".join(pair) for pair in zip("가나다라마", "바사아자차", strict=True))
    yield from "가나다"
    for _ in range(QUERIES):
        one, two = dice.choice(english), dice.choice(english)
        yield one
        yield f"{one} {two}"
        yield f"{dice.choice(rare)} {dice.choice(korean)}"
        yield dice.choice(korean)
        yield f"{one[:3]}*"
        yield f"({dice.choice(rare)} OR {two}) -{one}"
        yield f"title:{one}"
        yield f"topic:{dice.choice(TOPICS)} {two}"
        yield f"lang:ko {dice.choice(rare)}"
        yield f"source:{dice.randint(1, 1000)} {one}"
        yield f'"{one} {two}" OR {dice.choice(rare)}'
        yield f"country:kp {dice.choice(rare)}"


ASKED = [query for _, query in zip(range(QUERIES), queries(), strict=False)]


@dataclass(slots=True)
class Measured:
    """What one engine did at one size: seconds by the clock and of processor, of inline mode; and the answers."""

    took: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    offered: list[float] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


async def measure(url: str, entries: int, rounds: int) -> Measured:
    """Every query, over a database that is filled first."""
    await migrate(url)
    await fill(url, Stock(entries))
    store = await open_store(url)
    began = time.perf_counter()
    while await store.index_older(BATCH):
        pass
    rate = entries / (time.perf_counter() - began)
    print(f"{entries:,} entries: {rate:,.0f} a second indexed, {await _size(url)}")
    await tend(url)
    measured = await ask_all(store, rounds)
    await store.close()
    return measured


async def ask_all(store: Store, rounds: int) -> Measured:
    """Every query, in so many rounds."""
    known, speech = {one.key: one for one in load_topics()}, load_speech()
    desk = Desk(store, speech, known, Renderer(speech, known), lambda: NOW)
    reader = Subscriber(0, Address(7), ChatKind.PRIVATE, "en", "UTC")
    measured = Measured()
    for number in range(rounds + 1):
        for query in ASKED:
            ask = Ask(desk, reader, tuple(query.split()), NOW)
            start, worked = time.perf_counter(), time.process_time()
            answer = await search.search(ask)
            took, worked = time.perf_counter() - start, time.process_time() - worked
            start = time.perf_counter()
            await inline.offers(ask, query, 0)
            if number:  # the first time, what is kept in memory is not there yet
                measured.took.append(took)
                measured.worked.append(worked)
                measured.offered.append(time.perf_counter() - start)
            assert answer.reply
            measured.answers[query] = answer.reply.text
    return measured


async def _size(url: str) -> str:
    """How large the index is; without dbstat, which not every SQLite has, how large the file is."""
    parsed = parse_url(url)
    database = Database(parsed)
    try:
        async with database.read() as connection:
            size = await connection.scalar(text(SIZES[connection.dialect.name]))
            return f"{(size or 0) / 1e6:,.0f} MB of index"
    except Exception:
        file = file_of(parsed)
        return f"{file.stat().st_size / 1e6 if file else 0:,.0f} MB of database"
    finally:
        await database.close()


async def saved(url: str) -> float:
    """Entries saved a second."""
    await migrate(url)
    store = await open_store(url)
    feed, prose, took = await _a_feed(store), Prose(), 0.0
    for poll in range(POLLS):
        texts = [(prose.text("en", 1), prose.text("en", 4)) for _ in range(SHOWN)]
        shown = [Entry(f"{poll}-{n}", title, body, NOW, language="en") for n, (title, body) in enumerate(texts)]
        start = time.perf_counter()
        await save_poll(store, feed, feed.state, feed.source.url, shown, NOW)
        took += time.perf_counter() - start
    await store.close()
    return POLLS * SHOWN / took


async def _a_feed(store: Store) -> Feed:
    await store.add_feed(Source("https://agency.example/feed", "Agency"), NOW)
    (feed,) = await store.feeds()
    return replace(feed, state=replace(feed.state, primed_at=NOW))


def told(engine: str, measured: Measured) -> bool:
    """Print how long it took; whether that is within the limits."""
    for what, each in (
        ("/search", measured.took),
        ("/search, of processor", measured.worked),
        ("inline", measured.offered),
    ):
        print(f"  {engine}, {what}: {median(each) * 1000:.1f} ms at the median, {high(each) * 1000:.1f} ms at 95 %")
    return high(measured.took) <= LIMIT and high(measured.offered) <= INLINE_LIMIT


def same(engines: Sequence[Measured]) -> bool:
    """Print how many queries have the same answers; whether all have."""
    first, last = engines[0].answers, engines[-1].answers
    agreed = sum(first[query] == last[query] for query in ASKED)
    found = sum("nothing found" not in first[query] for query in ASKED)
    print(f"  the same answers: {agreed} of {len(ASKED)} queries, of which {found} find something")
    return agreed == len(ASKED)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", default="10000,100000", help="sizes, smallest first")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=ENGINES, action="append")
    args = parser.parse_args()
    fine = True
    for engine in args.database or ENGINES:
        with durable(engine) as url:
            print(f"load {os.getloadavg()[0]:.1f}, {engine}: {asyncio.run(saved(url)):,.0f} new entries saved a second")
    for entries in map(int, args.entries.split(",")):
        engines = []
        for engine in args.database or ENGINES:
            with durable(engine) as url:
                engines.append(asyncio.run(measure(url, entries, args.rounds)))
            fine &= told(engine, engines[-1])
        fine &= same(engines)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
