"""Who is posted to, and what each was told: bot.store.ReceiverStore.

The stories themselves are the outbox: what a receiver has not been told of, or in an older revision, is what waits for
it. So there is nothing to write when a story changes, and nothing that could be lost between the two.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, func, literal, not_, or_, select, update

from bot.model import Form, Posting, Receiver, Story
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.stories import load
from storage.tables import postings, receivers, stories, story_topics, unposted

WAITS = timedelta(days=7)
"""How long a story waits for a receiver that takes nothing; what changed last before that is not posted any more."""


class Receivers:
    """What keeps machines informed."""

    _database: Database

    async def receivers(self) -> tuple[Receiver, ...]:
        """Every receiver, by name."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(receivers).order_by(receivers.c.name))
            return tuple(_receiver(row) for row in rows.mappings())

    async def add_receiver(self, receiver: Receiver, now: datetime) -> bool:
        """Have it hear of what opens from now on; False where one of that name is there."""
        kept = {name: getattr(receiver, name) for name in _GIVEN}
        row = kept | {"form": str(receiver.form), "added_at": now, "attempts": 0}
        async with self._database.write() as connection:
            new = insert(connection, receivers).values(row).on_conflict_do_nothing(index_elements=["name"])
            return (await connection.execute(new)).rowcount > 0

    async def remove_receiver(self, name: str) -> bool:
        """Forget it and what it was told; False where there is none of that name."""
        async with self._database.write() as connection:
            return (await connection.execute(delete(receivers).where(receivers.c.name == name))).rowcount > 0

    async def next_posting(self, receiver: Receiver, now: datetime) -> Posting | None:
        """The story that has waited longest for this receiver, as it is now; None where there is none."""
        while True:
            async with self._database.read() as connection:
                row = (await connection.execute(_waiting(receiver, now).limit(1))).one_or_none()
                if row is None:
                    return None
                found, broken = await readable([row.id], lambda ids: load(connection, stories.c.id.in_(ids)))
            if found:
                return Posting(found[row.id], row.told or 0, row.told_severity, row.told_at, row.reference)
            await self._raised(receiver, row.id, row.revision, broken[row.id], now)

    async def postings_waiting(self, receiver: Receiver, now: datetime) -> int:
        """How many stories wait for this receiver."""
        counted = select(func.count()).select_from(_waiting(receiver, now).order_by(None).subquery())
        async with self._database.read() as connection:
            return await connection.scalar(counted) or 0

    async def posted(self, receiver: Receiver, story: Story, reference: str | None, now: datetime) -> None:
        """The receiver took the story in this revision, or never will; `reference` is what it calls the message."""
        told = {"told": story.revision, "told_severity": story.severity, "told_at": now, "reference": reference}
        row = {"receiver_id": receiver.id, "story_id": story.id} | told
        well = {"due_at": None, "attempts": 0, "failing_since": None, "error": None}
        async with self._database.write() as connection:
            await connection.execute(delete(unposted).where(_of(receiver, story.id)))
            there = await connection.execute(update(receivers).where(receivers.c.id == receiver.id).values(well))
            if there.rowcount:  # else it was removed meanwhile
                new = insert(connection, postings).values(row)
                await connection.execute(
                    new.on_conflict_do_update(index_elements=["receiver_id", "story_id"], set_=told)
                )

    async def posting_raised(self, receiver: Receiver, story: Story, error: str, now: datetime) -> bool:
        """Count that code raised over the story in this revision; whether it is set aside now."""
        return await self._raised(receiver, story.id, story.revision, error, now)

    async def _raised(self, receiver: Receiver, story_id: int | None, revision: int, error: str, now: datetime) -> bool:
        row = {"receiver_id": receiver.id, "story_id": story_id, "revision": revision}
        async with self._database.write() as connection:
            if await connection.scalar(select(_there(receiver))) is None:
                return False  # it was removed meanwhile
            older = _of(receiver, story_id) & (unposted.c.revision < revision)
            await connection.execute(delete(unposted).where(older))
            await connection.execute(insert(connection, unposted).values(row).on_conflict_do_nothing())
            its = select(unposted.c.id).where(_of(receiver, story_id), unposted.c.revision == revision)
            number = await connection.scalar(its)
            return bool(await raised(connection, unposted, {number: error}, now))

    async def not_posted(self, receiver: Receiver, error: str, due_at: datetime, now: datetime) -> None:
        """The receiver did not take what it was to hear of, and is tried again at `due_at`."""
        since = func.coalesce(receivers.c.failing_since, literal(now, receivers.c.failing_since.type))
        failed = {"due_at": due_at, "attempts": receivers.c.attempts + 1, "failing_since": since, "error": error}
        async with self._database.write() as connection:
            await connection.execute(update(receivers).where(receivers.c.id == receiver.id).values(failed))


def _receiver(row: RowMapping) -> Receiver:
    return Receiver(**dict(row) | {"form": Form(row["form"])})


def _of(receiver: Receiver, story_id: int | None) -> ColumnElement[bool]:
    return (unposted.c.receiver_id == receiver.id) & (unposted.c.story_id == story_id)


def _there(receiver: Receiver) -> ColumnElement[int | None]:
    """Its id, NULL where it was removed: what waits for it waits no more."""
    return select(receivers.c.id).where(receivers.c.id == receiver.id).scalar_subquery()


def _waiting(receiver: Receiver, now: datetime) -> Select[int, int, int, int, datetime, str | None]:
    """What the receiver is to hear of, first changed first: id, revision, and what it was told of it."""
    mine = and_(postings.c.story_id == stories.c.id, postings.c.receiver_id == receiver.id)
    told = (postings.c.told, postings.c.told_severity, postings.c.told_at, postings.c.reference)
    aside = select(unposted).where(unposted.c.receiver_id == receiver.id, unposted.c.story_id == stories.c.id)
    aside = aside.where(unposted.c.revision == stories.c.revision, unposted.c.set_aside_at.is_not(None))
    news = and_(postings.c.told.is_(None), stories.c.severity >= receiver.min_severity, _is_of(receiver.topics))
    return (
        select(stories.c.id, stories.c.revision, *told)
        .outerjoin(postings, mine)
        .where(
            stories.c.updated_at >= now - WAITS,
            stories.c.opened_at >= receiver.added_at,
            or_(postings.c.told < stories.c.revision, news),
            not_(aside.exists()),
            _there(receiver).is_not(None),
        )
        .order_by(stories.c.updated_at, stories.c.id)
    )


def _is_of(topics: Sequence[str]) -> ColumnElement[bool]:
    """Story: it is of one of these topics, and does not only touch it; of any topic at all, where none is named."""
    of_it = select(story_topics).where(story_topics.c.story_id == stories.c.id, not_(story_topics.c.passing))
    return (of_it.where(story_topics.c.topic.in_(topics)) if topics else of_it).exists()


_GIVEN = ("name", "url", "language", "topics", "min_severity", "secret")
"""What whoever adds a receiver says of it."""
