"""`bongsu run`: builds the service, starts it, and stops it with everything in flight settled."""

import asyncio
import ctypes
import gc
import logging
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, ParamSpec

from bot import pages
from bot.config import JobName, Settings, hubs_url
from bot.errors import SettingsError
from bot.feeds import parse_pool
from bot.feeds.catalogue import load_catalogue
from bot.feeds.hubs import Hubs
from bot.feeds.parse_pool import ParsePool
from bot.pipeline.indexing import index_older
from bot.pipeline.meters import Meters
from bot.pipeline.polling import Polling
from bot.pipeline.retention import tidy
from bot.pipeline.timing import Jumps, Rhythm
from bot.pipeline.works import Works
from bot.roof.coordination import SHARED_CLOCK_SECONDS, Leads, SharedClock, Work, take_over, wake_each_other
from bot.roof.credentials import check_token
from bot.store import Store
from bot.web.fetch import Fetcher
from bot.web.worker import Nursery
from storage import open_store

if TYPE_CHECKING:  # what takes long to load is loaded when polls are under way
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.pipeline.jobs import Pipeline
    from bot.telegram.updates import Updates
    from handlers.chat import App

TICKS = {JobName.POLL: 1, JobName.DELIVER: 1, JobName.DETECT: 5}
"""Seconds between the scheduler's ticks: the safety net, and what makes due what the tables say is due."""
ANNOUNCE_SECONDS = 15
REPORT_SECONDS = 3
"""Between two looks at how far the admins' bulletins have come."""
POST_SECONDS = 1
"""Between two looks for what machines are to hear of."""
TIDY_HOURS = 1
"""Between two looks for what is older than what is kept."""
WATCH_SECONDS = 60
"""Between two looks for what the admins should hear of."""
CLOCK_SECONDS = 1.0
"""Between two looks at whether the clock jumped."""
HUBS_SECONDS, HUBS_AT_ONCE = 2, 20
"""A hub may take 30 s to answer; others are asked meanwhile."""
PARSERS = 2
"""Feeds that are read at a time, each by a process: as many as one event loop can fetch for."""
HEAD_START_SECONDS = 0.3
"""What the first polls have for themselves at a start."""
M_ARENA_MAX = -8
"""The name of the setting in glibc's malloc.h."""
STOP_SECONDS = 4.0
"""What a stop may take, with a second to spare for closing."""
UNKNOWN_BOT = (
    "No bot token: talk to @BotFather in Telegram, send /newbot, and set BONGSU_TELEGRAM_TOKEN to the token it gives"
    " (in the environment or in a file named .env). `bongsu preview` works without one."
)

P = ParamSpec("P")
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
        meters = Meters()
        store = await open_store(settings.database_url, migrate=True, observe=meters.answered)
        stack.push_async_callback(store.close)
        # A SQLite file is one machine's, whose clock is the only one.
        clock = await SharedClock.of(store) if store.shared else now
        await stack.enter_async_context(store.alive(*_alone(settings)))
        await check_token(settings)
        if JobName.POLL in settings.jobs:
            catalogue = load_catalogue(settings.feeds)
            for fault in catalogue.faults:
                logger.warning("catalogue: %s", fault)
            await store.sync_feeds(catalogue.sources, clock())
        polling = await build_polling(settings, store, stack, Works(clock, meters))
        stack.push_async_callback(over, asyncio.create_task(take_over(store, polling.works)))
        # Polls go out at once; what answers, detects and delivers takes a second more to load, in a thread beside them.
        polls = asyncio.create_task(polling.run(stop), name=JobName.POLL) if JobName.POLL in settings.jobs else None
        stack.push_async_callback(over, polls)
        if polls:
            await _before(polling)
        await asyncio.to_thread(_load)
        from bot.roof.building import build_pipeline
        from bot.telegram.updates import Updates

        app, pipeline = await build_pipeline(settings, store, stack, clock, polling)
        updates = Updates(app.process_update)
        spare_what_stays()
        hubs = hubs_of(settings, pipeline)
        if settings.webhook_listen or settings.http_listen:
            from bot.roof.outside import outside  # here, so that who listens to nothing loads no web server

            await stack.enter_async_context(outside(settings, app, updates, pipeline, hubs))
        await _run(settings, app, updates, pipeline, hubs, polls, stop)


