"""bot.web.worker: processes forked from one, each bounded by itself; real processes, real kills."""

import asyncio
import os
import signal
import sys
import time

import pytest

from bot.web import worker as workers
from bot.web.worker import Nursery, Worker, WorkerDied
from tests.bot.feeds.test_parse_pool import ended
from tests.patience import PATIENCE, Stopwatch


@pytest.fixture(autouse=True)
def patient_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that a busy machine leaves without a question for two seconds is kept all the same."""
    monkeypatch.setattr(workers, "IDLE_SECONDS", PATIENCE)


def grown(megabytes: int) -> int:
    """How many bytes this process could take and keep."""
    KEPT.append(b" " * megabytes * 2**20)
    return len(KEPT[-1])


KEPT: list[bytes] = []


async def test_workers_are_forked_from_one_process() -> None:
    """Which is started with the first of them, and has loaded what they need: they load nothing themselves."""
    async with Nursery("fractions") as nursery:
        one, other = Worker(nursery, seconds=PATIENCE), Worker(nursery, seconds=PATIENCE)
        assert nursery.pid is None
        assert set(await asyncio.gather(one.call(os.getppid), other.call(os.getppid))) == {nursery.pid}
        assert one.pid != other.pid
        assert await one.call(eval, "'fractions' in __import__('sys').modules")
        await one.aclose()
        await other.aclose()


async def test_a_call_that_takes_too_long_leaves_no_process() -> None:
    """Its worker is killed at once, the others go on, and the next call gets a new one."""
    async with Nursery() as nursery:
        slow, other = Worker(nursery, seconds=PATIENCE), Worker(nursery, seconds=PATIENCE)
        await slow.call(abs, -1)
        await other.call(abs, -1)
        first, second = slow.pid, other.pid
        assert first
        slow.seconds = 0.3
        watch = Stopwatch(nursery.pid or 0)
        with pytest.raises(TimeoutError):
            await slow.call(time.sleep, PATIENCE)
        assert ended(first)
        assert watch.seconds < 1.3  # its alarm would end it after two seconds
        slow.seconds = PATIENCE
        assert await other.call(os.getpid) == second
        assert await slow.call(abs, -1) == 1
        await slow.aclose()
        await other.aclose()


async def test_each_worker_has_its_own_bound_of_memory() -> None:
    """One that may hold little fails where another does not, though both come from one process."""
    async with Nursery() as nursery:
        small, large = Worker(nursery, seconds=PATIENCE, megabytes=64), Worker(nursery, seconds=PATIENCE, megabytes=512)
        assert await large.call(grown, 200) == 200 * 2**20
        with pytest.raises(WorkerDied):
            await small.call(grown, 200)
        await small.aclose()
        await large.aclose()


async def test_a_worker_that_nobody_asks_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it held; the next call gets another."""
    monkeypatch.setattr(workers, "IDLE_SECONDS", 0.1)
    async with Nursery() as nursery:
        worker = Worker(nursery, seconds=PATIENCE)
        await worker.call(grown, 10)
        first = worker.pid
        assert first
        async with asyncio.timeout(PATIENCE):
            while worker.pid is not None or not ended(first):  # noqa: ASYNC110 - a timer of the loop ends it
                await asyncio.sleep(0.01)
        assert await worker.call(os.getpid) != first
        await worker.aclose()


async def test_a_killed_nursery_is_replaced() -> None:
    """The workers that it forked go on, and those to come are forked from a new one."""
    async with Nursery() as nursery:
        one, other = Worker(nursery, seconds=PATIENCE), Worker(nursery, seconds=PATIENCE)
        await one.call(abs, -1)
        kept, first = one.pid, nursery.pid
        assert first
        os.kill(first, signal.SIGKILL)
        assert ended(first)
        assert await one.call(os.getpid) == kept
        assert await other.call(os.getppid) == nursery.pid != first
        await one.aclose()
        await other.aclose()


async def test_a_module_that_cannot_be_loaded_fails_the_call() -> None:
    """And no one waits for a process that will not come."""
    async with Nursery("no.such.module") as nursery:
        worker = Worker(nursery, seconds=PATIENCE)
        with pytest.raises((WorkerDied, OSError)):
            await worker.call(abs, -1)


async def test_a_worker_that_was_killed_between_calls_is_replaced() -> None:
    """The next call does not meet a process that is no more."""
    async with Nursery() as nursery:
        worker = Worker(nursery, seconds=PATIENCE)
        first = await worker.call(os.getpid)
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE):
            while worker.pid is not None:  # noqa: ASYNC110 - what sets it is the end of a socket
                await asyncio.sleep(0.01)
        assert await worker.call(os.getpid) != first
        await worker.aclose()


PARENT = """
import asyncio, sys
from bot.web import worker as workers
from bot.web.worker import Nursery, Worker

workers.IDLE_SECONDS = 600

async def main():
    nursery = Nursery()
    worker = Worker(nursery, seconds=600)
    while True:
        another = Worker(nursery, seconds=600)
        await asyncio.gather(worker.call(abs, -1), another.call(abs, -1))
        await another.aclose()
        print(nursery.pid, worker.pid, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""


async def test_all_end_with_a_killed_parent() -> None:
    """The worker and the process that it was forked from; a Ctrl-C or a SIGTERM to all of them ends neither."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    nursery, worker = map(int, (said := await asyncio.wait_for(parent.stdout.readline(), PATIENCE)).split())
    for process in (nursery, worker):
        os.kill(process, signal.SIGINT)
        os.kill(process, signal.SIGTERM)
    parent.stdin.write(b"once more\n")
    assert await asyncio.wait_for(parent.stdout.readline(), PATIENCE) == said  # both still do their work
    parent.kill()
    await parent.wait()
    assert ended(nursery)
    assert ended(worker)
