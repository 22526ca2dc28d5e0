"""What waits for the bot: fetched by long polling, or brought to its webhook. An update stays until it is confirmed."""

import asyncio
from collections import deque
from collections.abc import Iterable
from itertools import count, islice

import aiohttp

from bot.preview.chats import Json
from bot.preview.refusal import RefusalError

_ASKED_FOR_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
_LONGEST = 60  # the longest pause after a failure is so many times the first
_CONNECTIONS = 40  # setWebhook's max_connections, unless the bot says otherwise


class Updates:
    """The queue of updates, its one poller and the kinds that the bot wants."""

    def __init__(self) -> None:
        self._pending: deque[Json] = deque()
        self._ids = count(1000)
        self._allowed: frozenset[str] | None = None
        self._waiting: asyncio.Future[bool] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for an update now."""
        return self._waiting is not None and not self._waiting.done()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Keep only these kinds from now on; an empty list stands for the default, None for no change."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def add(self, kind: str, body: Json) -> Json:
        """Queue an update, unless the bot does not want its kind; the update."""
        update = {"update_id": next(self._ids), kind: body}
        if kind in self._allowed if self._allowed else kind not in _ASKED_FOR_ONLY:
            self._pending.append(update)
            self._wake()
        return update

    def confirm(self, offset: int) -> None:
        """Forget every update below the offset; a negative one keeps so many from the end."""
        while self._pending and (
            len(self._pending) > -offset if offset < 0 else self._pending[0]["update_id"] < offset
        ):
            self._pending.popleft()

    def forget(self, update: Json) -> None:
        """Forget this one, unless it is forgotten already."""
        if update in self._pending:
            self._pending.remove(update)

    def drop(self) -> None:
        """Forget every update."""
        self._pending.clear()

    def first(self, limit: int = 1) -> list[Json]:
        """The oldest updates, at most so many."""
        return list(islice(self._pending, limit))

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """getUpdates: what is there, or what comes within `timeout` seconds. A later poll ends an earlier one (409)."""
        self._wake(conflict=True)
        self.confirm(offset)
        if not self._pending:
            await self.arrival(timeout)
        return self.first(limit)

    async def arrival(self, timeout: float | None) -> None:
        """Wait for an update at most so long; RefusalError where another poller takes over."""
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        await asyncio.wait({waiting}, timeout=timeout)
        if waiting.done() and waiting.result():
            raise RefusalError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )

    def stop_waiting(self) -> None:
        """Answer the poll that waits, with nothing."""
        self._wake()

    def _wake(self, *, conflict: bool = False) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(conflict)
        self._waiting = None


class Webhook:
    """Brings updates to an address: those of one chat one by one and in order, of some chats at a time.

    `pause` seconds is the first wait after a failure.
    """

    def __init__(self, updates: Updates, url: str, secret: str, pause: float) -> None:
        self.url = url
        self.error: str | None = None
        """Why the last delivery failed, if it did."""
        self._updates = updates
        self._secret = secret
        self._pause = pause
        self._busy: dict[int | None, asyncio.Task[None]] = {}
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Bring no more."""
        under_way = {self._task, *self._busy.values()}
        for task in under_way:
            task.cancel()
        await asyncio.wait(under_way)

    async def _run(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=30)) as session:
            while True:
                for update in self._updates.first(len(self._updates)):
                    chat = _chat_of(update)
                    if chat not in self._busy and len(self._busy) < _CONNECTIONS:
                        self._busy[chat] = asyncio.create_task(self._bring(session, chat, update))
                await self._updates.arrival(None)

    async def _bring(self, session: aiohttp.ClientSession, chat: int | None, update: Json) -> None:
        pause = self._pause
        while (error := await self._deliver(session, update)) is not None:
            self.error = error
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST * self._pause)
        self.error = None
        self._updates.forget(update)
        del self._busy[chat]
        self._updates.stop_waiting()

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> str | None:
        try:
            async with session.post(self.url, json=update) as answer:
                return None if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as exc:
            return f"Connection failed: {exc}"


def _chat_of(update: Json) -> int | None:
    """The chat that an update comes from."""
    for body in update.values():
        if isinstance(body, dict):
            chat: int | None = (body.get("chat") or body.get("message", {}).get("chat", {})).get("id")
            return chat
    return None
