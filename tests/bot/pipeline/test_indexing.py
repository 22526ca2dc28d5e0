"""Indexing what came before, as the service runs it."""

from pathlib import Path

import pytest

from bot.pipeline.indexing import index_older
from bot.store import Store
from storage import open_store
from tests.making import save_poll
from tests.storage.samples import AGENCY, NOW, a_feed
from tests.storage.test_search import corpus, empty_index, find


async def test_entries_from_before_are_found_after_a_start(
    sqlite_store: Store, sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batch by batch; a start that finds nothing to do does nothing."""
    monkeypatch.setattr("bot.pipeline.indexing.BATCH", 3)
    feed = await a_feed(sqlite_store)
    await save_poll(sqlite_store, feed, feed.state, AGENCY.url, corpus(), NOW)
    await empty_index(sqlite_store_url)
    for _ in range(2):
        await index_older(sqlite_store, pause=0)
        assert await find(sqlite_store, "hwasong") == ["3"]


async def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The next start tries again."""
    path = tmp_path / "bongsu.db"
    store = await open_store(f"sqlite+aiosqlite:///{path}", migrate=True)
    await store.close()
    path.unlink()
    path.mkdir()
    await index_older(store)
    await store.close()
    assert "indexing for search" in caplog.text
    assert "Traceback" not in caplog.text
