"""Entry + topics + everybody's queries + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from bot.article import Article, tells
from bot.cluster import OpenStories, join, report_of
from bot.countries import Gazetteer, load_gazetteer
from bot.expression import Known
from bot.facts.read import read_facts
from bot.facts.record import Facts
from bot.follow import Followed
from bot.match import Matcher
from bot.model import Arrival, Change, Detection, Entry, Match, Story
from bot.parts import Reader, load_reader
from bot.prose import clean
from bot.severity import judge
from bot.summarize import headline, summarize
from bot.topics import Topic

LEAST = 1
"""The severity of a story that no built-in topic flags: it is of the subscriber's own asking."""


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
    reader: Reader = field(default_factory=load_reader)
    gazetteer: Gazetteer = field(default_factory=load_gazetteer)
    followed: Followed = field(default_factory=Followed)

    def flags(self, arrival: Arrival) -> Flags:
        """What an arrival is about, by its feed's words."""
        entry = arrival.entry
        found = self.matcher.match(entry)
        matches = tuple(replace(match, countries=self.reader.concerns(entry, match)) for match in found)
        return Flags(matches, self._asked(arrival, matches))

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
        facts, severity = self._read(arrival, matches)
        report = report_of(arrival)
        known = stories.find(report, now)
        if known is None:
            return Detection(arrival, matches, _open(arrival, matches, severity, now), Change.NEW, asked, facts)
        story, change = join(known, report, matches, severity, now)
        return Detection(arrival, matches, story, change, asked, facts)

    def _read(self, arrival: Arrival, matches: tuple[Match, ...]) -> tuple[Facts | None, int]:
        """What the arrival states, and how severe that is; a story that only a query found is of the least severity."""
        if not matches:
            return None, LEAST
        entry, keys = arrival.entry, [match.topic for match in matches]
        facts = read_facts(entry.title, entry.text, entry.language, entry.published_at, keys)
        usual = max(self.topics[key].severity for key in keys)
        return facts, judge(keys, facts, arrival.source.tier, usual).fires

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
