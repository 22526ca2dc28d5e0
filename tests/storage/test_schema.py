"""Opening, migrating and copying databases, and what goes wrong with them."""

import asyncio
import errno
import os
import re
import sqlite3
import ssl
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import SchemaTooNew, StoreError, StoreUnavailable
from bot.model import Source
from bot.store import Store
from storage import backup, migrate, open_store
from storage.engine import Database, parse_url, translated
from storage.schema import config, revisions
from storage.sql_store import SqlStore
from storage.tables import metadata
from tests.patience import PATIENCE

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def on(url: str, work: Callable[[Connection], Any]) -> Any:
    """Run something on a connection of its own."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        answer = await connection.run_sync(work)
    await engine.dispose()
    return answer


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def test_the_migrations_give_the_tables(database_url: str) -> None:
    """After all migrations there is nothing that the tables have and the database lacks, or the other way round."""
    await migrate(database_url)

    def differences(connection: Connection) -> list[Any]:
        def ours(name: str | None, kind: str, _: object) -> bool:
            return kind != "table" or not str(name).startswith("search")  # the index is no table of SQLAlchemy's

        options = {"compare_type": True, "compare_server_default": True, "include_name": ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    assert await on(database_url, differences) == []


async def test_the_migrations_give_the_tables_to_the_letter(sqlite_url: str, tmp_path: Path) -> None:
    """Checks, partial indexes and AUTOINCREMENT, which Alembic does not compare, are the same too."""
    await migrate(sqlite_url)
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)
    made.dispose()

    def statements(path: Path) -> set[tuple[str, ...]]:
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%alembic%'"
                " AND name NOT LIKE 'search%'"
            )
            return {_pieces(_spaceless(row[0])) for row in rows if "sqlite_sequence" not in row[0]}

    assert statements(tmp_path / "bongsu.db") == statements(tmp_path / "made.db")


def _pieces(statement: str) -> tuple[str, ...]:
    """What a statement says, piece by piece, in any order: SQLite puts an added column behind the constraints."""
    head, _, body = statement.partition("(")
    return head, *sorted(re.split(r",(?![^()]*\))", body.removesuffix(")")))


def _spaceless(statement: str) -> str:
    """A statement without what does not matter: white space, and the columns' table in a condition."""
    return re.sub(r"\s+", "", re.sub(r"\b(feeds|entries|queries|deliveries|digests|pushes)\.", "", statement))


def test_every_migration_is_named_for_its_revision() -> None:
    """What is read from the names of the files is what Alembic reads in them, each building on the one before."""
    scripts = ScriptDirectory.from_config(config())
    chain = [(script.revision, script.down_revision) for script in scripts.walk_revisions()]
    assert chain[::-1] == list(zip(revisions(), (None, *revisions()), strict=False))


async def test_migrating_tells_from_where_to_where(database_url: str) -> None:
    """The first migration starts from nothing, the second finds nothing to do."""
    first = await migrate(database_url)
    assert first[0] is None
    assert await migrate(database_url) == (first[1], first[1])


async def test_processes_that_migrate_at_once_take_turns(database_url: str) -> None:
    """Several migrations at the same moment all succeed, and one of them did it."""
    answers = await asyncio.gather(*(migrate(database_url) for _ in range(4)))
    assert sorted(before is None for before, _ in answers) == [False, False, False, True]


async def test_a_database_without_the_schema_is_not_opened(empty_postgres_url: str) -> None:
    """The sentence names the command that helps."""
    with pytest.raises(StoreError, match="run `bongsu migrate`"):
        await open_store(empty_postgres_url)


async def test_opening_makes_no_file(sqlite_url: str, tmp_path: Path) -> None:
    """A mistyped path leaves no empty database behind."""
    with pytest.raises(StoreError, match="run `bongsu migrate`"):
        await open_store(sqlite_url)
    assert names(tmp_path) == []


async def test_opening_with_migrate_makes_the_schema(database_url: str) -> None:
    """One call is enough for a new database."""
    store = await open_store(database_url, migrate=True)
    assert await store.feeds() == ()
    await store.close()
    again = await open_store(database_url)
    await again.close()


