"""A database with as many rows as a bench asks for, written past the store: by SQLite's and PostgreSQL's own bulk ways.

A day brings so many entries that the oldest is `DAYS` old; one in fifty is a report, two reports make a story, and each
story was told to a hundred of a thousand subscribers. The text is made up of words without meaning, among them now and
then one that people search for. The same size gives the same rows.
"""

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import asyncpg

from storage.engine import file_of, parse_url

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAYS = 400
FEEDS = 1_000
SUBSCRIBERS = 1_000
TOLD = 100
"""Subscribers that were told of each story."""
REPORT_EVERY, STORY_EVERY, ODD_EVERY = 50, 100, 25
"""Entries a report; entries a story; entries one that has letters beside the usual."""
VOTED_EVERY, ASKED_EVERY = 20, 4
"""Stories one that readers called not relevant, stories one for which an own query holds."""
TOPICS = ("sanctions", "launches", "strikes", "nuclear", "drills", "diplomacy")
ACTORS = ("kp", "ru", "cn", "us", "ir", "kr", "jp", "in")
OWN = "q:bench"
"""The key of a query that a subscriber follows."""
LATIN = "ka lo ri ven tor mar del san quin bel or ash win fro gar hol ist jun pel dro mi ta ster el un co ex"
HANGUL = "가나다라마바사아자차김이박최정강조윤장임한오서신권황안송류홍"
SYLLABLES = {"en": LATIN.split(), "ko": list(HANGUL)}
SOUGHT = {"en": ("missile", "rocket", "satellite", "sanctions", "embargo"), "ko": ("미사일", "로켓", "위성", "제재")}
SENTENCES = 4_000
"""Sentences that are made, of which every text takes four."""
CHUNK = 20_000
COLUMNS = {
    "feeds": "id url address outlet language timezone tier next_poll_at failures polled_at healthy_at primed_at"
    " moved_polls",
    "stories": "id headline summary url language severity revision opened_at updated_at actor",
    "entries": "id feed_id guid link url title text language published_at seen_at detected_at story_id facts",
    "odd_entries": "entry_id folded",
    "matches": "entry_id topic score evidence countries",
    "story_topics": "story_id topic score evidence countries",
    "story_queries": "story_id topic",
    "subscribers": "id chat_id thread_id kind language timezone joined_at",
    "subscriptions": "subscriber_id topic min_severity since",
    "queries": "subscriber_id name text topic created_at changed_at",
    "deliveries": "id story_id subscriber_id severity told message_id attempts queued_at sent_at told_severity",
    "votes": "story_id user_id at",
}
NUMBERED = ("feeds", "stories", "entries", "subscribers", "deliveries")

Row = tuple[Any, ...]


class Prose:
    """Texts in two languages, of sentences that are made once."""

    def __init__(self, seed: int = 5) -> None:
        self.dice = random.Random(seed)
        self.pools = {language: [self._sentence(language) for _ in range(SENTENCES)] for language in SYLLABLES}

    def _sentence(self, language: str) -> str:
        words = ["".join(self.dice.choices(SYLLABLES[language], k=self.dice.randint(1, 4))) for _ in range(12)]
        if self.dice.random() < 0.005:
            words[5] = self.dice.choice(SOUGHT[language])
        return " ".join(words)

    def text(self, language: str, count: int) -> str:
        """So many sentences."""
        return ". ".join(self.dice.choices(self.pools[language], k=count))


