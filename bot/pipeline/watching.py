"""Watches over the service for its admins: observe | which troubles hold | tell what began and what is over, once."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.config import JobName
from bot.messages.i18n import DEFAULT, Speech
from bot.messages.notices import for_log, notice
from bot.model import Address, Later, Trouble
from bot.pipeline.troubles import Changes, Observed, changes, holding
from bot.pipeline.works import Works, steady
from bot.store import Store
from bot.telegram.line import Line
from bot.telegram.send import Sender

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class Watching:
    """What watches, and what it works with."""

    works: Works
    store: Store
    sender: Sender
    speech: Speech
    admins: Sequence[int]
    line: Line
    longest: timedelta
    """The longest interval between two polls of a feed."""
    disk: Callable[[], tuple[int, int] | None]
    """Free and all bytes of the disk that the database is on; None where that is not ours."""
    _counted: tuple[int, int] = field(default=(0, 0))
    """The polls of this process, and those that failed, that the store knows of."""

    async def look(self, held: Collection[JobName]) -> None:
        """Tell the admins what began and what is over, as far as this process leads who sees it (`held`)."""
        with self.works.logged("watching over the service"):
            await self._count()
            if {JobName.CHAT, JobName.DELIVER} & set(held):
                await self._look(held)

    async def _look(self, held: Collection[JobName]) -> None:
        now = self.works.clock()
        mine = [one for one in await self.store.troubles() if _looked_after(one, held)]
        seen = await self._observed()
        every = await asyncio.to_thread(holding, seen, {one.key for one in mine})  # there may be many feeds
        holds = [one for one in every if _looked_after(one, held)]
        found = changes(mine, holds, now)
        noticed = {one.key for one in mine}
        for one in found.begun:
            if one.key not in noticed:
                logger.warning("trouble: %s", for_log(self.speech, one))
        if found.changed:
            await self.store.save_troubles(found.changed, ())
        if (found.begun or found.over) and await self._tell(found):
            await self.store.save_troubles(
                [replace(one, told_at=now) for one in found.begun], [one.key for one in found.over]
            )

    async def _observed(self) -> Observed:
        now = self.works.clock()
        return Observed(
            now=now,
            health=await self.store.health(now),
            feeds=await self.store.feeds(),
            longest=self.longest,
            disk=self.disk(),
            transaction=self.works.meters.typical_transaction(),
            clock_off=self.line.clock_off,
            refused=self.line.refused,
            conflict=self.line.conflict(steady()),
            receivers=await self.store.receivers(),
        )

    async def _tell(self, found: Changes) -> bool:
        """Send each admin a message in their language; whether nobody has to be told later.

        What is over before anybody heard of it is not worth a word.
        """
        over = [one for one in found.over if one.told_at]
        if not (found.begun or over):
            return True
        outcomes = []
        for admin in self.admins:
            reader = await self.store.subscriber(Address(admin))
            told = notice(self.speech, reader.language if reader else DEFAULT, found.begun, over)
            outcomes.append(await self.sender.tell(Address(admin), told))
        return not any(isinstance(outcome, Later) for outcome in outcomes)

    async def _count(self) -> None:
        """Add this process's polls since the last time to the store's."""
        polls = self.works.meters.polls
        counted = polls.total(), polls["failed"]
        if counted != self._counted:
            more = counted[0] - self._counted[0], counted[1] - self._counted[1]
            await self.store.count_polls(self.works.clock(), *more)
            self._counted = counted


def _looked_after(trouble: Trouble, held: Collection[JobName]) -> bool:
    """Whether who leads these jobs sees it: who asks for updates a conflict, who sends all the rest."""
    return (JobName.CHAT if trouble.kind == "conflict" else JobName.DELIVER) in held
