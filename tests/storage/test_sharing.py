"""bot.store.Sharing: what processes over one database share beyond its rows."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from bot.errors import StoreUnavailable
from bot.model import Sent
from bot.store import Store
from storage import open_store
from storage.engine import parse_url, translated
from tests.engines import Postgres
from tests.patience import PATIENCE
from tests.storage.samples import MINUTE, NOW, claim, join, settle, tell

SECOND = timedelta(seconds=1)
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'"
"""Ends every session of the tests' databases."""


async def test_saved_work_wakes_the_next_stage_elsewhere(postgres_url: str) -> None:
    """A second process hears of new entries and of new deliveries; first it looks at both, for what it missed."""
    here, there = await open_store(postgres_url), await open_store(postgres_url)
    wakes = there.wakes()
    async with asyncio.timeout(PATIENCE):
        assert {await anext(wakes), await anext(wakes)} == {"detect", "deliver"}
        listening = asyncio.ensure_future(anext(wakes))
        await asyncio.sleep(0)
        await join(here)
        await tell(here)
        heard = [await listening, await anext(wakes)]

    assert heard == ["detect", "deliver"]
    await wakes.aclose()  # type: ignore[attr-defined]  # it is a generator, which the promise does not say
    await here.close()
    await there.close()


async def test_a_broken_listener_listens_again(postgres_url: str, postgres: Postgres) -> None:
    """When its connection is cut it comes back, and looks at everything, for it may have missed a wake."""
    store = await open_store(postgres_url)
    wakes = store.wakes()
    async with asyncio.timeout(PATIENCE):
        assert [await anext(wakes), await anext(wakes)] == ["detect", "deliver"]
        await asyncio.to_thread(postgres.execute, CUT)
        assert [await anext(wakes), await anext(wakes)] == ["detect", "deliver"]
    await wakes.aclose()  # type: ignore[attr-defined]  # as above
    await store.close()


async def test_one_leads_a_role(postgres_url: str) -> None:
    """A second process is refused until the first lets go; another role is another's."""
    here, there = await open_store(postgres_url), await open_store(postgres_url)
    async with here.lead("deliver 1") as lost:
        assert lost is not None
        assert not lost.is_set()
        async with there.lead("deliver 1") as refused, there.lead("deliver 2") as other:
            assert (refused is None, other is None) == (True, False)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with there.lead("deliver 1") as elected:
                if elected:
                    break
            await asyncio.sleep(0.01)  # the server ends the session a moment later
    await here.close()
    await there.close()


async def test_a_lead_is_lost_with_its_connection(postgres_url: str, postgres: Postgres) -> None:
    """Whoever leads is told at once when PostgreSQL ends the session that holds the lock."""
    store = await open_store(postgres_url)
    async with asyncio.timeout(PATIENCE), store.lead("detect") as lost:
        assert lost is not None
        await asyncio.to_thread(postgres.execute, CUT)
        await lost.wait()
    await store.close()


def test_a_session_that_ends_as_it_is_asked_is_the_databases_trouble() -> None:
    """asyncpg calls that an error of its own: it has read that the server ends the session, and not yet that it did."""
    with pytest.raises(StoreUnavailable, match="does not answer"), translated(parse_url("postgresql+asyncpg://db/x")):
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")


async def test_a_file_elects_nobody(sqlite_store_url: str) -> None:
    """SQLite's processes share a machine: each leads, none is woken by another, and the time is the machine's."""
    store = await open_store(sqlite_store_url)
    async with store.lead("detect") as first, store.lead("detect") as second:
        assert first is not None
        assert second is not None
    assert [job async for job in store.wakes()] == []
    assert not store.shared
    await store.close()


async def test_the_time(store: Store) -> None:
    """It is aware, and about what this machine's clock says: engine and test run on one machine."""
    assert abs(await store.time() - datetime.now(UTC)) < MINUTE


async def test_what_was_sent_lately_counts(store: Store) -> None:
    """A minute of a group's messages, two seconds of a person's, and whatever is in flight now."""
    people = [await join(store, number) for number in (1, 2, 3)]
    groups = [await join(store, number) for number in (-1, -2)]
    assert len(people) + len(groups) == 5
    await tell(store)
    ago = {1: SECOND, 2: 3 * SECOND, -1: 50 * SECOND, -2: 70 * SECOND}
    for delivery in await claim(store):
        chat = delivery.subscriber.address.chat_id
        if chat in ago:
            await settle(store, delivery, Sent(1), at=NOW - ago[chat])

    assert await store.recent_sends(NOW) == ((-1, NOW - 50 * SECOND), (1, NOW - SECOND), (3, NOW))
