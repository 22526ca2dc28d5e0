"""The promise of the outbox: which alerts and digests are due, and what came of sending them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import CopySettlement, Delivery, Digest, DigestSettlement, Holder, Settlement, Standing


class DeliveryStore(Protocol):
    """The outbox."""

    async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
        """The due deliveries, one a subscriber at most, the most severe first, each hidden for `lease`."""

    async def claim_digests(self, now: datetime, lease: timedelta, limit: int) -> tuple[Digest, ...]:
        """The due digests, the longest due first, with what waits for each, the gravest first; hidden for `lease`."""

    async def settle(self, settlements: Sequence[Settlement | DigestSettlement | CopySettlement]) -> None:
        """Write what came of sends: told, message, next attempt; subscribers gone; chats moved; rows set aside.

        What a digest told waits no more; a story that rose while it was in flight goes on waiting for the next one.
        """

    async def mute(self, story_id: int, subscriber_id: int, now: datetime, *, on: bool = True) -> None:
        """Silence a story for a subscriber: its message is edited and nothing new is sent of it; or end that."""

    async def take(self, story_id: int, subscriber_id: int, holder: Holder) -> None:
        """A person of a group takes a story upon themselves, unless somebody has: of several at once the first."""

    async def give_back(self, story_id: int, subscriber_id: int, person: int) -> None:
        """The person who holds a story there does so no more; of others it changes nothing."""

    async def standing(self, story_id: int, subscriber_id: int, person: int | None = None) -> Standing:
        """How a story stands with a subscriber; `person`: whether that one called it not relevant as well."""

    async def recent_sends(self, now: datetime) -> tuple[tuple[int, datetime], ...]:
        """What counts against Telegram's limits now: (chat_id, when), oldest first; what is in flight counts as now."""

    async def next_delivery_at(self) -> datetime | None:
        """When the next delivery is due, or None when the outbox is empty."""
