"""Rows that processes claim."""

from sqlalchemy import Index

from storage.tables.bulletin import copies
from storage.tables.delivery import deliveries, digests
from storage.tables.feed import feeds, pushes

CLAIMED = {
    feeds: feeds.c.next_poll_at,
    pushes: pushes.c.due_at,
    deliveries: deliveries.c.due_at,
    digests: digests.c.due_at,
    copies: copies.c.due_at,
}
"""The tables whose rows are claimed, and where each has the end of its lease while it is."""
for _table in CLAIMED:
    _taken = _table.c.claimed_by.is_not(None)
    Index(f"{_table.name}_claimed", _table.c.claimed_by, sqlite_where=_taken)
