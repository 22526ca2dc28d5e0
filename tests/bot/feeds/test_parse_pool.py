"""bot.feeds.parse_pool: parsing in a process of its own, which no feed brings down for the next."""

import asyncio
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feeds.parse import Parsed, parse
from bot.feeds.parse_pool import LARGE, QUEUE, ParsePool
from bot.model import Source
from bot.web import worker as workers
from tests.patience import PATIENCE

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = Source(url="https://example.com/feed", outlet="Harbour")
FEED = (
    b'<rss version="2.0"><channel><title>Harbour</title><item><title>One</title><guid>1</guid></item></channel></rss>'
)
HEAVY = b"<rss><channel><item><title>t</title>" + b"<a>" * 60_000


@pytest.fixture(autouse=True)
def patient_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that a busy machine leaves without a question for two seconds is kept all the same."""
    monkeypatch.setattr(workers, "IDLE_SECONDS", PATIENCE)


async def ask(pool: ParsePool, body: bytes, url: str = SOURCE.url) -> Parsed:
    """What the pool makes of a body."""
    source = replace(SOURCE, url=url)
    return await pool.parse(body, url=url, source=source, now=NOW, headers={"content-type": "text/xml"})


def ended(process: int) -> bool:
    """Wait until a process that is not a child of ours has ended: whether it has."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], PATIENCE)[0])
    finally:
        os.close(handle)


@contextmanager
def busy(pool: ParsePool) -> Iterator[int]:
    """The one worker that runs is held up until the end of the block, as by a heavy feed: its process id."""
    (worker,) = pool.pids
    os.kill(worker, signal.SIGSTOP)
    try:
        yield worker
    finally:
        if worker in pool.pids:
            os.kill(worker, signal.SIGCONT)


async def begun(pool: ParsePool) -> "asyncio.Task[Parsed]":
    """A feed that is being read."""
    reading = asyncio.create_task(ask(pool, FEED))
    await asyncio.wait([reading], timeout=0)
    return reading


async def test_it_answers_what_parse_answers() -> None:
    """A feed gives the same in the worker as here, and the worker is kept for the next."""
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
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
    async with ParsePool(2, seconds=PATIENCE, quick=PATIENCE) as pool:
        await ask(pool, FEED)
        await ask(pool, FEED)
        assert len(pool.pids) == 1
        with busy(pool):
            heavy = await begun(pool)
            assert len((await ask(pool, FEED)).entries) == 1
            assert not heavy.done()
            assert len(pool.pids) == 2
        assert (await heavy).entries


async def test_what_waits_is_read_before_the_end() -> None:
    """A feed that waits for its turn when the pool is closed is read first, and no process is left behind."""
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        reading = [asyncio.create_task(ask(pool, FEED)) for _ in range(3)]
        await asyncio.wait(reading, timeout=0)
    assert [len((await one).entries) for one in reading] == [1] * 3
    assert len(pool.pids) == 0


async def test_the_loop_is_free_while_it_parses() -> None:
    """Other tasks run on while a heavy feed is read."""
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        await ask(pool, FEED)
        with busy(pool):
            heavy = await begun(pool)
            for _ in range(10):
                await asyncio.sleep(0)
            assert not heavy.done()
        assert (await heavy).entries


async def test_a_feed_that_takes_too_long_is_given_up() -> None:
    """Its process is killed, its damage is said, and the next feed gets a new one."""
    async with ParsePool(seconds=0.2) as pool:
        slow = await ask(pool, HEAVY)
        assert slow.entries == ()
        assert slow.damage == "It took longer than 0.2 seconds to read."
        assert len(pool.pids) == 0
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        assert len((await ask(pool, FEED)).entries) == 1


async def test_a_feed_that_takes_long_beside_others_is_read_apart() -> None:
    """What is not read in the time that a feed has beside others is read all the same."""
    async with ParsePool(seconds=PATIENCE, quick=0.5) as pool:
        await ask(pool, FEED)
        with busy(pool):
            assert len((await ask(pool, FEED, "https://slow.example")).entries) == 1


