"""What came before search was there comes into its index: batch by batch, with time for others in between."""

import asyncio
import logging

from bot.errors import StoreError
from bot.store import Store

BATCH = 100
"""How many entries one transaction puts into the index: some 20 ms, in which other writers wait on SQLite."""
PAUSE = 0.05
"""Seconds between two such transactions, for other writers."""

logger = logging.getLogger("bongsu")


async def index_older(store: Store, pause: float = PAUSE) -> None:
    """Go on until all is in the index; what the database does not let us do is left for the next start."""
    indexed = 0
    try:
        while count := await store.index_older(BATCH):
            indexed += count
            await asyncio.sleep(pause)
    except StoreError as exc:
        logger.error("indexing for search: %s", exc)  # noqa: TRY400 # the sentence says it all
    if indexed:
        logger.info("indexed %d entries for search", indexed)
