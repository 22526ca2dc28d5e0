"""bot.store.LeaseStore: what a dead process has claimed is due at once, and what a living one has is left to it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from bot.errors import StoreError, StoreUnavailable
from bot.model import DigestSettlement, Later, Sent
from bot.store import Store
from storage import open_store
from storage.leases import DEAD_SECONDS
from tests.engines import Postgres
from tests.making import save_poll
from tests.patience import PATIENCE
from tests.storage.samples import DAY, LEASE, MINUTE, NOW, a_feed, claim, join, settle, tell

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'"
"""Ends every session of the tests' databases."""
HOLDER = """
import asyncio, sys
from datetime import datetime, timedelta
from storage import open_store

async def main(url, at):
    store, now, lease = await open_store(url), datetime.fromisoformat(at), timedelta(minutes=1)
    async with store.alive("deliver"):
        for claim in (store.claim_feeds, store.claim_deliveries, store.claim_digests, store.claim_pushes):
            await claim(now, lease, 1)
        print("claimed", flush=True)
        await asyncio.sleep(3600)

asyncio.run(main(*sys.argv[1:]))
"""
"""A process that claims one row of each kind and keeps it."""


@asynccontextmanager
async def holder(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Such a process, once it has claimed; killed at the end at the latest."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, url, NOW.isoformat(), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        assert await asyncio.wait_for(process.stdout.readline(), PATIENCE) == b"claimed\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _taken_over(store: Store) -> None:
    """Look for the dead until there is something to take over."""
    async with asyncio.timeout(PATIENCE):
        while not await store.take_over(NOW):  # noqa: ASYNC110 # a dead process has no event
            await asyncio.sleep(0.05)


async def _looked_long_enough(store: Store) -> None:
    """Look for as long as it takes to think that a process is dead; nothing is taken over."""
    until = asyncio.get_running_loop().time() + (DEAD_SECONDS + 0.2 if store.shared else 0)  # a file tells at once
    while asyncio.get_running_loop().time() <= until:
        with suppress(StoreUnavailable):  # its connections may have been cut
            assert not await store.take_over(NOW)
        await asyncio.sleep(0.1)


async def _work(store: Store) -> None:
    """A feed, an alert and a digest that are due."""
    await a_feed(store)
    await join(store, 1)
    await tell(store)
    reader = await join(store, 2, "sanctions")
    await store.set_digest(reader, NOW, NOW - DAY)


async def test_what_a_dead_process_had_is_due_at_once(store: Store, store_url: str) -> None:
    """Feeds, alerts and digests; while it lives, nobody gets them, however often they look."""
    await _work(store)
    async with store.alive("poll"), holder(store_url) as process:
        for _ in range(3):
            assert not await store.take_over(NOW)
        assert await claim(store) == ()
        process.kill()
        await process.wait()
        await _taken_over(store)
        assert len(await store.claim_feeds(NOW, LEASE, 10)) == 1
        assert len(await claim(store)) == 1
        assert len(await store.claim_digests(NOW, LEASE, 10)) == 1
        assert not await store.take_over(NOW)


async def test_what_waits_is_no_lease(store: Store, store_url: str) -> None:
    """Once it is settled, a wait that Telegram named, a feed's next poll or tomorrow's digest is nobody's to end."""
    await _work(store)
    dead = await open_store(store_url)
    (feed,), (delivery,), (digest,) = (
        await dead.claim_feeds(NOW, LEASE, 1),
        await dead.claim_deliveries(NOW, LEASE, 1),
        await dead.claim_digests(NOW, LEASE, 1),
    )
    await save_poll(dead, feed, replace(feed.state, next_poll_at=NOW + MINUTE), feed.source.url, (), NOW)
    await settle(dead, delivery, Later("flood"), due_at=NOW + MINUTE)
    await dead.settle([DigestSettlement(digest, Sent(1), NOW, NOW + DAY)])
    await dead.close()
    async with store.alive():
        await _looked_long_enough(store)
        assert await store.claim_feeds(NOW, LEASE, 1) == ()
        assert await claim(store) == ()
        assert await store.claim_digests(NOW, LEASE, 1) == ()


async def test_a_sender_counts_what_it_takes_over(store: Store, store_url: str) -> None:
    """It may have gone: until it is settled, it counts against the limits of Telegram as if it went now."""
    await _work(store)
    dead = await open_store(store_url)
    await dead.claim_deliveries(NOW, LEASE, 1)
    await dead.claim_digests(NOW, LEASE, 1)
    await dead.close()
    async with store.alive():
        await _taken_over(store)
        assert await store.recent_sends(NOW) == ((1, NOW), (2, NOW))
        (delivery,) = await claim(store)
        await settle(store, delivery, Later("flood"), due_at=NOW + MINUTE)
        assert await store.recent_sends(NOW) == ((2, NOW),)


async def test_a_connection_that_is_cut_ends_no_lease(postgres_url: str, postgres: Postgres) -> None:
    """The process that lives has its lock again before anybody takes it for dead."""
    here, there = await open_store(postgres_url), await open_store(postgres_url)
    await _work(here)
    async with here.alive(), there.alive():
        assert len(await claim(here)) == 1
        await asyncio.to_thread(postgres.execute, CUT)
        await _looked_long_enough(there)
        assert await claim(there) == ()
    await here.close()
    await there.close()


async def test_one_process_has_a_role_over_a_file(sqlite_store: Store, sqlite_store_url: str) -> None:
    """A second is refused in a sentence; other roles, and the role once it has ended, are to be had."""
    async with holder(sqlite_store_url) as process:
        with pytest.raises(StoreError, match="has a service at work"):
            async with sqlite_store.alive("poll", "deliver"):
                pass
        async with sqlite_store.alive("poll"):
            pass
        process.kill()
        await process.wait()
        async with sqlite_store.alive("poll", "deliver"):
            pass


async def test_its_own_leases_are_its_own(store: Store) -> None:
    """A process that claimed takes nothing over from itself."""
    await _work(store)
    assert len(await claim(store)) == 1
    async with store.alive():
        assert not await store.take_over(NOW)
