"""The feeds and their entries: bot.store.FeedStore.

A feed is known by `url`, what the catalogue calls it, and polled at `address`, where it moved to.
Callers see the address.
"""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Entry, Feed, Hub, Past, Poll, PollState, Source, Tier
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.queries import note_odd
from storage.search import add_words
from storage.sharing import DETECT, notify
from storage.tables import entries, feeds, kept, polled, pushes, wanted

STATE = tuple(field.name for field in fields(PollState))
AFRESH: dict[str, Any] = {
    **{name: None for name in STATE if name != "next_poll_at"},
    "failures": 0,
    "moved_polls": 0,
    "marked_at": None,
    "left_at": None,
    "removed_at": None,
    "announced_at": None,
    "raised": None,
    "set_aside_at": None,
}
"""What a feed that comes back starts with: nothing is remembered, so that its first poll primes it again."""
MARK_EVERY = timedelta(days=30)
"""How often the entries that a feed shows are marked, so that retention knows which are shown no more."""

HUB = (
    pushes.c.hub.label("hub_url"),
    pushes.c.topic.label("hub_topic"),
    case((pushes.c.pushed_at.is_not(None), pushes.c.until)).label("pushed_until"),
)
FEEDS = select(feeds, *HUB).outerjoin(pushes, (pushes.c.feed_id == feeds.c.id) & wanted)
"""The feeds, each with the hub that it names and what that one was seen to push."""


