"""What people send: updates in, each confirmed to Telegram once it is handled, so that a process that dies loses none.

Updates of one chat are handled one after the other, in the order in which they came; chats wait for no other chat.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import RetryAfter, TelegramError

from bot.telegram.outcomes import wait_named

AT_A_TIME = 16
"""How many chats are answered at a time."""
LONGEST = 120.0
"""Seconds that handling one may take, a group's wait for its limits included; what takes longer will never end."""
REMEMBERED = 1000
"""How many handled updates are known by their ids, so that one which Telegram brings again is not handled again."""
FETCHED = 100
"""How many updates getUpdates brings at most: the oldest that are not confirmed."""
FEW = 8
"""So few chats that have `FETCHED` updates waiting may not keep others from being heard.

Theirs are confirmed before they are handled then: who writes faster than is answered risks to be overheard.
"""
MOST = 1000
"""How many may wait in memory; then no more are fetched."""
WAIT_SECONDS = 10
"""How long getUpdates waits for an update."""
SOON_SECONDS = 0.2
"""Seconds between two questions for more while some are still in the works."""
AGAIN_SECONDS = 1.0
"""Seconds between two tries to reach Telegram, so that people are answered at once when it is back."""

logger = logging.getLogger("bongsu")


class Updates:
    """The updates in the works; `handle` does what one asks for, and answers."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        self._handle = handle
        self._room = asyncio.Semaphore(AT_A_TIME)
        self._works: dict[int, asyncio.Task[None]] = {}
        self._last: dict[int | None, asyncio.Task[None]] = {}
        self._handled: deque[int] = deque(maxlen=REMEMBERED)
        self.open = False
        """Whether updates are taken."""

    def begin(self) -> None:
        """Take updates from now on."""
        self._works.clear()  # what a close left unhandled comes again
        self.open = True

    @property
    def chats(self) -> int:
        """How many chats have updates that are not handled."""
        return len(self._last)

    @property
    def waiting(self) -> list[int]:
        """The ids of those that are not handled, in order."""
        return sorted(self._works)

    def take(self, update: Update) -> "asyncio.Future[None]":
        """Have an update handled, once however often it comes: done when it is, cancelled when it will not be."""
        if update.update_id in self._handled:
            handled = asyncio.get_running_loop().create_future()
            handled.set_result(None)
            return handled
        if update.update_id not in self._works:
            chat = update.effective_chat.id if update.effective_chat else None
            task = asyncio.create_task(self._work(update, self._last.get(chat)))
            self._works[update.update_id] = self._last[chat] = task
            task.add_done_callback(lambda _: self._forget(chat, task))
        return self._works[update.update_id]

    async def progress(self) -> None:
        """Wait until all are handled, or for a moment."""
        if self._works:
            await asyncio.wait(self._works.values(), timeout=SOON_SECONDS)

    async def close(self, within: float) -> None:
        """Take no more, and give those that were taken so many seconds; the rest stay unhandled."""
        self.open = False
        if self._works:
            _, late = await asyncio.wait(self._works.values(), timeout=within)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def _work(self, update: Update, before: "asyncio.Task[None] | None") -> None:
        if before and not before.done():
            await asyncio.wait([before])
        async with self._room:
            try:
                async with asyncio.timeout(LONGEST):
                    await self._handle(update)
            except Exception:  # it is handled all the same: brought again, it would keep its chat waiting for ever
                logger.exception("an update could not be handled")
        self._works.pop(update.update_id, None)
        self._handled.append(update.update_id)

    def _forget(self, chat: int | None, task: "asyncio.Task[None]") -> None:
        if self._last.get(chat) is task:
            del self._last[chat]


class Fetching:
    """Long polling: the offset, which confirms what is below it, moves past updates only that are handled."""

    def __init__(self, bot: Bot, updates: Updates) -> None:
        self._bot = bot
        self._updates = updates
        self._next = 0
        self._trouble = ""

    async def run(self) -> None:
        """Fetch updates until cancelled."""
        while True:
            if len(self._updates.waiting) < MOST:
                await self._fetch_patiently()
            await self._updates.progress()

    async def confirm(self) -> None:
        """Tell Telegram what is handled, without fetching more."""
        try:
            async with asyncio.timeout(AGAIN_SECONDS):
                await self._ask(min(self._updates.waiting, default=self._next), limit=1)
        except (TelegramError, TimeoutError) as exc:
            logger.warning("confirming updates: %s; some may be answered twice", exc)

    async def _fetch_patiently(self) -> None:
        try:
            found = await self._ask(self._offset(), wait=0 if self._updates.waiting else WAIT_SECONDS)
        except TelegramError as exc:
            if self._trouble != str(exc):
                self._trouble = str(exc)
                logger.warning("getting updates: %s; trying every second", exc)
            await asyncio.sleep(wait_named(exc).total_seconds() if isinstance(exc, RetryAfter) else AGAIN_SECONDS)
            return
        self._trouble = ""
        for update in found:
            self._updates.take(update)
            self._next = update.update_id + 1

    async def _ask(self, offset: int, *, wait: int = 0, limit: int = FETCHED) -> Sequence[Update]:
        return await self._bot.get_updates(
            offset=offset, limit=limit, timeout=timedelta(seconds=wait), allowed_updates=Update.ALL_TYPES
        )

    def _offset(self) -> int:
        """The first update that is not handled; behind all of them, where `FEW` chats have all that is to be had."""
        crowded = len(self._updates.waiting) >= FETCHED and self._updates.chats <= FEW
        return self._next if crowded else min(self._updates.waiting, default=self._next)
