"""Entry + topics + everybody's queries + open stories -> Detection: the one place where an alert is decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from bot.facts.read import read_facts, recalls
from bot.model import Arrival, Change, Correction, Detection, Entry, Match, Source
from bot.model.facts import Facts
from bot.pages.article import Article, tells
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.places.roles import RoleReader, load_role_reader
from bot.queries.expression import Known
from bot.queries.index import QueryIndex
from bot.stories.cluster import OpenStories
from bot.stories.correction import beside
from bot.stories.story import joined, opened, report_of
from bot.stories.wars import placed
from bot.text.reading import Reading
from bot.topics.definitions import Topic
from bot.topics.matcher import Matcher

PASSING = 0.5
"""The share of a match's score that is left where the entry is about something else."""
LOOKED_AT = 40
"""Sentences of a page in which topics are looked for that it touches in passing."""
AHEAD: Mapping[str, tuple[str, str, frozenset[str]]] = {
    "sanctions": ("sanctions", "act", frozenset({"proposed", "threatened"})),
    "launches": ("launch", "status", frozenset({"planned"})),
    "nuclear": ("nuclear", "act", frozenset({"prepared", "threatened"})),
    "strikes": ("strike", "act", frozenset({"planned"})),
}
"""By topic: the fact that says which step is told, and its values for steps that are still to come."""


class Flags(NamedTuple):
    """A reading, the topics that it belongs to, and the keys of the subscribers' queries that hold for it."""

    reading: Reading
    matches: tuple[Match, ...]
    asked: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anyone may want it."""
        return bool(self.matches or self.asked)


@dataclass(frozen=True, slots=True)
class Detector:
    """The topics, the matcher made of them, the reader of who does what, and the subscribers' queries.

    `everything`: what nobody follows is put into stories too. `detect` is called in order of arrival.
    """

    topics: Mapping[str, Topic]
    matcher: Matcher
    reader: RoleReader = field(default_factory=load_role_reader)
    gazetteer: Gazetteer = field(default_factory=load_gazetteer)
    followed: QueryIndex = field(default_factory=QueryIndex)
    everything: bool = False

    def flags(self, arrival: Arrival) -> Flags:
        """What an arrival is about, by its feed's words."""
        entry = arrival.entry
        reading = self.gazetteer.read(entry.title, entry.text, entry.language)
        found = self.matcher.match(reading)
        matches = tuple(replace(match, countries=self.reader.concerns(reading, match)) for match in found)
        return Flags(reading, matches, self._asked(arrival, reading, matches))

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
        flags = self.flags(arrival) if flags is None else flags
        if not flags.any and not self.everything:
            return Detection(arrival)
        reading, matches, asked = self._in_full(flags.reading, article), flags.matches, flags.asked
        if matches and reading is not flags.reading:
            matches += tuple(self._in_passing(reading, arrival.published_there, matches))
        # State: what it says happened, and what identifies that event.
        keys = [match.topic for match in matches if not match.passing]
        facts = read_facts(reading, arrival.published_there, keys) if keys else None
        features = stories.reader.read(reading)
        if facts and features.explainer:
            facts = Facts()  # who asks or explains states nothing that happened
        facts = facts and placed(facts, stories.stories())
        report = report_of(arrival, reading, facts, features.correction)
        # Group, judge how grave it is, and whether there is something to tell.
        retracts = report.correction is Correction.RETRACTED
        if arrival.old_at is None:
            known = stories.find(report, now, features)
        else:  # old news tells nothing, but a page may take back now what it said
            known = stories.find_page(report, now, features) if retracts else None
        aside = not asked and (beside(arrival.entry.title) or recalls(reading, arrival.published_there))
        if known is None and (retracts or aside or arrival.old_at is not None):
            # It takes back what was never told, or comments on what happened or recalls it.
            return Detection(arrival, matches, None, Change.NONE, asked, facts)
        if known is None:
            story = opened(report, reading, matches, self.topics, now)
            return Detection(arrival, matches, story, Change.NEW, asked, facts)
        story, join = known
        story, change = joined(story, replace(report, join=join), matches, self.topics, now)
        return Detection(arrival, matches, story, change, asked, facts)

    def _in_full(self, reading: Reading, article: Article | None) -> Reading:
        """The reading of the entry's page, where there is one that is on the same thing and says more."""
        if article is None or len(article.text) <= len(reading.text) or not tells(article.text, reading.title):
            return reading
        return self.gazetteer.read(reading.title or article.title or "", article.text, reading.declared)

    def _in_passing(self, page: Reading, published_at: datetime, about: tuple[Match, ...]) -> Iterator[Match]:
        """The topics of which a sentence of the page tells a step that is still to come, beside those it is about."""
        known = {match.topic for match in about}
        for sentence in page.body[:LOOKED_AT]:
            said = self.gazetteer.read(sentence.text, "", page.language)
            found = [match for match in self.matcher.match(said) if match.topic in AHEAD.keys() - known]
            if not found:
                continue
            facts = read_facts(said, published_at, [match.topic for match in found])
            for match in (match for match in found if _is_ahead(facts, match.topic)):
                known.add(match.topic)
                countries = self.reader.concerns(said, match)
                yield replace(match, score=PASSING * match.score, countries=countries, passing=True)

    def _asked(self, arrival: Arrival, reading: Reading, matches: tuple[Match, ...]) -> tuple[str, ...]:
        """The queries that hold."""
        if not len(self.followed):
            return ()
        topics = (match.topic for match in matches)
        named = self.gazetteer.countries_of(reading) if self.followed.asks_countries else ()
        return self.followed.match(Known.of(reading, arrival.publisher, topics, frozenset(named)))


def _is_ahead(facts: Facts, topic: str) -> bool:
    """Whether these facts tell a step of the topic that is still to come."""
    group, field, ahead = AHEAD[topic]
    fact = getattr(getattr(facts, group), field, None)
    return fact is not None and fact.value in ahead
