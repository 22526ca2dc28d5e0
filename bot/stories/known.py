"""An open story as it is compared with what comes: its reports' features, and what they say together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model import Join, Reason, Report, Story
from bot.stories.features import Features
from bot.stories.similarity import Compared

COMPARED = 8
"""Reports of a story that an entry is compared with one by one: the first one, and the latest."""
TextOf = tuple[str, str, str | None]
"""What features are read from: title, beginning of the text, language."""


@dataclass(slots=True)
class Gathered:
    """What all reports of a story say together: the sums of their features' weights, words by their language."""

    neutral: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    words: dict[str | None, defaultdict[str, float]] = field(default_factory=dict)

    def add(self, features: Features) -> None:
        """One more report's features."""
        words = self.words.setdefault(features.language, defaultdict(float))
        for feature, weight in features.weights.items():
            (self.neutral if feature in features.neutral else words)[feature] += weight

    def likeness(self, entry: Compared) -> float:
        """The cosine similarity of an entry and the whole, without words where nobody told it in its language."""
        language = entry.features.language
        return entry.cosine_of([self.neutral, *([self.words[language]] if language in self.words else [])])


@dataclass(slots=True)
class OpenStory:
    """A story with the features of its reports, and those of them that are no outlet's second one of the same words."""

    story: Story
    features: dict[TextOf, Features] = field(default_factory=dict)
    fresh: tuple[Report, ...] = ()
    gathered: Gathered | None = None
    """What they say together, where there is more than one."""

    def add(self, report: Report, features: Features) -> None:
        """One more report's features, of a text that is not here yet."""
        self.features[text_of(report)] = features
        if len(self.features) > 1:
            new = self.features.values() if self.gathered is None else [features]
            self.gathered = self.gathered or Gathered()
            for one in new:
                self.gathered.add(one)

    @property
    def last_at(self) -> datetime:
        """When someone last reported on it: who says again what they said does not prolong it."""
        if self.fresh[-1] is self.story.reports[-1]:
            return self.story.updated_at
        return self.fresh[-1].seen_at or self.fresh[-1].published_at

    def reports(self) -> Iterator[tuple[Report, Features]]:
        """Its reports with their features."""
        return ((report, self.features[text_of(report)]) for report in self.story.reports)

    def compared(self) -> list[Features]:
        """The features of the reports to compare with."""
        features = list(self.features.values())
        return features if len(features) <= COMPARED else [features[0], *features[1 - COMPARED :]]


def text_of(report: Report) -> TextOf:
    """What the features of a report are read from."""
    return report.title, report.lead, report.language


def fresh(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports without those in which an outlet says again what it said: under one title, or in its own text."""
    said: dict[tuple[str, str], Report] = {}
    for report in reports:
        own_copy = report.join is not None and report.join == Join(Reason.COPY, report.outlet)
        if not own_copy:
            said.setdefault((report.outlet, report.title), report)
    return tuple(said.values()) or tuple(reports[:1])
