"""Parsing off the event loop: in one process of its own, which is started when it is needed and bounded in everything.

A plain subprocess rather than a ProcessPoolExecutor: that one imports the whole program into its worker, keeps a
further process and two threads, and cannot stop a task that takes too long. Pickled requests go to its standard input
and answers come from its standard output, so it ends with its parent, even a killed one, for then its input ends; an
alarm ends a request that takes too long even if no one is left to end it.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import resource
import signal
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Self

from bot.model import Source
from bot.parse import Parsed, failed, parse

_START_SECONDS = 60.0
_STOP_SECONDS = 1.0
_LARGE = 2**20
"""Bytes of a feed after which the worker is not kept: it would stay as large as that feed made it."""
_LENGTH = struct.Struct("!Q")
"""What goes before every message: how many bytes it has."""


@dataclass(frozen=True, slots=True)
class _Request:
    """The arguments of `parse`, and how long the worker lives to answer, in whole seconds."""

    body: bytes
    url: str
    source: Source
    now: datetime
    headers: dict[str, str]
    seconds: int


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
        request = _Request(body, url, source, now, dict(headers), seconds=int(self._seconds) + 2)
        async with self._turn:
            try:
                worker = await self._running()
                async with asyncio.timeout(self._seconds):
                    answer = await _asked(worker, _packed(request))
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
        code = f"import sys; sys.path[:] = {sys.path!r}; from bot.parse_pool import work; work({self._megabytes})"
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
    (length,) = _LENGTH.unpack(await worker.stdout.readexactly(_LENGTH.size))
    return pickle.loads(await worker.stdout.readexactly(length))  # noqa: S301 - our own worker's words


def _packed(message: Any) -> bytes:
    """A message as it goes through the pipe."""
    content = pickle.dumps(message)
    return _LENGTH.pack(len(content)) + content


def work(megabytes: int) -> None:
    """Answer requests until the input ends, within so much memory."""
    # To stop is the parent's decision: a Ctrl-C or a SIGTERM to the whole group must not break what it still reads.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit_memory(megabytes * 2**20)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints must not print into the answers.
    _send(answers, os.getpid())
    while (request := _receive(sys.stdin.buffer)) is not None:
        signal.alarm(request.seconds)
        answer = parse(request.body, url=request.url, source=request.source, now=request.now, headers=request.headers)
        _send(answers, answer)
        signal.alarm(0)


def _limit_memory(limit: int) -> None:
    _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
    if hardest == resource.RLIM_INFINITY or limit < hardest:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hardest))


def _send(stream: BinaryIO, message: object) -> None:
    stream.write(_packed(message))
    stream.flush()


def _receive(stream: BinaryIO) -> _Request | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        return None
    request: _Request = pickle.loads(content)  # noqa: S301 - only our parent holds the other end
    return request
