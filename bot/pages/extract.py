"""An entry's web page -> its Article, or why not: one page at a time from a host, as its robots.txt allows, in 5 s.

The fetcher that it is given does the fetching, with the same limits and the same guard as for feeds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, Self
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from protego import Protego

from bot.errors import FetchError
from bot.pages import LOADED
from bot.pages.article import Article, read
from bot.web.worker import Nursery, Worker, WorkerDied

SECONDS = 5.0
"""What an entry waits for its page at most, all told."""
AGENT = "Bongsu"
"""Our name in robots.txt: the first word of the fetcher's User-Agent."""
ROBOTS_KEPT = timedelta(days=1)
"""How long a robots.txt is good for (RFC 9309, section 2.4)."""
SILENCE_KEPT = timedelta(minutes=10)
"""The same for one that could not be had."""
ROBOTS_READ = 512_000
"""Bytes of a robots.txt that are read (RFC 9309, section 2.5: at least 500 KiB)."""
HOSTS = 1_000
"""Hosts whose rules are kept."""
LARGE = 4 * 2**20
"""Bytes of a page beyond the ordinary."""
TIRED_AFTER, REST = 3, timedelta(minutes=5)
"""So many pages of a host in a row that took too long, and so long none of its is asked for then."""
HTML = ("text/html", "application/xhtml+xml", "")


class Page(Protocol):
    """A document as the fetcher answers it."""

    @property
    def url(self) -> str:
        """The address that answered."""

    @property
    def body(self) -> bytes:
        """The document, decompressed."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers, their names in lower case."""


Permit = Callable[[str], Awaitable[None]]
"""Asked before each request with its address; raises FetchError where it must not be made."""


class Get(Protocol):
    """The fetcher's way to one document: `Fetcher.get`."""

    async def __call__(self, url: str, *, permit: Permit | None = None) -> Page:
        """The document at this address, redirects followed, or FetchError."""


@dataclass(frozen=True, slots=True)
class NoArticle:
    """Why there is no article, a clause without an end; the feed's own text serves then."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host's robots.txt says, or what was wrong with it, and until when we need not ask again."""

    said: Protego | str
    until: datetime


@dataclass(slots=True)
class Robots:
    """Every host's robots.txt (RFC 9309), asked for once a day."""

    get: Get
    _rules: dict[str, _Rules] = field(default_factory=dict)
    # Weak: a host's lock lives while somebody holds it or waits for it.
    _asking: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def permit(self, url: str, now: datetime) -> None:
        """Return where the address's host allows it to us, else raise FetchError."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        async with self._asking.setdefault(host, asyncio.Lock()):
            rules = self._rules.get(host)
            if rules is None or rules.until <= now:
                rules = self._rules[host] = await self._ask(host, now)
        for oldest in list(self._rules)[:-HOSTS]:
            del self._rules[oldest]
        if isinstance(rules.said, str):
            raise FetchError(f"What robots may do there is not known: {rules.said}", kind="robots")
        if not rules.said.can_fetch(url, AGENT):
            raise FetchError(f"The robots.txt of {host} forbids it.", kind="robots")

    async def _ask(self, host: str, now: datetime) -> _Rules:
        """A file that there is not allows everything, one that cannot be had nothing (section 2.3.1)."""
        try:
            page = await self.get(f"{host}/robots.txt")
        except FetchError as exc:
            if exc.kind == "redirects" or (exc.status is not None and 400 <= exc.status < 500):
                return _Rules(Protego.parse(""), now + ROBOTS_KEPT)
            return _Rules(str(exc), now + SILENCE_KEPT)
        return _Rules(Protego.parse(page.body[:ROBOTS_READ].decode("utf-8-sig", "replace")), now + ROBOTS_KEPT)


@dataclass(slots=True)
class _Host:
    """How a host's pages came: how many did, how many in a row were too late since, and when the last of those was."""

    answered: int = 0
    late: int = 0
    late_at: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """Whether it is not asked for pages just now, so that no entry waits for it in vain."""
        return self.late >= TIRED_AFTER and self.late_at is not None and now - self.late_at < REST


class Extractor:
    """Reads pages; `get` fetches, a worker process finds the article. `seconds` bounds each, its waiting included.

    Others may fork their workers from the same nursery, if it has loaded LOADED.
    """

    def __init__(self, get: Get, *, seconds: float = SECONDS, nursery: Nursery | None = None) -> None:
        self._get = get
        self._seconds = seconds
        self._robots = Robots(get)
        self._nursery = nursery or Nursery(*LOADED)
        self._hosts: dict[str, _Host] = {}
        self._worker = Worker(self._nursery, seconds=seconds, kept=LARGE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the worker process; a page that is being read is waited for."""
        await self._worker.aclose()
        await self._nursery.aclose()

    async def extract(self, url: str, language: str | None, now: datetime) -> Article | NoArticle:
        """The article at an entry's address; nothing but cancellation is raised."""
        host = self._hosts.setdefault(urlsplit(url).netloc, _Host())
        for oldest in list(self._hosts)[:-HOSTS]:
            del self._hosts[oldest]
        if host.rests(now):
            return NoArticle("its host's last pages took too long")
        answered = host.answered
        try:
            async with asyncio.timeout(self._seconds):
                found = await self._extract(url, language, now)
        except TimeoutError:
            if host.answered == answered:  # else it was only the queue that took so long
                host.late, host.late_at = host.late + 1, now
            return NoArticle(f"it took longer than {self._seconds:g} seconds")
        host.answered, host.late = host.answered + 1, 0
        return found

    async def _extract(self, url: str, language: str | None, now: datetime) -> Article | NoArticle:
        """The same without a bound of time."""
        try:
            page = await self._get(url, permit=lambda address: self._robots.permit(address, now))
            content_type = page.headers.get("content-type", "")
            if content_type.partition(";")[0].strip().lower() not in HTML:
                return NoArticle(f"it is {content_type[:80]}, no page")
            article = await self._worker.call(read, page.body, content_type=content_type, language=language)
        except FetchError as exc:
            return NoArticle(str(exc).rstrip("."))
        except TimeoutError:
            raise
        except (WorkerDied, OSError):
            return NoArticle("the process that reads pages ended over it")
        return article or NoArticle("it holds no article")
