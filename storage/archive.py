"""Entries of a period, for an archive: bot.store.ArchiveStore."""

from datetime import datetime
from functools import partial

from sqlalchemy import literal, select, tuple_

from bot.model import Arrival
from storage.arrivals import read_arrivals
from storage.aside import readable
from storage.engine import Database
from storage.tables import entries


class Archive:
    """What an archive needs of the store."""

    _database: Database

    async def published(
        self, since: datetime, until: datetime, after: tuple[datetime, int] | None, limit: int
    ) -> tuple[tuple[Arrival, ...], tuple[datetime, int] | None]:
        """The next entries published from `since` on and before `until`, the oldest first, at most so many.

        They are those behind `after` (published, id). Where to go on, None where there are no more. Those that code
        cannot read are left out.
        """
        place = tuple_(entries.c.published_at, entries.c.id)
        asked = select(entries.c.published_at, entries.c.id).where(entries.c.published_at < until)
        # The moment beside the pair: by that SQLite walks the index.
        asked = asked.where(entries.c.published_at >= (after[0] if after else since))
        if after:
            asked = asked.where(place > tuple_(literal(after[0], entries.c.published_at.type), literal(after[1])))
        async with self._database.read() as connection:
            places = (await connection.execute(asked.order_by(*place.clauses).limit(limit))).all()
            found, _ = await readable([row.id for row in places], partial(read_arrivals, connection))
        arrivals = tuple(found[row.id] for row in places if row.id in found)
        return arrivals, (places[-1].published_at, places[-1].id) if len(places) == limit else None
