"""How likely an entry and an open story are of one event: signs of both, weighed by what labelled weeks teach.

A logistic regression of few signs, each a number that means something by itself. The weights and the bar stand in
`data/likeness.toml`, which `bench/train_similarity.py` writes.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from bot.errors import DataError
from bot.model import UNKNOWN, Report
from bot.stories.features import Features
from bot.stories.known import OpenStory
from bot.stories.similarity import Compared, only_of
from bot.stories.steps import (
    at_once,
    day_after,
    fails,
    launchers_apart,
    others_titled,
    risen_toll,
    same_answer,
    same_attack,
    same_missile,
    same_round,
    same_stage,
    same_test,
    takes_back,
)
from bot.stories.vetoes import strangers

SIGNS = (
    "always", "wording", "gathered", "foreign", "outlet", "launchers", "reacted", "broader", "silence", "daily"
)  # fmt: skip
"""The signs; `Pair` says what they are."""
SAME_STAGE, SAME_ROUND = 0.4, 0.16
"""What counts as so much similarity: the same stage of a launch by the same actor; sanctions of the same parties."""
DAY = timedelta(days=1)
"""The same stage counts for nothing so long after the last report: then it is the next launch, or the next round."""
ONE_DAY = timedelta(hours=18)
"""What happens every day joins no story that opened longer ago: in the same words it is the next day's. The labelled
weeks lose no pair by it."""
SILENT = 2.0
"""Days without a report that count."""
LEAST = 0.02
"""Added to a similarity whose logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The weight of each sign, and the likelihood (0 to 1) from which on an entry joins a story."""

    weights: Mapping[str, float]
    bar: float

    def of(self, signs: Mapping[str, float]) -> float:
        """How likely these signs are those of one event, from 0 to 1; a sign that is not there is 0."""
        return 1 / (1 + math.exp(-sum(self.weights[sign] * value for sign, value in signs.items())))


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry, an open story that it may join, and the reports of it to compare with."""

    report: Report
    entry: Compared
    known: OpenStory
    compared: Sequence[Features]
    now: datetime

    def beside(self) -> dict[str, float]:
        """The signs besides wording.

        `foreign`: nobody told it in the entry's language; `outlet`: the outlet has told of it; `launchers`: another
        country launched. Of the story's reports, the share: `reacted`, which react where the entry does not; `broader`,
        of which one names a country beyond all those of the other. In days: `silence` since the last report, and
        `daily`, the age (a day at most) of what happens every day.
        """
        features, story = self.entry.features, self.known.story
        return {
            "always": 1.0,
            "foreign": float(all(other.language != features.language for other in self.compared)),
            "outlet": float(self.report.outlet in {one.outlet for one in story.reports} - {UNKNOWN}),
            "launchers": float(self._launchers_apart()),
            "reacted": _mean(other.reaction and not features.reaction for other in self.compared),
            "broader": _mean(_broader(features, other) for other in self.compared),
            "silence": min(max(self._silence(), 0.0), SILENT),
            "daily": features.repeats * min(max((self.report.published_at - story.opened_at) / DAY, 0.0), 1.0),
        }

    def signs(self) -> dict[str, float]:
        """All signs: those beside, and the logarithms of similarities.

        `wording`: to the reports on average, with what counts as much; `gathered`: how much more the entry is like what
        they say together.
        """
        return self._signs(self._same_step())

    def likelihood(self, likeness: Likeness) -> float:
        """How likely both are of one event, from 0 to 1; 0 where that is clearly below the bar."""
        features, told = self.entry.features, self.known.fresh
        if (
            takes_back(self.report, features, self.known.reports())
            or day_after(self.report, features, told)
            or fails(self.report, features, told)
            or at_once(self.report, features, told, self.compared)
        ):
            return likeness.bar  # who launched, or who takes back, and when are enough, in whatever words it is told
        if features.repeats and self.report.published_at - self.known.story.opened_at > ONE_DAY:
            return 0.0
        if others_titled(self.report, told):
            return 0.0
        step = self._same_step()
        if not step and strangers(features, self.compared):
            return 0.0
        if self.known.gathered is None:
            # Most end here, before all their features are weighed: no sign beside speaks for one event.
            most = {"always": 1.0, "wording": _log(self.entry.at_most(self.compared[0]) + step)}
            if likeness.of(most) < likeness.bar:
                return 0.0
        return likeness.of(self._signs(step))

    def _signs(self, step: float) -> dict[str, float]:
        signs = self.beside() | {"wording": _log(_mean(map(self.entry.similarity, self.compared)) + step)}
        if self.known.gathered is not None:
            each = _mean(map(self.entry.cosine, self.compared))
            signs["gathered"] = _log(self.known.gathered.likeness(self.entry)) - _log(each)
        return signs

    def _same_step(self) -> float:
        """What is as good as similarity: the same step of a launch, the same round of sanctions, not long ago."""
        if self._launchers_apart():
            return 0.0
        features, told = self.entry.features, self.known.fresh
        step = max(
            same_stage(features, self.compared),
            same_missile(self.report, features, told, self.compared),
            same_answer(self.report, features, told),
            risen_toll(self.report, features, told, self.compared),
            same_test(self.report, told),
            same_attack(self.report, features, list(self.known.reports())),
        )
        same = SAME_STAGE * step + SAME_ROUND * same_round(features, self.compared)
        return same * max(0.0, 1 - self._silence())

    def _launchers_apart(self) -> bool:
        return launchers_apart(self.report, self.entry.features, self.known.story.reports, self.compared)

    def _silence(self) -> float:
        """Days since the last report."""
        return (self.now - self.known.last_at) / DAY


def _broader(one: Features, other: Features) -> bool:
    """Whether one names a country beyond all those of the other; who strikes a place that both name may go without."""
    place, others_place = one.named.get("struck"), other.named.get("struck")
    if place and others_place and not place.told.isdisjoint(others_place.told):
        return False
    return only_of(one, other) != only_of(other, one)


def _mean(values: Iterable[float]) -> float:
    told = list(values)
    return sum(told) / len(told)


def _log(similarity: float) -> float:
    return math.log(similarity + LEAST)


@cache
def load_likeness() -> Likeness:
    """The weights that ship with Bongsu."""
    return parse_likeness((files("bot.stories") / "data" / "likeness.toml").read_text("utf-8"))


def parse_likeness(text: str) -> Likeness:
    """The weights of a file; DataError says what is wrong with it."""
    try:
        told = tomllib.loads(text)
        return Likeness({sign: float(told["weights"][sign]) for sign in SIGNS}, float(told["bar"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as exc:
        raise DataError(f"likeness.toml: {exc}. Run bench/train_similarity.py again.") from exc


def print_likeness(likeness: Likeness) -> str:
    """The text of a file that holds these weights."""
    lines = [f"{sign} = {likeness.weights[sign]}" for sign in SIGNS]
    head = "# What speaks for one event, and how likely it must be. bench/train_similarity.py wrote it; do not edit.\n"
    return f"{head}bar = {likeness.bar}\n\n[weights]\n" + "\n".join(lines) + "\n"
