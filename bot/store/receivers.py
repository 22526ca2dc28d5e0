"""The promise of receivers: which machines are posted to, and what each was told."""

from datetime import datetime
from typing import Protocol

from bot.model import Posting, Receiver, Story


class ReceiverStore(Protocol):
    """The machines that hear of stories."""

    async def receivers(self) -> tuple[Receiver, ...]:
        """Every receiver, by name."""

    async def add_receiver(self, receiver: Receiver, now: datetime) -> bool:
        """Have it hear of what opens from now on; False where one of that name is there."""

    async def remove_receiver(self, name: str) -> bool:
        """Forget it and what it was told; False where there is none of that name."""

    async def next_posting(self, receiver: Receiver, now: datetime) -> Posting | None:
        """The story that has waited longest for this receiver, as it is now; None where there is none.

        One that code cannot read is counted as by `posting_raised`.
        """

    async def postings_waiting(self, receiver: Receiver, now: datetime) -> int:
        """How many stories wait for this receiver."""

    async def posted(self, receiver: Receiver, story: Story, reference: str | None, now: datetime) -> None:
        """The receiver took the story in this revision, or never will; `reference` is what it calls the message."""

    async def posting_raised(self, receiver: Receiver, story: Story, error: str, now: datetime) -> bool:
        """Count that code raised over the story in this revision; whether it is set aside now, at the third time.

        The receiver then hears no more of that revision, and of the next one as if nothing had been.
        """

    async def not_posted(self, receiver: Receiver, error: str, due_at: datetime, now: datetime) -> None:
        """The receiver did not take what it was to hear of, and is tried again at `due_at`."""
