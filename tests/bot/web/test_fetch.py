"""Fetching over real sockets: what comes back, and that nothing a server does gets past a limit."""

import asyncio
import gzip
import itertools
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address

import brotli  # type: ignore[import-untyped]  # it ships no type information
import pytest
import zstandard
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.web.age import until
from bot.web.fetch import Fetcher
from bot.web.hops import Fetched, NotModified
from tests.bot.web.test_inflate import COMPRESS, bomb, deflated
from tests.feedserver import FeedServer, Page
from tests.patience import PATIENCE

FEED = b"<rss><channel><title>Beacon</title></channel></rss>" * 20
MODIFIED = "Tue, 24 Nov 2026 12:00:00 GMT"


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    """A server whose pages the test sets."""
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher as the service makes it, that may reach this machine."""
    async with Fetcher(version="1.2", allow_private=True) as running:
        yield running


async def test_a_form_goes_to_whom_it_is_for(fetcher: Fetcher) -> None:
    """Posted, and on through 307 and 308 as it was; a redirect that would make it a GET is refused, as is a 4xx."""
    seen: list[tuple[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        seen.append((request.path, await request.text()))
        status = int(request.match_info["status"])
        return web.Response(status=status, headers={"Location": "/202"})

    app = web.Application()
    app.router.add_post("/{status}", take)
    async with TestServer(app) as hub:
        await fetcher.post(str(hub.make_url("/307")), {"a": "1 2", "b": "é"})
        assert seen == [("/307", "a=1+2&b=%C3%A9"), ("/202", "a=1+2&b=%C3%A9")]
        for status, kind in ((303, "redirects"), (404, "http")):
            with pytest.raises(FetchError) as caught:
                await fetcher.post(str(hub.make_url(f"/{status}")), {"a": "1"})
            assert caught.value.kind == kind


async def test_a_form_does_not_reach_into_the_operators_network() -> None:
    """A hub's address is guarded as a feed's is."""
    async with Fetcher(version="1.2") as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.post("http://127.0.0.1:9/hub", {"a": "1"})

    assert caught.value.kind == "private-address"


async def fetched(fetcher: Fetcher, url: str) -> Fetched:
    """The document of a fetch that must bring one."""
    async with asyncio.timeout(PATIENCE):
        answer = await fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    return answer


async def refused(fetcher: Fetcher, url: str, etag: str | None = None) -> FetchError:
    """The error of a fetch that must fail."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url, etag=etag)
    return caught.value


async def numbers(host: str, port: int) -> Sequence[str]:
    """A resolver that knows no name, so that nothing leaves this machine."""
    try:
        return [str(ip_address(host))]
    except ValueError as exc:
        raise OSError("no such name") from exc


