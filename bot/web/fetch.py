"""httpx: a feed's address -> Fetched, NotModified or FetchError, with every limit."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self
from weakref import WeakValueDictionary

import httpcore
import httpx

from bot.errors import FetchError
from bot.web.guard import GuardedTransport, Resolver, resolve
from bot.web.inflate import DECODERS, UNREADABLE, TooLargeError, inflated

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"
MAX_BYTES = 10_000_000
"""How many bytes a feed may have, before and after decompression."""
MAX_REDIRECTS = 5
"""How many redirects a fetch follows."""
PERMANENT = frozenset({301, 308})
"""The statuses of redirects that mean a new address."""
BUSY = frozenset({429, 503})
"""The statuses with which a server may name a wait (Retry-After)."""
LONGEST_WAIT = timedelta(days=1)
"""The longest wait that a server can ask for; more is taken for this."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's document, its body decompressed, with header names in lower case.

    `url` is the address that answered, without credentials. `moved_to` is the same where every redirect to it was
    permanent, else None; so it is for addresses with credentials, which stay as the operator wrote them. `max_age` is
    how long the server says the answer stays fresh, at most a day. `elapsed` is the time spent on requests.
    """

    url: str
    body: bytes
    headers: Mapping[str, str]
    etag: str | None
    last_modified: str | None
    moved_to: str | None
    max_age: timedelta | None
    elapsed: timedelta


@dataclass(frozen=True, slots=True)
class NotModified:
    """The document is the one that the validators name; they are the server's newest, else those that were sent."""

    url: str
    etag: str | None
    last_modified: str | None
    moved_to: str | None
    max_age: timedelta | None
    elapsed: timedelta


Permit = Callable[[str], Awaitable[None]]
"""Asked before a request with its address; raises FetchError where it must not be made."""


class Fetcher:
    """Fetches documents; one for the whole process.

    `max_bytes` bounds a body before and after decompression, `timeout` (seconds) all of a fetch with its redirects and
    its waiting for a turn, `per_host` and `in_flight` the requests at a time. `accept` names the types that are
    wanted. `resolver` finds the addresses of names and `network` connects to them; they are checked in between, so the
    resolver needs no trust.
    """

    def __init__(
        self,
        *,
        version: str,
        allow_private: bool = False,
        max_bytes: int = MAX_BYTES,
        timeout: float = 30.0,
        per_host: int = 2,
        in_flight: int = 32,
        accept: str = ACCEPT,
        resolver: Resolver = resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._per_host = per_host
        # Weak: a host's semaphore lives while somebody holds it or waits for it.
        self._hosts: WeakValueDictionary[bytes, asyncio.Semaphore] = WeakValueDictionary()
        self._in_flight = asyncio.Semaphore(in_flight)
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(allow_private=allow_private, resolver=resolver, network=network),
            headers={
                "User-Agent": f"Bongsu/{version} (+https://github.com/bongsu-bot/bongsu; news alerts for Telegram)",
                "Accept": accept,
                "Accept-Encoding": ", ".join(DECODERS),
                "Connection": "close",
            },
            # The whole is bounded in fetch(); here only one dead address of several must not use it up.
            timeout=httpx.Timeout(None, connect=timeout / 4),
            # A proxy would resolve names and connect in our place, past the guard; .netrc would hand out passwords.
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Let go of the client; no fetch may be under way."""
        await self._client.aclose()

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """Get the document at this address, or hear that it is the one with these validators; else FetchError."""
        hops, body = await self._asked(self._request(url, etag, last_modified), None)
        return _answer(hops, body, etag, last_modified)

    async def get(self, url: str, *, permit: Permit | None = None) -> Fetched:
        """Get the document at this address; `permit` is asked before each request, those of redirects too."""
        hops, body = await self._asked(self._request(url, None, None), permit)
        return _fetched(hops, body)

    async def _asked(self, request: httpx.Request, permit: Permit | None) -> tuple[Sequence[httpx.Response], bytes]:
        with _translated(request.url):
            async with asyncio.timeout(self._timeout):
                return await self._follow(request, permit)

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to this address, which takes it; else FetchError. What it answers beyond that is not read."""
        await self._asked(self._request(url, form=form), None)

    def _request(
        self,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        form: Mapping[str, str] | None = None,
    ) -> httpx.Request:
        validators = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified))
        try:
            headers = [(name, value.encode()) for name, value in validators if value is not None]
            target = httpx.URL(url.partition("#")[0])
            _check_address(target)
            return self._client.build_request("GET" if form is None else "POST", target, headers=headers, data=form)
        except (httpx.InvalidURL, ValueError) as exc:
            raise FetchError("This is no usable web address.", kind="url") from exc

    async def _follow(self, request: httpx.Request, permit: Permit | None) -> tuple[Sequence[httpx.Response], bytes]:
        """Every response on the way, each closed, and the body of the last one."""
        hops: list[httpx.Response] = []
        while len(hops) <= MAX_REDIRECTS:
            if permit:
                await permit(str(request.url))
            with _translated(request.url):
                response, body = await self._exchange(request)
            hops.append(response)
            if response.next_request is None:
                return hops, body
            if response.next_request.method != request.method:  # 301 to 303 would make a GET of a form
                raise FetchError(f"{shown(request.url)} redirects a form to somewhere else.", kind="redirects")
            # httpx keeps the validators, and the credentials only for the same origin or its https twin.
            request = response.next_request
            _check_address(request.url)
        raise FetchError(f"{shown(hops[0].url)} redirects more than {MAX_REDIRECTS} times.", kind="redirects")

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        """One request in its turn, its response read as far as we want it and closed."""
        # The host's turn first, so that feeds of one slow host do not take everybody's places while they wait.
        turn = self._hosts.setdefault(request.url.raw_host.rstrip(b"."), asyncio.Semaphore(self._per_host))
        async with turn, self._in_flight, aclosing(await self._client.send(request, stream=True)) as response:
            _check_status(response)
            wanted = response.is_success and request.method == "GET"
            return response, await self._body(response) if wanted else b""

    async def _body(self, response: httpx.Response) -> bytes:
        raw = bytearray()
        async for piece in response.aiter_raw():
            raw += piece
            if len(raw) > self._max_bytes:
                raise TooLargeError
            await asyncio.sleep(0)  # one read can hold ten thousand tiny pieces, and others want the loop too
        return inflated(bytes(raw), response.headers.get("content-encoding", ""), self._max_bytes)


