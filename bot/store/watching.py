"""The promise of watching: troubles, counts by the hour, delays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Hour, Latency, Trouble


class WatchStore(Protocol):
    """What an operator sees of the service's days, and is told of."""

    async def troubles(self) -> tuple[Trouble, ...]:
        """The troubles that were noticed and are not over, the longest first."""

    async def save_troubles(self, noticed: Sequence[Trouble], over: Sequence[str]) -> None:
        """Keep these as they are now, and forget those of these keys."""

    async def count_polls(self, now: datetime, polls: int, failed: int) -> None:
        """Count so many polls, some of them failed, to this hour; hours older than a month are forgotten."""

    async def flow(self, since: datetime) -> tuple[Hour, ...]:
        """What came and went in each hour since then in which something did, in order."""

    async def arrivals(self, since: datetime) -> Mapping[int, Mapping[datetime, int]]:
        """How many entries each feed brought since then, by hour."""

    async def latencies(self, since: datetime, limit: int) -> tuple[Latency, ...]:
        """The stories that opened since then and were told, the newest first: how long the first alert took."""
