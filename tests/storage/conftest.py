"""The engines, for the tests in this folder."""

from tests.engines import (
    database_url,
    empty_postgres_url,
    migrated_postgres,
    migrated_sqlite,
    postgres,
    postgres_url,
    sqlite_store_url,
    sqlite_url,
    store,
    store_url,
)

__all__ = [
    "database_url",
    "empty_postgres_url",
    "migrated_postgres",
    "migrated_sqlite",
    "postgres",
    "postgres_url",
    "sqlite_store_url",
    "sqlite_url",
    "store",
    "store_url",
]
