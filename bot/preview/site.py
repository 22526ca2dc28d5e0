"""A small HTTP server with the sample feeds and their articles, on loopback; it publishes as the script says."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from importlib.resources import files
from string import Template
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.model import Source
from bot.preview.formats import Published, content_type, render_feed
from bot.preview.script import Item, Outlet, Script, article_of

WINDOW = 20
"""Items that a feed shows, the newest first."""


class Site:
    """Serves every outlet of the script. `clock` gives aware UTC datetimes; nothing is published until `start`."""

    def __init__(self, script: Script, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._script = script
        self._clock = clock
        self._outlets = {outlet.key: outlet for outlet in script.outlets}
        self._published: dict[str, list[Published]] = {key: [] for key in self._outlets}
        self._articles: dict[str, Published] = {}
        self._changed_at: dict[str, datetime] = {}
        self._unread = set(self._outlets)
        self._read = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def feeds(self) -> tuple[Source, ...]:
        """What a catalogue says of these feeds."""
        return tuple(outlet.source(self.url) for outlet in self._script.outlets)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve, with the script's old items in the feeds."""
        app = web.Application()
        app.add_routes([web.get("/feeds/{outlet}", self._feed), web.get("/{path:.+}", self._article)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0][:2])
        now = self._clock()
        for outlet in self._outlets:
            self._changed_at[outlet] = now
        for item in self._script.items:
            if item.at < 0:
                self.publish(item, now + timedelta(seconds=item.at))

    async def stop(self) -> None:
        """Close the socket."""
        if self._runner is not None:
            await self._runner.cleanup()

    def publish(self, item: Item, at: datetime | None = None) -> None:
        """Put an item at the top of its feed, in the place of an earlier one with the same path."""
        now = self._clock()
        one = Published(item, at or now)
        earlier = [other for other in self._published[item.outlet] if other.item.path != item.path]
        self._published[item.outlet] = [one, *earlier][:WINDOW]
        self._changed_at[item.outlet] = now
        if item.path == item.article:
            self._articles[item.path] = one

    async def play(self, speed: float = 1.0) -> None:
        """Publish the script's news at their times, `speed` times as fast; cancel it to end early.

        What takes another item's place waits until that was read, else nobody would know of it.
        """
        loop = asyncio.get_running_loop()
        start = loop.time()
        for item in self._script.news:
            await asyncio.sleep(start + item.at / speed - loop.time())
            if any(other.item.path == item.path for other in self._published[item.outlet]):
                await self._was_read(item.outlet)
            self.publish(item)
            self._unread.add(item.outlet)

    async def _was_read(self, outlet: str) -> None:
        async with self._read:
            await self._read.wait_for(lambda: outlet not in self._unread)

    async def primed(self) -> None:
        """Return when every feed has been fetched since the start."""
        async with self._read:
            await self._read.wait_for(lambda: not self._unread)

    async def read_again(self) -> None:
        """Return when every feed has been fetched from now on."""
        self._unread = set(self._outlets)
        await self.primed()

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = self._outlets.get(request.match_info["outlet"])
        if outlet is None:
            raise web.HTTPNotFound
        published = self._published[outlet.key]
        body = render_feed(outlet, published, self.url)
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:24]}"',
            "Last-Modified": format_datetime(self._changed_at[outlet.key], usegmt=True),
        }
        async with self._read:
            if self._published[outlet.key] is published:
                self._unread.discard(outlet.key)
            self._read.notify_all()
        if _unchanged(request, headers):
            return web.Response(status=304, headers=headers)
        response = web.Response(body=body, content_type=content_type(outlet), headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.enable_compression(web.ContentCoding.gzip)
        return response

    async def _article(self, request: web.Request) -> web.Response:
        one = self._articles.get(article_of(request.path))
        if one is None:
            raise web.HTTPNotFound
        page = _page(self._outlets[one.item.outlet], one, self.url)
        return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": ARTICLE_POLICY})


ARTICLE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""An article page runs nothing and fetches nothing."""


def _unchanged(request: web.Request, headers: dict[str, str]) -> bool:
    """Whether the client has this version: by ETag where it sends one, else by date (RFC 9110, 13.2.2)."""
    if (tags := request.headers.get("If-None-Match")) is not None:
        return headers["ETag"] in tags
    since = request.if_modified_since
    return since is not None and parsedate_to_datetime(headers["Last-Modified"]) <= since


def _page(outlet: Outlet, one: Published, base: str) -> str:
    """The article with the furniture of a real page: captions twice, stamps, lists of other articles."""
    item = one.item
    caption = escape(item.caption) if item.caption else ""
    figure = f"<figure><figcaption>{caption}</figcaption></figure>\n<p>{caption}</p>" if caption else ""
    template = Template(files("bot.preview").joinpath("samples", "article.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=outlet.language or "en",
        title=escape(item.title),
        outlet=escape(outlet.outlet),
        canonical=escape(base + item.article),
        posted=one.at.astimezone(ZoneInfo("Asia/Seoul")).strftime("%b.%d,%Y %H:%M"),
        figure=figure,
        paragraphs="\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.paragraphs),
    )
