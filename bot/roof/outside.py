"""What the service listens to, as the settings say: Telegram's webhook, hubs, those who watch over it."""

import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from aiohttp import web
from prometheus_client import REGISTRY, generate_latest

from bot.config import JobName, Settings, hubs_url, webhook_secret
from bot.errors import StoreError
from bot.feeds.hubs import Hubs
from bot.pipeline.jobs import Pipeline
from bot.roof import metrics
from bot.roof.endpoints import Report, hub_routes, listening, report_routes, telegram_route
from bot.roof.page.door import Door, is_local
from bot.roof.page.routes import Page
from bot.roof.page.views import Views
from bot.roof.service import bot_id
from bot.roof.syndication import StoryFeeds
from bot.telegram.updates import Updates
from handlers.chat import App

logger = logging.getLogger("bongsu")


@asynccontextmanager
async def outside(
    settings: Settings, app: App, updates: Updates, pipeline: Pipeline, hubs: Hubs | None
) -> AsyncIterator[None]:
    """Listen for as long as the block lasts; nothing where no setting asks for it."""
    routes: defaultdict[tuple[str, int], list[web.RouteDef]] = defaultdict(list)
    webhook = settings.webhook_listen if JobName.CHAT in settings.jobs else None
    base = hubs_url(settings)
    if webhook and settings.webhook_url:
        routes[webhook].append(telegram_route(settings.webhook_url, webhook_secret(settings), app.bot, updates))
    if settings.http_listen:
        routes[settings.http_listen] += report_routes(_reports(settings, pipeline))
        routes[settings.http_listen] += _page(settings, pipeline)
    door = webhook or settings.http_listen
    if hubs and base and door:
        routes[door] += hub_routes(base, hubs.verify, hubs.receive)
    async with AsyncExitStack() as stack:
        for (host, port), answered in routes.items():
            await stack.enter_async_context(listening(host, port, answered))
            logger.info("listening on %s:%d", host, port)
        yield


def _page(settings: Settings, pipeline: Pipeline) -> list[web.RouteDef]:
    """The operator's page and the feeds of our stories; none without a token where other machines may ask for it."""
    token = settings.http_token.get_secret_value() if settings.http_token else None
    if token is None and not (settings.http_listen and is_local(settings.http_listen[0])):
        logger.info("the page is not shown: where other machines reach it, it needs BONGSU_HTTP_TOKEN")
        return []
    door = Door(token)
    page = Page(door, Views(pipeline, pipeline.delivering.renderer), pipeline)
    return [*StoryFeeds(door, pipeline, bot_id(settings)).routes(), *page.routes()]


def _reports(settings: Settings, pipeline: Pipeline) -> dict[str, Report]:
    longest, store, clock = timedelta(seconds=settings.poll_max_seconds), pipeline.store, pipeline.works.clock

    async def health() -> tuple[int, str, str]:
        try:
            counts = await store.health(clock())
        except StoreError as exc:
            return 503, "application/json", json.dumps({"status": str(exc)})
        problem = metrics.problem_of(counts, clock(), longest)
        return 503 if problem else 200, "application/json", json.dumps(metrics.document(counts, problem))

    async def numbers() -> tuple[int, str, str]:
        counts, troubles = await store.health(clock()), await store.troubles()
        served = metrics.Served(counts, pipeline.works.meters, troubles, clock())
        # Beside them what the library knows of the process: its memory, processor time, open files.
        return 200, "text/plain", served.text() + generate_latest(REGISTRY).decode()

    return {"/health": health, "/metrics": numbers}
