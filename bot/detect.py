"""Entry + topics + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.cluster import OpenStories
from bot.facts.read import read_facts
from bot.match import Matcher
from bot.model import Arrival, Change, Detection
from bot.parts import Reader, load_reader
from bot.story import joined, opened, report_of
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
        report = report_of(arrival, facts)
        report = replace(report, correction=stories.signs(report).correction)
        if known := stories.find(report, now):
            story, join = known
            story, change = joined(story, replace(report, join=join), matches, self.topics, now)
            return Detection(arrival, matches, story, change, facts)
        return Detection(arrival, matches, opened(arrival, report, matches, self.topics, now), Change.NEW, facts)
