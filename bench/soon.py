"""How late entries are found, at how many polls: `bench/soon.py STREAM.jsonl.xz [--since D] [--from D] [--until D]`.

A line is {title, summary, url, source, date, lang, feed_path}. The times at which its feeds published are replayed
through the service's own rule (`bot.pipeline.schedule`), beside fixed intervals, the rule of before, and an oracle that
knows how many entries each feed brings in each ten minutes, though not when: the least that any rule can reach with as
many polls between the same bounds, but for who knows the very moments. What is about a topic, and when a grave story
raises the watch, the real detector says. Every rule begins at `--since`, and counts from `--from` on: the rule's
numbers were chosen on what lies between.
"""

import argparse
import heapq
import json
import lzma
import math
import random
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.table import Table

from bench.streams import lines
from bot.model import Change, Feed, PollState, Source, Story
from bot.pipeline import schedule
from bot.pipeline.replay import replay
from bot.stories.detect import Detector
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher

SHORTEST, LONGEST, BEFORE = 60.0, 300.0, 3600.0
LATELY = schedule.MEMORY
SLOT = 600.0


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: when it was published (seconds since 1970), its topics, the grave story that it told of."""

    at: float
    topics: frozenset[str]
    story: Story | None


Stream = dict[str, list[Item]]


def read(path: Path) -> Stream:
    """The stream's dated entries by feed, each in order of their times."""
    topics = load_topics()
    detector = Detector({topic.key: topic for topic in topics}, Matcher(topics))
    stream: Stream = defaultdict(list)
    with lzma.open(path, "rt") as file:
        for line, (_, detection) in zip(file, replay(lines(path), detector), strict=True):
            row = json.loads(line)
            if row["date"]:
                told = detection.story if detection.change is not Change.NONE else None
                at = datetime.fromisoformat(row["date"]).timestamp()
                its = frozenset(match.topic for match in detection.matches)
                stream[row["feed_path"]].append(Item(at, its, told))
    return {name: sorted(items, key=lambda item: item.at) for name, items in sorted(stream.items())}


class Rule(Protocol):
    """When a feed is asked again, in seconds, after a poll at `now` that found these."""

    def __call__(self, feed: str, found: Sequence[Item], now: float) -> float:
        """The seconds."""
        ...


def fixed(seconds: float) -> Rule:
    """Always after so many seconds."""
    return lambda feed, found, now: seconds


