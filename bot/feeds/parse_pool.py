"""Parsing off the event loop, in worker processes: a feed that cannot be read has damage and harms no other."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Self

from bot.feeds.parse import Parsed, failed, parse
from bot.model import Source
from bot.web.worker import Nursery, Worker, WorkerDied

QUICK = 0.5
"""Seconds that a feed gets beside the others: most need hundredths. What needs more is read in a lane of its kind."""
QUEUE = 2
"""How many feeds may wait in a lane; more would wait for longer than their polls are leased."""
LARGE = 2**18
"""Bytes from which on a feed has a lane apart: what is small and was late on a busy machine is soon read in its own."""
LOADED = ("bot.feeds.parse", "feedparser")
"""What every worker needs."""


class ParsePool:
    """Parses feeds, as many at a time as it has workers; nothing but cancellation is raised.

    A feed gets `seconds`. Those that were not read in `quick` of them are read one after the other in workers of their
    own, one for large and one for small ones, so that they keep no other feed waiting. A worker may hold `megabytes` of
    data, and is started when all that run are busy. Others may fork their workers from the same nursery, if it has
    loaded LOADED.
    """

    def __init__(
        self,
        workers: int = 1,
        *,
        seconds: float = 10.0,
        quick: float = QUICK,
        megabytes: int = 1024,
        nursery: Nursery | None = None,
    ) -> None:
        self.nursery = nursery or Nursery(*LOADED)
        quick = min(quick, seconds)
        self._workers = tuple(Worker(self.nursery, seconds=quick, megabytes=megabytes) for _ in range(workers))
        # Who was free last is asked first, so that no more run than were ever needed at once.
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._workers:
            self._free.put_nowait(worker)
        self._lanes = tuple(Worker(self.nursery, seconds=seconds, megabytes=megabytes) for _ in ("small", "large"))
        self._slow: set[str] = set()
        """The addresses of the feeds that go there."""
        self._queues = [0, 0]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def pids(self) -> Sequence[int]:
        """The process ids of the workers that run."""
        return tuple(worker.pid for worker in (*self._workers, *self._lanes) if worker.pid is not None)

    async def parse(
        self, body: bytes, *, url: str, source: Source, now: datetime, headers: Mapping[str, str] = {}
    ) -> Parsed:
        """What `bot.feeds.parse.parse` returns; damage where it takes too long or brings its process down."""
        reading = partial(parse, body, url=url, source=source, now=now, headers=dict(headers))
        try:
            if source.url not in self._slow:
                try:
                    return await self._beside_others(reading)
                except TimeoutError:
                    self._slow.add(source.url)
            return await self._in_lane(reading, source.url, int(len(body) >= LARGE))
        except TimeoutError:
            return failed(f"it took longer than {self._lanes[0].seconds:g} seconds to read")
        except (WorkerDied, OSError):
            return failed("the process that reads feeds ended over it")

    async def _beside_others(self, reading: Callable[[], Parsed]) -> Parsed:
        worker = await self._free.get()
        try:
            return await worker.call(reading)
        finally:
            self._free.put_nowait(worker)

    async def _in_lane(self, reading: Callable[[], Parsed], address: str, lane: int) -> Parsed:
        """Read a feed after those that are slow as well; one that has become quick leaves the lane."""
        if self._queues[lane] > QUEUE:
            return failed("others that take long to read were before it")
        self._queues[lane] += 1
        try:
            loop = asyncio.get_running_loop()
            begun = loop.time()
            parsed = await self._lanes[lane].call(reading)
            if loop.time() - begun < self._workers[0].seconds:
                self._slow.discard(address)
            return parsed
        finally:
            self._queues[lane] -= 1

    async def aclose(self) -> None:
        """End the workers; feeds that are being read, or wait for it, are waited for. May be called again."""
        ended = [await self._free.get() for _ in self._workers]
        for worker in ended:
            await worker.aclose()
            self._free.put_nowait(worker)
        for lane in self._lanes:
            await lane.aclose()
        await self.nursery.aclose()
