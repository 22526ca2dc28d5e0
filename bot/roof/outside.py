"""What the service listens to, as the settings say: Telegram's webhook, hubs, those who watch over it."""

import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

from aiohttp import web

from bot.config import JobName, Settings, hubs_url, webhook_secret
from bot.errors import StoreError
from bot.feeds.hubs import Hubs
from bot.roof import metrics
from bot.roof.endpoints import Report, hub_routes, listening, report_routes, telegram_route
from bot.store import Store
from bot.telegram.updates import Updates
from handlers.chat import App

logger = logging.getLogger("bongsu")


@asynccontextmanager
async def outside(
    settings: Settings, app: App, updates: Updates, store: Store, hubs: Hubs | None, clock: Callable[[], datetime]
) -> AsyncIterator[None]:
    """Listen for as long as the block lasts; nothing where no setting asks for it."""
    routes: defaultdict[tuple[str, int], list[web.RouteDef]] = defaultdict(list)
    webhook = settings.webhook_listen if JobName.CHAT in settings.jobs else None
    base = hubs_url(settings)
    if webhook and settings.webhook_url:
        routes[webhook].append(telegram_route(settings.webhook_url, webhook_secret(settings), app.bot, updates))
    if settings.http_listen:
        routes[settings.http_listen] += report_routes(_reports(settings, store, clock))
    door = webhook or settings.http_listen
    if hubs and base and door:
        routes[door] += hub_routes(base, hubs.verify, hubs.receive)
    async with AsyncExitStack() as stack:
        for (host, port), answered in routes.items():
            await stack.enter_async_context(listening(host, port, answered))
            logger.info("listening on %s:%d", host, port)
        yield


def _reports(settings: Settings, store: Store, clock: Callable[[], datetime]) -> dict[str, Report]:
    longest = timedelta(seconds=settings.poll_max_seconds)

    async def health() -> tuple[int, str, str]:
        try:
            counts = await store.health(clock())
        except StoreError as exc:
            return 503, "application/json", json.dumps({"status": str(exc)})
        problem = "No feed has been polled for too long." if metrics.stalled(counts, clock(), longest) else None
        return 503 if problem else 200, "application/json", json.dumps(metrics.document(counts, problem))

    async def numbers() -> tuple[int, str, str]:
        return 200, "text/plain", metrics.exposition(await store.health(clock()))

    return {"/health": health, "/metrics": numbers}
