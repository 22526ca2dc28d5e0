"""Updates in the works: in order within a chat, none held up by another chat, confirmed once they are handled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Chat, Message, Update

from bot.preview.telegram import Telegram
from bot.telegram.transport import AiohttpRequest
from bot.telegram.updates import AT_A_TIME, FETCHED, FEW, MOST_OF_ONE, Fetching, Updates
from tests.patience import PATIENCE


def update(number: int, chat: int) -> Update:
    """A message in a chat."""
    message = Message(number, datetime(2026, 3, 1, tzinfo=UTC), Chat(chat, "private"), text=str(number))
    return Update(number, message=message)


@dataclass(slots=True)
class Handler:
    """Handles updates: notes each as it begins and as it ends; those of the chats in `slow` wait for their event."""

    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    slow: dict[int, asyncio.Event] = field(default_factory=dict)

    async def __call__(self, one: Update) -> None:
        self.begun.append(one.update_id)
        if one.effective_chat and one.effective_chat.id in self.slow:
            await self.slow[one.effective_chat.id].wait()
        if one.message and one.message.text == "13":
            raise ValueError("unlucky")
        self.ended.append(one.update_id)


@pytest.fixture
def handler() -> Handler:
    """A handler with no slow chat."""
    return Handler()


@pytest.fixture
def updates(handler: Handler) -> Updates:
    """Updates that are taken."""
    made = Updates(handler)
    made.begin()
    return made


async def test_in_order_within_a_chat_and_beside_it(updates: Updates, handler: Handler) -> None:
    """A chat whose first command is slow has its second wait; everybody else is answered meanwhile."""
    handler.slow[7] = asyncio.Event()
    first, second, *others = [updates.take(update(n, chat)) for n, chat in enumerate([7, 7, *range(100, 150)])]
    await asyncio.wait(others)
    assert handler.begun == [0, *range(2, 52)]
    assert updates.waiting == [0, 1]
    handler.slow[7].set()
    await asyncio.wait([first, second])
    assert handler.ended[-2:] == [0, 1]
    assert updates.waiting == []


async def test_what_comes_again_is_handled_once(updates: Updates, handler: Handler) -> None:
    """While it is in the works, and later."""
    again = [updates.take(update(1, 7)), updates.take(update(1, 7))]
    await asyncio.wait(again)
    await updates.take(update(1, 7))
    assert handler.begun == [1]


async def test_at_most_so_many_at_a_time(updates: Updates, handler: Handler) -> None:
    """However many people write at once."""
    gate = asyncio.Event()
    handler.slow |= dict.fromkeys(range(50), gate)
    all_ = [updates.take(update(100 + n, n)) for n in range(50)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(handler.begun) == AT_A_TIME
    gate.set()
    await asyncio.wait(all_)


async def test_one_that_raises_is_handled(updates: Updates, handler: Handler) -> None:
    """It would raise again: its chat goes on."""
    await asyncio.wait([updates.take(update(13, 7)), updates.take(update(14, 7))])
    assert handler.ended == [14]
    assert updates.waiting == []


async def test_a_close_leaves_the_late_unhandled(updates: Updates, handler: Handler) -> None:
    """Those that cannot end in time come again, and are handled then."""
    handler.slow[7] = asyncio.Event()
    slow, _ = updates.take(update(1, 7)), updates.take(update(2, 8))
    await updates.close(0.01)
    assert (slow.cancelled(), updates.open, updates.waiting) == (True, False, [1])
    handler.slow.clear()
    updates.begin()
    await updates.take(update(1, 7))
    assert handler.ended == [2, 1]


@asynccontextmanager
async def fetching(updates: Updates) -> AsyncIterator[tuple[Telegram, Fetching]]:
    """Long polling at a stand-in, by a bot of its own."""
    async with Telegram() as telegram:
        requests = [AiohttpRequest(1, PATIENCE), AiohttpRequest(1, PATIENCE)]
        bot = Bot(telegram.token, f"{telegram.url}/bot", request=requests[0], get_updates_request=requests[1])
        yield telegram, Fetching(bot, updates)
        for request in requests:
            await request.shutdown()


@asynccontextmanager
async def running(work: Any) -> AsyncIterator[None]:
    """Some work, until the end of the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_only_what_is_handled_is_confirmed(updates: Updates, handler: Handler) -> None:
    """Behind a slow chat's update nothing is confirmed, and everything is handled, what comes later too."""
    async with fetching(updates) as (telegram, fetch):
        slow = telegram.private()
        handler.slow[slow] = asyncio.Event()
        others = [telegram.private() for _ in range(3)]
        async with running(fetch.run()):
            for chat in (slow, *others, *others):
                telegram.say(chat, "hello")
            async with asyncio.timeout(PATIENCE):
                while len(handler.ended) < 6:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)  # the handler has no event
                telegram.say(others[0], "again")
                while len(handler.ended) < 7:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert len(telegram.updates) == 8
            handler.slow[slow].set()
            await telegram.wait(lambda: not len(telegram.updates))
    assert len(handler.begun) == len(set(handler.begun)) == 8


