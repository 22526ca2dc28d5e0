"""How a story begins and grows with its reports, and what of that is worth telling those who were told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.facts.merge import StoryFacts, merge
from bot.model import KEPT, Arrival, Change, Correction, Match, Report, Story, Tier
from bot.model.facts import Facts
from bot.places.names import READ_IN
from bot.stories.severity import TOPIC, Verdict, judge
from bot.stories.summarize import headline, summarize
from bot.text.newsrooms import credit, newsroom_of
from bot.text.reading import Reading
from bot.topics.definitions import Topic

SUBSTANCE = {
    "launch": ("actor", "kind", "name", "status"),
    "sanctions": ("issuer", "target", "act", "instrument"),
    "nuclear": ("actor", "act", "place"),
    "strike": ("act", "site"),
}
"""Facts of which the one that goes first matters: a new one is worth telling."""
FIGURES = {
    "launch": ("count", "range_km", "apogee_km"),
    "sanctions": ("designated",),
    "nuclear": ("yield_kt", "magnitude"),
}
"""Facts of which each that is told matters: sources that disagree are shown side by side."""
UNSTATED = 2
"""What a topic weighs at most where every report is in a language whose facts are read, and none states any."""
LEAST = 1
"""The severity of a story before its topics and facts are looked at."""
LAUNCHED = frozenset({"happened", "failed"})


def report_of(arrival: Arrival, reading: Reading, facts: Facts | None, correction: Correction | None) -> Report:
    """An arrival's part in a story: what its reading says, and states, and whether it takes something back.

    Who signs the text is read from what the feed sent, as long as that is: a page's text comes without it.
    """
    entry, source = arrival.entry, arrival.publisher
    newsroom, signed = newsroom_of(source.outlet, source.newsroom), credit(entry.title, entry.text)
    return Report(
        outlet=source.outlet,
        tier=source.tier,
        title=reading.title,
        url=entry.url,
        link=entry.link,
        language=reading.language,
        published_at=entry.published_at,
        seen_at=arrival.seen_at,
        undated=entry.undated_at is not None,
        lead=reading.text[:KEPT],
        facts=facts,
        correction=correction,
        newsroom=newsroom,
        credit=signed if signed != (newsroom or source.outlet) else None,
    )


def facts_of(story: Story) -> StoryFacts:
    """What the story's reports state together."""
    return facts_of_reports(story.reports)


def facts_of_reports(reports: Iterable[Report]) -> StoryFacts:
    """What these reports state together."""
    return merge([(report.outlet, report.tier, report.facts) for report in reports if report.facts])


def opened(
    report: Report, reading: Reading, matches: tuple[Match, ...], topics: Mapping[str, Topic], now: datetime
) -> Story:
    """The story that a report opens."""
    title = headline(reading, signed=report.tier is Tier.AGGREGATOR)
    story = Story(
        id=None,
        headline=title,
        summary=summarize(reading, title),
        url=report.url,
        language=report.language,
        severity=LEAST,
        revision=1,
        matches=matches,
        reports=(report,),
        opened_at=now,
        updated_at=now,
    )
    return _understood(story, topics)


def joined(
    story: Story, report: Report, matches: tuple[Match, ...], topics: Mapping[str, Topic], now: datetime
) -> tuple[Story, Change]:
    """The story with one more report, and whether that is worth telling."""
    best = {match.topic: match for match in story.matches}
    for match in matches:
        if match.topic not in best or _weight(match) > _weight(best[match.topic]):
            best[match.topic] = match
    retracted = now if report.correction is Correction.RETRACTED else None
    grown = replace(
        story,
        reports=(*story.reports, report),
        matches=tuple(best.values()),
        retracted_at=story.retracted_at or retracted,
        updated_at=now,
    )
    grown = _understood(grown, topics)
    if _is_news(story, grown, report):
        return replace(grown, revision=story.revision + 1), Change.UPDATE
    return grown, Change.NONE


def _weight(match: Match) -> tuple[bool, float]:
    """What orders two matches of a topic: one that is about it before one in passing, then the surer one."""
    return not match.passing, match.score


def _understood(story: Story, topics: Mapping[str, Topic]) -> Story:
    """The story with what its facts say of it: how severe it is (never less than before), and who launched.

    One that only a subscriber's query found is left as it is, of the least severity.
    """
    if not story.topics:
        return story
    fires = judged(story, topics).fires
    launch = facts_of(story).leading().launch
    flown = launch is not None and launch.status is not None and launch.status.value in LAUNCHED
    actor = launch.actor.value if launch is not None and launch.actor is not None and flown else None
    return replace(story, severity=max(story.severity, fires), actor=actor)


def judged(story: Story, topics: Mapping[str, Topic]) -> Verdict:
    """The gravest verdict on a story's reports, each judged by itself; the topics' own where no report has facts.

    What only an aggregator tells is not the gravest by itself, however many do.
    """
    verdicts = [judge(story.topics, report.facts or Facts(), report.tier) for report in story.reports]
    by_facts = [verdict for verdict in verdicts if verdict.rule != TOPIC]
    usual = max((topics[key].severity for key in story.topics if key in topics), default=LEAST)
    if all(report.facts is not None and report.language in READ_IN for report in story.reports):
        usual = min(usual, UNSTATED)
    return max(by_facts, key=lambda verdict: verdict.fires, default=Verdict(usual, TOPIC))


def _is_news(before: Story, after: Story, report: Report) -> bool:
    """Whether what changed is worth telling.

    A second source of its own is the first confirmation, and an official one settles it; those after them are counted,
    and told with the next revision.
    """
    return (
        (len(before.sources), len(after.sources)) == (1, 2)
        or (after.official and not before.official)
        or len(after.topics) > len(before.topics)
        or after.severity > before.severity
        or report.correction is not None
        or (not report.repeats and _substance(after) != _substance(before))
    )


def _substance(story: Story) -> list[Any]:
    """The facts whose change is worth telling."""
    facts = facts_of(story)
    leading = [sides[0].value for sides in _sides(facts, SUBSTANCE)]
    return leading + [[fact.value for fact in sides] for sides in _sides(facts, FIGURES)]


def _sides(facts: StoryFacts, names: Mapping[str, tuple[str, ...]]) -> list[Any]:
    return [sides for group, fields in names.items() for field in fields if (sides := getattr(facts, group).get(field))]


def retold(story: Story, topics: Mapping[str, Topic]) -> tuple[tuple[Story, Change], ...]:
    """The story as it was after each of its reports, and what that meant, by the rules of today.

    What a report matched is not kept with it: topics that came later are there from the beginning.
    """
    first = replace(story, severity=LEAST, revision=1, reports=story.reports[:1], retracted_at=None)
    told = [(_understood(first, topics), Change.NEW)]
    for report in story.reports[1:]:
        told.append(joined(told[-1][0], report, (), topics, report.seen_at or report.published_at))
    return tuple(told)
