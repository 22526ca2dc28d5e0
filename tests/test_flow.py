"""The whole service from outside: real processes, real sockets, both engines; killed anywhere, it loses nothing."""

import asyncio
import signal
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.preview.limits import Limits
from bot.roof.credentials import WRONG_TOKEN
from bot.telegram.send import room
from storage.tables import digests
from tests.feedserver import Page
from tests.patience import PATIENCE, Stopwatch
from tests.running import World, path_of, rss_now, run, until, world

MISSILE = "North Korea fires ballistic missile toward the East Sea"
NUCLEAR = "North Korea conducts nuclear test at Punggye-ri, Seoul confirms"
ROCKET = "Rocket lifts off with weather satellite from Sohae launch site"
SOON = 20.0
"""Seconds within which what a killed process had in the works is done: much less than a lease of a minute."""
OUTLETS = ("Hangang Wire", "Pacific Desk")
FEED = path_of("Hangang Wire")


@pytest.fixture
async def here(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    """A world with two outlets, on each engine."""
    async with world(tmp_path, store_url, OUTLETS, Limits()) as made:
        yield made


@pytest.fixture
async def lite(tmp_path: Path, sqlite_store_url: str) -> AsyncIterator[World]:
    """The same on SQLite only, for what does not depend on the engine."""
    async with world(tmp_path, sqlite_store_url, OUTLETS, Limits()) as made:
        yield made


async def told(here: World, chat: int, count: int = 1) -> list[str]:
    """The texts of a chat's alerts, once there are so many."""
    await here.telegram.wait(lambda: len(here.alerts(chat)) >= count)
    return [message.text for message in here.alerts(chat)]


async def polled_again(here: World) -> None:
    """Wait until every feed was asked twice more: what it holds has been read."""
    seen = len(here.feeds.requests)
    async with asyncio.timeout(PATIENCE):
        while any([a.path for a in here.feeds.requests[seen:]].count(path_of(o)) < 2 for o in here.outlets):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # the server has no event for it


async def test_feeds_in_alerts_out(here: World) -> None:
    """A story of two outlets is one message, which the second one edits; what is old or of no topic is not told."""
    ada, ben = here.telegram.private(), here.telegram.private(first_name="Ben")
    async with here.running() as service:
        await here.primed()
        await here.follow(ada)
        await here.follow(ben, topic="sanctions")
        here.publish("Old news of rain", "Harvest is late", MISSILE)
        (text,) = await told(here, ada)
        assert MISSILE in text
        assert "Hangang Wire" in text
        await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NULL", 1)
        here.publish("Old news of rain", "Pyongyang fires ballistic missile toward East Sea", outlet="Pacific Desk")
        await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 1)
        await here.lapse()  # what was told just now is edited a minute later
        await here.telegram.wait(lambda: "Pacific Desk" in here.alerts(ada)[-1].text)
        await polled_again(here)

        assert len(here.alerts(ada)) == 1
        assert here.alerts(ben) == []
        assert await service.end() == 0
    assert "42:test" not in service.log
    assert "Traceback" not in service.log


async def test_killed_between_the_stages(here: World) -> None:
    """Each stage in a process of its own, killed when it is done: the next goes on from the tables."""
    ada = here.telegram.private()
    async with here.running():
        await here.primed()
        await here.follow(ada)
    here.publish(MISSILE, ROCKET)
    await here.lapse()
    async with here.running(JOBS="poll"):
        await here.rows("SELECT count(*) FROM entries WHERE detected_at IS NULL", 2)
    async with here.running(JOBS="detect"):
        await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 2)
    async with here.running(JOBS="deliver"):
        await told(here, ada, 2)
        await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NULL", 2)

    assert sorted(m.text.split("\n")[0].lstrip("🔥 ") for m in here.alerts(ada)) == sorted([MISSILE, ROCKET])


async def test_killed_while_it_reads_a_feed(here: World) -> None:
    """The feed is claimed and half read: the next process reads it anew, and tells once."""
    ada = here.telegram.private()
    finish = asyncio.Event()
    async with here.running():
        await here.primed()
        await here.follow(ada)
        whole = rss_now(MISSILE).body
        here.feeds.pages[FEED] = Page(chunks=(whole[:200],), finish=finish)
        await here.feeds.running(1)
    finish.set()
    here.publish(MISSILE)
    async with here.running() as service:
        watch = Stopwatch(service.process.pid)
        await told(here, ada)
        assert watch.seconds < SOON
        await polled_again(here)

    assert len(here.alerts(ada)) == 1


async def test_killed_while_it_sends(here: World) -> None:
    """Everyone has the alert; only what was in flight when it was killed may stand there twice."""
    readers = [here.telegram.private(first_name=f"Reader {number}") for number in range(30)]
    async with here.running() as service:
        await here.primed()
        await here.follow(*readers)
        here.telegram.faults.add("hang", "sendMessage")
        here.publish(MISSILE)
        await here.telegram.wait(lambda: here.telegram.faults.hanging >= room(30))  # no more go until one is answered
        await service.kill()
    here.telegram.faults.clear()  # what was on its way arrives, though nobody is there to hear the answer
    async with here.running() as service:
        watch = Stopwatch(service.process.pid)
        for reader in readers:
            await told(here, reader)
        assert watch.seconds < SOON
        await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 0)

    copies = sum(len(here.alerts(reader)) for reader in readers) - len(readers)
    assert 0 <= copies <= room(30)


