"""What is not kept for ever: bot.store.RetentionStore. It goes in small steps, so that nobody waits long for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Select, and_, delete, func, or_, select

from storage.engine import Database
from storage.search import index
from storage.tables import deliveries, entries, feeds, kept, matches, odd_entries, stories


class Retention:
    """What retention needs of the store."""

    _database: Database

    async def drop_entries(self, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
        """Of the next `limit` entries behind an id, delete those that are old, led to nothing, and are shown no more.

        Old is what came before then and was not shown since. A feed that shows an entry still, or may, would bring it
        back as news. Where to go on (None: all that came before then was looked at), and how many were deleted.
        """
        shown = func.coalesce(entries.c.shown_at, entries.c.seen_at)
        over = and_(
            entries.c.story_id.is_(None),
            entries.c.detected_at.is_not(None),
            shown < before,
            or_(shown < feeds.c.marked_at, ~kept),  # a feed that comes back is primed anew
        )
        looked = _next(entries.c.seen_at, over, after, limit).select_from(entries.join(feeds))
        words, odd = index.c.rowid, odd_entries.c.entry_id
        return await self._drop(looked, before, matches.c.entry_id, odd, words, entries.c.id)

    async def drop_deliveries(self, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
        """The same for deliveries: those that were settled, of stories that had no report since then."""
        over = and_(deliveries.c.due_at.is_(None), stories.c.updated_at < before)
        looked = _next(deliveries.c.queued_at, over, after, limit).select_from(deliveries.join(stories))
        return await self._drop(looked, before, deliveries.c.id)

    async def _drop(self, looked: Select[Any], before: datetime, *keys: Column[int]) -> tuple[int | None, int]:
        """Delete what is over from the tables of these keys, one after the other."""
        async with self._database.write() as connection:
            rows = (await connection.execute(looked)).all()
            ids = [row.id for row in rows if row.over and row.at < before]
            for key in keys if ids else ():
                await connection.execute(delete(key.table).where(key.in_(ids)))
        return _last(rows, before), len(ids)


def _next(at: Column[datetime], over: ColumnElement[bool], after: int, limit: int) -> Select[Any]:
    """The rows behind an id, when each came, and whether it is over; held, so that no poll marks one meanwhile."""
    number = at.table.c.id
    looked = select(number, at.label("at"), over.label("over"))
    looked = looked.where(number > after).order_by(number).limit(limit)
    return looked.with_for_update(of=at.table, skip_locked=True)


def _last(rows: Sequence[Row[Any]], before: datetime) -> int | None:
    """Where to go on; None where the rows have come to what is not old. Ids rise with the time."""
    return rows[-1].id if rows and rows[-1].at < before else None
