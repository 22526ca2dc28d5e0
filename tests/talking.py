"""A chat with the real application, over HTTP: say something, press a button, see what comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

import handlers
from bot.config import Settings
from bot.messages.i18n import load_speech
from bot.messages.render import Renderer
from bot.pictures.studio import Studio
from bot.preview.chats import Message
from bot.preview.telegram import Telegram
from bot.roof.building import build_app
from bot.roof.chatting import chat
from bot.store import Store
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.updates import Updates
from bot.topics.definitions import load_topics
from tests.making import NOON
from tests.patience import PATIENCE

TOKEN = "42:test"
ADA = 1001
"""A person who writes to the bot in English."""
BOSS = 1002
"""A person who administers the service."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The stand-in, and the store behind the application that answers there."""

    telegram: Telegram
    store: Store
    app: handlers.App
    updates: Updates

    async def say(
        self, chat_id: int, text: str, *, user_id: int | None = None, thread_id: int | None = None
    ) -> Message:
        """Write into a chat; the bot's next message there."""
        before = len(self.telegram.messages(chat_id)) + 1
        self.telegram.say(chat_id, text, user_id=user_id, thread_id=thread_id)
        await self.telegram.wait(lambda: len(self.telegram.messages(chat_id)) > before)
        return self.telegram.messages(chat_id)[-1]

    async def press(self, message: Message, label: str, *, user_id: int | None = None) -> str | None:
        """Press the button of a message whose label contains this; the words of the toast, once all is shown."""
        data = next(b["callback_data"] for row in message.buttons for b in row if label in b["text"])
        answers = len(self.telegram.answers)
        self.telegram.press(message.chat_id, message.id, data, user_id)
        await self.telegram.wait(lambda: len(self.telegram.answers) > answers)
        await self.quiet()
        return self.telegram.answers[-1].text

    async def offered(self, query_id: str) -> list[dict[str, Any]]:
        """What the bot answers to an inline query, or to a call as a guest."""
        await self.telegram.wait(lambda: self.telegram.offers[query_id] is not None)
        return self.telegram.offers[query_id] or []

    async def quiet(self) -> None:
        """Yield until the application has worked off every update."""
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < 10:  # between the stand-in and the application an update is in neither for a moment
                busy = len(self.telegram.updates) or self.updates.waiting
                calm = 0 if busy else calm + 1
                await asyncio.sleep(0)

    async def follow(self, chat_id: int, topic: str) -> None:
        """Have a chat follow a topic."""
        await self.say(chat_id, f"/subscribe {topic}")


@asynccontextmanager
async def talking(store: Store, **desk_values: Any) -> AsyncIterator[Talk]:
    """The application, answering over a store, until the end of the block; `desk_values` are fields of the Desk."""
    topics = {topic.key: topic for topic in load_topics()}
    speech = load_speech()
    async with Studio() as studio, Telegram(token=TOKEN) as telegram:
        renderer = Renderer(speech, topics)
        values: dict[str, Any] = {"admins": (BOSS,), "studio": studio} | desk_values
        desk = handlers.Desk(store, speech, topics, renderer, lambda: NOON, **values)
        telegram.private(ADA)
        settings = Settings(telegram_token=SecretStr(TOKEN), telegram_api_url=telegram.url)
        app = build_app(settings, desk, RateLimiter(1000))
        async with app:
            updates, stop = Updates(app.process_update), asyncio.Event()
            answering = asyncio.create_task(chat(settings, app, updates, stop))
            try:
                yield Talk(telegram, store, app, updates)
            finally:
                stop.set()
                await answering
