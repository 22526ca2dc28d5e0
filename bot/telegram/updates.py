"""What people send: updates in, each confirmed to Telegram once it is handled, so that a process that dies loses none.

Updates of one chat are handled one after the other, in the order in which they came; chats wait for no other chat, nor
for one that floods us: what it has waiting is confirmed before it is handled, and of one person only so much is taken.
"""

import asyncio
import logging
from collections import Counter, deque
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
"""How many handled updates, and how many left out, are known by their ids: Telegram may bring them again."""
FETCHED = 100
"""How many updates getUpdates brings at most: the oldest that are not confirmed."""
FEW = 8
"""So many updates of a chat may wait; one with more floods us, where `FETCHED` wait in all and hide what comes behind.

Its updates are confirmed before they are handled then: who writes faster than is answered risks to be overheard.
"""
HELD_UP_SECONDS = 2.0
"""How long anybody else's update may hide what comes behind a flood."""
MOST_OF_ONE = 100
"""How many updates of one person in a chat wait; what that person sends meanwhile is left out."""
MOST = 5000
"""How many may wait in memory (20 MB); then no more are fetched."""
WAIT_SECONDS = 10
"""How long getUpdates waits for an update."""
SOON_SECONDS = 0.2
"""Seconds between two questions for more while some are still in the works."""
AGAIN_SECONDS = 1.0
"""Seconds between two tries to reach Telegram, so that people are answered at once when it is back."""

logger = logging.getLogger("bongsu")

Who = tuple[int | None, int | None]
"""A chat, and who wrote there."""


class Updates:
    """The updates in the works; `handle` does what one asks for, and answers."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        self._handle = handle
        self._room = asyncio.Semaphore(AT_A_TIME)
        self._works: dict[int, asyncio.Task[None]] = {}
        self._last: dict[int | None, asyncio.Task[None]] = {}
        self._taken: dict[int, tuple[Who, float]] = {}
        self._of_one: Counter[Who] = Counter()
        self._handled: deque[int] = deque(maxlen=REMEMBERED)
        self._left_out: deque[int] = deque(maxlen=REMEMBERED)
        self.open = False
        """Whether updates are taken."""

    def begin(self) -> None:
        """Take updates from now on."""
        for kept in (self._works, self._taken, self._of_one):
            kept.clear()  # what a close left unhandled comes again
        self.open = True

    @property
    def waiting(self) -> list[int]:
        """The ids of those that are not handled, in order."""
        return sorted(self._works)

    @property
    def unconfirmed(self) -> list[int]:
        """The ids of those that must not be confirmed yet: all that wait, but for those in the way of others."""
        if len(self._works) < FETCHED:
            return self.waiting
        chats = Counter(chat for (chat, _), _ in self._taken.values())
        late = asyncio.get_running_loop().time() - HELD_UP_SECONDS
        return sorted(one for one, ((chat, _), at) in self._taken.items() if chats[chat] <= FEW and at > late)

    def take(self, update: Update) -> "asyncio.Future[None]":
        """Have an update handled, once however often it comes: done when it is, cancelled when it will not be.

        Done at once where it is left out, since its sender has `MOST_OF_ONE` waiting.
        """
        number, chat, person = update.update_id, update.effective_chat, update.effective_user
        if number in self._works:
            return self._works[number]
        who = (chat.id if chat else None, person.id if person else None)
        if number in self._handled or number in self._left_out or self._overrun(who, number):
            done = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done
        return self._begin(update, who)

    def _overrun(self, who: Who, number: int) -> bool:
        """Whether an update is left out: for good, since it would come behind what was said after it."""
        if self._of_one[who] < MOST_OF_ONE:
            return False
        if not self._left_out or self._left_out[-1] < number - FETCHED:
            logger.warning("somebody in chat %s writes faster than is answered; the rest is left out", who[0])
        self._left_out.append(number)
        return True

    def _begin(self, update: Update, who: Who) -> "asyncio.Task[None]":
        chat, _ = who
        task = asyncio.create_task(self._work(update, self._last.get(chat)))
        self._works[update.update_id] = self._last[chat] = task
        self._taken[update.update_id] = who, asyncio.get_running_loop().time()
        self._of_one[who] += 1
        task.add_done_callback(lambda _: self._forget(chat, task))
        return task

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
        who, _ = self._taken.pop(update.update_id)
        self._of_one[who] -= 1
        if not self._of_one[who]:
            del self._of_one[who]
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
            if len(self._updates.waiting) >= MOST or not await self._fetch_patiently():
                await self._updates.progress()

    async def confirm(self) -> None:
        """Tell Telegram what is handled, without fetching more."""
        try:
            async with asyncio.timeout(AGAIN_SECONDS):
                await self._ask(min(self._updates.waiting, default=self._next), limit=1)
        except (TelegramError, TimeoutError) as exc:
            logger.warning("confirming updates: %s; some may be answered twice", exc)

    async def _fetch_patiently(self) -> bool:
        """Take what there is; whether there may be more at once."""
        try:
            found = await self._ask(self._offset(), wait=0 if self._updates.waiting else WAIT_SECONDS)
        except TelegramError as exc:
            if self._trouble != str(exc):
                self._trouble = str(exc)
                logger.warning("getting updates: %s; trying every second", exc)
            await asyncio.sleep(wait_named(exc).total_seconds() if isinstance(exc, RetryAfter) else AGAIN_SECONDS)
            return False
        self._trouble, known = "", self._next
        for update in found:
            self._updates.take(update)
            self._next = update.update_id + 1
        return len(found) == FETCHED and found[0].update_id >= known

    async def _ask(self, offset: int, *, wait: int = 0, limit: int = FETCHED) -> Sequence[Update]:
        return await self._bot.get_updates(
            offset=offset, limit=limit, timeout=timedelta(seconds=wait), allowed_updates=Update.ALL_TYPES
        )

    def _offset(self) -> int:
        """The first update that must not be confirmed yet: what is below it Telegram shows no more."""
        return min(self._updates.unconfirmed, default=self._next)
