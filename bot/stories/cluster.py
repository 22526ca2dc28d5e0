"""Which open story an entry belongs to: the same page, a copy of the same text, or the same event in other words.

Two reports are compared by the cosine similarity of their features, each weighted by how rare it is (its inverse
document frequency): in such news at large, and among the stories that are open just now, so that in a week of one
rocket the rocket's name tells little. The similarity is lowered where the reports cannot be of one event: another stage
of a launch, another payload, a day between two strikes. A wrong merge swallows an alert and a missed one only repeats
it, so the threshold is high. Which weeks the constants were set on, and what other weeks gave, is in
`docs/decisions.md`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import nlargest
from typing import TypeVar

from bot.model import Join, Reason, Report, Story
from bot.places.gazetteer import load_gazetteer
from bot.stories.features import SANCTION, FeatureReader, Features, load_features
from bot.stories.similarity import APART, Compared, Rarity, other_thing, steps_apart
from bot.stories.vetoes import apart

OPEN_FOR = timedelta(hours=48)
"""A story closes when nobody has reported on it for so long."""
COPIED_WITHIN = timedelta(hours=24)
"""A text that comes again later is a form that is filled in every day."""
REPEATED_WITHIN = timedelta(hours=6)
"""An outlet's title and text that come again so soon are only shown again, as aggregators do for days."""
COPY = 0.6
"""The share of the shorter text's shingles that a copy has at least."""
LEAST_SHINGLES = 8
"""Shingles that a text must have for its copy to be told."""
THRESHOLD = 0.28
"""The similarity (0 to about 1) from which on a report joins a story."""
SAME_OUTLET = 0.8
"""Factor where the outlet has told of the story already: what it writes next is mostly something else."""
SAME_STAGE, SAME_ROUND = 0.4, 0.16
"""Added where both tell of the same stage of a launch by the same actor; of sanctions between the same parties."""
JUST_NOW = timedelta(minutes=90)
"""So soon after the last report of a country's missile, another one of its missile is of the same launch."""
WEAPON = "weapon"
STAGE_LASTS = timedelta(hours=24)
"""The addition falls to nothing within so long without a report: then it is the next launch, or the next round."""
DAILY, SLOWLY, STALE = 1.0, 0.15, 0.15
"""The share of a similarity that a day of the story's age takes: of what happens every day, such as strikes, and of
the rest; and the share that is always left."""
PARTIES = 2
"""Countries that name a relation: who imposes sanctions and on whom; whose satellite and whose rocket."""
COMPARED = 8
"""Reports of a story that an entry is compared with: the first one, and the latest."""
LOOKED_AT = 4_000
"""Places in the index that are looked at for one entry, its rarest features first: what keeps the cost flat."""
CANDIDATES = 20
"""Stories that are compared with an entry."""
SMOOTHING = 15
"""Added to the number of open stories when a feature's share of them is taken, so that it means something when few
are open."""


K = TypeVar("K")
TextOf = tuple[str, str, str | None]
"""What features are read from: title, beginning of the text, language."""


@dataclass(slots=True)
class _OpenStory:
    """A story with the features of its reports, and those of them that are no outlet's second one of the same words."""

    story: Story
    features: dict[TextOf, Features] = field(default_factory=dict)
    fresh: tuple[Report, ...] = ()

    @property
    def last_at(self) -> datetime:
        """When someone last reported on it: who says again what they said does not prolong it."""
        if self.fresh[-1] is self.story.reports[-1]:
            return self.story.updated_at
        return self.fresh[-1].seen_at or self.fresh[-1].published_at

    def is_open(self, now: datetime) -> bool:
        """Whether others may join."""
        return now - self.last_at <= OPEN_FOR

    def reports(self) -> Iterator[tuple[Report, Features]]:
        """Its reports with their features."""
        return ((report, self.features[_text_of(report)]) for report in self.story.reports)

    def compared(self) -> list[Features]:
        """The features of the reports to compare with."""
        features = list(self.features.values())
        return features if len(features) <= COMPARED else [features[0], *features[1 - COMPARED :]]


