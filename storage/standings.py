"""How stories stand with subscribers, by the buttons under their alerts: muted, taken."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true, update

from bot.model import UNTOUCHED, Holder, Standing
from storage.engine import Database, insert
from storage.rows import standing_of
from storage.tables import deliveries, stories, votes


class Standings:
    """What the buttons under alerts need of the store."""

    _database: Database

    async def mute(self, story_id: int, subscriber_id: int, now: datetime, *, on: bool = True) -> None:
        """Silence a story for a subscriber: its message is edited and nothing new is sent of it; or end that."""
        await self._note(story_id, subscriber_id, now, {"muted_at": now if on else None})

    async def take(self, story_id: int, subscriber_id: int, holder: Holder) -> None:
        """A person of a group takes a story upon themselves, unless somebody has: of several at once the first."""
        taken = {"holder_id": holder.person, "holder": holder.name, "taken_at": holder.at}
        await self._note(story_id, subscriber_id, holder.at, taken, deliveries.c.holder_id.is_(None))

    async def give_back(self, story_id: int, subscriber_id: int, person: int) -> None:
        """The person who holds a story there does so no more; of others it changes nothing."""
        its = update(deliveries).filter_by(story_id=story_id, subscriber_id=subscriber_id, holder_id=person)
        async with self._database.write() as connection:
            await connection.execute(its.values(holder_id=None, holder=None, taken_at=None))

    async def standing(self, story_id: int, subscriber_id: int, person: int | None = None) -> Standing:
        """How a story stands with a subscriber; `person`: whether that one called it not relevant as well."""
        its = select(deliveries).filter_by(story_id=story_id, subscriber_id=subscriber_id)
        vote = select(votes.c.at).filter_by(story_id=story_id, user_id=person)
        async with self._database.read() as connection:
            row = (await connection.execute(its)).mappings().first()
            voted = person is not None and await connection.scalar(vote) is not None
            return replace(standing_of(row) if row else UNTOUCHED, irrelevant=voted)

    async def _note(
        self, story_id: int, subscriber_id: int, now: datetime, what: dict[str, Any], *only: ColumnElement[bool]
    ) -> None:
        """Keep this in the delivery, which is made if there is none: nothing is sent by it."""
        severity = select(stories.c.severity).where(stories.c.id == story_id).scalar_subquery()
        row = {"story_id": story_id, "subscriber_id": subscriber_id, "severity": severity, "told": 0, "attempts": 0}
        new = {**row, "queued_at": now, **what}
        async with self._database.write() as connection:
            kept = insert(connection, deliveries).values(new)
            key = ["story_id", "subscriber_id"]
            kept = kept.on_conflict_do_update(index_elements=key, set_=what, where=and_(true(), *only))
            await connection.execute(kept)
