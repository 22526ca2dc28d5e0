"""What processes over one database do together: keep one clock, wake each other, leave to one what only one may do.

And what one of them had in the works when it died, the others take over.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.config import JobName
from bot.errors import StoreError
from bot.store import Store

if TYPE_CHECKING:  # it takes long to load, and polls begin before
    from bot.pipeline.jobs import Pipeline
    from bot.pipeline.works import Works

AGAIN_SECONDS = 1.0
"""Seconds between two tries of a standby to become the leader."""
GRACE_SECONDS = 0.5
"""Seconds that a process which has just become the leader waits: the one before may still be ending a transaction."""
LOOK_SECONDS = 0.7
"""Seconds between two looks for what dead processes had in the works."""
SHARED_CLOCK_SECONDS = 30
"""Seconds between two readings of the database's clock."""
FAST_SECONDS, READINGS = 0.02, 20
"""A reading that took at most so many seconds is taken; else the fastest of so many readings."""
TRIP_SECONDS = 2.0
"""A reading that took longer than so many seconds is thrown away: half of it is the error."""

Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
"""A job: it works until the event is set, and returns when what was in flight is settled."""

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class SharedClock:
    """The database's clock, read now and then and counted on in between, whatever this machine's own clock says."""

    store: Store
    _at: datetime
    _since: float

    @classmethod
    async def of(cls, store: Store) -> "SharedClock":
        """The clock of this store."""
        _, at, since = await _reading(store)
        clock = cls(store, at, since)
        await clock.read()
        return clock

    async def read(self) -> None:
        """Read the database's clock by a fast answer, or the fastest: what a busy process waited for says little."""
        best = (TRIP_SECONDS, self._at, self._since)
        for _ in range(READINGS):
            try:
                best = min(best, await _reading(self.store))
            except StoreError as exc:
                logger.warning("reading the clock: %s", exc)
                break
            if best[0] < FAST_SECONDS:
                break
        _, self._at, self._since = best

    def __call__(self) -> datetime:
        """The time."""
        return self._at + timedelta(seconds=time.monotonic() - self._since)


async def _reading(store: Store) -> tuple[float, datetime, float]:
    """Seconds there and back, the database's time, and this process's then, half of the way being the way back."""
    asked = time.monotonic()
    at = await store.time()
    answered = time.monotonic()
    return answered - asked, at, (asked + answered) / 2


async def wake_each_other(store: Store, pipeline: "Pipeline") -> None:
    """Wake this process's jobs for the work that others save, until cancelled."""
    async for job in store.wakes():
        pipeline.works.wake(JobName(job))


async def take_over(store: Store, works: "Works") -> None:
    """Have what dead processes had in the works done at once, until cancelled; over a file, what was left at the start.

    There a process that dies later has had its jobs alone, and who starts them next looks.
    """
    while True:
        with works.logged("looking for what others left"):
            if await store.take_over(works.clock()):
                logger.info("what a process that died had in the works is done now")
                for job in (JobName.POLL, JobName.DELIVER):
                    works.wake(job)
        if not store.shared:
            return
        await asyncio.sleep(LOOK_SECONDS)


@dataclass(slots=True)
class Leads:
    """What this process leads, for one bot; its part of Telegram's limits follows from that.

    Who answers people and who sends alerts know nothing of each other's messages. Where they are two processes, the
    first has a tenth of `per_second`, the second the rest.
    """

    pipeline: "Pipeline"
    bot_id: str
    per_second: int
    held: set[JobName] = field(default_factory=set)

    async def work(self, job: JobName, work: Work, stop: asyncio.Event) -> None:
        """Do the work while this process leads the job, stand by while another does, until the stop."""
        role, standing_by = _role(job, self.bot_id), False
        while not stop.is_set():
            try:
                async with self.pipeline.store.lead(role) as lost:
                    if lost is not None:
                        if standing_by:
                            await _pause(stop, GRACE_SECONDS)
                            logger.info("taking over: this process has the job %s now", job)
                        standing_by = False
                        await self._term(job, work, stop, lost)
                    elif not standing_by:
                        standing_by = True
                        logger.info("standing by: another process has the job %s", job)
            except StoreError as exc:
                logger.error("leading %s: %s", job, exc)  # noqa: TRY400 # the sentence says it all
            await _pause(stop, AGAIN_SECONDS)

    async def join(self, job: JobName, work: Work, stop: asyncio.Event) -> None:
        """Do the work beside others who do it as well, until the stop."""
        self._hold(self.held | {job})
        await work(stop)

    async def _term(self, job: JobName, work: Work, stop: asyncio.Event, lost: asyncio.Event) -> None:
        """Do the work until the lead is lost or the stop comes; what it raises ends the service."""
        logger.debug("leading %s", job)
        over = asyncio.Event()
        self._hold(self.held | {job})
        working = asyncio.create_task(work(over))
        ends = [asyncio.create_task(end.wait()) for end in (stop, lost)]
        try:
            await asyncio.wait([working, *ends], return_when=asyncio.FIRST_COMPLETED)
            if lost.is_set():
                logger.warning("the lead of %s is lost", job)
            over.set()
            self.pipeline.works.wake(job)
            await working
        finally:
            for task in (working, *ends):
                task.cancel()
            self._hold(self.held - {job})

    def _hold(self, held: set[JobName]) -> None:
        self.held = held
        answers = max(self.per_second // 10, 1)
        both = {JobName.CHAT, JobName.DELIVER} <= held
        alone = answers if JobName.CHAT in held else max(self.per_second - answers, 1)
        self.pipeline.delivering.sender.limiter.share(self.per_second if both else alone)


def _role(job: JobName, bot_id: str) -> str:
    """What is elected: one detector over the database, one sender and one that answers for each bot."""
    return str(job) if job is JobName.DETECT else f"{job} {bot_id}"


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until the stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass  # the time is up