Talk = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def saying(*answer: bytes, then: Talk | None = None) -> AsyncIterator[str]:
    """The address of a server that answers these bytes, whatever they are, and closes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.writelines(answer)
            if then:
                await then(writer)
            await writer.drain()
        except ConnectionError:
            return  # the fetcher hung up, as it should
        finally:
            writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/feed"


async def test_a_document(server: FeedServer, fetcher: Fetcher) -> None:
    """A document comes with its validators, its headers in lower case, and the address that answered."""
    server.pages["/feed"] = Page(FEED, headers={"ETag": '"a"', "Last-Modified": MODIFIED, "X-Tower": "first"})
    answer = await fetched(fetcher, server.url("/feed?page=1#top"))
    assert (answer.url, answer.body) == (server.url("/feed?page=1"), FEED)
    assert (answer.etag, answer.last_modified, answer.moved_to) == ('"a"', MODIFIED, None)
    assert answer.headers["x-tower"] == "first"
    assert answer.elapsed > timedelta()


async def test_who_asks(server: FeedServer, fetcher: Fetcher) -> None:
    """A request names the project, asks for feeds, and promises not to keep the connection."""
    server.pages["/feed"] = Page(FEED)
    await fetched(fetcher, server.url("/feed"))
    headers = server.requests[0].headers
    assert headers["user-agent"] == "Bongsu/1.2 (+https://github.com/bongsu-bot/bongsu; news alerts for Telegram)"
    assert headers["accept"].startswith("application/atom+xml, application/rss+xml")
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert headers["connection"] == "close"
    assert headers.keys().isdisjoint({"if-none-match", "if-modified-since", "cookie", "authorization"})


async def test_not_modified(server: FeedServer, fetcher: Fetcher) -> None:
    """Validators are sent as they came; a 304 keeps those that it does not renew."""
    server.pages["/feed"] = Page(FEED, headers={"ETag": 'W/"a"', "Cache-Control": "max-age=600"})
    answer = await fetcher.fetch(server.url("/feed"), etag='W/"a"', last_modified=MODIFIED)
    assert isinstance(answer, NotModified)
    assert (answer.url, answer.moved_to) == (server.url("/feed"), None)
    assert (answer.etag, answer.last_modified) == ('W/"a"', MODIFIED)
    assert answer.max_age == timedelta(minutes=10)
    sent = server.requests[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('W/"a"', MODIFIED)


async def test_a_304_that_nobody_asked_for(server: FeedServer, fetcher: Fetcher) -> None:
    """Without validators there is nothing that could be unmodified: a 304 is then an error."""
    server.pages["/feed"] = Page(status=304)
    error = await refused(fetcher, server.url("/feed"))
    assert (error.kind, error.status) == ("http", 304)


async def test_no_cookie_is_kept(server: FeedServer, fetcher: Fetcher) -> None:
    """A cookie is sent back on the way of one fetch, to whom it came from; the next fetch knows nothing of it."""
    server.pages["/feed"] = Page(FEED, headers={"Set-Cookie": "id=1; Path=/"})
    server.pages["/old"] = Page(status=302, headers={"Set-Cookie": "id=2; Path=/", "Location": "/feed"})
    server.pages["/away"] = Page(
        status=302, headers={"Set-Cookie": "id=3; Path=/", "Location": server.url("/feed", "localhost")}
    )
    for path in ("/old", "/feed", "/away", "/old"):
        await fetched(fetcher, server.url(path))
    sent = [(asked.path, asked.headers.get("cookie")) for asked in server.requests]
    there, gone = ("/feed", "id=2"), ("/feed", None)
    assert sent == [("/old", None), there, gone, ("/away", None), gone, ("/old", None), there]


@pytest.mark.parametrize(
    ("headers", "max_age"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=300"}, 300),
        ({"Cache-Control": 'MAX-AGE="60"'}, 60),
        ({"Cache-Control": "s-maxage=60"}, None),
        ({"Cache-Control": "max-age=60, no-cache"}, None),
        ({"Cache-Control": "no-store", "Expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, None),
        ({"Cache-Control": "max-age=" + "9" * 5000}, 86400),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Expires": "Tue, 24 Nov 2026 12:05:00 GMT"}, 300),
        ({"Expires": "Tue, 24 Nov 2026 11:00:00 GMT"}, 0),
        ({"Expires": "Tue Nov 24 12:05:00 2026"}, 300),
        ({"Expires": "0"}, None),
    ],
)
async def test_freshness(server: FeedServer, fetcher: Fetcher, headers: dict[str, str], max_age: float | None) -> None:
    """max-age counts, else Expires against the server's own Date; a day at most; no-cache and no-store cancel both."""
    server.pages["/feed"] = Page(FEED, headers={"Date": MODIFIED} | headers)
    answer = await fetched(fetcher, server.url("/feed"))
    assert answer.max_age == (None if max_age is None else timedelta(seconds=max_age))


@pytest.mark.parametrize("name", COMPRESS)
async def test_compressed(server: FeedServer, fetcher: Fetcher, name: str) -> None:
    """Each encoding that is asked for is undone, in any case and over any number of pieces."""
    body = COMPRESS[name](FEED)
    server.pages["/feed"] = Page(
        headers={"Content-Encoding": name.upper()}, chunks=[body[i : i + 7] for i in range(0, len(body), 7)]
    )
    assert (await fetched(fetcher, server.url("/feed"))).body == FEED


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("deflate", deflated(FEED, -zlib.MAX_WBITS)),
        ("gzip, br", brotli.compress(gzip.compress(FEED))),
        ("zstd", zstandard.compress(FEED[:500]) + zstandard.compress(FEED[500:])),
        ("gzip", gzip.compress(FEED) + b"\0" * 8),
        ("X-GZIP", gzip.compress(FEED)),
        ("utf-8", FEED),
        ("identity", FEED),
    ],
    ids=["deflate without wrapper", "stacked", "zstd frames", "padded gzip", "old name", "no encoding", "identity"],
)
async def test_compressed_in_the_wild(server: FeedServer, fetcher: Fetcher, encoding: str, body: bytes) -> None:
    """Raw deflate, two stacked encodings, several frames, padding and charsets in the wrong header are all read."""
    server.pages["/feed"] = Page(body, headers={"Content-Encoding": encoding})
    assert (await fetched(fetcher, server.url("/feed"))).body == FEED


