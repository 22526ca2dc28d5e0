"""httpx: a feed's address -> Fetched, NotModified or FetchError, with every limit."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Self
from weakref import WeakValueDictionary

import httpx

from bot.errors import FetchError
from bot.web.guard import Dial, GuardedTransport, Resolver, dial, resolve
from bot.web.inflate import DECODERS, Inflated, TooLargeError, inflated
from bot.web.trouble import shown, translated
from bot.web.wall import guards

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"
MAX_BYTES = 10_000_000
"""How many bytes a feed may have, before and after decompression."""
FIRST_SHARE = 2 / 3
"""The share of a fetch's time in which the first User-Agent must be answered, where there is another to try."""
MAX_REDIRECTS = 5
"""How many redirects a fetch follows."""
ANSWERED = "bongsu-answered"
"""The extension of a request that is no GET and whose answer is read all the same."""
PERMANENT = frozenset({301, 308})
"""The statuses of redirects that mean a new address."""
BUSY = frozenset({429, 503})
"""The statuses with which a server may name a wait (Retry-After)."""
REFUSED = frozenset({403, 406})
"""The statuses with which a server may refuse a User-Agent."""
OTHER_HTTP = frozenset({426, 505})
"""The statuses with which a server refuses HTTP/1.1."""
LONGEST_WAIT = timedelta(days=1)
"""The longest wait that a server can ask for; more is taken for this."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's document, its body decompressed, with header names in lower case.

    `url` is the address that answered, without credentials. `moved_to` is the same where every redirect to it was
    permanent, else None; so it is for addresses with credentials, which stay as the operator wrote them. `max_age` is
    how long the server says the answer stays fresh, at most a day. `elapsed` is the time spent on requests.
    `user_agent` is the one that was answered; `damage` what was wrong with the body's encodings, a clause without an
    end, or None. A last_modified that lies ahead of the server's clock is left out: it would keep us from what is new.
    """

    url: str
    body: bytes
    headers: Mapping[str, str]
    etag: str | None
    last_modified: str | None
    moved_to: str | None
    max_age: timedelta | None
    elapsed: timedelta
    user_agent: str
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The document is the one that the validators name; they are the server's newest, else those that were sent."""

    url: str
    etag: str | None
    last_modified: str | None
    moved_to: str | None
    max_age: timedelta | None
    elapsed: timedelta
    user_agent: str


Permit = Callable[[str], Awaitable[None]]
"""Asked before a request with its address; raises FetchError where it must not be made."""


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Forget them."""


class _Client(httpx.AsyncClient):
    """httpx's client, but that it keeps no cookies: feeds are read without memory."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._cookies = _NoCookies()


