"""Texts of the admins to every chat: bot.store.BulletinStore. A copy's `due_at` says as much as a delivery's does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, case, delete, func, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Address, Bulletin, Copy, CopySettlement, Gone, Later, Moved, Sent, Shut
from storage.engine import Database
from storage.reach import part, reopen, shut
from storage.rows import COLUMNS, subscriber_of
from storage.subscribers import move
from storage.tables import bulletins, copies, subscribers


class Bulletins:
    """What texts to every chat need of the store."""

    _database: Database

    async def chats(self) -> int:
        """To how many chats a bulletin would go: each once, however many of its topics subscribed."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(_readers().subquery())) or 0

    async def draft_bulletin(self, text: str, shown: Address, language: str, now: datetime) -> int:
        """Keep a text whose sending is not confirmed yet; its id."""
        row = {"text": text, "language": language, "drafted_at": now}
        where = {"chat_id": shown.chat_id, "thread_id": shown.thread_id or 0}
        async with self._database.write() as connection:
            new = bulletins.insert().values(row | where).returning(bulletins.c.id)
            number: int = (await connection.execute(new)).scalar_one()
            return number

    async def begin_bulletin(self, number: int, message_id: int | None, now: datetime) -> Bulletin | None:
        """Have a text sent to every chat from now on, once however often it is asked for; None: there is none."""
        its = update(bulletins).where(bulletins.c.id == number, bulletins.c.begun_at.is_(None))
        async with self._database.write() as connection:
            begun = await connection.execute(
                its.where(bulletins.c.ended_at.is_(None)).values(begun_at=now, message_id=message_id)
            )
            if begun.rowcount:
                at = literal(now, copies.c.due_at.type)
                every = _readers().add_columns(literal(number), at, literal(0))
                names = ["subscriber_id", "bulletin_id", "due_at", "attempts"]
                await connection.execute(copies.insert().from_select(names, every))
            return await _one(connection, bulletins.c.id == number)

    async def end_bulletin(self, number: int, now: datetime) -> Bulletin | None:
        """Send a text to nobody else: what is in flight may still arrive. None: there is none."""
        async with self._database.write() as connection:
            its = update(bulletins).where(bulletins.c.id == number, bulletins.c.ended_at.is_(None))
            await connection.execute(its.values(ended_at=now))
            left = (copies.c.bulletin_id == number) & copies.c.due_at.is_not(None) & copies.c.claimed_by.is_(None)
            await connection.execute(update(copies).where(left).values(due_at=None))
            return await _one(connection, bulletins.c.id == number)

    async def bulletins(self) -> tuple[Bulletin, ...]:
        """Those that were begun, and whose author has not seen the end of it."""
        going = bulletins.c.begun_at.is_not(None) & bulletins.c.reported_at.is_(None)
        async with self._database.read() as connection:
            rows = (await connection.execute(_counted(going).order_by(bulletins.c.id))).mappings()
            return tuple(_bulletin(row) for row in rows)

    async def report_bulletin(self, number: int, now: datetime) -> None:
        """The author has seen its end."""
        async with self._database.write() as connection:
            await connection.execute(update(bulletins).where(bulletins.c.id == number).values(reported_at=now))

    async def claim_copies(self, now: datetime, lease: timedelta, limit: int) -> tuple[Copy, ...]:
        """The due copies, the longest due first, each hidden for `lease`; of texts that were stopped none."""
        # No join, and NOT IN: so both engines go along the index of what is due, and do not sort all copies of a text.
        # Of who is gone none are due (`reach.part`).
        ended = select(bulletins.c.id).where(bulletins.c.ended_at.is_not(None))
        due = (
            select(copies.c.id)
            .where(copies.c.due_at <= now, copies.c.bulletin_id.not_in(ended))
            .order_by(copies.c.due_at, copies.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            ids = list(await connection.scalars(due))
            if not ids:
                return ()
            leased = {"due_at": now + lease, "claimed_by": self._database.process}
            await connection.execute(update(copies).where(copies.c.id.in_(ids)).values(leased))
            rows = await connection.execute(_whole.where(copies.c.id.in_(ids)))
            return tuple(map(_copy, rows.mappings()))

    async def drop_bulletins(self, before: datetime) -> int:
        """Delete the texts, with their copies, that were drafted before then and are under way no more; how many."""
        over = bulletins.c.begun_at.is_(None) | bulletins.c.reported_at.is_not(None)
        async with self._database.write() as connection:
            dropped = await connection.execute(delete(bulletins).where(bulletins.c.drafted_at < before, over))
            return dropped.rowcount


async def settle_copies(connection: AsyncConnection, settlements: Sequence[CopySettlement]) -> None:
    """Write what came of copies; one that was sent, or whose subscriber left, is passed over."""
    for settlement in settlements:
        # One that was sent stays so: its lease may have run out meanwhile, and a second claim given it back.
        its = update(copies).where(copies.c.id == settlement.copy.id, copies.c.sent_at.is_(None))
        if (await connection.execute(its.values(_settled(settlement)))).rowcount:
            await _follow_up(connection, settlement)


def _settled(settlement: CopySettlement) -> dict[str, Any]:
    """The copy's row as the settlement leaves it; of a text that was stopped nothing is tried again."""
    outcome, ended = settlement.outcome, _ended.exists()
    again = case((ended, null()), else_=literal(settlement.due_at, copies.c.due_at.type))
    after: dict[str, Any] = {"claimed_by": None, "due_at": again}
    match outcome:
        case Sent():
            return after | {"sent_at": settlement.at, "due_at": None, "last_error": None}
        case Moved():
            return after
        case Later(reason, counts=counts):
            return after | {"attempts": copies.c.attempts + int(counts), "last_error": reason}
        case _:
            reason = outcome.error if hasattr(outcome, "error") else outcome.reason
            return after | {"attempts": copies.c.attempts + 1, "last_error": reason}


async def _follow_up(connection: AsyncConnection, settlement: CopySettlement) -> None:
    """What an outcome means for the subscriber."""
    subscriber = settlement.copy.subscriber
    match settlement.outcome:
        case Gone():
            await part(connection, subscribers.c.id == subscriber.id, settlement.at)
        case Shut(reason) | Sent(lacking=str(reason)):
            await shut(connection, subscriber.id, reason, settlement.at)
        case Sent() if subscriber.shut_at:
            await reopen(connection, subscriber.id, settlement.at)
        case Moved(chat_id):
            await move(connection, subscriber.address.chat_id, chat_id)


def _readers() -> Select[int]:
    """A subscriber of each chat that can be reached: who came first there."""
    first = func.min(subscribers.c.id)
    return select(first).where(subscribers.c.gone_at.is_(None)).group_by(subscribers.c.chat_id).order_by(first)


def _counted(which: ColumnElement[bool]) -> Select[Any]:
    """Bulletins with how far they have come."""
    its = select(func.count()).select_from(copies).where(copies.c.bulletin_id == bulletins.c.id)
    counts = {
        "total": its,
        "sent": its.where(copies.c.sent_at.is_not(None)),
        "waiting": its.where(copies.c.due_at.is_not(None)),
    }
    return select(bulletins, *(count.scalar_subquery().label(name) for name, count in counts.items())).where(which)


async def _one(connection: AsyncConnection, which: ColumnElement[bool]) -> Bulletin | None:
    row = (await connection.execute(_counted(which))).mappings().first()
    return _bulletin(row) if row else None


def _copy(row: RowMapping) -> Copy:
    reader = subscriber_of(row, id_column="subscriber_id")
    return Copy(row["id"], row["text"], reader, row["begun_at"], row["attempts"])


def _bulletin(row: RowMapping) -> Bulletin:
    same = ("id", "text", "language", "message_id", "begun_at", "ended_at", "total", "sent", "waiting")
    return Bulletin(shown=Address(row["chat_id"], row["thread_id"] or None), **{name: row[name] for name in same})


_ended = select(bulletins.c.id).where(bulletins.c.id == copies.c.bulletin_id, bulletins.c.ended_at.is_not(None))
_whole = (
    select(copies.c.id, copies.c.subscriber_id, copies.c.attempts, bulletins.c.text, bulletins.c.begun_at, *COLUMNS)
    .select_from(copies)
    .join(bulletins)
    .join(subscribers)
    .order_by(copies.c.id)
)
