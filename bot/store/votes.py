"""The promise of votes: which stories readers call not relevant."""

from datetime import datetime
from typing import Protocol

from bot.model import Judgement


class FeedbackStore(Protocol):
    """What readers think of what they were told."""

    async def vote(self, story_id: int, user_id: int, now: datetime, *, on: bool = True) -> None:
        """A person calls a story not relevant, once however often; or takes it back."""

    async def judgements(self, since: datetime | None = None) -> tuple[Judgement, ...]:
        """The stories with votes (since then), those with the most first."""

    async def told_at(self, story_id: int, subscriber_id: int) -> datetime | None:
        """When a subscriber was last told of a story."""
