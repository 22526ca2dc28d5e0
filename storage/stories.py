"""Reading stories whole: in five queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Text, and_, case, extract, func, not_, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import (
    KEPT,
    Concern,
    Correction,
    Evidence,
    History,
    Join,
    Match,
    Page,
    Reason,
    Report,
    Role,
    Story,
    Subscription,
    Tier,
    Translation,
)
from bot.model.facts import unpack
from bot.text.newsrooms import newsroom_of
from storage.aside import readable
from storage.columns import listed
from storage.engine import Database
from storage.tables import entries, feeds, outlet, stories, story_queries, story_topics, tier, translations


class Stories:
    """What people read of the store."""

    _database: Database

    async def latest(self, wanted: Sequence[Subscription], offset: int, limit: int) -> Page:
        """The newest stories that these subscriptions show, by topics, places and fires; all, where there is none."""
        return await self._page(_shown(wanted) if wanted else stories.c.id.is_not(None), offset, limit)

    async def gravest(self, wanted: Sequence[Subscription], since: datetime, offset: int, limit: int) -> Page:
        """Those of them that opened since then, the gravest first."""
        shown = _shown(wanted) if wanted else stories.c.id.is_not(None)
        return await self._page(and_(stories.c.opened_at >= since, shown), offset, limit, stories.c.severity.desc())

    async def between(self, wanted: Subscription, since: datetime, until: datetime, offset: int, limit: int) -> Page:
        """The stories that a subscription shows and that opened in this time, the newest first."""
        opened = and_(stories.c.opened_at >= since, stories.c.opened_at < until)
        return await self._page(and_(opened, _shown([wanted])), offset, limit)

    async def _page(self, shown: ColumnElement[bool], offset: int, limit: int, *first: ColumnElement[Any]) -> Page:
        """The newest of the stories that are shown, or in another order first."""
        order = (*first, stories.c.opened_at.desc(), stories.c.id.desc())
        page = select(stories.c.id).where(shown).order_by(*order).offset(offset).limit(limit)
        async with self._database.read() as connection:
            total = await connection.scalar(select(func.count()).select_from(stories).where(shown))
            ids = list(await connection.scalars(page))
            found = await load_readable(connection, stories.c.id.in_(ids))
            return Page(tuple(found[story_id] for story_id in ids if story_id in found), offset, total or 0)

    async def story(self, story_id: int) -> Story | None:
        """One story with its reports and matches."""
        async with self._database.read() as connection:
            return (await load_readable(connection, stories.c.id == story_id)).get(story_id)


async def load_readable(connection: AsyncConnection, which: ColumnElement[bool]) -> dict[int, Story]:
    """`load`, without the stories that code cannot read: an event told twice is better than none."""
    ids = select(stories.c.id).where(which).order_by(stories.c.opened_at, stories.c.id)
    found, _ = await readable(
        list(await connection.scalars(ids)), lambda some: load(connection, stories.c.id.in_(some))
    )
    return found


async def load(connection: AsyncConnection, which: ColumnElement[bool], *, history: bool = True) -> dict[int, Story]:
    """The stories by id, the oldest first: reports in order of detection, matches the best first; history if wanted."""
    ids = select(stories.c.id).where(which)
    rows = await connection.execute(select(stories).where(which).order_by(stories.c.opened_at, stories.c.id))
    reports = await connection.execute(_reports.where(entries.c.story_id.in_(ids)))
    topics = await connection.execute(_topics.where(story_topics.c.story_id.in_(ids)))
    reports_of: defaultdict[int, list[Report]] = defaultdict(list)
    for row in reports.mappings():
        reports_of[row["story_id"]].append(_report(row))
    matches_of: defaultdict[int, list[Match]] = defaultdict(list)
    for row in topics.mappings():
        matches_of[row["story_id"]].append(_match(row))
    made = await connection.execute(_translations.where(translations.c.story_id.in_(ids)))
    translations_of: defaultdict[int, list[Translation]] = defaultdict(list)
    for row in made.mappings():
        translations_of[row["story_id"]].append(Translation(**{name: row[name] for name in _TRANSLATION}))
    past = await connection.execute(_history.where(stories.c.id.in_(ids))) if history else ()
    history_of = {row.id: History(row.this_year, row.last_at) for row in past}
    return {
        row["id"]: Story(
            **row,
            reports=tuple(reports_of[row["id"]]),
            matches=in_order(matches_of[row["id"]]),
            history=history_of.get(row["id"]),
            translations=tuple(translations_of[row["id"]]),
        )
        for row in rows.mappings()
    }


def in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The best match first."""
    return tuple(sorted(matches, key=lambda match: (-match.score, match.topic)))


