"""The application, answering in chats over a SQLite store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import open_store
from tests.talking import Talk, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A conversation with the application."""
    store = await open_store(f"sqlite+aiosqlite:///{tmp_path / 'bongsu.db'}", migrate=True)
    async with talking(store) as conversation:
        yield conversation
    await store.close()
