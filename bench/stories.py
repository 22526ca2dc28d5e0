"""How well entries are put into stories, beside plain ways: `bench/stories.py DIR [--errors] [--half first|second]`.

DIR holds labelled stories, `*.jsonl`, one entry a line in time order: {title, text, url, source, published, lang,
story, relevance}; those of relevance 1 and 2 count. `wikipedia_events.jsonl.xz` there, where it is, holds events with
the headlines that editors linked: {date, event_id, articles: [{url, outlet, title, slug}]}; an article that they linked
to several events is left out, since it belongs to all of them.
Weights were set while looking at April to June 2020 and 7 to 16 February 2026: only other weeks judge them.
`--speed` measures entries a second as open stories grow.
"""

import argparse
import json
import lzma
import math
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.facts.read import read_facts
from bot.model import UNKNOWN, Report, Story, Tier
from bot.places.gazetteer import load_gazetteer
from bot.stories.cluster import OPEN_FOR, OpenStories
from bot.stories.features import FeatureReader, load_features
from bot.stories.likeness import Likeness, load_likeness
from bot.text.reading import Reading
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from bot.web.link import canonical

SIZES = (range(2, 4), range(4, 8), range(8, 1_000_000))
"""Reports of a story: what is found of small ones, and of those that are reported by the dozen."""
PROBES = 400
"""Entries that are timed."""
WIKIPEDIA = "wikipedia_events.jsonl.xz"
TELLING = re.compile(r"missile|drone|strike|attack|sanction|nuclear|rocket|satellite|launch|spacex", re.I)
"""What a headline of Wikipedia's events must have to count: the news that Bongsu is about."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and the story that a reader put it in."""

    report: Report
    story: str


Grouping = Callable[[Sequence[Item]], list[int]]


def labelled(path: Path) -> list[Item]:
    """The entries of relevance 1 and 2, in time order."""
    with path.open(encoding="utf-8") as file:
        rows = [row for line in file if (row := json.loads(line)).get("relevance", 2) >= 1]
    return sorted((Item(_report(row), str(row["story"])) for row in rows), key=lambda item: item.report.published_at)


def wikipedia(path: Path) -> list[Item]:
    """The headlines about strikes, launches, sanctions and nuclear steps; a day's in an order drawn by a seed."""
    with lzma.open(path, "rt") as file:
        events = [json.loads(line) for line in file]
    linked = Counter(url for event in events for url in {article["url"] for article in event["articles"]})
    items = []
    for event in events:
        for article in event["articles"]:
            if linked[article["url"]] > 1:
                continue
            title = article["title"] or " ".join(map(str.capitalize, article["slug"].split()))
            if len(title.split()) >= 4 and TELLING.search(title):
                row = {"title": title, "text": "", "url": article["url"], "source": article["outlet"], "lang": "en"}
                items.append(Item(_report(row | {"published": event["date"]}), str(event["event_id"])))
    random.Random(5).shuffle(items)  # an order, not a secret
    return sorted(items, key=lambda item: item.report.published_at)


def _report(row: dict[str, Any]) -> Report:
    said = datetime.fromisoformat(row.get("published") or "1970-01-01")
    at = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    reading = load_gazetteer().read(row["title"], row["text"], row.get("lang"))
    topics = [match.topic for match in _matcher().match(reading)]
    return Report(
        outlet=row.get("source") or UNKNOWN,
        tier=Tier.PRESS,
        title=row["title"],
        url=row.get("url"),
        link=canonical(row["url"]) if row.get("url") else None,
        language=reading.language,
        published_at=at,
        lead=row["text"],
        facts=read_facts(reading, at, topics) if topics else None,
    )


@cache
def _matcher() -> Matcher:
    return Matcher(load_topics())


# ---- ways of grouping ----


def ours(reader: FeatureReader, why: dict[int, str] | None = None, likeness: Likeness | None = None) -> Grouping:
    """Our way: each entry as it comes, with nothing known of later ones. `why` takes the reason of each join.

    `likeness` holds other weights than those that ship.
    """

    def group(items: Sequence[Item]) -> list[int]:
        stories, groups = OpenStories(reader, likeness or load_likeness()), []
        for number, item in enumerate(items):
            now = item.report.published_at
            found = stories.find(item.report, now)
            if found is None:
                story = opened(number, item.report)
            else:
                story = replace(found[0], reports=(*found[0].reports, item.report), updated_at=now)
                if why is not None:
                    why[number] = f"{found[1].reason}: {found[1].detail}"
            stories.keep(story)
            groups.append(story.id or 0)
        return groups

    return group


