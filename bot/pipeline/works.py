"""What the jobs have in common: being woken, keeping rows in the works, writing together, going on in any trouble."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any, Generic, TypeVar

from bot.config import JobName
from bot.errors import BongsuError, StoreError, describe
from bot.pipeline.meters import Meters

STOP_WITHIN = 3.0
"""Seconds that a stop waits for what is in flight; the rest of the five that a stop may take is for closing."""
HEAVIEST = 2_000
"""What a group may weigh: of entries so many take a second to keep, on a busy machine."""

logger = logging.getLogger("bongsu")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Works:
    """Wakes the jobs, and keeps each going; `clock` tells the time, aware, in UTC; `meters` count what is done."""

    clock: Callable[[], datetime]
    meters: Meters = field(default_factory=Meters)
    _wakes: Mapping[JobName, asyncio.Event] = field(default_factory=lambda: {name: asyncio.Event() for name in JobName})
    _troubles: dict[str, str] = field(default_factory=dict)

    def wake(self, job: JobName) -> None:
        """Have a job look at its table now."""
        self._wakes[job].set()

    async def keep(
        self,
        job: JobName,
        stop: asyncio.Event,
        limit: int,
        claim: Callable[[int], Awaitable[Sequence[T]]],
        do: Callable[[T], Coroutine[Any, Any, None]],
        within: float = STOP_WITHIN,
    ) -> None:
        """Do a job until `stop` is set: claim rows and `do` each, up to `limit` of them at a time.

        It claims when woken, and when half of the room is free. Who sets `stop` must wake it as well; then what is
        under way has `within` seconds to end, and is cancelled.
        """
        wake = self._wakes[job]
        running: set[asyncio.Task[None]] = set()

        def finished(task: asyncio.Task[None]) -> None:
            running.discard(task)
            if len(running) <= limit // 2:
                wake.set()

        try:
            while not stop.is_set():
                wake.clear()
                if len(running) < limit:
                    with self.logged(f"claiming to {job}"):
                        for row in await claim(limit - len(running)):
                            task = asyncio.create_task(do(row))
                            running.add(task)
                            task.add_done_callback(finished)
                await wake.wait()
            if running:
                await asyncio.wait(running, timeout=within)
        finally:
            for task in running:
                task.cancel()

    async def guarded(
        self, what: str, work: Awaitable[T], raised: Callable[[str, datetime], Awaitable[bool]]
    ) -> T | None:
        """Do the work on one row. What our code raises over it is handed to `raised`; a StoreError is raised on."""
        try:
            return await work
        except StoreError:
            raise
        except Exception as exc:
            if await raised(told(what, exc), self.clock()):
                logger.error("%s: set aside; `bongsu retry` tries it again", what)  # noqa: TRY400
            return None

    @contextmanager
    def logged(self, what: str, caught: type[Exception] = Exception) -> Iterator[None]:
        """Keep a job going: what goes wrong is logged when it begins and when it is over, and tried again."""
        try:
            yield
        except caught as exc:
            said = str(exc) if isinstance(exc, BongsuError) else describe(exc)
            if self._troubles.get(what) != said:
                self._troubles[what] = said
                logger.error("%s: %s", what, said)  # noqa: TRY400 # the sentence says it all
                logger.debug("%s", what, exc_info=exc)
        else:
            if self._troubles.pop(what, None):
                logger.info("%s: well again", what)


class Batcher(Generic[T, R]):
    """Does work in groups: what comes while one is done makes up the next, so that one transaction serves many.

    Where code raises over a group, each of it is done by itself, so that one keeps no other one back; a StoreError is
    the database's trouble, and so everyone's. What a group weighs has a bound, so that whoever else writes comes in.
    """

    def __init__(
        self, do: Callable[[Sequence[T]], Awaitable[Sequence[R]]], weight: Callable[[T], int] = lambda one: 0
    ) -> None:
        self._do = do
        self._weight = weight
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    def put(self, one: T) -> "asyncio.Future[R]":
        """Have it done; what comes of it."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return done

    async def join(self) -> None:
        """Wait until everything is done. Cancelling the wait does not cancel the work."""
        if self._task:
            await asyncio.wait([self._task])

    async def end(self, within: float) -> None:
        """Wait so many seconds for everything to be done; what is not is cancelled, and has ended when this returns."""
        if self._task:
            _, late = await asyncio.wait([self._task], timeout=within)
            for task in late:
                task.cancel()
                await asyncio.wait([task])

    async def _work(self) -> None:
        while self._waiting:
            together = accumulate(self._weight(one) for one, _ in self._waiting)
            size = max(sum(weight <= HEAVIEST for weight in together), 1)
            group, self._waiting = self._waiting[:size], self._waiting[size:]
            try:
                await self._settle(group)
            finally:
                for _, done in group:
                    done.cancel()  # where the work itself was cancelled, nobody waits on

    async def _settle(self, group: Sequence[tuple[T, "asyncio.Future[R]"]]) -> None:
        results: Sequence[R | Exception]
        try:
            results = await self._do([one for one, _ in group])
        except Exception as exc:
            if len(group) > 1 and not isinstance(exc, StoreError):
                for alone in group:
                    await self._settle([alone])
                return
            results = [exc] * len(group)
        for (_, done), result in zip(group, results, strict=True):
            if done.done():  # a stop may have cancelled who waits
                continue
            if isinstance(result, Exception):
                done.set_exception(result)
            else:
                done.set_result(result)


def told(what: str, exc: Exception) -> str:
    """Log what code raised, in a line; its traceback is for those who debug."""
    error = describe(exc)
    logger.error("%s: %s", what, error)
    logger.debug("%s", what, exc_info=exc)
    return error


def steady() -> float:
    """Seconds by a clock that does not jump."""
    return asyncio.get_running_loop().time()
