"""When feeds are due, beyond their own polls: hosts that are left alone, grave stories (FeedStore)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, or_, select, update

from bot.model import Story, Tier
from storage.engine import Database
from storage.feeds import source_of
from storage.tables import entries, feeds, matches, polled, pushes, wanted

TOLD_LATELY = timedelta(days=14)
"""Who reported on a topic so lately may do so again."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class Schedules:
    """What polling and detection say of when feeds are due."""

    _database: Database

    async def hold_host(self, host: str, until: datetime, over: timedelta) -> None:
        """Nobody polls a feed of this host until then; from then on they come back one by one, in the time `over`."""
        named = feeds.c.address.icontains(host.rpartition(":")[0] or host, autoescape=True)
        async with self._database.write() as connection:
            rows = await connection.execute(select(feeds).where(polled, named).order_by(feeds.c.id).with_for_update())
            # Whoever was read the longest ago comes first: a host that answers a few would answer the same ones again.
            last = {row["id"]: row["healthy_at"] or _NEVER for row in rows.mappings() if source_of(row).host == host}
            ids = sorted(last, key=lambda of: (last[of], of))
            held = update(feeds).where(feeds.c.id == bindparam("of")).values(held_until=bindparam("at"))
            if ids:
                turns = [{"of": of, "at": until + over * place / len(ids)} for place, of in enumerate(ids)]
                await connection.execute(held, turns)

    async def watch_feeds(self, story: Story, until: datetime, now: datetime, within: timedelta) -> int:
        """Watch until then the feeds that may confirm or sharpen a story; how many they are.

        Those are the feeds of its countries, official sources and agencies, and whoever reports in its languages on
        its topics, unless a hub pushes them. They are due one by one within the time `within`.
        """
        countries = {concern.code for match in story.matches for concern in match.countries}
        lately = entries.c.published_at > now - TOLD_LATELY
        telling = select(entries.c.feed_id).join(matches, matches.c.entry_id == entries.c.id)
        telling = telling.where(lately, matches.c.topic.in_(story.topics))
        speaks = or_(feeds.c.language.is_(None), feeds.c.language.in_(_languages(story)))
        near = feeds.c.country.in_(countries) | feeds.c.tier.in_([Tier.OFFICIAL, Tier.AGENCY])
        concerned = near | (feeds.c.id.in_(telling) & speaks)
        pushed = select(pushes.c.feed_id).where(wanted, pushes.c.pushed_at.is_not(None))
        columns = feeds.c.id, feeds.c.next_poll_at, feeds.c.failures, feeds.c.claimed_by
        async with self._database.write() as connection:
            its = (
                select(*columns)
                .where(polled, concerned, feeds.c.id.not_in(pushed), feeds.c.every.is_(None))
                .order_by(feeds.c.id)
                .with_for_update()
            )
            rows = (await connection.execute(its)).all()
            if rows:
                turns = [now + within * n / len(rows) for n in range(len(rows))]
                # One that fails keeps its wait, and one that is in the works its lease.
                late = [row.failures or row.claimed_by is not None for row in rows]
                due = [
                    row.next_poll_at if stays else min(row.next_poll_at, turn)
                    for row, turn, stays in zip(rows, turns, late, strict=True)
                ]
                values = {"watch_until": until, "next_poll_at": bindparam("at")}
                watched = update(feeds).where(feeds.c.id == bindparam("of")).values(values)
                await connection.execute(watched, [{"of": r.id, "at": d} for r, d in zip(rows, due, strict=True)])
            return len(rows)


def _languages(story: Story) -> Sequence[str]:
    return sorted({report.language for report in story.reports if report.language})
