"""The promise of threads: which ones a chat has for its alerts."""

from datetime import datetime
from typing import Protocol

from bot.model import Subscriber, Thread, ThreadsBy


class ThreadStore(Protocol):
    """The threads of chats that alerts are sorted into."""

    async def offer_threads(self, subscriber_id: int, now: datetime) -> bool:
        """Note that threads are offered to a subscriber; False if they were before."""

    async def set_threads(self, subscriber_id: int, by: ThreadsBy | None) -> None:
        """Keep what sorts a subscriber's alerts; threads that were lost are forgotten, and are made anew if needed."""

    async def threads(self, subscriber_id: int) -> tuple[Thread, ...]:
        """A subscriber's threads, those that are lost included."""

    async def keep_thread(self, subscriber_id: int, thread: Thread) -> None:
        """Remember a thread that was made, or could not be."""

    async def reopen_thread(self, chat_id: int, thread_id: int) -> None:
        """A thread of a chat takes messages again."""

    async def lost_untold(self) -> tuple[tuple[Subscriber, Thread], ...]:
        """The threads that were lost, and whose chats were not told so."""

    async def announce_lost(self, subscriber_id: int, now: datetime) -> None:
        """The chat was told of the threads that it has lost."""