@pytest.mark.parametrize("name", COMPRESS)
async def test_damaged_compression(server: FeedServer, fetcher: Fetcher, name: str) -> None:
    """A compressed body that is cut short is an error and no half document; one that is none is read; so is none."""
    url = server.url("/feed")
    for body in (COMPRESS[name](FEED)[:-12], COMPRESS[name](FEED)[:9]):
        server.pages["/feed"] = Page(body, headers={"Content-Encoding": name})
        assert (await refused(fetcher, url)).kind == "encoding"
    server.pages["/feed"] = Page(FEED, headers={"Content-Encoding": name})
    answer = await fetched(fetcher, url)
    assert (answer.body, answer.damage) == (FEED, f"it says that it is {name} and is not")
    server.pages["/feed"] = Page(b"", headers={"Content-Encoding": name})
    assert (await fetched(fetcher, url)).body == b""


async def test_too_many_encodings(server: FeedServer, fetcher: Fetcher) -> None:
    """Three encodings on top of each other are nothing that an honest server sends."""
    body = gzip.compress(gzip.compress(gzip.compress(FEED)))
    server.pages["/feed"] = Page(body, headers={"Content-Encoding": "gzip, gzip, gzip"})
    assert (await refused(fetcher, server.url("/feed"))).kind == "encoding"


@pytest.mark.parametrize("name", COMPRESS)
async def test_bombs(server: FeedServer, fetcher: Fetcher, name: str) -> None:
    """A small body that would become 64 MB is refused, also when the bomb itself is compressed once more."""
    for encoding, body in {name: bomb(name, 2**26), f"{name}, gzip": gzip.compress(bomb(name, 2**26))}.items():
        server.pages["/feed"] = Page(body, headers={"Content-Encoding": encoding})
        assert (await refused(fetcher, server.url("/feed"))).kind == "too-large"


async def test_the_cap(server: FeedServer) -> None:
    """Bodies up to the cap pass, one byte more does not, whether announced, in pieces, or endless."""
    async with Fetcher(version="1", allow_private=True, max_bytes=1000) as fetcher:
        url = server.url("/feed")
        server.pages["/feed"] = Page(b"x" * 1000)
        assert len((await fetched(fetcher, url)).body) == 1000
        for page in (Page(b"x" * 1001), Page(chunks=[b"x" * 500] * 3), Page(chunks=itertools.repeat(b"x" * 500))):
            server.pages["/feed"] = page
            assert (await refused(fetcher, url)).kind == "too-large"
        await server.running(0)  # the endless answer was hung up on


def chain(length: int, status: int = 301) -> dict[str, Page]:
    """Pages /0, /1, ... that redirect to the next, and the feed at the end of them."""
    pages = {f"/{i}": Page(status=status, headers={"Location": f"/{i + 1}"}) for i in range(length)}
    return pages | {f"/{length}": Page(FEED, headers={"ETag": '"z"'})}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects(server: FeedServer, fetcher: Fetcher, status: int) -> None:
    """Five redirects are followed, relative ones too; the address has moved only if all of them are permanent."""
    server.pages = chain(5, status)
    answer = await fetched(fetcher, server.url("/0"))
    assert (answer.url, answer.body) == (server.url("/5"), FEED)
    assert answer.moved_to == (server.url("/5") if status in (301, 308) else None)


async def test_one_temporary_redirect_moves_nothing(server: FeedServer, fetcher: Fetcher) -> None:
    """A permanent redirect behind a temporary one says nothing of the first address."""
    server.pages = chain(3) | {"/1": Page(status=302, headers={"Location": "/2"})}
    assert (await fetched(fetcher, server.url("/0"))).moved_to is None


