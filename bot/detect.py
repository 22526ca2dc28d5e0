"""Entry + topics + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.cluster import OpenStories, join, report_of
from bot.facts.read import read_facts
from bot.match import Matcher
from bot.model import Arrival, Change, Detection, Match, Story
from bot.parts import Reader, load_reader
from bot.prose import clean
from bot.severity import judge
from bot.summarize import headline, summarize
from bot.topics import Topic


@dataclass(frozen=True, slots=True)
class Detector:
    """The topics, the matcher made of them, the reader of who does what. `detect` is called in order of arrival."""

    topics: Mapping[str, Topic]
    matcher: Matcher
    reader: Reader = field(default_factory=load_reader)

    def detect(self, arrival: Arrival, stories: OpenStories, now: datetime) -> Detection:
        """What the arrival leads to. The caller keeps the resulting story in `stories` once it is stored."""
        entry = arrival.entry
        found = self.matcher.match(entry)
        if not found:
            return Detection(arrival)
        matches = tuple(replace(match, countries=self.reader.concerns(entry, match)) for match in found)
        keys = [match.topic for match in matches]
        facts = read_facts(entry.title, entry.text, entry.language, entry.published_at, keys)
        usual = max(self.topics[key].severity for key in keys)
        severity = judge(keys, facts, arrival.source.tier, usual).fires
        report = report_of(arrival)
        known = stories.find(report, now)
        if known is None:
            return Detection(arrival, matches, _open(arrival, matches, severity, now), Change.NEW, facts)
        story, change = join(known, report, matches, severity, now)
        return Detection(arrival, matches, story, change, facts)


def _open(arrival: Arrival, matches: tuple[Match, ...], severity: int, now: datetime) -> Story:
    entry = arrival.entry
    text = clean(entry.text, entry.title)
    title = headline(entry.title, text, entry.language)
    return Story(
        id=None,
        headline=title,
        summary=summarize(title, text, entry.language),
        url=entry.url,
        language=entry.language,
        severity=severity,
        revision=1,
        matches=matches,
        reports=(report_of(arrival),),
        opened_at=now,
        updated_at=now,
    )
