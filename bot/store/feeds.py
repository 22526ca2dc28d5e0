"""The promise of feeds: which there are, when each is due, and what polling them brought."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Feed, Poll, Source, Story

Learn = Callable[[Poll, int], Poll]
"""A poll and how many of its entries are new to the poll with what was learned from them."""


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

    async def claim_feeds(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        only: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> tuple[Feed, ...]:
        """The feeds that are due, the longest due first; no one else gets them until `lease` is over.

        `only` of these ids, and `without` those.
        """

    async def save_polls(self, polls: Sequence[Poll], learn: Learn | None = None) -> Sequence[int]:
        """Keep the states, the addresses (they may have moved) and the entries that are new; how many, of each poll.

        Entries of a feed that was not primed before are stored as detected: searchable, never pushed. `learn` says what
        a poll shows of its feed's habits, and when the feed is due by them.
        """

    async def hold_host(self, host: str, until: datetime, over: timedelta) -> None:
        """Nobody polls a feed of this host until then; from then on they come back one by one, in the time `over`."""

    async def watch_feeds(self, story: Story, until: datetime, now: datetime, within: timedelta) -> int:
        """Watch until then the feeds that may confirm or sharpen a story; how many they are.

        Those are the feeds of its countries, official sources and agencies, and whoever reports in its languages on
        its topics. They are due one by one within the time `within`.
        """

    async def feed_raised(self, feed_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this feed; whether it is set aside now, as it is at the third time in a row."""

    async def pause_feed(self, feed_id: int, now: datetime) -> None:
        """Stop polling a feed until an operator resumes it."""

    async def resume_feed(self, feed_id: int, now: datetime) -> None:
        """Poll a feed again that was paused, now."""

    async def edit_feed(
        self, feed_id: int, source: Source, edited: Collection[str], every: timedelta | None, now: datetime
    ) -> None:
        """Describe a feed as an operator says; no catalogue changes the fields of these names any more.

        `every` is how often it is asked (None: as its habits say); where that changes, it is asked now.
        """

    async def disabled_unannounced(self) -> tuple[Feed, ...]:
        """The feeds that polling disabled and that no admin was told of."""

    async def announce(self, feed_id: int, now: datetime) -> None:
        """The admins were told that this feed is disabled."""
