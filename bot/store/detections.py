"""The promise of detections: which entries wait to be judged, and what became of them."""

from datetime import datetime
from typing import Protocol

from bot.model import Arrival, Detection, Query, Story


class DetectionStore(Protocol):
    """What becomes of entries."""

    async def undetected(self, limit: int) -> tuple[Arrival, ...]:
        """The arrivals that no detection has marked and that are not set aside, in turns by feed.

        The longest waiting of every feed, in order of arrival, then the next of every feed, and so on.
        """

    async def open_stories(self, since: datetime) -> tuple[Story, ...]:
        """The stories that had a report since then, oldest first."""

    async def save_detection(self, detection: Detection, now: datetime) -> Story | None:
        """Mark the arrival, keep its matches and the story at its revision, make deliveries or make them due again.

        The story as it is kept, with its id; None if there is none. The arrival of a detection that was saved before
        changes nothing, and the story is the one that it led to then. Queries that nobody follows any more count for
        nothing: where nothing else matched, there is no story.
        """

    async def queries_since(self, since: datetime | None) -> tuple[Query, ...]:
        """The queries that were added, changed or followed again since then, one of each meaning; None: all.

        Beside them are those that code raised over, until they are set aside.
        """

    async def query_raised(self, topic: str, error: str, now: datetime) -> bool:
        """Count that code raised over the queries of this meaning; whether they are set aside now."""

    async def entry_raised(self, entry_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this entry; whether it is set aside now, as it is at the third time in a row."""
