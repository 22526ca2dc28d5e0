"""A story and a reader's language -> the report that tells it best: its headline, its sentences, its address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.model import Report, Story, Tier, Translation
from bot.model.facts import Facts
from bot.stories.severity import TOPIC, judge
from bot.stories.summarize import headline, summarize
from bot.text.language_id import code, language_of
from bot.text.reading import Reading

_TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a reader is told: `language` is that of the headline, `foreign` whether every report is in other ones.

    `translation` is what a machine made of it, where it is foreign and that is at hand.
    """

    headline: str
    summary: str
    url: str | None
    language: str | None
    foreign: bool = False
    translation: Translation | None = None


def telling(story: Story, language: str) -> Telling:
    """The gravest report in this language, or else the gravest of all; of equals the most official, then the first.

    A report whose language is not known counts as one that the reader may read, where it is in the reader's script.
    """
    told = _told_best(story, language)
    made = [one for one in story.translations if one.language == language and one.source == told.headline]
    return replace(told, translation=made[0]) if told.foreign and made else told


def _told_best(story: Story, language: str) -> Telling:
    readable = [report for report in story.reports if _reads(report, language)]
    best = _gravest(story, readable or story.reports) if len(story.reports) > 1 else story.reports[0]
    if best is story.reports[0]:
        return Telling(story.headline, story.summary, story.url, story.language, not readable)
    title, summary = _told(best.title, best.lead, best.language, best.tier is Tier.AGGREGATOR)
    return Telling(title, summary, best.url, best.language, not readable)


def _reads(report: Report, reader: str) -> bool:
    return code(report.language or language_of(report.title, (reader,))) == reader


def _gravest(story: Story, reports: Sequence[Report]) -> Report:
    def weight(report: Report) -> tuple[int, int, bool]:
        verdict = judge(story.topics, report.facts or Facts(), report.tier)
        return (0 if verdict.rule == TOPIC else verdict.fires, -_TIERS.index(report.tier), report.facts is not None)

    return max(reports, key=weight)


@lru_cache(maxsize=256)
def _told(title: str, lead: str, language: str | None, signed: bool) -> tuple[str, str]:
    """The headline and the summary of a report; kept, for a story is told to many."""
    reading = Reading.of(title, lead, language)
    heading = headline(reading, signed=signed)
    return heading, summarize(reading, heading)
