"""The application, answering in chats over a SQLite store."""

from collections.abc import AsyncIterator

import pytest

from bot.store import Store
from tests.talking import Talk, talking


@pytest.fixture
async def talk(sqlite_store: Store) -> AsyncIterator[Talk]:
    """A conversation with the application."""
    async with talking(sqlite_store) as conversation:
        yield conversation
