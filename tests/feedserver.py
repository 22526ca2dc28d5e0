"""A web server for tests whose every path says what the test gives it, over a real socket on 127.0.0.1."""

import asyncio
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Page:
    """What a path answers. A page with an ETag answers 304 to whoever has it.

    `chunks`, where there are any, are the body sent piece by piece; after them the answer stays unfinished until
    `finish` is set. Nothing at all is answered before `gate` is set.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Iterable[bytes] = ()
    gate: asyncio.Event | None = None
    finish: asyncio.Event | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came, at a moment of the monotonic clock; header names in lower case."""

    path: str
    headers: Mapping[str, str]
    at: float


class FeedServer:
    """Serves `pages` by their path (which tests may change at any time) and remembers every request.

    `listens` is where: "0.0.0.0" is every address of this machine, of which it has 127.0.0.0 to 127.255.255.255.
    """

    def __init__(
        self, pages: Mapping[str, Page] | None = None, tls: ssl.SSLContext | None = None, listens: str = "127.0.0.1"
    ) -> None:
        self.pages = dict(pages or {})
        self.tls = tls
        self.listens = listens
        self.requests: list[Asked] = []
        self.most_at_once = 0
        """The most requests that were under way at one time."""
        self.port = 0
        self._running = 0
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.listens, 0, ssl_context=self.tls)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, _: type[BaseException] | None, __: object, ___: TracebackType | None) -> None:
        if self._runner:
            await self._runner.cleanup()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path here, under a host name that the caller's resolver leads here."""
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    async def running(self, count: int) -> None:
        """Return when exactly this many requests are under way; TimeoutError where that does not come about."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self._running == count)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Asked(request.path_qs, headers, time.monotonic()))
        page = self.pages.get(request.path, Page(status=404))
        await self._count(1)
        try:
            if page.gate:
                await page.gate.wait()
            return await self._answer(request, page)
        finally:
            await self._count(-1)

    async def _answer(self, request: web.Request, page: Page) -> web.StreamResponse:
        etag = page.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=page.headers)
        if not page.chunks:
            return web.Response(status=page.status, headers=page.headers, body=page.body)
        response = web.StreamResponse(status=page.status, headers=page.headers)
        await response.prepare(request)
        for chunk in page.chunks:
            await response.write(chunk)
        if page.finish:
            await page.finish.wait()
        return response

    async def _count(self, change: int) -> None:
        async with self._news:
            self._running += change
            self.most_at_once = max(self.most_at_once, self._running)
            self._news.notify_all()
