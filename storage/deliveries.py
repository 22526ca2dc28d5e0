"""The outbox: bot.store.DeliveryStore.

`due_at` is all there is to a delivery's state: in the past it waits for a claim, in the future it is in flight or waits
for its next attempt, NULL it is settled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import (
    RINGS_WITHIN,
    Broken,
    Delivery,
    DigestSettlement,
    Gone,
    Later,
    Moved,
    Refused,
    Sent,
    Settlement,
    Shut,
)
from storage.aside import raised, readable
from storage.digests import settle_digests
from storage.engine import Database
from storage.gatherings import gatherings
from storage.reach import delay, part, reopen, shut
from storage.rows import COLUMNS, standing_of, subscriber_of
from storage.stories import load
from storage.subscribers import move
from storage.tables import (
    EDITS_APART,
    SEVERITIES,
    deliveries,
    digests,
    reachable,
    stories,
    subscribers,
    translations,
    votes,
)

GROUPS, PEOPLE = timedelta(minutes=1), timedelta(seconds=2)
"""How long a message counts against Telegram's limits: to a group a minute, to anybody else a second.

The latter with a second as a margin for clocks.
"""


class Deliveries:
    """What delivery needs of the store."""

    _database: Database

    async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
        """The due deliveries, one a subscriber at most, the most severe first, each hidden for `lease`."""
        async with self._database.write() as connection:
            ids = await _due(connection, now, limit)
            if not ids:
                return ()
            leased = {"due_at": now + lease, "claimed_by": self._database.process}
            await connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(leased))
            claimed, broken = await readable(ids, partial(_read, connection, now))
            await raised(connection, deliveries, broken, now)
            return tuple(claimed.values())

    async def settle(self, settlements: Sequence[Settlement | DigestSettlement]) -> None:
        """Write what came of sends: told, message, next attempt; subscribers gone; chats moved; rows set aside.

        A delivery whose story rose meanwhile is due at once, unless it has to wait anyway. One that was deleted
        meanwhile is passed over.
        """
        if not settlements:
            return
        async with self._database.write() as connection:
            await _settle_deliveries(connection, [one for one in settlements if isinstance(one, Settlement)])
            await settle_digests(connection, [one for one in settlements if isinstance(one, DigestSettlement)])

    async def recent_sends(self, now: datetime) -> tuple[tuple[int, datetime], ...]:
        """What counts against Telegram's limits now: (chat_id, when), oldest first; what is in flight counts as now.

        So does what was in flight when its process died: it may have gone.
        """
        # A minute of groups and channels (negative ids), two seconds of everybody else.
        since = case((subscribers.c.chat_id < 0, literal(now - GROUPS, _AT)), else_=literal(now - PEOPLE, _AT))
        sent = select(subscribers.c.chat_id, deliveries.c.sent_at.label("at")).where(
            deliveries.c.sent_at >= now - GROUPS, deliveries.c.sent_at >= since, deliveries.c.message_id.is_not(None)
        )
        # What a digest told has no message of its own; the digest went when it was claimed, as nearly as matters here.
        digested = select(subscribers.c.chat_id, digests.c.since.label("at")).where(digests.c.since >= since)
        in_flight = [
            select(subscribers.c.chat_id, literal(now, _AT).label("at"))
            .where(table.c.claimed_by.is_not(None), table.c.due_at.is_not(None))
            .select_from(table)
            for table in (deliveries, digests)
        ]
        async with self._database.read() as connection:
            queries = (query.join(subscribers) for query in (sent, digested, *in_flight))
            found = [(await connection.execute(query)).all() for query in queries]
        return tuple(sorted(((row.chat_id, row.at) for rows in found for row in rows), key=lambda one: one[1]))

    async def next_delivery_at(self) -> datetime | None:
        """When the next delivery is due, or None when the outbox is empty."""
        # One look at the head of the index for each severity.
        heads = (_waiting(severity).order_by(deliveries.c.due_at).limit(1).subquery() for severity in SEVERITIES)
        due = union_all(*(select(head.c.due_at) for head in heads)).subquery()
        async with self._database.read() as connection:
            at: datetime | None = await connection.scalar(select(func.min(due.c.due_at)))
            return at


async def _read(connection: AsyncConnection, now: datetime, ids: Sequence[int]) -> dict[int, Delivery]:
    """The deliveries by id, with their stories and subscribers, and the messages that gather what is too much."""
    whole = select(deliveries, *COLUMNS, _irrelevant).join(subscribers).where(deliveries.c.id.in_(ids))
    rows = (await connection.execute(whole)).mappings().all()
    told = await load(connection, stories.c.id.in_({row["story_id"] for row in rows}))
    gathering = await gatherings(connection, rows, now)
    return {
        row["id"]: Delivery(
            id=row["id"],
            story=told[row["story_id"]],
            subscriber=subscriber_of(row, id_column="subscriber_id"),
            told=row["told"],
            message_id=row["message_id"],
            attempts=row["attempts"],
            standing=replace(standing_of(row), irrelevant=row["irrelevant"]),
            gathering=gathering.get(row["id"]),
            **{name: row[name] for name in _MEMORY},
        )
        for row in rows
    }


def _waiting(severity: int) -> Select[Any]:
    return (
        select(deliveries.c.id, deliveries.c.subscriber_id, deliveries.c.due_at)
        .join(subscribers)
        .where(
            deliveries.c.severity == severity,
            deliveries.c.due_at.is_not(None),
            subscribers.c.gone_at.is_(None),
            reachable,
        )
    )


async def _due(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """The ids of up to `limit` due deliveries to as many subscribers, locked, in order of claim.

    Severity by severity, so that each query walks the index from its head and stops; a further look at the same
    severity leaves out the subscribers that the first one found several times.
    """
    chosen: dict[int, int] = {}
    for severity in SEVERITIES:
        while room := limit - len(chosen):
            due = (
                _waiting(severity)
                .where(deliveries.c.due_at <= now, deliveries.c.subscriber_id.not_in(list(chosen)))
                .order_by(deliveries.c.due_at, deliveries.c.id)
                .limit(room)
                .with_for_update(skip_locked=True, of=deliveries)
            )
            rows = (await connection.execute(due)).all()
            for row in rows:
                chosen.setdefault(row.subscriber_id, row.id)
            if len(rows) < room:
                break
    return list(chosen.values())


async def _settle_deliveries(connection: AsyncConnection, settlements: Sequence[Settlement]) -> None:
    if not settlements:
        return
    rows = await _locked(connection, settlements)
    known = [one for one in settlements if one.delivery.id in rows]
    for one in known:  # one after the other: two of them may be of the same delivery
        rows[one.delivery.id] |= _settled(rows[one.delivery.id], one)
    if known:
        changed = ("due_at", *_OUTCOME)
        settled = [{"of": number} | {name: row[name] for name in changed} for number, row in rows.items()]
        await connection.execute(_settle, settled)
    await _note_rings(connection, known)
    for settlement in known:
        await _follow_up(connection, settlement)


async def _note_rings(connection: AsyncConnection, settlements: Sequence[Settlement]) -> None:
    """Keep when each chat heard a sound within the hour."""
    rang = [one for one in settlements if isinstance(one.outcome, Sent) and one.outcome.rang]
    if rang:
        times = [
            (one.delivery.subscriber.id, one.delivery.subscriber.rang_since(one.at - RINGS_WITHIN), one.at)
            for one in rang
        ]
        rows = [{"of": number, "rang": [at.isoformat() for at in (*before, now)]} for number, before, now in times]
        await connection.execute(update(subscribers).where(subscribers.c.id == bindparam("of")), rows)


async def _locked(connection: AsyncConnection, settlements: Iterable[Settlement]) -> dict[int, dict[str, Any]]:
    """The rows to settle with their stories' revisions, by id, held still until the transaction ends.

    Stories first: a detection that raises one waits here, or we wait for it, so that neither overlooks the other.
    """
    ids = {settlement.delivery.id for settlement in settlements}
    story_ids = {settlement.delivery.story.id for settlement in settlements}
    held = select(stories.c.id).where(stories.c.id.in_(story_ids)).order_by(stories.c.id)
    await connection.execute(held.with_for_update(read=True))
    rows = await connection.execute(
        select(deliveries, stories.c.revision, stories.c.severity.label("fires"), stories.c.retracted_at, _translated)
        .join(stories)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.id)
        .with_for_update(of=deliveries)
    )
    return {row["id"]: dict(row) for row in rows.mappings()}


def _settled(row: Mapping[str, Any], settlement: Settlement) -> dict[str, Any]:
    """The row as the settlement leaves it."""
    tried, now = settlement.delivery.story.revision, settlement.at
    after = {name: row[name] for name in _OUTCOME} | {"due_at": settlement.due_at}
    match settlement.outcome:
        case Sent(message_id, gathered=gathered):
            after |= {"gathered_at": (row["gathered_at"] or settlement.at) if gathered else None}
            after |= {"told": max(row["told"], tried), "message_id": message_id, "sent_at": _stood_at(row, settlement)}
            after |= {"told_severity": settlement.delivery.story.severity}
            after |= {"first_sent_at": row["first_sent_at"] or settlement.at}
            after |= {"attempts": 0, "last_error": None, "due_at": None, "raised": None}
        case Later(reason, counts=counts):
            after |= {"attempts": row["attempts"] + counts, "last_error": reason}
        case Shut(reason):
            after |= {"attempts": row["attempts"] + 1, "last_error": reason}
        case Broken():
            after |= {"attempts": row["attempts"] + 1}
        case Refused(reason):
            after |= {"last_error": reason, "due_at": None}
        case Gone():
            return after | {"last_error": None, "due_at": None}
        case Moved():
            after |= {"due_at": now}
    if after["told"] >= row["revision"]:
        after |= {"due_at": _shown_next(row, settlement), "last_error": None}
    elif after["due_at"] is None and tried < row["revision"]:
        # What was shown just now is not changed at once, unless the change rings.
        waits = isinstance(settlement.outcome, Sent) and not _rings({**row, **after}, settlement.delivery)
        after["due_at"] = now + EDITS_APART if waits else now
    return after


def _shown_next(row: Mapping[str, Any], settlement: Settlement) -> datetime | None:
    """When to edit a message that tells all, for what stands beside its story: buttons, a translation; None: it does.

    What changed while the message was on its way is shown next, since the message was made before; what could not be
    shown yet is tried again.
    """
    tried = settlement.delivery
    if not isinstance(settlement.outcome, Sent):
        return settlement.due_at if tried.told >= row["revision"] else None
    shown = replace(tried.standing, irrelevant=False)  # that button shows itself
    made = {one.source for one in tried.story.translations if one.language == tried.subscriber.language}
    outdated = standing_of(row) != shown or (row["translated"] is not None and row["translated"] not in made)
    return settlement.at if outdated else None


def _stood_at(row: Mapping[str, Any], settlement: Settlement) -> datetime:
    """The `sent_at` to keep: now, but before a retraction that what was sent did not know of yet.

    Such a retraction came while the message was in flight. It must count as later, so that it is still told.
    """
    unknown = row["retracted_at"] is not None and settlement.delivery.story.retracted_at is None
    return min(settlement.at, row["retracted_at"] - timedelta.resolution) if unknown else settlement.at


def _rings(row: Mapping[str, Any], delivery: Delivery) -> bool:
    """Whether telling the story as it now is would ring, after what the row remembers."""
    story = replace(delivery.story, severity=row["fires"], retracted_at=row["retracted_at"])
    memory = {name: row[name] for name in ("message_id", *_MEMORY)}
    return replace(delivery, story=story, **memory).rings


async def _follow_up(connection: AsyncConnection, settlement: Settlement) -> None:
    """What an outcome means beyond its row as it was settled: for the subscriber, and for a row that is broken."""
    subscriber = settlement.delivery.subscriber
    match settlement.outcome:
        case Broken(error):
            await raised(connection, deliveries, {settlement.delivery.id: error}, settlement.at)
        case Gone():
            await part(connection, subscribers.c.id == subscriber.id, settlement.at)
        case Shut(reason):
            await shut(connection, subscriber.id, reason, settlement.at)
            if settlement.due_at:
                await delay(connection, subscriber.id, reason, settlement.due_at)
        case Sent(lacking=str(reason)):
            await shut(connection, subscriber.id, reason, settlement.at)
        case Sent() if subscriber.shut_at and settlement.delivery.message_id is None:  # an edit says little
            await reopen(connection, subscriber.id, settlement.at)
        case Moved(chat_id):
            await move(connection, subscriber.address.chat_id, chat_id)


_AT = deliveries.c.due_at.type
_translated = (
    select(translations.c.source)
    .join(subscribers, subscribers.c.language == translations.c.language)
    .where(translations.c.story_id == deliveries.c.story_id, subscribers.c.id == deliveries.c.subscriber_id)
    .correlate(deliveries)
    .scalar_subquery()
    .label("translated")
)
"""The headline that a machine translated for the reader; NULL: none."""
_irrelevant = (
    select(votes.c.story_id)
    .where(votes.c.story_id == deliveries.c.story_id, votes.c.user_id == subscribers.c.chat_id)
    .exists()
    .label("irrelevant")
)
"""Whether the reader of a private chat, whose id is the chat's, called the story not relevant."""
_OUTCOME = (
    *("gathered_at", "told", "message_id", "attempts", "last_error", "sent_at", "first_sent_at", "told_severity"),
    "raised",
)
_MEMORY = ("queued_at", "sent_at", "told_severity", "muted_at", "silent_at", "gathered_at")
_settle = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("of"))
    .values({name: bindparam(name) for name in ("due_at", *_OUTCOME)} | {"claimed_by": None})
)
