"""How well topics are matched, beside plain keywords: `bench/match.py --labelled FILE [--errors] [--lines even|odd]`.

`bench/match.py --speed [--archive FILE]` measures what subscribers' queries cost: see `bench/queries.py`.

FILE has one graded entry a line: {id, title, text, url, source, published, lang, grades: {topic: 0, 1 or 2}}. Grade 2
is positive, 0 negative, 1 left out. `--lines` measures one half, so that the other can be held back meanwhile.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.model import Entry
from bot.text.reading import Reading
from bot.topics.definitions import Topic, load_topics
from bot.topics.matcher import Matcher

KEYWORDS = {
    "sanctions": ("sanction", "제재"),
    "launches": ("launch", "발사"),
    "strikes": ("strike", "공습"),
    "nuclear": ("nuclear", "핵"),
}
"""The baseline: an entry is flagged where its title or text has one of these, in whatever case."""


@dataclass(slots=True)
class Tally:
    """Right and wrong decisions about one topic in one language."""

    hit: int = 0
    missed: list[Entry] = field(default_factory=list)
    false: list[Entry] = field(default_factory=list)

    def row(self) -> tuple[str, str, str]:
        """Precision, recall and F1, two digits each."""
        precision = self.hit / max(self.hit + len(self.false), 1)
        recall = self.hit / max(self.hit + len(self.missed), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def graded(path: Path, lines: str) -> Iterator[tuple[Entry, dict[str, int]]]:
    """The entries of a labelled file with their grades, all lines or the even or odd ones (from 0)."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if lines == "all" or (number % 2 == 0) == (lines == "even"):
                row: dict[str, Any] = json.loads(line)
                entry = Entry(
                    guid=row["id"],
                    title=row["title"],
                    text=row["text"],
                    published_at=datetime(2026, 1, 1, tzinfo=UTC),
                    url=row["url"],
                    language=row["lang"],
                )
                yield entry, row["grades"]


def tally(sample: list[tuple[Entry, dict[str, int]]], key: str, language: str, flags: Callable[[Entry], bool]) -> Tally:
    """What this way of flagging makes of the sample's entries in one language ("all": every one)."""
    counts = Tally()
    for entry, grades in sample:
        if grades[key] == 1 or language not in ("all", entry.language):
            continue
        flagged = flags(entry)
        if flagged and grades[key] == 2:
            counts.hit += 1
        elif flagged:
            counts.false.append(entry)
        elif grades[key] == 2:
            counts.missed.append(entry)
    return counts


def _read(entry: Entry) -> Reading:
    return Reading.of(entry.title, entry.text, entry.language)


def by_keyword(topic: Topic) -> Callable[[Entry], bool]:
    """The baseline's way of flagging."""
    return lambda entry: any(word in f"{entry.title} {entry.text}".casefold() for word in KEYWORDS[topic.key])


def by_matcher(matcher: Matcher, topic: Topic) -> Callable[[Entry], bool]:
    """Our way of flagging."""
    return lambda entry: any(match.topic == topic.key for match in matcher.match(_read(entry)))


def show(labelled: Path, lines: str, *, errors: bool) -> None:
    """Print the table, and on request the errors with the evidence that misled."""
    console = Console(width=110)
    sample = list(graded(labelled, lines))
    matcher = Matcher(load_topics())
    table = Table(
        "topic", "language", "positive", *(f"{way} {m}" for way in ("keywords", "ours") for m in ("P", "R", "F1"))
    )
    for topic in (topic for topic in load_topics() if topic.key in KEYWORDS):
        for language in ("all", "en", "ko"):
            plain = tally(sample, topic.key, language, by_keyword(topic))
            ours = tally(sample, topic.key, language, by_matcher(matcher, topic))
            table.add_row(topic.key, language, str(ours.hit + len(ours.missed)), *plain.row(), *ours.row())
            if errors and language == "all":
                for kind, entries in (("missed", ours.missed), ("false", ours.false)):
                    for entry in entries:
                        why = [e.term for m in matcher.match(_read(entry)) if m.topic == topic.key for e in m.evidence]
                        console.print(f"{topic.key} {kind} {entry.guid}: {entry.title[:120]} {why or ''}", markup=False)
    console.print(table)


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--labelled", type=Path, metavar="FILE")
    what.add_argument("--speed", action="store_true", help="what subscribers' queries cost")
    parser.add_argument("--lines", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--archive", type=Path, metavar="FILE", help="entries for --speed; made up where none is named")
    options = parser.parse_args()
    if options.speed:
        from bench.queries import speed  # here, so that labelled entries are measured without what queries need

        speed(options.archive, 1_000)
    else:
        show(options.labelled, options.lines, errors=options.errors)


if __name__ == "__main__":
    main()
