"""aiohttp: telegram.Bot's requests on the wire. Several times faster than httpx where many are in flight."""

import asyncio
import logging
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.reach import TRY_EVERY

KEPT_SECONDS = 15
"""How long an idle connection is kept: less than servers do, or a message would be sent into one that is closing."""
JSON = {"Content-Type": "application/json"}

logger = logging.getLogger("bongsu")


class WireRequest(BaseRequest):
    """Sends requests over at most so many connections; `seconds` is how long an answer, or a connection, may take.

    Files are not sent. Errors name what happened and no address: it holds the token.
    """

    def __init__(self, connections: int, seconds: float) -> None:
        self._connections = connections
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take, unless a call says otherwise."""
        return self._seconds

    async def initialize(self) -> None:
        """Nothing is needed before the first request."""

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer; TimedOut or NetworkError."""
        timeout = aiohttp.ClientTimeout(
            connect=self._or_ours(pool_timeout),  # a connection's turn included
            sock_connect=self._or_ours(connect_timeout),
            sock_read=self._or_ours(read_timeout),
        )
        body = request_data.json_payload if request_data else None  # made sooner, and read sooner, than a form
        try:
            async with self._open(url).request(method, url, data=body, headers=JSON, timeout=timeout) as answer:
                return answer.status, await answer.read()
        except TimeoutError as exc:
            raise TimedOut from exc
        except (aiohttp.ClientError, OSError) as exc:
            raise NetworkError(f"Telegram did not answer: {type(exc).__name__}") from exc

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """An answer; of a message that we have sent, only what we do not know: making objects of it takes longer."""
        answer = BaseRequest.parse_json_payload(payload)
        sent = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(sent, dict) and "message_id" in sent:
            answer["result"] = {name: sent[name] for name in ("message_id", "date", "chat") if name in sent}
        return answer

    def _open(self, url: str) -> aiohttp.ClientSession:
        """The session, made where the event loop runs; all requests go to the server that the first one goes to."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT_SECONDS)
            # With trust_env aiohttp would look for the proxy, and read .netrc, in a thread at each request.
            self._session = aiohttp.ClientSession(connector=connector, proxy=_proxy(url))
        return self._session

    def _or_ours(self, seconds: Any) -> float | None:
        return self._seconds if seconds is BaseRequest.DEFAULT_NONE else seconds


def _proxy(url: str) -> str | None:
    """The proxy that the environment (or the system) names for an address."""
    server = urlsplit(url)
    return None if proxy_bypass(server.hostname or "") else getproxies().get(server.scheme)


class UpdatesRequest(WireRequest):
    """getUpdates' own connection: what fails is tried again every second, so that people are answered at once again.

    python-telegram-bot waits longer and longer after an error, up to half a minute, but not at all after a TimedOut.
    """

    def __init__(self, connections: int, seconds: float) -> None:
        super().__init__(connections, seconds)
        self._lost = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request; TimedOut, after a pause, for all that a server which is away can do."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except TimedOut:
            raise
        except NetworkError as exc:
            return await self._again_later(exc.message)
        if status >= 500:
            return await self._again_later(f"status {status}")
        self._lost = False
        return status, body

    async def _again_later(self, why: str) -> NoReturn:
        if not self._lost:
            self._lost = True
            logger.warning("getting updates: %s; trying every second", why)
        await asyncio.sleep(TRY_EVERY)
        raise TimedOut(why)
