"""What readers think of stories: bot.store.FeedbackStore."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.model import Judgement, Story
from storage.aside import readable
from storage.engine import Database, insert
from storage.stories import load
from storage.tables import deliveries, stories, votes


class Votes:
    """What feedback needs of the store."""

    _database: Database

    async def vote(self, story_id: int, user_id: int, now: datetime, *, on: bool = True) -> None:
        """A person calls a story not relevant, once however often; or takes it back."""
        row = {"story_id": story_id, "user_id": user_id}
        async with self._database.write() as connection:
            new = insert(connection, votes).values(row | {"at": now}).on_conflict_do_nothing()
            await connection.execute(new if on else delete(votes).filter_by(**row))

    async def judgements(self, since: datetime | None = None) -> tuple[Judgement, ...]:
        """The stories with votes (since then), those with the most first."""
        told = select(func.count()).where(deliveries.c.story_id == votes.c.story_id, deliveries.c.sent_at.is_not(None))
        counted = (
            select(votes.c.story_id, func.count().label("votes"), told.scalar_subquery().label("told"))
            .group_by(votes.c.story_id)
            .order_by(func.count().desc(), votes.c.story_id.desc())
        )
        if since is not None:
            counted = counted.where(votes.c.at >= since)
        async with self._database.read() as connection:
            rows = (await connection.execute(counted)).all()

            async def read(ids: Sequence[int]) -> Mapping[int, Story]:
                return await load(connection, stories.c.id.in_(ids), history=False)

            found, _ = await readable([row.story_id for row in rows], read)
            return tuple(Judgement(found[row.story_id], row.votes, row.told) for row in rows if row.story_id in found)

    async def told_at(self, story_id: int, subscriber_id: int) -> datetime | None:
        """When a subscriber was last told of a story."""
        its = select(deliveries.c.sent_at).filter_by(story_id=story_id, subscriber_id=subscriber_id)
        async with self._database.read() as connection:
            at: datetime | None = await connection.scalar(its)
            return at
