"""What becomes of entries: bot.store.DetectionStore."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, false, func, literal, not_, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import URGENT, Arrival, Change, Detection, Entry, Match, Story
from bot.model.facts import pack
from storage.aside import raised, readable
from storage.engine import Database, insert
from storage.feeds import source_of
from storage.queries import alive, note_odd
from storage.sharing import DELIVER, notify
from storage.stories import load, load_readable, match_row
from storage.tables import (
    EDITS_APART,
    deliveries,
    entries,
    feeds,
    matches,
    reachable,
    stories,
    story_queries,
    story_topics,
    subscribers,
    subscriptions,
    undetected,
)


class Detections:
    """What detection needs of the store."""

    _database: Database

    async def undetected(self, limit: int) -> tuple[Arrival, ...]:
        """The arrivals that no detection has marked and that are not set aside, in order of arrival."""
        waiting = select(entries.c.id).where(undetected, entries.c.set_aside_at.is_(None)).order_by(entries.c.id)
        async with self._database.read() as connection:
            ids = list(await connection.scalars(waiting.limit(limit)))
            arrivals, broken = await readable(ids, partial(_read, connection))
        if broken:
            async with self._database.write() as connection:
                await raised(connection, entries, broken, func.now())
        return tuple(arrivals.values())

    async def entry_raised(self, entry_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this entry; whether it is set aside now, as it is at the third time in a row."""
        async with self._database.write() as connection:
            return bool(await raised(connection, entries, {entry_id: error}, now))

    async def open_stories(self, since: datetime) -> tuple[Story, ...]:
        """The stories that had a report since then, oldest first."""
        async with self._database.read() as connection:
            return tuple((await load_readable(connection, stories.c.updated_at >= since)).values())

    async def save_detection(self, detection: Detection, now: datetime) -> Story | None:
        """Mark the arrival, keep its matches and the story at its revision, make deliveries or make them due again.

        The story as it is kept, with its id; None if there is none. The arrival of a detection that was saved before
        changes nothing, and the story is the one that it led to then. Queries that nobody follows any more count for
        nothing: where nothing else matched, there is no story.
        """
        entry_id = detection.arrival.id
        async with self._database.write() as connection:
            marked = await connection.execute(
                update(entries).where(entries.c.id == entry_id, undetected).values(detected_at=now)
            )
            if not marked.rowcount:
                return await _story_of(connection, entry_id)
            await _keep_matches(connection, entry_id, detection.matches)
            asked = await alive(connection, detection.asked)
            in_vain = detection.asked and not asked and not detection.matches
            if detection.story is None or in_vain:
                return None
            story = await _keep_story(connection, detection.story)
            await _keep_asked(connection, story, asked)
            await _keep_report(connection, entry_id, story)
            if detection.change is Change.UPDATE:
                await _tell_again(connection, story, now)
            if detection.change is not Change.NONE:
                await _tell(connection, story, now, _wants(story))
            elif asked:
                await _tell(connection, story, now, _follows(story, subscriptions.c.topic.in_(asked)))
            if detection.change is not Change.NONE or asked:
                await notify(connection, DELIVER)
            return await _story_of(connection, entry_id)


async def _read(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Arrival]:
    rows = await connection.execute(_arrivals.where(entries.c.id.in_(ids)))
    return {
        row["id"]: Arrival(
            id=row["id"],
            source=source_of(row),
            entry=Entry(**{name: row[name] for name in _ENTRY}),
            seen_at=row["seen_at"],
        )
        for row in rows.mappings()
    }


async def _story_of(connection: AsyncConnection, entry_id: int) -> Story | None:
    its = select(entries.c.story_id).where(entries.c.id == entry_id).scalar_subquery()
    return next(iter((await load(connection, stories.c.id == its)).values()), None)


async def _keep_matches(connection: AsyncConnection, entry_id: int, found: tuple[Match, ...]) -> None:
    if found:
        await connection.execute(matches.insert(), [match_row(match) | {"entry_id": entry_id} for match in found])


async def _keep_report(connection: AsyncConnection, entry_id: int, story: Story) -> None:
    """Keep what detection found out about an entry; one that had no title takes its page's."""
    report = story.reports[-1]
    row = {
        "story_id": story.id,
        "lead": report.lead,
        "join_reason": report.join.reason if report.join else None,
        "join_detail": report.join.detail if report.join else None,
        "correction": report.correction,
        "facts": pack(report.facts) if report.facts else None,
    }
    its = entries.c.id == entry_id
    await connection.execute(update(entries).where(its).values(row))
    titled = update(entries).where(its, entries.c.title == "").values(title=report.title)
    if report.title and (await connection.execute(titled)).rowcount:
        await note_odd(connection, [(entry_id, report.title, "")])


async def _keep_story(connection: AsyncConnection, story: Story) -> Story:
    """Insert or update the story and its topics; the story with its id."""
    row = {name: getattr(story, name) for name in _STORY}
    if story.id is None:
        new = await connection.scalar(stories.insert().values(row).returning(stories.c.id))
        story = replace(story, id=new)
    else:
        await connection.execute(update(stories).where(stories.c.id == story.id).values(row))
    if story.matches:
        statement = insert(connection, story_topics)
        better = {name: statement.excluded[name] for name in ("score", "evidence", "countries")}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["story_id", "topic"], set_=better),
            [match_row(match) | {"story_id": story.id} for match in story.matches],
        )
    return story


async def _keep_asked(connection: AsyncConnection, story: Story, asked: Sequence[str]) -> None:
    if asked:
        rows = [{"story_id": story.id, "topic": topic} for topic in asked]
        await connection.execute(insert(connection, story_queries).on_conflict_do_nothing(), rows)


