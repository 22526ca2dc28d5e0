"""The people who asked to be told, and what they ask: bot.store.SubscriberStore, but for what they read."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Address, ChatKind, Forgotten, Hours, Passing, Pictures, Subscriber, Subscription, Told
from storage.engine import Database, insert
from storage.reach import come_back
from storage.rows import subscriber_of
from storage.tables import (
    admitted,
    copies,
    deliveries,
    digests,
    held,
    queries,
    stories,
    story_queries,
    story_topics,
    subscribers,
    subscriptions,
    threads,
    votes,
)


class Subscribers:
    """What answering commands needs of the store."""

    _database: Database

    async def subscriber(self, address: Address) -> Subscriber | None:
        """Who is at this address, gone or not; in a thread of alerts, whose they are."""
        own = select(threads.c.subscriber_id).where(threads.c.thread_id == address.thread_id)
        theirs = and_(subscribers.c.chat_id == address.chat_id, subscribers.c.id.in_(own))
        async with self._database.read() as connection:
            for it in (_at(address), theirs):
                row = (await connection.execute(select(subscribers).where(it))).mappings().first()
                if row or address.thread_id is None:
                    break
            return subscriber_of(row) if row else None

    async def welcome(
        self, address: Address, kind: ChatKind, language: str, timezone: str, now: datetime
    ) -> Subscriber:
        """The subscriber at this address, made if it is new, brought back if it was gone.

        Who comes back keeps the language and the timezone chosen before, and is not sent what was missed.
        """
        async with self._database.write() as connection:
            await come_back(connection, _at(address), now)
            new = insert(connection, subscribers).values(
                chat_id=address.chat_id,
                thread_id=address.thread_id or 0,
                kind=kind,
                language=language,
                timezone=timezone,
                joined_at=now,
            )
            back = new.on_conflict_do_update(index_elements=["chat_id", "thread_id"], set_={"kind": kind})
            rows = await connection.execute(back.returning(subscribers))
            return subscriber_of(rows.mappings().one())

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its id changes everywhere."""
        async with self._database.write() as connection:
            await move(connection, old, new)

    async def set_language(self, reader: Subscriber, digest_due: datetime | None) -> None:
        """Keep the subscriber's language and timezone, and when its digest is due by them."""
        await self._keep(reader.id, {"language": reader.language, "timezone": reader.timezone}, digest_due)

    async def set_timezone(self, reader: Subscriber, digest_due: datetime | None) -> None:
        """Keep the subscriber's timezone, when it was chosen, and when its digest is due by it."""
        chosen = {"timezone": reader.timezone, "timezone_set_at": reader.timezone_set_at}
        await self._keep(reader.id, chosen, digest_due)

    async def set_quiet(self, subscriber_id: int, quiet: Hours | None) -> None:
        """Keep the hours in which nothing makes a sound."""
        start, end = (quiet.start, quiet.end) if quiet else (None, None)
        await self._keep(subscriber_id, {"quiet_from": start, "quiet_until": end}, None)

    async def set_sound(self, reader: Subscriber) -> None:
        """Keep which fires ring and how often, until when all is muted, and which outlets are."""
        names = ("rings_from", "rings_most", "muted_until", "muted_outlets")
        await self._keep(reader.id, {name: getattr(reader, name) for name in names}, None)

    async def set_passing(self, subscriber_id: int, passing: Passing) -> None:
        """Keep what is told of topics that a story only touches in passing."""
        await self._keep(subscriber_id, {"passing": None if passing is Passing.DIGEST else passing}, None)

    async def set_pictures(self, subscriber_id: int, pictures: Pictures) -> None:
        """Keep how large a picture alerts show of their reports."""
        await self._keep(subscriber_id, {"pictures": None if pictures is Pictures.NONE else pictures}, None)

    async def _keep(self, subscriber_id: int, values: Mapping[str, Any], digest_due: datetime | None) -> None:
        async with self._database.write() as connection:
            await connection.execute(update(subscribers).where(subscribers.c.id == subscriber_id).values(values))
            if digest_due is not None:
                its = digests.c.subscriber_id == subscriber_id
                await connection.execute(update(digests).where(its).values(due_at=digest_due, claimed_by=None))

    async def subscriptions(self, subscriber_id: int) -> Mapping[str, Subscription]:
        """What a subscriber follows, by topic key."""
        its = (
            select(*(subscriptions.c[one.name] for one in fields(Subscription)))
            .where(subscriptions.c.subscriber_id == subscriber_id)
            .order_by(subscriptions.c.topic)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(its)
            return {row.topic: Subscription(*row) for row in rows}

    async def subscribe(self, subscriber_id: int, topic: str, now: datetime) -> bool:
        """Follow a topic; False if it already does."""
        row = {"subscriber_id": subscriber_id, "topic": topic, "min_severity": 1, "since": now}
        async with self._database.write() as connection:
            new = insert(connection, subscriptions).values(row).on_conflict_do_nothing()
            if not (await connection.execute(new)).rowcount:
                return False
            its = and_(queries.c.subscriber_id == subscriber_id, queries.c.topic == topic)
            await connection.execute(update(queries).where(its).values(changed_at=now))
            return True

    async def tune(self, subscriber_id: int, wanted: Subscription, now: datetime) -> None:
        """Follow a topic just as this says: where, from how many fires on, and how it comes."""
        row = asdict(wanted)
        async with self._database.write() as connection:
            new = insert(connection, subscriptions).values(row | {"subscriber_id": subscriber_id, "since": now})
            await connection.execute(new.on_conflict_do_update(index_elements=["subscriber_id", "topic"], set_=row))

    async def unsubscribe(self, subscriber_id: int, topic: str) -> bool:
        """Stop following a topic; False if it did not. What only it holds for a digest waits no more."""
        its = and_(subscriptions.c.subscriber_id == subscriber_id, subscriptions.c.topic == topic)
        async with self._database.write() as connection:
            followed = (await connection.execute(delete(subscriptions).where(its))).rowcount > 0
            left = select(subscriptions.c.topic).where(subscriptions.c.subscriber_id == subscriber_id)
            of_others = (
                select(of.c.topic).where(of.c.story_id == deliveries.c.story_id, of.c.topic.in_(left)).exists()
                for of in (story_topics, story_queries)
            )
            whose = and_(deliveries.c.subscriber_id == subscriber_id, held, not_(or_(*of_others)))
            await connection.execute(update(deliveries).where(whose).values(held_at=None))
            return followed

    async def forget(self, chat_id: int) -> Forgotten:
        """Delete the chat with all that is kept of it; of a private one, its person's votes too. How much that was."""
        its = select(subscribers.c.id).where(subscribers.c.chat_id == chat_id)
        async with self._database.write() as connection:
            counts = [
                await connection.scalar(select(func.count()).select_from(of).where(of.c.subscriber_id.in_(its))) or 0
                for of in (subscriptions, queries, deliveries)
            ]
            voted = await connection.execute(delete(votes).where(votes.c.user_id == chat_id))
            await connection.execute(delete(subscribers).where(subscribers.c.chat_id == chat_id))
            await connection.execute(delete(admitted).where(admitted.c.chat_id == chat_id))
            topics, own, alerts = counts
            return Forgotten(topics, own, alerts, voted.rowcount)

    async def history(self, subscriber_id: int, limit: int) -> tuple[Told, ...]:
        """The newest of the alerts that are kept for a subscriber, the newest first."""
        kept = (
            select(
                *(stories.c[name] for name in ("id", "headline", "url", "severity")),
                *(deliveries.c[name] for name in ("told", "queued_at", "sent_at", "muted_at", "gathered_at")),
            )
            .join(stories)
            .where(deliveries.c.subscriber_id == subscriber_id)
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            return tuple(Told(*row) for row in await connection.execute(kept))


async def move(connection: AsyncConnection, old: int, new: int) -> None:
    """Give the subscribers of a chat its new id; one that is known there already takes over what the old one had.

    Messages stay behind in the old chat, where nobody can edit them: the next update is a message of its own.
    """
    if old == new:
        return
    here = subscribers.alias()
    both = (
        select(subscribers.c.id, here.c.id)
        .join(here, subscribers.c.thread_id == here.c.thread_id)
        .where(subscribers.c.chat_id == old, here.c.chat_id == new)
    )
    moving = select(subscribers.c.id).where(subscribers.c.chat_id == old)
    stale = update(deliveries).where(deliveries.c.subscriber_id.in_(moving))
    await connection.execute(stale.values(message_id=None, in_thread=None))
    for old_id, new_id in (await connection.execute(both)).all():
        await _merge(connection, old_id, new_id)
    await connection.execute(update(subscribers).where(subscribers.c.chat_id == old).values(chat_id=new))
    let_in = delete(admitted).where(admitted.c.chat_id == old).returning(admitted.c.at, admitted.c.by)
    if row := (await connection.execute(let_in)).first():
        there = insert(connection, admitted).values(chat_id=new, at=row.at, by=row.by)
        await connection.execute(there.on_conflict_do_nothing())


async def _merge(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Hand over the queries, subscriptions, deliveries and settings that the new row lacks, and delete the old row."""
    for table, key in (
        (queries, queries.c.name),
        (subscriptions, subscriptions.c.topic),
        (deliveries, deliveries.c.story_id),
        (copies, copies.c.bulletin_id),
    ):
        has = table.alias()
        theirs = select(has.c[key.name]).where(has.c.subscriber_id == new_id)
        await connection.execute(
            update(table).where(table.c.subscriber_id == old_id, key.not_in(theirs)).values(subscriber_id=new_id)
        )
    await _inherit(connection, old_id, new_id)
    old = subscribers.alias()
    reachable = select(old).where(old.c.id == old_id, old.c.gone_at.is_(None)).exists()
    await connection.execute(update(subscribers).where(subscribers.c.id == new_id, reachable).values(gone_at=None))
    await connection.execute(delete(subscribers).where(subscribers.c.id == old_id))


async def _inherit(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Hand over what was chosen for the old row and not for the new one, and the digest that alerts wait for."""
    rows = await connection.execute(select(subscribers).where(subscribers.c.id.in_((old_id, new_id))))
    of = {row["id"]: row for row in rows.mappings()}
    choices: tuple[tuple[str, ...], ...] = (
        ("timezone_set_at", "timezone"),
        ("quiet_from", "quiet_until"),
        ("digest_at", "digest_hours", "digest_day"),
        *((name,) for name in ("passing", "pictures", "rings_from", "rings_most", "muted_until", "muted_outlets")),
    )
    free = [name for names in choices if of[new_id][names[0]] is None for name in names]
    chosen = {name: of[old_id][name] for name in free if of[old_id][name] is not None}
    if of[old_id]["timezone_set_at"] is None:
        chosen.pop("timezone", None)
    if chosen:
        await connection.execute(update(subscribers).where(subscribers.c.id == new_id).values(chosen))
    has = select(digests.c.subscriber_id).where(digests.c.subscriber_id == new_id)
    if await connection.scalar(has) is None:
        old = update(digests).where(digests.c.subscriber_id == old_id)
        await connection.execute(old.values(subscriber_id=new_id))


def _at(address: Address) -> ColumnElement[bool]:
    return and_(subscribers.c.chat_id == address.chat_id, subscribers.c.thread_id == (address.thread_id or 0))
