"""The digests: bot.store's part that claims and settles them. Alerts that wait for one are deliveries that are held."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import (
    DAILY,
    LISTED,
    Broken,
    Digest,
    DigestSettlement,
    Gone,
    Later,
    Moved,
    Refused,
    Sent,
    Shut,
    Story,
    Subscriber,
)
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.reach import part, reopen, shut
from storage.rows import COLUMNS, subscriber_of
from storage.stories import load_readable
from storage.subscribers import move
from storage.tables import deliveries, digests, held, stories, subscribers

_waits = and_(held, deliveries.c.muted_at.is_(None))
"""The deliveries that a digest tells: those that are held, of stories that are not muted."""
_RHYTHM = ("digest_at", "digest_hours", "digest_day")
_AFRESH = {"attempts": 0, "last_error": None, "raised": None, "set_aside_at": None, "claimed_by": None}
"""What a digest that was told, or is set anew, starts with."""


class Digests:
    """What digests need of the store."""

    _database: Database

    async def set_digest(self, reader: Subscriber, digest_due: datetime | None, now: datetime) -> int:
        """Keep whether the subscriber has a digest, and when it is due; how many alerts wait for one.

        From now on those that are not urgent wait. Without digest none does any more, and those that waited come in
        a last one, which is due now.
        """
        async with self._database.write() as connection:
            if digest_due is None and self._database.is_server:
                # No fan-out is under way that would hold an alert for a digest that comes no more.
                await connection.execute(text("LOCK TABLE stories IN SHARE MODE"))
            its = subscribers.c.id == reader.id
            await connection.execute(update(subscribers).where(its).values(_rhythm(reader)))
            waiting = await _waiting(connection, reader.id)
            if digest_due is None and not waiting:
                await _end(connection, reader.id)
            elif digest_due is None:
                await _keep(connection, reader.id, _AFRESH | {"due_at": now})
            else:
                new = insert(connection, digests).values(subscriber_id=reader.id, since=now, due_at=digest_due)
                again = _AFRESH | {"due_at": digest_due}
                await connection.execute(new.on_conflict_do_update(index_elements=["subscriber_id"], set_=again))
            return waiting

    async def claim_digests(self, now: datetime, lease: timedelta, limit: int) -> tuple[Digest, ...]:
        """The due digests, the longest due first, with what waits for each, the gravest first; hidden for `lease`."""
        due = (
            select(digests.c.subscriber_id)
            .join(subscribers)
            .where(digests.c.due_at <= now, digests.c.set_aside_at.is_(None), subscribers.c.gone_at.is_(None))
            .order_by(digests.c.due_at, digests.c.subscriber_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=digests)
        )
        async with self._database.write() as connection:
            ids = list(await connection.scalars(due))
            if not ids:
                return ()
            leased = {"due_at": now + lease, "claimed_by": self._database.process}
            await connection.execute(update(digests).where(digests.c.subscriber_id.in_(ids)).values(leased))
            claimed, broken = await readable(ids, partial(_read, connection, now))
            await raised(connection, digests, broken, now)
            return tuple(claimed.values())


async def _read(connection: AsyncConnection, now: datetime, ids: Sequence[int]) -> dict[int, Digest]:
    """The digests by their subscribers' ids, with the stories that they list."""
    whose = digests.c.subscriber_id.in_(ids)
    rows = (await connection.execute(select(digests, *COLUMNS).join(subscribers).where(whose))).mappings().all()
    waiting: defaultdict[int, list[RowMapping]] = defaultdict(list)
    for row in (await connection.execute(_held.where(deliveries.c.subscriber_id.in_(ids)))).mappings():
        waiting[row["subscriber_id"]].append(row)
    listed = {row["story_id"] for of_one in waiting.values() for row in of_one[:LISTED]}
    told = await load_readable(connection, stories.c.id.in_(listed)) if listed else {}
    return {row["subscriber_id"]: _digest(row, waiting[row["subscriber_id"]], told, now) for row in rows}


def _digest(row: RowMapping, waiting: Sequence[RowMapping], told: Mapping[int, Story], now: datetime) -> Digest:
    return Digest(
        subscriber=subscriber_of(row, id_column="subscriber_id"),
        since=row["since"],
        at=now,
        stories=tuple(told[one["story_id"]] for one in waiting[:LISTED] if one["story_id"] in told),
        total=len(waiting),
        held=tuple((one["id"], one["revision"]) for one in waiting),
        attempts=row["attempts"],
    )


async def settle_digests(connection: AsyncConnection, settlements: Sequence[DigestSettlement]) -> None:
    """Write what came of digests; one whose subscriber left meanwhile is passed over."""
    for settlement in settlements:
        reader = settlement.digest.subscriber
        its = select(digests, *(subscribers.c[name] for name in (*_RHYTHM, "timezone"))).join(subscribers)
        its = its.where(digests.c.subscriber_id == reader.id).with_for_update(of=digests)
        row = (await connection.execute(its)).mappings().first()
        if row is not None:
            await _settle(connection, row, settlement)