class Feeds:
    """What polling needs of the store."""

    _database: Database

    async def sync_feeds(self, catalogue: Sequence[Source], now: datetime) -> None:
        """Make the catalogue's feeds exist as it says; those that left the catalogue stop being polled."""
        listed = {source.url: source for source in catalogue}
        async with self._database.write() as connection:
            seen = (feeds.c.id, feeds.c.url, feeds.c.added_at, feeds.c.left_at, feeds.c.removed_at)
            known = (await connection.execute(select(*seen).order_by(feeds.c.id).with_for_update())).all()
            left = [row.id for row in known if row.url not in listed and row.added_at is None and row.left_at is None]
            back = [row.id for row in known if row.url in listed and row.left_at and row.removed_at is None]
            await _change(connection, left, {"left_at": now})
            await _change(connection, back, AFRESH | {"next_poll_at": now, "address": feeds.c.url})
            if listed:
                # New ones by address, whatever the catalogue's order: two that start do not wait in a circle.
                await _describe(connection, [listed[url] for url in sorted(listed)], now)

    async def feeds(self) -> tuple[Feed, ...]:
        """Every feed, those that are disabled included, by outlet and address."""
        async with self._database.read() as connection:
            return await _readable(connection, select(feeds.c.id).where(kept).order_by(feeds.c.outlet, feeds.c.address))

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
            select(feeds.c.id)
            .where(polled, feeds.c.set_aside_at.is_(None), feeds.c.next_poll_at <= now)
            .order_by(feeds.c.next_poll_at, feeds.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            ids = list(await connection.scalars(due))
            if not ids:
                return ()
            claimed, broken = await readable(ids, partial(_read, connection))
            await raised(connection, feeds, broken, now)
            await connection.execute(update(feeds).where(feeds.c.id.in_(ids)).values(next_poll_at=now + lease))
            return tuple(claimed.values())

    async def save_polls(self, polls: Sequence[Poll]) -> Sequence[int]:
        """Keep the states, the addresses (they may have moved) and the entries that are new; how many, of each poll.

        Entries of a feed that was not primed before are stored as detected: searchable, never pushed.
        """
        async with self._database.write() as connection:
            # In order of their ids, as everyone locks several feeds who waits for them: nobody waits in a circle.
            ordered = sorted(polls, key=lambda poll: poll.feed.id)
            await connection.execute(
                _keep, [{"of": poll.feed.id, "at": poll.address} | _columns(poll.state) for poll in ordered]
            )
            new = [await _keep_entries(connection, poll) if poll.entries else () for poll in polls]
            await add_words(connection, list(chain.from_iterable(new)))
            return [len(entries) for entries in new]

    async def feed_raised(self, feed_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this feed; whether it is set aside now, as it is at the third time in a row."""
        async with self._database.write() as connection:
            return bool(await raised(connection, feeds, {feed_id: error}, now))

    async def disabled_unannounced(self) -> tuple[Feed, ...]:
        """The feeds that polling disabled and that no admin was told of."""
        untold = select(feeds.c.id).where(kept, feeds.c.disabled_at.is_not(None), feeds.c.announced_at.is_(None))
        async with self._database.read() as connection:
            return await _readable(connection, untold.order_by(feeds.c.id))

    async def announce(self, feed_id: int, now: datetime) -> None:
        """The admins were told that this feed is disabled."""
        async with self._database.write() as connection:
            await connection.execute(update(feeds).where(feeds.c.id == feed_id).values(announced_at=now))


def source_of(row: RowMapping) -> Source:
    """The source in a row that holds a feed's columns; `feed_` stands before those that its entry has too."""
    return Source(
        url=row["address"],
        outlet=row.get("feed_outlet", row["outlet"]),
        language=row.get("feed_language", row["language"]),
        country=row["country"],
        timezone=row["timezone"],
        tier=Tier(row.get("feed_tier", row["tier"])),
        newsroom=row["newsroom"],
    )


async def _readable(connection: AsyncConnection, ids: Select[int]) -> tuple[Feed, ...]:
    """The feeds of these ids, but for those that code cannot read: they are counted when they are claimed."""
    found, _ = await readable(list(await connection.scalars(ids)), partial(_read, connection))
    return tuple(found.values())


async def _read(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Feed]:
    rows = await connection.execute(FEEDS.where(feeds.c.id.in_(ids)))
    return {row["id"]: feed_of(row) for row in rows.mappings()}


def feed_of(row: RowMapping) -> Feed:
    """The feed in a row of FEEDS."""
    return Feed(
        id=row["id"],
        source=source_of(row),
        state=PollState(**{name: row[name] for name in STATE}),
        hub=Hub(row["hub_url"], row["hub_topic"]) if row["hub_url"] else None,
        pushed_until=row["pushed_until"],
    )


def _columns(record: PollState | Entry) -> dict[str, Any]:
    """A record of plain values as its row has it; `asdict` would copy each of them deeply."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


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


async def _change(connection: AsyncConnection, ids: Sequence[int], values: dict[str, Any]) -> None:
    """Change these feeds, however many there are."""
    if ids:
        its = update(feeds).where(feeds.c.id == bindparam("of")).values(values)
        await connection.execute(its, [{"of": number} for number in ids])


async def _describe(connection: AsyncConnection, sources: Sequence[Source], now: datetime) -> None:
    """Insert the feeds that are new, due at once; those that are there keep everything but their description."""
    statement = insert(connection, feeds)
    described = {name: statement.excluded[name] for name in _described(sources[0])}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[feeds.c.url], set_=described),
        [_new(source, now) for source in sources],
    )


async def _keep_entries(connection: AsyncConnection, poll: Poll) -> Sequence[Past]:
    """Keep the entries that are new: those."""
    feed, now = poll.feed, poll.at
    new = await keep_new(connection, feed, poll.entries, now)
    marked_at = await connection.scalar(select(feeds.c.marked_at).where(feeds.c.id == feed.id))
    if marked_at is None or marked_at < now - MARK_EVERY:
        await _mark(connection, feed.id, poll.entries, now)
    return new


async def _mark(connection: AsyncConnection, feed_id: int, shown: Sequence[Entry], now: datetime) -> None:
    """Mark the entries that the feed shows, by guid and by link, as it identifies them."""
    await connection.execute(update(feeds).where(feeds.c.id == feed_id).values(marked_at=now))
    links = [entry.link for entry in shown if entry.link]
    for these in (entries.c.guid.in_([entry.guid for entry in shown]), entries.c.link.in_(links)):
        await connection.execute(update(entries).where(entries.c.feed_id == feed_id, these).values(shown_at=now))


async def keep_new(
    connection: AsyncConnection, feed: Feed, published: Sequence[Entry], now: datetime
) -> Sequence[Past]:
    """Insert the entries whose guid and link the feed did not have yet: those, which are to be indexed.

    They are to be detected, unless the feed was not primed before.
    """
    if not published:
        return ()
    primes = feed.state.primed_at is None
    of_all = {"feed_id": feed.id, "seen_at": now, "detected_at": now if primes else None}
    new = insert(connection, entries).on_conflict_do_nothing().returning(*(entries.c[name] for name in _NEW))
    added = (await connection.execute(new, [_columns(entry) | of_all for entry in published])).mappings().all()
    await note_odd(connection, [(row["id"], row["title"], row["text"]) for row in added])
    if added and not primes:
        await notify(connection, DETECT)
    return [_new_past(row, feed.source) for row in added]


def _new_past(row: RowMapping, source: Source) -> Past:
    """A new entry as others of the past: nothing is known of it yet."""
    published = {"outlet": row["outlet"] or source.outlet, "tier": Tier(row["tier"] or source.tier)}
    return Past(**{**row, **published}, story_id=None, topics=())


_NEW = ("id", "title", "text", "language", "published_at", "url", "link", "outlet", "tier")
_keep = (
    update(feeds)
    .where(feeds.c.id == bindparam("of"))
    .values({name: bindparam(name) for name in STATE} | {"address": bindparam("at"), "raised": None})
)
