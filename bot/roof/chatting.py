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
from bot.telegram.updates import Fetching, Updates
from handlers.chat import App

SETTLE_SECONDS = 2.5
"""What a stop gives to the updates that were taken; Telegram brings the rest to the next process."""
LONGEST_WAIT = 4.0
"""Seconds between two tries to reach Telegram at the start."""

logger = logging.getLogger("bongsu")


async def chat(settings: Settings, app: App, updates: Updates, stop: asyncio.Event) -> None:
    """Answer people until the stop, and what was taken until then; while Telegram is away, keep trying."""
    if not await _reached(app, stop):
        return
    menu = asyncio.create_task(handlers.publish(app.bot, app.bot_data.speech, app.bot_data.admins))
    updates.begin()
    try:
        await (_by_webhook if settings.webhook_url else _by_polling)(settings, app, updates, stop)
    finally:
        menu.cancel()


async def _by_webhook(settings: Settings, app: App, updates: Updates, stop: asyncio.Event) -> None:
    if await _patiently(lambda: _set_webhook(settings, app), stop):
        logger.info("answering as @%s", app.bot.username)
    await stop.wait()
    await updates.close(SETTLE_SECONDS)


async def _by_polling(_: Settings, app: App, updates: Updates, stop: asyncio.Event) -> None:
    if not await _patiently(app.bot.delete_webhook, stop):
        return
    logger.info("answering as @%s", app.bot.username)
    fetching = Fetching(app.bot, updates)
    running, stopped = asyncio.create_task(fetching.run()), asyncio.create_task(stop.wait())
    await asyncio.wait([running, stopped], return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    await asyncio.wait([running])
    await updates.close(SETTLE_SECONDS)
    await fetching.confirm()
    if not running.cancelled():
        running.result()  # what ended it


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


async def _patiently(call: Callable[[], Coroutine[Any, Any, object]], stop: asyncio.Event) -> bool:
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
