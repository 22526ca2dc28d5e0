"""bot.feeds.parse_pool: parsing in a process of its own, which no feed brings down for the next."""

import asyncio
import os
import select
import signal
import sys
from datetime import UTC, datetime

from bot.feeds.parse import Parsed, parse
from bot.feeds.parse_pool import ParsePool
from bot.model import Source

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = Source(url="https://example.com/feed", outlet="Harbour")
FEED = (
    b'<rss version="2.0"><channel><title>Harbour</title><item><title>One</title><guid>1</guid></item></channel></rss>'
)
HEAVY = b"<rss><channel><item><title>t</title>" + b"<a>" * 60_000


async def ask(pool: ParsePool, body: bytes) -> Parsed:
    """What the pool makes of a body."""
    return await pool.parse(body, url=SOURCE.url, source=SOURCE, now=NOW, headers={"content-type": "text/xml"})


def ended(process: int, seconds: float = 20) -> bool:
    """Whether a process that is not a child of ours ends within so many seconds."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


async def test_it_answers_what_parse_answers() -> None:
    """A feed gives the same in the worker as here, and the worker is kept for the next."""
    async with ParsePool() as pool:
        assert len(pool.pids) == 0
        assert await ask(pool, FEED) == parse(FEED, url=SOURCE.url, source=SOURCE, now=NOW)
        (worker,) = pool.pids
        answers = await asyncio.gather(*(ask(pool, FEED) for _ in range(5)))
        assert [len(answer.entries) for answer in answers] == [1] * 5
        assert pool.pids == (worker,)
    assert len(pool.pids) == 0
    assert ended(worker)


async def test_several_feeds_are_read_at_a_time() -> None:
    """A small feed does not wait for a heavy one where there are two workers, and the second runs when it is needed."""
    async with ParsePool(2) as pool:
        await ask(pool, FEED)
        await ask(pool, FEED)
        assert len(pool.pids) == 1
        heavy = asyncio.create_task(ask(pool, HEAVY))
        await asyncio.wait([heavy], timeout=0.01)
        assert len((await ask(pool, FEED)).entries) == 1
        assert not heavy.done()
        assert len(pool.pids) == 2
        assert (await heavy).entries


async def test_what_waits_is_read_before_the_end() -> None:
    """A feed that waits for its turn when the pool is closed is read first, and no process is left behind."""
    async with ParsePool() as pool:
        reading = [asyncio.create_task(ask(pool, FEED)) for _ in range(3)]
        await asyncio.wait(reading, timeout=0)
    assert [len((await one).entries) for one in reading] == [1] * 3
    assert len(pool.pids) == 0


async def test_the_loop_is_free_while_it_parses() -> None:
    """Other tasks run on while a heavy feed is read."""
    async with ParsePool() as pool:
        heavy = asyncio.create_task(ask(pool, HEAVY))
        turns = 0
        while not heavy.done():
            await asyncio.wait([heavy], timeout=0.01)
            turns += 1
        assert turns > 10
        assert (await heavy).entries


async def test_a_feed_that_takes_too_long_is_given_up() -> None:
    """Its process is killed, its damage is said, and the next feed gets a new one."""
    async with ParsePool(seconds=0.2) as pool:
        slow = await ask(pool, HEAVY)
        assert slow.entries == ()
        assert slow.damage == "It took longer than 0.2 seconds to read."
        assert len(pool.pids) == 0
    async with ParsePool() as pool:
        assert len((await ask(pool, FEED)).entries) == 1


async def test_a_feed_that_needs_too_much_memory_is_given_up() -> None:
    """The worker cannot take the machine's memory, and the next feed is read."""
    async with ParsePool(megabytes=64) as pool:
        # One emoji makes Python keep four bytes for each of the other characters.
        greedy = await ask(pool, FEED + "🚀".encode() + b" " * 12_000_000)
        assert greedy.entries == ()
        assert greedy.damage == "It needs more memory to read than there is."
        assert len((await ask(pool, FEED)).entries) == 1


async def test_a_large_feed_leaves_no_large_process() -> None:
    """After a feed of more than a megabyte the worker ends, and gives its memory back."""
    async with ParsePool() as pool:
        assert len((await ask(pool, FEED + b" " * 2**20)).entries) == 1
        assert len(pool.pids) == 0


async def test_a_worker_that_dies_over_a_feed_harms_no_other() -> None:
    """The feed it was reading has damage; the next one is read."""
    async with ParsePool() as pool:
        await ask(pool, FEED)
        reading = asyncio.create_task(ask(pool, HEAVY))
        await asyncio.wait([reading], timeout=0.2)
        (worker,) = pool.pids
        os.kill(worker, signal.SIGKILL)
        assert (await reading).damage == "The process that reads feeds ended over it."
        assert len((await ask(pool, FEED)).entries) == 1


async def test_an_answer_that_nobody_waits_for_is_given_to_nobody() -> None:
    """Cancelled in the middle, a question takes its worker with it: the next question gets its own answer."""
    async with ParsePool() as pool:
        await ask(pool, FEED)
        reading = asyncio.create_task(ask(pool, HEAVY))
        await asyncio.wait([reading], timeout=0.2)
        reading.cancel()
        await asyncio.wait([reading])
        assert reading.cancelled()
        assert [entry.title for entry in (await ask(pool, FEED)).entries] == ["One"]


PARENT = """
import asyncio, sys
from datetime import UTC, datetime
from bot.model import Source
from bot.feeds.parse_pool import ParsePool

async def main():
    pool = ParsePool()
    source = Source(url="https://example.com/feed", outlet="Harbour")
    await pool.parse(b"<rss/>", url=source.url, source=source, now=datetime.now(UTC), headers={})
    print(*pool.pids, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_the_worker_ends_with_a_killed_parent() -> None:
    """A SIGKILL leaves its parent no time to tidy up; the worker ends all the same, and not before."""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(await asyncio.wait_for(parent.stdout.readline(), 60))
    os.kill(worker, signal.SIGINT)
    os.kill(worker, signal.SIGTERM)
    assert not ended(worker, seconds=0.2)
    parent.kill()
    await parent.wait()
    assert ended(worker)


BUSY = """
import asyncio, time
from bot.web.worker import Nursery, Worker

async def main():
    worker = Worker(Nursery(), seconds=10)
    await worker.call(abs, -1)
    asking = asyncio.create_task(worker.call(time.sleep, 0.5))
    await asyncio.sleep(0.1)
    print(worker.pid, flush=True)
    await asking

asyncio.run(main())
"""


async def test_a_worker_whose_parent_was_killed_says_nothing() -> None:
    """It ends with its answer that nobody takes, and leaves no traceback in the log."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BUSY, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    assert parent.stderr is not None
    worker = int(await asyncio.wait_for(parent.stdout.readline(), 60))
    parent.kill()
    said = await asyncio.wait_for(parent.stderr.read(), 20)  # to its end: the worker's, which shares it
    assert ended(worker)
    assert said == b""
