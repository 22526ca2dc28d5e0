"""The feeds and their entries: bot.store.FeedStore.

A feed is known by `url`, what the catalogue calls it, and polled at `address`, where it moved to.
Callers see the address.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Text, bindparam, case, null, or_, select, type_coerce, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Feed, Hub, Poll, PollState, Source, Tier
from bot.store import Learn
from storage.aside import raised, readable
from storage.columns import Moment
from storage.engine import Database, insert
from storage.entries import keep_entries
from storage.search import add_words
from storage.tables import at_work, feeds, kept, pushes, wanted

STATE = tuple(field.name for field in fields(PollState))
TIMES = ("polled_at", "healthy_at", "next_poll_at")
"""What each poll changes of a feed's state."""
KEPT = tuple(name for name in STATE if name not in TIMES)
_kept_of = attrgetter(*KEPT)
AFRESH: dict[str, Any] = {
    **{name: None for name in STATE if name != "next_poll_at"},
    "failures": 0,
    "moved_polls": 0,
    "gone_polls": 0,
    "marked_at": None,
    "left_at": None,
    "removed_at": None,
    "announced_at": None,
    "claimed_by": None,
    "raised": None,
    "set_aside_at": None,
    "habits": None,
    "watch_until": None,
    "paused_at": None,
}
"""What a feed that comes back starts with: nothing is remembered, so that its first poll primes it again."""

PART = 500
"""How many feeds are made of rows at a time, some ten milliseconds' work: others want the event loop too."""

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
        """Make the catalogue's feeds exist as it says; those that left the catalogue stop being polled.

        One that was disabled is tried again: the catalogue says that there is one.
        """
        listed = {source.url: source for source in catalogue}
        async with self._database.write() as connection:
            seen = (feeds.c.id, feeds.c.url, feeds.c.added_at, feeds.c.left_at, feeds.c.removed_at, feeds.c.disabled_at)
            known = (await connection.execute(select(*seen).order_by(feeds.c.id).with_for_update())).all()
            left = [row.id for row in known if row.url not in listed and row.added_at is None and row.left_at is None]
            ended = [row for row in known if row.left_at or row.disabled_at]
            back = [row.id for row in ended if row.url in listed and row.removed_at is None]
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
        """Add a feed by hand (or bring back one that was removed or disabled); False if it is polled already."""
        async with self._database.write() as connection:
            row = (await connection.execute(select(feeds).where(_called(source.url)))).mappings().first()
            if row is None:
                new = insert(connection, feeds).values(_new(source, now) | {"added_at": now})
                return (await connection.execute(new.on_conflict_do_nothing())).rowcount > 0
            if row["left_at"] is None and row["removed_at"] is None and row["disabled_at"] is None:
                return False
            again = AFRESH | _described(source) | {"address": source.url, "next_poll_at": now, "added_at": now}
            again |= {"every": None, "edited": None}
            await connection.execute(update(feeds).where(feeds.c.id == row["id"]).values(again))
            return True

    async def remove_feed(self, url: str, now: datetime) -> bool:
        """Stop polling a feed for good, keeping its entries; False if there is none."""
        async with self._database.write() as connection:
            removed = await connection.execute(update(feeds).where(_called(url), kept).values(removed_at=now))
            return removed.rowcount > 0

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

        Their state is the one from before the claim: `next_poll_at` tells how late they are. `only` of these ids, and
        `without` those.
        """
        due = _due if only is None else _due.where(feeds.c.id.in_(only))
        due = due.where(feeds.c.id.not_in(without)) if without else due
        async with self._database.write() as connection:
            claimed, broken = await _claimed(connection, due, {"now": now, "room": limit})
            await raised(connection, feeds, broken, now)
            if claimed or broken:
                leased = {"ids": [*claimed, *broken], "until": now + lease, "process": self._database.process}
                await connection.execute(_lease, leased)
            return tuple(claimed.values())

    async def save_polls(self, polls: Sequence[Poll], learn: Learn | None = None) -> Sequence[int]:
        """Keep the states, the addresses (they may have moved) and the entries that are new; how many, of each poll.

        Entries of a feed that was not primed before are stored as detected: searchable, never pushed. `learn` says what
        a poll shows of its feed's habits, and when the feed is due by them.
        """
        async with self._database.write() as connection:
            # In order of their ids, as everyone locks several feeds who waits for them: nobody waits in a circle.
            ordered = sorted(polls, key=lambda poll: poll.feed.id)
            if any(map(_changed, ordered)):
                await connection.execute(_keep, [_times(poll) | _columns(poll) for poll in ordered])
            else:
                await connection.execute(_keep_times, list(map(_times, ordered)))
            new = [await keep_entries(connection, poll) if poll.entries else () for poll in polls]
            await add_words(connection, list(chain.from_iterable(new)))
            counts = [len(entries) for entries in new]
            learned = map(learn, polls, counts) if learn else ()
            if taught := [_times(poll) | {"learned": poll.habits} for poll in learned if poll.habits is not None]:
                await connection.execute(_keep_habits, taught)
            return counts

    async def feed_raised(self, feed_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this feed; whether it is set aside now, as it is at the third time in a row."""
        async with self._database.write() as connection:
            return bool(await raised(connection, feeds, {feed_id: error}, now))

    async def pause_feed(self, feed_id: int, now: datetime) -> None:
        """Stop polling a feed until an operator resumes it."""
        async with self._database.write() as connection:
            its = update(feeds).where(feeds.c.id == feed_id, feeds.c.paused_at.is_(None))
            await connection.execute(its.values(paused_at=now))

    async def resume_feed(self, feed_id: int, now: datetime) -> None:
        """Poll a feed again that was paused, now."""
        async with self._database.write() as connection:
            its = update(feeds).where(feeds.c.id == feed_id, feeds.c.paused_at.is_not(None))
            await connection.execute(its.values(paused_at=None, next_poll_at=now))

    async def edit_feed(
        self, feed_id: int, source: Source, edited: Collection[str], every: timedelta | None, now: datetime
    ) -> None:
        """Describe a feed as an operator says; no catalogue changes the fields of these names any more.

        `every` is how often it is asked (None: as its habits say); where that changes, it is asked now.
        """
        values = _described(source) | {"edited": tuple(sorted(edited)), "every": every}
        async with self._database.write() as connection:
            its = feeds.c.id == feed_id
            if await connection.scalar(select(feeds.c.every).where(its)) != every:
                values |= {"next_poll_at": now}
            await connection.execute(update(feeds).where(its).values(values))

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
        user_agent=row.get("user_agent"),
    )


