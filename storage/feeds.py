"""The feeds and their entries: bot.store.FeedStore.

A feed is known by `url`, what the catalogue calls it, and polled at `address`, where it moved to.
Callers see the address.
"""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Entry, Feed, PollState, Source, Tier
from storage.engine import Database, insert
from storage.sharing import DETECT, notify
from storage.tables import entries, feeds, kept, polled

STATE = tuple(field.name for field in fields(PollState))
AFRESH: dict[str, Any] = {
    **{name: None for name in STATE if name != "next_poll_at"},
    "failures": 0,
    "moved_polls": 0,
    "left_at": None,
    "removed_at": None,
    "announced_at": None,
}
"""What a feed that comes back starts with: nothing is remembered, so that its first poll primes it again."""


class Feeds:
    """What polling needs of the store."""

    _database: Database

    async def sync_feeds(self, catalogue: Sequence[Source], now: datetime) -> None:
        """Make the catalogue's feeds exist as it says; those that left the catalogue stop being polled."""
        listed = {source.url: source for source in catalogue}
        async with self._database.write() as connection:
            left = (
                update(feeds)
                .where(feeds.c.url.not_in(listed), feeds.c.added_at.is_(None), feeds.c.left_at.is_(None))
                .values(left_at=now)
            )
            await connection.execute(left)
            back = (
                update(feeds)
                .where(feeds.c.url.in_(listed), feeds.c.left_at.is_not(None), feeds.c.removed_at.is_(None))
                .values(AFRESH | {"next_poll_at": now, "address": feeds.c.url})
            )
            await connection.execute(back)
            if listed:
                await _describe(connection, list(listed.values()), now)

    async def feeds(self) -> tuple[Feed, ...]:
        """Every feed, those that are disabled included, by outlet and address."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(feeds).where(kept).order_by(feeds.c.outlet, feeds.c.address))
            return tuple(_feed(row) for row in rows.mappings())

    async def add_feed(self, source: Source, now: datetime) -> bool:
        """Add a feed by hand (or bring back a removed one); False if it is there already."""
        async with self._database.write() as connection:
            row = (await connection.execute(select(feeds).where(_called(source.url)))).mappings().first()
            if row is None:
                new = insert(connection, feeds).values(_new(source, now) | {"added_at": now})
                return (await connection.execute(new.on_conflict_do_nothing())).rowcount > 0
            if row["left_at"] is None and row["removed_at"] is None:
                return False
            again = AFRESH | _described(source) | {"address": source.url, "next_poll_at": now, "added_at": now}
            await connection.execute(update(feeds).where(feeds.c.id == row["id"]).values(again))
            return True

    async def remove_feed(self, url: str, now: datetime) -> bool:
        """Stop polling a feed for good, keeping its entries; False if there is none."""
        async with self._database.write() as connection:
            removed = await connection.execute(update(feeds).where(_called(url), kept).values(removed_at=now))
            return removed.rowcount > 0

    async def claim_feeds(self, now: datetime, lease: timedelta, limit: int) -> tuple[Feed, ...]:
        """The feeds that are due, the longest due first; no one else gets them until `lease` is over.

        Their state is the one from before the claim: `next_poll_at` tells how late they are.
        """
        due = (
            select(feeds)
            .where(polled, feeds.c.next_poll_at <= now)
            .order_by(feeds.c.next_poll_at, feeds.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            claimed = tuple(_feed(row) for row in (await connection.execute(due)).mappings())
            if claimed:
                ids = [feed.id for feed in claimed]
                leased = update(feeds).where(feeds.c.id.in_(ids)).values(next_poll_at=now + lease)
                await connection.execute(leased)
            return claimed

    async def save_poll(self, feed: Feed, state: PollState, url: str, entries: Sequence[Entry], now: datetime) -> int:
        """Keep the state, the address (it may have moved) and the entries that are new; the count of those.

        Entries of a feed that was not primed before are stored as detected: searchable, never pushed.
        """
        detected_at = now if feed.state.primed_at is None else None
        async with self._database.write() as connection:
            await connection.execute(
                update(feeds).where(feeds.c.id == feed.id).values(asdict(state) | {"address": url})
            )
            new = await _keep_new(connection, feed.id, entries, now, detected_at)
            if new and detected_at is None:
                await notify(connection, DETECT)
            return new

    async def disabled_unannounced(self) -> tuple[Feed, ...]:
        """The feeds that polling disabled and that no admin was told of."""
        untold = select(feeds).where(kept, feeds.c.disabled_at.is_not(None), feeds.c.announced_at.is_(None))
        async with self._database.read() as connection:
            return tuple(_feed(row) for row in (await connection.execute(untold.order_by(feeds.c.id))).mappings())

    async def announce(self, feed_id: int, now: datetime) -> None:
        """The admins were told that this feed is disabled."""
        async with self._database.write() as connection:
            await connection.execute(update(feeds).where(feeds.c.id == feed_id).values(announced_at=now))


def source_of(row: RowMapping) -> Source:
    """The source in a row that holds a feed's columns."""
    return Source(
        url=row["address"],
        outlet=row["outlet"],
        language=row["feed_language"] if "feed_language" in row else row["language"],
        country=row["country"],
        timezone=row["timezone"],
        tier=Tier(row["tier"]),
    )


def _feed(row: RowMapping) -> Feed:
    return Feed(row["id"], source_of(row), PollState(**{name: row[name] for name in STATE}))


def _called(url: str) -> ColumnElement[bool]:
    return or_(feeds.c.url == url, feeds.c.address == url)


def _described(source: Source) -> dict[str, Any]:
    described = asdict(source)
    del described["url"]
    return described


def _new(source: Source, now: datetime) -> dict[str, Any]:
    return (
        AFRESH | _described(source) | {"url": source.url, "address": source.url, "next_poll_at": now, "added_at": None}
    )


async def _describe(connection: AsyncConnection, sources: Sequence[Source], now: datetime) -> None:
    """Insert the feeds that are new, due at once; those that are there keep everything but their description."""
    statement = insert(connection, feeds)
    described = {name: statement.excluded[name] for name in _described(sources[0])}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[feeds.c.url], set_=described),
        [_new(source, now) for source in sources],
    )


async def _keep_new(
    connection: AsyncConnection,
    feed_id: int,
    published: Sequence[Entry],
    now: datetime,
    detected_at: datetime | None,
) -> int:
    """Insert the entries whose guid and link the feed did not have yet; the count of those."""
    if not published:
        return 0
    rows = [asdict(entry) | {"feed_id": feed_id, "seen_at": now, "detected_at": detected_at} for entry in published]
    new = insert(connection, entries).on_conflict_do_nothing().returning(entries.c.id)
    return len((await connection.execute(new, rows)).all())