async def test_validators_follow_redirects(server: FeedServer, fetcher: Fetcher) -> None:
    """The document is the same one behind a redirect, so its validators are asked there."""
    server.pages = chain(2, 308)
    answer = await fetcher.fetch(server.url("/0"), etag='"z"')
    assert isinstance(answer, NotModified)
    assert (answer.url, answer.moved_to) == (server.url("/2"), server.url("/2"))


async def test_too_many_redirects(server: FeedServer, fetcher: Fetcher) -> None:
    """The sixth redirect is not followed, so a circle ends."""
    server.pages = chain(6) | {"/circle": Page(status=302, headers={"Location": "/circle"})}
    for path, reached in (("/0", "/5"), ("/circle", "/circle")):
        error = await refused(fetcher, server.url(path))
        assert (error.kind, str(error)) == ("redirects", f"{server.url(path)} redirects more than 5 times.")
        assert server.requests[-1].path == reached
    assert len(server.requests) == 12


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        (None, "redirects"),
        ("http://[", "dns"),
        ("http://xn--/", "redirects"),
        ("http://h:port/", "redirects"),
        ("", "redirects"),
        ("ftp://127.0.0.1/feed", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "redirects"),
        ("http://127.0.0.1:99999/", "url"),
        ("http://127.0.0.1:0/", "url"),
    ],
)
async def test_bad_redirects(server: FeedServer, location: str | None, kind: str) -> None:
    """A redirect to nowhere, to garbage or out of the web is a clear error, and nothing there is asked."""
    server.pages["/feed"] = Page(status=301, headers={} if location is None else {"Location": location})
    async with Fetcher(version="1", allow_private=True, resolver=numbers) as fetcher:
        assert (await refused(fetcher, server.url("/feed"))).kind == kind


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500, 502, 300, 305, 599])
async def test_errors_of_the_server(server: FeedServer, fetcher: Fetcher, status: int) -> None:
    """An answer that is no document is an error with its status, without a wait that nobody asked for."""
    server.pages["/feed"] = Page(FEED, status, {"Retry-After": "60"})
    error = await refused(fetcher, server.url("/feed?key=secret"))
    assert (error.kind, error.status, error.retry_after) == ("http", status, None)
    assert str(error).startswith(f"{server.url('/feed')} answered {status}")


async def test_gone(server: FeedServer, fetcher: Fetcher) -> None:
    """A 410 has a kind of its own, also where the feed moved to; behind a passing redirect it is an error as any."""
    server.pages |= {
        "/feed": Page(status=410),
        "/moved": Page(status=301, headers={"Location": "/feed"}),
        "/passing": Page(status=302, headers={"Location": "/moved"}),
    }
    for path in ("/feed", "/moved"):
        error = await refused(fetcher, server.url(path))
        assert (error.kind, error.status, str(error)) == ("gone", 410, f"{server.url('/feed')} is gone for good (410).")
    error = await refused(fetcher, server.url("/passing"))
    assert (error.kind, error.status, str(error)) == ("http", 410, f"{server.url('/feed')} answered 410 Gone.")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(status=403, headers={"CF-Mitigated": "challenge"}), "403 Forbidden: a wall against bots (Cloudflare)."),
        (Page(status=503, headers={"X-Amzn-WAF-Action": "captcha"}), "Unavailable: a wall against bots (AWS WAF)."),
        (Page(status=505), "505 HTTP Version Not Supported, as it speaks HTTP/2 only."),
        (Page(status=426, headers={"Upgrade": "h2"}), "426 Upgrade Required, as it speaks HTTP/2 only."),
    ],
)
async def test_a_refusal_that_tells_why(server: FeedServer, fetcher: Fetcher, page: Page, said: str) -> None:
    """Walls that name themselves, and servers that want another HTTP, are told from the rest."""
    server.pages["/feed"] = page
    assert str(await refused(fetcher, server.url("/feed"))).endswith(said)


