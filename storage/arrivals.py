"""Entries with what is known of their feeds, as records: bot.model.Arrival."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Arrival, Entry, Tier
from storage.entries import ENTRY
from storage.feeds import source_of
from storage.tables import entries, feeds


async def read_arrivals(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Arrival]:
    """The entries of these ids as arrivals, by id."""
    rows = await connection.execute(_arrivals.where(entries.c.id.in_(ids)))
    return {
        row["id"]: Arrival(
            id=row["id"],
            source=source_of(row),
            entry=Entry(**{name: row[name] for name in ENTRY} | {"tier": Tier(row["tier"]) if row["tier"] else None}),
            seen_at=row["seen_at"],
            old_at=row["old_at"],
        )
        for row in rows.mappings()
    }


_arrivals = select(
    entries.c.id,
    entries.c.seen_at,
    entries.c.old_at,
    *(entries.c[name] for name in ENTRY),
    feeds.c.address,
    *(feeds.c[name].label(f"feed_{name}") for name in ("outlet", "language", "tier")),
    feeds.c.country,
    feeds.c.timezone,
    feeds.c.newsroom,
).join(feeds)
