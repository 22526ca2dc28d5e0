"""The real Bot at the stand-in."""

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.preview.telegram import Telegram
from tests.patience import PATIENCE


def bot_of(telegram: Telegram, token: str | None = None) -> Bot:
    """A Bot that talks to the stand-in and knows nothing of it but its address; it waits for a busy machine."""
    return Bot(
        token or telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=_patient(),
        get_updates_request=_patient(),
    )


def _patient() -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=64,
        read_timeout=PATIENCE,
        write_timeout=PATIENCE,
        connect_timeout=PATIENCE,
        pool_timeout=PATIENCE,
    )
