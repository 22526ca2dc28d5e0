"""A copy of a database in one file, whatever its engine, and putting it back: a backup is a SQLite database."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import StoreError
from storage.copying import Progress, copy
from storage.engine import file_of, parse_url, place
from storage.schema import migrate

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps of a database: of another one, it would spoil the one that is put there."""


async def backup(url: str, path: Path, progress: Progress) -> None:
    """Copy a database, as it is at one moment, to a new SQLite file, which appears when it is complete.

    StoreError where there is nothing to copy, and where the file exists already. A SQLite file is copied as it is, of
    whatever version, without `progress`.
    """
    parsed = parse_url(url)
    part = path.with_name(path.name + ".part")
    try:
        _make_room(path, part)
        if file := file_of(parsed):
            await asyncio.to_thread(_copy, file, part)
        else:
            await copy(url, _address(part), progress)
        await asyncio.to_thread(_close_up, part)
        part.rename(path)
    except (sqlite3.Error, OSError) as exc:
        raise StoreError(f"{place(parsed)} could not be copied to {path}: {exc}.") from exc


async def restore(path: Path, url: str, progress: Progress) -> None:
    """Put a backup, of this version or an older one, into the database at `url`, which must hold nothing.

    A SQLite file must not exist. For a server the backup is brought to this version in a copy of its own, where
    temporary files are kept.
    """
    if file := file_of(parse_url(url)):
        await backup(_address(path), file, progress)
        await migrate(url)
        return
    with TemporaryDirectory(prefix="bongsu-") as folder:
        copied = _address(Path(folder) / "backup.db")
        await restore(path, copied, progress)
        await copy(copied, url, progress)


def _address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path.absolute()}"


def _make_room(path: Path, part: Path) -> None:
    for name in (path.name + end for end in BESIDE):
        if path.with_name(name).exists():
            raise FileExistsError(f"{path.with_name(name)} exists already")
    for name in (part.name + end for end in BESIDE):
        part.with_name(name).unlink(missing_ok=True)


def _copy(file: Path, path: Path) -> None:
    if not file.exists():
        raise FileNotFoundError(f"there is no {file}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)


def _close_up(path: Path) -> None:
    """Have nothing of a copy stand beside it, so that it can be read where nothing can be written."""
    with closing(sqlite3.connect(path)) as copied:
        copied.execute("PRAGMA journal_mode = DELETE")