@dataclass(slots=True)
class OpenStories:
    """The stories that an entry may join; `keep` is told of each story as it changes, `close` of the time."""

    reader: FeatureReader = field(default_factory=load_features)
    _open: dict[int, _OpenStory] = field(default_factory=dict)
    _by_address: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_text: defaultdict[TextOf, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_shingle: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_feature: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _last: tuple[TextOf, Features] | None = None

    @classmethod
    def of(cls, stories: Iterable[Story]) -> "OpenStories":
        """The index of these stories."""
        index = cls()
        for story in stories:
            index.keep(story)
        return index

    def __len__(self) -> int:
        return len(self._open)

    def stories(self) -> Iterator[Story]:
        """The open stories."""
        return (known.story for known in self._open.values())

    def keep(self, story: Story) -> None:
        """Find the story, as it now is, by all its reports. It must have its id."""
        if story.id is None:
            raise ValueError("a story is kept once it has its id")
        known = self._open.setdefault(story.id, _OpenStory(story))
        known.story, known.fresh = story, _fresh(story.reports)
        for report in story.reports:
            self._by_text[_text_of(report)].add(story.id)
            if report.link is not None:
                self._by_address[report.link].add(story.id)
            if _text_of(report) not in known.features:
                features = known.features[_text_of(report)] = self._features(report)
                for run in features.shingles:
                    self._by_shingle[run].add(story.id)
                for feature in features.weights:
                    self._by_feature[feature].add(story.id)

    def _features(self, report: Report) -> Features:
        """The features of a report: those that it was found by, or else read from what the report keeps."""
        if self._last is not None and self._last[0] == _text_of(report):
            return self._last[1]
        return self.reader.of(*_text_of(report))

    def close(self, now: datetime) -> None:
        """Let go of the stories that have closed, and are not even repeated."""
        for story_id in [key for key, known in self._open.items() if now - known.story.updated_at > OPEN_FOR]:
            self._forget(story_id)

    def find(self, report: Report, now: datetime, features: Features | None = None) -> tuple[Story, Join] | None:
        """The open story that the report belongs to, and why it does; its features are read where they are not given.

        They are remembered, since what is asked about is mostly kept next.
        """
        features = features or self._features(report)
        self._last = _text_of(report), features
        entry = self._compared(features)
        return (
            self._by_repeat(report)
            or self.find_page(report, now, features)
            or self._by_copy(report, entry, now)
            or self._by_event(report, entry, now)
        )

    def _compared(self, features: Features) -> Compared:
        return Compared(features, Rarity(self._by_feature, len(self._open) + SMOOTHING))

    def _by_repeat(self, report: Report) -> tuple[Story, Join] | None:
        """The story in which an outlet said the same a while ago, though it be closed to what is new."""
        for story_id in sorted(self._by_text.get(_text_of(report), ()), reverse=True):
            for one in self._open[story_id].story.reports:
                near = abs(report.published_at - one.published_at) <= REPEATED_WITHIN
                if near and one.outlet == report.outlet and _text_of(one) == _text_of(report):
                    return self._open[story_id].story, Join(Reason.COPY, one.outlet)
        return None

    def find_page(self, report: Report, now: datetime, features: Features) -> tuple[Story, Join] | None:
        """The open story that has a report of the same page, on the same step.

        What an outlet writes at its own address next may be the next event, unless it is like what stood there.
        """
        entry = self._compared(features)
        for story_id in sorted(self._by_address.get(report.link or "", ()), reverse=True):
            story = self._story(story_id, now)
            if story is None:
                continue
            for one, other in self._open[story_id].reports():
                if one.link != report.link:
                    continue
                own = one.outlet == report.outlet
                alike = not own or entry.similarity(other) >= THRESHOLD
                if features.correction or (alike and not steps_apart(features, other)):
                    return story, Join(Reason.LINK, one.outlet)
        return None

    def _by_copy(self, report: Report, entry: Compared, now: datetime) -> tuple[Story, Join] | None:
        features = entry.features
        if len(features.shingles) < LEAST_SHINGLES:
            return None
        hits = Counter(story_id for run in features.shingles for story_id in self._by_shingle.get(run, ()))
        for story_id in nlargest(CANDIDATES, hits, key=lambda one: (hits[one], one)):
            story = self._story(story_id, now)
            if story is None:
                continue
            for one, other in self._open[story_id].reports():
                near = abs(report.published_at - one.published_at) <= COPIED_WITHIN
                # Two events of one outlet may have little text but the notice that stands under whatever it writes.
                if near and _is_copy(features, other) and entry.similarity(other) >= THRESHOLD:
                    return story, Join(Reason.COPY, one.outlet)
        return None

    def _by_event(self, report: Report, entry: Compared, now: datetime) -> tuple[Story, Join] | None:
        features, rarity = entry.features, entry.rarity
        best: tuple[float, Story, Join] | None = None
        for story_id in self._candidates(features, rarity):
            story = self._story(story_id, now)
            if story is None:
                continue
            known = self._open[story_id]
            if apart(report, features, [(one, known.features[_text_of(one)]) for one in known.fresh]):
                continue
            compared = known.compared()
            factor, added = self._beside(report, features, known, compared, now)
            fresh = _freshness(features, report.published_at - story.opened_at)
            if fresh * (factor * sum(map(entry.at_most, compared)) / len(compared) + added) < THRESHOLD:
                continue  # most end here, before all their features are weighed
            similarity = fresh * (factor * sum(map(entry.similarity, compared)) / len(compared) + added)
            if similarity >= THRESHOLD and (best is None or similarity > best[0]):
                best = similarity, story, Join(Reason.EVENT, _common(features, compared, rarity))
        return best and best[1:]

    def _beside(
        self, report: Report, features: Features, known: _OpenStory, compared: Sequence[Features], now: datetime
    ) -> tuple[float, float]:
        """What a similarity is multiplied with, and what is then added, for who tells, who launched, and which step."""
        factor = SAME_OUTLET if any(one.outlet == report.outlet for one in known.story.reports) else 1.0
        if _launchers_apart(report, known.story) and not _carried(features, compared):
            return factor * APART, 0.0
        step = max(_same_stage(features, compared), _same_missile(report, features, known.fresh, compared))
        same = SAME_STAGE * step + SAME_ROUND * _same_round(features, compared)
        return factor, same * max(0.0, 1 - (now - known.last_at) / STAGE_LASTS)

    def _candidates(self, features: Features, rarity: "Rarity") -> list[int]:
        """The stories that have most in common with these features, found by the rarest of them."""
        found: defaultdict[int, float] = defaultdict(float)
        looked = 0
        for feature in sorted(features.weights, key=lambda feature: len(self._by_feature.get(feature, ()))):
            stories = self._by_feature.get(feature, ())
            looked += len(stories)
            if looked > LOOKED_AT:
                break
            weight = rarity[feature] * features.weights[feature]
            for story_id in stories:
                found[story_id] += weight
        return nlargest(CANDIDATES, found, key=lambda one: (found[one], one))

    def _story(self, story_id: int | None, now: datetime) -> Story | None:
        known = self._open.get(story_id) if story_id is not None else None
        return known.story if known and known.is_open(now) else None

    def _forget(self, story_id: int) -> None:
        known = self._open.pop(story_id)
        _drop(self._by_address, [report.link for report in known.story.reports if report.link is not None], story_id)
        _drop(self._by_text, known.features, story_id)
        for features in known.features.values():
            _drop(self._by_shingle, features.shingles, story_id)
            _drop(self._by_feature, features.weights, story_id)


def _drop(index: dict[K, set[int]], keys: Iterable[K], story_id: int) -> None:
    """Take a story out of an index, and with it the keys that lead nowhere any more."""
    for key in keys:
        if (stories := index.get(key)) is not None:
            stories.discard(story_id)
            if not stories:
                del index[key]


def _text_of(report: Report) -> TextOf:
    return report.title, report.lead, report.language


def _fresh(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports without those in which an outlet says again what it said: under one title, or in its own text."""
    said: dict[tuple[str, str], Report] = {}
    for report in reports:
        own_copy = report.join is not None and report.join == Join(Reason.COPY, report.outlet)
        if not own_copy:
            said.setdefault((report.outlet, report.title), report)
    return tuple(said.values()) or tuple(reports[:1])


def _is_copy(one: Features, other: Features) -> bool:
    """Whether one text is the other's, with the same figures."""
    shorter = min(len(one.shingles), len(other.shingles))
    if steps_apart(one, other) or shorter < LEAST_SHINGLES or len(one.shingles & other.shingles) < COPY * shorter:
        return False
    return one.figures <= other.figures or other.figures <= one.figures


def _launchers_apart(report: Report, story: Story) -> bool:
    """Whether a report and a story both say which country launched, and it is not the same one."""
    ours, theirs = _launcher(report), {_launcher(one) for one in story.reports} - {None}
    return ours is not None and bool(theirs) and ours not in theirs


def _carried(features: Features, others: Sequence[Features]) -> bool:
    """Whether two titles about space flight name the same two countries: one's satellite on the other's rocket."""
    named = features.titled_countries
    return features.domain == "space" and len(named) >= PARTIES and any(named <= one.titled_countries for one in others)


def _launcher(report: Report) -> str | None:
    """The code of the country that launched, where a report of a launch says so; None for a company's launch."""
    launch = report.facts.launch if report.facts else None
    if launch is None or launch.actor is None or (launch.told_as and launch.told_as.value != "event"):
        return None
    return _code(launch.actor.value)


@lru_cache(maxsize=1024)
def _code(country: str) -> str | None:
    """The code of a country by its English name; None where it is none."""
    found = load_gazetteer().find(country, "en")
    return found[0].code if found and found[0].start == 0 and found[0].end == len(country) else None


def _same_stage(features: Features, others: Sequence[Features]) -> float:
    """The share of the others that tell of the same step by the same actor; half where only the text says the step."""
    if features.explainer or not features.stage:
        return 0.0
    near = (other for other in others if not other_thing(features, other) and features.actors & other.actors)
    same = [other for other in near if features.stage == other.stage]
    return sum(1.0 if features.stage_in_title and other.stage_in_title else 0.5 for other in same) / len(others)


def _same_missile(report: Report, features: Features, told: Sequence[Report], others: Sequence[Features]) -> float:
    """1 where these reports tell of a missile that the same country launched just before, in whatever words."""
    ours, last = _launcher(report), max(one.published_at for one in told)
    weapons = features.domain == WEAPON and any(
        other.domain == WEAPON and not other_thing(features, other) for other in others
    )
    soon = abs(report.published_at - last) <= JUST_NOW
    return float(weapons and soon and ours is not None and ours in {_launcher(one) for one in told})


def _same_round(features: Features, others: Sequence[Features]) -> float:
    """The share of the others whose titles tell of sanctions between the same two countries, in the same measure."""
    parties = _sanctioned(features)
    if features.explainer or features.reaction or len(parties) < PARTIES:
        return 0.0
    near = (other for other in others if not (other.explainer or other.reaction or steps_apart(features, other)))
    return sum(len(parties & _sanctioned(other)) >= PARTIES for other in near) / len(others)


def _sanctioned(features: Features) -> frozenset[str]:
    """The countries that a title about sanctions names; none where it is about something else."""
    return features.titled_countries if SANCTION in features.titled else frozenset()


def _freshness(features: Features, age: timedelta) -> float:
    """How much a similarity counts when the story is so old: the next day's strike is another one."""
    lost = DAILY if features.repeats else SLOWLY
    return max(1 - lost * max(age / timedelta(days=1), 0), STALE)


def _common(features: Features, others: Iterable[Features], rarity: Rarity) -> str:
    """What an entry has in common with a story, the most telling first, for people to read."""
    shared = {feature for other in others for feature in other.weights.keys() & features.weights.keys()}
    telling = sorted(shared, key=lambda feature: (-rarity[feature] * features.weights[feature], feature))
    return ", ".join(dict.fromkeys(feature.split(":")[-1].removeprefix("@") for feature in telling[:4]))