async def _readable(connection: AsyncConnection, ids: Select[int]) -> tuple[Feed, ...]:
    """The feeds of these ids, but for those that code cannot read: they are counted when they are claimed."""
    every, found = list(await connection.scalars(ids)), dict[int, Feed]()
    for at in range(0, len(every), PART):
        some, _ = await readable(every[at : at + PART], partial(_read, connection))
        found |= some
    return tuple(found.values())


async def _claimed(
    connection: AsyncConnection, due: Select[Any], values: dict[str, Any]
) -> tuple[dict[int, Feed], dict[int, str]]:
    """The feeds that are due, locked, and what was raised over those that code cannot read; each by its id."""
    try:
        rows = (await connection.execute(due, values)).mappings()
        return {row["id"]: feed_of(row) for row in rows}, {}
    except (SQLAlchemyError, OSError):
        raise  # it is the database
    except Exception:  # what is wrong with which of them is seen when each is read by itself
        ids = list(await connection.scalars(due.with_only_columns(feeds.c.id), values))
        return await readable(ids, partial(_read, connection))


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
        habits=row["habits"],
        flagged=row["flagged"],
        watch_until=row["watch_until"],
        home=row["url"] if row["url"] != row["address"] else None,
        paused_at=row["paused_at"],
        set_aside_at=row["set_aside_at"],
        every=row["every"],
        edited=row["edited"],
    )


def _changed(poll: Poll) -> bool:
    """Whether a poll found more to keep than that the feed is as it was."""
    moved = poll.address != poll.feed.source.url
    return bool(poll.entries) or moved or _kept_of(poll.state) != _kept_of(poll.feed.state)


def _times(poll: Poll) -> dict[str, Any]:
    """When a feed was polled, and when it is due: what each poll changes."""
    state = poll.state
    times = {"polled": state.polled_at, "healthy": state.healthy_at, "due": state.next_poll_at}
    return times | {"of": poll.feed.id, "floor": poll.if_watched or state.next_poll_at}


def _columns(poll: Poll) -> dict[str, Any]:
    """All else of a poll, as its row has it; `asdict` would copy each of its plain values deeply."""
    return dict(zip(KEPT, _kept_of(poll.state), strict=True)) | {"at": poll.address}


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
    """Insert the feeds that are new, due at once; those that are there keep all but what no operator said of them."""
    statement = insert(connection, feeds)
    said = type_coerce(feeds.c.edited, Text)
    described = {
        name: case((said.contains(f"|{name}|"), feeds.c[name]), else_=statement.excluded[name])
        for name in _described(sources[0])
    }
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[feeds.c.url], set_=described),
        [_new(source, now) for source in sources],
    )


_due = (
    FEEDS.where(at_work, feeds.c.next_poll_at <= bindparam("now"))
    .where(or_(feeds.c.held_until.is_(None), feeds.c.held_until <= bindparam("now")))
    .order_by(feeds.c.next_poll_at, feeds.c.id)
    .limit(bindparam("room"))
    .with_for_update(of=feeds, skip_locked=True)
)
_lease = (
    update(feeds)
    .where(feeds.c.id.in_(bindparam("ids", expanding=True)))
    .values(next_poll_at=bindparam("until"), claimed_by=bindparam("process"))
)
_when = {
    "polled_at": bindparam("polled"),
    "healthy_at": bindparam("healthy"),
    # A watch may have been raised while the feed was polled.
    "next_poll_at": case(
        (feeds.c.watch_until > bindparam("polled"), bindparam("floor", type_=Moment)),
        else_=bindparam("due", type_=Moment),
    ),
}
_its = update(feeds).where(feeds.c.id == bindparam("of"))
_keep_times = _its.values(_when | {"raised": null(), "claimed_by": null()})
_keep = _keep_times.values({name: bindparam(name) for name in KEPT} | {"address": bindparam("at")})
_keep_habits = _its.values(_when | {"habits": bindparam("learned")})
