"""Store: what storage keeps, as a Protocol. Each method is one transaction; times come from the caller.

Where several processes work over one database, the caller's clock is `Sharing.time`.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import (
    Address,
    Arrival,
    ChatKind,
    Delivery,
    Detection,
    Entry,
    Feed,
    Health,
    Page,
    PollState,
    Settlement,
    Source,
    Story,
    Subscriber,
    Subscription,
)


class FeedStore(Protocol):
    """The feeds and their entries."""

    async def sync_feeds(self, catalogue: Sequence[Source], now: datetime) -> None:
        """Make the catalogue's feeds exist as it says; those that left the catalogue stop being polled."""

    async def feeds(self) -> tuple[Feed, ...]:
        """Every feed, those that are disabled included, by outlet and address."""

    async def add_feed(self, source: Source, now: datetime) -> bool:
        """Add a feed by hand (or bring back a removed one); False if it is there already."""

    async def remove_feed(self, url: str, now: datetime) -> bool:
        """Stop polling a feed for good, keeping its entries; False if there is none."""

    async def claim_feeds(self, now: datetime, lease: timedelta, limit: int) -> tuple[Feed, ...]:
        """The feeds that are due, the longest due first; no one else gets them until `lease` is over."""

    async def save_poll(self, feed: Feed, state: PollState, url: str, entries: Sequence[Entry], now: datetime) -> int:
        """Keep the state, the address (it may have moved) and the entries that are new; the count of those.

        Entries of a feed that was not primed before are stored as detected: searchable, never pushed.
        """

    async def disabled_unannounced(self) -> tuple[Feed, ...]:
        """The feeds that polling disabled and that no admin was told of."""

    async def announce(self, feed_id: int, now: datetime) -> None:
        """The admins were told that this feed is disabled."""


class DetectionStore(Protocol):
    """What becomes of entries."""

    async def undetected(self, limit: int) -> tuple[Arrival, ...]:
        """The arrivals that no detection has marked, in order of arrival."""

    async def open_stories(self, since: datetime) -> tuple[Story, ...]:
        """The stories that had a report since then, oldest first."""

    async def save_detection(self, detection: Detection, now: datetime) -> Story | None:
        """Mark the arrival, keep its matches and the story at its revision, make deliveries or make them due again.

        The story as it is kept, with its id; None if there is none. The arrival of a detection that was saved before
        changes nothing, and the story is the one that it led to then.
        """


class DeliveryStore(Protocol):
    """The outbox."""

    async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
        """The due deliveries, one a subscriber at most, the most severe first, each hidden for `lease`."""

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Write what came of sends: told, message, next attempt; subscribers gone; chats moved."""

    async def recent_sends(self, now: datetime) -> tuple[tuple[int, datetime], ...]:
        """What counts against Telegram's limits now: (chat_id, when), oldest first; what is in flight counts as now."""

    async def next_delivery_at(self) -> datetime | None:
        """When the next delivery is due, or None when the outbox is empty."""


class SubscriberStore(Protocol):
    """The people who asked to be told, and what they ask."""

    async def subscriber(self, address: Address) -> Subscriber | None:
        """Who is at this address, gone or not."""

    async def welcome(
        self, address: Address, kind: ChatKind, language: str, timezone: str, now: datetime
    ) -> Subscriber:
        """The subscriber at this address, made if it is new, brought back if it was gone."""

    async def mark_gone(self, chat_id: int, now: datetime) -> None:
        """The chat cannot be reached: nothing is sent until it is welcomed again."""

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its id changes everywhere."""

    async def set_language(self, subscriber_id: int, language: str, timezone: str) -> None:
        """Speak this language to the subscriber from the next message on."""

    async def subscriptions(self, subscriber_id: int) -> Mapping[str, Subscription]:
        """What a subscriber follows, by topic key."""

    async def subscribe(self, subscriber_id: int, topic: str, now: datetime) -> bool:
        """Follow a topic; False if it already does."""

    async def unsubscribe(self, subscriber_id: int, topic: str) -> bool:
        """Stop following a topic; False if it did not."""

    async def forget(self, chat_id: int) -> None:
        """Delete the chat with all that is kept of it."""

    async def latest(self, topics: Sequence[str], offset: int, limit: int) -> Page:
        """The newest stories of these topics."""

    async def story(self, story_id: int) -> Story | None:
        """One story with its reports and matches."""

    async def health(self, now: datetime) -> Health:
        """The counts and times that /status reports."""


class Sharing(Protocol):
    """What processes over one database share beyond its rows."""

    @property
    def shared(self) -> bool:
        """Whether the database is one that other machines may work over."""

    async def time(self) -> datetime:
        """The time by the clock that every process over this database shares."""

    def wakes(self) -> AsyncIterator[str]:
        """The jobs that have work now, as other processes save it; after every gap in listening, each of them."""

    def lead(self, role: str) -> AbstractAsyncContextManager[asyncio.Event | None]:
        """Lead a role until the end of the block: an event that is set when the lead is lost; None: another leads."""


class Store(FeedStore, DetectionStore, DeliveryStore, SubscriberStore, Sharing, Protocol):
    """All of it."""

    async def close(self) -> None:
        """Let go of the database."""
