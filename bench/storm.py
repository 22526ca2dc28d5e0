"""A week of war through storm control: `bench/storm.py ARCHIVE.jsonl [--from 2026-03-01] [--days 7] [--most 6]`.

The archive is replay's. One reader follows every topic from one fire on, with no quiet hours. Prints how often the
phone rings in an hour, before (each new story and each graver change rings) and after (at most so many an hour, five
fires always), and how many alerts gathered in how many messages; the stories told are as many.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.model import RINGS, RINGS_WITHIN, Address, Change, ChatKind, Delivery, Story, Subscriber
from bot.pipeline.replay import replay
from bot.pipeline.timing import Sound, sound_of
from bot.stories.detect import Detector
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher


def news(path: Path) -> Iterator[tuple[datetime, Story]]:
    """Each new story and each update that is told, and when, in order of publication."""
    topics = load_topics()
    detector = Detector({topic.key: topic for topic in topics}, Matcher(topics))
    with path.open(encoding="utf-8") as lines:
        for _, detection in replay(sorted(lines, key=_published), detector):
            if detection.story is not None and detection.change is not Change.NONE:
                yield detection.arrival.seen_at, detection.story


def _published(line: str) -> str:
    return line.partition('"published": "')[2][:25]


@dataclass(slots=True)
class Phone:
    """A reader, what it was told, and what it heard and saw."""

    reader: Subscriber
    rings: Counter[datetime] = field(default_factory=Counter)
    """How many sounds in each hour."""
    gathered: int = 0
    messages: int = 0
    told: dict[int | None, Delivery] = field(default_factory=dict)
    _opened: datetime | None = None

    def hear(self, at: datetime, story: Story) -> None:
        """Tell it of a story as the outbox would."""
        known = self.told.get(story.id) or Delivery(0, story, self.reader)
        row = replace(known, story=story, subscriber=self.reader)
        sound, inside = sound_of(row, at), row.gathered_at
        if sound is Sound.RINGS:
            self.reader = replace(self.reader, rang=(*self.reader.rang_since(at - RINGS_WITHIN), at))
            self.rings[at.replace(minute=0, second=0, microsecond=0)] += 1
        if sound is Sound.GATHERS and inside is None:
            self.gathered += 1
            if self._opened is None or at - self._opened >= RINGS_WITHIN:
                self._opened, self.messages = at, self.messages + 1
        gathered_at = (inside or at) if sound is Sound.GATHERS else None
        shown = replace(row, told=story.revision, message_id=1, told_severity=story.severity, sent_at=at)
        self.told[story.id] = replace(shown, gathered_at=gathered_at)


def main() -> None:
    """Replay and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--from", dest="first", type=datetime.fromisoformat, default=datetime(2026, 3, 1, tzinfo=UTC))
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--most", type=int, default=RINGS)
    options = parser.parse_args()
    first = options.first.replace(tzinfo=UTC)
    someone = Subscriber(1, Address(1), ChatKind.PRIVATE, "en", "UTC")
    phones = {name: Phone(replace(someone, rings_most=most)) for name, most in (("before", 0), ("after", options.most))}
    for at, story in news(options.archive):
        if first <= at < first + timedelta(days=options.days):
            for phone in phones.values():
                phone.hear(at, story)
    table = Table("way", "stories told", "rings", "most in an hour", "hours over the limit", "gathered", "in messages")
    for name, phone in phones.items():
        over = sum(count > options.most for count in phone.rings.values())
        most = max(phone.rings.values(), default=0)
        cells = (len(phone.told), phone.rings.total(), most, over, phone.gathered, phone.messages)
        table.add_row(name, *map(str, cells))
    Console().print(table)
    worst = phones["before"].rings.most_common(10)
    hours = Table("hour (UTC)", "before", "after")
    for hour, count in sorted(worst):
        hours.add_row(f"{hour:%d %b %H}", str(count), str(phones["after"].rings[hour]))
    Console().print(hours)


if __name__ == "__main__":
    main()
