"""`bongsu run`: builds the service, starts it, and stops it with everything in flight settled."""

import asyncio
import gc
import logging
import random
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes

import handlers
from bot.config import JobName, Settings, hubs_url, webhook_secret
from bot.errors import SettingsError
from bot.feeds.catalogue import load_catalogue
from bot.feeds.hubs import Hubs
from bot.feeds.parse_pool import ParsePool
from bot.messages.i18n import load_speech
from bot.messages.render import Renderer
from bot.pages.extract import SECONDS, Extractor
from bot.pipeline.delivering import Delivering
from bot.pipeline.detecting import Detecting
from bot.pipeline.jobs import Pipeline
from bot.pipeline.polling import Polling
from bot.pipeline.retention import tidy
from bot.pipeline.timing import Jumps, Rhythm
from bot.pipeline.works import Works
from bot.roof.coordination import SHARED_CLOCK_SECONDS, Leads, SharedClock, Work, wake_each_other
from bot.roof.outside import outside
from bot.store import Store
from bot.stories.detect import Detector
from bot.telegram.send import RateLimiter, Sender
from bot.telegram.transport import AiohttpRequest, UpdatesRequest
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from bot.web.fetch import ACCEPT_PAGE, Fetcher
from handlers.chat import App, Context
from storage import open_store

TICKS = {JobName.POLL: 1, JobName.DELIVER: 1, JobName.DETECT: 5}
"""Seconds between the scheduler's ticks: the safety net, and what makes due what the tables say is due."""
ANNOUNCE_SECONDS = 15
TIDY_HOURS = 1
"""Between two looks for what is older than what is kept."""
CLOCK_SECONDS = 1.0
"""Between two looks at whether the clock jumped."""
LONGEST_WAIT = 4.0
"""Seconds between two tries to reach Telegram at the start."""
HUBS_SECONDS, HUBS_AT_ONCE = 2, 20
"""A hub may take 30 s to answer; others are asked meanwhile."""
PARSERS = 2
"""Feeds that are read at a time, each by a process: as many as one event loop can fetch for."""
STOP_SECONDS = 4.0
"""What a stop may take, with a second to spare for closing."""
CONNECTIONS = 256
"""Connections to Telegram: what paid broadcasts need at a quarter of a second's way there and back."""
ANSWER_SECONDS = 10.0
"""How long Telegram may take to answer."""
UNKNOWN_BOT = (
    "No bot token: talk to @BotFather in Telegram, send /newbot, and set BONGSU_TELEGRAM_TOKEN to the token it gives"
    " (in the environment or in a file named .env). `bongsu preview` works without one."
)

logger = logging.getLogger("bongsu")


def now() -> datetime:
    """The time of day, aware, in UTC: the service's clock."""
    return datetime.now(UTC)


