"""The parts of the promise joined, and how to open it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.store import Store
from storage.access import Access
from storage.archive import Archive
from storage.aside import Aside
from storage.bulletins import Bulletins
from storage.deliveries import Deliveries
from storage.detections import Detections
from storage.digests import Digests
from storage.engine import Database, file_of, parse_url
from storage.feeds import Feeds
from storage.health import Counts
from storage.leases import Leases
from storage.locks import LockFile
from storage.pushes import Pushes
from storage.queries import Queries
from storage.reach import Reach
from storage.receivers import Receivers
from storage.retention import Retention
from storage.schedules import Schedules
from storage.schema import check, upgrade
from storage.search import Search
from storage.sharing import Shared
from storage.standings import Standings
from storage.stories import Stories
from storage.subscribers import Subscribers
from storage.threads import Threads
from storage.translations import Translations
from storage.votes import Votes
from storage.watching import Watching


class SqlStore(
    Feeds,
    Schedules,
    Pushes,
    Detections,
    Deliveries,
    Digests,
    Bulletins,
    Standings,
    Subscribers,
    Threads,
    Access,
    Reach,
    Receivers,
    Stories,
    Queries,
    Search,
    Counts,
    Translations,
    Votes,
    Aside,
    Watching,
    Retention,
    Archive,
    Leases,
    Shared,
):
    """bot.store.Store on an SQL database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        file = file_of(database.url)
        self._locks = LockFile(file) if file else None
        self._missed = {}

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()


async def open_store(url: str, *, migrate: bool = False, observe: Callable[[str, float], None] | None = None) -> Store:
    """Open the database at this address, bringing it to this version's schema first if `migrate`.

    A StoreError says in a sentence what is wrong: the address, the file or server behind it, or a schema of
    another version. `observe` hears of each transaction whether it reads or writes, and the seconds that it took.
    """
    database = Database(parse_url(url), observe)
    try:
        await (upgrade(database) if migrate else check(database))
    except BaseException:
        await database.close()
        raise
    return SqlStore(database)


@asynccontextmanager
async def opened(url: str, *, migrate: bool) -> AsyncIterator[Store]:
    """A store for the length of the block, as `open_store` opens it."""
    store = await open_store(url, migrate=migrate)
    try:
        yield store
    finally:
        await store.close()