async def _tell(connection: AsyncConnection, story: Story, now: datetime, wanted: ColumnElement[bool]) -> None:
    """One delivery for everyone who wants the story and has none yet: due, or held for the digest."""
    row: dict[str, Any] = {"story_id": story.id, "severity": story.severity, "told": 0, "attempts": 0, "queued_at": now}
    columns: list[ColumnElement[Any]] = [literal(value, deliveries.c[name].type) for name, value in row.items()]
    at = literal(now, deliveries.c.due_at.type)
    waits = _waits_for_digest(story)
    row |= {"due_at": now, "held_at": now}
    columns += [case((waits, None), else_=at), case((waits, at), else_=None)]
    who = select(subscribers.c.id, *columns).where(subscribers.c.gone_at.is_(None), wanted)
    await connection.execute(
        insert(connection, deliveries)
        .from_select(["subscriber_id", *row], who.order_by(subscribers.c.id))
        .on_conflict_do_nothing()
    )


async def _tell_again(connection: AsyncConnection, story: Story, now: datetime) -> None:
    """Make the story's deliveries due that lack this revision: now where it rings, else a minute after the last edit.

    One that is not settled keeps its time: it is in flight (a second send would double the alert, and its settlement
    sees the new revision), or it waits because Telegram said so. But an edit that only waits for its minute goes with
    the ring; whether one is in flight cannot be told from that, and an edit that comes twice shows nothing twice.
    Who was told nothing and does not follow any more is left alone, and so is who muted the story before it was told,
    and who has no message of it and a digest: there it is listed again if the change would ring, or if it never was.
    """
    now_, later = (literal(at, deliveries.c.due_at.type) for at in (now, now + EDITS_APART))
    just_shown = and_(deliveries.c.message_id.is_not(None), deliveries.c.sent_at > now - EDITS_APART)
    settled, told_to_wait = deliveries.c.due_at.is_(None), deliveries.c.last_error.is_not(None)
    due = case(
        (and_(_rings(story), or_(settled, not_(told_to_wait))), now_),
        (not_(settled), deliveries.c.due_at),
        (just_shown, later),
        else_=now_,
    )
    told_or_following = select(subscribers.c.id).where(
        subscribers.c.id == deliveries.c.subscriber_id,
        subscribers.c.gone_at.is_(None),
        or_(deliveries.c.told > 0, _wants(story)),
        or_(deliveries.c.message_id.is_not(None), not_(_waits_for_digest(story))),
    )
    again = (
        update(deliveries)
        .where(deliveries.c.story_id == story.id, deliveries.c.told < story.revision)
        .where(told_or_following.exists(), reachable)
        .values(due_at=due, severity=story.severity, attempts=0, last_error=None, raised=None, set_aside_at=None)
    )
    await connection.execute(again.values(held_at=None))
    digested = select(subscribers.c.id).where(
        subscribers.c.id == deliveries.c.subscriber_id,
        subscribers.c.gone_at.is_(None),
        _waits_for_digest(story),
        or_(deliveries.c.told > 0, _wants(story)),
    )
    never_told = and_(deliveries.c.told == 0, deliveries.c.held_at.is_(None))
    listed_again = (
        update(deliveries)
        .where(deliveries.c.story_id == story.id, deliveries.c.message_id.is_(None), settled)
        .where(deliveries.c.muted_at.is_(None), digested.exists())
        .where(or_(never_told, and_(deliveries.c.told > 0, _graver(story))))
        .values(held_at=now)
    )
    await connection.execute(listed_again)


def _waits_for_digest(story: Story) -> ColumnElement[bool]:
    """Whether the row of `subscribers` at hand hears of the story in its digest."""
    return subscribers.c.digest_at.is_not(None) if story.severity < URGENT else false()


def _rings(story: Story) -> ColumnElement[bool]:
    """Whether the row of `deliveries` at hand rings, as `Delivery.rings` says it."""
    return and_(deliveries.c.message_id.is_not(None), deliveries.c.muted_at.is_(None), _graver(story))


def _graver(story: Story) -> ColumnElement[bool]:
    """Whether the story has more fires than the row of `deliveries` at hand told, or was taken back since."""
    graver = deliveries.c.told_severity < story.severity
    return graver if story.retracted_at is None else or_(graver, deliveries.c.sent_at < story.retracted_at)


def _wants(story: Story) -> ColumnElement[bool]:
    """Whether the row of `subscribers` at hand follows one of the story's topics in its places, or a query of it."""
    asked = select(story_queries.c.topic).where(story_queries.c.story_id == story.id)
    return _follows(story, or_(subscriptions.c.topic.in_(asked), *map(_is_of, story.matches)))


def _follows(story: Story, topics: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the row of `subscribers` at hand has a subscription such as these at the story's severity."""
    return (
        select(subscriptions)
        .where(
            subscriptions.c.subscriber_id == subscribers.c.id,
            topics,
            subscriptions.c.min_severity <= story.severity,
        )
        .exists()
    )


def _is_of(match: Match) -> ColumnElement[bool]:
    """Whether a subscription is to the match's topic: everywhere, or in one of its places."""
    places = type_coerce(subscriptions.c.places, Text)
    here = or_(places.is_(None), *(places.contains(f"|{place}|", autoescape=True) for place in match.places))
    return and_(subscriptions.c.topic == match.topic, here)


_ENTRY = ("guid", "title", "text", "published_at", "url", "link", "language")
_STORY = (
    *("headline", "summary", "url", "language", "severity", "revision"),
    *("opened_at", "updated_at", "actor", "retracted_at"),
)
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
