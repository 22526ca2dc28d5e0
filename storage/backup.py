"""A consistent copy of a SQLite database while the service runs."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError
from storage.engine import file_of, parse_url, place


async def backup(url: str, path: Path) -> None:
    """Copy a SQLite database to a new file, as it is at one moment; the file appears when it is complete.

    StoreError where there is nothing to copy, where the file exists already, and on PostgreSQL, which has pg_dump.
    """
    parsed = parse_url(url)
    file = file_of(parsed)
    if file is None:
        raise StoreError(f"{place(parsed)} is copied with PostgreSQL's own pg_dump.")
    try:
        await asyncio.to_thread(_copy, file, path)
    except (sqlite3.Error, OSError) as exc:
        raise StoreError(f"{place(parsed)} could not be copied to {path}: {exc}.") from exc


def _copy(file: Path, path: Path) -> None:
    if not file.exists():
        raise FileNotFoundError(f"there is no {file}")
    if path.exists():
        raise FileExistsError(f"{path} exists already")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.rename(path)