def fussy(status: int | None) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What a server does that takes an address in a User-Agent for a robot's: it answers so, or not at all."""

    async def answer(request: web.Request) -> web.Response:
        if "://" not in request.headers["User-Agent"]:
            return web.Response(body=FEED, headers={"ETag": '"a"'})
        if status is None:
            await asyncio.Event().wait()
        return web.Response(status=status or 200)

    return answer


@pytest.mark.parametrize(("status", "timeout"), [(403, 30), (406, 30), (None, 0.9)])
async def test_a_plain_user_agent_is_tried(status: int | None, timeout: float) -> None:
    """Where ours is refused, or is not answered, the plain one is tried once; who knows better can say so at once."""
    app = web.Application()
    app.router.add_get("/", fussy(status))
    async with TestServer(app) as server, Fetcher(version="1", allow_private=True, timeout=timeout) as fetcher:
        url = str(server.make_url("/"))
        answer = await fetched(fetcher, url)
        assert (answer.user_agent, answer.body) == ("Mozilla/5.0 (compatible; Bongsu/1)", FEED)
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url, user_agents=fetcher.names[:1])
        assert caught.value.status == status
        own = await fetcher.fetch(url, user_agents=("Reader/1",))
        assert own.user_agent == "Reader/1"


async def test_what_a_name_does_not_change_is_asked_once(server: FeedServer, fetcher: Fetcher) -> None:
    """Another User-Agent is no remedy for what is not there; and two refusals are the first one's error."""
    assert (await refused(fetcher, server.url("/feed"))).status == 404
    assert len(server.requests) == 1
    server.pages["/feed"] = Page(status=403)
    assert (await refused(fetcher, server.url("/feed"))).status == 403
    assert [asked.headers["user-agent"] for asked in server.requests[1:]] == list(fetcher.names)


async def test_an_empty_answer_to_a_question_with_validators(server: FeedServer, fetcher: Fetcher) -> None:
    """It means that there is nothing new; to a question without, it is an empty document."""
    server.pages["/feed"] = Page(b"\n", headers={"Last-Modified": MODIFIED})
    answer = await fetcher.fetch(server.url("/feed"), etag='"a"')
    assert isinstance(answer, NotModified)
    assert (answer.etag, answer.last_modified) == ('"a"', MODIFIED)
    assert (await fetched(fetcher, server.url("/feed"))).body == b"\n"


async def test_a_document_of_the_future(server: FeedServer, fetcher: Fetcher) -> None:
    """A Last-Modified ahead of the server's own clock is forgotten: sent back, it would hide all that comes."""
    for said, kept in (("Tue, 24 Nov 2026 12:00:01 GMT", None), (MODIFIED, MODIFIED)):
        server.pages["/feed"] = Page(FEED, headers={"Date": MODIFIED, "Last-Modified": said})
        assert (await fetched(fetcher, server.url("/feed"))).last_modified == kept


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60),
        ("Tuesday, 24-Nov-26 12:01:00 GMT", 60),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("Tue, 24 Nov 2099 11:00:00 GMT", 86400),
        ("9" * 6000, 86400),
        ("-5", None),
        ("later", None),
        ("²", None),
        ("", None),
    ],
)
async def test_retry_after(
    server: FeedServer, fetcher: Fetcher, status: int, retry_after: str, seconds: int | None
) -> None:
    """A busy server's wait is honoured as seconds or as a date, from nothing to a day."""
    server.pages["/feed"] = Page(status=status, headers={"Retry-After": retry_after, "Date": MODIFIED})
    error = await refused(fetcher, server.url("/feed"))
    assert (error.kind, error.status) == ("http", status)
    assert error.retry_after == (None if seconds is None else timedelta(seconds=seconds))


