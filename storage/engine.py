"""Connecting to a database, its transactions, and what the errors of the drivers mean."""

import asyncio
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from secrets import randbits
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Table, event, make_url, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

BUSY_SECONDS = 30
"""Seconds that a writer waits for another process's transaction over the same SQLite file, before it gives up."""
RETRY_SECONDS = 0.05
"""Seconds between two tries to take a lock for which SQLite itself does not wait."""
POOL = 5
"""How many connections a process has for its transactions at most."""
KEEPALIVE = {
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "6000",
}
"""What PostgreSQL is told, so that it drops a connection, and with it its locks, six seconds after it fell silent.

Three seconds of silence, then three questions a second apart; the last setting, in milliseconds, does the same for
what was sent and not acknowledged.
"""

DRIVERS = frozenset({"sqlalchemy", "aiosqlite", "asyncpg"})
"""The packages through which a database is reached."""
LIBPQ = {"sslmode": "ssl"}
"""What asyncpg calls otherwise than libpq does."""
IGNORED = frozenset(
    {"application_name", "channel_binding", "connect_timeout", "fallback_application_name", "gssencmode"}
    | {"keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "tcp_user_timeout", "sslnegotiation"}
)
"""Options of libpq that do without: asyncpg has no such thing, or we set it ourselves."""
ASYNCPG = frozenset({"host", "port", "user", "password", "passfile", "ssl", "target_session_attrs"})
"""The options that may stand in an address."""
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
"""How much a connection has to be encrypted and checked, in libpq's words, which asyncpg takes."""
UNDERSTOOD = "a database is sqlite+aiosqlite:///FILE or postgresql+asyncpg://HOST/NAME"


@dataclass(frozen=True, slots=True)
class Engine:
    """How an SQL engine is set up, and what serialises those who migrate it."""

    settings: Mapping[str, Any]
    reading: Mapping[str, Any]
    writing: Mapping[str, Any]
    migration_lock: str | None = None


ENGINES = {
    "sqlite+aiosqlite": Engine(
        settings={"connect_args": {"timeout": BUSY_SECONDS}},
        reading={"begin": "BEGIN"},
        writing={"begin": "BEGIN IMMEDIATE"},
    ),
    "postgresql+asyncpg": Engine(
        settings={
            # After a great fan-out the planner's statistics still say that the outbox is empty; it would read and sort
            # all of it for each claim. Without bitmaps it walks the index, which is what every query here wants.
            "connect_args": {
                "timeout": 10,
                "command_timeout": 60,
                "server_settings": {"enable_bitmapscan": "off", "jit": "off"} | KEEPALIVE,
            },
            "pool_pre_ping": True,
        },
        # A read of several queries sees one moment; it only reads, so nothing can make it fail.
        reading={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        writing={"isolation_level": "READ COMMITTED"},
        migration_lock="SELECT pg_advisory_xact_lock(1112885587)",
    ),
}


def parse_url(url: str, called: str = "BONGSU_DATABASE_URL") -> URL:
    """The address of a database; StoreError, which never repeats a password, when it is none that we understand.

    `called` is what the sentence calls the address.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"{called} cannot be read; {UNDERSTOOD}.") from None
    if parsed.drivername not in ENGINES:
        raise StoreError(f"{called} names {parsed.drivername!r}, which is not understood; {UNDERSTOOD}.")
    if parsed.drivername.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
        raise StoreError("SQLite needs a file to keep the data in: sqlite+aiosqlite:///FILE.")
    return _understood_options(parsed, called) if parsed.drivername.startswith("postgresql") else parsed


def _understood_options(url: URL, called: str) -> URL:
    """An address whose options are asyncpg's: what hosts hand out is written for libpq, PostgreSQL's own library."""
    options = {LIBPQ.get(name, name): value for name, value in url.query.items() if name not in IGNORED}
    if unknown := ", ".join(sorted(options.keys() - ASYNCPG)):
        raise StoreError(f"{called} has what is not understood behind its question mark: {unknown}.")
    if options.get("ssl", SSL_MODES[0]) not in SSL_MODES:
        raise StoreError(f"{called} has an sslmode that is none of {', '.join(SSL_MODES)}.")
    return url.set(query=options)


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database, None for a server."""
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


def disk_of(url: str) -> tuple[int, int] | None:
    """Free and all bytes of the disk that a SQLite database is on; None for a server, whose disk is not ours to see."""
    file = file_of(parse_url(url))
    if file is None:
        return None
    usage = shutil.disk_usage(file.absolute().parent)
    return usage.free, usage.total


class Database:
    """A connected database: transactions that read, and transactions that write."""

    def __init__(self, url: URL, observe: Callable[[str, float], None] | None = None) -> None:
        kind = ENGINES[url.drivername]
        engine = create_async_engine(url, pool_size=POOL, max_overflow=0, **kind.settings)
        if file_of(url):
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
            event.listen(engine.sync_engine, "invalidate", _abandon_sqlite)
        self.url = url
        self.process = randbits(62) or 1  # 0 is nobody's
        """The number of the process that works over this object: what its claims bear, and the lock that it holds."""
        self._observe = observe
        self.migration_lock = kind.migration_lock
        self.is_server = file_of(url) is None
        self._connecting: Mapping[str, Any] = kind.settings["connect_args"]
        self._engine = engine
        self._reading: AsyncEngine = engine.execution_options(**kind.reading)
        self._writing: AsyncEngine = engine.execution_options(**kind.writing)
        # SQLite has one writer: who waits for it in this process waits here, not by polling the file's lock.
        self._writer: AbstractAsyncContextManager[Any] = asyncio.Lock() if file_of(url) else nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one moment of the database and changes nothing."""
        with self._timed("read"), translated(self.url):
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that happens whole or, on any exception, not at all."""
        with self._timed("write"), translated(self.url):
            async with self._writer, self._writing.begin() as connection:
                yield connection

    @contextmanager
    def _timed(self, kind: str) -> Iterator[None]:
        """Say how long a transaction took, its wait for a connection or the writer's lock included."""
        began = time.monotonic()
        try:
            yield
        finally:
            if self._observe:
                self._observe(kind, time.monotonic() - began)

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[Any]:
        """A server's connection (asyncpg's) of its own, for what outlives a transaction; closed with the block."""
        import asyncpg  # here, so that a service on SQLite does without

        _, where = self._engine.dialect.create_connect_args(self.url)
        with translated(self.url):
            connection = await asyncpg.connect(**where, **self._connecting)
        try:
            yield connection
        finally:
            connection.terminate()  # its session's locks end with it, whatever state it is in

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()


def _prepare_sqlite(connection: Any, record: object) -> None:
    """Set a new connection up. The driver must not begin transactions by itself: `_begin_sqlite` does."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: one that reads first and then wants to write could only fail."""
    connection.exec_driver_sql(connection.get_execution_options()["begin"])


def _abandon_sqlite(connection: Any, record: object, exception: object) -> None:
    """A cancelled statement lives on after its connection was closed, and would keep the transaction's locks."""
    connection.rollback()


def insert(connection: AsyncConnection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows ON CONFLICT, in the connection's dialect."""
    if connection.dialect.name == "sqlite":
        return sqlite.Insert(table)
    from sqlalchemy.dialects import postgresql  # here, so that a service on SQLite does without

    return postgresql.Insert(table)


async def use_wal(database: Database) -> None:
    """Let readers and the writer of a SQLite file not wait for each other; the file keeps it."""
    file = file_of(database.url)
    if file:
        with translated(database.url):
            await asyncio.to_thread(_use_wal, file)


def _use_wal(file: Path) -> None:
    """SQLite does not wait for the lock that this takes, so that we have to."""
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        for left in reversed(range(int(BUSY_SECONDS / RETRY_SECONDS))):
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as exc:
                if not left or "is locked" not in str(exc):
                    raise
                time.sleep(RETRY_SECONDS)


async def lock_for_migration(database: Database, connection: AsyncConnection) -> None:
    """Have one migration at a time; on SQLite the transaction's own lock does it."""
    if database.migration_lock:
        await connection.execute(text(database.migration_lock))


def driver_errors() -> tuple[type[Exception], ...]:
    """What the network and the drivers raise: asyncpg's too, where it was loaded, as in no service on SQLite."""
    asyncpg = sys.modules.get("asyncpg")
    servers = (asyncpg.PostgresError, asyncpg.InterfaceError, *_cut_off()) if asyncpg else ()
    return (OSError, sqlite3.Error, *servers)


def _cut_off() -> tuple[type[Exception], ...]:
    """What asyncpg raises where it is asked just as a session that the server ended is closing."""
    asyncpg = sys.modules.get("asyncpg")
    return (asyncpg.InternalClientError,) if asyncpg else ()


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn what a person can act on into a StoreError; a mistake of our own passes as it is."""
    try:
        yield
    except DBAPIError as exc:
        error = _meaning(url, exc.orig or exc, lost=exc.connection_invalidated)
        if error is None:
            raise
        raise error from exc
    except PoolTimeout as exc:
        raise StoreUnavailable(f"{place(url)} is too busy.") from exc
    except driver_errors() as exc:
        network = isinstance(exc, OSError)
        lost = _of_driver(exc) if network else isinstance(exc, _cut_off())
        meaning = _meaning(url, exc, lost=lost)
        if meaning is None and network:
            raise
        raise meaning or StoreError(f"{place(url)}: {exc}.") from exc


def _of_driver(exc: BaseException) -> bool:
    """Whether an error came up in a driver, and not in what our code does within a transaction."""
    package, trace = "", exc.__traceback__
    while trace:
        name = str(trace.tb_frame.f_globals.get("__name__")).partition(".")[0]
        package = package if name in sys.stdlib_module_names else name
        trace = trace.tb_next
    return package in DRIVERS


def place(url: URL) -> str:
    """Which database, in words, without the user and the password."""
    file = file_of(url)
    if file:
        return f"The SQLite database {file}"
    return f"The PostgreSQL database {url.database} at {url.host or url.query.get('host', 'localhost')}"


NETWORK_DISK = "cannot be locked where it is, as on a network disk: keep it on a local disk, or use PostgreSQL"
POOLER = (
    "is behind a pooler, such as PgBouncer, that does not keep a session: give the address of PostgreSQL itself,"
    " or have it pool sessions and ignore the parameters of a start"
)

_SQLITE: Mapping[str, tuple[type[StoreError], str]] = {
    "unable to open database file": (StoreError, "cannot be opened: its folder must exist and be writable"),
    "file is not a database": (StoreError, "is some other file, not a database"),
    "database disk image is malformed": (StoreError, "is damaged: restore a backup"),
    "readonly database": (StoreError, "may not be written to"),
    "disk is full": (StoreUnavailable, "has no room left on its disk"),
    "disk I/O error": (StoreUnavailable, "cannot be read or written: the disk reports an error"),
    "is locked": (StoreUnavailable, "is held by another process"),
    "locking protocol": (StoreError, NETWORK_DISK),
    "No locks available": (StoreError, NETWORK_DISK),
}
"""What SQLite says, and what that means."""

_POSTGRESQL: Mapping[str, tuple[type[StoreError], str]] = {
    "08P01": (StoreError, POOLER),
    "26000": (StoreError, POOLER),
    "42P05": (StoreError, POOLER),
    "25006": (StoreError, "may not be written to: it is a standby, or set to be read only"),
    "28": (StoreError, "refuses this user or password"),
    "3D": (StoreError, "does not exist: create it first"),
    "42501": (StoreError, "does not give this user the rights it needs"),
    "40": (StoreUnavailable, "gave another transaction the way"),
    "53": (StoreUnavailable, "has no room, memory or connections left"),
    "55": (StoreUnavailable, "is busy"),
    "57": (StoreUnavailable, "is starting or stopping"),
    "08": (StoreUnavailable, "does not answer"),
}
"""Beginnings of PostgreSQL's error codes (SQLSTATE), and what those mean."""

_TLS: Mapping[str, tuple[type[StoreError], str]] = {
    "rejected SSL upgrade": (StoreError, "has no TLS, which ssl (sslmode) in its address wants: take that out of it"),
    "CERTIFICATE_VERIFY_FAILED": (StoreError, "shows a certificate that this machine does not trust"),
    "no encryption": (StoreError, "wants TLS from here: put ?ssl=require behind its address"),
}
"""What asyncpg, Python's TLS and PostgreSQL say where the two ends do not agree on TLS, and what that means."""


def _meaning(url: URL, error: BaseException, *, lost: bool = False) -> StoreError | None:
    """What a driver's error means to a person, or None where it is our mistake."""
    code = getattr(error, "sqlstate", None) or ""
    known: list[tuple[type[StoreError], str]] = [
        *(meaning for words, meaning in _SQLITE.items() if file_of(url) and words in str(error)),
        *(meaning for words, meaning in _TLS.items() if not file_of(url) and words in str(error)),
        *(meaning for start, meaning in _POSTGRESQL.items() if code.startswith(start)),
    ]
    if not known and lost:
        known = [(StoreUnavailable, "does not answer")]
    return known[0][0](f"{place(url)} {known[0][1]}.") if known else None
