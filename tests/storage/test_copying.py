"""Databases copied from engine to engine, backed up and restored, with every table and column in them."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Column, Connection, Table, TypeDecorator, delete, insert, select, text

from bench.stock import Stock, fill
from bot.__main__ import main
from bot.errors import StoreError
from bot.model import Source
from storage import backup, copy, migrate, open_store, restore
from storage.copying import BATCH
from storage.engine import Database, parse_url
from storage.schema import config
from storage.tables import feeds, metadata
from tests.making import NOON
from tests.storage.test_schema import ROWS, names, on

VALUES: Mapping[type, Callable[[int], Any]] = {
    int: lambda number: number,
    str: lambda number: f"봉수 {number}\n'\"\\",
    float: lambda number: number / 10,
    bool: lambda number: number % 2 == 1,
    datetime: lambda number: NOON + timedelta(microseconds=number),
    timedelta: lambda number: timedelta(minutes=5, microseconds=number),
    bytes: lambda number: bytes(range(256)),
    object: lambda number: [["로켓", "A rocket.", number, None]],
}
"""What stands in a column of each type, in a row of this number."""


def quiet(table: str, done: int, total: int) -> None:
    """Nobody looks at how far it is."""


def value(column: Column[Any], number: int) -> Any:
    """Something for a column; in the second row nothing, where that may be."""
    if column.nullable and number == 2:
        return None
    if column.name == "places":
        return ("kp", "korea")
    kind = column.type.python_type
    if kind is object and isinstance(column.type, TypeDecorator):
        kind = column.type.impl_instance.python_type
    return VALUES[kind](number)


def rows(table: Table) -> list[dict[str, Any]]:
    """Three rows of a table, whose ids the database gives."""
    return [{c.name: value(c, number) for c in table.c if c.name != "id"} for number in (1, 2, 3)]


async def filled(url: str) -> str:
    """A database with the schema and rows in every table, the last feed of which was deleted again."""
    await migrate(url)

    def fill(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), rows(table))
        connection.execute(insert(feeds), [row | {"url": "gone"} for row in rows(feeds)[:1]])
        connection.execute(delete(feeds).where(feeds.c.url == "gone"))

    await on(url, fill)
    return url


async def content(url: str) -> dict[str, list[Any]]:
    """All that is in a database, and where it is NULL."""

    def read(connection: Connection) -> dict[str, list[Any]]:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(table, *(c.is_(None) for c in table.c)).order_by(*table.primary_key)
                )
            ]
            for table in metadata.sorted_tables
        }

    found: dict[str, list[Any]] = await on(url, read)
    return found


async def next_feed(url: str) -> int:
    """The id that the next feed gets."""
    store = await open_store(url)
    await store.add_feed(Source("https://example.org/next", "Next"), NOON)
    (number,) = [feed.id for feed in await store.feeds() if feed.source.outlet == "Next"]
    await store.close()
    return number


async def test_there_and_back(sqlite_url: str, empty_postgres_url: str, tmp_path: Path) -> None:
    """From SQLite to PostgreSQL and from there to SQLite: every row, every column, and no id is given twice."""
    there, back = empty_postgres_url, f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"
    before = await content(await filled(sqlite_url))
    seen: dict[str, tuple[int, int]] = {}

    def show(table: str, done: int, total: int) -> None:
        seen[table] = (done, total)

    assert await copy(sqlite_url, there, show) == await copy(there, back, quiet) == 3 * len(before)
    assert seen == dict.fromkeys(before, (3, 3))
    assert await content(there) == await content(back) == before
    assert await next_feed(there) == await next_feed(back) == 5


async def test_many_rows_go_over_batch_by_batch(
    sqlite_url: str, empty_postgres_url: str, pytestconfig: pytest.Config
) -> None:
    """Every row of tables of several batches; `pytest --copied 480000` makes it a million rows."""
    entries: int = pytestconfig.getoption("copied")
    await migrate(sqlite_url)
    await fill(sqlite_url, Stock(entries))
    seen: dict[str, list[int]] = {}
    await copy(sqlite_url, empty_postgres_url, lambda table, done, total: seen.setdefault(table, []).append(done))
    assert seen["entries"] == [*range(0, entries, BATCH), entries]
    assert await content(empty_postgres_url) == await content(sqlite_url)


async def test_a_target_that_holds_data_is_left_alone(database_url: str, tmp_path: Path) -> None:
    """The sentence names the table; nothing is added or changed."""
    other = await filled(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    before = await content(await filled(database_url))

    with pytest.raises(StoreError, match=r"holds data \(\w+\): name an empty one"):
        await copy(other, database_url, quiet)
    assert await content(database_url) == before


async def test_a_copy_is_whole_or_nothing(database_url: str, tmp_path: Path) -> None:
    """One that was interrupted can simply be made again."""
    other = await filled(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")

    def interrupt(table: str, done: int, total: int) -> None:
        if table == "votes":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await copy(other, database_url, interrupt)
    assert not any((await content(database_url)).values())
    assert await copy(other, database_url, quiet)


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("sqlite+aiosqlite:///absent.db", "sqlite+aiosqlite:///new.db", "absent.db does not exist yet"),
        ("sqlite+aiosqlite:///absent.db", "mysql://me:hunter2@localhost/x", "The target's address names 'mysql'"),
    ],
)
async def test_what_cannot_be_copied(
    source: str, target: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence without a password, and no file is left behind."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=words) as caught:
        await copy(source, target, quiet)
    assert "hunter2" not in str(caught.value)
    assert names(tmp_path) == []


async def lose(url: str) -> None:
    """Have nothing of a database left."""
    database = Database(parse_url(url))
    if database.is_server:
        async with database.write() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    else:
        for path in Path(database.url.database or "").parent.glob("bongsu.db*"):
            path.unlink()
    await database.close()


async def test_what_is_backed_up_can_be_put_back(database_url: str, tmp_path: Path) -> None:
    """After the database is lost, the backup brings back every row, on either engine."""
    before = await content(await filled(database_url))
    saved = tmp_path / "saved.db"
    await backup(database_url, saved, quiet)
    await lose(database_url)

    await restore(saved, database_url, quiet)

    assert await content(database_url) == before
    assert await next_feed(database_url) == 5
    assert [name for name in names(tmp_path) if name.startswith("saved")] == ["saved.db"]
    with closing(sqlite3.connect(saved)) as connection:  # in this mode nothing is written to read it
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


async def test_a_backup_of_an_older_version_is_brought_to_this_one(database_url: str, tmp_path: Path) -> None:
    """It is restored into a database of this version, and stays as it is."""
    saved = tmp_path / "saved.db"

    def made(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "0005")
        connection.execute(text(f"INSERT INTO feeds {ROWS['feeds']}"), {"now": "2026-03-01 12:00:00"})

    await on(f"sqlite+aiosqlite:///{saved}", made)
    before = saved.read_bytes()

    await restore(saved, database_url, quiet)

    store = await open_store(database_url)
    assert [feed.source.outlet for feed in await store.feeds()] == ["Agency"]
    await store.close()
    assert saved.read_bytes() == before


async def test_what_is_left_of_a_lost_file_is_not_mixed_with_a_backup(sqlite_url: str, tmp_path: Path) -> None:
    """SQLite would take what was not yet in the lost file for a part of the restored one."""
    await backup(await filled(sqlite_url), tmp_path / "saved.db", quiet)
    (tmp_path / "bongsu.db").unlink()
    (tmp_path / "bongsu.db-wal").write_bytes(b"left over")

    with pytest.raises(StoreError, match=r"bongsu\.db-wal exists already"):
        await restore(tmp_path / "saved.db", sqlite_url, quiet)


def test_the_commands(
    sqlite_url: str,
    empty_postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each says how far it is and what it did; a second time there is something in the way (exit code 2)."""
    asyncio.run(filled(sqlite_url))
    saved = str(tmp_path / "saved.db")

    def bongsu(*arguments: str, url: str) -> tuple[int, str, str]:
        monkeypatch.setenv("BONGSU_DATABASE_URL", url)
        return main(list(arguments)), *capsys.readouterr()

    code, out, err = bongsu("copy", empty_postgres_url, url=sqlite_url)
    assert (code, out.split(",")[0]) == (0, f"Copied {3 * len(metadata.sorted_tables)} rows")
    assert "entries: 3\n" in err
    code, _, err = bongsu("copy", empty_postgres_url, url=sqlite_url)
    assert (code, "holds data" in err) == (2, True)

    assert bongsu("backup", saved, url=empty_postgres_url)[:2] == (0, f"Copied to {saved}.\n")
    restored = f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    assert bongsu("restore", saved, url=restored) == (0, f"Restored from {saved}.\n", "")