async def test_a_digest_outlives_a_kill(here: World) -> None:
    """What waits for it waits in the tables; it comes when it is due, once, and a graver story does not wait for it."""
    ada, ben = here.telegram.private(), here.telegram.private(first_name="Ben")
    async with here.running() as service:
        await here.primed()
        await here.follow(ada, ben)
        await here.follow(ada, topic="nuclear")
        here.telegram.say(ada, "/digest 9:00")
        await here.telegram.wait(lambda: "every day at 09:00" in here.telegram.messages(ada)[-1].text)
        here.publish(MISSILE, ROCKET)
        await told(here, ben, 2)
        await here.rows("SELECT count(*) FROM deliveries WHERE held_at IS NOT NULL", 2)
        await service.kill()
    await here.lapse()
    await here.lapse(digests.c.due_at)
    async with here.running() as service:
        await here.telegram.wait(lambda: MISSILE in here.telegram.messages(ada)[-1].text)
        await here.rows("SELECT count(*) FROM deliveries WHERE held_at IS NOT NULL", 0)
        here.publish(MISSILE, ROCKET, NUCLEAR)
        assert NUCLEAR in (await told(here, ada))[0]
        assert "Traceback" not in service.log

    came = [message.text for message in here.telegram.messages(ada) if message.from_bot]
    (digest,) = [text for text in came if text.startswith("Your digest: 2 stories since ")]
    assert ROCKET in digest
    assert len(here.alerts(ada)) == 1


async def test_an_answer_that_was_lost(lite: World) -> None:
    """Telegram carried the send out and the connection broke: the alert is sent again rather than lost."""
    ada = lite.telegram.private()
    async with lite.running():
        await lite.primed()
        await lite.follow(ada)
        lite.telegram.faults.add("cut-after", "sendMessage", times=1)
        lite.publish(MISSILE)
        await told(lite, ada, 2)
        await lite.rows("SELECT count(*) FROM deliveries WHERE due_at IS NULL AND told = 1", 1)

    assert len(lite.alerts(ada)) == 2


@pytest.mark.parametrize("trouble", ["bad-gateway", "cut-before", "flood"])
async def test_trouble_on_the_way(lite: World, trouble: str) -> None:
    """A 502 page, a broken connection, a 429: the alert comes all the same, once, and not before it may."""
    ada = lite.telegram.private()
    async with lite.running() as service:
        await lite.primed()
        await lite.follow(ada)
        lite.telegram.faults.add(trouble, "sendMessage", times=2, seconds=1)
        lite.publish(MISSILE)
        await told(lite, ada)
        await lite.rows("SELECT count(*) FROM deliveries WHERE due_at IS NULL AND told = 1", 1)
        assert "Traceback" not in service.log

    assert len(lite.alerts(ada)) == 1
    sends = [call for call in lite.telegram.calls.of("sendMessage") if call.chat_id == ada]
    tries = [call.at for call in sends if call.status != 200] + [sends[-1].at]
    if trouble == "flood":
        assert all(later - earlier >= 1 for earlier, later in pairwise(tries))


async def test_telegram_is_away_at_start(lite: World) -> None:
    """The service stays, reads its feeds, and answers as soon as Telegram is back."""
    ada = lite.telegram.private()
    lite.telegram.faults.add("away")
    async with lite.running() as service:
        await lite.primed()
        await until(lambda: "Telegram cannot be reached" in service.log, service)
        lite.telegram.faults.clear()
        await lite.follow(ada)
        lite.publish(MISSILE)
        await told(lite, ada)
        assert "Traceback" not in service.log


async def test_it_stops_within_five_seconds(here: World) -> None:
    """What is in flight is settled before the end: the next process repeats nothing, and sends the rest."""
    readers = [here.telegram.private(first_name=f"Reader {number}") for number in range(30)]
    async with here.running() as service:
        await here.primed()
        await here.follow(*readers)
        here.telegram.faults.add("hang", "sendMessage")
        here.publish(MISSILE)
        await here.telegram.wait(lambda: here.telegram.faults.hanging >= room(30))
        ending = asyncio.create_task(service.timed_end())
        await until(lambda: "stopping" in service.log, service)
        here.telegram.faults.clear()  # Telegram answers only now
        code, seconds = await ending
        assert code == 0
        assert seconds < 5
        assert "Traceback" not in service.log
        assert "did not stop in time" not in service.log
    assert sum(len(here.alerts(reader)) for reader in readers) == room(30)
    await here.lapse()
    async with here.running():
        for reader in readers:
            await told(here, reader)
        await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 0)

    assert [len(here.alerts(reader)) for reader in readers] == [1] * len(readers)


