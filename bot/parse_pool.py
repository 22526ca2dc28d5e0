"""Parsing off the event loop, in a worker process: a feed that cannot be read has damage and harms no other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from bot.model import Source
from bot.parse import Parsed, failed, parse
from bot.worker import Worker, WorkerDied


class ParsePool:
    """Parses feeds one at a time; nothing but cancellation is raised.

    A feed gets `seconds`; the worker may hold `megabytes` of data.
    """

    def __init__(self, *, seconds: float = 10.0, megabytes: int = 1024) -> None:
        self._worker = Worker(seconds=seconds, megabytes=megabytes)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def pid(self) -> int | None:
        """The worker's process id; None while there is none."""
        return self._worker.pid

    async def parse(
        self, body: bytes, *, url: str, source: Source, now: datetime, headers: Mapping[str, str] = {}
    ) -> Parsed:
        """What `bot.parse.parse` returns; damage where it takes too long or brings its process down."""
        try:
            return await self._worker.call(parse, body, url=url, source=source, now=now, headers=dict(headers))
        except TimeoutError:
            return failed(f"it took longer than {self._worker.seconds:g} seconds to read")
        except (WorkerDied, OSError):
            return failed("the process that reads feeds ended over it")

    async def aclose(self) -> None:
        """End the worker; a feed that is being read is waited for. May be called again."""
        await self._worker.aclose()
