"""What /status reports, counted in one query."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, func, or_, select

from bot.model import Health
from storage.engine import Database
from storage.tables import (
    at_work,
    copies,
    deliveries,
    digests,
    entries,
    feeds,
    kept,
    polled,
    pushes,
    queries,
    reachable,
    receivers,
    refused,
    sent,
    stories,
    subscribers,
    undetected,
    unposted,
    waiting,
    wanted,
)

SILENT_AFTER = timedelta(days=1)
"""An enabled feed with no successful poll for so long is counted as silent."""


class Counts:
    """What the operator sees of the store."""

    _database: Database

    async def health(self, now: datetime) -> Health:
        """The counts and times that /status reports."""
        failing = feeds.c.failures > 0
        silent = ~failing & or_(feeds.c.healthy_at.is_(None), feeds.c.healthy_at < now - SILENT_AFTER)
        here = subscribers.c.gone_at.is_(None)
        report = {
            "feeds": _count(feeds, kept),
            "feeds_failing": _count(feeds, at_work & failing),
            "feeds_silent": _count(feeds, at_work & silent),
            "feeds_disabled": _count(feeds, kept & feeds.c.disabled_at.is_not(None)),
            "feeds_paused": _count(feeds, polled & feeds.c.set_aside_at.is_(None) & feeds.c.paused_at.is_not(None)),
            "feeds_pushed": _count(pushes, wanted & pushes.c.pushed_at.is_not(None) & (pushes.c.until > now)),
            "last_poll_at": select(func.max(feeds.c.polled_at)).scalar_subquery(),
            "last_alert_at": select(func.max(deliveries.c.sent_at)).where(sent).scalar_subquery(),
            "entries": _count(entries),
            "undetected": _count(entries, undetected, entries.c.set_aside_at.is_(None)),
            "stories": _count(stories),
            "subscribers": _count(subscribers, here),
            "subscribers_gone": _count(subscribers, subscribers.c.gone_at.is_not(None)),
            "subscribers_shut": _count(
                subscribers, subscribers.c.shut_at.is_not(None), subscribers.c.gone_at.is_(None)
            ),
            "waiting": _count(deliveries, waiting),
            "copies": _count(copies, copies.c.due_at.is_not(None)),
            "receivers": _count(receivers),
            "receivers_failing": _count(receivers, receivers.c.failing_since.is_not(None)),
            "refused": _count(deliveries, refused, deliveries.c.set_aside_at.is_(None)),
            "feeds_set_aside": _count(feeds, polled & feeds.c.set_aside_at.is_not(None)),
            "entries_set_aside": _count(entries, entries.c.set_aside_at.is_not(None)),
            "queries_set_aside": _count(queries, queries.c.set_aside_at.is_not(None)),
            "deliveries_set_aside": _count(deliveries, deliveries.c.set_aside_at.is_not(None)),
            "digests_set_aside": _count(digests, digests.c.set_aside_at.is_not(None)),
            "postings_set_aside": _count(unposted, unposted.c.set_aside_at.is_not(None)),
            "undetected_since": select(func.min(entries.c.seen_at))
            .where(undetected, entries.c.set_aside_at.is_(None))
            .scalar_subquery(),
            "due_since": select(func.min(deliveries.c.due_at))
            .select_from(deliveries.join(subscribers))
            .where(waiting, deliveries.c.due_at <= now, reachable, here)
            .scalar_subquery(),
        }
        query = select(*(number.label(name) for name, number in report.items()))
        async with self._database.read() as connection:
            return Health(**(await connection.execute(query)).mappings().one())


def _count(table: FromClause, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*which).scalar_subquery()
