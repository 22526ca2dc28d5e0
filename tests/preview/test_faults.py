"""Bad days on demand: what the bot's library makes of floods, broken gateways and broken connections."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.preview.telegram import Telegram
from tests.patience import PATIENCE
from tests.preview.bots import bot_of


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A stand-in that has good days so far."""
    async with Telegram() as running:
        yield running


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The real Bot, pointed at the stand-in."""
    async with bot_of(telegram) as running:
        yield running


async def test_a_flood_is_answered_so_many_times(telegram: Telegram, bot: Bot) -> None:
    """The next two messages are refused with the wait that was asked for; other methods and later ones are not."""
    ada = telegram.private()
    telegram.faults.add("flood", "sendMessage", times=2, seconds=7)
    for _ in range(2):
        with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
            await bot.send_message(ada, "x")
        await bot.get_me()
    await bot.send_message(ada, "x")
    assert [call.status for call in telegram.calls.of("sendMessage")] == [429, 429, 200]
    assert telegram.violations == 0


async def test_a_broken_gateway_speaks_html(telegram: Telegram, bot: Bot) -> None:
    """A 502 is no JSON, which the library reports as a network error; nothing was sent."""
    ada = telegram.private()
    telegram.faults.add("bad-gateway", times=1)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ada, "x")
    assert telegram.messages(ada) == []


@pytest.mark.parametrize(("trouble", "sent"), [("cut-before", 0), ("cut-after", 1)])
async def test_a_cut_connection_may_or_may_not_have_sent(telegram: Telegram, bot: Bot, trouble: str, sent: int) -> None:
    """Both look alike to the bot; only the chat tells whether the message went out."""
    ada = telegram.private()
    telegram.faults.add(trouble, "sendMessage", times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(ada, "x")
    assert len(telegram.messages(ada)) == sent
    assert telegram.calls[-1].status == 0


async def test_a_refusal_is_cut_as_well(telegram: Telegram, bot: Bot) -> None:
    """The bot does not learn either that it was refused."""
    telegram.faults.add("cut-after", times=1)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(31337, "x")
    assert type(caught.value) is NetworkError


async def test_what_hangs_is_sent_when_it_is_released(telegram: Telegram, bot: Bot) -> None:
    """A bot that gave up waiting has sent the message all the same."""
    ada = telegram.private()
    telegram.faults.add("hang", "sendMessage", times=1)
    sending = asyncio.create_task(bot.send_message(ada, "x", read_timeout=1))
    await telegram.wait(lambda: telegram.faults.hanging)
    with pytest.raises(TimedOut):
        await sending
    assert (telegram.faults.hanging, telegram.messages(ada)) == (1, [])
    telegram.faults.release()
    await telegram.wait(lambda: telegram.messages(ada))


async def test_a_slow_server_takes_its_time_and_may_then_fail(telegram: Telegram, bot: Bot) -> None:
    """A delay comes on top of another fault."""
    ada = telegram.private()
    telegram.faults.add("slow", seconds=0.05)
    telegram.faults.add("flood", times=1)
    began = time.monotonic()
    with pytest.raises(RetryAfter):
        await bot.send_message(ada, "x")
    assert time.monotonic() - began >= 0.05
    assert (await bot.send_message(ada, "x")).text == "x"
    assert time.monotonic() - began >= 2 * 0.05


async def test_away_means_away_until_told_otherwise(telegram: Telegram, bot: Bot) -> None:
    """Every connection breaks, the waiting poll and what hangs too; then the server is back and forgot nothing."""
    ada = telegram.private()
    telegram.faults.add("hang", "sendMessage")
    waiting = [asyncio.create_task(bot.get_updates(timeout=50)), asyncio.create_task(bot.send_message(ada, "x"))]
    await telegram.wait(lambda: telegram.polling and telegram.faults.hanging)
    telegram.faults.add("away")
    results = await asyncio.gather(*waiting, bot.get_me(), return_exceptions=True)
    assert [type(result) for result in results] == [NetworkError] * 3
    telegram.say(ada, "are you there?")
    telegram.faults.clear()
    assert len(await bot.get_updates()) == 1
    assert [message.text for message in telegram.messages(ada)] == ["are you there?"]


async def test_chance_is_the_same_every_time(telegram: Telegram) -> None:
    """With the same seed the same calls are struck, about as many as asked for."""

    async def statuses() -> list[int]:
        async with Telegram(seed=7) as other, bot_of(other) as bot:
            other.faults.add("flood", "getMe", probability=0.5)
            await asyncio.gather(*(bot.get_me() for _ in range(40)), return_exceptions=True)
            return [call.status for call in other.calls]

    first = await statuses()
    assert first == await statuses()
    assert 10 < first.count(429) < 30


async def test_faults_are_set_and_cleared_over_http(telegram: Telegram, bot: Bot) -> None:
    """A test in another process does the same with JSON, and is told when it asks for something else."""
    async with httpx.AsyncClient(base_url=telegram.url, timeout=PATIENCE) as client:
        asked = {"trouble": "flood", "methods": ["getMe"], "times": 3, "probability": 1.0, "seconds": 5}
        assert (await client.post("/control/faults", json=asked)).json() == [asked]
        with pytest.raises(RetryAfter):
            await bot.get_me()
        assert (await client.get("/control/faults")).json() == [asked | {"times": 2}]
        assert (await client.delete("/control/faults")).json() == []
        await bot.get_me()
        for wrong in ({}, {"trouble": "plague"}, {"trouble": "flood", "weight": 3}):
            assert (await client.post("/control/faults", json=wrong)).status_code == 400
