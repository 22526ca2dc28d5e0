"""httpx: a feed's address -> Fetched, NotModified or FetchError, with every limit."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Self
from weakref import WeakValueDictionary

import httpx
from aiohttp import ClientPayloadError

from bot.errors import FetchError
from bot.web.guard import Answer, Ask, Dial, GuardedTransport, Resolver, dial, resolve
from bot.web.hops import REDIRECTS, Fetched, Hop, NotModified, answered, check_status, fetched, show_cookies
from bot.web.inflate import DECODERS, Inflated, TooLargeError, inflated, is_whole
from bot.web.trouble import shown, translated

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"
MAX_BYTES = 10_000_000
"""How many bytes a feed may have, before and after decompression."""
FIRST_SHARE = 2 / 3
"""The share of a fetch's time in which the first User-Agent must be answered, where there is another to try."""
QUIET = 5.0
"""Seconds after which a document that is whole is one, though its server neither says so nor hangs up."""
MAX_REDIRECTS = 5
"""How many redirects a fetch follows."""
REFUSED = frozenset({403, 406})
"""The statuses with which a server may refuse a User-Agent."""


Permit = Callable[[str], Awaitable[None]]
"""Asked before a request with its address; raises FetchError where it must not be made."""


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
        self._fields = [
            (b"Accept", accept.encode()),
            (b"Accept-Encoding", ", ".join(DECODERS).encode()),
            (b"Connection", b"close"),
        ]
        self._client = httpx.AsyncClient(transport=httpx.AsyncBaseTransport(), trust_env=False)
        """Only says what a redirect means: its own ways of sending take longer than all else of a small answer."""
        # The whole is bounded in fetch(); here only one dead address of several must not use it up.
        self._transport = GuardedTransport(
            allow_private=allow_private, seconds=timeout / 4, resolver=resolver, dial=dial
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
            return answered(*await self._asked(request, first), etag, last_modified)
        except FetchError as exc:
            if len(names) == 1 or (exc.kind != "timeout" and exc.status not in REFUSED):
                raise
            refused = exc
        request = self._request(url, etag, last_modified, user_agent=names[1])
        try:
            rest = self._timeout - (time.monotonic() - began)
            return answered(*await self._asked(request, rest), etag, last_modified)
        except FetchError:
            raise refused from None

    async def get(self, url: str, *, permit: Permit | None = None) -> Fetched:
        """Get the document at this address; `permit` is asked before each request, those of redirects too."""
        hops, body = await self._asked(self._request(url), self._timeout, permit)
        return fetched(hops, body)

    async def _asked(self, ask: Ask, seconds: float, permit: Permit | None = None) -> tuple[Sequence[Hop], Inflated]:
        with translated(ask.url):
            async with asyncio.timeout(seconds):
                return await self._follow(ask, permit)

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to this address, which takes it; else FetchError. What it answers beyond that is not read."""
        await self._asked(self._request(url, form=form), self._timeout)

    async def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Send JSON to this address, which takes it: what it answers; else FetchError."""
        said = {"User-Agent": self.names[0], "Content-Type": "application/json", "Accept": "*/*", **headers}
        try:
            target, _ = _target(url)
            fields = {"Accept-Encoding": ", ".join(DECODERS), "Connection": "close"} | said
            ask = _ask(httpx.Request(method, target, headers=fields, content=body))
        except (httpx.InvalidURL, ValueError) as exc:
            raise FetchError("This is no usable web address.", kind="url") from exc
        return (await self._asked(ask, self._timeout))[1].body

    def _request(
        self,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        form: Mapping[str, str] | None = None,
        user_agent: str | None = None,
    ) -> Ask:
        validators = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified))
        try:
            target, shown_as = _target(url)
            name = user_agent or self.names[0]
            if not name.isprintable():
                raise ValueError("a header is one line")
            # A validator with a tab or a line break in it cannot be said back, and so is none.
            fields = [(key, value.encode()) for key, value in validators if value and value.isprintable()]
            fields.insert(0, (b"User-Agent", name.encode()))
            fields[1:1] = self._fields
            if form is None and not target.userinfo:
                return Ask("GET", target, shown_as, [(b"Host", target.netloc), *fields])
            request = httpx.Request("GET" if form is None else "POST", target, headers=fields, data=form)
            return replace(_ask(request), read=form is None)
        except (httpx.InvalidURL, ValueError) as exc:
            raise FetchError("This is no usable web address.", kind="url") from exc

    async def _follow(self, ask: Ask, permit: Permit | None) -> tuple[Sequence[Hop], Inflated]:
        """Every request on the way and how it was answered, and the body of the last answer.

        Cookies are kept on the way, and no further: some sites redirect until they see the one that they set.
        """
        hops: list[Hop] = []
        while len(hops) <= MAX_REDIRECTS:
            if permit:
                await permit(str(ask.url))
            with translated(ask.url):
                hop, body = await self._exchange(ask)
            hops.append(hop)
            check_status(hops)
            if hop.next is None:
                return hops, body
            if hop.next.method != ask.method:  # 301 to 303 would make a GET of a form
                raise FetchError(f"{shown(ask.url)} redirects a form to somewhere else.", kind="redirects")
            # httpx keeps the validators, and the credentials only for the same origin or its https twin.
            _check_address(hop.next.url)
            show_cookies(hops, hop.next)
            ask = replace(_ask(hop.next), read=ask.read)
        raise FetchError(f"{shown(hops[0].ask.url)} redirects more than {MAX_REDIRECTS} times.", kind="redirects")

    async def _exchange(self, ask: Ask) -> tuple[Hop, Inflated]:
        """One request in its turn, its answer read as far as we want it and closed."""
        # The host's turn first, so that feeds of one slow host do not take everybody's places while they wait.
        turn = self._hosts.setdefault(ask.url.raw_host.rstrip(b"."), asyncio.Semaphore(self._per_host))
        async with turn, self._in_flight:
            began = time.monotonic()
            with closing(await self._transport.ask(ask)) as answer:
                wanted = ask.read and 200 <= answer.status < 300
                raw, broken = await self._body(answer) if wanted else (b"", None)
            elapsed = timedelta(seconds=time.monotonic() - began)
            hop = Hop(ask, answer.status, answer.fields, elapsed, self._redirected(ask, answer))
            said = hop.headers.get("content-encoding", "") if wanted else ""
            body = inflated(raw, said, self._max_bytes) if wanted else Inflated(b"")
            if broken and not is_whole(body.body):
                raise broken
            return hop, body

    def _redirected(self, ask: Ask, answer: Answer) -> httpx.Request | None:
        """The request that an answer redirects to."""
        if answer.status not in REDIRECTS or all(name.lower() != b"location" for name, _ in answer.fields):
            return None
        request = httpx.Request(ask.method, ask.url, headers=list(ask.fields), content=ask.content)
        response = httpx.Response(answer.status, headers=list(answer.fields), request=request)
        return self._client._build_redirect_request(request, response)

    async def _body(self, answer: Answer) -> tuple[bytes, ClientPayloadError | None]:
        """What was sent, and what was raised where the server hung up before it had sent all that it announced."""
        raw = bytearray()
        try:
            async with asyncio.timeout(None) as quiet:
                async for piece in answer:
                    raw += piece
                    if len(raw) > self._max_bytes:
                        raise TooLargeError
                    await asyncio.sleep(0)  # one read can hold ten thousand tiny pieces, and others want the loop too
                    quiet.reschedule(asyncio.get_running_loop().time() + QUIET if is_whole(raw) else None)
        except ClientPayloadError as exc:
            return bytes(raw), exc
        except TimeoutError:
            pass  # It is whole, and the server does not hang up.
        return bytes(raw), None


