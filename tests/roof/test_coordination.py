"""What processes over one database do together: their clock."""

import asyncio
import time
from datetime import timedelta

from bot.roof.coordination import SharedClock
from storage import open_store

HELD_UP, TIMES = 0.15, 34
NEAR = timedelta(seconds=0.2)


async def hold_up() -> None:
    """Hold up the event loop several times in a row, as a start does while its lists are compiled."""
    for _ in range(TIMES):
        time.sleep(HELD_UP)  # noqa: ASYNC251
        await asyncio.sleep(0)


async def test_a_busy_process_reads_the_clock_as_well_as_an_idle_one(postgres_url: str) -> None:
    """An answer that waited for an event loop that was held up does not set the clock; the leases of all go by it."""
    store = await open_store(postgres_url)
    await store.time()  # it is connected
    busy = asyncio.create_task(hold_up())
    clock = await SharedClock.of(store)
    await busy
    before, at, after = clock(), await store.time(), clock()
    await store.close()
    assert before - NEAR <= at <= after + NEAR
