"""Whether a database can be worked over, on each engine."""

import asyncio

import pytest

from bot.errors import StoreError
from storage import examine, migrate
from storage.schema import revisions
from tests.engines import Postgres


async def test_a_database_that_is_well(store_url: str) -> None:
    """Its revision, and that it takes room and time; it can be asked again and again."""
    for _ in range(2):
        examined = await examine(store_url)
        assert examined.revision == revisions()[-1]
        assert examined.size > 100_000
        assert 0 < examined.seconds < 30


async def test_a_database_that_may_not_be_written_to(empty_postgres_url: str, postgres: Postgres) -> None:
    """Such as a standby, or one whose administrator took that right away: a sentence says so."""
    await migrate(empty_postgres_url)
    name = empty_postgres_url.partition("?")[0].rpartition("/")[2]
    await asyncio.to_thread(postgres.execute, f"ALTER DATABASE {name} SET default_transaction_read_only = on")

    with pytest.raises(StoreError, match="may not be written to"):
        await examine(empty_postgres_url)
