"""What becomes of entries: bot.store.DetectionStore."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import URGENT, Arrival, Change, Detection, Match, Passing, Story
from bot.model.facts import pack
from storage.arrivals import read_arrivals
from storage.aside import raised, readable
from storage.columns import listed
from storage.engine import Database, insert
from storage.queries import alive, note_odd
from storage.search import change_words
from storage.sharing import DELIVER, notify
from storage.stories import load, load_readable, match_row, topic_row
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
        """The arrivals that no detection has marked and that are not set aside, in turns by feed.

        The longest waiting of every feed, in order of arrival, then the next of every feed, and so on.
        """
        turn = func.row_number().over(partition_by=entries.c.feed_id, order_by=entries.c.id).label("turn")
        waiting = select(entries.c.id, turn).where(undetected, entries.c.set_aside_at.is_(None)).subquery()
        in_turns = select(waiting.c.id).order_by(waiting.c.turn, waiting.c.id)
        async with self._database.read() as connection:
            ids = list(await connection.scalars(in_turns.limit(limit)))
            arrivals, broken = await readable(ids, partial(read_arrivals, connection))
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
            await _tell(connection, story, detection, asked, now)
            return await _story_of(connection, entry_id)


async def _story_of(connection: AsyncConnection, entry_id: int) -> Story | None:
    its = select(entries.c.story_id).where(entries.c.id == entry_id).scalar_subquery()
    return next(iter((await load(connection, stories.c.id == its)).values()), None)


async def _keep_matches(connection: AsyncConnection, entry_id: int, found: tuple[Match, ...]) -> None:
    if found:
        await connection.execute(matches.insert(), [match_row(match) | {"entry_id": entry_id} for match in found])
        its = select(entries.c.feed_id).where(entries.c.id == entry_id).scalar_subquery()
        await connection.execute(update(feeds).where(feeds.c.id == its).values(flagged=feeds.c.flagged + 1))


async def _keep_report(connection: AsyncConnection, entry_id: int, story: Story) -> None:
    """Keep what detection found out about an entry, and find it by that; one that had no title takes its page's."""
    report = story.reports[-1]
    row = {
        "story_id": story.id,
        "lead": report.lead,
        "join_reason": report.join.reason if report.join else None,
        "join_detail": report.join.detail if report.join else None,
        "correction": report.correction,
        "credit": report.credit,
        "facts": pack(report.facts) if report.facts else None,
    }
    its = entries.c.id == entry_id
    await connection.execute(update(entries).where(its).values(row))
    titled = update(entries).where(its, entries.c.title == "").values(title=report.title)
    if report.title and (await connection.execute(titled)).rowcount:
        await note_odd(connection, [(entry_id, report.title, "")])
    await change_words(connection, entry_id)


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
        better = {name: statement.excluded[name] for name in ("score", "evidence", "countries", "passing", "places")}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["story_id", "topic"], set_=better),
            [topic_row(match) | {"story_id": story.id} for match in story.matches],
        )
    return story


async def _keep_asked(connection: AsyncConnection, story: Story, asked: Sequence[str]) -> None:
    if asked:
        rows = [{"story_id": story.id, "topic": topic} for topic in asked]
        await connection.execute(insert(connection, story_queries).on_conflict_do_nothing(), rows)


async def _tell(
    connection: AsyncConnection, story: Story, detection: Detection, asked: Sequence[str], now: datetime
) -> None:
    """Make or renew the deliveries that a detection calls for, and wake whoever delivers.

    News, or a change that is worth telling, is for all who follow the story. Where nothing is worth telling, but
    queries found the report (`asked`) or it touches a topic in passing, the story may be new to those who follow
    these: it is for them.
    """
    change, passing = detection.change, [match for match in detection.matches if match.passing]
    if change is Change.NONE and not asked and not passing:
        return
    if change is Change.UPDATE:
        await _renew_deliveries(connection, story, now)
    found_it = or_(subscriptions.c.topic.in_(asked), *(_is_to(match, story) for match in passing))
    wanted = _subscribed(story, found_it, now) if change is Change.NONE else _follows_story(story, now)
    await _make_deliveries(connection, story, now, wanted)
    await notify(connection, DELIVER)


