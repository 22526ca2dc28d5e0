"""bot.pages.extract: pages over sockets, with robots.txt, the guard and every limit; a reason where there is none."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.pages.article import Article
from bot.pages.extract import REST, TIRED_AFTER, Extractor, NoArticle
from bot.web.fetch import ACCEPT_PAGE, Fetcher
from tests.feedserver import FeedServer, Page
from tests.patience import PATIENCE

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
SENTENCE = "The northern navy fired two ballistic missiles into the eastern sea on Tuesday morning."
BODY = f"<html><body><h1>Missiles</h1><p>{SENTENCE}</p><p>{SENTENCE} Again.</p></body></html>".encode()
ARTICLE = Page(BODY, headers=HTML)


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    """A site with one article."""
    async with FeedServer({"/a": ARTICLE}) as site:
        yield site


async def here(_: str, __: int) -> Sequence[str]:
    """Every name leads to this machine."""
    return ["127.0.0.1"]


class Reading:
    """An extractor with a fetcher of its own."""

    def __init__(self, *, seconds: float = PATIENCE, allow_private: bool = True, max_bytes: int = 100_000) -> None:
        self.fetcher = Fetcher(
            version="1",
            allow_private=allow_private,
            max_bytes=max_bytes,
            timeout=PATIENCE,
            per_host=1,
            accept=ACCEPT_PAGE,
            resolver=here,
        )
        self.extractor = Extractor(self.fetcher.get, seconds=seconds)

    async def __aenter__(self) -> Extractor:
        return self.extractor

    async def __aexit__(self, *_: object) -> None:
        await self.extractor.aclose()
        await self.fetcher.aclose()


async def reason(extractor: Extractor, url: str, now: datetime = NOW) -> str:
    """Why a page has no article."""
    found = await extractor.extract(url, "en", now)
    assert isinstance(found, NoArticle)
    return found.reason


async def test_a_page_is_read(server: FeedServer) -> None:
    """Its article comes back, and the request says what it wants."""
    async with Reading() as extractor:
        found = await extractor.extract(server.url("/a"), "en", NOW)

    assert isinstance(found, Article)
    assert found.text.startswith(SENTENCE)
    assert server.requests[-1].headers["accept"] == ACCEPT_PAGE


async def test_a_slow_page_is_given_up(server: FeedServer) -> None:
    """When the time is over the answer is why, and another host's page is read meanwhile."""
    server.pages["/slow"] = Page(BODY, headers=HTML, gate=asyncio.Event())
    async with Reading() as other, Reading(seconds=0.3) as extractor:
        slow, found = await asyncio.gather(
            reason(extractor, server.url("/slow")), other.extract(server.url("/a", host="other.test"), "en", NOW)
        )

    assert slow == "it took longer than 0.3 seconds"
    assert isinstance(found, Article)


async def test_a_host_whose_pages_are_late_rests(server: FeedServer) -> None:
    """After three in a row none of its pages is waited for, other hosts' are; after a while it is asked again."""
    server.pages["/slow"] = Page(BODY, headers=HTML, gate=asyncio.Event())
    async with Reading(seconds=0.2) as extractor:
        for _ in range(TIRED_AFTER):
            assert await reason(extractor, server.url("/slow")) == "it took longer than 0.2 seconds"
        asked = len(server.requests)
        assert await reason(extractor, server.url("/a")) == "its host's last pages took too long"
        assert len(server.requests) == asked
        assert "last pages" not in await reason(extractor, server.url("/gone", host="other.test"))
        assert "last pages" not in await reason(extractor, server.url("/gone"), NOW + REST)
        assert "last pages" not in await reason(extractor, server.url("/gone"), NOW + REST)


async def test_a_page_that_never_ends_is_given_up(server: FeedServer) -> None:
    """Bytes that keep coming do not prolong it."""
    server.pages["/drip"] = Page(headers=HTML, chunks=[b"<p>", b"word "], finish=asyncio.Event())
    async with Reading(seconds=0.3) as extractor:
        assert await reason(extractor, server.url("/drip")) == "it took longer than 0.3 seconds"


async def test_robots_are_respected(server: FeedServer) -> None:
    """What robots.txt forbids is not asked for: by our name, by all, with wildcards, the longest rule first."""
    rules = (
        b"User-agent: *\nDisallow: /shut/\nAllow: /shut/open\nDisallow: /*?print\n\nUser-agent: Other\nDisallow: /\n"
    )
    server.pages |= {"/robots.txt": Page(rules), "/shut/a": ARTICLE, "/shut/open": ARTICLE}
    async with Reading() as extractor:
        for path in ("/shut/a", "/a?print=1"):
            assert "forbids it" in await reason(extractor, server.url(path))
        for path in ("/shut/open", "/a"):
            assert isinstance(await extractor.extract(server.url(path), "en", NOW), Article)
        server.pages["/robots.txt"] = Page(b"User-agent: bongsu\nDisallow: /\n")
        assert "forbids it" in await reason(extractor, server.url("/a"), NOW + timedelta(days=1))

    assert [asked.path for asked in server.requests] == ["/robots.txt", "/shut/open", "/a", "/robots.txt"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False)])
