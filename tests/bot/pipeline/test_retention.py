"""Retention as the service runs it: by who leads detection, over feeds that are really polled."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import JobName
from bot.pipeline.retention import tidy
from bot.roof.coordination import Leads
from bot.roof.service import drop_old
from storage import open_store
from tests.bot.pipeline.test_pipeline import Relay, relay
from tests.making import NOON
from tests.running import rss

__all__ = ["relay"]

KEEP = timedelta(days=400)


async def test_what_a_feed_brought_long_ago_goes_where_this_process_leads(relay: Relay) -> None:
    """What the feed shows still is no news afterwards; a process that stands by deletes nothing."""
    relay.server.pages["/feed"] = rss("Old news of rain", "Old news of snow")
    await relay.poll()
    relay.now = NOON + KEEP + timedelta(days=40)
    relay.server.pages["/feed"] = rss("Old news of rain", "News of wind")
    await relay.poll()
    await relay.detect()
    leads = Leads(relay.pipeline, "1", 30)
    await drop_old(relay.pipeline, leads, KEEP)
    assert (await relay.store.health(relay.now)).entries == 3

    leads.held = {JobName.DETECT}
    await drop_old(relay.pipeline, leads, KEEP)
    assert (await relay.store.health(relay.now)).entries == 2
    relay.server.pages["/feed"] = rss("Old news of rain", "News of wind", "News of sun")
    await relay.poll()
    assert [arrival.entry.title for arrival in await relay.store.undetected(10)] == ["News of sun"]


async def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The next hour tries again."""
    path = tmp_path / "bongsu.db"
    store = await open_store(f"sqlite+aiosqlite:///{path}", migrate=True)
    await store.close()
    path.unlink()
    path.mkdir()
    await tidy(store, NOON)
    await store.close()
    assert "deleting what is old" in caplog.text
    assert "Traceback" not in caplog.text
