"""`bongsu feeds check` over a whole catalogue in which each kind of trouble occurs, told in words."""

import argparse
import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.config import load_settings
from bot.feeds.catalogue import write_opml
from bot.model import Source
from bot.roof import feeds
from tests.running import rss

FEED = rss("The council met").body
COUNT = 168

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def says(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    """A server that answers so; `_` in a header's name stands for `-`."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=body, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    return answer


def raw(answer: bytes) -> Answer:
    """A server that writes these bytes and hangs up."""

    async def write(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.write(answer)
        request.transport.close()
        return web.Response()

    return write


async def hang(request: web.Request) -> web.StreamResponse:
    """Never answer."""
    await asyncio.Event().wait()
    return web.Response()


async def fussy(request: web.Request) -> web.StreamResponse:
    """Refuse a User-Agent with an address in it."""
    return web.Response(status=403) if "://" in request.headers["User-Agent"] else web.Response(body=FEED)


async def cookies(request: web.Request) -> web.StreamResponse:
    """Redirect until the cookie is shown that was set."""
    if "seen" in request.cookies:
        return web.Response(body=FEED)
    return web.Response(status=302, headers={"Location": request.path, "Set-Cookie": "seen=1"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a server does, and what is said of it."""

    answer: Answer
    said: str


BAD = {
    "missing": Kind(says(status=404), "answered 404 Not Found."),
    "gone": Kind(says(status=410), "is gone for good (410)."),
    "forbidden": Kind(says(status=403), "answered 403 Forbidden."),
    "guarded": Kind(says(status=403, CF_Mitigated="challenge"), "answered 403 Forbidden: a wall against bots (Cloudfl"),
    "challenge": Kind(
        says(b"<html><title>Just a moment...</title>"), "It is a wall against bots (Cloudflare), not a f"
    ),
    "busy": Kind(says(status=429, Retry_After="60"), "answered 429 Too Many Requests."),
    "http2": Kind(says(status=505), "answered 505 HTTP Version Not Supported, as it speaks HTTP/2 only."),
    "page": Kind(says(b"<html><body>We moved</body></html>"), "It is a web page, not a feed."),
    "nothing": Kind(says(), "It is empty."),
    "entryless": Kind(says(rss().body), "It has no entries"),
    "circle": Kind(says(status=302, Location="circle"), "redirects more than 5 times."),
    "nowhere": Kind(says(status=301), "redirects without saying where to."),
    "ftp": Kind(says(status=301, Location="ftp://a.example/"), "Only http:// and https:// addresses can be fetched."),
    "half": Kind(
        says(gzip.compress(FEED)[:-30], Content_Encoding="gzip"), "sends a compressed body that cannot be read"
    ),
    "large": Kind(says(gzip.compress(bytes(10_000_001)), Content_Encoding="gzip"), "sends more than a feed may hold."),
    "ssh": Kind(raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "does not speak HTTP as it should, or broke off."),
    "cut": Kind(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>"), "does not speak HTTP as it should, or b"),
    "interim": Kind(raw(b"HTTP/1.1 102 Processing\r\n\r\n" * 99), "does not speak HTTP as it should, or broke off."),
    "silent": Kind(hang, "did not answer in time."),
}
FINE = {
    "fussy": Kind(fussy, "ok: It answers the plain User-Agent only."),
    "cookies": Kind(cookies, "ok "),
    "moved": Kind(says(status=301, Location="/feed/0"), "moved "),
    "endless": Kind(says(gzip.compress(FEED)[:-8], Content_Encoding="gzip"), "ok: Its gzip has no end."),
    "members": Kind(says(gzip.compress(FEED[:99]) + gzip.compress(FEED[99:]), Content_Encoding="gzip"), "ok "),
    "plain": Kind(says(FEED, Content_Encoding="br"), "ok: It says that it is br and is not."),
    "file": Kind(says(gzip.compress(FEED)), "ok: It is gzip and does not say so."),
}


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a server with all of these, and as many feeds as are asked for."""
    app = web.Application()
    app.add_routes([web.get(f"/{path}", kind.answer) for path, kind in (BAD | FINE).items()])
    app.add_routes([web.get("/feed/{number}", says(FEED))])
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_every_trouble_is_told_in_words(
    port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 168 feeds on as many hosts, those that are not fine stand below the others, each with its own sentence."""
    urls = {path: f"http://127.0.1.{number}:{port}/{path}" for number, path in enumerate(BAD | FINE, start=1)}
    urls["closed"] = "http://127.0.2.1:9/"
    urls["tls"] = f"https://127.0.2.2:{port}/feed/0"
    urls["unknown"] = f"http://{'a' * 64}.example/"
    said = {path: kind.said for path, kind in BAD.items()} | {
        "closed": "cannot be reached, or broke off.",
        "tls": "does not speak TLS there.",
        "unknown": f"No address was found for the name {'a' * 64}.example.",
    }
    sources = [Source(url, path) for path, url in urls.items()]
    sources += [Source(f"http://127.0.3.{n}:{port}/feed/{n}", f"feed {n}") for n in range(1, COUNT + 1 - len(sources))]
    (tmp_path / "all.opml").write_text(write_opml(sources), encoding="utf-8")
    settings = load_settings(feeds=tmp_path / "all.opml", allow_private_addresses=True)
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal: a bar shows how far it is
    monkeypatch.setenv("COLUMNS", "5000")

    assert await feeds.run_check(argparse.Namespace(urls=[], timeout=5.0), settings) == 1

    out, err = capsys.readouterr()
    rows = {line.split()[-3 if " -> " in line else -1].partition("\x1b")[0]: line for line in out.splitlines()[1:-1]}
    assert len(rows) == COUNT
    assert {path: text for path, text in said.items() if text not in rows[urls[path]]} == {}
    assert {path: rows[urls[path]] for path, kind in FINE.items() if kind.said not in rows[urls[path]]} == {}
    assert all("ok " in rows[source.url] for source in sources if source.outlet.startswith("feed "))
    assert list(rows)[-len(said) :] == [source.url for source in sources if source.outlet in said]
    assert out.splitlines()[-1] == f"{COUNT} feeds: {COUNT - len(said)} fine, {len(said)} not."
    assert "Asking the feeds" in err
