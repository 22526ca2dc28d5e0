"""How similar two reports are: the cosine of their features, lowered where they cannot be of one event."""

import math
from collections.abc import Collection, Mapping, Sequence

from bot.model import Report
from bot.stories.features import COUNTRY, UNSEEN, Features, document_frequencies, load_features

APART = 0.4
"""Factor on a similarity where the two tell of different stages: planned and flown."""
OTHER_KIND = 0.3
"""Factor where they tell of two kinds of thing that are launched: a satellite and a missile, a cruise missile."""
OTHER_THING = 0.6
"""Factor where their subjects differ otherwise, or where one of them explains rather than reports."""
ELSEWHERE = 0.35
"""Factor where each names a country that the other does not, and such things happen in many places."""
IN_COMMON = 2
"""Features besides countries that two reports in two languages must share: a single one is shared by chance."""


class Rarity(dict[str, float]):
    """How much a feature tells (its inverse document frequency): the negative logarithm of the share that has it.

    The share is that of news at large or of the stories that are open just now, whichever is larger. Worked out once
    for each feature that one entry's comparison meets.
    """

    def __init__(self, stories: Mapping[str, Collection[int]], total: int) -> None:
        self._stories = stories
        self._total = total
        self._known = document_frequencies()

    def __missing__(self, feature: str) -> float:
        share = self._known.get(feature, UNSEEN)
        just_now = len(self._stories.get(feature, ())) / self._total
        self[feature] = rarity = -math.log(just_now if just_now > share else share)
        return rarity


class Compared:
    """An entry's features, as they are compared with those of one report after the other."""

    def __init__(self, features: Features, rarity: Rarity) -> None:
        self.features = features
        self.rarity = rarity
        self._lengths = {same: self._length(features, same_language=same) for same in (True, False)}

    def similarity(self, other: Features) -> float:
        """How similar the two reports are, from 0 to about 1."""
        one, rarity = self.features, self.rarity
        same = one.language == other.language
        theirs = other.weights
        shared = [pair for pair in (one.weights.items() if same else one.neutral) if pair[0] in theirs]
        if not same and sum(not feature.startswith(COUNTRY) for feature, _ in shared) < IN_COMMON:
            return 0.0
        dot = sum([weight * theirs[feature] * rarity[feature] ** 2 for feature, weight in shared])
        if not dot:
            return 0.0
        return penalised(dot / (self._lengths[same] * self._length(other, same_language=same)), one, other)

    def _length(self, features: Features, *, same_language: bool) -> float:
        """The length of a vector of weights."""
        rarity, pairs = self.rarity, features.weights.items() if same_language else features.neutral
        return math.sqrt(sum([(weight * rarity[feature]) ** 2 for feature, weight in pairs]))


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
    if _only_of(one, other) and _only_of(other, one):
        similarity *= ELSEWHERE if one.repeats or one.actors.isdisjoint(other.actors) else OTHER_THING
    if one.subjects and other.subjects and one.subjects.isdisjoint(other.subjects):
        similarity *= OTHER_THING
    if one.another and one.repeats and not other.another:
        similarity *= OTHER_THING
    return similarity


def _only_of(one: Features, other: Features) -> bool:
    """Whether the title of one names a country that the other does not."""
    return not one.titled_countries <= other.weights.keys()


def other_thing(one: Features, other: Features) -> bool:
    """Whether the two tell of different things that are launched by the same hands."""
    if one.domain and other.domain and one.domain != other.domain:
        return True
    return bool(one.variants and other.variants) and one.variants.isdisjoint(other.variants)


def steps_apart(one: Features, other: Features) -> bool:
    """Whether the two tell of different steps of a launch, or of different measures."""
    steps = ((one.stage, other.stage), (one.measure, other.measure))
    return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in steps)