@pytest.mark.parametrize("by", [open_store, migrate])
async def test_a_newer_schema_is_refused(database_url: str, by: Callable[[str], Any]) -> None:
    """An older Bongsu touches nothing that a newer one wrote."""
    await migrate(database_url)
    await on(
        database_url, lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    with pytest.raises(SchemaTooNew, match="newer Bongsu"):
        await by(database_url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("bongsu.db", "cannot be read"),
        ("mysql://root:hunter2@localhost/bongsu", "mysql"),
        ("postgresql://me:hunter2@localhost/bongsu", "postgresql+asyncpg://"),
        ("sqlite:///bongsu.db", "sqlite+aiosqlite:///"),
        ("sqlite+aiosqlite://", "needs a file"),
        ("postgresql+asyncpg://me:hunter2@localhost:port/bongsu", "cannot be read"),
        ("postgresql+asyncpg://me:hunter2@127.0.0.1:1/bongsu", "bongsu at 127.0.0.1 does not answer"),
        ("postgresql+asyncpg://me:hunter2@bongsu.invalid/bongsu", "bongsu at bongsu.invalid does not answer"),
    ],
)
async def test_a_wrong_address_is_a_sentence_without_the_password(url: str, words: str) -> None:
    """One sentence, ending in a full stop, that says what to do and repeats no secret."""
    with pytest.raises(StoreError) as caught:
        await open_store(url, migrate=True)
    said = str(caught.value)
    assert words in said
    assert said.endswith(".")
    assert "\n" not in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("sslmode=require&channel_binding=require", {"ssl": "require"}),
        ("sslmode=verify-full&application_name=x&connect_timeout=5", {"ssl": "verify-full"}),
        (
            "host=/run&keepalives=1&target_session_attrs=read-write",
            {"host": "/run", "target_session_attrs": "read-write"},
        ),
        ("ssl=prefer", {"ssl": "prefer"}),
        ("", {}),
    ],
)
def test_addresses_as_hosts_hand_them_out(query: str, options: dict[str, str]) -> None:
    """What is written for PostgreSQL's own library is translated, and left out where we do without."""
    assert dict(parse_url(f"postgresql+asyncpg://me:hunter2@db/bongsu?{query}").query) == options


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sslmode=hunter2", "none of disable, allow"),
        ("options=hunter2", "question mark: options"),
        ("x=hunter2", ": x"),
    ],
)
def test_an_option_that_is_not_understood(query: str, words: str) -> None:
    """It is named in a sentence, without its value."""
    with pytest.raises(StoreError, match=re.escape(words)) as caught:
        parse_url(f"postgresql+asyncpg://me:hunter2@db/bongsu?{query}")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ProtocolViolationError("unsupported startup parameter: jit"),
        asyncpg.DuplicatePreparedStatementError('prepared statement "__asyncpg_stmt_1__" already exists'),
        asyncpg.InvalidSQLStatementNameError('prepared statement "__asyncpg_stmt_1__" does not exist'),
    ],
)
def test_a_pooler_in_the_way_is_named(error: Exception) -> None:
    """It refuses the parameters of a start, or mixes up the statements of sessions: the sentence says what to do."""
    with (
        pytest.raises(StoreError, match="behind a pooler, such as PgBouncer") as caught,
        translated(parse_url("postgresql+asyncpg://me:hunter2@db/bongsu")),
    ):
        raise error
    assert not isinstance(caught.value, StoreUnavailable)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionError('PostgreSQL server at "db:5432" rejected SSL upgrade'), "has no TLS"),
        (ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "does not trust"),
        (asyncpg.InvalidAuthorizationSpecificationError("no pg_hba.conf entry for host, no encryption"), "wants TLS"),
    ],
)
def test_two_ends_that_do_not_agree_on_tls(error: Exception, words: str) -> None:
    """The sentence says what to do; waiting would not help."""
    with (
        pytest.raises(StoreError, match=words) as caught,
        translated(parse_url("postgresql+asyncpg://me:hunter2@db/bongsu")),
    ):
        raise error
    assert not isinstance(caught.value, StoreUnavailable)


@pytest.mark.parametrize(
    "error", [sqlite3.OperationalError("locking protocol"), OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))]
)
def test_a_network_disk_is_named(sqlite_url: str, error: Exception) -> None:
    """A file that cannot be locked: the sentence says where to keep it."""
    with (
        pytest.raises(StoreError, match="network disk: keep it on a local disk, or use PostgreSQL") as caught,
        translated(parse_url(sqlite_url)),
    ):
        raise error
    assert not isinstance(caught.value, StoreUnavailable)


