"""Parsing off the event loop: in one process of its own, which is started when it is needed and bounded in everything.

A plain subprocess rather than a ProcessPoolExecutor: that one imports the whole program into its worker, keeps a
further process and two threads, and cannot stop a task that takes too long.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from bot.model import Source
from bot.parse import Parsed, failed
from bot.parse_worker import LENGTH, Request, packed

_START_SECONDS = 60.0
_STOP_SECONDS = 1.0
_LARGE = 2**20
"""Bytes of a feed after which the worker is not kept: it would stay as large as that feed made it."""


class ParsePool:
    """Parses feeds one at a time in a worker process; one that cannot be parsed harms no other.

    A feed gets `seconds`; the worker may hold `megabytes` of data. Nothing but cancellation is raised.
    """

    def __init__(self, *, seconds: float = 10.0, megabytes: int = 1024) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._worker: Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def pid(self) -> int | None:
        """The worker's process id; None while there is none."""
        return self._worker.pid if self._worker else None

    async def parse(
        self, body: bytes, *, url: str, source: Source, now: datetime, headers: Mapping[str, str] = {}
    ) -> Parsed:
        """What `bot.parse.parse` returns; damage where it takes too long or brings its process down."""
        request = Request(body, url, source, now, dict(headers), seconds=int(self._seconds) + 2)
        async with self._turn:
            try:
                worker = await self._running()
                async with asyncio.timeout(self._seconds):
                    answer = await _asked(worker, packed(request))
                if len(body) > _LARGE:
                    await self._end()
                return answer
            except TimeoutError:
                await self._kill()
                return failed(f"it took longer than {self._seconds:g} seconds to read")
            except (asyncio.IncompleteReadError, OSError):
                await self._kill()
                return failed("the process that reads feeds ended over it")
            except BaseException:
                # Cancelled between question and answer: the next question would get this answer.
                await self._kill()
                raise

    async def aclose(self) -> None:
        """End the worker; a feed that is being read is waited for. May be called again."""
        async with self._turn:
            await self._end()

    async def _running(self) -> Process:
        if self._worker is not None and self._worker.returncode is None:
            return self._worker
        # The worker's import path is ours; its own start would put the working directory before it.
        code = f"import sys; sys.path[:] = {sys.path!r}; from bot.parse_worker import work; work({self._megabytes})"
        self._worker = await asyncio.create_subprocess_exec(sys.executable, "-P", "-c", code, stdin=PIPE, stdout=PIPE)
        async with asyncio.timeout(_START_SECONDS):
            await _message(self._worker)
        return self._worker

    async def _end(self) -> None:
        """Let the worker end by itself, which it does when its input ends."""
        worker = self._worker
        if worker is not None and worker.stdin is not None:
            worker.stdin.close()
            try:
                async with asyncio.timeout(_STOP_SECONDS):
                    await worker.wait()
            except TimeoutError:
                pass  # Then it is made to.
            await self._kill()

    async def _kill(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and worker.returncode is None:
            worker.kill()
            await worker.wait()


async def _asked(worker: Process, question: bytes) -> Parsed:
    assert worker.stdin is not None  # noqa: S101 - it is a pipe, which the type does not say
    worker.stdin.write(question)
    await worker.stdin.drain()
    answer: Parsed = await _message(worker)
    return answer


async def _message(worker: Process) -> Any:
    assert worker.stdout is not None  # noqa: S101 - it is a pipe, which the type does not say
    (length,) = LENGTH.unpack(await worker.stdout.readexactly(LENGTH.size))
    return pickle.loads(await worker.stdout.readexactly(length))  # noqa: S301 - our own worker's words
