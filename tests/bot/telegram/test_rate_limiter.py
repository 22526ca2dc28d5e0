"""Telegram's limits, kept over a real socket: who waits, for how long, and who goes first."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.model import Address, Later, Outcome, Reply, Sent
from bot.preview.limits import Limits
from bot.preview.telegram import Telegram
from bot.telegram.form import options
from bot.telegram.rate_limiter import Priority, RateLimiter
from bot.telegram.send import Sender
from tests.bot.telegram.sending import REPLY, TOKEN, connected, to
from tests.patience import PATIENCE


async def test_no_limit_is_broken_and_none_is_wasted() -> None:
    """90 messages to 85 chats, some twice, at 30 a second: Telegram refuses none."""
    async with Telegram(token=TOKEN.get_secret_value(), limits=Limits()) as telegram:
        sender = connected(telegram)
        people = [telegram.private() for _ in range(85)]
        crew = asyncio.Semaphore(12)  # as many at a time as the pipeline has in flight

        async def tell(ada: int) -> Outcome:
            async with crew:
                return await sender.send(to(ada), REPLY)

        outcomes = await asyncio.gather(*(tell(ada) for ada in (*people, *people[:5])))
        await sender.bot.request.shutdown()

        assert [outcome for outcome in outcomes if not isinstance(outcome, Sent)] == []
        assert telegram.violations == 0


async def test_a_limit_that_the_operator_set_is_the_limit() -> None:
    """Where a Bot API server of one's own allows 100 a second, a hundred messages are in flight though nobody pays."""
    limiter, called, answer = RateLimiter(100), 0, asyncio.Event()

    async def call() -> None:
        nonlocal called
        called += 1
        await answer.wait()

    async with asyncio.TaskGroup() as group:
        for chat in range(1, 101):
            data = {"chat_id": chat}
            group.create_task(limiter.process_request(call, (), {}, "sendMessage", data, None))
        for _ in range(10):
            await asyncio.sleep(0)  # each has its turn
        answer.set()
        in_flight = called
    assert in_flight == 100


async def test_paid_broadcasts_exceed_the_free_limit() -> None:
    """A hundred messages and an answer at once, each marked as paid for; edits, which cannot be, keep to thirty."""
    async with Telegram(token=TOKEN.get_secret_value(), limits=Limits()) as telegram:
        sender = connected(telegram, per_second=1000, paid=True)
        people = [telegram.private() for _ in range(100)]
        outcomes = await asyncio.gather(*(sender.send(to(ada), REPLY) for ada in people))
        await sender.bot.send_message(telegram.private(), "an answer")
        edits = [
            to(ada, message_id=sent.message_id)
            for ada, sent in zip(people, outcomes, strict=True)
            if isinstance(sent, Sent)
        ]
        assert len(edits) == 100
        await asyncio.gather(*(sender.send(edit, Reply("New")) for edit in edits[:40]))
        await sender.bot.request.shutdown()

    sends = telegram.calls.of("sendMessage")
    assert {call.params.get("allow_paid_broadcast") for call in sends} == {"true"}
    assert len(sends) == 101
    assert telegram.violations == 0
    assert [message.text for ada in people[:40] for message in telegram.messages(ada)] == ["New"] * 40


async def test_a_429_holds_its_chat_back_and_nobody_else(telegram: Telegram, sender: Sender) -> None:
    """Nothing is sent to the chat inside the announced wait, and the caller hears how long it is."""
    ada, bob = telegram.private(), telegram.private()
    telegram.faults.add("flood", seconds=900, times=1)
    assert isinstance(await sender.send(to(ada), REPLY), Later)
    calls = len(telegram.calls)

    again = await sender.send(to(ada), REPLY)
    assert isinstance(again, Later)
    assert again.after
    assert timedelta(seconds=900 - PATIENCE) < again.after <= timedelta(seconds=900)
    assert len(telegram.calls) == calls
    assert timedelta(seconds=900 - PATIENCE) < sender.wait_of(Address(ada)) <= timedelta(seconds=900)
    assert isinstance(await sender.send(to(bob), REPLY), Sent)