async def test_retry_after_without_a_date(fetcher: Fetcher) -> None:
    """A server that shows no clock is measured by ours."""
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    async with saying(f"HTTP/1.1 503 Busy\r\nRetry-After: {later}\r\n\r\n".encode()) as url:
        wait = (await refused(fetcher, url)).retry_after
    assert wait is not None
    assert timedelta(hours=1) < wait <= timedelta(hours=2)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", "protocol"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "protocol"),
        (b"\x00" * 1000, "protocol"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000 + b"\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n<rss>", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<rss>", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsalt\r\n", "protocol"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "protocol"),
        (b"HTTP/1.1 301 Moved\r\nLocation: \xff\xfe://\r\n\r\n", "redirects"),
    ],
)
async def test_garbage(fetcher: Fetcher, answer: bytes, kind: str) -> None:
    """Whatever is no complete and proper HTTP answer is an error, never half a document."""
    async with saying(answer) as url:
        assert (await refused(fetcher, url)).kind == kind


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Length: %d\r\nConnection: close" % len(FEED), FEED + b"<!-- cached -->"),
        (b"Content-Length: %d" % len(FEED), FEED + b"<!-- cached -->"),
        (b"Content-Length: %d\r\nContent-Length:%d" % (len(FEED), len(FEED)), FEED),
        (b"Content-Length: 3\r\nTransfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(FEED), FEED)),
        (b"Transfer-Encoding: chunked\r\nConnection: close", b"%x\r\n%s\r\n0\r\n\r\n<!-- -->" % (len(FEED), FEED)),
        (b"Transfer-Encoding: chunked", b"%x\r\n%s\r\n" % (len(FEED), FEED)),
        (b"Content-Length: 99999", FEED),
    ],
)
async def test_a_whole_document_of_another_length_than_was_said(fetcher: Fetcher, head: bytes, body: bytes) -> None:
    """What browsers read is read: a length said twice, text behind the end, a document that is whole for all that."""
    async with saying(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body) as url:
        assert (await fetched(fetcher, url)).body == FEED