async def test_a_stop_while_telegram_is_away(lite: World) -> None:
    """With Ctrl-C it ends within five seconds and with success, as with SIGTERM, though Telegram never answered."""
    lite.telegram.faults.add("away")
    async with lite.running() as service:
        code, seconds = await service.timed_end(signal.SIGINT)
        assert code == 0
        assert seconds < 5


async def test_a_group_becomes_a_supergroup(lite: World) -> None:
    """While the bot was away: the alert goes to the new chat, and what the group follows goes with it."""
    boss = lite.telegram.private()
    group = lite.telegram.group("Newsroom", admins=[boss])
    async with lite.running():
        await lite.primed()
        await lite.follow(group)
    new = lite.telegram.migrate(group)
    lite.telegram.updates.drop()
    lite.publish(MISSILE)
    await lite.lapse()
    async with lite.running():
        await told(lite, new)
        lite.publish(MISSILE, ROCKET)
        assert ROCKET in (await told(lite, new, 2))[1]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TELEGRAM_TOKEN": ""}, "No bot token: talk to @BotFather"),
        ({"TELEGRAM_TOKEN": "secret"}, "BONGSU_TELEGRAM_TOKEN is not usable"),
        ({"POLL_SECONDS": "soon"}, "BONGSU_POLL_SECONDS is not usable"),
        ({"JOBS": "dance"}, "BONGSU_JOBS is not usable"),
        ({"DATABASE_URL": "mysql://root:secret@db/x"}, "or postgresql+asyncpg://HOST/NAME"),
        ({"DATABASE_URL": "sqlite+aiosqlite:////nowhere/at/all.db"}, "/nowhere/at/all.db cannot be opened"),
        ({"DATABASE_URL": "postgresql+asyncpg://ann:secret@127.0.0.1:1/x"}, "PostgreSQL database x at 127.0.0.1"),
        ({"FEEDS": "/nowhere.toml"}, "/nowhere.toml"),
        ({"DATABASE_URL": "postgresql+asyncpg://ann:secret@127.0.0.1:1/x?sslmode=require"}, "x at 127.0.0.1 does not"),
        ({"DATABASE_URL": "postgresql+asyncpg://ann@127.0.0.1:1/x?options=secret"}, "question mark: options"),
    ],
)
async def test_a_wrong_setting_ends_in_one_sentence(lite: World, settings: dict[str, str], words: str) -> None:
    """Exit code 2 and one line that names the setting and what to do, without the secret in it."""
    code, out, err = await run("run", environment=lite.environment(**settings))

    assert (code, out) == (2, "")
    assert words in err
    assert err.startswith("bongsu: ")
    assert err.count("\n") == 1
    assert "secret" not in err


@pytest.mark.parametrize("name", ["https_proxy", "ALL_PROXY"])
async def test_a_socks_proxy_ends_in_one_sentence(lite: World, name: str) -> None:
    """One of HTTP would do; its password is nowhere."""
    proxy = {name: "socks5://ann:secret@127.0.0.1:1080"}
    environment = lite.environment(TELEGRAM_API_URL="https://telegram.invalid") | proxy
    code, _, err = await run("run", environment=environment)

    assert code == 2
    assert "a proxy for Telegram of a kind that is not understood, socks5" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert "secret" not in err


async def test_a_token_that_telegram_does_not_know(lite: World) -> None:
    """It ends, before anything is polled, with the one sentence that says what to do; the token is nowhere."""
    code, _, err = await run("run", environment=lite.environment(TELEGRAM_TOKEN="77:wrong-token"))

    assert (code, err) == (2, f"bongsu: {WRONG_TOKEN}\n")
    assert lite.feeds.requests == []


async def test_commands_beside_a_running_service(lite: World, tmp_path: Path) -> None:
    """Those work, and `bongsu backup` makes a copy that a service can run on; a second service says so and ends."""
    ada = lite.telegram.private()
    async with lite.running():
        await lite.primed()
        await lite.follow(ada)
        lite.publish(MISSILE)
        await told(lite, ada)
        code, out, _ = await run("status", environment=lite.environment())
        copied, _, err = await run("backup", str(tmp_path / "copy.db"), environment=lite.environment())
        refused, _, why = await run("backup", str(tmp_path / "copy.db"), environment=lite.environment())
        migrated, _, _ = await run("migrate", environment=lite.environment())
        listed, _, _ = await run("feeds", "list", environment=lite.environment())
        second, _, said = await run("run", environment=lite.environment(TELEGRAM_TOKEN="43:other"))

    assert (code, copied, err) == (0, 0, "")
    assert "2 of 2 healthy" in out
    assert refused == 2
    assert "copy.db" in why
    assert (migrated, listed) == (0, 0)
    assert second == 2
    assert "bongsu.db has a service at work" in said
    assert said.count("\n") == 1
    lite.database_url = f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}"
    await lite.lapse()
    async with lite.running():
        lite.publish(MISSILE, ROCKET)
        assert ROCKET in (await told(lite, ada, 2))[1]
