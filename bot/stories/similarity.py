"""How similar two reports are: the cosine of their features, lowered where they cannot be of one event."""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from bot.model import Report
from bot.stories.features import UNSEEN, Features, document_frequencies, load_features

APART = 0.4
"""Factor on a similarity where the two tell of different stages: planned and flown."""
OTHER_KIND = 0.2
"""Factor where they tell of two kinds of thing that are launched: a satellite and a missile, a cruise missile."""
OTHER_THING = 0.6
"""Factor where their subjects differ otherwise, or where one of them explains rather than reports."""
RAREST = -math.log(UNSEEN)
"""The rarity of a feature that is in neither."""
ELSEWHERE = 0.3
"""Factor where each names a country that the other does not, and such things happen in many places."""


class Rarity(dict[str, float]):
    """How much a feature tells (its inverse document frequency): the negative logarithm of the share that has it.

    The share is that of news at large or of the stories that are open just now, whichever is larger. Worked out once
    for each feature that one entry's comparison meets.
    """

    def __init__(self, stories: Mapping[str, Collection[int]], total: int) -> None:
        self._stories = stories
        self._at_large = _at_large()
        self._just_now = _JustNow(total)

    def __missing__(self, feature: str) -> float:
        rarity = self._at_large.get(feature, RAREST)
        if stories := self._stories.get(feature):
            rarity = min(rarity, self._just_now[len(stories)])
        self[feature] = rarity
        return rarity


class _JustNow(dict[int, float]):
    """The rarity of a feature that so many of the open stories have, by that number."""

    def __init__(self, total: int) -> None:
        self._total = total

    def __missing__(self, stories: int) -> float:
        self[stories] = rarity = -math.log(stories / self._total)
        return rarity


@cache
def _at_large() -> Mapping[str, float]:
    """The rarity in news at large of each feature whose share is known there."""
    return {feature: -math.log(share) for feature, share in document_frequencies().items()}


class Compared:
    """An entry's features, as they are compared with those of one report after the other."""

    def __init__(self, features: Features, rarity: Rarity) -> None:
        self.features = features
        self.rarity = rarity
        self._lengths: dict[bool, float] = {}

    def similarity(self, other: Features) -> float:
        """How similar the two reports are, from 0 to about 1."""
        return penalised(self.cosine(other), self.features, other)

    def cosine(self, other: Features) -> float:
        """How similar they are by their features alone, from 0 to 1."""
        same = self.features.language == other.language
        if not (dot := self._dot(self._shared(other, same_language=same), other.weights)):
            return 0.0
        length = self._length(other.weights if same else other.neutral)
        return dot / (self._own_length(same_language=same) * length)

    def cosine_of(self, parts: Sequence[Mapping[str, float]]) -> float:
        """How similar the entry is to a whole of which these are the neutral features and, if told, the words."""
        same = len(parts) > 1
        ours = self.features.weights if same else self.features.neutral
        dot = sum(self._dot([feature for feature in ours if feature in part], part) for part in parts)
        if not dot:
            return 0.0
        return dot / (self._own_length(same_language=same) * math.hypot(*map(self._length, parts)))

    def at_most(self, other: Features) -> float:
        """What it is at most, sooner known: the other's features are at least those that both have."""
        same = self.features.language == other.language
        shared = self._shared(other, same_language=same)
        if not (dot := self._dot(shared, other.weights)):
            return 0.0
        length = self._length({feature: other.weights[feature] for feature in shared})
        return penalised(dot / (self._own_length(same_language=same) * length), self.features, other)

    def _shared(self, other: Features, *, same_language: bool) -> Sequence[str]:
        """The features that both have."""
        one = self.features.weights if same_language else self.features.neutral
        return [feature for feature in one if feature in other.weights]

    def _dot(self, shared: Sequence[str], theirs: Mapping[str, float]) -> float:
        ours, rarity = self.features.weights, self.rarity
        return sum([ours[feature] * theirs[feature] * rarity[feature] ** 2 for feature in shared])

    def _own_length(self, *, same_language: bool) -> float:
        if same_language not in self._lengths:
            own = self.features.weights if same_language else self.features.neutral
            self._lengths[same_language] = self._length(own)
        return self._lengths[same_language]

    def _length(self, weights: Mapping[str, float]) -> float:
        """The length of a vector of weights."""
        rarities = map(self.rarity.__getitem__, weights)
        return math.sqrt(
            sum([(weight * rarity) ** 2 for weight, rarity in zip(weights.values(), rarities, strict=True)])
        )


def alike(reports: Sequence[Report]) -> tuple[float | None, ...]:
    """How similar each report is to those before it, on average; None for the first one.

    As clustering compares them, but for what depends on the time and on the other stories that were open then.
    """
    features = [load_features().of(report.title, report.lead, report.language) for report in reports]
    rarity = Rarity({}, 1)
    found: list[float | None] = []
    for at, one in enumerate(features):
        compared = Compared(one, rarity)
        found.append(sum(compared.similarity(other) for other in features[:at]) / at if at else None)
    return tuple(found)


def penalised(similarity: float, one: Features, other: Features) -> float:
    """What is left of a similarity after what speaks against one event; who takes a report back speaks of no other."""
    if one.correction:
        return similarity
    if steps_apart(one, other) or (one.reaction and not other.reaction):
        similarity *= APART
    if other_thing(one, other):
        similarity *= OTHER_KIND
    if one.explainer or other.explainer:
        similarity *= OTHER_THING
    if only_of(one, other) and only_of(other, one):
        similarity *= ELSEWHERE if one.repeats or one.actors.isdisjoint(other.actors) else OTHER_THING
    if one.subjects and other.subjects and one.subjects.isdisjoint(other.subjects):
        similarity *= OTHER_THING
    if one.another and one.repeats and not other.another:
        similarity *= OTHER_THING
    return similarity


def only_of(one: Features, other: Features) -> bool:
    """Whether the title of one names a country that the other does not."""
    return not one.titled_countries <= other.weights.keys()


def other_thing(one: Features, other: Features) -> bool:
    """Whether the two tell of different things that are launched by the same hands."""
    if one.domain and other.domain and one.domain != other.domain:
        return True
    return bool(one.variants and other.variants) and one.variants.isdisjoint(other.variants)


def steps_apart(one: Features, other: Features) -> bool:
    """Whether the two tell of different steps of a launch, or of different measures."""
    steps = ((flown(one.stage), flown(other.stage)), (one.measure, other.measure))
    return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in steps)


def flown(stage: str | None) -> str | None:
    """The stage, where a launch that failed has happened: it is told of first as begun, or even as well done."""
    return "happened" if stage == "failed" else stage
