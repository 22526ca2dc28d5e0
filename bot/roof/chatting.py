"""The job that answers people: Telegram brings their words, by long polling or to the webhook."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError

import handlers
from bot.config import Settings, webhook_secret
from bot.errors import SettingsError
from bot.roof.credentials import WRONG_TOKEN
from handlers.chat import App

LONGEST_WAIT = 4.0
"""Seconds between two tries to reach Telegram at the start."""

logger = logging.getLogger("bongsu")


async def chat(settings: Settings, app: App, stop: asyncio.Event) -> None:
    """Answer people until the stop; while Telegram is away, keep trying."""
    if not await _reached(app, stop):
        return
    await app.start()
    menu = asyncio.create_task(handlers.publish(app.bot, app.bot_data.speech))
    updater = app.updater
    if updater is None:
        raise SettingsError("The application was built without an updater.")
    if settings.webhook_url:
        await _patiently(lambda: _set_webhook(settings, app), stop)
    else:  # this deletes a webhook
        await updater.start_polling(
            bootstrap_retries=-1, allowed_updates=Update.ALL_TYPES, error_callback=_polling_error
        )
    logger.info("answering as @%s", app.bot.username)
    await stop.wait()
    menu.cancel()
    if updater.running:
        await updater.stop()
    await app.stop()


async def _set_webhook(settings: Settings, app: App) -> None:
    """Have Telegram bring updates to us; it stays so when we stop, and Telegram keeps them until we are back."""
    try:
        await app.bot.set_webhook(
            settings.webhook_url or "", secret_token=webhook_secret(settings), allowed_updates=Update.ALL_TYPES
        )
    except BadRequest as exc:
        raise SettingsError(f"Telegram does not take BONGSU_WEBHOOK_URL: {exc.message}.") from None


async def _reached(app: App, stop: asyncio.Event) -> bool:
    """Wait until Telegram knows us; False when the stop came first."""
    try:
        return await _patiently(app.initialize, stop)
    except InvalidToken:
        raise SettingsError(WRONG_TOKEN) from None


async def _patiently(call: Callable[[], Coroutine[Any, Any, None]], stop: asyncio.Event) -> bool:
    """Call until Telegram answers; False when the stop came first."""
    wait = 1.0
    while not stop.is_set():
        try:
            await call()
            return True
        except InvalidToken:
            raise
        except TelegramError as exc:
            logger.warning("Telegram cannot be reached (%s); trying again in %.0f s", exc, wait)
        try:
            async with asyncio.timeout(wait):
                await stop.wait()
        except TimeoutError:
            wait = min(wait * 2, LONGEST_WAIT)
    return False


def _polling_error(exc: TelegramError) -> None:
    """A failed getUpdates: the updater tries again by itself, and the log need not hold its traceback."""
    logger.warning("getting updates: %s", exc)
