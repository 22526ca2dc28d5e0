"""The promise of sharing: wakes, elections and one clock for all processes over a database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol


class Sharing(Protocol):
    """What processes over one database share beyond its rows."""

    @property
    def shared(self) -> bool:
        """Whether the database is one that other machines may work over."""

    async def time(self) -> datetime:
        """The time by the clock that every process over this database shares."""

    def wakes(self) -> AsyncIterator[str]:
        """The jobs that have work now, as other processes save it; after every gap in listening, each of them."""

    def lead(self, role: str) -> AbstractAsyncContextManager[asyncio.Event | None]:
        """Lead a role until the end of the block: an event that is set when the lead is lost; None: another leads."""
