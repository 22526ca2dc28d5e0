"""Foreign stories in their readers' language: some time after the alert, as an edit, and never in its way."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.errors import BongsuError
from bot.pipeline.translating import Translating
from bot.store import Store
from bot.web.fetch import Fetcher
from bot.web.translator import LibreTranslate
from tests.bot.pipeline.test_pipeline import Relay, delivering, follower, news, relaying
from tests.patience import PATIENCE

KOREAN = "북한 김정은, 신형 구축함 진수식 앞두고 탄도미사일 발사 참관"


class Translator:
    """A stand-in for LibreTranslate over a real socket: it puts the language before each text, as far as it is well."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []
        self.status = 200
        self.answer: object = None
        self.port = 0

    async def translate(self, request: web.Request) -> web.Response:
        """POST /translate."""
        self.asked.append(await request.json())
        texts = self.asked[-1]["q"]
        assert isinstance(texts, list)
        made = {"translatedText": [f"In English: {text}" for text in texts]} if self.answer is None else self.answer
        return web.json_response(made, status=self.status)


@pytest.fixture
async def translator() -> AsyncIterator[Translator]:
    """One that is well."""
    made, app = Translator(), web.Application()
    app.router.add_post("/translate", made.translate)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay with nothing in it."""
    async with relaying(sqlite_store) as made:
        yield made


@asynccontextmanager
async def translating(relay: Relay, translator: Translator) -> AsyncIterator[None]:
    """Foreign stories are translated until the end of the block."""
    async with Fetcher(version="1", allow_private=True) as fetcher:
        server = LibreTranslate(fetcher, f"http://127.0.0.1:{translator.port}", "key")
        work = Translating(relay.pipeline.works, relay.store, server.translate, rest=0)
        relay.pipeline.delivering.translating = work
        task = asyncio.create_task(work.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


async def shown(relay: Relay, chat: int, words: str) -> str:
    """The alert as its reader sees it, once these words are in it."""
    await relay.telegram.wait(lambda: any(words in one.text for one in relay.telegram.messages(chat)))
    (message,) = relay.telegram.messages(chat)
    return message.text


async def test_an_alert_is_edited_when_it_was_translated(relay: Relay, translator: Translator) -> None:
    """Headline and summary in the reader's language, marked, with the original below; lists show it too."""
    chat = await follower(relay)
    async with translating(relay, translator), delivering(relay):
        await news(relay, KOREAN)
        text = await shown(relay, chat, "In English")
    assert f"In English: {KOREAN} 🌐\n{KOREAN} (in Korean)" in text
    assert translator.asked[0] | {"q": []} == {
        "q": [],
        "source": "ko",
        "target": "en",
        "format": "text",
        "api_key": "key",
    }
    (story,) = (await relay.store.latest((), 0, 5)).stories
    assert [one.language for one in story.translations] == ["en"]


async def test_a_translator_that_fails_is_not_missed(relay: Relay, translator: Translator) -> None:
    """The alert is there, once, as it would have been; it is tried three times, and what comes then goes on."""
    translator.status, chat = 500, await follower(relay)
    async with translating(relay, translator), delivering(relay):
        await news(relay, KOREAN)
        text = await shown(relay, chat, KOREAN)
        async with asyncio.timeout(PATIENCE):
            while len(translator.asked) < 3:  # noqa: ASYNC110 # a list has no event for it
                await asyncio.sleep(0.01)
    assert "🌐" not in text


@pytest.mark.parametrize("answer", [{}, [], {"translatedText": "one"}, {"translatedText": ["a", "b"]}, {"error": "x"}])
async def test_what_is_no_translation_is_refused(translator: Translator, answer: object) -> None:
    """Anything but as many texts as were asked; the sentence names neither address nor key."""
    translator.answer = answer
    async with Fetcher(version="1", allow_private=True) as fetcher:
        server = LibreTranslate(fetcher, f"http://127.0.0.1:{translator.port}", "key")
        with pytest.raises(BongsuError, match="something else than translations"):
            await server.translate(["one"], "zh-Hant", "en")
    assert json.loads(json.dumps(translator.asked[0]))["source"] == "auto"
    assert "key" not in repr(server)
