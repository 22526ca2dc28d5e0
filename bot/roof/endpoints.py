"""aiohttp: what the service answers over HTTP: Telegram's webhook, hubs, and those who watch over it."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from telegram import Bot, Update

from bot.errors import SettingsError, StoreError
from bot.telegram.updates import Updates

MAX_BYTES = 10_000_000
"""A pushed feed may be as large as a polled one, on its way and unpacked."""
MAX_UPDATE = 1_000_000
"""Telegram's updates are a few kilobytes."""
SECONDS = 30.0
"""How long a request may take to come in and be answered."""

Verify = Callable[[str, Mapping[str, str]], Awaitable[str | None]]
"""A callback's token and the query -> what to answer, None: 404."""
Receive = Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]
"""A callback's token, body and headers -> the status to answer."""
Report = Callable[[], Awaitable[tuple[int, str, str]]]
"""Status, content type and text of a page for those who watch."""


@asynccontextmanager
async def listening(host: str, port: int, routes: Sequence[web.RouteDef]) -> AsyncIterator[None]:
    """Answer these routes at this address; SettingsError where it cannot be listened on."""
    app = web.Application(client_max_size=MAX_BYTES, middlewares=[_guard])
    app.add_routes(routes)
    # A body stays as it was sent, so that no kilobyte becomes gigabytes and a signature fits what it signed.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, auto_decompress=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, OverflowError) as exc:
            raise SettingsError(f"The address {host}:{port} cannot be listened on: {_reason(exc)}.") from exc
        yield
    finally:
        await runner.cleanup()


def _reason(exc: Exception) -> str:
    return (exc.strerror if isinstance(exc, OSError) else None) or str(exc)


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No request lasts for ever; while the database is away, whoever asks is to come again."""
    try:
        async with asyncio.timeout(SECONDS):
            return await handler(request)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except StoreError:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "10"}) from None


def telegram_route(url: str, secret: str, bot: Bot, updates: Updates) -> web.RouteDef:
    """Telegram's webhook at the path of `url`: an update with the secret is handled, which 200 confirms.

    Before updates are taken, and where a stop cuts one off, Telegram is to keep it (503), and to bring it again where
    an answer takes too long (408): its handling goes on, and is what the repetition waits for.
    """

    async def take(request: web.Request) -> web.Response:
        shown = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), secret.encode()):
            raise web.HTTPForbidden
        if (request.content_length or 0) > MAX_UPDATE:
            raise web.HTTPRequestEntityTooLarge(MAX_UPDATE, request.content_length or 0)
        try:
            update = Update.de_json(json.loads(await request.read()), bot)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise web.HTTPBadRequest from None
        if not updates.open:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"})
        handled = updates.take(update)
        await asyncio.wait([handled])
        if handled.cancelled():
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"})
        return web.Response()

    return web.post(urlsplit(url).path or "/", take)


def hub_routes(base: str, verify: Verify, receive: Receive) -> list[web.RouteDef]:
    """The callbacks below `base`, one a token: a GET verifies, a POST pushes."""

    async def verified(request: web.Request) -> web.Response:
        challenge = await verify(request.match_info["token"], request.query)
        if challenge is None:
            raise web.HTTPNotFound
        # Nothing that a browser would run (section 8.2).
        headers = {"X-Content-Type-Options": "nosniff"}
        return web.Response(body=challenge.encode(), content_type="application/octet-stream", headers=headers)

    async def received(request: web.Request) -> web.Response:
        body = await request.read()
        return web.Response(status=await receive(request.match_info["token"], body, request.headers))

    path = f"{urlsplit(base).path}/{{token}}"
    return [web.get(path, verified, allow_head=False), web.post(path, received)]


def report_routes(reports: Mapping[str, Report]) -> list[web.RouteDef]:
    """A page a path for those who watch over the service."""

    def page(report: Report) -> Handler:
        async def shown(_: web.Request) -> web.Response:
            status, content_type, text = await report()
            return web.Response(status=status, text=text, content_type=content_type)

        return shown

    return [web.get(path, page(report)) for path, report in reports.items()]
