"""Rows over which code raises: each is counted, set aside at the third time, shown, and tried again when asked.

What is wrong with one row keeps no other one back: a batch that cannot be read is read in halves, until the row that
does it is found.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, Text, bindparam, case, cast, func, literal, null, select, union_all, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import describe
from bot.model import SetAside
from storage.engine import Database
from storage.tables import (
    ERRORS,
    copies,
    deliveries,
    digests,
    entries,
    feeds,
    queries,
    receivers,
    stories,
    subscribers,
    unposted,
)

TRIES = 3
"""When code raises over a row so many times, with no success in between, the row is set aside."""

MOST = 20_000
"""How many rows are asked for by their ids at a time; either engine takes some 32,000 parameters a statement."""

_WAIT = (
    *(feeds.c.next_poll_at, feeds.c.held_until, feeds.c.watch_until),
    *(deliveries.c.due_at, copies.c.due_at, receivers.c.due_at),
)
"""What is told by a clock that may be put back."""

T = TypeVar("T")


class Aside:
    """What the operator sees and does about rows that were set aside."""

    _database: Database

    async def set_aside(self, limit: int) -> tuple[SetAside, ...]:
        """The rows that were set aside, the newest first."""
        named = (
            select(
                literal(_KINDS[table]).label("kind"),
                _number(table).label("id"),
                _TITLES[table].label("name"),
                error.label("error"),
                table.c.set_aside_at,
            ).where(table.c.set_aside_at.is_not(None))
            for table, error in ERRORS.items()
        )
        rows = union_all(*named).subquery()
        newest = select(rows).order_by(rows.c.set_aside_at.desc(), rows.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            return tuple(SetAside(*row) for row in await connection.execute(newest))

    async def rewind(self, now: datetime, by: timedelta) -> None:
        """The clock was put back, to `now`: what waits for a time to come waits `by` less, and at least until now.

        Not digests: they go by the clock on the wall.
        """
        async with self._database.write() as connection:
            for at in _WAIT:
                # Locked in order of their ids, as a group of polls is.
                late = select(at.table.c.id, at).where(at > now).order_by(at.table.c.id).with_for_update()
                rows = await connection.execute(late)
                earlier = [{"of": row[0], "at": max(now, row[1] - by)} for row in rows]
                if earlier:
                    its = at.table.c.id == bindparam("of")
                    await connection.execute(update(at.table).where(its).values({at.name: bindparam("at")}), earlier)

    async def retry(self, now: datetime, kind: str | None = None, number: int | None = None) -> int:
        """Have every row that was set aside tried again, now, or only this one; how many there were."""
        count = 0
        async with self._database.write() as connection:
            for table, error in ERRORS.items():
                if kind is not None and _KINDS[table] != kind:
                    continue
                its = table.c.set_aside_at.is_not(None)
                again = update(table).where(its if number is None else its & (_number(table) == number))
                afresh = {"raised": None, "set_aside_at": None, error.name: None} | _due(table, now)
                count += (await connection.execute(again.values(afresh))).rowcount
        return count

    async def drop(self, now: datetime, kind: str, number: int) -> bool:
        """Give up for good a feed, an entry or an alert that was set aside; False where there is none."""
        table = next((table for table, name in _KINDS.items() if name == kind and table in _DROPPED), None)
        if table is None:
            return False
        its = update(table).where(table.c.id == number, table.c.set_aside_at.is_not(None))
        async with self._database.write() as connection:
            return (await connection.execute(its.values(_DROPPED[table](now)))).rowcount > 0


async def readable(
    ids: Sequence[int], read: Callable[[Sequence[int]], Awaitable[Mapping[int, T]]]
) -> tuple[dict[int, T], dict[int, str]]:
    """What `read` makes of these rows, by id and in their order; and what it raises over the others."""
    try:
        if len(ids) <= MOST:
            found = await read(ids)
            return {number: found[number] for number in ids if number in found}, {}
    except (SQLAlchemyError, OSError):
        raise  # it is the database
    except Exception as exc:
        if len(ids) == 1:
            return {}, {ids[0]: describe(exc)}
    middle = len(ids) // 2
    first, second = await readable(ids[:middle], read), await readable(ids[middle:], read)
    return first[0] | second[0], first[1] | second[1]


async def raised(
    connection: AsyncConnection, table: Table, errors: Mapping[Any, str], now: datetime | ColumnElement[datetime]
) -> Collection[Any]:
    """Count that code raised over these rows, by their keys; the keys of those that this was once too often for."""
    aside: set[Any] = set()
    key = _key(table)
    at = literal(now, table.c.set_aside_at.type) if isinstance(now, datetime) else now
    times = func.coalesce(table.c.raised, 0) + 1
    for number, error in sorted(errors.items()):  # in one order, as all who lock several rows
        values: dict[str, Any] = {
            "raised": times,
            "set_aside_at": case((times >= TRIES, at), else_=null()),
            ERRORS[table].name: error,
        }
        if table is deliveries:
            values["due_at"] = case((times >= TRIES, null()), else_=deliveries.c.due_at)
        counted = update(table).where(key == number, _open(table)).values(values).returning(table.c.set_aside_at)
        if any(row.set_aside_at for row in await connection.execute(counted)):
            aside.add(number)
    return aside


def _key(table: Table) -> ColumnElement[Any]:
    """What rows are counted by: queries that mean the same are one."""
    if table is digests:
        return digests.c.subscriber_id
    return queries.c.topic if table is queries else table.c.id


def _number(table: Table) -> ColumnElement[int]:
    """What a row is shown by: a query or a digest by its subscriber."""
    number: ColumnElement[int] = table.c.subscriber_id if table in (queries, digests) else table.c.id
    return number


def _open(table: Table) -> ColumnElement[bool]:
    """Whether there is still something to do about a row."""
    return deliveries.c.due_at.is_not(None) if table is deliveries else table.c.set_aside_at.is_(None)


def _due(table: Table, now: datetime) -> dict[str, Any]:
    """What makes a row of the table due."""
    if table is feeds:
        return {"next_poll_at": now}
    if table is queries:
        return {"changed_at": now}
    return {"due_at": now, "attempts": 0} if table in (deliveries, digests) else {}


_KINDS = {
    feeds: "feed",
    entries: "entry",
    queries: "query",
    deliveries: "alert",
    digests: "digest",
    unposted: "posting",
}
_DROPPED: Mapping[Table, Callable[[datetime], dict[str, Any]]] = {
    feeds: lambda now: {"removed_at": now, "set_aside_at": None},
    entries: lambda now: {"detected_at": now, "set_aside_at": None},
    deliveries: lambda now: {"due_at": None, "held_at": None, "set_aside_at": None},
}
"""What gives a row up: a feed is removed, an entry leads to nothing, an alert counts as refused."""
_TITLES = {
    feeds: feeds.c.outlet,
    entries: entries.c.title,
    queries: queries.c.name,
    deliveries: select(stories.c.headline).where(stories.c.id == deliveries.c.story_id).scalar_subquery(),
    digests: select(cast(subscribers.c.chat_id, Text))
    .where(subscribers.c.id == digests.c.subscriber_id)
    .scalar_subquery(),
    unposted: select(receivers.c.name + ": " + stories.c.headline)
    .where(receivers.c.id == unposted.c.receiver_id, stories.c.id == unposted.c.story_id)
    .scalar_subquery(),
}