async def test_a_file_that_is_missing_within_a_transaction_is_not_the_database(store: Store, tmp_path: Path) -> None:
    """What our own code raises there passes as it is, and the database works on."""
    assert isinstance(store, SqlStore)
    for transaction in (store._database.read, store._database.write):
        with pytest.raises(FileNotFoundError):
            async with transaction():
                (tmp_path / "absent").read_text()
        with pytest.raises(TimeoutError):
            async with transaction(), asyncio.timeout(0):
                await asyncio.sleep(PATIENCE)
    assert await store.feeds() == ()


async def test_a_server_that_is_not_there_does_not_answer() -> None:
    """Nobody listens at its port, or its socket is missing: within a transaction and apart from any."""
    for place in ("127.0.0.1:1/db", "/db?host=/nowhere"):
        database = Database(parse_url(f"postgresql+asyncpg://me:hunter2@{place}"))
        for transaction in (database.read, database.write, database.apart):
            with pytest.raises(StoreUnavailable, match="does not answer"):
                async with transaction():
                    pass
        await database.close()


async def test_a_folder_that_is_absent_or_not_writable(tmp_path: Path) -> None:
    """The file's folder has to exist."""
    with pytest.raises(StoreError, match="folder must exist and be writable"):
        await open_store(f"sqlite+aiosqlite:///{tmp_path / 'absent' / 'bongsu.db'}", migrate=True)


async def test_a_file_that_is_no_database(sqlite_url: str, tmp_path: Path) -> None:
    """Some other file is told as such and left as it is."""
    other = tmp_path / "bongsu.db"
    other.write_text("Dear diary, " * 200)
    with pytest.raises(StoreError, match="not a database"):
        await open_store(sqlite_url, migrate=True)
    assert other.read_text() == "Dear diary, " * 200


async def test_a_server_without_the_database(postgres_url: str) -> None:
    """A name that the server does not know is told apart from a server that does not answer."""
    with pytest.raises(StoreError, match="does not exist") as caught:
        await open_store(re.sub(r"test_\d+", "nowhere", postgres_url))
    assert not isinstance(caught.value, StoreUnavailable)


async def test_a_lost_server_is_unavailable_and_comes_back(postgres_url: str) -> None:
    """Connections that the server cut do not matter: the next transaction takes a new one."""
    store = await open_store(postgres_url)
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
    await on(postgres_url, lambda connection: connection.execute(text(cut)))
    assert await store.feeds() == ()
    await store.close()


async def test_a_full_disk_says_so(sqlite_url: str) -> None:
    """What SQLite reports in the middle of a transaction is a sentence as well, and nothing of it stays."""
    store = await open_store(sqlite_url, migrate=True)
    await store.close()
    database = Database(parse_url(sqlite_url))
    limited = SqlStore(database)
    async with database.write() as connection:
        # No further page than those in use.
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")
    feeds = [Source(f"https://example.org/{number}", "Example") for number in range(2000)]
    with pytest.raises(StoreUnavailable, match="no room left"):
        await limited.sync_feeds(feeds, NOW)
    assert await limited.feeds() == ()
    await limited.close()


async def test_a_backup_is_a_whole_database(sqlite_url: str, tmp_path: Path) -> None:
    """The copy of an open database can be opened, and has what was in it."""
    store = await open_store(sqlite_url, migrate=True)
    await store.add_feed(Source("https://example.org/feed", "Example"), NOW)
    await backup(sqlite_url, tmp_path / "copy.db", print)
    copy = await open_store(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}")
    assert await copy.feeds() == await store.feeds()
    await copy.close()
    await store.close()


async def test_a_backup_overwrites_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """Neither an older copy nor anything else."""
    await migrate(sqlite_url)
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        await backup(sqlite_url, tmp_path / "copy.db", print)
    assert (tmp_path / "copy.db").read_text() == "mine"


async def test_a_backup_needs_a_database(sqlite_url: str, tmp_path: Path) -> None:
    """There is no copy of nothing."""
    with pytest.raises(StoreError, match="there is no"):
        await backup(sqlite_url, tmp_path / "copy.db", print)
    assert names(tmp_path) == []


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from bot.model import Source
from storage import open_store