async def test_a_server_that_forgets_to_hang_up(
    server: FeedServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that has come to its end is read though nothing says so; a half one is waited for."""
    monkeypatch.setattr("bot.web.fetch.QUIET", 0.1)
    never = asyncio.Event()
    server.pages["/feed"] = Page(chunks=[FEED[:40], FEED[40:]], finish=never)
    assert (await fetched(fetcher, server.url("/feed"))).body == FEED
    server.pages["/feed"] = Page(chunks=[FEED[:40]], finish=never)
    async with Fetcher(version="1", allow_private=True, timeout=0.5) as hasty:
        assert (await refused(hasty, server.url("/feed"))).kind == "timeout"


async def test_interim_answers(fetcher: Fetcher) -> None:
    """They are passed over; an endless row of them is no answer, and is hung up on at once."""
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"

    async def on(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(early * 1000)
            await writer.drain()

    async with saying(b"HTTP/1.1 100 Continue\r\n\r\n" + early + b"HTTP/1.1 200 OK\r\n\r\n" + FEED) as url:
        assert (await fetched(fetcher, url)).body == FEED
    async with saying(early, then=on) as url:
        assert (await refused(fetcher, url)).kind == "protocol"


async def test_the_head_is_bounded(fetcher: Fetcher) -> None:
    """In each line, in their number, and together; what servers really send passes."""
    for count, size, fine in ((40, 2000, True), (4, 31_000, False), (2, 33_000, False), (300, 10, False)):
        lines = b"".join(b"X-%d: %s\r\n" % (number, b"y" * size) for number in range(count))
        async with saying(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n" + FEED) as url:
            if fine:
                assert (await fetched(fetcher, url)).body == FEED
            else:
                assert (await refused(fetcher, url)).kind == "protocol"


async def test_a_header_cannot_end_the_head(server: FeedServer, fetcher: Fetcher) -> None:
    """A validator with a line break or a tab in it is not sent, and the whole document is asked for."""
    server.pages["/feed"] = Page(FEED)
    for etag in ('"a"\r\nX: y', '"a"\n', '"\0"', '"a\tb"'):
        assert isinstance(await fetcher.fetch(server.url("/feed"), etag=etag), Fetched)
    assert all({"if-none-match", "x"}.isdisjoint(one.headers) for one in server.requests)
    with pytest.raises(FetchError):
        await fetcher.fetch(server.url("/feed"), user_agents=["a\r\nX: y"])


async def test_https_to_a_plain_server(server: FeedServer, fetcher: Fetcher) -> None:
    """A server that speaks no TLS is told from one that cannot be reached."""
    assert (await refused(fetcher, server.url("/").replace("http:", "https:"))).kind == "tls"


async def test_nobody_listens(fetcher: Fetcher) -> None:
    """A closed port is a connection error that names the address."""
    async with saying() as url:
        pass
    error = await refused(fetcher, url)
    assert (error.kind, str(error)) == ("connect", f"{url} cannot be reached, or broke off.")


async def test_no_answer_in_time(server: FeedServer) -> None:
    """A server that takes the request and stays silent, or stops within the body, costs the time limit."""
    never = asyncio.Event()
    async with Fetcher(version="1", allow_private=True, timeout=0.2) as fetcher:
        for page in (Page(gate=never), Page(chunks=[b"<rss>"], finish=never)):
            server.pages["/feed"] = page
            error = await refused(fetcher, server.url("/feed"))
            assert (error.kind, str(error)) == ("timeout", f"{server.url('/feed')} did not answer in time.")
            await server.running(0)


async def test_a_body_that_drips() -> None:
    """The limit is on the whole: a body of which there is always a little more does not outlast it."""

    async def drip(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"1\r\nx\r\n")
            await asyncio.sleep(0)

    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with saying(head, then=drip) as url, Fetcher(version="1", allow_private=True, timeout=0.3) as fetcher:
        assert (await refused(fetcher, url)).kind == "timeout"


async def test_a_resolver_that_hangs() -> None:
    """Looking up the name counts against the time limit."""

    async def hang(host: str, port: int) -> Sequence[str]:
        never: asyncio.Future[Sequence[str]] = asyncio.get_running_loop().create_future()
        return await never

    async with Fetcher(version="1", timeout=0.1, resolver=hang) as fetcher:
        assert (await refused(fetcher, "http://feeds.example/")).kind == "timeout"


async def test_redirects_share_the_time_limit(server: FeedServer) -> None:
    """Each hop does not start the clock anew: the fetch as a whole is in time or not."""
    never = asyncio.Event()
    server.pages = chain(2) | {"/2": Page(gate=never)}
    async with Fetcher(version="1", allow_private=True, timeout=0.2) as fetcher:
        assert (await refused(fetcher, server.url("/0"))).kind == "timeout"


async def test_cancelling(server: FeedServer, fetcher: Fetcher) -> None:
    """A cancelled fetch is cancelled, hangs up, and gives its turn back."""
    server.pages["/slow"] = Page(gate=asyncio.Event())
    server.pages["/feed"] = Page(FEED)
    for _ in range(3):
        fetch = asyncio.create_task(fetcher.fetch(server.url("/slow")))
        await server.running(1)
        fetch.cancel()
        with pytest.raises(asyncio.CancelledError):
            await fetch
        await server.running(0)
    assert (await fetched(fetcher, server.url("/feed"))).body == FEED


async def loopback(host: str, port: int) -> Sequence[str]:
    """Every name is this machine's."""
    return ["127.0.0.1"]


async def test_two_at_a_time_to_a_host(server: FeedServer) -> None:
    """A third request to a host waits, however the host is written; other hosts do not."""
    gate = asyncio.Event()
    server.pages["/feed"] = Page(FEED, gate=gate)
    hosts = ["one.example", "One.example", "one.example.", "one.example", "one.example", "two.example"]
    async with Fetcher(version="1", allow_private=True, resolver=loopback) as fetcher:
        fetches = [asyncio.create_task(fetcher.fetch(server.url("/feed", host))) for host in hosts]
        await server.running(3)
        assert [asked.headers["host"].split(":")[0] for asked in server.requests].count("two.example") == 1
        gate.set()
        async with asyncio.timeout(PATIENCE):
            assert len(await asyncio.gather(*fetches)) == len(hosts)
    assert server.most_at_once == 3


async def test_so_many_at_a_time(server: FeedServer) -> None:
    """The requests of all hosts together are bounded, and those who wait get their turn."""
    gate = asyncio.Event()
    server.pages["/feed"] = Page(FEED, gate=gate)
    async with Fetcher(version="1", allow_private=True, resolver=loopback, in_flight=4) as fetcher:
        fetches = [asyncio.create_task(fetcher.fetch(server.url("/feed", f"h{i}.example"))) for i in range(12)]
        await server.running(4)
        gate.set()
        async with asyncio.timeout(PATIENCE):
            assert len(await asyncio.gather(*fetches)) == 12
        assert not fetcher._hosts  # nothing is kept of a host that nobody waits for
    assert server.most_at_once == 4


async def test_redirects_between_two_busy_hosts(server: FeedServer) -> None:
    """A fetch gives its turn back before it waits for the next host's: two that cross do not block each other."""
    names = ("one.example", "two.example")
    for name, other in zip(names, reversed(names), strict=True):
        server.pages[f"/{name}"] = Page(status=302, headers={"Location": server.url("/feed", other)})
    server.pages["/feed"] = Page(FEED)
    async with Fetcher(version="1", allow_private=True, resolver=loopback, per_host=1, in_flight=2) as fetcher:
        answers = await asyncio.gather(*(fetcher.fetch(server.url(f"/{name}", name)) for name in names * 4))
    assert len(answers) == 8


async def test_credentials(server: FeedServer) -> None:
    """Userinfo becomes basic auth for its own origin; no redirect elsewhere, answer or error shows it."""
    server.pages["/mine"] = Page(status=301, headers={"Location": "/feed"})
    server.pages["/theirs"] = Page(status=301, headers={"Location": server.url("/feed", "other.example")})
    server.pages["/feed"] = Page(FEED)
    async with Fetcher(version="1", allow_private=True, resolver=loopback) as fetcher:
        answers = [await fetched(fetcher, server.url(path, "me:pass%40word@one.example")) for path in server.pages]
        error = await refused(fetcher, server.url("/none?key=secret", "me:pass%40word@one.example"))
    assert str(error) == f"{server.url('/none', 'one.example')} answered 404 Not Found."
    sent = {asked.headers["host"].split(".")[0]: asked.headers.get("authorization") for asked in server.requests}
    assert sent == {"one": "Basic bWU6cGFzc0B3b3Jk", "other": None}
    assert {answer.url for answer in answers} == {server.url("/feed", h) for h in ("one.example", "other.example")}
    assert {answer.moved_to for answer in answers} == {None}


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", "scheme"),
        ("feeds.example/rss", "scheme"),
        ("ftp://feeds.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("http://", "url"),
        ("http:///rss", "url"),
        ("http://feeds.example:99999/", "url"),
        ("http://feeds.example:x/", "url"),
        ("http://me:secret@[feeds/", "dns"),
        ("http://xn--/", "url"),
        ("http://feeds.example/\ud800", "url"),
        ("http://feeds.example/" + "a" * 70_000, "url"),
        ("http://feeds.example/\n", "url"),
    ],
)
async def test_what_is_no_address(url: str, kind: str) -> None:
    """An address that cannot be fetched is refused in a sentence that does not repeat it: it may hold secrets."""
    async with Fetcher(version="1", resolver=numbers) as fetcher:
        error = await refused(fetcher, url)
    assert error.kind == kind
    assert "secret" not in str(error)


