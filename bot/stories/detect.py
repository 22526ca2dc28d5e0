"""Entry + topics + everybody's queries + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from bot.facts.read import read_facts
from bot.model import Arrival, Change, Detection, Entry, Match, Source
from bot.pages.article import Article, tells
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.places.roles import RoleReader, load_role_reader
from bot.queries.expression import Known
from bot.queries.index import QueryIndex
from bot.stories.cluster import OpenStories
from bot.stories.story import joined, opened, report_of
from bot.text.prose import clean
from bot.topics.definitions import Topic
from bot.topics.matcher import Matcher


class Flags(NamedTuple):
    """The topics that an entry belongs to, and the keys of the subscribers' queries that hold."""

    matches: tuple[Match, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detector:
    """The topics, the matcher made of them, the reader of who does what, and the subscribers' queries.

    `detect` is called in order of arrival.
    """

    topics: Mapping[str, Topic]
    matcher: Matcher
    reader: RoleReader = field(default_factory=load_role_reader)
    gazetteer: Gazetteer = field(default_factory=load_gazetteer)
    followed: QueryIndex = field(default_factory=QueryIndex)

    def flags(self, arrival: Arrival) -> Flags:
        """What an arrival is about, by its feed's words."""
        entry = arrival.entry
        found = self.matcher.match(entry)
        matches = tuple(replace(match, countries=self.reader.concerns(entry, match)) for match in found)
        return Flags(matches, self._asked(arrival, matches))

    def rehearsals(self, now: datetime) -> Iterator[Arrival]:
        """Made-up arrivals, one of each topic and language: detecting them makes whatever is made at its first use."""
        for topic in self.topics.values():
            for language, headlines in topic.yes.items():
                entry = Entry("", headlines[0], "", now, language=language)
                yield Arrival(0, Source("", "", language), entry, now)

    def detect(
        self,
        arrival: Arrival,
        stories: OpenStories,
        now: datetime,
        article: Article | None = None,
        flags: Flags | None = None,
    ) -> Detection:
        """What the arrival leads to. The caller keeps the resulting story in `stories` once it is stored.

        `flags` says whether it is flagged, where they were read before; what it says in full is its page's `article`
        where that says more.
        """
        matches, asked = flags or self.flags(arrival)
        if not matches and not asked:
            return Detection(arrival)
        arrival = replace(arrival, entry=told_in_full(arrival.entry, article))
        keys, entry = [match.topic for match in matches], arrival.entry
        facts = read_facts(entry.title, entry.text, entry.language, entry.published_at, keys) if keys else None
        report = report_of(arrival, facts)
        report = replace(report, correction=stories.signs(report).correction)
        if known := stories.find(report, now):
            story, join = known
            story, change = joined(story, replace(report, join=join), matches, self.topics, now)
            return Detection(arrival, matches, story, change, asked, facts)
        story = opened(arrival, report, matches, self.topics, now)
        return Detection(arrival, matches, story, Change.NEW, asked, facts)

    def _asked(self, arrival: Arrival, matches: tuple[Match, ...]) -> tuple[str, ...]:
        """The queries that hold."""
        if not len(self.followed):
            return ()
        topics = (match.topic for match in matches)
        named = self.gazetteer.countries_of(arrival.entry) if self.followed.asks_countries else ()
        return self.followed.match(Known.of(arrival.entry, arrival.source, topics, frozenset(named)))


def told_in_full(entry: Entry, article: Article | None) -> Entry:
    """The entry with its page's text, where there is one that is on the same thing and longer."""
    if article is None or len(article.text) <= len(clean(entry.text, entry.title)) or not tells(article, entry.title):
        return entry
    return replace(entry, text=article.text, title=entry.title or article.title or "")
