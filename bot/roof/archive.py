"""`bongsu archive`: the entries of a period, a JSON object a line, as `bongsu replay` takes them."""

import argparse
import json
import sys

import storage
from bot.config import Settings
from bot.errors import BongsuError
from bot.model import Arrival

BATCH = 500
"""Entries that are read at a time."""


async def run_archive(args: argparse.Namespace, settings: Settings) -> int:
    """Print the entries published from FROM on and before TO, the oldest first; how many, on standard error."""
    if args.since >= args.until:
        raise BongsuError("The archive would be empty: FROM must be before TO.")
    count, after, more = 0, None, True
    async with storage.opened(settings.database_url, migrate=False) as store:
        while more:
            arrivals, after = await store.published(args.since, args.until, after, BATCH)
            for arrival in arrivals:
                sys.stdout.buffer.write(json.dumps(as_record(arrival), ensure_ascii=False).encode() + b"\n")
            count, more = count + len(arrivals), after is not None
    print(f"{count} entries.", file=sys.stderr)
    return 0


def as_record(arrival: Arrival) -> dict[str, str | int | None]:
    """An entry as a line of an archive: docs/archive.md says what each value is."""
    entry = arrival.entry
    return {
        "id": arrival.id,
        "title": entry.title,
        "text": entry.text,
        "url": entry.url,
        "source": arrival.publisher.outlet,
        "published": entry.published_at.isoformat(),
        "lang": entry.language,
    }
