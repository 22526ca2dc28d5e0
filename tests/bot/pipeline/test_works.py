"""bot.pipeline.works: what is written in batches."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import StoreUnavailable
from bot.pipeline.works import HEAVIEST, Batcher
from tests.patience import PATIENCE


class Table:
    """Takes numbers in groups when it is let; it cannot take zero, and is away when it is given 99."""

    def __init__(self) -> None:
        self.groups: list[Sequence[int]] = []
        self.asked, self.open = asyncio.Event(), asyncio.Event()

    async def take(self, numbers: Sequence[int]) -> Sequence[int]:
        """Twice of each."""
        self.groups.append(numbers)
        self.asked.set()
        await self.open.wait()
        if 0 in numbers:
            raise ZeroDivisionError
        if 99 in numbers:
            raise StoreUnavailable("The database does not answer.")
        return [2 * number for number in numbers]


async def begun(table: Table, batcher: Batcher[int, int]) -> "asyncio.Future[int]":
    """A seven is being taken."""
    seven = batcher.put(7)
    await table.asked.wait()
    return seven


async def test_what_comes_meanwhile_is_done_together() -> None:
    """While one is done the next ones gather; each gets its own result."""
    table = Table()
    batcher = Batcher(table.take)
    puts = [await begun(table, batcher), *map(batcher.put, (1, 2, 3))]
    assert not any(one.done() for one in puts)
    table.open.set()
    await batcher.join()
    assert table.groups == [[7], [1, 2, 3]]
    assert [await one for one in puts] == [14, 2, 4, 6]


async def test_a_group_has_a_bound() -> None:
    """What weighs too much together is done in turns, and what weighs too much alone by itself."""
    table = Table()
    batcher = Batcher(table.take, weight=lambda number: number * HEAVIEST // 10)
    await begun(table, batcher)
    for number in (4, 6, 1, 50, 2):
        batcher.put(number)
    table.open.set()
    await batcher.join()
    assert table.groups == [[7], [4, 6], [1], [50], [2]]


async def test_one_over_which_code_raises_keeps_no_other_one_back() -> None:
    """Its error is its own; the rest of its group, and what comes later, is done."""
    table = Table()
    batcher = Batcher(table.take)
    seven = await begun(table, batcher)
    one, bad, two = map(batcher.put, (1, 0, 2))
    table.open.set()
    assert [await seven, await one, await two] == [14, 2, 4]
    with pytest.raises(ZeroDivisionError):
        await bad
    assert await batcher.put(5) == 10


async def test_the_trouble_of_the_database_is_everyones() -> None:
    """It is not asked again for each of a group: who waits decides what to do."""
    table = Table()
    batcher = Batcher(table.take)
    seven = await begun(table, batcher)
    both = batcher.put(99), batcher.put(1)
    table.open.set()
    assert await seven == 14
    for one in both:
        with pytest.raises(StoreUnavailable):
            await one
    assert table.groups == [[7], [99, 1]]


async def test_who_waits_no_more_harms_nobody() -> None:
    """What a cancelled task had put is done all the same, and so is the rest."""
    table = Table()
    batcher = Batcher(table.take)
    seven = await begun(table, batcher)
    given_up, other = batcher.put(1), batcher.put(2)
    given_up.cancel()
    table.open.set()
    assert [await seven, await other] == [14, 4]
    assert table.groups == [[7], [1, 2]]


async def test_who_gives_up_waiting_for_the_end_leaves_the_work_under_way() -> None:
    """A stop that runs out of time cancels the wait, not the transaction: what was sent is still written."""
    table = Table()
    batcher = Batcher(table.take)
    seven = await begun(table, batcher)
    waiting = asyncio.create_task(batcher.join())
    await asyncio.wait([waiting], timeout=0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    table.open.set()
    assert await seven == 14


async def test_an_end_cuts_what_takes_too_long() -> None:
    """What is under way is cancelled, and has ended; what ends in time is waited for."""
    table = Table()
    batcher = Batcher(table.take)
    seven = await begun(table, batcher)
    await batcher.end(0)
    assert seven.cancelled()
    table.open.set()
    eight = batcher.put(8)
    await batcher.end(PATIENCE)
    assert eight.result() == 16


async def test_nobody_waits_for_what_was_cancelled() -> None:
    """Where the work itself is cancelled, so is everyone who waits for its group; what comes later is done."""
    batcher = Batcher(cancelled)
    for one in (batcher.put(1), batcher.put(2)):
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(one, PATIENCE)


async def cancelled(numbers: Sequence[int]) -> Sequence[int]:
    """A write that its driver cancels."""
    raise asyncio.CancelledError
