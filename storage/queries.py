"""What people ask in their own words: bot.store.QueryStore."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, literal, not_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Past, Query, Sieve, Tier
from bot.text.words import folded
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.tables import (
    entries,
    feeds,
    matches,
    odd_entries,
    outlet,
    queries,
    story_queries,
    subscribers,
    subscriptions,
    tier,
)

LOOK = 5_000
"""How many entries of the past one statement looks at: few enough that a trial can stop after a tenth of a second."""


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
        self, since: datetime, before: tuple[datetime, int] | None, limit: int, sieve: Sieve
    ) -> tuple[tuple[Past, ...], tuple[datetime, int] | None]:
        """Entries published since then, the newest first, those older than `before` (published, id), at most so many.

        Left out are those that surely do not pass the sieve, where SQL can tell; the next `LOOK` are looked at. Where
        to go on, None where all were looked at.
        """
        older = [_place < _at(before)] if before else []
        places = select(entries.c.published_at, entries.c.id).where(entries.c.published_at >= since, *older)
        async with self._database.read() as connection:
            end = (await connection.execute(places.order_by(*_newest).offset(LOOK - 1).limit(1))).first()
            # The moment beside the pair: by that SQLite walks the index, and would go on to `since`.
            older += [_place >= _at((end.published_at, end.id))] if end else []
            asked = _pasts.where(entries.c.published_at >= (end.published_at if end else since), *older)
            passing = asked.where(*_passes(sieve, connection.dialect.name))
            rows = {row.id: row for row in await connection.execute(passing.order_by(*_newest).limit(limit))}

        async def read(ids: Sequence[int]) -> dict[int, Past]:
            return {number: past_of(rows[number]) for number in ids}

        pasts, _ = await readable(list(rows), read)  # those of a feed that code cannot read keep no others back
        last = list(rows.values())[-1] if len(rows) == limit else end
        return tuple(pasts.values()), (last.published_at, last.id) if last else None


def past_of(row: Any) -> Past:
    """The entry in a row of `pasts`."""
    return Past(**{**row._mapping, "tier": Tier(row.tier), "topics": tuple((row.topics or "").split())})


def _at(place: tuple[datetime, int]) -> ColumnElement[Any]:
    """A moment and an id, to compare `_place` with."""
    return tuple_(literal(place[0], entries.c.published_at.type), literal(place[1]))


def _passes(sieve: Sieve, dialect: str) -> Iterator[ColumnElement[bool]]:
    """What holds of every entry that passes."""
    if sieve.languages:
        yield entries.c.language.in_(sieve.languages)
    if sieve.topics:
        of_topic = select(matches).where(matches.c.entry_id == entries.c.id, matches.c.topic.in_(sieve.topics))
        yield of_topic.where(not_(matches.c.passing)).exists()
    if sieve.words:
        # Case is ignored in ASCII only, which is fast; what has another case is odd.
        like = "LIKE" if dialect == "sqlite" else 'COLLATE "C" ILIKE'
        texts = (entries.c.title, entries.c.text)
        held = (text.op(like, is_comparison=True)(f"%{word}%") for word in sorted(sieve.words) for text in texts)
        other = odd_entries.c.folded
        may = or_(other.is_(None), *(other.like(f"%{word}%") for word in sorted(sieve.words)))
        yield or_(*held, select(odd_entries).where(odd_entries.c.entry_id == entries.c.id, may).exists())


async def note_odd(connection: AsyncConnection, rows: Iterable[Any]) -> None:
    """Keep the entries (id, title, text) that LIKE cannot tell anything of as they are folded, too."""
    odd = [
        {"entry_id": entry_id, "folded": folded(f"{title} {text}")}
        for entry_id, title, text in rows
        if _ODD.search(title) or _ODD.search(text)
    ]
    if odd:
        new = insert(connection, odd_entries)
        more = odd_entries.c.folded + " " + new.excluded.folded
        await connection.execute(new.on_conflict_do_update(index_elements=["entry_id"], set_={"folded": more}), odd)


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
"""Any letter because of which LIKE may not find a word: LIKE ignores case in ASCII only, and no accents or widths.

ASCII, Hangul, common Han, kana and usual punctuation are safe; all else is taken for odd.
"""
_place = tuple_(entries.c.published_at, entries.c.id)
_newest = (entries.c.published_at.desc(), entries.c.id.desc())
_topics = (
    select(func.aggregate_strings(matches.c.topic, " "))
    .where(matches.c.entry_id == entries.c.id, not_(matches.c.passing))
    .correlate(entries)
    .scalar_subquery()
)


def pasts(text: ColumnElement[str]) -> Select[Any]:
    """Entries as they are looked at again, with this for their texts."""
    others = (entries.c[name] for name in ("id", "title", "language", "published_at", "url", "link", "story_id"))
    return select(*others, text.label("text"), outlet, tier, _topics.label("topics")).join(feeds)


_pasts = pasts(entries.c.text)
_queries = select(queries.c.name, queries.c.text, queries.c.topic)
