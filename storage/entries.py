"""Which of the entries that feeds show are new, and what is kept of those."""

from asyncio import to_thread
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Entry, Feed, Past, Poll, Source, Tier
from storage.columns import key_of
from storage.engine import insert
from storage.novelty import Known, print_of, print_of_title, sift
from storage.queries import note_odd
from storage.sharing import DETECT, notify
from storage.tables import entries, feeds

ENTRY = ("guid", "title", "text", "published_at", "url", "link", "language", "undated_at", "outlet", "tier")
"""What is kept of an entry as it was published."""
SHARING, SHARED = 20, 500
"""So many entries that share a guid, link or title are looked at, the newest: for each that is shown, and besides."""
MARK_EVERY = timedelta(days=30)
"""How often an entry that its feed shows is marked, so that retention knows which are shown no more."""

_NEW = ("id", "title", "text", "language", "published_at", "url", "link", "outlet", "tier")


async def keep_entries(connection: AsyncConnection, poll: Poll) -> Sequence[Past]:
    """Keep the entries that are new: those."""
    new, shown = await keep_new(connection, poll.feed, poll.entries, poll.at)
    long_ago = func.coalesce(entries.c.shown_at, entries.c.seen_at) < poll.at - MARK_EVERY
    await connection.execute(update(entries).where(entries.c.id.in_(shown), long_ago).values(shown_at=poll.at))
    marked = or_(feeds.c.marked_at.is_(None), feeds.c.marked_at < poll.at - MARK_EVERY)
    await connection.execute(update(feeds).where(feeds.c.id == poll.feed.id, marked).values(marked_at=poll.at))
    return new


async def keep_new(
    connection: AsyncConnection, feed: Feed, shown: Sequence[Entry], now: datetime
) -> tuple[Sequence[Past], Collection[int]]:
    """Insert the entries that are new to the feed: those, to be indexed, and the ids of those that it shows still.

    News is to be detected, and old news too, as such; what a feed shows before it is primed is not. The feed's row
    must be locked: of two documents that come at once, the second is judged by what the first one brought. Texts are
    compared in a thread: thousands of long ones would keep everything else waiting for seconds.
    """
    shown = [replace(one, guid=key_of(one.guid), link=one.link and key_of(one.link)) for one in shown]
    known = await _known(connection, feed, shown)
    tier = feed.source.tier
    sifted = await to_thread(sift, shown, known, tier=tier, last_good=feed.state.healthy_at, now=now)
    if not sifted.new:
        return (), sifted.shown
    primed = feed.state.primed_at is not None
    both = {"feed_id": feed.id, "seen_at": now, "detected_at": None if primed else now}
    of_old = now if primed else None
    rows = await to_thread(
        lambda: [_row(entry, tier) | both | {"old_at": of_old if old else None} for entry, old in sifted.new]
    )
    new = insert(connection, entries).returning(*(entries.c[name] for name in _NEW))
    added = (await connection.execute(new, rows)).mappings().all()
    await note_odd(connection, [(row["id"], row["title"], row["text"]) for row in added])
    if primed:
        await notify(connection, DETECT)
    return [_new_past(row, feed.source) for row in added], sifted.shown


def _row(entry: Entry, tier: Tier) -> dict[str, Any]:
    prints = {"title_print": print_of_title(entry.title, tier, entry.outlet), "text_print": print_of(entry.text)}
    return {name: getattr(entry, name) for name in ENTRY} | prints


async def _known(connection: AsyncConnection, feed: Feed, shown: Sequence[Entry]) -> list[Known]:
    """What the feed has of a like guid or link, the oldest first; of a like title too, where neither is known.

    Of an aggregator, whose items change both from poll to poll, it is of a like title in any case.
    """
    tier = feed.source.tier
    like = [entries.c.guid.in_({entry.guid for entry in shown})]
    like.append(entries.c.link.in_({entry.link for entry in shown if entry.link}))
    rows = await _newest(connection, feed, like, len(shown))
    guids, links = {row.guid for row in rows}, {row.link for row in rows if row.link}
    unknown = [one for one in shown if one.guid not in guids and one.link not in links]
    titled = shown if tier is Tier.AGGREGATOR else unknown
    if titles := {print_of_title(entry.title, tier, entry.outlet) for entry in titled if entry.title}:
        same = {
            row.id: row for row in await _newest(connection, feed, [entries.c.title_print.in_(titles)], len(titled))
        }
        rows = [(same | {row.id: row for row in rows})[number] for number in sorted({*same, *(row.id for row in rows)})]
    return [
        Known(
            row.id,
            row.guid,
            row.link,
            print_of_title(row.title, tier) if row.title_print is None else row.title_print,
            print_of(row.text) if row.text_print is None else row.text_print,
            row.published_at,
            row.undated_at is not None,
            row.seen_at,
        )
        for row in rows
    ]


async def _newest(
    connection: AsyncConnection, feed: Feed, like: Sequence[ColumnElement[bool]], shown: int
) -> Sequence[Row[Any]]:
    """The newest of a feed's entries of which one of these holds, the oldest first."""
    its = or_(*(and_(entries.c.feed_id == feed.id, one) for one in like))
    # Newest first, in a way that keeps SQLite from reading the whole table in that order.
    newest = _remembered.where(its).order_by((entries.c.id + 0).desc()).limit(SHARING * shown + SHARED)
    return (await connection.execute(newest)).all()[::-1]


def _new_past(row: RowMapping, source: Source) -> Past:
    """A new entry as others of the past: nothing is known of it yet."""
    published = {"outlet": row["outlet"] or source.outlet, "tier": Tier(row["tier"] or source.tier)}
    return Past(**{**row, **published}, story_id=None, topics=())


_remembered = select(
    *(entries.c[name] for name in ("id", "guid", "link", "title_print", "text_print")),
    *(entries.c[name] for name in ("published_at", "undated_at", "seen_at")),
    *(case((entries.c[f"{name}_print"].is_(None), entries.c[name])).label(name) for name in ("title", "text")),
)
