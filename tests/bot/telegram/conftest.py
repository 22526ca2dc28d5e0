"""A stand-in for Telegram, and a sender to it."""

from collections.abc import AsyncIterator

import pytest

from bot.preview.telegram import Telegram
from bot.telegram.send import Sender
from tests.bot.telegram.sending import TOKEN, connected


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A stand-in without limits of its own."""
    async with Telegram(token=TOKEN.get_secret_value()) as running:
        yield running


@pytest.fixture
async def sender(telegram: Telegram) -> AsyncIterator[Sender]:
    """A sender, closed at the end."""
    made = connected(telegram)
    yield made
    await made.bot.request.shutdown()
    await made.limiter.shutdown()