async def test_feeds_that_take_long_keep_no_other_waiting() -> None:
    """Only so many of them wait for each other, and another is read meanwhile; so is a large one, which has its own."""
    slow, large = "https://slow.example", "https://large.example"
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        pool._slow.add(slow)
        assert (await ask(pool, FEED, slow)).entries
        pool._slow.add(slow)
        with busy(pool):
            held = [asyncio.create_task(ask(pool, FEED, slow)) for _ in range(QUEUE + 2)]
            assert (await held[-1]).damage == "Others that take long to read were before it."
            assert (await ask(pool, FEED)).entries
            pool._slow.add(large)
            assert (await ask(pool, FEED + b" " * LARGE, large)).entries
            assert not held[0].done()
        assert all([(await one).entries for one in held[:-1]])


async def test_a_feed_that_needs_too_much_memory_is_given_up() -> None:
    """The worker cannot take the machine's memory, and the next feed is read."""
    async with ParsePool(seconds=PATIENCE, megabytes=64) as pool:
        # One emoji makes Python keep four bytes for each of the other characters.
        greedy = await ask(pool, FEED + "🚀".encode() + b" " * 12_000_000)
        assert greedy.entries == ()
        assert greedy.damage == "It needs more memory to read than there is."
        assert len((await ask(pool, FEED)).entries) == 1


async def test_a_large_feed_leaves_no_large_process() -> None:
    """After a feed of more than a megabyte the worker ends, and gives its memory back."""
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        assert len((await ask(pool, FEED + b" " * 2**20)).entries) == 1
        assert len(pool.pids) == 0


async def test_a_worker_that_dies_over_a_feed_harms_no_other() -> None:
    """The feed it was reading has damage; the next one is read."""
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        await ask(pool, FEED)
        with busy(pool) as worker:
            reading = await begun(pool)
            os.kill(worker, signal.SIGKILL)
            damaged = await reading
        assert damaged.damage == "The process that reads feeds ended over it."
        assert len((await ask(pool, FEED)).entries) == 1


async def test_an_answer_that_nobody_waits_for_is_given_to_nobody() -> None:
    """Cancelled in the middle, a question takes its worker with it: the next question gets its own answer."""
    async with ParsePool(seconds=PATIENCE, quick=PATIENCE) as pool:
        await ask(pool, FEED)
        with busy(pool):
            reading = await begun(pool)
            reading.cancel()
            await asyncio.wait([reading])
        assert reading.cancelled()
        assert [entry.title for entry in (await ask(pool, FEED)).entries] == ["One"]


PARENT = """
import asyncio, sys
from datetime import UTC, datetime
from bot.model import Source
from bot.feeds.parse_pool import QUEUE, ParsePool
from bot.web import worker

worker.IDLE_SECONDS = 600

async def main():
    pool = ParsePool(seconds=600)
    source = Source(url="https://example.com/feed", outlet="Harbour")
    while True:
        await pool.parse(b"<rss/>", url=source.url, source=source, now=datetime.now(UTC), headers={})
        print(*pool.pids, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""


async def test_the_worker_ends_with_a_killed_parent() -> None:
    """A SIGKILL leaves its parent no time to tidy up; the worker ends all the same, and not before."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    worker = int(await asyncio.wait_for(parent.stdout.readline(), PATIENCE))
    os.kill(worker, signal.SIGINT)
    os.kill(worker, signal.SIGTERM)
    parent.stdin.write(b"once more\n")
    assert int(await asyncio.wait_for(parent.stdout.readline(), PATIENCE)) == worker
    parent.kill()
    await parent.wait()
    assert ended(worker)


BUSY = """
import asyncio, sys
from pathlib import Path
from bot.web.worker import Nursery, Worker

async def main():
    worker = Worker(Nursery(), seconds=600)
    await worker.call(abs, -1)
    print(worker.pid, flush=True)
    await worker.call(Path.read_text, Path(sys.argv[1]))

asyncio.run(main())
"""


async def test_a_worker_whose_parent_was_killed_says_nothing(tmp_path: Path) -> None:
    """It ends with its answer that nobody takes, and leaves no traceback in the log."""
    question = tmp_path / "question"  # it is at work until the test has written this
    os.mkfifo(question)
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BUSY, question, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    assert parent.stderr is not None
    worker = int(await asyncio.wait_for(parent.stdout.readline(), PATIENCE))
    with await asyncio.to_thread(question.open, "w"):  # which waits until it is being read
        parent.kill()
        assert ended(parent.pid)
    said = await asyncio.wait_for(parent.stderr.read(), PATIENCE)  # to its end: the worker's, which shares it
    assert ended(worker)
    assert said == b""
