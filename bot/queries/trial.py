"""A query tried on the past: what it would have brought, before anyone follows it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.model import Past, Sieve
from bot.places.gazetteer import Gazetteer
from bot.queries.expression import Every, Expression, Fact, Known, Leaf, No, Some, Words, holds, leaves, needed
from bot.text.words import folded, script, surface

DAYS = 30
"""How many days back a query is tried, the present day included."""
_WORD = re.compile(r"\w+")
MATCHED = 12
"""How many of the words that were found a trial shows."""
SAMPLES = 5
"""How many of the newest stories a trial shows."""


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
    reads = any(isinstance(leaf, Words) for leaf in leaves(expression))
    ordered = _countries_last(expression)
    return [past for past in pasts if holds(ordered, _true_of(past, reads, gazetteer))]


def matched(expression: Expression, found: Iterable[Past]) -> list[tuple[str, int]]:
    """The words because of which the expression held, as they stand in the texts, and in how many: the most first."""
    terms = [leaf for leaf in _sought(expression) if leaf.place != "source"]
    counts: Counter[str] = Counter()
    for past in found:
        title, text = folded(past.title), folded(past.text)
        texts = {"": (title, text), "title": (title,)}
        counts.update(
            {surface(text, span) for leaf in terms for text in texts[leaf.place] for span in leaf.term.spans(text)}
        )
    return counts.most_common(MATCHED)


def _sought(expression: Expression) -> Iterator[Words]:
    """The words that an expression asks for, not those that it leaves out."""
    match expression:
        case Words():
            yield expression
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _sought(part)


def sieve(expression: Expression) -> Sieve:
    """What an entry must have for the expression to hold, so that a database can leave out the rest.

    Of words, topics and languages each the smallest set of which one must be there; an empty set where none must.
    """
    parts = expression.parts if isinstance(expression, Every) else (expression,)
    choices = [wanted for part in parts if (wanted := needed(part))]
    usable = [words for wanted in choices if (words := _words(wanted))]
    words = min(usable, key=lambda words: (len(words), -min(map(len, words))), default=frozenset[str]())
    return Sieve(words, _values(choices, "topic"), _values(choices, "lang"))


def _values(choices: Iterable[frozenset[Leaf]], field: str) -> frozenset[str]:
    """The values of which the field must have one."""
    each = [
        frozenset(leaf.value for leaf in wanted if isinstance(leaf, Fact))
        for wanted in choices
        if all(isinstance(leaf, Fact) and leaf.field == field for leaf in wanted)
    ]
    return min(each, key=len, default=frozenset())


def _words(wanted: Iterable[Leaf]) -> frozenset[str]:
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


def _countries_last(expression: Expression) -> Expression:
    """The same, where countries are asked for when nothing else has decided: to find them takes the most time."""
    match expression:
        case Every(parts) | Some(parts):
            return replace(expression, parts=tuple(sorted(map(_countries_last, parts), key=_asks_country)))
        case No(part):
            return No(_countries_last(part))
    return expression


def _asks_country(expression: Expression) -> bool:
    return any(isinstance(leaf, Fact) and leaf.field == "country" for leaf in leaves(expression))


def _true_of(past: Past, reads: bool, gazetteer: Gazetteer) -> Callable[[Leaf], bool]:
    """Whether a leaf is true of an entry; its words are read only where some are asked for."""
    reading = gazetteer.read(past.title, past.text, past.language)
    outlet, title, text = (folded(past.outlet), *reading.folded) if reads else ("", "", "")
    known = Known(outlet, title, text, past.language, past.tier, frozenset(past.topics), frozenset())

    @cache
    def countries() -> frozenset[str]:
        return frozenset(gazetteer.countries_of(reading))

    def true(leaf: Leaf) -> bool:
        if isinstance(leaf, Fact) and leaf.field == "country":
            return leaf.value in countries()
        return known.has(leaf)

    return true


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
