"""A query tried on the past: what it would have brought, before anyone follows it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.cluster import OpenStories
from bot.detect import Detector
from bot.expression import Every, Expression, Known, Leaf, Words, holds, needed
from bot.match import Matcher
from bot.model import Past

DAYS = 30
"""How far back a query is tried, the present day included."""
SAMPLES = 5
"""Stories that are shown."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a query would have brought: stories a day from `first` on, entries that hold, and the newest stories.

    A sample is the first report of its story.
    """

    first: date
    days: tuple[int, ...]
    entries: int
    samples: tuple[Past, ...]

    @property
    def stories(self) -> int:
        """How many alerts that would have been."""
        return sum(self.days)

    @property
    def merged(self) -> int:
        """How many entries would have been told of by a story that was there already."""
        return self.entries - self.stories


def sift(expression: Expression, pasts: Iterable[Past]) -> list[Past]:
    """Those for which the expression holds."""
    return [past for past in pasts if holds(expression, _known(past).has)]


def beginning(now: datetime, timezone: str) -> datetime:
    """When the first of the days began, in this timezone."""
    today = now.astimezone(ZoneInfo(timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=DAYS - 1)).astimezone(UTC)


def trial(found: Sequence[Past], since: datetime, now: datetime, timezone: str) -> Trial:
    """What the entries that were found since then, the newest first, amount to in this timezone."""
    zone = ZoneInfo(timezone)
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    stories = list(_first_reports(found))
    counts = Counter(past.arrival.entry.published_at.astimezone(zone).date() for past in stories)
    days = tuple(counts[first + timedelta(days=n)] for n in range((last - first).days + 1))
    return Trial(first, days, len(found), tuple(reversed(stories[-SAMPLES:])))


def _first_reports(found: Sequence[Past]) -> Iterator[Past]:
    """The entries that begin a story, the oldest first: as it was, or, where there was none, as it would have been."""
    detector, stories, seen, next_id = Detector({}, Matcher(())), OpenStories(), set[int](), -1
    for past in reversed(found):
        story_id = past.story_id
        if story_id is None:
            detection = detector.decide(past.arrival, (), ("",), stories, past.arrival.entry.published_at)
            if detection.story is None:
                continue
            story = detection.story if detection.story.id else replace(detection.story, id=next_id)
            next_id -= story.id == next_id
            stories.keep(story)
            story_id = story.id
        if story_id is not None and story_id not in seen:
            seen.add(story_id)
            yield past


def _known(past: Past) -> Known:
    return Known.of(past.arrival.entry, past.arrival.source, past.topics, countries=frozenset())


def sieve(expression: Expression) -> frozenset[str]:
    """Words one of which stands, as `Store.recent` takes them, where the expression holds; none where none must."""
    parts = expression.parts if isinstance(expression, Every) else (expression,)
    choices = [_sieve(leaves) for part in parts if (leaves := needed(part))]
    usable = [words for words in choices if words]
    return min(usable, key=lambda words: (len(words), -min(map(len, words))), default=frozenset())


def _sieve(leaves: Iterable[Leaf]) -> frozenset[str]:
    words = [
        _longest_run(leaf.term.text) if isinstance(leaf, Words) and leaf.place != "source" else "" for leaf in leaves
    ]
    return frozenset(words) if all(words) else frozenset()


def _longest_run(text: str) -> str:
    """The longest run of a folded term that texts hold in one form only, capitals aside; empty if there is none."""
    runs = ("".join(run) for kind, run in groupby(text, key=_kind) if kind)
    return max(runs, key=len, default="")


def _kind(char: str) -> str:
    if char.isascii():
        return "ascii" if char.isalnum() else ""
    return "one form" if "가" <= char <= "힣" or "\u4e00" <= char <= "\u9fff" else ""
