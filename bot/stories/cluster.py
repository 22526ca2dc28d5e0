"""Which open story an entry belongs to: the same page, a copy of the same text, or the same event in other words.

Two reports are compared by the cosine similarity of their features, each weighted by how rare it is (its inverse
document frequency): in such news at large, and among the stories that are open just now, so that in a week of one
rocket the rocket's name tells little. How likely they are of one event, of this and other signs, is learned
(`likeness`). A wrong merge swallows an alert and a missed one only repeats it, so the bar is high. What other weeks
than those learned from gave is in `docs/decisions.md`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import nlargest
from typing import TypeVar

from bot.model import Join, Reason, Report, Story
from bot.stories.features import FeatureReader, Features, load_features
from bot.stories.known import OpenStory, TextOf, fresh, text_of
from bot.stories.likeness import Likeness, Pair, load_likeness
from bot.stories.similarity import Compared, Rarity, steps_apart
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
"""The similarity (0 to about 1) that a copy has at least, and what an outlet writes at its own address next."""
LOOKED_AT = 4_000
"""Places in the index that are looked at for one entry, its rarest features first: what keeps the cost flat."""
CANDIDATES = 20
"""Stories that are compared with an entry."""
SMOOTHING = 15
"""Added to the number of open stories when a feature's share of them is taken, so that it means something when few
are open."""


K = TypeVar("K")


@dataclass(slots=True)
class OpenStories:
    """The stories that an entry may join; `keep` is told of each story as it changes, `close` of the time."""

    reader: FeatureReader = field(default_factory=load_features)
    likeness: Likeness = field(default_factory=load_likeness)
    _open: dict[int, OpenStory] = field(default_factory=dict)
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
        known = self._open.setdefault(story.id, OpenStory(story))
        known.story, known.fresh = story, fresh(story.reports)
        for report in story.reports:
            self._by_text[text_of(report)].add(story.id)
            if report.link is not None:
                self._by_address[report.link].add(story.id)
            if text_of(report) not in known.features:
                features = self._features(report)
                known.add(report, features)
                for run in features.shingles:
                    self._by_shingle[run].add(story.id)
                for feature in features.weights:
                    self._by_feature[feature].add(story.id)

    def _features(self, report: Report) -> Features:
        """The features of a report: those that it was found by, or else read from what the report keeps."""
        if self._last is not None and self._last[0] == text_of(report):
            return self._last[1]
        return self.reader.of(*text_of(report))

    def close(self, now: datetime) -> None:
        """Let go of the stories that have closed, and are not even repeated."""
        for story_id in [key for key, known in self._open.items() if now - known.story.updated_at > OPEN_FOR]:
            self._forget(story_id)

    def find(self, report: Report, now: datetime, features: Features | None = None) -> tuple[Story, Join] | None:
        """The open story that the report belongs to, and why it does; its features are read where they are not given.

        They are remembered, since what is asked about is mostly kept next.
        """
        features = features or self._features(report)
        self._last = text_of(report), features
        entry = self.compared(features)
        return (
            self._by_repeat(report)
            or self.find_page(report, now, features)
            or self._by_copy(report, entry, now)
            or self._by_event(report, entry, now)
        )

    def compared(self, features: Features) -> Compared:
        """An entry's features, weighed by how rare they are just now."""
        return Compared(features, Rarity(self._by_feature, len(self._open) + SMOOTHING))

    def _by_repeat(self, report: Report) -> tuple[Story, Join] | None:
        """The story in which an outlet said the same a while ago, though it be closed to what is new."""
        for story_id in sorted(self._by_text.get(text_of(report), ()), reverse=True):
            for one in self._open[story_id].story.reports:
                near = abs(report.published_at - one.published_at) <= REPEATED_WITHIN
                if near and one.outlet == report.outlet and text_of(one) == text_of(report):
                    return self._open[story_id].story, Join(Reason.COPY, one.outlet)
        return None

    def find_page(self, report: Report, now: datetime, features: Features) -> tuple[Story, Join] | None:
        """The open story that has a report of the same page, on the same step.

        What an outlet writes at its own address next may be the next event, unless it is like what stood there.
        """
        entry = self.compared(features)
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
        best: tuple[float, Pair] | None = None
        for pair in self.pairs(report, entry, now):
            likelihood = pair.likelihood(self.likeness)
            if likelihood >= self.likeness.bar and (best is None or likelihood > best[0]):
                best = likelihood, pair
        if best is None:
            return None
        pair = best[1]
        return pair.known.story, Join(Reason.EVENT, _common(entry.features, pair.compared, entry.rarity))

    def pairs(self, report: Report, entry: Compared, now: datetime) -> Iterator[Pair]:
        """The report beside each open story that it has most in common with, and that may be of the same event."""
        for story_id in self._candidates(entry.features, entry.rarity, now):
            known = self._open[story_id]
            told = [(one, known.features[text_of(one)]) for one in known.fresh]
            if not apart(report, entry.features, told):
                yield Pair(report, entry, known, known.compared(), now)

    def _candidates(self, features: Features, rarity: Rarity, now: datetime) -> list[int]:
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
        most = partial(nlargest, CANDIDATES, key=lambda one: (found[one], one))
        best = most(found)
        if all(self._story(story_id, now) for story_id in best):
            return best
        return most([story_id for story_id in found if self._story(story_id, now)])

    def _story(self, story_id: int | None, now: datetime) -> Story | None:
        known = self._open.get(story_id) if story_id is not None else None
        return known.story if known and now - known.last_at <= OPEN_FOR else None

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


def _is_copy(one: Features, other: Features) -> bool:
    """Whether one text is the other's, with the same figures."""
    shorter = min(len(one.shingles), len(other.shingles))
    if steps_apart(one, other) or shorter < LEAST_SHINGLES or len(one.shingles & other.shingles) < COPY * shorter:
        return False
    return one.figures <= other.figures or other.figures <= one.figures


def _common(features: Features, others: Iterable[Features], rarity: Rarity) -> str:
    """What an entry has in common with a story, the most telling first, for people to read."""
    shared = {feature for other in others for feature in other.weights.keys() & features.weights.keys()}
    telling = sorted(shared, key=lambda feature: (-rarity[feature] * features.weights[feature], feature))
    return ", ".join(dict.fromkeys(feature.split(":")[-1].removeprefix("@") for feature in telling[:4]))
