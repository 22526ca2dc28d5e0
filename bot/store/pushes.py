"""The promise of pushes: what was arranged with hubs, and what these bring."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Entry, Hub, Push


class PushStore(Protocol):
    """What was arranged with hubs, so that they push feeds."""

    async def name_hub(self, feed_id: int, hub: Hub | None, now: datetime) -> None:
        """The feed names this hub from now on, or none: what was arranged with another is to end."""

    async def doubt_hub(self, feed_id: int, now: datetime) -> None:
        """A poll found what the hub had not brought: it does not count as pushing until it does, and is asked anew."""

    async def claim_pushes(self, now: datetime, lease: timedelta, limit: int) -> tuple[Push, ...]:
        """The pushes whose hub is due to be asked, as asked now and once more; no one else gets them for `lease`.

        The pushes of feeds that are paused, or not polled any more, are to end; those of which no hub knows are
        forgotten.
        """

    async def settle_push(self, push: Push, due_at: datetime, error: str | None) -> None:
        """The hub was asked, and is to be asked again then; nothing changes where it has verified meanwhile."""

    async def push(self, token: str) -> Push | None:
        """The push whose callback this is."""

    async def save_push(self, push: Push) -> None:
        """Keep what the hub said."""

    async def drop_push(self, push: Push) -> None:
        """Forget a push that has ended."""

    async def save_pushed(self, push: Push, entries: Sequence[Entry], now: datetime) -> int:
        """Keep the entries that are new, as `save_polls` does, and that the hub pushes; the count of those."""

    async def poll_soon(self, feed_id: int, now: datetime) -> None:
        """The feed is due now."""
