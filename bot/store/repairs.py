"""The promise of repairs: times that lie too far ahead, rows that were set aside."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.model import SetAside


class RepairStore(Protocol):
    """What is out of order: a clock that was put back; rows over which code raised three times in a row."""

    async def set_aside(self, limit: int) -> tuple[SetAside, ...]:
        """The rows that were set aside, the newest first."""

    async def rewind(self, now: datetime, by: timedelta) -> None:
        """The clock was put back, to `now`: what waits for a time to come waits `by` less, and at least until now."""

    async def retry(self, now: datetime, kind: str | None = None, number: int | None = None) -> int:
        """Have every row that was set aside tried again, now, or only this one; how many there were."""

    async def drop(self, now: datetime, kind: str, number: int) -> bool:
        """Give up for good a feed, an entry or an alert that was set aside; False where there is none."""
