"""Rows that are set aside when code raises over them again and again."""

from sqlalchemy import Index

from storage.tables.delivery import deliveries, digests
from storage.tables.entry import entries
from storage.tables.feed import feeds
from storage.tables.receiver import unposted
from storage.tables.subscriber import queries

ERRORS = {
    feeds: feeds.c.error,
    entries: entries.c.error,
    queries: queries.c.error,
    deliveries: deliveries.c.last_error,
    digests: digests.c.last_error,
    unposted: unposted.c.error,
}
"""The tables whose rows may be set aside, and where each says why."""
for _table in (entries, queries, deliveries, digests):
    _aside = _table.c.set_aside_at.is_not(None)
    Index(f"{_table.name}_set_aside", _table.c.set_aside_at, sqlite_where=_aside)