def opened(number: int, report: Report) -> Story:
    """A story that one report opens."""
    at = report.published_at
    return Story(number, report.title, "", report.url, report.language, 1, 1, (), (report,), at, at)


def pairwise(likeness: Callable[[Report, Report], float], bar: float) -> Grouping:
    """A baseline: an entry joins the story of the likest earlier entry within 48 hours, if that is above a bar."""

    def group(items: Sequence[Item]) -> list[int]:
        groups: list[int] = []
        for number, item in enumerate(items):
            report = item.report
            near = [at for at in range(number) if report.published_at - items[at].report.published_at <= OPEN_FOR]
            scored = [(likeness(report, items[at].report), at) for at in near]
            best = max(scored, default=(0.0, 0))
            groups.append(groups[best[1]] if best[0] >= bar and scored else number)
        return groups

    return group


def by_link(one: Report, other: Report) -> float:
    """Exact link."""
    return float(one.link is not None and one.link == other.link)


def by_title(one: Report, other: Report) -> float:
    """Jaccard of the titles' words."""
    a, b = _words(one.title), _words(other.title)
    return len(a & b) / max(len(a | b), 1)


def by_tfidf(items: Sequence[Item]) -> Callable[[Report, Report], float]:
    """Cosine of title and text by TF-IDF, frequencies taken from the whole sample (which flatters it)."""
    counts = {id(item.report): Counter(_list(f"{item.report.title} {item.report.lead[:400]}")) for item in items}
    seen = Counter(word for words in counts.values() for word in words)

    def vector(report: Report) -> dict[str, float]:
        return {word: n * math.log(len(items) / seen[word]) for word, n in counts[id(report)].items()}

    vectors = {id(item.report): vector(item.report) for item in items}

    def cosine(one: Report, other: Report) -> float:
        a, b = vectors[id(one)], vectors[id(other)]
        dot = sum(value * b[word] for word, value in a.items() if word in b)
        return dot / max(math.hypot(*a.values()) * math.hypot(*b.values()), 1e-9)

    return cosine


def _list(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _words(text: str) -> set[str]:
    return set(_list(text))


# ---- measures ----


@dataclass(frozen=True, slots=True)
class Figures:
    """B-cubed precision, recall and F1; pairs put together rightly and wrongly, and of two languages; alerts."""

    precision: float
    recall: float
    right: int
    wrong: int
    crossing: int
    crossing_found: int
    alerts: int
    stories: int
    pairs: int
    sizes: tuple[tuple[int, int], ...]

    def row(self) -> tuple[str, ...]:
        """As a table shows them."""
        f1 = 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)
        pairs = self.right / max(self.right + self.wrong, 1)
        crossing = f"{self.crossing_found}/{self.crossing}" if self.crossing else "-"
        numbers = (self.precision, self.recall, f1, pairs)
        found = (f"{self.right}/{self.pairs}", *(f"{right}/{all_}" if all_ else "-" for right, all_ in self.sizes))
        return (*(f"{n:.3f}" for n in numbers), str(self.wrong), *found, crossing, f"{self.alerts / self.stories:.2f}")


def measure(items: Sequence[Item], groups: Sequence[int], part: range) -> Figures:
    """The figures over the entries of `part`; B-cubed after Bagga and Baldwin (1998)."""
    gold, ours_ = defaultdict(set), defaultdict(set)
    for number in part:
        gold[items[number].story].add(number)
        ours_[groups[number]].add(number)
    shared = [(gold[items[n].story], ours_[groups[n]]) for n in part]
    pairs = [(a, b) for a in part for b in range(part.start, a)]
    together = [(a, b) for a, b in pairs if groups[a] == groups[b]]
    right = sum(items[a].story == items[b].story for a, b in together)
    two = [(a, b) for a, b in pairs if items[a].story == items[b].story and _language(items[a]) != _language(items[b])]
    same = [(a, b) for a, b in pairs if items[a].story == items[b].story]
    by_size = [[groups[a] == groups[b] for a, b in same if len(gold[items[a].story]) in size] for size in SIZES]
    return Figures(
        precision=sum(len(g & o) / len(o) for g, o in shared) / len(part),
        recall=sum(len(g & o) / len(g) for g, o in shared) / len(part),
        right=right,
        wrong=len(together) - right,
        crossing=len(two),
        crossing_found=sum(groups[a] == groups[b] for a, b in two),
        alerts=len(ours_),
        stories=len(gold),
        pairs=len(same),
        sizes=tuple((sum(found), len(found)) for found in by_size),
    )


def _language(item: Item) -> str | None:
    return item.report.language


