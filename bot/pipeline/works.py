"""What the jobs have in common: being woken, keeping rows in the works, and going on when something goes wrong."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.config import JobName
from bot.errors import StoreError, describe

STOP_WITHIN = 3.0
"""Seconds that a stop leaves to what is in flight."""

logger = logging.getLogger("bongsu")
T = TypeVar("T")


@dataclass(slots=True)
class Works:
    """Wakes the jobs, and keeps each going; `clock` tells the time, aware, in UTC."""

    clock: Callable[[], datetime]
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
        """Do a job until `stop` is set, by who then wakes it: keep up to `limit` claimed rows in the works.

        It claims when woken, and when half of the room is free; a stop leaves `within` seconds to what is in flight.
        """
        wake = self._wakes[job]
        running: set[asyncio.Task[None]] = set()

        def finished(task: asyncio.Task[None]) -> None:
            running.discard(task)
            if len(running) <= limit // 2:
                wake.set()

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
            _, late = await asyncio.wait(running, timeout=within)
            for task in late:
                task.cancel()

    async def guarded(
        self, what: str, work: Awaitable[None], raised: Callable[[str, datetime], Awaitable[bool]]
    ) -> None:
        """Do the work on one row; what code raises over it is counted there, but not what the database does."""
        try:
            await work
        except StoreError:
            raise
        except Exception as exc:
            if await raised(told(what, exc), self.clock()):
                logger.error("%s: set aside; `bongsu retry` tries it again", what)  # noqa: TRY400

    @contextmanager
    def logged(self, what: str, caught: type[Exception] = Exception) -> Iterator[None]:
        """Keep a job going: what goes wrong is logged when it begins and when it is over, and tried again."""
        try:
            yield
        except caught as exc:
            said = str(exc) if isinstance(exc, StoreError) else describe(exc)
            if self._troubles.get(what) != said:
                self._troubles[what] = said
                logger.error("%s: %s", what, said)  # noqa: TRY400 # the sentence says it all
                logger.debug("%s", what, exc_info=exc)
        else:
            if self._troubles.pop(what, None):
                logger.info("%s: well again", what)


def told(what: str, exc: Exception) -> str:
    """Log what code raised, in a line; its traceback is for those who debug."""
    error = describe(exc)
    logger.error("%s: %s", what, error)
    logger.debug("%s", what, exc_info=exc)
    return error


def steady() -> float:
    """Seconds by a clock that does not jump."""
    return asyncio.get_running_loop().time()