async def _make_deliveries(
    connection: AsyncConnection, story: Story, now: datetime, wanted: ColumnElement[bool]
) -> None:
    """Make one delivery for every subscriber for whom `wanted` holds and who has none of this story yet.

    It is due now, or is held for the digest where the subscriber hears of the story in one. It makes no sound where
    all that brings it is silent.
    """
    at, never = literal(now, deliveries.c.due_at.type), null()
    in_digest = _hears_in_digest(story, now)
    columns: dict[str, ColumnElement[Any]] = {
        "story_id": literal(story.id, deliveries.c.story_id.type),
        "severity": literal(story.severity, deliveries.c.severity.type),
        "told": literal(0, deliveries.c.told.type),
        "attempts": literal(0, deliveries.c.attempts.type),
        "queued_at": at,
        "due_at": case((in_digest, never), else_=at),
        "held_at": case((in_digest, at), else_=never),
        "silent_at": case((_rings_for(story, now), never), else_=at),
    }
    readers = select(subscribers.c.id, *columns.values()).where(
        subscribers.c.gone_at.is_(None), wanted, _not_muted(story, now)
    )
    await connection.execute(
        insert(connection, deliveries)
        .from_select(["subscriber_id", *columns], readers.order_by(subscribers.c.id))
        .on_conflict_do_nothing()
    )


async def _renew_deliveries(connection: AsyncConnection, story: Story, now: datetime) -> None:
    """Have the story's new revision told to those who have a delivery of it already.

    Each hears of it in one of two ways: by a message, or in the next digest. Nobody is told who is gone, or who was
    told nothing yet and does not follow the story any more.
    """
    await _make_due_again(connection, story, now)
    await _hold_for_digest_again(connection, story, now)


async def _make_due_again(connection: AsyncConnection, story: Story, now: datetime) -> None:
    """Make due what a message tells: an edit where there is a message, else a first message.

    Without a message it concerns those only who do not hear of the story in a digest. A story that was muted before
    it was told stays silent. Whatever went wrong with the revision before is forgotten.
    """
    by_message = or_(deliveries.c.message_id.is_not(None), not_(_hears_in_digest(story, now)))
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.story_id == story.id, deliveries.c.told < story.revision, reachable)
        .where(_still_a_reader(story, by_message, now))
        .values(due_at=_due_again(story, now), severity=story.severity, held_at=None)
        .values(attempts=0, last_error=None, raised=None, set_aside_at=None)
    )


async def _hold_for_digest_again(connection: AsyncConnection, story: Story, now: datetime) -> None:
    """Hold for the next digest what has no message: it was in none yet, or in one and would ring as a message.

    Held it is only while nothing else is to be sent (settled), and never where the story is muted.
    """
    in_no_digest_yet = and_(deliveries.c.told == 0, deliveries.c.held_at.is_(None))
    graver_than_in_digest = and_(deliveries.c.told > 0, _graver(story))
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.story_id == story.id, deliveries.c.message_id.is_(None), deliveries.c.due_at.is_(None))
        .where(deliveries.c.muted_at.is_(None), _still_a_reader(story, _hears_in_digest(story, now), now))
        .where(or_(in_no_digest_yet, graver_than_in_digest))
        .values(held_at=now)
    )


def _due_again(story: Story, now: datetime) -> ColumnElement[datetime]:
    """When a delivery is due after its story got a new revision. The first of these that holds decides:

    1. The change rings: now. Only a delivery whose last try failed keeps the wait that was set then.
    2. The delivery is not settled: it keeps its time. It may be in flight, where a second send would double the
       alert; when it is settled, that sees the new revision and makes it due.
    3. Its message was sent or edited less than `EDITS_APART` ago: so long from now.
    4. Else now.

    By 1, a ring takes an edit with it that only waits for its minute. The row does not tell such an edit from one in
    flight, which may therefore be made twice; readers see no difference.
    """
    at_once, later = (literal(at, deliveries.c.due_at.type) for at in (now, now + EDITS_APART))
    settled = deliveries.c.due_at.is_(None)
    last_try_failed = deliveries.c.last_error.is_not(None)
    just_shown = and_(deliveries.c.message_id.is_not(None), deliveries.c.sent_at > now - EDITS_APART)
    return case(
        (and_(_rings(story), or_(settled, not_(last_try_failed))), at_once),
        (not_(settled), deliveries.c.due_at),
        (just_shown, later),
        else_=at_once,
    )


# Conditions on one row: of `deliveries`, `subscribers` or `subscriptions`, as each says.