async def build_polling(settings: Settings, store: Store, stack: AsyncExitStack, works: Works) -> Polling:
    """The job that polls, over a store; what needs closing goes on the stack."""
    fetcher = await stack.enter_async_context(
        Fetcher(version=version("bongsu"), allow_private=settings.allow_private_addresses)
    )
    nursery = Nursery(*parse_pool.LOADED, *pages.LOADED)
    parser = await stack.enter_async_context(ParsePool(PARSERS, nursery=nursery))
    reachable = hubs_url(settings) is not None
    return Polling(works, store, fetcher, parser, rhythm(settings), reachable=reachable)


async def _before(polling: Polling) -> None:
    """Let the first polls go out: a thread that loads would hold up each step of theirs."""
    try:
        async with asyncio.timeout(HEAD_START_SECONDS):
            await polling.begun.wait()
    except TimeoutError:
        pass  # their servers are slow


def _load() -> None:
    """The names of countries first: 15 MB of what CLDR says of them is garbage then, and room for what comes after."""
    import_module("bot.places.gazetteer").load_gazetteer()
    gc.collect()
    import_module("bot.roof.building")
    import_module("apscheduler.schedulers.asyncio")


async def over(work: "asyncio.Task[None] | None") -> None:
    """Have the work end before what it works with is closed, where a start failed or a stop took too long."""
    if work:
        work.cancel()
        await asyncio.wait([work])


def spare_what_stays() -> None:
    """Keep the garbage collector from what was built for good.

    Looking through the topics, names and countries, 220,000 objects, would hold up the event loop for 110 ms each time.
    A start leaves hardly any garbage, so nothing is looked through before.
    """
    gc.freeze()
    gc.enable()


def hubs_of(settings: Settings, pipeline: "Pipeline") -> Hubs | None:
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


