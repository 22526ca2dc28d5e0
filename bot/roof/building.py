"""Builds what takes a second to load: who answers people, who detects, who delivers."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from importlib.metadata import version

from telegram.ext import ApplicationBuilder, ContextTypes

import handlers
from bot.config import Settings
from bot.errors import SettingsError
from bot.messages.i18n import load_speech
from bot.messages.outgoing import Outgoing
from bot.messages.render import Renderer
from bot.pages.extract import SECONDS, Extractor
from bot.pictures.studio import Studio
from bot.pipeline.bulletins import Bulletins
from bot.pipeline.delivering import Delivering
from bot.pipeline.detecting import Detecting
from bot.pipeline.feedkeeping import FeedKeeping
from bot.pipeline.jobs import Pipeline
from bot.pipeline.polling import Polling
from bot.pipeline.posting import Posts
from bot.pipeline.translating import Translating
from bot.pipeline.watching import Watching
from bot.pipeline.works import Works, steady
from bot.roof.proxy import check_proxy
from bot.roof.service import UNKNOWN_BOT, build_polling, now, over
from bot.store import Store
from bot.stories.detect import Detector
from bot.telegram.abilities import Abilities
from bot.telegram.line import Line
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.send import Sender
from bot.telegram.transport import AiohttpRequest, Heard
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from bot.web.fetch import ACCEPT_PAGE, Fetcher
from bot.web.translator import LibreTranslate
from handlers.chat import App, Context
from storage import disk_of

CONNECTIONS = 256
"""Connections to Telegram: what paid broadcasts need at a quarter of a second's way there and back."""
POST_SECONDS, ANSWER_BYTES = 15.0, 100_000
"""What a machine that stories are posted to has for its answer."""
TRANSLATE_SECONDS = 30.0
"""What the translator has for a headline and its summary: on a small machine it is slow."""
ANSWER_SECONDS = 10.0
"""How long Telegram may take to answer."""


async def build_pipeline(
    settings: Settings,
    store: Store,
    stack: AsyncExitStack,
    clock: Callable[[], datetime] = now,
    polling: Polling | None = None,
) -> tuple[App, Pipeline]:
    """The Telegram application and the jobs, over one store; what needs closing goes on the stack.

    `polling` may be at work already: what takes long is built in a thread.
    """
    polling = polling or await build_polling(settings, store, stack, Works(clock))
    pages = await stack.enter_async_context(
        Fetcher(
            version=version("bongsu"),
            allow_private=settings.allow_private_addresses,
            timeout=SECONDS,
            per_host=1,
            accept=ACCEPT_PAGE,
        )
    )
    machines = await stack.enter_async_context(
        Fetcher(
            version=version("bongsu"),
            allow_private=settings.allow_private_addresses,
            max_bytes=ANSWER_BYTES,
            timeout=POST_SECONDS,
            per_host=4,
        )
    )
    extractor = await stack.enter_async_context(Extractor(pages.get, nursery=polling.parser.nursery))
    line = Line()
    studio = await stack.enter_async_context(Studio(polling.parser.nursery))
    build = partial(_loaded, settings, store, clock, line, studio, polling)
    app, renderer, sender, detector = await asyncio.to_thread(build)
    works, random, longest = polling.works, polling.rhythm.random, polling.rhythm.longest
    translating = await _translating(settings, works, store, stack)
    posts = Posts(works, store, machines, Outgoing(renderer))
    stack.push_async_callback(posts.close)
    disk = partial(disk_of, settings.database_url)
    return app, Pipeline(
        works,
        store,
        polling,
        Detecting(works, store, extractor, detector, polling.rhythm.shortest),
        Delivering(works, store, renderer, sender, settings.admins, random, translating),
        posts,
        Watching(works, store, sender, renderer.speech, settings.admins, line, longest, disk),
        Bulletins(works, store, sender, renderer.speech),
    )


async def _translating(settings: Settings, works: Works, store: Store, stack: AsyncExitStack) -> Translating | None:
    """What has foreign stories translated, at work until the stack ends; None where the operator has no translator."""
    if settings.translator_url is None:
        return None
    ours = Fetcher(  # the operator chose the address: it may be on their own network
        version=version("bongsu"), allow_private=True, max_bytes=ANSWER_BYTES, timeout=TRANSLATE_SECONDS
    )
    key = settings.translator_key.get_secret_value() if settings.translator_key else None
    translator = LibreTranslate(await stack.enter_async_context(ours), settings.translator_url, key)
    translating = Translating(works, store, translator.translate)
    work = asyncio.create_task(translating.run())
    stack.push_async_callback(over, work)
    return translating


def _loaded(
    settings: Settings, store: Store, clock: Callable[[], datetime], line: Line, studio: Studio, polling: Polling
) -> tuple[App, Renderer, Sender, Detector]:
    topics = {topic.key: topic for topic in load_topics()}
    speech = load_speech()
    renderer = Renderer(speech, topics)
    abilities, detector = Abilities(), Detector(topics, Matcher(tuple(topics.values())))
    # It works in a thread: what people follow, which changes meanwhile, is no part of it.
    judge = Detector(topics, detector.matcher, detector.reader, detector.gazetteer)
    feeds = FeedKeeping(store, polling.fetcher, polling.parser, lambda: judge)
    door = handlers.Door(settings.access, settings.allowed)
    desk = handlers.Desk(
        store, speech, topics, renderer, clock, settings.admins, door, feeds, studio=studio, abilities=abilities
    )
    limiter = RateLimiter(settings.per_second, paid=settings.paid_broadcast)
    app = build_app(settings, desk, limiter, partial(_heard, line, clock))
    return app, renderer, Sender(app.bot, limiter, abilities), detector


def _heard(line: Line, clock: Callable[[], datetime], status: int, date: str | None) -> None:
    line.heard(status, date, clock(), steady())


def build_app(settings: Settings, desk: handlers.Desk, limiter: RateLimiter, heard: Heard | None = None) -> App:
    """The application that answers people, over the Bot API server of the settings; `heard` learns of its answers."""
    if settings.telegram_token is None:
        raise SettingsError(UNKNOWN_BOT)
    check_proxy(settings.telegram_api_url)
    # It is called without arguments to make the data; the annotation knows classes only.
    contexts = ContextTypes(context=Context, bot_data=lambda: desk)  # type: ignore[call-overload]
    app: App = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(limiter)
        .context_types(contexts)
        .updater(None)  # it would confirm what it has not handled
        .job_queue(None)
        .request(AiohttpRequest(CONNECTIONS, ANSWER_SECONDS, heard))
        .get_updates_request(AiohttpRequest(1, ANSWER_SECONDS, heard))
        .build()
    )
    handlers.register(app)
    return app
