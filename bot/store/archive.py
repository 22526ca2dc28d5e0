"""The promise of the archive: entries by when they were published."""

from datetime import datetime
from typing import Protocol

from bot.model import Arrival


class ArchiveStore(Protocol):
    """What came in a period."""

    async def published(
        self, since: datetime, until: datetime, after: tuple[datetime, int] | None, limit: int
    ) -> tuple[tuple[Arrival, ...], tuple[datetime, int] | None]:
        """The next entries published from `since` on and before `until`, the oldest first, at most so many.

        They are those behind `after` (published, id). Where to go on, None where there are no more.
        """
