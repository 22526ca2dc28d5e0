"""The promise of leases: what a dead process has claimed is due again."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol


class LeaseStore(Protocol):
    """Whose claims still count: those of processes that live."""

    def alive(self, *roles: str) -> AbstractAsyncContextManager[None]:
        """Keep what this process claims from being taken over, until the end of the block.

        Over a SQLite file it is alone in each of these roles; StoreError where another process has one of them.
        """

    async def take_over(self, now: datetime) -> bool:
        """Make due at once what processes have claimed that are dead; whether there was anything."""
