"""Work off the event loop: in processes of their own, which are forked when they are needed and bounded in everything.

Plain forks of one small process rather than a ProcessPoolExecutor: that one imports the whole program into each worker,
keeps a further process and two threads, and cannot stop a task that takes too long. Pickled requests and answers go
through a socket, so a worker ends with its parent, even a killed one, for then its socket ends; an alarm ends a request
that takes too long even if no one is left to end it.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import Process
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, Self, TypeVar

from bot.web.nursery import FORK, KILL, LENGTH, ORDER, Request, packed

P = ParamSpec("P")
T = TypeVar("T")

_START_SECONDS = 60.0
"""Seconds that a worker may take to start, imports included, on a busy machine."""
_STOP_SECONDS = 1.0
"""Seconds that a worker has to end by itself before it is killed."""
IDLE_SECONDS = 2.0
"""A worker that nobody asked for so long ends, and gives its memory back: the next takes milliseconds to start."""


class WorkerDied(Exception):
    """The process ended over a call: too much memory, a crash, an exception."""


class Nursery:
    """One process, started when the first worker is needed, from which workers are forked; see `bot.web.nursery`.

    `modules` are loaded in it before, so that all workers share them.
    """

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._process: Process | None = None
        self._orders: socket.socket | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def pid(self) -> int | None:
        """The process's id; None while there is none."""
        return self._process.pid if self._process else None

    async def fork(self, megabytes: int) -> socket.socket:
        """Our end of a new worker's socket; it ends where the worker cannot be started."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                await self._order_fork(megabytes, theirs)
            except BaseException:
                ours.close()
                raise
        return ours

    async def _order_fork(self, megabytes: int, theirs: socket.socket) -> None:
        order, handles = [ORDER.pack(FORK, megabytes)], [theirs.fileno()]
        try:
            socket.send_fds(await self._running(), order, handles)
        except ConnectionError:  # it was killed, and nobody has noticed so far
            await self.aclose()
            socket.send_fds(await self._running(), order, handles)

    def kill(self, pid: int) -> None:
        """End a worker at once; where the process that forked it is gone, which alone knows its id, its alarm will."""
        if self._orders is not None:
            try:
                self._orders.send(ORDER.pack(KILL, pid))
            except OSError:
                pass  # it ended: its next order starts it anew

    async def aclose(self) -> None:
        """End the process. May be called again."""
        async with self._turn:
            await self._end()

    async def _running(self) -> socket.socket:
        async with self._turn:
            if self._orders is not None and self._process is not None and self._process.returncode is None:
                return self._orders
            await self._end()
            # The import path is ours; its own start would put the working directory before it.
            code = f"import sys; sys.path[:] = {sys.path!r}; from bot.web.nursery import tend; tend({self._modules!r})"
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-P", "-c", code, stdin=theirs.fileno()
                )
            self._orders = ours
            return ours

    async def _end(self) -> None:
        """Let the process end by itself, which it does when its input ends, or make it."""
        process, orders, self._process, self._orders = self._process, self._orders, None, None
        if orders is not None:
            orders.close()
        if process is not None and process.returncode is None:
            try:
                async with asyncio.timeout(_STOP_SECONDS):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


@dataclass(frozen=True, slots=True)
class _Running:
    """A worker that runs: its process id, and our end of its socket."""

    pid: int
    answers: StreamReader
    requests: StreamWriter


class Worker:
    """Makes calls one at a time in a process of its own; one that goes wrong harms no other.

    A call gets `seconds`; the process may hold `megabytes` of data. After a request of more than `kept` bytes it is not
    kept: it would stay as large as that one made it.
    """

    def __init__(self, nursery: Nursery, *, seconds: float, megabytes: int = 1024, kept: int = 2**20) -> None:
        self.seconds = seconds
        self._nursery = nursery
        self._kept = kept
        self._megabytes = megabytes
        self._process: _Running | None = None
        self._turn = asyncio.Lock()
        self._rests: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The process's id; None while there is none."""
        return self._process.pid if self._process and not self._process.answers.at_eof() else None

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function that can be imported returns; TimeoutError or WorkerDied where it does not."""
        request = packed(Request(function, args, kwargs, seconds=int(self.seconds) + 2))
        async with self._turn:
            try:
                process = await self._running()
                async with asyncio.timeout(self.seconds):
                    answer: T = await _asked(process, request)
                if len(request) > self._kept:
                    await self._end()
                else:
                    self._rests = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._rest)
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

    async def _running(self) -> _Running:
        if self._rests is not None:
            self._rests.cancel()
        if self._process is not None and not self._process.answers.at_eof():
            return self._process
        await self._kill()  # it ended meanwhile
        answers, requests = await asyncio.open_unix_connection(sock=await self._nursery.fork(self._megabytes))
        try:
            async with asyncio.timeout(_START_SECONDS):
                self._process = _Running(await _message(answers), answers, requests)
        except BaseException:
            requests.close()  # then it ends as well
            raise
        return self._process

    def _rest(self) -> None:
        """Nobody asked for a while: let the worker end by itself, which it does when its socket ends."""
        if self._process is not None and not self._turn.locked():
            self._process.requests.close()
            self._process = None

    async def _end(self) -> None:
        """The same, and wait for it, or make it."""
        if self._process is not None:
            self._process.requests.write_eof()
            try:
                async with asyncio.timeout(_STOP_SECONDS):
                    await self._process.answers.read()
            except (TimeoutError, ConnectionError):
                pass  # Then it is made to.
            await self._kill()

    async def _kill(self) -> None:
        worker, self._process = self._process, None
        if worker is None:
            return
        if not worker.answers.at_eof():
            self._nursery.kill(worker.pid)
            try:
                async with asyncio.timeout(_STOP_SECONDS):
                    while await worker.answers.read(2**16):
                        pass
            except (TimeoutError, ConnectionError):
                pass  # Its alarm is what is left.
        worker.requests.close()


async def _asked(worker: _Running, question: bytes) -> Any:
    worker.requests.write(question)
    await worker.requests.drain()
    return await _message(worker.answers)


async def _message(answers: StreamReader) -> Any:
    (length,) = LENGTH.unpack(await answers.readexactly(LENGTH.size))
    return pickle.loads(await answers.readexactly(length))  # noqa: S301 - our own worker's words
