"""What becomes of entries: bot.store.DetectionStore."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Arrival, Change, Detection, Entry, Match, Story
from storage.engine import Database, insert
from storage.feeds import source_of
from storage.sharing import DELIVER, notify
from storage.stories import in_order, load, match_row
from storage.tables import (
    deliveries,
    entries,
    feeds,
    matches,
    stories,
    story_topics,
    subscribers,
    subscriptions,
    undetected,
)


class Detections:
    """What detection needs of the store."""

    _database: Database

    async def undetected(self, limit: int) -> tuple[Arrival, ...]:
        """The arrivals that no detection has marked, in order of arrival."""
        waiting = _arrivals.where(undetected).order_by(entries.c.id).limit(limit)
        async with self._database.read() as connection:
            rows = (await connection.execute(waiting)).mappings()
            return tuple(
                Arrival(
                    id=row["id"],
                    source=source_of(row),
                    entry=Entry(**{name: row[name] for name in _ENTRY}),
                    seen_at=row["seen_at"],
                )
                for row in rows
            )

    async def open_stories(self, since: datetime) -> tuple[Story, ...]:
        """The stories that had a report since then, oldest first."""
        async with self._database.read() as connection:
            return tuple((await load(connection, stories.c.updated_at >= since)).values())

    async def save_detection(self, detection: Detection, now: datetime) -> Story | None:
        """Mark the arrival, keep its matches and the story at its revision, make deliveries or make them due again.

        The story as it is kept, with its id; None if there is none. The arrival of a detection that was saved before
        changes nothing, and the story is the one that it led to then.
        """
        entry_id = detection.arrival.id
        async with self._database.write() as connection:
            marked = await connection.execute(
                update(entries).where(entries.c.id == entry_id, undetected).values(detected_at=now)
            )
            if not marked.rowcount:
                return await _story_of(connection, entry_id)
            await _keep_matches(connection, entry_id, detection.matches)
            if detection.story is None:
                return None
            story = await _keep_story(connection, detection.story)
            await connection.execute(update(entries).where(entries.c.id == entry_id).values(story_id=story.id))
            if detection.change is Change.UPDATE:
                await _tell_again(connection, story, now)
            if detection.change is not Change.NONE:
                await _tell(connection, story, now)
                await notify(connection, DELIVER)
            return story


async def _story_of(connection: AsyncConnection, entry_id: int) -> Story | None:
    its = select(entries.c.story_id).where(entries.c.id == entry_id).scalar_subquery()
    return next(iter((await load(connection, stories.c.id == its)).values()), None)


async def _keep_matches(connection: AsyncConnection, entry_id: int, found: tuple[Match, ...]) -> None:
    if found:
        await connection.execute(matches.insert(), [match_row(match) | {"entry_id": entry_id} for match in found])


async def _keep_story(connection: AsyncConnection, story: Story) -> Story:
    """Insert or update the story and its topics; the story as reading it would give it."""
    story = replace(story, matches=in_order(story.matches))
    row = {name: getattr(story, name) for name in _STORY}
    if story.id is None:
        new = await connection.scalar(stories.insert().values(row).returning(stories.c.id))
        story = replace(story, id=new)
    else:
        await connection.execute(update(stories).where(stories.c.id == story.id).values(row))
    if story.matches:
        statement = insert(connection, story_topics)
        better = {name: statement.excluded[name] for name in ("score", "evidence")}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["story_id", "topic"], set_=better),
            [match_row(match) | {"story_id": story.id} for match in story.matches],
        )
    return story


async def _tell(connection: AsyncConnection, story: Story, now: datetime) -> None:
    """One delivery for everyone who wants the story and has none yet."""
    row: dict[str, Any] = {
        "story_id": story.id,
        "severity": story.severity,
        "told": 0,
        "attempts": 0,
        "due_at": now,
        "queued_at": now,
    }
    columns = [literal(value, deliveries.c[name].type) for name, value in row.items()]
    who = select(subscribers.c.id, *columns).where(subscribers.c.gone_at.is_(None), _wants(story))
    await connection.execute(
        insert(connection, deliveries)
        .from_select(["subscriber_id", *row], who.order_by(subscribers.c.id))
        .on_conflict_do_nothing()
    )


async def _tell_again(connection: AsyncConnection, story: Story, now: datetime) -> None:
    """Make the story's settled deliveries due that lack this revision.

    One that is not settled keeps its time: it is in flight (a second send would double the alert, and its settlement
    sees the new revision), or it waits because Telegram said so. Who was told nothing and does not follow any more
    is left alone.
    """
    told_or_following = select(subscribers.c.id).where(
        subscribers.c.id == deliveries.c.subscriber_id,
        subscribers.c.gone_at.is_(None),
        or_(deliveries.c.told > 0, _wants(story)),
    )
    again = (
        update(deliveries)
        .where(deliveries.c.story_id == story.id, deliveries.c.told < story.revision)
        .where(told_or_following.exists())
        .values(
            due_at=func.coalesce(deliveries.c.due_at, literal(now, deliveries.c.due_at.type)),
            severity=story.severity,
            attempts=0,
            last_error=None,
        )
    )
    await connection.execute(again)


def _wants(story: Story) -> ColumnElement[bool]:
    """Whether the row of `subscribers` at hand follows one of the story's topics at its severity."""
    return (
        select(subscriptions)
        .where(
            subscriptions.c.subscriber_id == subscribers.c.id,
            subscriptions.c.topic.in_(story.topics),
            subscriptions.c.min_severity <= story.severity,
        )
        .exists()
    )


_ENTRY = ("guid", "title", "text", "published_at", "url", "link", "language")
_STORY = ("headline", "summary", "url", "language", "severity", "revision", "opened_at", "updated_at")
_arrivals = select(
    entries.c.id,
    entries.c.seen_at,
    *(entries.c[name] for name in _ENTRY),
    feeds.c.address,
    feeds.c.outlet,
    feeds.c.language.label("feed_language"),
    feeds.c.country,
    feeds.c.timezone,
    feeds.c.tier,
).join(feeds)
