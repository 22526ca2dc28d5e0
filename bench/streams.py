"""A stream of many outlets replayed as one feed: `bench/streams.py STREAM.jsonl.xz [--most N]`.

A line is {title, summary, url, source, date, lang}. Prints alerts a day, entries per alert, and how often a story was
told anew (which must be never), beside one alert for each flagged entry; then how many stories were told first with how
many fires, and the gravest of them.
"""

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.model import Change
from bot.pipeline.replay import replay
from bot.stories.detect import Detector
from bot.stories.severity import HIGHEST, LOWEST
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher


def lines(path: Path) -> Iterator[str]:
    """The stream as an archive that replay reads."""
    with lzma.open(path, "rt") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            kept = {name: row[name] for name in ("title", "url", "source", "lang")}
            yield json.dumps(kept | {"id": number, "text": row["summary"], "published": row["date"] or None})


def main() -> None:
    """Replay and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stream", type=Path)
    parser.add_argument("--most", type=int, help="entries to replay; all by default")
    options = parser.parse_args()
    topics = load_topics()
    detector = Detector({topic.key: topic for topic in topics}, Matcher(topics))
    told, days = Counter[int | None](), set()
    fires, gravest = Counter[int](), []
    flagged = updates = entries = 0
    for _, detection in replay(islice(lines(options.stream), options.most), detector):
        entries += 1
        days.add(detection.arrival.seen_at.date())
        flagged += bool(detection.matches)
        updates += detection.change is Change.UPDATE
        if detection.story is not None and detection.change is Change.NEW:
            told[detection.story.id] += 1
            fires[detection.story.severity] += 1
            if detection.story.severity == HIGHEST:
                gravest.append(f"{detection.arrival.seen_at:%Y-%m-%d}  {detection.story.headline}")
    alerts = sum(told.values())
    table = Table("way", "entries", "flagged", "alerts", "a day", "flagged per alert", "edits", "told twice")
    table.add_row(
        "each entry", str(entries), str(flagged), str(flagged), f"{flagged / len(days):.1f}", "1.00", "-", "-"
    )
    twice = str(sum(count > 1 for count in told.values()))
    per_day, per_alert = f"{alerts / len(days):.1f}", f"{flagged / max(alerts, 1):.2f}"
    table.add_row("stories", str(entries), str(flagged), str(alerts), per_day, per_alert, str(updates), twice)
    console = Console(width=120)
    console.print(table)
    counts = Table(*(f"{number} fires" for number in range(LOWEST, HIGHEST + 1)), title="stories, as first told")
    counts.add_row(*(str(fires[number]) for number in range(LOWEST, HIGHEST + 1)))
    console.print(counts)
    for line in gravest:
        console.print(line, markup=False)


if __name__ == "__main__":
    main()