def match_row(match: Match) -> dict[str, Any]:
    """A match as the columns of `matches` and `story_topics`."""
    evidence = [[evidence.term, evidence.sentence] for evidence in match.evidence]
    countries = [[concern.code, concern.role, concern.regions] for concern in match.countries]
    return {
        "topic": match.topic,
        "score": match.score,
        "evidence": evidence,
        "countries": countries,
        "passing": match.passing,
    }


def topic_row(match: Match) -> dict[str, Any]:
    """A match as the columns of `story_topics`, with the places by which narrowed subscriptions want it."""
    return match_row(match) | {"places": match.places}


def _match(row: RowMapping) -> Match:
    evidence = tuple(Evidence(*evidence) for evidence in row["evidence"])
    countries = tuple(Concern(code, Role(role), tuple(regions)) for code, role, regions in row["countries"] or ())
    return Match(row["topic"], row["score"], evidence, countries, row["passing"])


def _report(row: RowMapping) -> Report:
    return Report(
        outlet=row["outlet"],
        tier=Tier(row["tier"]),
        title=row["title"],
        url=row["url"],
        link=row["link"],
        language=row["language"],
        published_at=row["published_at"],
        seen_at=row["seen_at"],
        undated=row["undated_at"] is not None,
        lead=row["lead"],
        join=Join(Reason(row["join_reason"]), row["join_detail"]) if row["join_reason"] else None,
        facts=unpack(row["facts"]) if row["facts"] else None,
        correction=Correction(row["correction"]) if row["correction"] else None,
        newsroom=newsroom_of(row["outlet"], row["newsroom"]),
        credit=row["credit"],
    )


def _shown(wanted: Sequence[Subscription]) -> ColumnElement[bool]:
    """Story: one of these subscriptions shows it; those to all of a topic are asked together."""
    whole = [one.topic for one in wanted if not one.places and one.min_severity == 1]
    parts = (one for one in wanted if one.topic not in whole)
    each = (and_(stories.c.severity >= one.min_severity, _is_of([one.topic], one.places)) for one in parts)
    return or_(*([_is_of(whole)] if whole else []), *each)


def _is_of(topics: Sequence[str], places: Sequence[str] = ()) -> ColumnElement[bool]:
    """Story: it is of one of these topics, in one of the places if any is named, or one of these queries holds."""
    here = type_coerce(story_topics.c.places, Text)
    of_it = select(story_topics).where(story_topics.c.story_id == stories.c.id, story_topics.c.topic.in_(topics))
    of_it = of_it.where(not_(story_topics.c.passing))
    if places:
        of_it = of_it.where(or_(*(here.contains(listed(place), autoescape=True) for place in places)))
    asked = select(story_queries).where(story_queries.c.story_id == stories.c.id, story_queries.c.topic.in_(topics))
    return or_(of_it.exists(), asked.exists())


_reports = (
    select(
        entries.c.story_id,
        outlet,
        tier,
        case((entries.c.outlet.is_(None), feeds.c.newsroom)).label("newsroom"),
        entries.c.credit,
        entries.c.title,
        entries.c.url,
        entries.c.link,
        entries.c.language,
        entries.c.published_at,
        entries.c.seen_at,
        entries.c.undated_at,
        func.coalesce(entries.c.lead, func.substr(entries.c.text, 1, KEPT)).label("lead"),
        entries.c.join_reason,
        entries.c.join_detail,
        entries.c.facts,
        entries.c.correction,
    )
    .join(feeds)
    .order_by(entries.c.detected_at, entries.c.id)
)
_topics = select(story_topics)
_translations = select(translations)
_TRANSLATION = ("language", "source", "headline", "summary")
_earlier = stories.alias("earlier")
_same_year = extract("year", _earlier.c.opened_at) == extract("year", stories.c.opened_at)
_history = (
    select(
        stories.c.id,
        func.count().filter(_same_year).label("this_year"),
        func.max(_earlier.c.opened_at).label("last_at"),
    )
    .join(_earlier, and_(_earlier.c.actor == stories.c.actor, _earlier.c.opened_at < stories.c.opened_at))
    .group_by(stories.c.id)
)
