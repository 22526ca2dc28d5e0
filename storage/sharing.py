"""What processes over one database share beyond its rows: bot.store.Sharing.

PostgreSQL wakes by NOTIFY, elects by advisory locks, and its clock is everybody's. A SQLite file is one machine's: its
processes find work at their next tick, none is elected, and the machine's clock is the only one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from storage.engine import Database, driver_errors, translated

CHANNEL = "bongsu"
"""The name under which processes notify each other (NOTIFY)."""
DETECT, DELIVER = "detect", "deliver"
"""The jobs that are woken when there is work for them."""
CHECK_SECONDS = 1.0
"""Seconds between two tries of a connection that only waits: it would not notice that its network is gone."""
ANSWER_SECONDS = 2.0
"""Seconds that such a try may take.

Both together are less than the six after which PostgreSQL frees a silent connection's locks (`engine.KEEPALIVE`): who
loses its lead knows it before another process can take it.
"""


class Shared:
    """What processes share beyond the rows."""

    _database: Database

    @property
    def shared(self) -> bool:
        """Whether the database is one that other machines may work over."""
        return self._database.is_server

    async def time(self) -> datetime:
        """The time by the clock that every process over this database shares."""
        if not self.shared:
            return datetime.now(UTC)
        async with self._database.read() as connection:
            at: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
            return at.astimezone(UTC)

    async def wakes(self) -> AsyncIterator[str]:
        """The jobs that have work now, as other processes save it; after every gap in listening, each of them."""
        while self.shared:
            try:
                async with self._database.apart() as connection:
                    notices = await self._listen(connection)
                    for job in (DETECT, DELIVER):
                        yield job
                    while (notice := await _next(notices, connection)) is not None:
                        yield notice
            except StoreError:
                pass  # the jobs themselves say so, louder
            await asyncio.sleep(CHECK_SECONDS)

    async def _listen(self, connection: Any) -> "asyncio.Queue[str | None]":
        """The notices as they come; None when the connection ends."""
        notices: asyncio.Queue[str | None] = asyncio.Queue()
        with translated(self._database.url):
            await connection.add_listener(CHANNEL, lambda *notice: notices.put_nowait(notice[-1]))
        connection.add_termination_listener(lambda _: notices.put_nowait(None))
        return notices

    @asynccontextmanager
    async def lead(self, role: str) -> AsyncIterator[asyncio.Event | None]:
        """Lead a role until the end of the block: an event that is set when the lead is lost; None: another leads."""
        if not self.shared:
            yield asyncio.Event()
            return
        async with self._database.apart() as connection:
            with translated(self._database.url):
                elected = await connection.fetchval("SELECT pg_try_advisory_lock($1)", key_of(role))
            if not elected:
                yield None
                return
            async with watched(connection) as lost:
                yield lost


async def notify(connection: AsyncConnection, job: str) -> None:
    """Wake a job in every process when this transaction is committed; where there is but one machine, nothing."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_notify(CHANNEL, job)))


def key_of(role: str) -> int:
    """The lock of a role: a number below 2^62, which no other program will choose."""
    return int.from_bytes(blake2b(f"bongsu {role}".encode(), digest_size=8).digest()) >> 2


@asynccontextmanager
async def watched(connection: Any) -> AsyncIterator[asyncio.Event]:
    """An event that is set when the connection, and with it what its session holds, is lost."""
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    watch = asyncio.create_task(_watch(connection, lost))
    try:
        yield lost
    finally:
        watch.cancel()


async def _next(notices: "asyncio.Queue[str | None]", connection: Any) -> str | None:
    """The next notice; None when the connection is gone."""
    while True:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return await notices.get()
        except TimeoutError:
            if not await _alive(connection):
                return None


async def _watch(connection: Any, lost: asyncio.Event) -> None:
    """Set `lost` when the connection does not answer any more, at once where it is closed."""
    while await _alive(connection):  # noqa: ASYNC110 # a silent network raises no event
        await asyncio.sleep(CHECK_SECONDS)
    lost.set()


async def _alive(connection: Any) -> bool:
    try:
        await connection.execute("SELECT 1", timeout=ANSWER_SECONDS)
    except driver_errors():
        connection.terminate()  # nobody may come to think that it still holds something
        return False
    return True
