"""An index of every entry's words: bot.store.SearchStore.

Its tokens are made by `bot.text.tokens` and kept by FTS5 on SQLite, as a tsvector on PostgreSQL: neither parses them,
so both find the same entries. Rows have the entries' ids. Every entry from the oldest one in the index on is in it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text, TextClause, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Past, Sought, Story, Token, Tokens
from bot.text.reading import Reading
from bot.text.tokens import document, marker
from storage.aside import readable
from storage.engine import Database
from storage.queries import past_of, pasts
from storage.stories import load_readable
from storage.tables import entries, stories

index = Table("search", MetaData(), Column("rowid", Integer, primary_key=True), Column("tokens", Text, nullable=False))
"""The index, in a MetaData of its own: a virtual table on SQLite, of which SQLAlchemy knows nothing."""
REPORTED = "story"
"""The field whose marker says that an entry is a report."""


class Search:
    """What searching needs of the store."""

    _database: Database

    async def search(self, sought: Sought | None, most: int) -> tuple[Past, ...]:
        """Entries that have these tokens (None: any): the newest so many, and the newest so many reports, by id."""
        async with self._database.read() as connection:
            if connection.dialect.name != "sqlite":
                # A GIN index gives bitmaps only; and how common the tokens are decides how to go about it.
                await connection.execute(text("SET LOCAL enable_bitmapscan = on"))
                await connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
            reports = Token(marker(REPORTED))
            both = reports if sought is None else Tokens((reports, sought), every=True)
            ids = {*await _newest(connection, sought, most), *await _newest(connection, both, most)}
            rows = {row.id: row for row in await connection.execute(_found.where(entries.c.id.in_(ids)))}

        async def read(ids: Sequence[int]) -> dict[int, Past]:
            return {number: past_of(rows[number]) for number in ids}

        found, _ = await readable(sorted(rows), read)
        return tuple(found.values())

    async def stories_of(self, ids: Sequence[int]) -> Mapping[int, Story]:
        """The stories of these ids, with their reports and matches."""
        async with self._database.read() as connection:
            return await load_readable(connection, stories.c.id.in_(ids))

    async def index_older(self, limit: int) -> int:
        """Put the newest entries that are older than all in the index into it, so many; how many there were."""
        async with self._database.write() as connection:
            oldest = await connection.scalar(select(index.c.rowid).order_by(index.c.rowid).limit(1))
            older = select(entries.c.id).order_by(entries.c.id.desc()).limit(limit)
            if oldest is not None:
                older = older.where(entries.c.id < oldest)
            ids = list(await connection.scalars(older))

            async def read(some: Sequence[int]) -> dict[int, dict[str, Any]]:
                return {past.id: _row(past) for past in await _read(connection, some)}

            rows, broken = await readable(ids, read)
            nothing = [{"id": number, "words": ""} for number in broken]  # else it would never come past these
            if ids:
                await connection.execute(_SPEAKS[connection.dialect.name].add, [*rows.values(), *nothing])
            return len(ids)


async def add_words(connection: AsyncConnection, new: Sequence[Past]) -> None:
    """Put entries into the index; those that are in it already stay as they are there.

    Between two long texts the event loop goes round: a feed may bring thousands at once.
    """
    rows = []
    for past in new:
        rows.append(_row(past))
        await asyncio.sleep(0)
    if rows:
        await connection.execute(_SPEAKS[connection.dialect.name].add, rows)


async def change_words(connection: AsyncConnection, entry_id: int) -> None:
    """Have the index know what became of an entry; one that is not in it will come into it as it is then."""
    rows = [_row(past) for past in await _read(connection, [entry_id])]
    await connection.execute(_SPEAKS[connection.dialect.name].change, rows)


async def _read(connection: AsyncConnection, ids: Sequence[int]) -> list[Past]:
    return [past_of(row) for row in await connection.execute(_found.where(entries.c.id.in_(ids)))]


def _row(past: Past) -> dict[str, Any]:
    """An entry's id and its tokens."""
    fields = {"tier": past.tier.value, "lang": past.language, REPORTED: "" if past.story_id else None}
    had = [(field, value) for field, value in fields.items() if value is not None]
    topics = (("topic", topic) for topic in past.topics)
    tokens = document(Reading.of(past.title, past.text, past.language), past.outlet, [*had, *topics])
    return {"id": past.id, "words": " ".join(tokens)}


async def _newest(connection: AsyncConnection, sought: Sought | None, most: int) -> Sequence[int]:
    """The ids of the newest entries that have these tokens."""
    if sought is None:
        return (await connection.scalars(select(entries.c.id).order_by(entries.c.id.desc()).limit(most))).all()
    speaks = _SPEAKS[connection.dialect.name]
    return (await connection.scalars(speaks.match, {"asked": speaks.write(sought), "most": most})).all()


def _fts5(sought: Sought) -> str:
    """What FTS5 is asked: `("a" AND ("b" OR "c" *))`."""
    if isinstance(sought, Token):
        return f'"{sought.text}"{" *" if sought.begins else ""}'
    return f"({(' AND ' if sought.every else ' OR ').join(map(_fts5, sought.parts))})"


def _tsquery(sought: Sought) -> str:
    """What a tsvector is asked: `('a' & ('b' | 'c':*))`."""
    if isinstance(sought, Token):
        return f"'{sought.text}'{':*' if sought.begins else ''}"
    return f"({(' & ' if sought.every else ' | ').join(map(_tsquery, sought.parts))})"


@dataclass(frozen=True, slots=True)
class _Speech:
    """How an engine is spoken to: SQLAlchemy knows nothing of its kind of index."""

    add: TextClause
    change: TextClause
    match: TextClause
    write: Callable[[Sought], str]


_SPEAKS = {
    "sqlite": _Speech(  # with one writer there are no conflicts
        text("INSERT INTO search (rowid, tokens) VALUES (:id, :words)"),
        text("UPDATE search SET tokens = :words WHERE rowid = :id"),
        text("SELECT rowid FROM search WHERE search MATCH :asked ORDER BY rowid DESC LIMIT :most"),
        _fts5,
    ),
    "postgresql": _Speech(
        text(
            "INSERT INTO search (rowid, tokens) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))"
            " ON CONFLICT DO NOTHING"
        ),
        text("UPDATE search SET tokens = array_to_tsvector(string_to_array(:words, ' ')) WHERE rowid = :id"),
        text("SELECT rowid FROM search WHERE tokens @@ CAST(:asked AS tsquery) ORDER BY rowid DESC LIMIT :most"),
        _tsquery,
    ),
}
_in_full = func.coalesce(entries.c.text + "\n" + entries.c.lead, entries.c.text)
"""An entry's text and what was read of its page."""
_found = pasts(_in_full)