def shown(url: httpx.URL) -> str:
    """An address as error texts show it: scheme, host and path, without the parts that may hold secrets."""
    path = url.raw_path.partition(b"?")[0].decode("ascii", "replace")
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{path}"[:200]


def _check_address(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https"):
        raise FetchError("Only http:// and https:// addresses can be fetched.", kind="scheme")
    if not url.raw_host or (url.port is not None and not 0 < url.port < 2**16):
        raise FetchError("This web address names no host and port that exist.", kind="url")


def _check_status(response: httpx.Response) -> None:
    """Let pass what fetch() goes on from: a document, a redirect, a 304 that was asked for."""
    status = response.status_code
    asked = response.request.headers.keys() & {"if-none-match", "if-modified-since"}
    if response.is_success or response.next_request is not None or (status == 304 and asked):
        return
    where = shown(response.url)
    if status in (301, 302, 303, 307, 308):
        raise FetchError(f"{where} redirects without saying where to.", kind="redirects", status=status)
    if status == 410:
        raise FetchError(f"{where} is gone for good (410).", kind="gone", status=status)
    raise FetchError(
        f"{where} answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip() + ".",
        kind="http",
        status=status,
        retry_after=_retry_after(response.headers) if status in BUSY else None,
    )


def _answer(
    hops: Sequence[httpx.Response], body: bytes, etag: str | None, last_modified: str | None
) -> Fetched | NotModified:
    """What the last response says, and the way to it."""
    new = _fetched(hops, body)
    if hops[-1].status_code != 304:
        return new
    newest = new.etag or etag, new.last_modified or last_modified
    return NotModified(new.url, *newest, new.moved_to, new.max_age, new.elapsed)


def _fetched(hops: Sequence[httpx.Response], body: bytes) -> Fetched:
    *before, last = hops
    url = str(last.url)
    if last.url.userinfo or "#" in url:
        url = str(last.url.copy_with(userinfo=b"", fragment=None))
    permanent = bool(before) and all(hop.status_code in PERMANENT for hop in before)
    secret = any(hop.url.userinfo for hop in hops)
    moved_to = url if permanent and not secret else None
    headers = dict(last.headers)
    newest = headers.get("etag"), headers.get("last-modified")
    elapsed = sum((hop.elapsed for hop in hops), timedelta())
    return Fetched(url, body, headers, *newest, moved_to, _max_age(headers), elapsed)


def _max_age(headers: Mapping[str, str]) -> timedelta | None:
    """How long an answer says that it stays fresh (RFC 9111, sections 4.2.1 and 5.2.2)."""
    said = [part.strip().partition("=") for part in headers.get("cache-control", "").lower().split(",")]
    directives = {name: value for name, _, value in said}
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    if "max-age" in directives:
        return _seconds(directives["max-age"])
    return _until(headers, "expires")


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wait that a busy server asks for (RFC 9110, section 10.2.3)."""
    seconds = _seconds(headers.get("retry-after", ""))
    return _until(headers, "retry-after") if seconds is None else seconds


def _seconds(text: str) -> timedelta | None:
    digits = text.strip().strip('"')
    return _bounded(float(digits)) if digits.isascii() and digits.isdigit() else None


def _until(headers: Mapping[str, str], name: str) -> timedelta | None:
    """How far the date in this header lies ahead, by the server's own clock where it shows one."""
    date = _http_date(headers.get(name, ""))
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    return _bounded((date - now).total_seconds()) if date else None


def _bounded(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST_WAIT.total_seconds()))


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


TROUBLES: Sequence[tuple[tuple[type[Exception], ...], str, str]] = (
    ((TooLargeError,), "too-large", "sends more than a feed may hold"),
    ((TimeoutError, httpcore.TimeoutException), "timeout", "did not answer in time"),
    ((ssl.SSLError,), "tls", "has no certificate or no kind of TLS that can be trusted"),
    ((httpcore.NetworkError, OSError), "connect", "cannot be reached, or broke off"),
    (UNREADABLE, "encoding", "sends a compressed body that cannot be read"),
    # The transport's errors are httpcore's, so these come from httpx reading a Location.
    ((httpx.HTTPError, httpx.InvalidURL, UnicodeError), "redirects", "redirects to something that is no web address"),
    ((httpcore.ProtocolError, ValueError), "protocol", "does not speak HTTP as it should, or broke off"),
)
"""What can go wrong on the wire: the exceptions, the kind and the words; the first that fits is taken."""


@contextmanager
def _translated(url: httpx.URL) -> Iterator[None]:
    """Turn what can go wrong in a request to this address into a FetchError."""
    try:
        yield
    except FetchError:
        raise
    except Exception as exc:
        # httpcore tells failed TLS from failed TCP only by the cause.
        cause = exc.__cause__ if isinstance(exc.__cause__, ssl.SSLError) else exc
        for kinds, kind, words in TROUBLES:
            if isinstance(cause, kinds):
                raise FetchError(f"{shown(url)} {words}.", kind=kind) from exc
        raise
