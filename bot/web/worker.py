"""Work off the event loop: in a process of its own, which is started when it is needed and bounded in everything.

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
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_START_SECONDS = 60.0
"""Seconds that a worker may take to start, its imports included, on a busy machine."""
_STOP_SECONDS = 1.0
"""Seconds that a worker has to end by itself before it is killed."""
_LENGTH = struct.Struct("!Q")
"""What goes before every message: how many bytes it has."""


class WorkerDied(Exception):
    """The process ended over a call: too much memory, a crash, an exception."""


@dataclass(frozen=True, slots=True)
class _Request:
    """A call to make, and how long the worker lives to answer, in whole seconds."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    seconds: int


class Worker:
    """Makes calls one at a time in a process of its own; one that goes wrong harms no other.

    A call gets `seconds`; the process may hold `megabytes` of data. After a request of more than `kept` bytes it is not
    kept: it would stay as large as that one made it.
    """

    def __init__(self, *, seconds: float, megabytes: int = 1024, kept: int = 2**20) -> None:
        self.seconds = seconds
        self._kept = kept
        self._megabytes = megabytes
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The process's id; None while there is none."""
        return self._process.pid if self._process else None

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function that can be imported returns; TimeoutError or WorkerDied where it does not."""
        request = _packed(_Request(function, args, kwargs, seconds=int(self.seconds) + 2))
        async with self._turn:
            try:
                process = await self._running()
                async with asyncio.timeout(self.seconds):
                    answer: T = await _asked(process, request)
                if len(request) > self._kept:
                    await self._end()
                return answer
            except (asyncio.IncompleteReadError, BrokenPipeError, ConnectionError) as exc:
                await self._kill()
                raise WorkerDied from exc
            except BaseException:
                # Given up between question and answer: the next question would get this answer.
                await self._kill()
                raise

    async def aclose(self) -> None:
        """End the process; a call under way is waited for. May be called again."""
        async with self._turn:
            await self._end()

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        # The worker's import path is ours; its own start would put the working directory before it.
        code = f"import sys; sys.path[:] = {sys.path!r}; from bot.web.worker import work; work({self._megabytes})"
        self._process = await asyncio.create_subprocess_exec(sys.executable, "-P", "-c", code, stdin=PIPE, stdout=PIPE)
        async with asyncio.timeout(_START_SECONDS):
            await _message(self._process)
        return self._process

    async def _end(self) -> None:
        """Let the worker end by itself, which it does when its input ends."""
        worker = self._process
        if worker is not None and worker.stdin is not None:
            worker.stdin.close()
            try:
                async with asyncio.timeout(_STOP_SECONDS):
                    await worker.wait()
            except TimeoutError:
                pass  # Then it is made to.
            await self._kill()

    async def _kill(self) -> None:
        worker, self._process = self._process, None
        if worker is not None and worker.returncode is None:
            worker.kill()
            await worker.wait()


async def _asked(worker: Process, question: bytes) -> Any:
    assert worker.stdin is not None  # noqa: S101 - it is a pipe, which the type does not say
    worker.stdin.write(question)
    await worker.stdin.drain()
    return await _message(worker)


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
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a parent that was killed takes no answer: that is the end, no error
    _limit_memory(megabytes * 2**20)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints must not print into the answers.
    _send(answers, os.getpid())
    while (request := _receive(sys.stdin.buffer)) is not None:
        signal.alarm(request.seconds)
        _send(answers, request.function(*request.arguments, **request.named))
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