def _still_a_reader(story: Story, also: ColumnElement[bool], now: datetime) -> ColumnElement[bool]:
    """Delivery: its subscriber is not gone, was told of the story or follows it, and `also` holds."""
    return (
        select(subscribers.c.id)
        .where(subscribers.c.id == deliveries.c.subscriber_id, subscribers.c.gone_at.is_(None))
        .where(or_(deliveries.c.told > 0, _follows_story(story, now)), also)
        .exists()
    )


def _rings(story: Story) -> ColumnElement[bool]:
    """Delivery: telling the story as it is now makes a sound. The same as `Delivery.rings`."""
    return and_(deliveries.c.message_id.is_not(None), deliveries.c.muted_at.is_(None), _graver(story))


def _graver(story: Story) -> ColumnElement[bool]:
    """Delivery: the story has more fires than were told, or was retracted since. The same as `Delivery.graver`."""
    more_fires = deliveries.c.told_severity < story.severity
    if story.retracted_at is None:
        return more_fires
    return or_(more_fires, deliveries.c.sent_at < story.retracted_at)


def _hears_in_digest(story: Story, now: datetime) -> ColumnElement[bool]:
    """Subscriber: hears of the story in a digest; nobody does of the gravest, nor of what is to come at once."""
    at_once = subscriptions.c.at_once_at.is_not(None)
    return and_(_has_digest(story), not_(_subscribed(story, and_(at_once, _is_to_story(story)), now)))


def _has_digest(story: Story) -> ColumnElement[bool]:
    """Subscriber: has a digest that may tell the story."""
    return subscribers.c.digest_at.is_not(None) if story.severity < URGENT else false()


def _follows_story(story: Story, now: datetime) -> ColumnElement[bool]:
    """Subscriber: follows one of the story's topics, in one of its places, or a query that holds for it."""
    return _subscribed(story, _is_to_story(story), now)


def _rings_for(story: Story, now: datetime) -> ColumnElement[bool]:
    """Subscriber: not all that brings it the story is silent. Nothing is where it has the most fires."""
    if story.severity >= URGENT:
        return true()
    return _subscribed(story, and_(subscriptions.c.silent_at.is_(None), _is_to_story(story)), now)


def _not_muted(story: Story, now: datetime) -> ColumnElement[bool]:
    """Subscriber: muted neither everything nor all outlets that report the story; the gravest comes all the same."""
    if story.severity >= URGENT:
        return true()
    muted = type_coerce(subscribers.c.muted_outlets, Text)
    heard = (not_(muted.contains(listed(outlet), autoescape=True)) for outlet in story.outlets)
    return and_(_is_over(subscribers.c.muted_until, now), or_(muted.is_(None), *heard))


def _is_over(until: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Whether nothing is muted by this column, or not any more."""
    return or_(until.is_(None), until <= now)


def _subscribed(story: Story, to: ColumnElement[bool], now: datetime) -> ColumnElement[bool]:
    """Subscriber: has a subscription for which `to` holds, with fires enough, which is not muted unless it is grave."""
    enough = subscriptions.c.min_severity <= story.severity
    heard = true() if story.severity >= URGENT else _is_over(subscriptions.c.muted_until, now)
    its = subscriptions.c.subscriber_id == subscribers.c.id
    return select(subscriptions).where(its, enough, heard, to).exists()


def _is_to_story(story: Story) -> ColumnElement[bool]:
    """Subscription: is to one of the story's topics, in one of its places, or to a query that holds for it."""
    queries_of_story = select(story_queries.c.topic).where(story_queries.c.story_id == story.id)
    return or_(subscriptions.c.topic.in_(queries_of_story), *(_is_to(match, story) for match in story.matches))


def _is_to(match: Match, story: Story) -> ColumnElement[bool]:
    """Subscription: is to the match's topic, everywhere or in one of its places, and its subscriber wants the match."""
    places = type_coerce(subscriptions.c.places, Text)
    here = or_(places.is_(None), *(places.contains(listed(place), autoescape=True) for place in match.places))
    wanted = _wants_in_passing(story) if match.passing else true()
    return and_(subscriptions.c.topic == match.topic, here, wanted)


def _wants_in_passing(story: Story) -> ColumnElement[bool]:
    """Subscriber: wants to hear of topics that the story only touches; by default in a digest, if that may tell it."""
    return or_(subscribers.c.passing == Passing.NOW, and_(subscribers.c.passing.is_(None), _has_digest(story)))


_STORY = (
    *("headline", "summary", "url", "language", "severity", "revision"),
    *("opened_at", "updated_at", "actor", "retracted_at"),
)
