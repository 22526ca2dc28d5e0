"""The people who asked to be told, and what they ask: bot.store.SubscriberStore, but for what they read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Address, ChatKind, Subscriber, Subscription
from storage.engine import Database, insert
from storage.tables import deliveries, subscribers, subscriptions, votes, waiting


class Subscribers:
    """What answering commands needs of the store."""

    _database: Database

    async def subscriber(self, address: Address) -> Subscriber | None:
        """Who is at this address, gone or not."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(subscribers).where(_at(address)))
            row = rows.mappings().first()
            return subscriber_of(row) if row else None

    async def welcome(
        self, address: Address, kind: ChatKind, language: str, timezone: str, now: datetime
    ) -> Subscriber:
        """The subscriber at this address, made if it is new, brought back if it was gone.

        Who comes back keeps the language and the timezone chosen before, and is not sent what was missed.
        """
        missed = select(subscribers.c.id).where(_at(address), subscribers.c.gone_at.is_not(None))
        async with self._database.write() as connection:
            await _cancel(connection, deliveries.c.subscriber_id.in_(missed))
            new = insert(connection, subscribers).values(
                chat_id=address.chat_id,
                thread_id=address.thread_id or 0,
                kind=kind,
                language=language,
                timezone=timezone,
                joined_at=now,
            )
            back = new.on_conflict_do_update(
                index_elements=["chat_id", "thread_id"], set_={"kind": kind, "gone_at": None}
            )
            rows = await connection.execute(back.returning(subscribers))
            return subscriber_of(rows.mappings().one())

    async def mark_gone(self, chat_id: int, now: datetime) -> None:
        """The chat cannot be reached: nothing is sent until it is welcomed again."""
        async with self._database.write() as connection:
            await part(connection, subscribers.c.chat_id == chat_id, now)

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its id changes everywhere."""
        async with self._database.write() as connection:
            await move(connection, old, new)

    async def set_language(self, subscriber_id: int, language: str, timezone: str) -> None:
        """Speak this language to the subscriber from the next message on."""
        async with self._database.write() as connection:
            await connection.execute(
                update(subscribers)
                .where(subscribers.c.id == subscriber_id)
                .values(language=language, timezone=timezone)
            )

    async def subscriptions(self, subscriber_id: int) -> Mapping[str, Subscription]:
        """What a subscriber follows, by topic key."""
        its = (
            select(subscriptions.c.topic, subscriptions.c.min_severity, subscriptions.c.places)
            .where(subscriptions.c.subscriber_id == subscriber_id)
            .order_by(subscriptions.c.topic)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(its)
            return {row.topic: Subscription(row.topic, row.min_severity, row.places) for row in rows}

    async def subscribe(self, subscriber_id: int, topic: str, now: datetime) -> bool:
        """Follow a topic; False if it already does."""
        row = {"subscriber_id": subscriber_id, "topic": topic, "min_severity": 1, "since": now}
        async with self._database.write() as connection:
            new = insert(connection, subscriptions).values(row).on_conflict_do_nothing()
            return (await connection.execute(new)).rowcount > 0

    async def narrow(self, subscriber_id: int, topic: str, places: Sequence[str], now: datetime) -> None:
        """Follow a topic where it concerns one of these places; everywhere if none is named."""
        row = {"subscriber_id": subscriber_id, "topic": topic, "min_severity": 1, "since": now}
        wanted = {"places": tuple(places)}
        async with self._database.write() as connection:
            new = insert(connection, subscriptions).values(row | wanted)
            await connection.execute(new.on_conflict_do_update(index_elements=["subscriber_id", "topic"], set_=wanted))

    async def unsubscribe(self, subscriber_id: int, topic: str) -> bool:
        """Stop following a topic; False if it did not."""
        its = and_(subscriptions.c.subscriber_id == subscriber_id, subscriptions.c.topic == topic)
        async with self._database.write() as connection:
            return (await connection.execute(delete(subscriptions).where(its))).rowcount > 0

    async def forget(self, chat_id: int) -> None:
        """Delete the chat with all that is kept of it; of a private one, its person's votes too."""
        async with self._database.write() as connection:
            await connection.execute(delete(votes).where(votes.c.user_id == chat_id))
            await connection.execute(delete(subscribers).where(subscribers.c.chat_id == chat_id))


def subscriber_of(row: RowMapping, *, id_column: str = "id") -> Subscriber:
    """The subscriber in a row that holds its columns."""
    return Subscriber(
        id=row[id_column],
        address=Address(row["chat_id"], row["thread_id"] or None),
        kind=ChatKind(row["kind"]),
        language=row["language"],
        timezone=row["timezone"],
        gone_at=row["gone_at"],
    )


async def part(connection: AsyncConnection, who: ColumnElement[bool], now: datetime) -> None:
    """Mark subscribers as gone; what waits for them is not sent."""
    await connection.execute(update(subscribers).where(who, subscribers.c.gone_at.is_(None)).values(gone_at=now))
    await _cancel(connection, deliveries.c.subscriber_id.in_(select(subscribers.c.id).where(who)))


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
    await connection.execute(update(deliveries).where(deliveries.c.subscriber_id.in_(moving)).values(message_id=None))
    for old_id, new_id in (await connection.execute(both)).all():
        await _merge(connection, old_id, new_id)
    await connection.execute(update(subscribers).where(subscribers.c.chat_id == old).values(chat_id=new))


async def _merge(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Hand over the subscriptions and deliveries that the new row lacks, and delete the old row."""
    for table, key in ((subscriptions, subscriptions.c.topic), (deliveries, deliveries.c.story_id)):
        has = table.alias()
        theirs = select(has.c[key.name]).where(has.c.subscriber_id == new_id)
        await connection.execute(
            update(table).where(table.c.subscriber_id == old_id, key.not_in(theirs)).values(subscriber_id=new_id)
        )
    old = subscribers.alias()
    reachable = select(old).where(old.c.id == old_id, old.c.gone_at.is_(None)).exists()
    await connection.execute(update(subscribers).where(subscribers.c.id == new_id, reachable).values(gone_at=None))
    await connection.execute(delete(subscribers).where(subscribers.c.id == old_id))


async def _cancel(connection: AsyncConnection, whose: ColumnElement[bool]) -> None:
    await connection.execute(update(deliveries).where(whose, waiting).values(due_at=None, last_error=None))


def _at(address: Address) -> ColumnElement[bool]:
    return and_(subscribers.c.chat_id == address.chat_id, subscribers.c.thread_id == (address.thread_id or 0))