async def test_a_stop_confirms_what_is_handled(updates: Updates, handler: Handler) -> None:
    """Though no further poll follows; what was cut off stays at Telegram."""
    async with fetching(updates) as (telegram, fetch):
        slow, ada = telegram.private(), telegram.private()
        handler.slow[slow] = asyncio.Event()
        async with running(fetch.run()):
            for chat in (ada, ada, slow):
                telegram.say(chat, "hello")
            async with asyncio.timeout(PATIENCE):
                while len(handler.begun) < 3:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        await updates.close(0.01)
        await fetch.confirm()
        assert len(telegram.updates) == 1


async def test_who_floods_keeps_nobody_from_being_heard(updates: Updates, handler: Handler) -> None:
    """Of thousands of commands so many are answered, in order, and what others say behind them is heard at once."""
    async with fetching(updates) as (telegram, fetch):
        flood, ada = telegram.private(), telegram.private()
        handler.slow[flood] = asyncio.Event()
        for _ in range(20 * FETCHED):
            telegram.say(flood, "/help")
        said = telegram.say(ada, "/help")["update_id"]
        async with running(fetch.run()), asyncio.timeout(PATIENCE):
            while said not in handler.ended:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            assert len(updates.waiting) == MOST_OF_ONE
            handler.slow[flood].set()
            while len(handler.ended) < MOST_OF_ONE + 1:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        flooded = [one for one in handler.ended if one != said]
        assert flooded == list(range(flooded[0], flooded[0] + MOST_OF_ONE))
        await updates.close(0.01)


async def test_what_others_wait_for_is_confirmed_when_it_is_handled(updates: Updates, handler: Handler) -> None:
    """Beside a flood too, for a moment; a crowd of people is no flood."""
    gate = asyncio.Event()
    handler.slow |= dict.fromkeys(range(FETCHED + 9), gate)
    for number in range(FETCHED):
        updates.take(update(number, number))
    assert updates.unconfirmed == updates.waiting == list(range(FETCHED))
    for number in range(FETCHED, FETCHED + FEW + 1):
        updates.take(update(number, 7))
    assert updates.unconfirmed == [number for number in range(FETCHED) if number != 7]
    await updates.close(0.01)


async def test_what_was_left_out_stays_so(updates: Updates, handler: Handler) -> None:
    """Brought again when there is room, it would come behind what was said after it."""
    handler.slow[7] = asyncio.Event()
    first, behind = 100, 100 + MOST_OF_ONE
    for number in range(first, behind + 1):
        updates.take(update(number, 7))
    handler.slow[7].set()
    await updates.take(update(behind - 1, 7))
    await asyncio.wait([updates.take(update(number, 7)) for number in (behind, behind + 1)])
    assert handler.ended == [*range(first, behind), behind + 1]
