"""How many foreign alerts get a headline in the reader's language: `python bench/headlines.py FOLDER [--show N]`.

FOLDER holds entries a line, `{id, title, text, source, published, lang}` with or without `grades`, as `stories/*.jsonl`
and `labelled/*.jsonl`. Each that is flagged for launches, sanctions, nuclear or strikes is an alert of its own, once;
what is written in Korean, Japanese, Chinese or Russian is told to a reader of English, what is in English to a reader
of Korean. Where grades say that the subject is only touched, the alert is left out. A line is plain where it tells a
step (who launched, who lifts sanctions), and else says what the report is about and whom its title names. Every N-th
alert is shown for reading: whether each line is true, only people can say. Exit code 1 where fewer than 80 % of
launches or 60 % of sanctions get a line.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.facts.evident import ABOUT
from bot.facts.merge import StoryFacts, merge
from bot.facts.read import read_facts
from bot.messages.built import GROUPS, Built
from bot.messages.i18n import load_speech
from bot.messages.naming import Naming
from bot.model import Entry, Source, Tier
from bot.model.entry import Arrival
from bot.stories.detect import Detector
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher

WANTED = {"launches": 0.8, "sanctions": 0.6}
"""The share of alerts of a topic that are to get a line."""
MAIN = 2
"""The grade of what an entry is mainly about."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A foreign entry as it would be told: topic, language, title, the line built of it, and whether that is plain."""

    topic: str
    language: str
    title: str
    line: str | None
    plain: bool


def alerts(folder: Path) -> Iterator[Alert]:
    """The alerts of every entry under the folder, each title once."""
    detector = Detector({topic.key: topic for topic in load_topics()}, Matcher(load_topics()))
    built = Built(load_speech(), Naming(load_speech()))
    seen: set[tuple[str, str]] = set()
    for path in sorted((*folder.glob("stories/*.jsonl"), *folder.glob("labelled/*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            key = record["title"], record["text"][:100]
            if key not in seen:
                seen.add(key)
                yield from _alerts(record, detector, built)


def _alerts(record: dict[str, object], detector: Detector, built: Built) -> Iterator[Alert]:
    at = _published(record.get("published"))
    entry = Entry("", str(record["title"]), str(record["text"]), at, language=str(record["lang"]))
    flags = detector.flags(Arrival(0, Source("", "", entry.language), entry, at))
    topics = [match.topic for match in flags.matches if not match.passing]
    language = flags.reading.language or ""
    reader = "ko" if language == "en" else "en"
    facts = merge([("", Tier.PRESS, read_facts(flags.reading, at, topics))]) if topics else StoryFacts()
    grades = record.get("grades")
    for topic in (topic for topic in topics if topic in GROUPS):
        if isinstance(grades, dict) and grades.get(topic, MAIN) != MAIN:
            continue
        told = [fact.value for fact in getattr(facts, GROUPS[topic]).get("evident", ())]
        plain = any(ABOUT not in (one.get("status"), one.get("act")) for one in told)
        yield Alert(topic, language, entry.title, built.headline(facts, topics, reader), plain)


def _published(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime(2026, 1, 1, tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def main() -> int:
    """Print the shares by topic and language, and some lines for reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=100, metavar="N", help="lines that are shown, spread over all")
    options = parser.parse_args()
    told = list(alerts(options.folder))
    console = Console(width=150)
    lines = [alert for alert in told if alert.line]
    for alert in lines[:: max(1, len(lines) // options.show)][: options.show]:
        print(f"[{alert.language}] {alert.title[:110]}\n     {alert.line}")
    table = Table("topic", "language", "alerts", "a line", "%", "plain", "%")
    groups: defaultdict[tuple[str, str], list[Alert]] = defaultdict(list)
    for alert in told:
        groups[alert.topic, alert.language].append(alert)
        groups[alert.topic, "all"].append(alert)
    for (topic, language), group in sorted(groups.items()):
        with_line, plain = (
            sum(map(bool, flags)) for flags in zip(*((one.line, one.plain) for one in group), strict=True)
        )
        shares = (f"{100 * count / len(group):.0f}" for count in (with_line, plain))
        first, second = shares
        table.add_row(topic, language, str(len(group)), str(with_line), first, str(plain), second)
    console.print(table)
    reached = {
        topic: sum(bool(one.line) for one in groups[topic, "all"]) / len(groups[topic, "all"]) for topic in WANTED
    }
    return int(any(reached[topic] < share for topic, share in WANTED.items()))


if __name__ == "__main__":
    sys.exit(main())
