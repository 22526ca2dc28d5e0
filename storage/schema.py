"""Bringing a database to this version's schema, and telling whether it has it. Alembic does the work.

It is imported only where there is work: a tenth of what a process imports would be for a look at one row.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.errors import SchemaTooNew, StoreError
from storage.engine import Database, file_of, lock_for_migration, parse_url, place, use_wal

if TYPE_CHECKING:
    from alembic.config import Config


async def migrate(url: str) -> tuple[str | None, str]:
    """Bring a database to this version's schema, making it if need be: the revision it had and the one it has.

    One transaction: whole or not at all. Processes that migrate at the same time take turns.
    """
    database = Database(parse_url(url))
    try:
        return await upgrade(database)
    finally:
        await database.close()


async def upgrade(database: Database) -> tuple[str | None, str]:
    """`migrate`, for a database that is connected already."""
    await use_wal(database)
    async with database.write() as connection:
        await lock_for_migration(database, connection)
        before = await connection.run_sync(_revision)
        _refuse_newer(database, before)
        newest = revisions()[-1]
        if before != newest:
            await connection.run_sync(_upgrade)
        return before, newest


async def check(database: Database) -> None:
    """Raise a StoreError unless the database has this version's schema."""
    file = file_of(database.url)
    if file and not file.exists():
        raise StoreError(f"{place(database.url)} does not exist yet: run `bongsu migrate`.")
    async with database.read() as connection:
        revision = await connection.run_sync(_revision)
    _refuse_newer(database, revision)
    if revision != revisions()[-1]:
        raise StoreError(f"{place(database.url)} is of an older version: run `bongsu migrate`.")


def revisions() -> tuple[str, ...]:
    """The revisions that this version knows, oldest first: each migration's file is named for its own."""
    versions = files("storage") / "migrations" / "versions"
    return tuple(sorted(path.name[:4] for path in versions.iterdir() if path.name[:4].isdecimal()))


def config() -> Config:
    """How Alembic finds the migrations; a connection is added to its attributes."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", "storage:migrations")
    found.set_main_option("path_separator", "os")
    return found


def _refuse_newer(database: Database, revision: str | None) -> None:
    if revision is not None and revision not in revisions():
        raise SchemaTooNew(f"{place(database.url)} was written by a newer Bongsu: upgrade this one.")


def _revision(connection: Connection) -> str | None:
    """The revision that Alembic wrote into the database; None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command

    found = config()
    found.attributes["connection"] = connection
    command.upgrade(found, "head")