async def test_a_robots_txt_that_there_is_not(server: FeedServer, status: int, allowed: bool) -> None:
    """One that is missing allows everything, one that the server cannot give nothing (RFC 9309, section 2.3.1)."""
    server.pages["/robots.txt"] = Page(status=status)
    async with Reading() as extractor:
        found = await extractor.extract(server.url("/a"), "en", NOW)

    assert isinstance(found, Article if allowed else NoArticle)


async def test_robots_are_asked_for_once_a_day(server: FeedServer) -> None:
    """By many entries at once as well; one that could not be had is asked for again sooner."""

    def asked() -> int:
        return [one.path for one in server.requests].count("/robots.txt")

    async with Reading() as extractor:
        await asyncio.gather(*(extractor.extract(server.url("/a"), "en", NOW) for _ in range(4)))
        await extractor.extract(server.url("/a"), "en", NOW + timedelta(hours=23))
        assert asked() == 1
        server.pages["/robots.txt"] = Page(status=500)
        assert "500" in await reason(extractor, server.url("/a"), NOW + timedelta(hours=24))
        server.pages["/robots.txt"] = Page(status=404)
        found = await extractor.extract(server.url("/a"), "en", NOW + timedelta(hours=24, minutes=10))

    assert isinstance(found, Article)
    assert asked() == 3


async def test_a_host_is_asked_for_one_page_at_a_time(server: FeedServer) -> None:
    """However many of its entries are flagged."""
    server.pages |= {f"/{number}": ARTICLE for number in range(6)}
    async with Reading() as extractor:
        found = await asyncio.gather(*(extractor.extract(server.url(f"/{n}"), "en", NOW) for n in range(6)))

    assert all(isinstance(one, Article) for one in found)
    assert server.most_at_once == 1


async def test_redirects_are_followed_and_their_hosts_asked(server: FeedServer) -> None:
    """A page behind an aggregator's address is read where its own host allows it, and only there."""
    async with FeedServer(
        {"/a": ARTICLE, "/shut": ARTICLE, "/robots.txt": Page(b"User-agent: *\nDisallow: /shut")}
    ) as to:
        for path in ("/a", "/shut"):
            server.pages[f"/to{path}"] = Page(status=302, headers={"Location": to.url(path, host="publisher.test")})
        server.pages["/round"] = Page(status=302, headers={"Location": "/round"})
        async with Reading() as extractor:
            assert isinstance(await extractor.extract(server.url("/to/a"), "en", NOW), Article)
            assert "publisher.test" in await reason(extractor, server.url("/to/shut"))
            assert "redirects more than" in await reason(extractor, server.url("/round"))

    assert [asked.path for asked in to.requests] == ["/robots.txt", "/a"]


async def test_private_addresses_are_not_reached(server: FeedServer) -> None:
    """The guard of the feeds holds: neither the page nor a robots.txt is asked for."""
    async with Reading(allow_private=False) as extractor:
        assert "private address" in await reason(extractor, server.url("/a", host="inside.test"))

    assert server.requests == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (Page(b"x" * 200_000, headers=HTML), "more than"),
        (Page(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "it is application/pdf, no page"),
        (Page(b"<html><body>Nothing</body></html>", headers=HTML), "it holds no article"),
        (Page(b"", headers=HTML), "it holds no article"),
        (Page(status=404), "404"),
        (Page(gzip.compress(BODY)[:-20], headers={**HTML, "Content-Encoding": "gzip"}), "compressed"),
    ],
)
async def test_what_is_no_article_has_a_reason(server: FeedServer, page: Page, words: str) -> None:
    """Too large, no page, nothing in it, not there, broken: said, never raised, and the next page is read."""
    server.pages["/b"] = page
    async with Reading() as extractor:
        assert words in await reason(extractor, server.url("/b"))
        assert isinstance(await extractor.extract(server.url("/a"), "en", NOW), Article)


@pytest.mark.parametrize(
    "url", ["ftp://harbour.test/a", "http://", "no address", "http://harbour.test:99999/", "\ud800"]
)
async def test_an_address_that_is_none_has_a_reason(url: str) -> None:
    """Whatever a feed names."""
    async with Reading() as extractor:
        assert await reason(extractor, url)


async def test_a_cancelled_page_leaves_the_next_its_own_answer(server: FeedServer) -> None:
    """A stop in the middle mixes up nothing."""
    server.pages["/slow"] = Page(BODY, headers=HTML, gate=asyncio.Event())
    async with Reading() as extractor:
        waiting = asyncio.create_task(extractor.extract(server.url("/slow"), "en", NOW))
        await server.running(1)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        assert isinstance(await extractor.extract(server.url("/a"), "en", NOW), Article)