async def test_two_chats_429_hold_everyone_back(telegram: Telegram, sender: Sender) -> None:
    """Then the bot as a whole is meant."""
    people = [telegram.private() for _ in range(3)]
    telegram.faults.add("flood", seconds=900, times=2)
    outcomes = [await sender.send(to(ada), REPLY) for ada in people]

    assert [type(outcome) for outcome in outcomes] == [Later, Later, Later]
    assert len(telegram.calls) == 2


async def test_answers_overtake_broadcasts(telegram: Telegram) -> None:
    """Behind a broadcast that uses up the limit, an answer is the next message to go."""
    sender = connected(telegram, per_second=2)
    ada = telegram.private()
    bot = sender.bot
    assert isinstance(bot, ExtBot)
    telegram.faults.add("hang", times=2)
    broadcast = [asyncio.create_task(sender.send(to(telegram.private()), REPLY)) for _ in range(6)]
    await telegram.wait(lambda: telegram.faults.hanging == 2)
    answer = asyncio.create_task(bot.send_message(ada, "an answer"))
    for _ in range(20):
        await asyncio.sleep(0)  # it stands in the queue now
    telegram.faults.release()
    await answer
    order = [call.chat_id for call in telegram.calls]
    for task in broadcast:
        task.cancel()
    await asyncio.gather(*broadcast, return_exceptions=True)
    await bot.request.shutdown()

    assert order.index(ada) == 2


async def test_alerts_overtake_bulletins(telegram: Telegram) -> None:
    """What an admin writes to everybody waits while there is anything else to send."""
    sender = connected(telegram, per_second=1)
    telegram.faults.add("hang", times=1)
    texts = [
        asyncio.create_task(sender.tell(Address(telegram.private()), REPLY, priority=Priority.BULLETIN))
        for _ in range(3)
    ]
    await telegram.wait(lambda: telegram.faults.hanging == 1)
    ada = telegram.private()
    alert = asyncio.create_task(sender.send(to(ada), REPLY))
    for _ in range(20):
        await asyncio.sleep(0)  # it stands in the queue now
    telegram.faults.release()
    await alert
    order = [call.chat_id for call in telegram.calls]
    for task in texts:
        task.cancel()
    await asyncio.gather(*texts, return_exceptions=True)
    assert isinstance(sender.bot, ExtBot)
    await sender.bot.request.shutdown()

    assert order.index(ada) == 1


async def test_an_answer_is_tried_again_after_a_429(telegram: Telegram, sender: Sender) -> None:
    """A person gets the answer late rather than never, though another process takes this chat's turn several times."""
    ada = telegram.private()
    telegram.faults.add("flood", seconds=1, times=3)
    await sender.bot.send_message(ada, **options(REPLY))

    calls = list(telegram.calls)
    assert [call.status for call in calls] == [429, 429, 429, 200]
    assert all(later.at - earlier.at >= 1.0 for earlier, later in pairwise(calls))


async def test_a_mistake_in_an_answer_is_not_hidden(telegram: Telegram, sender: Sender) -> None:
    """The rate limiter passes on every other error as it is."""
    with pytest.raises(BadRequest):
        await sender.bot.send_message(telegram.private(), "<b", parse_mode="HTML")


async def test_waiting_for_a_turn_can_be_cancelled(telegram: Telegram) -> None:
    """Who stops waiting takes nobody's turn."""
    sender = connected(telegram, per_second=1)
    people = [telegram.private() for _ in range(3)]
    first, second, third = (asyncio.create_task(sender.send(to(ada), REPLY)) for ada in people)
    await first
    second.cancel()

    assert isinstance(await third, Sent)
    assert [call.chat_id for call in telegram.calls] == [people[0], people[2]]
    await sender.bot.request.shutdown()
