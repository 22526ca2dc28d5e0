"""What an operator sees of the service's days and is told of: bot.store.WatchStore."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, cast, delete, extract, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Hour, Latency, Trouble
from storage.engine import Database, insert
from storage.tables import deliveries, entries, poll_hours, reported, sent, stories, troubles

HOURS_KEPT = timedelta(days=31)
"""How long it is kept how many polls an hour had."""
SECONDS = 3600
"""An hour."""


class Watching:
    """What the store tells an operator."""

    _database: Database

    async def troubles(self) -> tuple[Trouble, ...]:
        """The troubles that were noticed and are not over, the longest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(troubles).order_by(troubles.c.since, troubles.c.key))
            return tuple(Trouble(row.key, row.detail, row.since, row.told_at) for row in rows)

    async def save_troubles(self, noticed: Sequence[Trouble], over: Sequence[str]) -> None:
        """Keep these as they are now, and forget those of these keys."""
        async with self._database.write() as connection:
            if noticed:
                new = insert(connection, troubles)
                kept = {name: new.excluded[name] for name in ("detail", "told_at")}
                rows = [
                    {"key": one.key, "detail": dict(one.detail), "since": one.since, "told_at": one.told_at}
                    for one in noticed
                ]
                await connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=kept), rows)
            if over:
                await connection.execute(delete(troubles).where(troubles.c.key.in_(over)))

    async def count_polls(self, now: datetime, polls: int, failed: int) -> None:
        """Count so many polls, some of them failed, to this hour; hours older than a month are forgotten."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        async with self._database.write() as connection:
            new = insert(connection, poll_hours).values(hour=hour, polls=polls, failed=failed)
            more = {"polls": poll_hours.c.polls + polls, "failed": poll_hours.c.failed + failed}
            await connection.execute(new.on_conflict_do_update(index_elements=["hour"], set_=more))
            await connection.execute(delete(poll_hours).where(poll_hours.c.hour < now - HOURS_KEPT))

    async def flow(self, since: datetime) -> tuple[Hour, ...]:
        """What came and went in each hour since then in which something did, in order."""
        hours: defaultdict[datetime, dict[str, int]] = defaultdict(dict)
        async with self._database.read() as connection:
            rows = await connection.execute(select(poll_hours).where(poll_hours.c.hour >= since))
            for row in rows:
                hours[row.hour] |= {"polls": row.polls, "failed": row.failed}
            for name, at, which in _FLOW:
                for hour, count in (await _by_hour(connection, at, since, which)).items():
                    hours[hour][name] = count
        return tuple(Hour(at, **counts) for at, counts in sorted(hours.items()))

    async def arrivals(self, since: datetime) -> Mapping[int, Mapping[datetime, int]]:
        """How many entries each feed brought since then, by hour."""
        hour = _hour(entries.c.seen_at)
        query = select(entries.c.feed_id, hour, func.count()).where(entries.c.seen_at >= since)
        found: defaultdict[int, dict[datetime, int]] = defaultdict(dict)
        async with self._database.read() as connection:
            for feed_id, at, count in await connection.execute(query.group_by(entries.c.feed_id, hour)):
                found[feed_id][_moment(at)] = count
        return found

    async def latencies(self, since: datetime, limit: int) -> tuple[Latency, ...]:
        """The stories that opened since then and were told, the newest first: how long the first alert took."""
        opened = select(stories.c.id).where(stories.c.opened_at >= since)
        newest = opened.order_by(stories.c.opened_at.desc(), stories.c.id.desc()).limit(limit).subquery()
        sends = (
            select(deliveries.c.story_id, func.min(deliveries.c.first_sent_at).label("at"))
            .where(deliveries.c.story_id.in_(select(newest.c.id)), deliveries.c.first_sent_at.is_not(None))
            .group_by(deliveries.c.story_id)
            .subquery()
        )
        first = (
            select(entries.c.story_id, func.min(entries.c.id).label("id"))
            .where(reported, entries.c.story_id.in_(select(newest.c.id)))
            .group_by(entries.c.story_id)
            .subquery()
        )
        query = (
            select(sends.c.story_id, entries.c.published_at, entries.c.seen_at, sends.c.at)
            .join(first, first.c.story_id == sends.c.story_id)
            .join(entries, entries.c.id == first.c.id)
            .order_by(sends.c.at.desc())
        )
        async with self._database.read() as connection:
            return tuple(Latency(*row) for row in await connection.execute(query))


async def _by_hour(
    connection: AsyncConnection, at: Column[datetime], since: datetime, which: ColumnElement[bool] | None
) -> dict[datetime, int]:
    hour = _hour(at)
    query = select(hour, func.count()).where(at >= since).group_by(hour)
    rows = await connection.execute(query if which is None else query.where(which))
    return {_moment(row[0]): row[1] for row in rows}


def _hour(at: Column[datetime]) -> ColumnElement[int]:
    """Which hour it is, counted from 1970."""
    return (cast(extract("epoch", at), Integer) // SECONDS).label("hour_number")


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * SECONDS, UTC)


_FLOW: Sequence[tuple[str, Column[Any], ColumnElement[bool] | None]] = (
    ("entries", entries.c.seen_at, None),
    ("flagged", entries.c.seen_at, reported),
    ("stories", stories.c.opened_at, None),
    ("sent", deliveries.c.sent_at, sent),
)
"""What is counted of each hour, by which time, and of which rows."""