@dataclass(frozen=True, slots=True)
class Stock:
    """What a database is to hold: rows of each table for so many entries."""

    entries: int

    @property
    def stories(self) -> int:
        """How many stories the entries made."""
        return self.entries // STORY_EVERY

    def rows(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Every table with its rows, in the order of foreign keys."""
        yield "feeds", map(self._feed, range(1, FEEDS + 1))
        yield "stories", map(self._story, range(1, self.stories + 1))
        yield "entries", self._entries()
        yield "odd_entries", ((number, "fusees dor " * 30) for number in range(1, self.entries + 1, ODD_EVERY))
        numbers = range(REPORT_EVERY, self.entries + 1, REPORT_EVERY)
        yield "matches", ((number, *self._match(self._story_of(number))) for number in numbers)
        yield "story_topics", ((number, *self._match(number)) for number in range(1, self.stories + 1))
        yield "story_queries", ((number, OWN) for number in range(1, self.stories + 1, ASKED_EVERY))
        yield from self._people()
        yield "deliveries", self._deliveries()
        voted = range(1, self.stories + 1, VOTED_EVERY)
        yield "votes", ((story, 5_000 + user, self.at(story * STORY_EVERY)) for story in voted for user in range(3))

    def at(self, entry: int) -> datetime:
        """When an entry came."""
        return NOW - timedelta(days=DAYS) * (self.entries - entry) / self.entries

    def _story_of(self, entry: int) -> int:
        return min((entry + REPORT_EVERY) // STORY_EVERY, self.stories)

    def _feed(self, number: int) -> Row:
        url = f"https://outlet{number}.example/feed"
        return number, url, url, f"Outlet {number}", "en", "UTC", "press", NOW, 0, NOW, NOW, NOW, 0

    def _story(self, number: int) -> Row:
        at, actor = self.at(number * STORY_EVERY), ACTORS[number % len(ACTORS)] if number % 3 == 0 else None
        told = f"A story of what happened at place {number}", "It happened. " * 12, f"https://outlet.example/{number}"
        return number, *told, "en", number % 5 + 1, 1, at, at, actor

    def _entries(self) -> Iterator[Row]:
        prose = Prose()
        for number in range(1, self.entries + 1):
            language = "ko" if number % 5 == 0 else "en"
            at, feed, address = self.at(number), number % FEEDS + 1, f"https://outlet.example/news/2026/{number}"
            report = number % REPORT_EVERY == 0
            story, facts = (self._story_of(number), json.dumps(FACTS)) if report else (None, None)
            title, text = prose.text(language, 1), prose.text(language, 4)
            yield number, feed, address, address, address, title, text, language, at, at, at, story, facts

    def _match(self, story: int) -> Row:
        evidence = [["missile", "A missile was launched from the coast toward the sea on Sunday."]] * 2
        countries = [["kp", "actor", ["korea"]], ["jp", "concerned", []]]
        return TOPICS[story % len(TOPICS)], 0.9, json.dumps(evidence), json.dumps(countries)

    def _people(self) -> Iterator[tuple[str, Iterable[Row]]]:
        everyone = range(1, SUBSCRIBERS + 1)
        yield "subscribers", ((number, 1_000 + number, 0, "private", "en", "UTC", NOW) for number in everyone)
        followed = ((number, topic, 1, NOW) for number in everyone for topic in (TOPICS[number % len(TOPICS)],))
        yield "subscriptions", (*followed, *((number, OWN, 1, NOW) for number in everyone if number % 10 == 0))
        its = ((number, "mine", "missile -film", OWN, NOW, NOW) for number in everyone if number % 10 == 0)
        yield "queries", its

    def _deliveries(self) -> Iterator[Row]:
        number = 0
        for story in range(1, self.stories + 1):
            at = self.at(story * STORY_EVERY)
            for turn in range(TOLD):
                number += 1
                who = (story * TOLD + turn) % SUBSCRIBERS + 1
                yield number, story, who, story % 5 + 1, 1, number, 0, at, at, story % 5 + 1


FACTS = {"launch": {"weapon": ["ballistic missile", "It fired a ballistic missile toward the sea.", "Outlet", None]}}


async def fill(url: str, stock: Stock) -> None:
    """Write the stock into a database that has the schema and no rows."""
    file = file_of(parse_url(url))
    if file is None:
        await _copy(url, stock)
        return
    with closing(sqlite3.connect(file)) as connection:
        for table, rows in stock.rows():
            names = COLUMNS[table].split()
            insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
            connection.executemany(insert, (tuple(map(_plain, row)) for row in rows))
            connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _copy(url: str, stock: Stock) -> None:
    parsed = parse_url(url)
    connection = await asyncpg.connect(host=parsed.query["host"], user=parsed.username, database=parsed.database)
    for table, rows in stock.rows():
        each = iter(rows)
        while chunk := list(islice(each, CHUNK)):
            await connection.copy_records_to_table(table, records=chunk, columns=COLUMNS[table].split())
    for table in NUMBERED:
        await connection.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608
    await connection.close()
    await tend(url)


async def tend(url: str) -> None:
    """What autovacuum does within minutes: it counts what tables hold, and merges what indexes have pending."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        connection = await asyncpg.connect(host=parsed.query["host"], user=parsed.username, database=parsed.database)
        await connection.execute("VACUUM ANALYZE")
        await connection.close()


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat(" ", "microseconds") if isinstance(value, datetime) else value
