"""The promise on bad days: Telegram's, the database's, and a killed process's. Real processes, sockets, engines."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from bot.preview.limits import Call, Limits
from tests.drills import Plan, absence, drill, field
from tests.engines import Postgres
from tests.patience import PATIENCE, Stopwatch
from tests.running import Service, World, run, until, world

MISSILE = "North Korea fires ballistic missile toward the East Sea"
ROCKET = "Rocket lifts off with weather satellite from Sohae launch site"
READERS = 40


@pytest.fixture
async def lite(tmp_path: Path, sqlite_store_url: str) -> AsyncIterator[World]:
    """A world on SQLite, with Telegram's limits."""
    async with world(tmp_path, sqlite_store_url, limits=Limits()) as made:
        yield made


@pytest.fixture
async def grown(tmp_path: Path, postgres_url: str) -> AsyncIterator[World]:
    """The same on PostgreSQL."""
    async with world(tmp_path, postgres_url, limits=Limits()) as made:
        yield made


@asynccontextmanager
async def at_work(here: World, count: int = READERS) -> AsyncIterator[tuple[Service, list[int]]]:
    """A service with so many chats that follow launches; its log is without a traceback at the end."""
    chats = [here.telegram.private(first_name=f"Reader {number}") for number in range(count)]
    await here.join(*chats)
    async with here.running() as service:
        await here.primed()
        yield service, chats
        assert service.process.returncode is None
        assert "Traceback" not in service.log


async def all_told(here: World, chats: list[int], count: int = 1) -> None:
    """Wait until everyone has so many alerts and nothing is left to send."""
    await here.telegram.wait(lambda: all(len(here.alerts(chat)) >= count for chat in chats))
    await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 0)


def waits_broken(calls: list[Call], wait: float, on_the_way: float) -> list[Call]:
    """The sends that arrived within an announced wait: of their chat, or, where two chats' waits overlap, of any.

    What was on its way, for so many seconds, when the second refusal was answered could not be held back any more.
    """
    refused = [call for call in calls if call.status == 429]
    of_chat = [
        later
        for call in refused
        for later in calls
        if later.chat_id == call.chat_id and call.at < later.at < call.at + wait
    ]
    whole = [(two.at, one.at + wait) for one, two in pairwise(refused) if one.at < two.at < one.at + wait]
    of_all = [call for begin, end in whole for call in calls if begin + on_the_way < call.at < end]
    return of_chat + of_all


async def test_a_tenth_of_the_sends_is_refused(lite: World) -> None:
    """429 with a wait of two seconds: everyone has the alert once, and nobody was written to before it was over."""
    async with at_work(lite) as (service, chats):
        lite.telegram.faults.add("flood", "sendMessage", probability=0.1, seconds=2)
        watch = Stopwatch(service.process.pid)
        lite.publish(MISSILE)
        await all_told(lite, chats)
        on_the_way = 0.5 + watch.lost

    calls = lite.telegram.calls.of("sendMessage")
    assert [len(lite.alerts(chat)) for chat in chats] == [1] * READERS
    assert any(call.status == 429 for call in calls)
    assert waits_broken(calls, 2, on_the_way) == []


async def test_every_trouble_at_once(lite: World) -> None:
    """502 pages, connections cut before and after, answers that do not come: nothing lost, and few told twice."""
    async with at_work(lite) as (_, chats):
        for trouble in ("bad-gateway", "cut-before", "cut-after"):
            lite.telegram.faults.add(trouble, "sendMessage", probability=0.1)
        lite.telegram.faults.add("hang", "sendMessage", times=2)
        lite.publish(MISSILE)
        await lite.telegram.wait(lambda: lite.telegram.faults.hanging == 2)
        await lite.telegram.wait(lambda: sum(bool(lite.alerts(chat)) for chat in chats) == READERS)
        lite.telegram.faults.clear()
        await all_told(lite, chats)

    lost_answers = [call for call in lite.telegram.calls.of("sendMessage") if call.status == 0]
    copies = sum(len(lite.alerts(chat)) for chat in chats) - READERS
    assert 0 <= copies <= len(lost_answers) + 2  # the two that hung are carried out in the end


@pytest.mark.parametrize("seconds", [4])
async def test_telegram_is_away(lite: World, seconds: float) -> None:
    """Gone amid a fan-out, and back: alerts and answers go within seconds, however long that was, and none twice."""
    async with at_work(lite) as (service, chats):
        back = await absence(lite, chats, service, (MISSILE, ROCKET), seconds)
        await all_told(lite, chats, 2)
        assert "Telegram is back" in service.log

    assert [len(lite.alerts(chat)) for chat in chats] == [2] * READERS
    assert back.first < 4
    assert back.answer < 5


async def test_telegram_is_away_and_one_alert_waits(lite: World) -> None:
    """A single alert is tried every second: it does not back off while nothing gets through."""
    async with at_work(lite, 1) as (service, (ada,)):
        lite.telegram.faults.add("away", "sendMessage")
        lite.publish(MISSILE)
        await lite.telegram.wait(lambda: len(lite.telegram.calls.of("sendMessage")) > 5)
        lite.telegram.faults.clear()
        watch = Stopwatch(service.process.pid)
        await lite.telegram.wait(lambda: len(lite.alerts(ada)) == 1)
        assert watch.seconds < 4


