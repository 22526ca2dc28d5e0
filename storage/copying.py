"""Everything from one database into another, whatever their engines.

The source is read as it is at one moment, and the target has all of it or nothing. What can be made anew from the
rows, such as an index, is not copied.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, func, inspect, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from storage.engine import Database, file_of, parse_url, place
from storage.schema import check, upgrade
from storage.tables import metadata

BATCH = 2_000
"""Rows that are read, and written, at a time: what the memory has to hold."""

Progress = Callable[[str, int, int], None]
"""The table, how many of its rows are copied, and how many it has."""


async def copy(url: str, target: str, progress: Progress) -> int:
    """Copy every row of the database at `url` into the one at `target`, which gets this version's schema: how many.

    StoreError where the source is of another version, and where the target holds data already.
    """
    ours, theirs = Database(parse_url(url)), Database(parse_url(target, "The target's address"))
    try:
        await check(ours)
        await _refuse_data(theirs)
        await upgrade(theirs)
        async with ours.read() as source, theirs.write() as sink:
            await sink.execute(select(literal(1)))  # a transaction begins with it, and would not with COPY
            return sum([await _copy_table(source, sink, table, progress) for table in metadata.sorted_tables])
    finally:
        await ours.close()
        await theirs.close()


async def _refuse_data(database: Database) -> None:
    """Before anything is done to a database that somebody may need as it is."""
    file = file_of(database.url)
    if file and not file.exists():
        return
    async with database.read() as connection:
        there = await connection.run_sync(_tables)
        for table in metadata.sorted_tables:
            if table.name in there and await connection.scalar(select(literal(1)).select_from(table).limit(1)):
                raise StoreError(f"{place(database.url)} holds data ({table.name}): name an empty one.")


async def _copy_table(source: AsyncConnection, sink: AsyncConnection, table: Table, progress: Progress) -> int:
    total, done = await source.scalar(select(func.count()).select_from(table)) or 0, 0
    progress(table.name, done, total)
    rows = await source.stream(select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH))
    async for batch in rows.partitions(BATCH):
        await _write(sink, table, batch)
        done += len(batch)
        progress(table.name, done, total)
    if "id" in table.c:
        await _go_on_counting(source, sink, table)
    return done


async def _write(sink: AsyncConnection, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Add rows by the quickest way that the engine has: PostgreSQL's COPY."""
    if sink.dialect.name == "sqlite":
        await sink.execute(table.insert(), [dict(row._mapping) for row in rows])
        return
    made = [column.type.dialect_impl(sink.dialect).bind_processor(sink.dialect) for column in table.c]
    columns = [
        map(make, values) if make else values for make, values in zip(made, zip(*rows, strict=True), strict=True)
    ]
    driver: Any = (await sink.get_raw_connection()).driver_connection
    await driver.copy_records_to_table(table.name, records=zip(*columns, strict=True), columns=table.c.keys())


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def _go_on_counting(source: AsyncConnection, sink: AsyncConnection, table: Table) -> None:
    """Have the target give no id that the source has given, not even of a row that is deleted."""
    last = await source.scalar(text(_LAST[source.dialect.name]), {"name": table.name})
    for statement in _GO_ON[sink.dialect.name] if last else ():
        await sink.execute(text(statement), {"name": table.name, "last": last})


_LAST = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = :name",
    "postgresql": "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)",
}
"""What tells the last id that was given; NULL or nothing: none."""
_GO_ON = {
    "sqlite": (
        "DELETE FROM sqlite_sequence WHERE name = :name",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)",
    ),
    "postgresql": ("SELECT setval(pg_get_serial_sequence(:name, 'id')::regclass, :last)",),
}
"""What sets it."""