class Fetcher:
    """Fetches documents; one for the whole process.

    `max_bytes` bounds a body before and after decompression, `timeout` (seconds) all of a fetch with its redirects and
    its waiting for a turn, `per_host` and `in_flight` the requests at a time. `accept` names the types that are
    wanted. `resolver` finds the addresses of names and `dial` connects to them; they are checked in between, so the
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
        in_flight: int = 64,
        accept: str = ACCEPT,
        resolver: Resolver = resolve,
        dial: Dial = dial,
    ) -> None:
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._per_host = per_host
        # Weak: a host's semaphore lives while somebody holds it or waits for it.
        self._hosts: WeakValueDictionary[bytes, asyncio.Semaphore] = WeakValueDictionary()
        self._in_flight = asyncio.Semaphore(in_flight)
        self.names = (
            f"Bongsu/{version} (+https://github.com/bongsu-bot/bongsu; news alerts for Telegram)",
            f"Mozilla/5.0 (compatible; Bongsu/{version})",
        )
        """Our User-Agents, the full one and the plain one: some servers take an address in it for a robot's."""
        self._client = _Client(
            # The whole is bounded in fetch(); here only one dead address of several must not use it up.
            transport=GuardedTransport(allow_private=allow_private, seconds=timeout / 4, resolver=resolver, dial=dial),
            headers={
                "User-Agent": self.names[0],
                "Accept": accept,
                "Accept-Encoding": ", ".join(DECODERS),
                "Connection": "close",
            },
            timeout=httpx.Timeout(None),
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
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        user_agents: Sequence[str] = (),
    ) -> Fetched | NotModified:
        """Get the document at this address, or hear that it is the one with these validators; else FetchError.

        A server that refuses the first of the User-Agents (ours where none is named), or does not answer it, is asked
        once more with the next; the error is the first.
        """
        names = user_agents or self.names
        began = time.monotonic()
        request = self._request(url, etag, last_modified, user_agent=names[0])
        try:
            first = self._timeout * (FIRST_SHARE if len(names) > 1 else 1)
            return _answer(*await self._asked(request, first), etag, last_modified)
        except FetchError as exc:
            if len(names) == 1 or (exc.kind != "timeout" and exc.status not in REFUSED):
                raise
            refused = exc
        request = self._request(url, etag, last_modified, user_agent=names[1])
        try:
            rest = self._timeout - (time.monotonic() - began)
            return _answer(*await self._asked(request, rest), etag, last_modified)
        except FetchError:
            raise refused from None

    async def get(self, url: str, *, permit: Permit | None = None) -> Fetched:
        """Get the document at this address; `permit` is asked before each request, those of redirects too."""
        hops, body = await self._asked(self._request(url), self._timeout, permit)
        return _fetched(hops, body)

    async def _asked(
        self, request: httpx.Request, seconds: float, permit: Permit | None = None
    ) -> tuple[Sequence[httpx.Response], Inflated]:
        with translated(request.url):
            async with asyncio.timeout(seconds):
                return await self._follow(request, permit)

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to this address, which takes it; else FetchError. What it answers beyond that is not read."""
        await self._asked(self._request(url, form=form), self._timeout)

    async def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Send JSON to this address, which takes it: what it answers; else FetchError."""
        try:
            content = {"Content-Type": "application/json", "Accept": "*/*", **headers}
            target = httpx.URL(url.partition("#")[0])
            _check_address(target)
            request = self._client.build_request(
                method, target, headers=content, content=body, extensions={ANSWERED: True}
            )
        except (httpx.InvalidURL, ValueError) as exc:
            raise FetchError("This is no usable web address.", kind="url") from exc
        return (await self._asked(request, self._timeout))[1].body

    def _request(
        self,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        form: Mapping[str, str] | None = None,
        user_agent: str | None = None,
    ) -> httpx.Request:
        said = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified), (b"User-Agent", user_agent))
        try:
            headers = [(name, _one_line(value).encode()) for name, value in said if value is not None]
            target = httpx.URL(url.partition("#")[0])
            _check_address(target)
            return self._client.build_request("GET" if form is None else "POST", target, headers=headers, data=form)
        except (httpx.InvalidURL, ValueError) as exc:
            raise FetchError("This is no usable web address.", kind="url") from exc

    async def _follow(self, request: httpx.Request, permit: Permit | None) -> tuple[Sequence[httpx.Response], Inflated]:
        """Every response on the way, each closed, and the body of the last one.

        Cookies are kept on the way, and no further: some sites redirect until they see the one that they set.
        """
        hops: list[httpx.Response] = []
        while len(hops) <= MAX_REDIRECTS:
            if permit:
                await permit(str(request.url))
            with translated(request.url):
                response, body = await self._exchange(request)
            hops.append(response)
            _check_status(hops)
            if response.next_request is None:
                return hops, body
            if response.next_request.method != request.method:  # 301 to 303 would make a GET of a form
                raise FetchError(f"{shown(request.url)} redirects a form to somewhere else.", kind="redirects")
            # httpx keeps the validators, and the credentials only for the same origin or its https twin.
            request = response.next_request
            _check_address(request.url)
            _show_cookies(hops, request)
        raise FetchError(f"{shown(hops[0].url)} redirects more than {MAX_REDIRECTS} times.", kind="redirects")

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, Inflated]:
        """One request in its turn, its response read as far as we want it and closed."""
        # The host's turn first, so that feeds of one slow host do not take everybody's places while they wait.
        turn = self._hosts.setdefault(request.url.raw_host.rstrip(b"."), asyncio.Semaphore(self._per_host))
        async with turn, self._in_flight, aclosing(await self._client.send(request, stream=True)) as response:
            wanted = response.is_success and (request.method == "GET" or ANSWERED in request.extensions)
            return response, await self._body(response) if wanted else Inflated(b"")

    async def _body(self, response: httpx.Response) -> Inflated:
        raw = bytearray()
        async for piece in response.aiter_raw():
            raw += piece
            if len(raw) > self._max_bytes:
                raise TooLargeError
            await asyncio.sleep(0)  # one read can hold ten thousand tiny pieces, and others want the loop too
        return inflated(bytes(raw), response.headers.get("content-encoding", ""), self._max_bytes)


