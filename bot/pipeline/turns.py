"""Turns one after the other, a feed's behind each other feed's: who brings much keeps nobody else waiting."""

import asyncio
from collections import deque
from types import TracebackType


class Turns:
    """A lock whose next holder is of the feed that had its turn the longest ago; within a feed, in order."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._held = False

    def of(self, feed: str = "") -> "_Turn":
        """A turn for this feed: `async with turns.of(feed)`."""
        return _Turn(self, feed)

    async def take(self, feed: str) -> None:
        """Wait for a turn."""
        if not self._held:
            self._held = True
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(feed, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give()  # it was given, and is not wanted any more
            raise

    def give(self) -> None:
        """Let the next one have its turn."""
        while self._waiting:
            feed, turns = next(iter(self._waiting.items()))
            del self._waiting[feed]
            turn = turns.popleft()
            if turns:
                self._waiting[feed] = turns  # behind the others
            if not turn.done():
                turn.set_result(None)
                return
        self._held = False


class _Turn:
    def __init__(self, turns: Turns, feed: str) -> None:
        self._turns = turns
        self._feed = feed

    async def __aenter__(self) -> None:
        await self._turns.take(self._feed)

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._turns.give()
