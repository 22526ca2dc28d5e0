"""A machine that stories are posted to, over a real socket: it remembers each, and fails when a test says so."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Posted:
    """A request as it came; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        """What it says."""
        return json.loads(self.raw)


class Machine:
    """Answers every request with `status` (which tests may change at any time) and, of Discord's, an id."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.gone: set[str] = set()
        """Paths that answer 404."""
        self.posted: list[Posted] = []
        """What was taken."""
        self.refused: list[Posted] = []
        """What was not."""
        self.port = 0
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, _: type[BaseException] | None, __: object, ___: TracebackType | None) -> None:
        if self._runner:
            await self._runner.cleanup()

    def url(self, path: str = "/hook") -> str:
        """The address of a path here."""
        return f"http://127.0.0.1:{self.port}{path}"

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return when it holds, which is asked after each request; TimeoutError where that does not come about."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(holds)

    async def _take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        came = Posted(request.method, request.path_qs, headers, await request.read())
        async with self._news:
            status = 404 if request.path in self.gone else self.status
            (self.posted if status < 300 else self.refused).append(came)
            self._news.notify_all()
        return web.json_response({"id": str(len(self.posted))}, status=status, headers=self.headers)
