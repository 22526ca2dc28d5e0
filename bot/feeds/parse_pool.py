"""Parsing off the event loop, in worker processes: a feed that cannot be read has damage and harms no other."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self

from bot.feeds.parse import Parsed, failed, parse
from bot.model import Source
from bot.web.worker import Nursery, Worker, WorkerDied

LOADED = ("bot.feeds.parse", "feedparser")
"""What every worker needs."""


class ParsePool:
    """Parses feeds, as many at a time as it has workers; nothing but cancellation is raised.

    A feed gets `seconds`; a worker may hold `megabytes` of data, and is started when all that run are busy. Others may
    fork their workers from the same nursery, if it has loaded LOADED.
    """

    def __init__(
        self, workers: int = 1, *, seconds: float = 10.0, megabytes: int = 1024, nursery: Nursery | None = None
    ) -> None:
        self.nursery = nursery or Nursery(*LOADED)
        self._workers = tuple(Worker(self.nursery, seconds=seconds, megabytes=megabytes) for _ in range(workers))
        # Who was free last is asked first, so that no more run than were ever needed at once.
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._workers:
            self._free.put_nowait(worker)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def pids(self) -> Sequence[int]:
        """The process ids of the workers that run."""
        return tuple(worker.pid for worker in self._workers if worker.pid is not None)

    async def parse(
        self, body: bytes, *, url: str, source: Source, now: datetime, headers: Mapping[str, str] = {}
    ) -> Parsed:
        """What `bot.feeds.parse.parse` returns; damage where it takes too long or brings its process down."""
        worker = await self._free.get()
        try:
            return await worker.call(parse, body, url=url, source=source, now=now, headers=dict(headers))
        except TimeoutError:
            return failed(f"it took longer than {worker.seconds:g} seconds to read")
        except (WorkerDied, OSError):
            return failed("the process that reads feeds ended over it")
        finally:
            self._free.put_nowait(worker)

    async def aclose(self) -> None:
        """End the workers; feeds that are being read, or wait for it, are waited for. May be called again."""
        ended = [await self._free.get() for _ in self._workers]
        for worker in ended:
            await worker.aclose()
            self._free.put_nowait(worker)
        await self.nursery.aclose()
