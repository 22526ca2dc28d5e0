"""What is older than what is kept goes: batch by batch, each a short transaction, with time for others in between."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.errors import StoreError
from bot.store import Store

BATCH = 100
"""How many rows one transaction looks at: 10 ms on SQLite, where other writers wait for it."""
PAUSE = 0.05
"""Seconds between two such transactions, for other writers."""

Drop = Callable[[datetime, int, int], Awaitable[tuple[int | None, int]]]

logger = logging.getLogger("bongsu")


async def tidy(store: Store, before: datetime, pause: float = PAUSE) -> None:
    """Delete what came before then and is over; what the database does not let us delete is left for the next time."""
    try:
        entries = await _through(store.drop_entries, before, pause)
        alerts = await _through(store.drop_deliveries, before, pause)
        await store.drop_bulletins(before)
    except StoreError as exc:
        logger.error("deleting what is old: %s", exc)  # noqa: TRY400 # the sentence says it all
        return
    if entries or alerts:
        logger.info("deleted what is from before %s: %d entries, %d alerts", before.date(), entries, alerts)


async def _through(drop: Drop, before: datetime, pause: float) -> int:
    """Go through all rows that came before then: how many were deleted."""
    deleted, after = 0, 0
    while True:
        last, count = await drop(before, after, BATCH)
        deleted += count
        if last is None:
            return deleted
        after = last
        await asyncio.sleep(pause)
