"""A sender over the bot that the service would build, and what tests have it send."""

from pydantic import SecretStr
from telegram.ext import ApplicationBuilder

from bot.model import Address, Button, Delivery, Reply
from bot.preview.telegram import Telegram
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.send import Sender
from bot.telegram.transport import AiohttpRequest
from tests.making import delivery, subscriber
from tests.patience import PATIENCE

TOKEN = SecretStr("42:test")
REPLY = Reply("<b>Launch</b>", ((Button("Why?", data="why:1"),),))


def connected(telegram: Telegram, per_second: int = 30, patience: float = PATIENCE, *, paid: bool = False) -> Sender:
    """A sender over the bot that the service would build."""
    limiter = RateLimiter(per_second, paid=paid)
    application = (
        ApplicationBuilder()
        .token(TOKEN.get_secret_value())
        .base_url(f"{telegram.url}/bot")
        .rate_limiter(limiter)
        .request(AiohttpRequest(8, patience))
        .build()
    )
    return Sender(application.bot, limiter)


def to(chat_id: int, **values: object) -> Delivery:
    """A delivery to a chat."""
    return delivery(subscriber=subscriber(address=Address(chat_id)), **values)