async def _settle(connection: AsyncConnection, row: RowMapping, settlement: DigestSettlement) -> None:
    digest, reader = settlement.digest, settlement.digest.subscriber
    match settlement.outcome:
        case Sent(lacking=lacking):
            await _tell(connection, settlement)
            await _go_on(connection, row, settlement, _AFRESH | {"since": digest.at})
            if lacking:
                await shut(connection, reader.id, lacking, settlement.at)
            elif reader.shut_at:
                await reopen(connection, reader.id, settlement.at)
        case Refused(reason) | Shut(reason):  # what it would have told waits for the next try
            if isinstance(settlement.outcome, Shut):
                await shut(connection, reader.id, reason, settlement.at)
            await _later(connection, row, settlement, reason)
        case Later(reason, counts=counts):
            await _later(connection, row, settlement, reason, counts=counts)
        case Broken(error):
            await _keep(connection, reader.id, {"attempts": row["attempts"] + 1, "due_at": settlement.due_at})
            await raised(connection, digests, {reader.id: error}, settlement.at)
        case Gone():
            await _keep(connection, reader.id, {})
            await part(connection, subscribers.c.id == reader.id, settlement.at)
        case Moved(chat_id):
            await _keep(connection, reader.id, {"due_at": settlement.at})
            await move(connection, reader.address.chat_id, chat_id)


async def _later(
    connection: AsyncConnection, row: RowMapping, settlement: DigestSettlement, reason: str, *, counts: bool = True
) -> None:
    """The same digest again, when the settlement says."""
    after = {"attempts": row["attempts"] + counts, "last_error": reason, "due_at": settlement.due_at}
    await _keep(connection, settlement.digest.subscriber.id, after)


async def _go_on(
    connection: AsyncConnection, row: RowMapping, settlement: DigestSettlement, after: dict[str, Any]
) -> None:
    """The next digest, or none, after one was told; what the subscriber chose meanwhile stands."""
    reader = settlement.digest.subscriber
    if row["digest_at"] is not None:
        then = {name: row[name] for name in _RHYTHM}
        chosen = (then, row["timezone"]) == (_rhythm(reader), reader.timezone)
        await _keep(connection, reader.id, after | ({"due_at": settlement.due_at} if chosen else {}))
    elif await _waiting(connection, reader.id):
        await _keep(connection, reader.id, after | {"due_at": settlement.at})
    else:
        await _end(connection, reader.id)


async def _tell(connection: AsyncConnection, settlement: DigestSettlement) -> None:
    """Note in each delivery what the digest told.

    Stories first, as in settling deliveries: a detection that raises one waits here, or we wait for it.
    """
    rows = [{"of": number, "seen": revision} for number, revision in settlement.digest.held]
    if not rows:
        return
    whose = deliveries.c.subscriber_id == settlement.digest.subscriber.id
    its = select(deliveries.c.story_id).where(whose, held)
    await connection.execute(
        select(stories.c.id).where(stories.c.id.in_(its)).order_by(stories.c.id).with_for_update(read=True)
    )
    told = {"told": bindparam("seen"), "told_severity": _severity, "sent_at": settlement.at}
    await connection.execute(_release.values(told | {"held_at": None}), rows)


def _rhythm(reader: Subscriber) -> dict[str, Any]:
    """When a subscriber's digests come, as its columns."""
    hours = None if reader.digest_hours == DAILY else reader.digest_hours
    return dict(zip(_RHYTHM, (reader.digest_at, hours, reader.digest_day), strict=True))


async def _waiting(connection: AsyncConnection, subscriber_id: int) -> int:
    whose = deliveries.c.subscriber_id == subscriber_id
    return await connection.scalar(select(func.count()).select_from(deliveries).where(whose, _waits)) or 0


async def _keep(connection: AsyncConnection, subscriber_id: int, values: dict[str, Any]) -> None:
    its = update(digests).where(digests.c.subscriber_id == subscriber_id)
    await connection.execute(its.values({"claimed_by": None} | values))


async def _end(connection: AsyncConnection, subscriber_id: int) -> None:
    """No further digest; a muted story that was held for one is told no more."""
    whose = deliveries.c.subscriber_id == subscriber_id
    await connection.execute(update(deliveries).where(whose, held).values(held_at=None))
    await connection.execute(delete(digests).where(digests.c.subscriber_id == subscriber_id))


_held = (
    select(deliveries.c.id, deliveries.c.subscriber_id, deliveries.c.story_id, stories.c.revision)
    .join(stories)
    .where(_waits)
    .order_by(stories.c.severity.desc(), stories.c.opened_at.desc(), stories.c.id.desc())
)
_severity = select(stories.c.severity).where(stories.c.id == deliveries.c.story_id).scalar_subquery()
_as_seen = select(stories).where(stories.c.id == deliveries.c.story_id, stories.c.revision == bindparam("seen"))
_release = update(deliveries).where(deliveries.c.id == bindparam("of"), held, _as_seen.exists())
