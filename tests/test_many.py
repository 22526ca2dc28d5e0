"""Many processes over one PostgreSQL: they share out the feeds, one leads each job, and the next takes over."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.preview.limits import Limits
from bot.telegram.send import room
from tests.patience import Stopwatch
from tests.running import World, path_of, run, until, world
from tests.test_webhook import posted
from tests.test_websub import free_port

MISSILE = "North Korea fires ballistic missile toward the East Sea"
ROCKET = "Rocket lifts off with weather satellite from Sohae launch site"
TAKEOVER_SECONDS = 10.0
WRONG_CLOCK = """
import sys
from datetime import timedelta
from bot.roof import service
right = service.now
service.now = lambda: right() + timedelta(minutes={minutes})
from bot.__main__ import main
sys.exit(main())
"""
"""A machine whose clock is wrong, so many minutes ahead."""
WRONG_COMMAND = """
import datetime, sys
class Ahead(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(hours=1)
datetime.datetime = Ahead
from bot.__main__ import main
sys.exit(main())
"""
"""The same for a command: everything in its process takes the time for an hour later."""


@pytest.fixture
async def here(tmp_path: Path, postgres_url: str) -> AsyncIterator[World]:
    """A world on PostgreSQL, with Telegram's limits."""
    async with world(tmp_path, postgres_url, limits=Limits()) as made:
        yield made


async def told(here: World, chat: int, count: int) -> None:
    """Wait until a chat has so many alerts."""
    await here.telegram.wait(lambda: len(here.alerts(chat)) >= count)


CLAIMS = (
    "CREATE TABLE claims (feed integer, at timestamptz)",
    """CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO claims VALUES (NEW.id, clock_timestamp()); RETURN NEW; END'""",
    """CREATE TRIGGER note AFTER UPDATE ON feeds FOR EACH ROW
        WHEN (NEW.next_poll_at > OLD.next_poll_at + interval '30 seconds') EXECUTE FUNCTION note()""",
)
"""PostgreSQL notes when a feed is claimed, which is for a minute. When a request arrives a busy machine decides."""


@pytest.fixture
async def claims(postgres_url: str) -> AsyncIterator[Callable[[], Awaitable[Sequence[tuple[int, datetime]]]]]:
    """The feeds that were claimed, and when, in order."""
    engine = create_async_engine(postgres_url)
    async with engine.begin() as connection:
        for statement in CLAIMS:
            await connection.execute(text(statement))

    async def noted() -> Sequence[tuple[int, datetime]]:
        async with engine.connect() as connection:
            rows = await connection.execute(text("SELECT feed, at FROM claims ORDER BY at"))
            return [(feed, at) for feed, at in rows]

    yield noted
    async with engine.begin() as connection:
        for statement in ("DROP TRIGGER note ON feeds", "DROP FUNCTION note", "DROP TABLE claims"):
            await connection.execute(text(statement))
    await engine.dispose()


async def test_pollers_share_out_the_feeds(
    tmp_path: Path, postgres_url: str, claims: Callable[[], Awaitable[Sequence[tuple[int, datetime]]]]
) -> None:
    """Two pollers whose clocks differ by two minutes: none of 20 feeds is polled twice within its interval."""
    outlets = [f"Outlet {number}" for number in range(20)]
    async with world(tmp_path, postgres_url, outlets) as here:
        settings = {"JOBS": "poll", "POLL_SECONDS": "2", "POLL_MAX_SECONDS": "2"}
        programs = [("-c", WRONG_CLOCK.format(minutes=minutes)) for minutes in (1, -1)]
        async with here.running(programs[0], **settings), here.running(programs[1], **settings) as service:
            await until(lambda: _fewest(here) >= 4, service)
        claimed = defaultdict(list)
        for feed, at in await claims():
            claimed[feed].append(at)

    gaps = [later - earlier for times in claimed.values() for earlier, later in pairwise(times)]
    assert len(gaps) >= 20 * 3
    assert min(gaps) >= timedelta(seconds=1.9)  # two processes read the database's clock a little differently


async def test_commands_go_by_the_databases_clock(here: World) -> None:
    """Typed at a machine whose clock is an hour ahead, what they have done soon is due now and not in an hour."""
    ahead = ("-c", WRONG_COMMAND)
    assert (await run("migrate", environment=here.environment()))[0] == 0
    url = here.feeds.url("/new")
    assert (await run("feeds", "add", "--force", url, environment=here.environment(), program=ahead))[0] == 0
    await here.rows("SELECT count(*) FROM feeds WHERE next_poll_at <= clock_timestamp()", 1)
    await here.execute("UPDATE feeds SET set_aside_at = clock_timestamp(), raised = 3, error = 'Error'")
    code, said, _ = await run("retry", environment=here.environment(), program=ahead)
    assert (code, said) == (0, "1 will be tried again.\n")
    await here.rows("SELECT count(*) FROM feeds WHERE next_poll_at <= clock_timestamp()", 1)


def _fewest(here: World) -> int:
    """How often the feed was asked that was asked the least."""
    counts = Counter(request.path for request in here.feeds.requests)
    return min(counts[path_of(outlet)] for outlet in here.outlets)


async def test_a_standby_takes_over(here: World) -> None:
    """Killed, the one that led is replaced in everything within ten seconds; until then the other did nothing."""
    ada = here.telegram.private()
    async with here.running(JOBS="poll"), here.running(JOBS="chat,detect,deliver") as first:
        await here.primed()
        await here.follow(ada)
        async with here.running(JOBS="chat,detect,deliver") as second:
            await until(lambda: second.log.count("standing by") == 3, second)
            here.publish(MISSILE)
            await told(here, ada, 1)
            assert "story" in first.log
            assert "story" not in second.log
            await first.kill()
            watch = Stopwatch(second.process.pid)
            here.publish(MISSILE, ROCKET)
            await told(here, ada, 2)
            await _answered(here, ada)
            assert watch.seconds < TAKEOVER_SECONDS
            assert second.log.count("taking over") == 3
    assert len(here.alerts(ada)) == 2


async def _answered(here: World, chat: int) -> None:
    """Ask something, and wait for the answer."""
    here.telegram.say(chat, "/topics")
    seen = len(here.telegram.messages(chat))
    await here.telegram.wait(lambda: len(here.telegram.messages(chat)) > seen)


async def test_a_lead_that_is_lost_is_left(here: World) -> None:
    """PostgreSQL ends every session: whoever led stops, one of the two leads again, and each alert comes once."""
    ada = here.telegram.private()
    async with here.running() as first, here.running(JOBS="detect,deliver") as second:
        await here.primed()
        await here.follow(ada)
        await until(lambda: second.log.count("standing by") == 2, second)
        await here.cut()
        await until(lambda: "the lead of deliver is lost" in first.log, first)
        here.publish(MISSILE)
        await told(here, ada, 1)
        assert "Traceback" not in first.log + second.log
    assert len(here.alerts(ada)) == 1


async def test_limits_hold_across_processes(here: World) -> None:
    """A sender is killed in a broadcast and another goes on, while people ask: everyone is told, nothing is refused.

    What was in flight is sent again by the other; only that may stand there twice.
    """
    people = [here.telegram.private(first_name=f"Reader {number}") for number in range(90)]
    groups = [here.telegram.group(f"Desk {number}", admins=[people[0]]) for number in range(3)]
    asker = here.telegram.private(first_name="Asker")
    async with here.running(JOBS="chat,poll,detect"), here.running(JOBS="deliver") as first:
        await here.primed()
        await here.join(*people, *groups, asker)
        async with here.running(JOBS="deliver") as second:
            await until(lambda: "standing by" in second.log, second)
            here.publish(MISSILE)
            await here.telegram.wait(lambda: _told(here, people) >= 30)
            await first.kill()
            await _answered(here, asker)
            await here.telegram.wait(lambda: all(here.alerts(chat) for chat in (*people, *groups)))
            await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 0)
    everyone = [*people, *groups, asker]
    copies = sum(len(here.alerts(chat)) for chat in everyone) - len(everyone)
    assert all(here.alerts(chat) for chat in everyone)
    assert 0 <= copies <= room(27)  # a tenth of the 30 is for answers
    assert here.telegram.limits
    assert here.telegram.limits.violations == 0


async def test_with_a_webhook_every_process_answers(here: World) -> None:
    """Two that answer, behind one address: nobody stands by, and each takes updates."""
    ports = free_port(), free_port()
    hook = {"JOBS": "chat", "WEBHOOK_URL": f"http://127.0.0.1:{ports[0]}/hook", "WEBHOOK_SECRET": "open-sesame"}
    listening = [f"127.0.0.1:{port}" for port in ports]
    async with (
        here.running(**hook, WEBHOOK_LISTEN=listening[0]) as first,
        here.running(**hook, WEBHOOK_LISTEN=listening[1]) as second,
    ):
        for service, address in zip((first, second), listening, strict=True):
            await until(lambda log=service: "answering as" in log.log, service)  # type: ignore[misc]
            assert await posted(f"http://{address}/hook", secret="open-sesame", body='{"update_id": 7}') == 200
            assert "standing by" not in service.log


def _told(here: World, chats: list[int]) -> int:
    """How many of these chats have an alert."""
    return sum(1 for chat in chats if here.alerts(chat))
