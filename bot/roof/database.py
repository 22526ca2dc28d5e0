"""`bongsu migrate`, `status`, `retry`, `backup`, `restore`, `copy`: the database, what the service sees, its copies."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

import storage
from bot.config import Settings
from bot.model import Health, SetAside

NEWEST = 10
"""So many of the rows that were set aside are shown."""


async def run_migrate(args: argparse.Namespace, settings: Settings) -> int:
    """Bring the database to this version's schema."""
    before, after = await storage.migrate(settings.database_url)
    print(
        f"The database is at {after}."
        if before == after
        else f"The database went from {before or 'nothing'} to {after}."
    )
    return 0


async def run_status(args: argparse.Namespace, settings: Settings) -> int:
    """Print what the service sees; exit code 1 when no feed is healthy or alerts are stuck."""
    async with storage.opened(settings.database_url, migrate=False) as store:
        health = await store.health(await store.time())
        aside = await store.set_aside(NEWEST)
    if args.json:
        newest = {"set_aside": [asdict(row) for row in aside]}
        print(json.dumps(asdict(health) | newest, default=lambda at: at.isoformat()))
    else:
        for label, value in _rows(health):
            print(f"{label:22}{value}")
        for row in aside:
            print(_shown(row))
    return 0 if health.feeds_healthy else 1


async def run_retry(args: argparse.Namespace, settings: Settings) -> int:
    """Have everything that was set aside tried again, three times at most."""
    async with storage.opened(settings.database_url, migrate=False) as store:
        count = await store.retry(await store.time())
    print(f"{count} will be tried again." if count else "Nothing is set aside.")
    return 0


async def run_backup(args: argparse.Namespace, settings: Settings) -> int:
    """Write a consistent copy of the database into a file while the service runs."""
    with _progress() as progress:
        await storage.backup(settings.database_url, args.path, progress)
    print(f"Copied to {args.path}.")
    return 0


async def run_restore(args: argparse.Namespace, settings: Settings) -> int:
    """Put a backup into the database of the settings, which must hold nothing."""
    with _progress() as progress:
        await storage.restore(args.path, settings.database_url, progress)
    print(f"Restored from {args.path}.")
    return 0


async def run_copy(args: argparse.Namespace, settings: Settings) -> int:
    """Copy every row into the database at another address, which must hold nothing."""
    with _progress() as progress:
        count = await storage.copy(settings.database_url, args.url, progress)
    print(
        f"Copied {count} rows, as they were when it began. To work over them, set BONGSU_DATABASE_URL to that address."
    )
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Shows how far each table is: a bar on a terminal, elsewhere a line when it is done."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    screen = Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    with Progress(console=screen, disable=not screen.is_terminal) as bars:

        def show(table: str, done: int, total: int) -> None:
            if table not in tasks:
                tasks[table] = bars.add_task(table, total=total)
            bars.update(tasks[table], completed=done)
            if done == total and not screen.is_terminal:
                print(f"{table}: {total}", file=sys.stderr)

        yield show


def _shown(row: SetAside) -> str:
    return f"  {row.at:%Y-%m-%d %H:%M} {row.kind} {row.id}, {row.name[:60]}: {row.error}"


def _rows(health: Health) -> list[tuple[str, str]]:
    def at(when: datetime | None) -> str:
        return f"{when:%Y-%m-%d %H:%M:%S} UTC" if when else "never"

    return [
        ("feeds", f"{health.feeds_healthy} of {health.feeds} healthy"),
        ("  failing", f"{health.feeds_failing}"),
        ("  silent for a day", f"{health.feeds_silent}"),
        ("  disabled", f"{health.feeds_disabled}"),
        ("  paused", f"{health.feeds_paused}"),
        ("last poll", at(health.last_poll_at)),
        ("last alert", at(health.last_alert_at)),
        ("entries", f"{health.entries}, {health.undetected} to be read"),
        ("stories", f"{health.stories}"),
        (
            "subscribers",
            f"{health.subscribers}, {health.subscribers_gone} gone, {health.subscribers_shut} shut",
        ),
        ("alerts to be sent", f"{health.waiting}"),
        ("broadcasts to be sent", f"{health.copies} copies"),
        ("receivers", f"{health.receivers}, {health.receivers_failing} failing"),
        ("alerts refused", f"{health.refused}"),
        ("set aside", _aside(health)),
    ]


def _aside(health: Health) -> str:
    if not health.set_aside:
        return "nothing"
    counts = (
        f"{health.feeds_set_aside} feeds, {health.entries_set_aside} entries, "
        f"{health.queries_set_aside} queries, {health.deliveries_set_aside} alerts, "
        f"{health.digests_set_aside} digests, {health.postings_set_aside} postings"
    )
    return f"{counts}; `bongsu retry` tries them again"