def rhythm(settings: Settings) -> Rhythm:
    """The bounds of polling as the settings give them."""
    return Rhythm(
        timedelta(seconds=settings.poll_seconds),
        timedelta(seconds=settings.poll_max_seconds),
        random.Random(),  # noqa: S311 # jitter keeps no secret
    )


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Run the service until `stop` is set; raises BongsuError when it cannot start."""
    if settings.telegram_token is None:
        raise SettingsError(UNKNOWN_BOT)
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url, migrate=True)
        stack.push_async_callback(store.close)
        # A SQLite file is one machine's, whose clock is the only one.
        clock = await SharedClock.of(store) if store.shared else now
        if JobName.POLL in settings.jobs:
            await store.sync_feeds(load_catalogue(settings.feeds), clock())
        app, pipeline = await build_pipeline(settings, store, stack, clock)
        spare_what_stays()
        hubs = hubs_of(settings, pipeline)
        async with outside(settings, app, store, hubs, clock):
            await _run(settings, app, pipeline, hubs, stop)


async def build_pipeline(
    settings: Settings, store: Store, stack: AsyncExitStack, clock: Callable[[], datetime] = now
) -> tuple[App, Pipeline]:
    """The Telegram application and the jobs, over one store; what needs closing goes on the stack."""
    topics = {topic.key: topic for topic in load_topics()}
    speech = load_speech()
    renderer = Renderer(speech, topics)
    desk = handlers.Desk(store, speech, topics, renderer, clock, settings.admins)
    limiter = RateLimiter(settings.per_second, paid=settings.paid_broadcast)
    app = build_app(settings, desk, limiter)
    fetcher = await stack.enter_async_context(
        Fetcher(version=version("bongsu"), allow_private=settings.allow_private_addresses)
    )
    pages = await stack.enter_async_context(
        Fetcher(
            version=version("bongsu"),
            allow_private=settings.allow_private_addresses,
            timeout=SECONDS,
            per_host=1,
            accept=ACCEPT_PAGE,
        )
    )
    parser = await stack.enter_async_context(ParsePool(PARSERS))
    extractor = await stack.enter_async_context(Extractor(pages.get))
    works, bounds = Works(clock), rhythm(settings)
    detector = Detector(topics, Matcher(tuple(topics.values())))
    return app, Pipeline(
        works,
        store,
        Polling(works, store, fetcher, parser, bounds, reachable=hubs_url(settings) is not None),
        Detecting(works, store, extractor, detector),
        Delivering(works, store, renderer, Sender(app.bot, limiter), settings.admins, bounds.random),
    )


def spare_what_stays() -> None:
    """Keep the garbage collector from what was built for good.

    Looking through the topics, names and countries, 220,000 objects, would hold up the event loop for 110 ms each time.
    A start leaves hardly any garbage, so nothing is looked through before.
    """
    gc.freeze()
    gc.enable()


def hubs_of(settings: Settings, pipeline: Pipeline) -> Hubs | None:
    """What speaks to hubs; None where they cannot reach us."""
    base = hubs_url(settings)
    if base is None:
        return None
    return Hubs(
        store=pipeline.store,
        fetcher=pipeline.polling.fetcher,
        parser=pipeline.polling.parser,
        base=base,
        clock=pipeline.works.clock,
        arrived=partial(pipeline.works.wake, JobName.DETECT),
    )


def build_app(settings: Settings, desk: handlers.Desk, limiter: RateLimiter) -> App:
    """The application that answers people, over the Bot API server of the settings."""
    if settings.telegram_token is None:
        raise SettingsError(UNKNOWN_BOT)
    # It is called without arguments to make the data; the annotation knows classes only.
    contexts = ContextTypes(context=Context, bot_data=lambda: desk)  # type: ignore[call-overload]
    app: App = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(limiter)
        .context_types(contexts)
        .concurrent_updates(16)  # a slow answer keeps nobody else waiting
        .job_queue(None)
        .request(AiohttpRequest(CONNECTIONS, ANSWER_SECONDS))
        .get_updates_request(UpdatesRequest(1, ANSWER_SECONDS))
        .build()
    )
    handlers.register(app)
    return app


async def _run(settings: Settings, app: App, pipeline: Pipeline, hubs: Hubs | None, stop: asyncio.Event) -> None:
    """Everything at work until the stop, or until one part fails for good."""
    leads = Leads(pipeline, _bot_id(settings), settings.per_second)
    # A webhook may bring updates to as many processes as there are; only one may ask for them.
    answering = leads.join if settings.webhook_url else leads.work
    works: dict[JobName, Work] = {
        JobName.CHAT: partial(answering, JobName.CHAT, partial(_chat, settings, app)),
        JobName.POLL: pipeline.polling.run,  # as many as there are: they share out the feeds
        JobName.DETECT: partial(leads.work, JobName.DETECT, pipeline.detecting.run),
        JobName.DELIVER: partial(leads.work, JobName.DELIVER, pipeline.delivering.run),
    }
    async with _ticking(settings, pipeline, hubs, leads):
        stopped = asyncio.create_task(stop.wait())
        tasks = [asyncio.create_task(work(stop), name=job) for job, work in works.items() if job in settings.jobs]
        listening = asyncio.create_task(wake_each_other(pipeline.store, pipeline))
        logger.info("Bongsu is at work: %s", ", ".join(settings.jobs))
        done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
        logger.info("stopping")
        stop.set()
        listening.cancel()
        for job in settings.jobs:
            pipeline.works.wake(job)
        _, late = await asyncio.wait([*tasks, stopped], timeout=STOP_SECONDS)
        for task in late:
            logger.warning("%s did not stop in time", task.get_name())
            task.cancel()
        await app.bot.shutdown()
        await app.bot.request.shutdown()  # the line above does nothing for a bot that Telegram never knew
        for task in done:
            task.result()  # what ended it, if it was not the stop


@asynccontextmanager
async def _ticking(settings: Settings, pipeline: Pipeline, hubs: Hubs | None, leads: Leads) -> AsyncIterator[None]:
    """The scheduler: it only ticks; the tables say what is due."""
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    for job, seconds in TICKS.items():
        if job in settings.jobs:
            scheduler.add_job(pipeline.works.wake, "interval", args=[job], seconds=seconds)
    if JobName.DELIVER in settings.jobs:
        scheduler.add_job(_announce, "interval", args=[pipeline, leads], seconds=ANNOUNCE_SECONDS)
    if JobName.DETECT in settings.jobs:
        keep = timedelta(days=settings.keep_days)
        scheduler.add_job(drop_old, "interval", args=[pipeline, leads, keep], hours=TIDY_HOURS)
    if hubs:
        scheduler.add_job(hubs.ask, "interval", seconds=HUBS_SECONDS, max_instances=HUBS_AT_ONCE)
    if isinstance(pipeline.works.clock, SharedClock):
        scheduler.add_job(pipeline.works.clock.read, "interval", seconds=SHARED_CLOCK_SECONDS)
    scheduler.start()
    watch = asyncio.create_task(watch_clock(pipeline, scheduler, leads))
    try:
        yield
    finally:
        watch.cancel()
        scheduler.shutdown(wait=False)


async def watch_clock(pipeline: Pipeline, scheduler: AsyncIOScheduler, leads: Leads) -> None:
    """Have the jobs, and the scheduler, go on when their clocks jump; who leads detection puts right what waits.

    The scheduler goes by this machine's clock, the jobs by the database's where it is shared: one may jump alone.
    """
    own = Jumps()
    while True:
        jump = own.look(now(), time.monotonic())
        own.go_on(now(), time.monotonic())
        if await pipeline.check_clock(mends=JobName.DETECT in leads.held) or jump:
            for job in scheduler.get_jobs():
                job.modify(next_run_time=now())
        await asyncio.sleep(CLOCK_SECONDS)


async def _announce(pipeline: Pipeline, leads: Leads) -> None:
    """Who sends the alerts also tells the admins; who stands by does not."""
    if JobName.DELIVER in leads.held:
        await pipeline.delivering.announce()


async def drop_old(pipeline: Pipeline, leads: Leads, keep: timedelta) -> None:
    """Who leads detection, which is one over the database, deletes what is old."""
    if JobName.DETECT in leads.held:
        await tidy(pipeline.store, pipeline.works.clock() - keep)


def _bot_id(settings: Settings) -> str:
    """The bot's id, the part of its token that is no secret."""
    return settings.telegram_token.get_secret_value().partition(":")[0] if settings.telegram_token else ""


async def _chat(settings: Settings, app: App, stop: asyncio.Event) -> None:
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
        raise SettingsError(
            "Telegram does not know this bot token: copy it anew from @BotFather into BONGSU_TELEGRAM_TOKEN."
        ) from None


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


async def until_signalled(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(settings, stop)
