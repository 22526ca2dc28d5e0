"""A query tried on the past: what it would have brought, before anyone follows it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.countries import Gazetteer
from bot.expression import READ, Every, Expression, Fact, Known, Leaf, Words, holds, leaves, needed
from bot.model import Entry, Past
from bot.words import folded, script

DAYS = 30
"""How far back a query is tried, the present day included."""
_WORD = re.compile(r"\w+")
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


def sift(expression: Expression, pasts: Iterable[Past], gazetteer: Gazetteer) -> list[Past]:
    """Those for which the expression holds."""
    asked = list(leaves(expression))
    reads = any(isinstance(leaf, Words) for leaf in asked)
    places = gazetteer if any(isinstance(leaf, Fact) and leaf.field == "country" for leaf in asked) else None
    return [past for past in pasts if holds(expression, _known(past, reads, places).has)]


def sieve(expression: Expression) -> frozenset[str]:
    """Words, folded, one of which stands in title or text where the expression holds; none where none must."""
    parts = expression.parts if isinstance(expression, Every) else (expression,)
    choices = [_sieve(wanted) for part in parts if (wanted := needed(part))]
    usable = [words for words in choices if words]
    return min(usable, key=lambda words: (len(words), -min(map(len, words))), default=frozenset())


def _sieve(wanted: Iterable[Leaf]) -> frozenset[str]:
    words = [_run(leaf.term.text) if isinstance(leaf, Words) and leaf.place != "source" else "" for leaf in wanted]
    return frozenset(words) if all(words) else frozenset()


def _run(text: str) -> str:
    """The longest run of a term's letters in one kind of writing: whatever is between runs may be written otherwise."""
    runs = ("".join(run) for kind, run in groupby(text, key=_kind) if kind)
    return max(runs, key=len, default="")


def _kind(char: str) -> str:
    # An ideograph may stand there in its traditional form, which SQL does not know for the same.
    if not char.isalnum() or "\u3400" <= char <= "\u9fff":
        return ""
    return "ascii" if char.isascii() else script(char) or "no edges"


def _known(past: Past, reads: bool, gazetteer: Gazetteer | None) -> Known:
    """What is known of an entry; words and countries only where they are asked for: to find them takes the time."""
    outlet, title, text = (folded(part[:READ]) if reads else "" for part in (past.outlet, past.title, past.text))
    entry = Entry("", past.title, past.text, past.published_at, language=past.language)
    countries = frozenset(gazetteer.countries_of(entry)) if gazetteer else frozenset()
    return Known(outlet, title, text, past.language, past.tier, frozenset(past.topics), countries)


def beginning(now: datetime, timezone: str) -> datetime:
    """When the first of the days began, in this timezone."""
    today = now.astimezone(ZoneInfo(timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=DAYS - 1)).astimezone(UTC)


def trial(found: Sequence[Past], since: datetime, now: datetime, timezone: str) -> Trial:
    """What the entries that were found since then, the newest first, amount to in this timezone."""
    zone = ZoneInfo(timezone)
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    stories = list(_first_reports(found))
    counts = Counter(past.published_at.astimezone(zone).date() for past in stories)
    days = tuple(counts[first + timedelta(days=n)] for n in range((last - first).days + 1))
    return Trial(first, days, len(found), tuple(reversed(stories[-SAMPLES:])))


def _first_reports(found: Sequence[Past]) -> Iterator[Past]:
    """The entries that begin a story, the oldest first: as it was; where there was none, one page or title is one."""
    seen: set[int | str] = set()
    for past in reversed(found):
        keys = (
            {past.story_id}
            if past.story_id is not None
            else {past.link or "", " ".join(_WORD.findall(folded(past.title)))} - {""}
        )
        if not keys or seen.isdisjoint(keys):
            yield past
        seen |= keys
