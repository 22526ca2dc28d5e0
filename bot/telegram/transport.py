"""aiohttp: telegram.Bot's requests on the wire. Several times faster than httpx where many are in flight."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

KEPT_SECONDS = 15
"""How long an idle connection is kept: less than servers do, or a message would be sent into one that is closing."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""This machine."""

Heard = Callable[[int, str | None], None]


class AiohttpRequest(BaseRequest):
    """Sends requests over at most so many connections; `seconds` is how long an answer, or a connection, may take.

    `heard` is told each answer's status and header Date. Files are not sent. Errors name what happened and no address:
    it holds the token.
    """

    def __init__(self, connections: int, seconds: float, heard: Heard | None = None) -> None:
        self._connections = connections
        self._seconds = seconds
        self._heard = heard
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
        timeout = _timeout(*map(self._or_ours, (pool_timeout, connect_timeout, read_timeout)))
        try:
            async with self._open(url).request(method, url, timeout=timeout, **_body(request_data)) as answer:
                if self._heard:
                    self._heard(answer.status, answer.headers.get("Date"))
                return answer.status, await answer.read()
        except TimeoutError as exc:
            raise TimedOut from exc
        except (aiohttp.ClientError, OSError) as exc:
            raise NetworkError(_said(exc)) from exc

    def _open(self, url: str) -> aiohttp.ClientSession:
        """The session, made where the event loop runs; all requests go to the server that the first one goes to."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT_SECONDS)
            # With trust_env aiohttp would look for the proxy, and read .netrc, in a thread at each request.
            self._session = aiohttp.ClientSession(connector=connector, proxy=proxy_of(url))
        return self._session

    def _or_ours(self, seconds: Any) -> float | None:
        return self._seconds if seconds is BaseRequest.DEFAULT_NONE else seconds


def _said(exc: Exception) -> str:
    """What went wrong on the way, and where to look, where that can be known."""
    match exc:
        case aiohttp.ClientProxyConnectionError():
            return "the proxy before Telegram does not answer: see to the one that HTTPS_PROXY or ALL_PROXY names"
        case aiohttp.ClientHttpProxyError():
            return (
                f"the proxy before Telegram refuses ({exc.status}): see to the one that HTTPS_PROXY or ALL_PROXY names"
            )
        case aiohttp.ClientConnectorCertificateError():
            return "the certificate of Telegram's server is not trusted: SSL_CERT_FILE names others that are"
    return f"Telegram did not answer: {type(exc).__name__}"


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """What a request carries: JSON, which is made sooner and read sooner than a form; a form where there are files."""
    if request_data is None or not request_data.multipart_data:
        return {"json": request_data.parameters if request_data else None}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


@lru_cache(maxsize=16)
def _timeout(pool: float | None, connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    """How long each step of a request may take, in seconds; the same few again and again."""
    return aiohttp.ClientTimeout(connect=pool, sock_connect=connect, sock_read=read)  # `connect`: a turn included


def proxy_of(url: str) -> str | None:
    """The proxy that the environment (or the system) names for an address; this machine is reached without one."""
    server = urlsplit(url)
    host, proxies = server.hostname or "", getproxies()
    proxy = proxies.get(server.scheme) or proxies.get("all")
    if proxy is None or host in LOOPBACK or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
