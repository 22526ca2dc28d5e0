"""`bongsu replay`: prints the alerts that would have gone out, and what became of the rest."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.config import Settings
from bot.errors import DataError
from bot.messages.keyboards import FIRE
from bot.model import Change, Detection
from bot.pipeline.replay import as_json, replay
from bot.stories.detect import Detector
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher


async def run_replay(args: argparse.Namespace, settings: Settings) -> int:
    """Replay an archive; `--json` prints one line per entry, `--all` groups those too that nobody follows."""
    topics = load_topics()
    detector = Detector({topic.key: topic for topic in topics}, Matcher(topics), everything=args.all)
    outcomes = replay(_lines(args.archive), detector)
    if args.json:
        for record, detection in outcomes:
            print(json.dumps(as_json(record, detection), ensure_ascii=False))
        return 0
    counts: Counter[str] = Counter()
    days: Counter[tuple[str, str]] = Counter()
    for _, detection in outcomes:
        counts["entries"] += 1
        counts["flagged"] += bool(detection.story)
        counts["merged"] += bool(detection.story) and detection.change is not Change.NEW
        if detection.story and detection.change is Change.NEW:
            day = f"{detection.arrival.seen_at:%Y-%m-%d}"
            days.update((day, topic) for topic in detection.story.topics)
            _print_alert(detection)
    print()
    for (day, topic), number in sorted(days.items()):
        print(f"{day}  {topic:12}{number:5}")
    taken = "grouped" if args.all else "flagged"
    alerts = counts["flagged"] - counts["merged"]
    print(f"{counts['entries']} entries, {counts['flagged']} {taken}, {counts['merged']} merged, {alerts} alerts.")
    return 0


def _print_alert(detection: Detection) -> None:
    story, arrival = detection.story, detection.arrival
    if story is None:
        return
    terms = dict.fromkeys(evidence.term for match in detection.matches for evidence in match.evidence)
    print(f"{arrival.seen_at:%Y-%m-%d %H:%M}  {FIRE * story.severity} {story.headline}")
    why = f"{', '.join(story.topics)}: {', '.join(terms)}  " if story.topics else ""
    print(f"    {why}({arrival.publisher.outlet})")


def _lines(path: Path) -> Iterator[str]:
    """The archive's lines, one at a time, with a bar on a terminal."""
    try:
        with (
            Progress(
                TextColumn("replaying"),
                BarColumn(),
                TaskProgressColumn(),
                TimeRemainingColumn(),
                transient=True,
                disable=not sys.stderr.isatty(),
            ) as bar,
            bar.open(path, "rb", description="") as archive,
        ):
            for line in archive:
                yield line.decode("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"The archive {path} cannot be read: {exc}.") from exc
