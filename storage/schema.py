"""Bringing a database to this version's schema, and telling whether it has it. Alembic does the work."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import SchemaTooNew, StoreError
from storage.engine import Database, file_of, lock_for_migration, parse_url, place, use_wal


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
        await connection.run_sync(_upgrade)
        return before, _newest()


async def check(database: Database) -> None:
    """Raise a StoreError unless the database has this version's schema."""
    file = file_of(database.url)
    if file and not file.exists():
        raise StoreError(f"{place(database.url)} does not exist yet: run `bongsu migrate`.")
    async with database.read() as connection:
        revision = await connection.run_sync(_revision)
    _refuse_newer(database, revision)
    if revision != _newest():
        raise StoreError(f"{place(database.url)} is of an older version: run `bongsu migrate`.")


def _refuse_newer(database: Database, revision: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaTooNew(f"{place(database.url)} was written by a newer Bongsu: upgrade this one.")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _newest() -> str:
    (head,) = _scripts().get_heads()
    return head


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
