"""Who may come in, and when whom it told that they may not; what is kept of an invitation."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.config import Access

AGAIN = timedelta(hours=1)
"""How long a chat that is not let in is told so no more than once."""
REMEMBERED = 10_000
"""How many such chats are remembered."""
INVITED = "inv_"
"""What the payload of an invitation's link begins with."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in, and when whom it told that they are not."""

    access: Access = Access.OPEN
    allowed: Collection[int] = ()
    """People, groups and channels by their Telegram ids."""
    _told: dict[int, datetime] = field(default_factory=dict)

    def tells(self, chat_id: int, now: datetime) -> bool:
        """Whether to tell a chat now that it is not let in: once in a while, whatever it sends."""
        if chat_id in self._told and now - self._told[chat_id] < AGAIN:
            return False
        if len(self._told) >= REMEMBERED:
            self._told.clear()
        self._told[chat_id] = now
        return True


def digest_of(token: str) -> str:
    """What is kept of an invitation's token: who reads the database cannot use it."""
    return sha256(token.encode()).hexdigest()
