"""A text of the admins to every chat, its copy on the way to one of them, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.delivery import Outcome
from bot.model.subscriber import Address, Subscriber


@dataclass(frozen=True, slots=True)
class Copy:
    """A bulletin on its way to a subscriber: `text` is Telegram HTML, `queued_at` when its sending was confirmed."""

    id: int
    text: str
    subscriber: Subscriber
    queued_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class CopySettlement:
    """A copy, what came of it, and when to try again (None: settled)."""

    copy: Copy
    outcome: Outcome
    at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin and how far it has come: to how many chats it goes, has gone, and is still to go.

    Its author follows it in the message `message_id` at `shown`, in `language`. `begun_at` is None until its sending is
    confirmed, `ended_at` is when it was stopped.
    """

    id: int
    text: str
    shown: Address
    language: str
    message_id: int | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    total: int = 0
    sent: int = 0
    waiting: int = 0

    @property
    def failed(self) -> int:
        """To how many chats it did not come, and will not."""
        return self.total - self.sent - self.waiting
