"""Reading arrivals: entries with where they came from."""

from sqlalchemy import RowMapping, select

from bot.model import Arrival, Entry
from storage.feeds import source_of
from storage.tables import entries, feeds


def arrival_of(row: RowMapping) -> Arrival:
    """The arrival in a row of `arrivals`."""
    entry = Entry(**{name: row[name] for name in _ENTRY})
    return Arrival(id=row["id"], source=source_of(row), entry=entry, seen_at=row["seen_at"])


_ENTRY = ("guid", "title", "text", "published_at", "url", "link", "language")
arrivals = select(
    entries.c.id,
    entries.c.seen_at,
    *(entries.c[name] for name in _ENTRY),
    feeds.c.address,
    feeds.c.outlet,
    feeds.c.language.label("feed_language"),
    feeds.c.country,
    feeds.c.timezone,
    feeds.c.tier,
).join(feeds)
