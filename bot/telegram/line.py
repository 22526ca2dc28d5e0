"""What Telegram's answers say of us, whatever was asked: whether it knows our token, and what its clock shows. Pure."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

CONFLICTS = 3
"""So many answers 409: one comes by itself where a process starts again."""
LATELY = 300.0
"""Seconds within which they come."""


@dataclass(slots=True)
class Line:
    """What was heard last. Times by a steady clock are float seconds."""

    refused: bool = False
    """Telegram does not know our token."""
    clock_off: timedelta | None = None
    """How far Telegram's clock was ahead of ours, by its latest answer; it shows whole seconds."""
    _conflicts: deque[float] = field(default_factory=lambda: deque(maxlen=CONFLICTS))

    def heard(self, status: int, date: str | None, now: datetime, steady: float) -> None:
        """An answer came: its HTTP status, and its header Date."""
        if status == 401:
            self.refused = True
        elif status < 300:
            self.refused = False
        if status == 409:
            self._conflicts.append(steady)
        if at := _date(date):
            self.clock_off = at - now

    def conflict(self, steady: float) -> bool:
        """Whether another process asks for the updates of the same bot."""
        return len(self._conflicts) == CONFLICTS and steady - self._conflicts[0] <= LATELY


def _date(text: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