ADDRESSES = st.one_of(
    st.text(),
    st.from_regex(r"https?://[^ ]*"),
    st.from_regex(r"http://(xn--)?[a-z0-9-]*\.?/"),
    st.builds("http://{}:{}/{}".format, st.text(max_size=20), st.integers(-9, 99_999), st.text(max_size=20)),
    st.builds("https://{}@[{}]/?{}".format, st.text(max_size=9), st.text(max_size=20), st.text(max_size=9)),
)


def test_any_address() -> None:
    """Whatever is asked for, what comes is a FetchError of one line with a kind, and nothing else."""
    fetcher = Fetcher(version="1", resolver=numbers)
    with asyncio.Runner() as runner:

        @settings(max_examples=300)
        @given(url=ADDRESSES, etag=st.none() | st.text(st.characters()))
        def ask(url: str, etag: str | None) -> None:
            error = runner.run(refused(fetcher, url, etag))
            assert error.kind in {"url", "scheme", "dns"}
            assert str(error).isprintable()

        ask()
        runner.run(fetcher.aclose())


@given(st.text() | st.builds("{} {}".format, st.just(MODIFIED[:25]), st.text()))
def test_any_date(text: str) -> None:
    """A header that should hold a date is read as a wait within a day, or as none."""
    wait = until({"retry-after": text, "date": text[::-1]}, "retry-after")
    assert wait is None or timedelta() <= wait <= timedelta(days=1)