async def main(url, name):
    store = await open_store(url, migrate=True)
    for number in range(20):
        await store.add_feed(Source(f"https://{name}.example/{number}", name), datetime.now(UTC))
    await store.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_processes_share_a_sqlite_file(sqlite_url: str) -> None:
    """Processes that open and write at once wait for each other: nothing is locked out, nothing is lost."""
    writers = [
        await asyncio.create_subprocess_exec(sys.executable, "-W", "error", "-c", WRITER, sqlite_url, name)
        for name in ("one", "two", "three")
    ]
    assert await asyncio.gather(*(writer.wait() for writer in writers)) == [0, 0, 0]
    store = await open_store(sqlite_url)
    assert len(await store.feeds()) == 60
    await store.close()


ROWS = {
    "feeds": """(id, url, address, outlet, language, timezone, tier, next_poll_at, failures, primed_at, moved_polls)
        VALUES (1, 'https://a.example/f', 'https://a.example/f', 'Agency', 'en', 'UTC', 'agency', :now, 0, :now, 0)""",
    "stories": """(id, headline, summary, url, language, severity, revision, opened_at, updated_at)
        VALUES (1, 'Rocket launched', 'It flew.', NULL, 'en', 3, 1, :now, :now)""",
    "entries": """(id, feed_id, guid, title, text, published_at, seen_at, detected_at, story_id)
        VALUES (1, 1, 'told', 'Rocket launched', '', :now, :now, :now, 1),
        (2, 1, 'new', 'News', '', :now, :now, NULL, NULL)""",
    "matches": """(entry_id, topic, score, evidence) VALUES (1, 'launches', 0.5, '[["rocket", "Rocket launched"]]')""",
    "story_topics": """(story_id, topic, score, evidence) VALUES (1, 'launches', 0.5, '[["rocket", "It flew"]]')""",
    "subscribers": """(id, chat_id, thread_id, kind, language, timezone, joined_at)
        VALUES (1, 7, 0, 'private', 'ko', 'Asia/Seoul', :now), (2, 8, 0, 'private', 'en', 'UTC', :now)""",
    "subscriptions": "(subscriber_id, topic, min_severity, since) VALUES (1, 'launches', 1, :now)",
    "deliveries": """(id, story_id, subscriber_id, severity, told, message_id, due_at, attempts, queued_at)
        VALUES (1, 1, 1, 3, 0, NULL, :now, 0, :now), (2, 1, 2, 3, 1, 99, NULL, 0, :now)""",
}
"""Rows of the first version, in the order of their foreign keys. Columns that came later are NULL or have defaults."""


@pytest.mark.parametrize("revision", revisions())
async def test_rows_of_every_version_are_kept(database_url: str, revision: str) -> None:
    """A database of any earlier version is brought to this one, and everything in it can be read and goes on."""
    database = Database(parse_url(database_url))

    def made(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, revision)
        now = NOW.replace(tzinfo=None).isoformat(" ") if connection.dialect.name == "sqlite" else NOW
        for table, row in ROWS.items():
            connection.execute(text(f"INSERT INTO {table} {row}"), {"now": now} if ":now" in row else {})

    async with database.write() as connection:
        await connection.run_sync(made)
    await database.close()
    assert (await migrate(database_url))[0] == revision

    store = await open_store(database_url)
    assert [feed.source.outlet for feed in await store.feeds()] == ["Agency"]
    assert [arrival.entry.guid for arrival in await store.undetected(10)] == ["new"]
    (delivery,) = await store.claim_deliveries(NOW, timedelta(minutes=1), 10)
    assert (delivery.story.headline, delivery.subscriber.language) == ("Rocket launched", "ko")
    assert delivery.story.matches[0].evidence[0].term == "rocket"
    assert list(await store.subscriptions(1)) == ["launches"]
    health = await store.health(NOW)
    assert (health.entries, health.stories, health.subscribers, health.set_aside) == (2, 1, 2, 0)
    await store.close()


async def test_hubs_that_refused_an_older_version_are_asked_again(database_url: str) -> None:
    """It noted a refusal as an end; now it is one of a day, which is over."""

    def refused(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "0007")
        now = NOW.replace(tzinfo=None).isoformat(" ") if connection.dialect.name == "sqlite" else NOW
        connection.execute(text(f"INSERT INTO feeds {ROWS['feeds']}"), {"now": now})
        push = (
            "(feed_id, hub, topic, token, secret, attempts) VALUES (1, 'https://hub.example/', 'f', 'token', 'key', 1)"
        )
        connection.execute(text(f"INSERT INTO pushes {push}"))

    await on(database_url, refused)
    store = await open_store(database_url, migrate=True)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert [push.attempts for push in await store.claim_pushes(later, timedelta(minutes=1), 10)] == [2]
    await store.close()