def _ask(request: httpx.Request) -> Ask:
    """A request that httpx has made, with the credentials of its address."""
    if request.url.userinfo:
        next(httpx.BasicAuth(request.url.username, request.url.password).auth_flow(request))
    return Ask(request.method, request.url, _bare(request.url), request.headers.raw, request.read())


@lru_cache(maxsize=1024)
def _target(url: str) -> tuple[httpx.URL, str]:
    """A feed's address, which is the same at each poll, and how it is shown; InvalidURL or FetchError: it is none."""
    target = httpx.URL(url.partition("#")[0])
    _check_address(target)
    return target, _bare(target)


def _bare(url: httpx.URL) -> str:
    """An address without credentials and fragment."""
    whole = str(url)
    return str(url.copy_with(userinfo=b"", fragment=None)) if url.userinfo or "#" in whole else whole


def _check_address(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https"):
        raise FetchError("Only http:// and https:// addresses can be fetched.", kind="scheme")
    if not _named(url) or (url.port is not None and not 0 < url.port < 2**16):
        raise FetchError("This web address names no host and port that exist.", kind="url")


def _named(url: httpx.URL) -> bool:
    """Whether an address has a host whose name can be read: one in letters beyond ASCII may not."""
    try:
        return bool(url.host)
    except ValueError:
        return False