def _show_cookies(hops: Sequence[httpx.Response], request: httpx.Request) -> None:
    """Have a request show the cookies that were set on the way to it."""
    if any("set-cookie" in hop.headers for hop in hops):
        cookies = httpx.Cookies()
        for hop in hops:
            cookies.extract_cookies(hop)
        cookies.set_cookie_header(request)


def _check_address(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https"):
        raise FetchError("Only http:// and https:// addresses can be fetched.", kind="scheme")
    if not url.raw_host or (url.port is not None and not 0 < url.port < 2**16):
        raise FetchError("This web address names no host and port that exist.", kind="url")


def _check_status(hops: Sequence[httpx.Response]) -> None:
    """Let pass what fetch() goes on from: a document, a redirect, a 304 that was asked for."""
    *before, response = hops
    status = response.status_code
    asked = response.request.headers.keys() & {"if-none-match", "if-modified-since"}
    if response.is_success or response.next_request is not None or (status == 304 and asked):
        return
    where = shown(response.url)
    if status in (301, 302, 303, 307, 308):
        raise FetchError(f"{where} redirects without saying where to.", kind="redirects", status=status)
    # Behind a redirect that is not for good, what is gone is not the feed.
    if status == 410 and all(hop.status_code in PERMANENT for hop in before):
        raise FetchError(f"{where} is gone for good (410).", kind="gone", status=status)
    wall = guards(response.headers)
    why = f": a wall against bots ({wall})" if wall else ", as it speaks HTTP/2 only" if status in OTHER_HTTP else ""
    raise FetchError(
        f"{where} answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip() + f"{why}.",
        kind="http",
        status=status,
        retry_after=_retry_after(response.headers) if status in BUSY else None,
    )


def _answer(
    hops: Sequence[httpx.Response], body: Inflated, etag: str | None, last_modified: str | None
) -> Fetched | NotModified:
    """What the last response says, and the way to it; nothing at all, where validators were sent, is no news."""
    new = _fetched(hops, body)
    if hops[-1].status_code != 304 and (new.body.strip() or not (etag or last_modified)):
        return new
    newest = new.etag or etag, new.last_modified or last_modified
    return NotModified(new.url, *newest, new.moved_to, new.max_age, new.elapsed, new.user_agent)


def _fetched(hops: Sequence[httpx.Response], body: Inflated) -> Fetched:
    *before, last = hops
    url = str(last.url)
    if last.url.userinfo or "#" in url:
        url = str(last.url.copy_with(userinfo=b"", fragment=None))
    permanent = bool(before) and all(hop.status_code in PERMANENT for hop in before)
    secret = any(hop.url.userinfo for hop in hops)
    moved_to = url if permanent and not secret else None
    headers = dict(last.headers)
    ahead = _until(headers, "last-modified")
    newest = headers.get("etag"), None if ahead else headers.get("last-modified")
    elapsed = sum((hop.elapsed for hop in hops), timedelta())
    name = last.request.headers["user-agent"]
    return Fetched(url, body.body, headers, *newest, moved_to, _max_age(headers), elapsed, name, body.damage)


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


def _one_line(value: str) -> str:
    """A header's value; ValueError where it would end its line and begin another."""
    if not value.isprintable():
        raise ValueError("a header is one line")
    return value
