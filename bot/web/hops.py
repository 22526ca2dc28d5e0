"""The answers on the way to a document -> what they come to: Fetched, NotModified or FetchError."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import httpx

from bot.errors import FetchError
from bot.web.age import max_age, retry_after, until
from bot.web.guard import Ask
from bot.web.inflate import Inflated
from bot.web.trouble import shown
from bot.web.wall import guards

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses of redirects."""
PERMANENT = frozenset({301, 308})
"""The statuses of redirects that mean a new address."""
BUSY = frozenset({429, 503})
"""The statuses with which a server may name a wait (Retry-After)."""
VALIDATORS = frozenset({b"if-none-match", b"if-modified-since"})
"""The headers that ask for a document only where it has changed."""
OTHER_HTTP = frozenset({426, 505})
"""The statuses with which a server refuses HTTP/1.1."""


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


@dataclass(frozen=True, slots=True)
class Hop:
    """A request that was answered: with what, after how long, and the request that it is redirected to."""

    ask: Ask
    status: int
    fields: Sequence[tuple[bytes, bytes]]
    elapsed: timedelta
    next: httpx.Request | None

    @property
    def headers(self) -> dict[str, str]:
        """Its headers, their names in lower case; those of one name as one."""
        headers: dict[str, str] = {}
        for name, value in self.fields:
            key, said = name.decode("latin-1").lower(), _decoded(value)
            headers[key] = f"{headers[key]}, {said}" if key in headers else said
        return headers


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def show_cookies(hops: Sequence[Hop], request: httpx.Request) -> None:
    """Have a request show the cookies that were set on the way to it."""
    if any("set-cookie" in hop.headers for hop in hops):
        cookies = httpx.Cookies()
        for hop in hops:
            asked = httpx.Request(hop.ask.method, hop.ask.url)
            cookies.extract_cookies(httpx.Response(hop.status, headers=list(hop.fields), request=asked))
        cookies.set_cookie_header(request)


def check_status(hops: Sequence[Hop]) -> None:
    """Let pass what fetch() goes on from: a document, a redirect, a 304 that was asked for."""
    *before, hop = hops
    status = hop.status
    if 200 <= status < 300 or hop.next is not None:
        return
    if status == 304 and any(name.lower() in VALIDATORS for name, _ in hop.ask.fields):
        return
    where, headers = shown(hop.ask.url), hop.headers
    if status in REDIRECTS:
        raise FetchError(f"{where} redirects without saying where to.", kind="redirects", status=status)
    # Behind a redirect that is not for good, what is gone is not the feed.
    if status == 410 and all(hop.status in PERMANENT for hop in before):
        raise FetchError(f"{where} is gone for good (410).", kind="gone", status=status)
    wall = guards(headers)
    why = f": a wall against bots ({wall})" if wall else ", as it speaks HTTP/2 only" if status in OTHER_HTTP else ""
    raise FetchError(
        f"{where} answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip() + f"{why}.",
        kind="http",
        status=status,
        retry_after=retry_after(headers) if status in BUSY else None,
    )


def answered(hops: Sequence[Hop], body: Inflated, etag: str | None, last_modified: str | None) -> Fetched | NotModified:
    """What the last answer says, and the way to it; nothing at all, where validators were sent, is no news."""
    new = fetched(hops, body)
    if hops[-1].status != 304 and (new.body.strip() or not (etag or last_modified)):
        return new
    newest = new.etag or etag, new.last_modified or last_modified
    return NotModified(new.url, *newest, new.moved_to, new.max_age, new.elapsed, new.user_agent)


def fetched(hops: Sequence[Hop], body: Inflated) -> Fetched:
    """The document that the last answer brought."""
    *before, last = hops
    url, moved_to = last.ask.shown, None
    if before and all(hop.status in PERMANENT for hop in before) and not any(hop.ask.url.userinfo for hop in hops):
        moved_to = url
    headers = last.headers
    ahead = until(headers, "last-modified")
    newest = headers.get("etag"), None if ahead else headers.get("last-modified")
    elapsed = sum((hop.elapsed for hop in hops), timedelta())
    name = next(value.decode() for name, value in last.ask.fields if name.lower() == b"user-agent")
    return Fetched(url, body.body, headers, *newest, moved_to, max_age(headers), elapsed, name, body.damage)
