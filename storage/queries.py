"""What people ask in their own words: bot.store.QueryStore."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Past, Query, Tier
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.tables import entries, feeds, matches, odd_entries, queries, story_queries, subscribers, subscriptions


class Queries:
    """What following a query needs of the store."""

    _database: Database

    async def queries(self, subscriber_id: int) -> tuple[Query, ...]:
        """A subscriber's queries, in the order in which they were added."""
        its = _queries.where(queries.c.subscriber_id == subscriber_id)
        async with self._database.read() as connection:
            rows = await connection.execute(its.order_by(queries.c.created_at, queries.c.name))
            return tuple(Query(*row) for row in rows)

    async def save_query(self, subscriber_id: int, query: Query, most: int, now: datetime) -> bool:
        """Keep a query under its name, in place of the one that had it, and follow it; False if there are `most`."""
        its = queries.c.subscriber_id == subscriber_id
        async with self._database.write() as connection:
            # Two that add at the same time must not both find room.
            await connection.execute(
                select(subscribers.c.id).where(subscribers.c.id == subscriber_id).with_for_update()
            )
            before = await connection.scalar(select(queries.c.topic).where(its, queries.c.name == query.name))
            count = await connection.scalar(select(func.count()).select_from(queries).where(its)) or 0
            if before is None and count >= most:
                return False
            row = {"text": query.text, "topic": query.topic, "changed_at": now} | _AFRESH
            new = insert(connection, queries).values(
                subscriber_id=subscriber_id, name=query.name, created_at=now, **row
            )
            await connection.execute(new.on_conflict_do_update(index_elements=["subscriber_id", "name"], set_=row))
            if before is not None:
                await _leave(connection, subscriber_id, before)
            await _follow(connection, subscriber_id, query.topic, now)
            return True

    async def remove_query(self, subscriber_id: int, name: str) -> bool:
        """Delete a query and stop following it; False if there is none of this name."""
        its = and_(queries.c.subscriber_id == subscriber_id, queries.c.name == name)
        async with self._database.write() as connection:
            topic = await connection.scalar(delete(queries).where(its).returning(queries.c.topic))
            if topic is None:
                return False
            await _leave(connection, subscriber_id, topic)
            return True

    async def queries_since(self, since: datetime | None) -> tuple[Query, ...]:
        """The queries that were added or changed since then, or raised over, one of each meaning; None: all."""
        changed = select(func.min(queries.c.name), func.min(queries.c.text), queries.c.topic).group_by(queries.c.topic)
        changed = changed.where(queries.c.set_aside_at.is_(None))
        if since is not None:
            changed = changed.where(or_(queries.c.changed_at >= since, queries.c.raised.is_not(None)))
        async with self._database.read() as connection:
            return tuple(Query(*row) for row in await connection.execute(changed))

    async def query_raised(self, topic: str, error: str, now: datetime) -> bool:
        """Count that code raised over the queries of this meaning; whether they are set aside now."""
        async with self._database.write() as connection:
            return bool(await raised(connection, queries, {topic: error}, now))

    async def asked(self, story_id: int, subscriber_id: int) -> tuple[Query, ...]:
        """The subscriber's queries that hold for a story."""
        held = select(story_queries.c.topic).where(story_queries.c.story_id == story_id)
        its = _queries.where(queries.c.subscriber_id == subscriber_id, queries.c.topic.in_(held))
        async with self._database.read() as connection:
            return tuple(Query(*row) for row in await connection.execute(its.order_by(queries.c.name)))

    async def recent(
        self, since: datetime, before: Past | None, limit: int, words: Collection[str]
    ) -> tuple[Past, ...]:
        """Entries published since then, the newest first, those older than `before`, at most so many.

        Left out are those that surely hold none of `words` (if any are given) in title or text, where SQL can tell.
        """
        place = tuple_(entries.c.published_at, entries.c.id)
        found = _pasts.where(entries.c.published_at >= since).limit(limit)
        found = found.order_by(entries.c.published_at.desc(), entries.c.id.desc())
        if before is not None:
            end = literal(before.published_at, entries.c.published_at.type)
            found = found.where(place < tuple_(end, literal(before.id)))
        async with self._database.read() as connection:
            if words:
                # SQLite's LIKE knows no case but in ASCII; what has another is odd.
                like = "LIKE" if connection.dialect.name == "sqlite" else "ILIKE"
                texts = (entries.c.title, entries.c.text)
                held = (text.op(like, is_comparison=True)(f"%{word}%") for word in words for text in texts)
                odd = select(odd_entries).where(odd_entries.c.entry_id == entries.c.id)
                found = found.where(or_(*held, odd.exists()))
            rows = {row["id"]: row for row in (await connection.execute(found)).mappings()}

        async def read(ids: Sequence[int]) -> dict[int, Past]:
            return {number: _past(rows[number]) for number in ids}

        pasts, _ = await readable(list(rows), read)  # those of a feed that code cannot read keep no others back
        return tuple(pasts.values())


def _past(row: RowMapping) -> Past:
    return Past(**{**row, "tier": Tier(row["tier"]), "topics": tuple((row["topics"] or "").split())})


async def note_odd(connection: AsyncConnection, rows: Iterable[Any]) -> None:
    """Remember the entries (id, title, text) that LIKE cannot tell anything of."""
    odd = [{"entry_id": entry_id} for entry_id, title, text in rows if _ODD.search(title) or _ODD.search(text)]
    if odd:
        await connection.execute(insert(connection, odd_entries).on_conflict_do_nothing(), odd)


async def alive(connection: AsyncConnection, topics: Sequence[str]) -> list[str]:
    """Those of these keys that someone who can be reached follows."""
    if not topics:
        return []
    reached = select(subscribers.c.id).where(subscribers.c.gone_at.is_(None))
    followed = select(subscriptions.c.topic).where(
        subscriptions.c.topic.in_(topics), subscriptions.c.subscriber_id.in_(reached)
    )
    return list(await connection.scalars(followed.distinct().order_by(subscriptions.c.topic)))


async def _follow(connection: AsyncConnection, subscriber_id: int, topic: str, now: datetime) -> None:
    row = {"subscriber_id": subscriber_id, "topic": topic, "min_severity": 1, "since": now}
    await connection.execute(insert(connection, subscriptions).values(row).on_conflict_do_nothing())


async def _leave(connection: AsyncConnection, subscriber_id: int, topic: str) -> None:
    """Stop following a key, unless another query of the subscriber means the same."""
    same = select(queries).where(queries.c.subscriber_id == subscriber_id, queries.c.topic == topic)
    its: ColumnElement[bool] = and_(subscriptions.c.subscriber_id == subscriber_id, subscriptions.c.topic == topic)
    await connection.execute(delete(subscriptions).where(its, ~same.exists()))


_AFRESH = {"raised": None, "set_aside_at": None, "error": None}
"""What a query that is written anew starts with."""
_ODD = re.compile("[^\x00-\x7f가-힣一-鿿ぁ-ゖァ-ヺー‘’“”…–—、。·「」『』]")
"""A letter that may stand for another: accents, full width, capitals beyond ASCII; and what is too rare to ask."""
_topics = (
    select(func.aggregate_strings(matches.c.topic, " "))
    .where(matches.c.entry_id == entries.c.id)
    .correlate(entries)
    .scalar_subquery()
)
_pasts = select(
    *(entries.c[name] for name in ("id", "title", "text", "language", "published_at", "url", "link")),
    feeds.c.outlet,
    feeds.c.tier,
    entries.c.story_id,
    _topics.label("topics"),
).join(feeds)
_queries = select(queries.c.name, queries.c.text, queries.c.topic)