def errors(items: Sequence[Item], groups: Sequence[int], why: dict[int, str], part: range) -> Iterator[str]:
    """What was put together wrongly, and which stories fell apart."""
    for group in dict.fromkeys(groups[n] for n in part):
        members = [n for n in part if groups[n] == group]
        if len({items[n].story for n in members}) > 1:
            yield "WRONG MERGE"
            yield from (_line(items[n], why.get(n, "")) for n in members)
    for story in dict.fromkeys(items[n].story for n in part):
        members = [n for n in part if items[n].story == story]
        if len({groups[n] for n in members}) > 1:
            yield "MISSED"
            yield from (_line(items[n], f"-> {groups[n]}") for n in members)


def _line(item: Item, note: str) -> str:
    at = item.report.published_at
    return f"   {item.story:>5} {at:%m-%d %H:%M} {item.report.outlet[:14]:14} {item.report.title[:90]}  [{note}]"


def report(path: Path, items: list[Item], half: str, console: Console, *, show: bool) -> None:
    """The table of one sample."""
    middle = len(items) // 2
    part = {"all": range(len(items)), "first": range(middle), "second": range(middle, len(items))}[half]
    reader = load_features()
    why: dict[int, str] = {}
    ways: dict[str, Grouping] = {
        "exact link": pairwise(by_link, 1.0),
        "title Jaccard 0.55": pairwise(by_title, 0.55),
        "TF-IDF cosine 0.35": pairwise(by_tfidf(items), 0.35),
        "ours": ours(reader, why),
    }
    columns = ("B3 P", "B3 R", "B3 F1", "pair P", "wrong", "found", "of 2-3", "4-7", "8+", "cross", "alerts/story")
    table = Table("way", *columns, title=f"{path.name}, {half}: {len(part)} entries")
    groups: list[int] = []
    for name, way in ways.items():
        groups = way(items)
        table.add_row(name, *measure(items, groups, part).row())
    console.print(table)
    if show:
        for line in errors(items, groups, why, part):
            console.print(line, markup=False, highlight=False)


# ---- speed ----


def speed(archive: Path, console: Console) -> None:
    """Entries a second of CPU through match, facts and cluster; the ratio is to 500 open stories in the same run."""
    with lzma.open(archive, "rt") as file:
        rows = [json.loads(line) for line in file]
    now = datetime(2026, 11, 24, tzinfo=UTC)
    reports = [
        _report(row | {"text": row["summary"], "published": now.isoformat(), "source": row["source"], "url": None})
        for row in rows
    ]
    probes = random.Random(5).sample(reports, PROBES)  # a sample, not a secret
    matcher, stories = _matcher(), OpenStories(load_features())
    table = Table("open stories", "match/s", "facts/s", "cluster/s", "all/s", "ratio", title="entries a second")
    base = 0.0
    for size in (500, 5_000, 50_000):
        for number in range(len(stories), size):
            stories.keep(opened(number, reports[number % len(reports)]))
        each = [_timed(partial(do, matcher, stories, now), probes) for do in (_match, _facts, _find)]
        base = base or sum(each)
        rates = (f"{1 / seconds:,.0f}" for seconds in (*each, sum(each)))
        table.add_row(f"{size:,}", *rates, f"{base / sum(each):.2f}")
    console.print(table)


def _timed(do: Callable[[Report], object], reports: Sequence[Report]) -> float:
    start = time.process_time()
    for one in reports:
        do(one)
    return (time.process_time() - start) / len(reports)


def _read(one: Report) -> Reading:
    return load_gazetteer().read(one.title, one.lead, one.language)


def _match(matcher: Matcher, _: OpenStories, now: datetime, one: Report) -> object:
    return matcher.match(_read(one))


def _facts(_: Matcher, __: OpenStories, now: datetime, one: Report) -> object:
    return read_facts(_read(one), now, ("launches", "sanctions", "nuclear"))


def _find(_: Matcher, stories: OpenStories, now: datetime, one: Report) -> object:
    return stories.find(one, now)


def main() -> None:
    """Print a table a sample, and on request the errors; or the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--half", choices=("all", "first", "second"), default="all")
    parser.add_argument("--speed", type=Path, metavar="STREAM", help="{title, summary, source, lang} a line, .jsonl.xz")
    options = parser.parse_args()
    console = Console(width=170)
    if options.speed:
        speed(options.speed, console)
        return
    for path in sorted(options.stories.glob("*.jsonl")):
        report(path, labelled(path), options.half, console, show=options.errors)
    if (options.stories / WIKIPEDIA).exists():
        items = wikipedia(options.stories / WIKIPEDIA)
        report(options.stories / WIKIPEDIA, items, options.half, console, show=options.errors)


if __name__ == "__main__":
    main()