async def _run(
    settings: Settings,
    app: "App",
    updates: "Updates",
    pipeline: "Pipeline",
    hubs: Hubs | None,
    polls: "asyncio.Task[None] | None",
    stop: asyncio.Event,
) -> None:
    """Everything at work until the stop, or until one part fails for good; `polls` is at work already."""
    from bot.roof.chatting import chat

    leads = Leads(pipeline, bot_id(settings), settings.per_second)
    # A webhook may bring updates to as many processes as there are; only one may ask for them.
    answering = leads.join if settings.webhook_url else leads.work
    works: dict[JobName, Work] = {
        JobName.CHAT: partial(answering, JobName.CHAT, partial(chat, settings, app, updates)),
        JobName.DETECT: partial(leads.work, JobName.DETECT, pipeline.detecting.run),
        JobName.DELIVER: partial(leads.work, JobName.DELIVER, pipeline.delivering.run),
    }
    async with _ticking(settings, pipeline, hubs, leads):
        stopped = asyncio.create_task(stop.wait())
        tasks = [asyncio.create_task(work(stop), name=job) for job, work in works.items() if job in settings.jobs]
        tasks += [polls] if polls else []  # as many as there are: they share out the feeds
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
async def _ticking(settings: Settings, pipeline: "Pipeline", hubs: Hubs | None, leads: Leads) -> AsyncIterator[None]:
    """The scheduler: it only ticks; the tables say what is due."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.roof.heartbeat import BEAT_SECONDS, beat

    under_way: set[asyncio.Task[Any]] = set()
    stops = partial(stoppable, under_way)
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    for job, seconds in TICKS.items():
        if job in settings.jobs:
            scheduler.add_job(pipeline.works.wake, "interval", args=[job], seconds=seconds)
    if JobName.DELIVER in settings.jobs:
        scheduler.add_job(stops(_post), "interval", args=[pipeline, leads], seconds=POST_SECONDS)
        scheduler.add_job(stops(_announce), "interval", args=[pipeline, leads], seconds=ANNOUNCE_SECONDS)
        scheduler.add_job(stops(_report), "interval", args=[pipeline, leads], seconds=REPORT_SECONDS)
    if JobName.DETECT in settings.jobs:
        keep = timedelta(days=settings.keep_days)
        scheduler.add_job(stops(index_older), args=[pipeline.store])  # once: what comes later is indexed as it comes
        scheduler.add_job(stops(drop_old), "interval", args=[pipeline, leads, keep], hours=TIDY_HOURS)
    if hubs:
        scheduler.add_job(stops(hubs.ask), "interval", seconds=HUBS_SECONDS, max_instances=HUBS_AT_ONCE)
    if isinstance(pipeline.works.clock, SharedClock):
        scheduler.add_job(stops(pipeline.works.clock.read), "interval", seconds=SHARED_CLOCK_SECONDS)
    scheduler.add_job(stops(watch_over), "interval", args=[pipeline, leads], seconds=WATCH_SECONDS)
    if settings.heartbeat_url:
        scheduler.add_job(stops(beat), "interval", args=[settings.heartbeat_url, pipeline], seconds=BEAT_SECONDS)
    scheduler.start()
    watch = asyncio.create_task(watch_clock(pipeline, scheduler, leads))
    try:
        yield
    finally:
        watch.cancel()
        scheduler.shutdown(wait=False)
        await asyncio.wait([watch, *under_way])  # the database is closed next, and may not be while they ask it


def stoppable(
    under_way: set["asyncio.Task[Any]"], work: Callable[P, Awaitable[None]]
) -> Callable[P, Coroutine[Any, Any, None]]:
    """A job that a stop may end amid its work: the scheduler would log that as a fault, with its traceback.

    While it runs it is among those that are `under_way`.
    """

    async def job(*args: P.args, **kwargs: P.kwargs) -> None:
        task = asyncio.current_task()
        assert task  # noqa: S101 - the scheduler runs each job as one
        under_way.add(task)
        try:
            await work(*args, **kwargs)
        except asyncio.CancelledError:
            pass  # the scheduler is shut down, and nobody else cancels its jobs
        finally:
            under_way.discard(task)

    return job


async def watch_clock(pipeline: "Pipeline", scheduler: "AsyncIOScheduler", leads: Leads) -> None:
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
        slept = time.monotonic()
        await asyncio.sleep(CLOCK_SECONDS)
        pipeline.works.meters.loop_lag.observe(time.monotonic() - slept - CLOCK_SECONDS)


async def _announce(pipeline: "Pipeline", leads: Leads) -> None:
    """Who sends the alerts also tells the admins; who stands by does not."""
    if JobName.DELIVER in leads.held:
        await pipeline.delivering.announce()


async def _report(pipeline: "Pipeline", leads: Leads) -> None:
    """Who sends the bulletins also shows how far they have come."""
    if JobName.DELIVER in leads.held:
        await pipeline.bulletins.report()


async def _post(pipeline: "Pipeline", leads: Leads) -> None:
    """Who sends the alerts also posts them to machines."""
    if JobName.DELIVER in leads.held:
        await pipeline.posts.look()


async def watch_over(pipeline: "Pipeline", leads: Leads) -> None:
    """Every process notes what it did; who leads tells the admins what is wrong."""
    await pipeline.watching.look(leads.held)


async def drop_old(pipeline: "Pipeline", leads: Leads, keep: timedelta) -> None:
    """Who leads detection, which is one over the database, deletes what is old."""
    if JobName.DETECT in leads.held:
        await tidy(pipeline.store, pipeline.works.clock() - keep)


def _alone(settings: Settings) -> list[JobName]:
    """The jobs of this process that no other may have over the same SQLite file; webhooks may reach several."""
    return [job for job in settings.jobs if not (job is JobName.CHAT and settings.webhook_url)]


def bot_id(settings: Settings) -> str:
    """The bot's id, the part of its token that is no secret."""
    return settings.telegram_token.get_secret_value().partition(":")[0] if settings.telegram_token else ""


def share_one_arena() -> None:
    """Have all threads allocate from one arena: glibc gives each its own, of which it keeps what the thread has left.

    Python's threads take turns anyway.
    """
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    except (AttributeError, OSError):
        pass  # a C library without arenas


async def until_signalled(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    share_one_arena()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(settings, stop)
