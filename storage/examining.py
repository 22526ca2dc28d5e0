"""Whether a database can be worked over: opened, of this version, written to."""

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from storage.engine import Database, file_of, parse_url, place
from storage.schema import check, revisions


@dataclass(frozen=True, slots=True)
class Examined:
    """A database that is well: which it is, its revision, its size in bytes, and what a transaction took."""

    place: str
    revision: str
    size: int
    seconds: float


async def examine(url: str) -> Examined:
    """Open a database of this version, write what it holds anyway, and look at it; StoreError where one fails."""
    database = Database(parse_url(url))
    try:
        await check(database)
        began = time.monotonic()
        async with database.write() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        seconds = time.monotonic() - began
        async with database.read() as connection:
            size = await connection.scalar(text(_SIZE[connection.dialect.name])) or 0
        return Examined(place(database.url), revisions()[-1], size, seconds)
    finally:
        await database.close()


def file_at(url: str) -> Path | None:
    """The file of the SQLite database at this address, None for a server; StoreError where the address is none."""
    return file_of(parse_url(url))


_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
"""What tells the bytes that a database takes."""
