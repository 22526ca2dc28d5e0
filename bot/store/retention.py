"""The promise of retention: what is old is deleted in small steps."""

from datetime import datetime
from typing import Protocol


class RetentionStore(Protocol):
    """What is not kept for ever: each call looks at so many rows behind an id and deletes those that are over.

    Both answer where to go on (None: all that came before then was looked at), and how many were deleted.
    """

    async def drop_entries(self, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
        """Entries that came before then, led to no story, and are shown by their feeds no more."""

    async def drop_deliveries(self, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
        """Settled deliveries that were queued before then, of stories that had no report since."""
