"""What happens in the chats, in order: to wait for, and to follow from a page."""

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import islice

from bot.preview.chats import Json, Message


@dataclass(frozen=True, slots=True)
class Event:
    """A change: its number, its kind (`message`, `edit`, `delete`, `answer`, `commands`), and what it is about."""

    id: int
    kind: str
    subject: Message | Json

    @property
    def payload(self) -> Json:
        """What a page is told. A message is shown as it is when it is told, not as it was when it changed."""
        if isinstance(self.subject, Message):
            return {"chat_id": self.subject.chat_id, "message": self.subject.shown()}
        return self.subject


class Events:
    """The newest events. Publishing never waits: who reads too slowly misses some and is told so."""

    def __init__(self, keep: int = 1000) -> None:
        self._ring: deque[Event] = deque(maxlen=keep)
        self._waiting: set[asyncio.Future[None]] = set()
        self.last = 0
        """The number of the newest event."""

    def publish(self, kind: str, subject: Message | Json) -> None:
        """Something changed."""
        self.last += 1
        self._ring.append(Event(self.last, kind, subject))
        self.wake()

    def wake(self) -> None:
        """Let everyone who waits look again."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    def since(self, seen: int) -> list[Event] | None:
        """The events after number `seen`, or None where they are not all here."""
        missing = self.last - seen
        if not 0 <= missing <= len(self._ring):
            return None
        return list(islice(self._ring, len(self._ring) - missing, None))

    async def changed(self, timeout: float) -> bool:
        """Wait for the next event; False where none comes in so many seconds."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            await asyncio.wait({waiting}, timeout=timeout)
            return waiting.done()
        finally:
            self._waiting.discard(waiting)
