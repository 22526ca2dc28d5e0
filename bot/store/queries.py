"""The promise of queries: what people ask in their own words, and entries to try it on."""

from datetime import datetime
from typing import Protocol

from bot.model import Past, Query, Sieve


class QueryStore(Protocol):
    """What people ask in their own words."""

    async def queries(self, subscriber_id: int) -> tuple[Query, ...]:
        """A subscriber's queries, in the order in which they were added."""

    async def save_query(self, subscriber_id: int, query: Query, most: int, now: datetime) -> bool:
        """Keep a query under its name, in place of the one that had it, and follow it; False if there are `most`."""

    async def remove_query(self, subscriber_id: int, name: str) -> bool:
        """Delete a query and stop following it; False if there is none of this name."""

    async def asked(self, story_id: int, subscriber_id: int) -> tuple[Query, ...]:
        """The subscriber's queries that hold for a story."""

    async def recent(
        self, since: datetime, before: tuple[datetime, int] | None, limit: int, sieve: Sieve
    ) -> tuple[tuple[Past, ...], tuple[datetime, int] | None]:
        """Entries published since then, the newest first, those older than `before` (published, id), at most so many.

        Left out may be those that surely do not pass the sieve; beyond some thousands, no more are looked at. Where to
        go on, None where all were looked at.
        """