async def test_the_disk_is_full(lite: World) -> None:
    """The database cannot grow: a line in the log; as soon as it can, everyone has the alert, the same process."""
    async with at_work(lite) as (service, chats):
        everything = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
        # More than the log will have, less than the database and its journal need.
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (64 * 1024, everything[1]))
        lite.publish(MISSILE)
        await until(lambda: "bongsu.db cannot be read or written: the disk reports an error" in service.log, service)
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, everything)
        await recovered(lite, chats, 1)


async def test_postgresql_restarts(grown: World, postgres: Postgres) -> None:
    """It crashes amid a fan-out and comes back: a line in the log, everyone has both alerts, the same process."""
    # The tests' server may forget the last half second in a crash; one that people run may not.
    await asyncio.to_thread(postgres.execute, "ALTER ROLE postgres SET synchronous_commit = on")
    async with at_work(grown) as (service, chats):
        grown.publish(MISSILE)
        await grown.telegram.wait(lambda: any(grown.alerts(chat) for chat in chats))
        await asyncio.to_thread(postgres.restart)
        await until(lambda: "The PostgreSQL database" in service.log, service)
        grown.publish(MISSILE, ROCKET)
        await recovered(grown, chats, 2)


async def test_connections_are_cut(grown: World, postgres: Postgres) -> None:
    """Every connection, several times amid a fan-out: everyone has both alerts, the same process."""
    others = "datname LIKE 'test%' AND pid <> pg_backend_pid()"
    async with at_work(grown) as (_, chats):
        grown.publish(MISSILE)
        for told in (0, 8, 16, 24):
            enough = partial(told_more_than, grown, chats, told)
            await grown.telegram.wait(enough)
            cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
            await asyncio.to_thread(postgres.execute, cut)
        grown.publish(MISSILE, ROCKET)
        await recovered(grown, chats, 2)


def told_more_than(here: World, chats: list[int], count: int) -> bool:
    """Whether more than so many have an alert."""
    return sum(bool(here.alerts(chat)) for chat in chats) > count


async def recovered(here: World, chats: list[int], count: int) -> None:
    """Wait until everyone has so many alerts, each once."""
    async with asyncio.timeout(PATIENCE):
        while not all(len(here.alerts(chat)) >= count for chat in chats):
            await here.lapse()  # what was claimed when the connection broke is hidden until its lease is over
            seen = here.telegram.events.last
            with suppress(TimeoutError):  # if nothing comes, something was claimed only after that
                await here.telegram.wait(lambda seen=seen: here.telegram.events.last > seen, 1)  # type: ignore[misc]
    await all_told(here, chats, count)
    assert [len(here.alerts(chat)) for chat in chats] == [count] * len(chats)


async def test_killed_at_random_while_stories_fan_out(tmp_path: Path, store_url: str) -> None:
    """Three times: every subscriber has every alert, and what came twice can have been in flight."""
    plan = Plan(kills=3, stories=8, subscribers=60)
    async with field(tmp_path, store_url, plan) as (here, machine):
        tally = await drill(here, machine, plan)

    assert tally.missing == tally.unposted == 0
    assert tally.repeats <= tally.allowed
    assert tally.kills_amid_sends > 0


async def test_what_was_set_aside_is_shown_and_tried_again(lite: World) -> None:
    """A subscriber whose row is broken: `bongsu status` says so, and once it is mended, `bongsu retry` has it told."""
    async with at_work(lite, 3) as (_, chats):
        await lite.execute(f"UPDATE subscribers SET timezone = 'Mars/Olympus' WHERE chat_id = {chats[1]}")
        lite.publish(MISSILE)
        await lite.rows("SELECT count(*) FROM deliveries WHERE set_aside_at IS NOT NULL", 1)
        _, shown, _ = await run("status", environment=lite.environment())
        assert (
            "0 feeds, 0 entries, 0 queries, 1 alerts, 0 digests, 0 postings; `bongsu retry` tries them again" in shown
        )
        assert "alert 2, North Korea fires ballistic missile" in shown
        assert "Mars/Olympus" in shown
        assert [len(lite.alerts(chat)) for chat in chats] == [1, 0, 1]

        await lite.execute("UPDATE subscribers SET timezone = 'UTC'")
        code, said, _ = await run("retry", environment=lite.environment())
        assert (code, said) == (0, "1 will be tried again.\n")
        await all_told(lite, chats)


async def test_a_newer_database_ends_in_one_sentence(lite: World) -> None:
    """An older Bongsu does not start on what a newer one wrote."""
    await lite.execute("UPDATE alembic_version SET version_num = '9999'")
    code, out, err = await run("run", environment=lite.environment())

    assert (code, out) == (2, "")
    assert err.endswith("bongsu.db was written by a newer Bongsu: upgrade this one.\n")
    assert err.count("\n") == 1
