"""What was arranged with hubs: bot.store.PushStore."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, RowMapping, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Entry, Hub, Push
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.entries import keep_new
from storage.feeds import HUB, feed_of
from storage.search import add_words
from storage.tables import feeds, polled, pushes, wanted

OWN = ("id", "token", "secret", "due_at", "asked_at", "until", "ended_at", "attempts", "error")
SAID = ("due_at", "asked_at", "until", "attempts", "error")
"""What changes when a hub says something."""
PUSHES = select(feeds, *HUB, *(pushes.c[name].label(f"push_{name}") for name in OWN)).join(
    pushes, pushes.c.feed_id == feeds.c.id
)


class Pushes:
    """What WebSub needs of the store."""

    _database: Database

    async def name_hub(self, feed_id: int, hub: Hub | None, now: datetime) -> None:
        """The feed names this hub from now on, or none: what was arranged with another is to end."""
        async with self._database.write() as connection:
            other = (pushes.c.hub != hub.url) | (pushes.c.topic != hub.topic) if hub else wanted
            await _end(connection, (pushes.c.feed_id == feed_id) & other, now)
            if hub:
                new = {"feed_id": feed_id, "hub": hub.url, "topic": hub.topic, "due_at": now}
                await connection.execute(insert(connection, pushes).values(new).on_conflict_do_nothing())

    async def doubt_hub(self, feed_id: int, now: datetime) -> None:
        """A poll found what the hub had not brought: it does not count as pushing until it does, and is asked anew."""
        pushing = (pushes.c.feed_id == feed_id) & wanted & pushes.c.pushed_at.is_not(None)
        async with self._database.write() as connection:
            await connection.execute(update(pushes).where(pushing).values(pushed_at=None, due_at=now))

    async def claim_pushes(self, now: datetime, lease: timedelta, limit: int) -> tuple[Push, ...]:
        """The pushes whose hub is due to be asked, as asked now and once more; no one else gets them for `lease`.

        The pushes of feeds that are paused, or not polled any more, are to end; those of which no hub knows are
        forgotten.
        """
        due = (
            select(pushes.c.id, pushes.c.feed_id)
            .where(pushes.c.due_at <= now)
            .order_by(pushes.c.due_at, pushes.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            await _end(
                connection,
                pushes.c.feed_id.in_(select(feeds.c.id).where(~polled | feeds.c.paused_at.is_not(None))),
                now,
            )
            feed_of_push = {row.id: row.feed_id for row in await connection.execute(due)}
            if not feed_of_push:
                return ()
            asked = {"asked_at": now, "due_at": now + lease, "attempts": pushes.c.attempts + 1}
            asked["claimed_by"] = self._database.process
            await connection.execute(update(pushes).where(pushes.c.id.in_(feed_of_push)).values(asked))
            found, broken = await readable(list(feed_of_push), partial(_read, connection))
            await raised(connection, feeds, {feed_of_push[number]: error for number, error in broken.items()}, now)
        return tuple(found.values())

    async def settle_push(self, push: Push, due_at: datetime, error: str | None) -> None:
        """The hub was asked, and is to be asked again then; nothing changes where it has verified meanwhile."""
        same = (pushes.c.id == push.id) & (pushes.c.attempts == push.attempts)
        async with self._database.write() as connection:
            await connection.execute(update(pushes).where(same).values(due_at=due_at, error=error, claimed_by=None))

    async def push(self, token: str) -> Push | None:
        """The push whose callback this is."""
        async with self._database.read() as connection:
            row = (await connection.execute(PUSHES.where(pushes.c.token == token))).mappings().first()
            return _push(row) if row else None

    async def save_push(self, push: Push) -> None:
        """Keep what the hub said."""
        said = {name: getattr(push, name) for name in SAID} | {"claimed_by": None}
        async with self._database.write() as connection:
            await connection.execute(update(pushes).where(pushes.c.id == push.id).values(said))

    async def drop_push(self, push: Push) -> None:
        """Forget a push that has ended."""
        async with self._database.write() as connection:
            await connection.execute(delete(pushes).where(pushes.c.id == push.id))

    async def save_pushed(self, push: Push, entries: Sequence[Entry], now: datetime) -> int:
        """Keep the entries that are new, as `save_polls` does, and that the hub pushes; the count of those."""
        async with self._database.write() as connection:
            await connection.execute(update(pushes).where(pushes.c.id == push.id).values(pushed_at=now))
            await connection.execute(select(feeds.c.id).where(feeds.c.id == push.feed.id).with_for_update())
            new, _ = await keep_new(connection, push.feed, entries, now)
            await add_words(connection, new)
            return len(new)

    async def poll_soon(self, feed_id: int, now: datetime) -> None:
        """The feed is due now."""
        async with self._database.write() as connection:
            await connection.execute(update(feeds).where(feeds.c.id == feed_id).values(next_poll_at=now))


async def _end(connection: AsyncConnection, which: ColumnElement[bool], now: datetime) -> None:
    """Have the hubs of these asked to stop, those that know of us."""
    unknown = wanted & which & pushes.c.asked_at.is_(None)
    await connection.execute(delete(pushes).where(unknown))
    ended = {"ended_at": now, "due_at": now, "attempts": 0, "pushed_at": None}
    await connection.execute(update(pushes).where(wanted & which).values(ended))


async def _read(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Push]:
    rows = await connection.execute(PUSHES.where(pushes.c.id.in_(ids)))
    return {row["push_id"]: _push(row) for row in rows.mappings()}


def _push(row: RowMapping) -> Push:
    return Push(
        feed=feed_of(row),
        hub=Hub(row["hub_url"], row["hub_topic"]),
        **{name: row[f"push_{name}"] for name in OWN},
    )
