"""An index of every entry's words: bot.store.SearchStore.

Its tokens are made by `bot.text.tokens` and kept by FTS5 on SQLite, as a tsvector on PostgreSQL: neither parses them,
so both find the same entries. Rows have the entries' ids. Every entry from the oldest one in the index on is in it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, MetaData, Table, Text, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Past, Sought, Story, Token, Tokens
from bot.text.reading import Reading
from bot.text.tokens import document, marker
from storage.aside import readable
from storage.engine import Database, insert
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
            await add_words(connection, ids)
            return len(ids)


async def add_words(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Put these entries into the index."""
    if words := await _words(connection, ids):
        new = insert(connection, index).values(rowid=bindparam("id"), tokens=_tokens(connection))
        if connection.dialect.name != "sqlite":  # where a virtual table knows no conflicts, there is one writer
            new = new.on_conflict_do_nothing()
        await connection.execute(new, words)


async def change_words(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Have the index know what became of these entries; those that are not in it will come into it as they are then."""
    if words := await _words(connection, ids):
        its = update(index).where(index.c.rowid == bindparam("id")).values(tokens=_tokens(connection))
        await connection.execute(its, words)


async def _words(connection: AsyncConnection, ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = (await connection.execute(_found.where(entries.c.id.in_(ids)))).all() if ids else ()
    return [{"id": row.id, "words": " ".join(_document(row))} for row in rows]


def _tokens(connection: AsyncConnection) -> ColumnElement[Any]:
    """The parameter `words` as the engine keeps it."""
    words = bindparam("words", type_=Text)
    if connection.dialect.name == "sqlite":
        return words
    return func.array_to_tsvector(func.string_to_array(words, " "))


def _document(row: Any) -> set[str]:
    past = past_of(row)
    fields = {"tier": past.tier.value, "lang": past.language, REPORTED: "" if past.story_id else None}
    topics = [("topic", topic) for topic in past.topics]
    had = [(field, value) for field, value in fields.items() if value is not None]
    return document(Reading.of(past.title, past.text, past.language), past.outlet, [*had, *topics])


async def _newest(connection: AsyncConnection, sought: Sought | None, most: int) -> Sequence[int]:
    """The ids of the newest entries that have these tokens."""
    if sought is None:
        return (await connection.scalars(select(entries.c.id).order_by(entries.c.id.desc()).limit(most))).all()
    matching, write = _MATCHING[connection.dialect.name]
    return (await connection.scalars(matching, {"asked": write(sought), "most": most})).all()


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


_MATCHING = {
    "sqlite": (text("SELECT rowid FROM search WHERE search MATCH :asked ORDER BY rowid DESC LIMIT :most"), _fts5),
    "postgresql": (
        text("SELECT rowid FROM search WHERE tokens @@ CAST(:asked AS tsquery) ORDER BY rowid DESC LIMIT :most"),
        _tsquery,
    ),
}
_in_full = func.coalesce(entries.c.text + "\n" + entries.c.lead, entries.c.text)
"""An entry's text and what was read of its page."""
_found = pasts(_in_full)
