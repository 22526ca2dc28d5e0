"""The messages that gather what would ring too often: deliveries that name the same message."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import RowMapping, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import LISTED, RINGS_WITHIN, Gathering, Story
from storage.rows import subscriber_of
from storage.stories import load_readable
from storage.tables import deliveries, gathered, stories

Key = tuple[int, int]
"""A subscriber's id and the message's."""


async def gatherings(connection: AsyncConnection, rows: Iterable[RowMapping], now: datetime) -> dict[int, Gathering]:
    """The messages in which claimed deliveries stand or would stand now, by the deliveries' ids.

    A message takes more for an hour from its first; where alerts go on exceeding, the next one begins then.
    """
    rows = list(rows)
    inside = {row["id"]: (row["subscriber_id"], row["message_id"]) for row in rows if row["gathered_at"]}
    storms = {
        row["id"]: row["subscriber_id"]
        for row in rows
        if row["id"] not in inside and subscriber_of(row, id_column="subscriber_id").rings_enough(now)
    }
    asked = {reader for reader, _ in inside.values()} | set(storms.values())
    if not asked:
        return {}
    since = func.min(deliveries.c.gathered_at).label("since")
    key = (deliveries.c.subscriber_id, deliveries.c.message_id)
    whole = select(*key, since, func.count().label("total")).where(gathered, key[0].in_(asked), key[1].is_not(None))
    kept = {(row.subscriber_id, row.message_id): row for row in await connection.execute(whole.group_by(*key))}
    latest = {reader: message for reader, message in sorted(kept) if kept[reader, message].since > now - RINGS_WITHIN}
    wanted = inside | {number: (reader, latest[reader]) for number, reader in storms.items() if reader in latest}
    made = await _read(connection, {key for key in wanted.values() if key in kept})
    return {
        number: Gathering(key[1], kept[key].since, made[key], kept[key].total)
        for number, key in wanted.items()
        if key in made
    }


async def _read(connection: AsyncConnection, keys: set[Key]) -> dict[Key, tuple[Story, ...]]:
    """The gravest stories of each message."""
    if not keys:
        return {}
    key = (deliveries.c.subscriber_id, deliveries.c.message_id)
    gravest = (stories.c.severity.desc(), stories.c.opened_at.desc(), stories.c.id.desc())
    held = select(*key, deliveries.c.story_id).join(stories).where(gathered, tuple_(*key).in_(sorted(keys)))
    listed: defaultdict[Key, list[int]] = defaultdict(list)
    for row in await connection.execute(held.order_by(*gravest)):
        if len(its := listed[row.subscriber_id, row.message_id]) < LISTED:
            its.append(row.story_id)
    told = await load_readable(connection, stories.c.id.in_({number for its in listed.values() for number in its}))
    return {one: tuple(told[number] for number in its if number in told) for one, its in listed.items()}
