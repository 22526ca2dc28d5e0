"""Whether subscribers can be reached: those who are gone, and those who are there and take no messages."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Subscriber
from storage.engine import Database
from storage.rows import subscriber_of
from storage.tables import copies, deliveries, digests, held, subscribers, waiting


class Reach:
    """What noticing who can be reached needs of the store."""

    _database: Database

    async def mark_gone(self, chat_id: int, now: datetime) -> None:
        """The chat cannot be reached: nothing is sent until it shows a sign of life."""
        async with self._database.write() as connection:
            await part(connection, subscribers.c.chat_id == chat_id, now)

    async def revive(self, chat_id: int, now: datetime) -> tuple[Subscriber, ...]:
        """A chat shows a sign of life: what waits because it was shut is due now; those that were gone, who are back.

        What these have missed is not sent.
        """
        its = subscribers.c.chat_id == chat_id
        async with self._database.write() as connection:
            await _hurry(connection, its, now)
            back = await come_back(connection, its, now)
            rows = await connection.execute(select(subscribers).where(subscribers.c.id.in_(back)))
            return tuple(subscriber_of(row) for row in rows.mappings())

    async def shut_unannounced(self) -> tuple[Subscriber, ...]:
        """Those to whom Telegram refuses our messages though we are there, and of whom no admin was told."""
        untold = subscribers.c.shut_at.is_not(None) & subscribers.c.shut_told_at.is_(None)
        async with self._database.read() as connection:
            rows = await connection.execute(select(subscribers).where(untold, subscribers.c.gone_at.is_(None)))
            return tuple(subscriber_of(row) for row in rows.mappings())

    async def announce_shut(self, subscriber_id: int, now: datetime) -> None:
        """The admins were told; they are not again before a message has come through."""
        its = update(subscribers).where(subscribers.c.id == subscriber_id)
        async with self._database.write() as connection:
            await connection.execute(its.values(shut_told_at=now))


async def part(connection: AsyncConnection, who: ColumnElement[bool], now: datetime) -> None:
    """Mark subscribers as gone; what waits for them is not sent."""
    await connection.execute(update(subscribers).where(who, subscribers.c.gone_at.is_(None)).values(gone_at=now))
    await _cancel(connection, who)


async def come_back(connection: AsyncConnection, who: ColumnElement[bool], now: datetime) -> list[int]:
    """Those of these subscribers who were gone are no more, and are not sent what they missed; their ids."""
    missed = and_(who, subscribers.c.gone_at.is_not(None))
    ids = select(subscribers.c.id).where(missed)
    await _cancel(connection, missed)
    last = ids.where(subscribers.c.digest_at.is_(None))  # what it would have told was missed as well
    await connection.execute(delete(digests).where(digests.c.subscriber_id.in_(last)))
    await connection.execute(update(digests).where(digests.c.subscriber_id.in_(ids)).values(since=now))
    back = update(subscribers).where(missed).values(gone_at=None, **_OPEN).returning(subscribers.c.id)
    return list(await connection.scalars(back))


async def shut(connection: AsyncConnection, subscriber_id: int, error: str, now: datetime) -> None:
    """Note that Telegram refuses our messages to a subscriber, and why; since when stays as it was."""
    its = update(subscribers).where(subscribers.c.id == subscriber_id)
    await connection.execute(its.where(subscribers.c.shut_at.is_(None)).values(shut_at=now))
    await connection.execute(its.values(shut_error=error))


async def delay(connection: AsyncConnection, subscriber_id: int, error: str, until: datetime) -> None:
    """Have all else that is due to a subscriber wait as well: one try finds out for all."""
    due = and_(
        deliveries.c.subscriber_id == subscriber_id, deliveries.c.due_at <= until, deliveries.c.claimed_by.is_(None)
    )
    await connection.execute(update(deliveries).where(due).values(due_at=until, last_error=error))


async def reopen(connection: AsyncConnection, subscriber_id: int, now: datetime) -> None:
    """A message came through: nothing is refused any more, and what waits for it is due now."""
    its = subscribers.c.id == subscriber_id
    await _hurry(connection, its, now)
    await connection.execute(update(subscribers).where(its).values(_OPEN))


async def _hurry(connection: AsyncConnection, who: ColumnElement[bool], now: datetime) -> None:
    """Have what waits because its subscriber was shut due now; what waits for another reason keeps its time."""
    for table in (deliveries, digests):
        of = select(subscribers.c.id).where(who, subscribers.c.shut_error == table.c.last_error)
        late = and_(table.c.due_at > now, table.c.subscriber_id.in_(of), table.c.claimed_by.is_(None))
        await connection.execute(update(table).where(late).values(due_at=now))


async def _cancel(connection: AsyncConnection, who: ColumnElement[bool]) -> None:
    ids = select(subscribers.c.id).where(who)
    never = {"due_at": None, "last_error": None}
    alerts = update(deliveries).where(deliveries.c.subscriber_id.in_(ids), or_(waiting, held))
    await connection.execute(alerts.values(never | {"held_at": None}))
    unsent = update(copies).where(copies.c.subscriber_id.in_(ids), copies.c.due_at.is_not(None))
    await connection.execute(unsent.values(never))


_OPEN = {"shut_at": None, "shut_error": None, "shut_told_at": None}