def before() -> Rule:
    """A third of the median of the last ten gaps, or of an eighth of the silence, up to an hour."""
    seen: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=11))

    def rule(feed: str, found: Sequence[Item], now: float) -> float:
        last = seen[feed]
        last.extend(item.at for item in found)
        gaps = sorted(later - earlier for earlier, later in pairwise(last))
        gap = gaps[len(gaps) // 2] if gaps else 0.0
        return min(max(max(gap, (now - last[-1]) / 8 if last else 0.0) / 3, SHORTEST), BEFORE)

    return rule


@dataclass(slots=True)
class Ours:
    """The service's rule, with the budget of all feeds and the watch."""

    budget: schedule.Budget = field(default_factory=schedule.Budget)
    watches: dict[str, float] = field(default_factory=dict)
    _feeds: dict[str, Feed] = field(default_factory=dict)

    def __call__(self, feed: str, found: Sequence[Item], now: float) -> float:
        """As `Polling` does after a poll."""
        at = datetime.fromtimestamp(now, UTC)
        known = self._feeds.get(feed) or Feed(0, Source(feed, feed), PollState(at))
        if known.state.polled_at:
            self.budget.spent(at - known.state.polled_at, at)
        known = replace(known, flagged=known.flagged + sum(bool(item.topics) for item in found))
        if found or known.habits is None:
            dates = [datetime.fromtimestamp(item.at, UTC) for item in found]
            known = replace(known, habits=schedule.learned(known, dates, len(found), at).pack())
        self._feeds[feed] = replace(known, state=PollState(at, polled_at=at, primed_at=at))
        if self.watches.get(feed, 0.0) > now:
            return SHORTEST
        habits = schedule.unpack(known.habits, at)
        return schedule.wait(habits, known.source.tier, at, self.budget.price, (SHORTEST, LONGEST))


@dataclass(slots=True)
class Figures:
    """What came of a rule: how late entries were, those of topics, those of watched feeds, and the polls."""

    late: list[float] = field(default_factory=list)
    topics: list[float] = field(default_factory=list)
    watched: list[float] = field(default_factory=list)
    polls: float = 0.0


def run(stream: Stream, rule: Rule, since: float, start: float, until: float) -> Figures:
    """Poll every feed by a rule, with the service's jitter."""
    figures, chance = Figures(), random.Random(1)
    due = {name: since + chance.random() * LONGEST for name in stream}
    places, told = dict.fromkeys(stream, 0), defaultdict[str, dict[str, float]](dict)
    queue = [(at, name) for name, at in due.items()]
    heapq.heapify(queue)
    while queue:
        now, name = heapq.heappop(queue)
        if now != due[name]:
            continue  # it was brought forward
        if now >= until:
            break
        items, first = stream[name], places[name]
        while places[name] < len(items) and items[places[name]].at <= now:
            places[name] += 1
        found = [item for item in items[first : places[name]] if item.at >= since]
        watched = rule.watches.get(name, 0.0) if isinstance(rule, Ours) else 0.0
        figures.polls += now >= start
        for item in found:
            if item.at >= start:
                note(figures, item, now, watched)
            for topic in item.topics:
                told[name][topic] = now
        due[name] = now + rule(name, found, now) * (1 + chance.random() / 10)
        heapq.heappush(queue, (due[name], name))
        if isinstance(rule, Ours):
            for item in found:
                for other in raise_watch(rule, item, told, now):
                    due[other] = min(due[other], now + chance.random() * SHORTEST)
                    heapq.heappush(queue, (due[other], other))
    return figures


def note(figures: Figures, item: Item, now: float, watched: float) -> None:
    """Count an entry that was found now, by a feed that was watched until then."""
    figures.late.append(now - item.at)
    if item.topics:
        figures.topics.append(now - item.at)
    if watched - schedule.WATCH.total_seconds() <= item.at < watched:
        figures.watched.append(now - item.at)


def raise_watch(rule: Ours, item: Item, told: dict[str, dict[str, float]], now: float) -> list[str]:
    """Watch the feeds that told of the story's topics lately, as the store would choose them."""
    if item.story is None:
        return []
    until = now + (schedule.watch_until(item.story) - item.story.opened_at).total_seconds()
    if until <= now or item.story.revision > 1:
        return []
    concerned = [
        name for name, topics in told.items() if any(now - topics.get(t, 0) < LATELY for t in item.story.topics)
    ]
    rule.watches |= dict.fromkeys(concerned, until)
    return concerned


def oracle(stream: Stream, per_hour: float, start: float, until: float) -> Figures:
    """The square-root rule over the true number of entries in each slot, at as many polls."""
    slots = Counter(
        (name, item.at // SLOT) for name, items in stream.items() for item in items if start <= item.at < until
    )
    empty = len(stream) * (until - start) / SLOT - len(slots)
    counts = Counter(slots.values())
    low, high = 1e-6, 1e9
    for _ in range(60):
        price = math.sqrt(low * high)
        waits = {n: min(max(math.sqrt(2 * price * SLOT / n), SHORTEST), LONGEST) for n in counts}
        polls = empty * SLOT / LONGEST + sum(count * SLOT / waits[n] for n, count in counts.items())
        low, high = (price, high) if polls > per_hour * len(stream) * (until - start) / 3600 else (low, price)
    figures, chance = Figures(polls=polls), random.Random(1)
    for name, items in stream.items():
        for item in items:
            if start <= item.at < until:
                note(figures, item, item.at + chance.random() * waits[slots[name, item.at // SLOT]], 0.0)
    return figures


def share(late: Iterable[float], part: float) -> str:
    """So late at most is this part of them, in seconds."""
    ordered = sorted(late)
    return f"{ordered[int(part * len(ordered))]:.0f}" if ordered else "-"


def main() -> None:
    """Replay and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stream", type=Path)
    for name, day in (("--since", "2020-04-20"), ("--from", "2020-07-01"), ("--until", "2020-09-10")):
        parser.add_argument(name, dest=name[2:], type=datetime.fromisoformat, default=datetime.fromisoformat(day))
    options = vars(parser.parse_args())
    stream = read(options["stream"])
    since, start, until = (options[name].replace(tzinfo=UTC).timestamp() for name in ("since", "from", "until"))
    hours = len(stream) * timedelta(seconds=until - start).total_seconds() / 3600
    columns = ("rule", "polls a feed and hour", "median", "90 %", "99 %", "of topics", "watched", "entries")
    table = Table(*columns, title="seconds from publication to the poll that finds it")

    def row(name: str, figures: Figures) -> None:
        late = [share(figures.late, part) for part in (0.5, 0.9, 0.99)]
        of = share(figures.topics, 0.5), share(figures.watched, 0.5)
        counts = f"{len(figures.late)}, {len(figures.topics)}, {len(figures.watched)}"
        table.add_row(name, f"{figures.polls / hours:.1f}", *late, *of, counts)

    for seconds in (60, 300, 600):
        row(f"fixed {seconds} s", run(stream, fixed(seconds), since, start, until))
    row("before", run(stream, before(), since, start, until))
    ours = run(stream, Ours(), since, start, until)
    row("ours", ours)
    row("oracle, as many polls", oracle(stream, ours.polls / hours, start, until))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
