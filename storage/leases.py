"""Whose claims still count: bot.store.LeaseStore.

Who claims a row notes its number in it, and holds a lock of that number as long as it lives: in PostgreSQL a session's
advisory lock, beside a SQLite file a place of its lock file. What a process without its lock has claimed is orphaned.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime

from sqlalchemy import select, text, union, update

from bot.errors import StoreError
from storage.engine import Database, place, translated
from storage.locks import LockFile
from storage.sharing import key_of, watched
from storage.tables import CLAIMED

BACK_SECONDS = 0.2
"""Seconds between two tries to take the own lock again after its connection was lost."""
DEAD_SECONDS = 1.5
"""Seconds for which a process must be without its lock in PostgreSQL before it counts as dead.

A living one whose connection was cut has it again within `BACK_SECONDS` and the time to connect. A file's locks are
only lost by dying.
"""

ORPHANED = 0
"""The process of rows that were taken over and not claimed since: what was in flight may have gone."""


class Leases:
    """What keeps and ends the claims of processes."""

    _database: Database
    _locks: LockFile | None
    _missed: dict[int, float]
    """The processes that were found without their locks, and since when, by the event loop's clock."""

    @asynccontextmanager
    async def alive(self, *roles: str) -> AsyncIterator[None]:
        """Keep what this process claims from being taken over, until the end of the block.

        Over a SQLite file it is alone in each of these roles; StoreError where another process has one of them.
        """
        if self._locks is None:
            async with self._known():
                yield
            return
        with ExitStack() as stack:
            with translated(self._database.url):
                alone = stack.enter_context(self._locks.held(self._database.process, *map(key_of, roles)))
            if not alone:
                raise StoreError(
                    f"{place(self._database.url)} has a service at work that does a job of this one:"
                    " end that one first, or give each its own BONGSU_JOBS."
                )
            yield

    @asynccontextmanager
    async def _known(self) -> AsyncIterator[None]:
        known: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        staying = asyncio.create_task(self._stay(known))
        try:
            await known
            yield
        finally:
            staying.cancel()
            await asyncio.wait([staying])

    async def _stay(self, known: "asyncio.Future[None]") -> None:
        """Hold this process's lock, `known` once it does; where it is lost, take it again."""
        while True:
            try:
                async with self._database.apart() as connection:
                    with translated(self._database.url):
                        await connection.execute("SELECT pg_advisory_lock($1)", self._database.process)
                    if not known.done():
                        known.set_result(None)
                    async with watched(connection) as lost:
                        await lost.wait()
            except StoreError as exc:
                if not known.done():
                    known.set_exception(exc)
                    return
                await asyncio.sleep(BACK_SECONDS)  # the jobs themselves say so, louder

    async def take_over(self, now: datetime) -> bool:
        """Make due at once what processes have claimed that are dead; whether there was anything."""
        found = False
        for process in await self._dead(now):
            async with self._database.write() as connection:
                for table, until in CLAIMED.items():
                    orphaned = update(table).where(table.c.claimed_by == process, until > now)
                    freed = orphaned.values({until.name: now, "claimed_by": ORPHANED})
                    found |= (await connection.execute(freed)).rowcount > 0
        return found

    async def _dead(self, now: datetime) -> set[int]:
        """The processes that hold a lease and no lock."""
        async with self._database.read() as connection:
            held = (
                select(table.c.claimed_by).where(table.c.claimed_by > ORPHANED, until > now)
                for table, until in CLAIMED.items()
            )
            others = set(await connection.scalars(union(*held))) - {self._database.process}
            if self._locks is not None:
                return {process for process in others if self._locks.free(process)}
            missing = others and others - set(await connection.scalars(text(_HOLDERS)))
        at = asyncio.get_running_loop().time()
        self._missed = {process: self._missed.get(process, at) for process in missing}
        return {process for process, since in self._missed.items() if at - since >= DEAD_SECONDS}


_HOLDERS = """
SELECT classid::bigint << 32 | objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""The advisory locks of 64 bits that are held in this database."""
