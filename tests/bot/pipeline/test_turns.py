"""A lock that feeds share fairly."""

import asyncio

from bot.pipeline.turns import Turns


async def test_a_feed_that_brings_much_keeps_no_other_waiting() -> None:
    """Feeds take turns, each feed's in order; one who was cancelled is passed over, and nobody is forgotten."""
    turns, had = Turns(), list[str]()

    async def work(feed: str, number: int) -> None:
        async with turns.of(feed):
            await asyncio.sleep(0)
            had.append(f"{feed}{number}")

    flood = [asyncio.create_task(work("flood", n)) for n in range(5)]
    await asyncio.sleep(0)
    others = [asyncio.create_task(work(feed, n)) for n in range(2) for feed in ("a", "b")]
    await asyncio.sleep(0)
    flood[2].cancel()
    await asyncio.wait([*flood, *others])

    assert had == ["flood0", "flood1", "a0", "b0", "flood3", "a1", "b1", "flood4"]
    async with asyncio.timeout(1), turns.of("flood"):
        pass


async def test_who_is_cancelled_as_its_turn_comes_gives_it_on() -> None:
    """Else nobody would have one again."""
    turns = Turns()
    await turns.take("a")
    waits = asyncio.create_task(turns.take("b"))
    await asyncio.sleep(0)
    turns.give()
    waits.cancel()
    await asyncio.wait([waits])
    async with asyncio.timeout(1), turns.of("c"):
        pass
