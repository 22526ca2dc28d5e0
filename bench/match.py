"""How well topics are matched, beside plain keywords: `bench/match.py --labelled FILE... [--errors] [--half even|odd]`.

`bench/match.py --speed [--archive FILE]` measures what subscribers' queries cost: see `bench/queries.py`.

FILE has one graded entry a line: {id, title, text, url, source, published, lang, grades: {topic: 0, 1 or 2}}. Grade 2
is positive, 0 negative, 1 left out. An entry is of the even or the odd half by the CRC-32 of its id, in whichever file
it stands, so that one half can be worked with and the other held back; Chinese is counted by its two writings apart.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from opencc import OpenCC
from rich.console import Console
from rich.table import Table

from bot.model import Entry
from bot.text.reading import Reading
from bot.topics.definitions import Topic, load_topics
from bot.topics.matcher import Matcher

KEYWORDS = {
    "sanctions": ("sanction", "제재", "制裁", "санкци"),
    "launches": ("launch", "발사", "発射", "打ち上げ", "发射", "發射", "запуск", "пуск"),
    "strikes": ("strike", "공습", "攻撃", "空爆", "袭击", "襲擊", "удар"),
    "nuclear": ("nuclear", "핵", "核", "ядерн"),
}
"""The baseline: an entry is flagged where its title or text has one of these, in whatever case."""
HALVES = ("even", "odd")
ALL = "all"
Graded = tuple[Entry, dict[str, int]]


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


def graded(paths: Sequence[Path], half: str) -> Iterator[Graded]:
    """The entries of labelled files with their grades, all or those of one half."""
    for line in (line for path in paths for line in path.read_text("utf-8").splitlines()):
        row: dict[str, Any] = json.loads(line)
        if half not in (ALL, half_of(row["id"])):
            continue
        entry = Entry(
            guid=row["id"],
            title=row["title"],
            text=row["text"],
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
            url=row["url"],
            language=row["lang"],
        )
        yield entry, row["grades"]


def half_of(key: str) -> str:
    """The half that an entry is of, by its id: the same on every machine and in every order."""
    return HALVES[crc32(key.encode()) % 2]


@cache
def written(entry: Entry) -> str:
    """The entry's language; Chinese as zh-Hans or zh-Hant, by which letters of its text have another form there."""
    if entry.language != "zh":
        return entry.language or "?"
    text = f"{entry.title} {entry.text}"
    traditional, simplified = (_changed(text, OpenCC(way)) for way in ("t2s", "s2t"))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _changed(text: str, converter: OpenCC) -> int:
    return sum(one != other for one, other in zip(text, str(converter.convert(text)), strict=False))


def tally(sample: list[Graded], key: str, language: str, flags: Callable[[Entry], bool]) -> Tally:
    """What this way of flagging makes of the sample's entries in one language ("all": every one)."""
    counts = Tally()
    for entry, grades in sample:
        if grades[key] == 1 or language not in (ALL, written(entry)):
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
    return lambda entry: topic.key in _matched(matcher, entry)


@cache
def _matched(matcher: Matcher, entry: Entry) -> dict[str, tuple[str, ...]]:
    """The topics of an entry, each with the words that say so."""
    return {match.topic: tuple(e.term for e in match.evidence) for match in matcher.match(_read(entry))}


def show(labelled: Sequence[Path], half: str, *, errors: bool) -> None:
    """Print a table a half, and on request the errors with the evidence that misled."""
    console = Console(width=130)
    matcher = Matcher(load_topics())
    for part in HALVES if half == ALL else (half,):
        sample = list(graded(labelled, part))
        if errors:
            _show_errors(console, matcher, sample)
        console.print(_table(matcher, sample, part))


def _topics() -> list[Topic]:
    return [topic for topic in load_topics() if topic.key in KEYWORDS]


def _table(matcher: Matcher, sample: list[Graded], half: str) -> Table:
    columns = (f"{way} {m}" for way in ("keywords", "ours") for m in ("P", "R", "F1"))
    table = Table("topic", "language", "positive", "negative", *columns, title=f"{half} half: {len(sample)} entries")
    languages = sorted({written(entry) for entry, _ in sample})
    for topic in _topics():
        for language in (ALL, *languages):
            plain = tally(sample, topic.key, language, by_keyword(topic))
            ours = tally(sample, topic.key, language, by_matcher(matcher, topic))
            graded_so = [
                [g[topic.key] for entry, g in sample if language in (ALL, written(entry))].count(n) for n in (2, 0)
            ]
            table.add_row(topic.key, language, *map(str, graded_so), *plain.row(), *ours.row())
    return table


def _show_errors(console: Console, matcher: Matcher, sample: list[Graded]) -> None:
    for topic in _topics():
        ours = tally(sample, topic.key, ALL, by_matcher(matcher, topic))
        for kind, entries in (("missed", ours.missed), ("false", ours.false)):
            for entry in entries:
                why = _matched(matcher, entry).get(topic.key, "")
                console.print(f"{topic.key} {kind} {entry.guid}: {entry.title[:120]} {why}", markup=False)


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--labelled", type=Path, nargs="+", metavar="FILE")
    what.add_argument("--speed", action="store_true", help="what subscribers' queries cost")
    parser.add_argument("--half", choices=(ALL, *HALVES), default=ALL)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--archive", type=Path, metavar="FILE", help="entries for --speed; made up where none is named")
    options = parser.parse_args()
    if options.speed:
        from bench.queries import speed  # here, so that labelled entries are measured without what queries need

        speed(options.archive, 1_000)
    else:
        show(options.labelled, options.half, errors=options.errors)


if __name__ == "__main__":
    main()
