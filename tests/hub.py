"""A hub for tests, over a real socket on 127.0.0.1, written to the W3C Recommendation (https://www.w3.org/TR/websub/)."""

import asyncio
import hashlib
import hmac
import io
import secrets
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Request:
    """What a subscriber asked for (section 5.1)."""

    mode: str
    topic: str
    callback: str
    secret: str
    lease_seconds: int | None


class Hub:
    """Takes subscriptions, verifies them, and pushes; how it behaves is in its attributes.

    `lease` is the seconds that it grants; `refuses` a reason to deny; `early` verifies before the request is answered,
    as hubs of old do; `status` is answered instead of anything else.
    """

    def __init__(self) -> None:
        self.lease = 1000
        self.refuses: str | None = None
        self.early = False
        self.status = 202
        self.requests: list[Request] = []
        self.verified: list[Request] = []
        """The requests whose sender showed that it meant them, in order."""
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/", self._asked)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self

    async def __aexit__(self, _: type[BaseException] | None, __: object, ___: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Be gone: connections are refused from now on."""
        runner, self._runner = self._runner, None
        if runner:
            for task in self._tasks:
                task.cancel()
            await runner.cleanup()
            await self._client.close()

    async def wait(self, *, requests: int = 0, verified: int = 0, timeout: float = PATIENCE) -> None:
        """Return when so many were asked and so many were verified."""
        async with asyncio.timeout(timeout), self._news:
            await self._news.wait_for(lambda: len(self.requests) >= requests and len(self.verified) >= verified)

    async def push(
        self,
        body: bytes,
        *,
        method: str | None = "sha256",
        secret: str | None = None,
        to: Request | None = None,
        encoding: str | None = None,
    ) -> int:
        """Push a document to the last subscriber, signed unless `method` is None (section 7): the answer's status.

        `body` goes as it is, `encoding` says how it is compressed.
        """
        subscriber = to or next(asked for asked in reversed(self.verified) if asked.mode == "subscribe")
        link = f'<{self.url}>; rel="hub", <{subscriber.topic}>; rel="self"'
        headers = {"Content-Type": "application/rss+xml", "Link": link}
        if method:
            key = (secret or subscriber.secret).encode()
            headers["X-Hub-Signature"] = f"{method}={hmac.new(key, body, getattr(hashlib, method)).hexdigest()}"
        if encoding:
            headers["Content-Encoding"] = encoding
        async with self._client.post(subscriber.callback, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status

    async def get(self, callback: str, **query: str) -> tuple[int, str, str]:
        """Ask a callback: status, media type and body of the answer."""
        asked = urlencode({f"hub.{name}": value for name, value in query.items()})
        async with self._client.get(f"{callback}?{asked}") as answer:
            return answer.status, answer.content_type, await answer.text()

    async def _asked(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        lease = form.get("hub.lease_seconds")
        asked = Request(
            form["hub.mode"],
            form["hub.topic"],
            form["hub.callback"],
            form.get("hub.secret", ""),
            int(lease) if lease else None,
        )
        async with self._news:
            self.requests.append(asked)
            self._news.notify_all()
        if self.status != 202:
            return web.Response(status=self.status)
        if self.early:
            await self._verify(asked)
        else:
            task = asyncio.create_task(self._verify(asked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return web.Response(status=202)

    async def _verify(self, asked: Request) -> None:
        if self.refuses is not None and asked.mode == "subscribe":
            await self.get(asked.callback, mode="denied", topic=asked.topic, reason=self.refuses)
            return
        challenge = secrets.token_urlsafe()
        query = {"mode": asked.mode, "topic": asked.topic, "challenge": challenge}
        if asked.mode == "subscribe":
            query["lease_seconds"] = str(self.lease)
        status, _, body = await self.get(asked.callback, **query)
        if 200 <= status < 300 and body == challenge:
            async with self._news:
                self.verified.append(asked)
                self._news.notify_all()
