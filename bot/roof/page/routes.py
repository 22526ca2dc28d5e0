"""The operator's page on aiohttp: what is answered at which path, to whom, under which headers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, PackageLoader, StrictUndefined
from multidict import CIMultiDict

from bot.config import JobName
from bot.pipeline.jobs import Pipeline
from bot.roof.page.door import COOKIE, HEADERS, Door
from bot.roof.page.views import Views

MOST_BYTES = 4_000
"""A form of ours is shorter."""
COOKIE_DAYS = 30
FRESH_SECONDS = 30
"""How often a page that shows what goes on loads itself anew."""
NUMBER = "{number:[0-9]{1,18}}"
"""An id as our forms write it: with so few digits that every engine can hold it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Answers for the page."""

    door: Door
    views: Views
    pipeline: Pipeline
    templates: Environment = field(
        default_factory=lambda: Environment(
            loader=PackageLoader("bot.roof.page"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
    )

    def routes(self) -> list[web.RouteDef]:
        """Everything that is answered."""
        shown = {"/": self._overview, "/feeds": self._feeds, "/waiting": self._waiting, "/alerts": self._alerts}
        posts = {
            f"/feeds/{NUMBER}/{{act:pause|resume|ask}}": self._feed,
            f"/aside/{{kind:[a-z]+}}/{NUMBER}/{{act:retry|drop}}": self._aside,
            "/aside/retry": self._retry,
        }
        return [
            *(web.get(path, self._guarded(show)) for path, show in shown.items()),
            web.get(f"/stories/{NUMBER}", self._guarded(self._story)),
            *(web.post(path, self._guarded(partial(self._pressed, act))) for path, act in posts.items()),
            web.post("/login", self._login),
            web.get("/page.css", self._style),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if self.door.admits(request.headers, request.cookies):
                return await handler(request)
            if self.door.token is None:
                raise web.HTTPForbidden(text="The page is for this machine: set BONGSU_HTTP_TOKEN.", headers=HEADERS)
            return self._answer(request, "login.html", {"wrong": False}, status=401)

        return guarded

    async def _overview(self, request: web.Request) -> web.StreamResponse:
        return self._answer(request, "overview.html", await self.views.overview(self._language(request)))

    async def _feeds(self, request: web.Request) -> web.StreamResponse:
        sought, state = request.query.get("q", "")[:100], request.query.get("state", "")[:20]
        return self._answer(request, "feeds.html", await self.views.feeds(self._language(request), sought, state))

    async def _waiting(self, request: web.Request) -> web.StreamResponse:
        return self._answer(request, "waiting.html", await self.views.waiting(self._language(request)))

    async def _alerts(self, request: web.Request) -> web.StreamResponse:
        return self._answer(request, "alerts.html", await self.views.alerts(self._language(request)))

    async def _story(self, request: web.Request) -> web.StreamResponse:
        values = await self.views.story(self._language(request), int(request.match_info["number"]))
        if values is None:
            raise web.HTTPNotFound(headers=HEADERS)
        return self._answer(request, "story.html", values)

    async def _pressed(
        self, act: Callable[[Mapping[str, str]], Awaitable[str]], request: web.Request
    ) -> web.StreamResponse:
        """A button: obeyed if it is ours, and then the page is shown that it stands on."""
        form = await _form(request)
        if not self.door.form_is_ours(str(form.get("form", "")), request.headers):
            raise web.HTTPForbidden(text="This form is not from the page as it is now: load it anew.", headers=HEADERS)
        raise web.HTTPSeeOther(await act(request.match_info), headers=HEADERS)

    async def _feed(self, pressed: Mapping[str, str]) -> str:
        number, now, store = int(pressed["number"]), self.pipeline.works.clock(), self.pipeline.store
        acts = {"pause": store.pause_feed, "resume": store.resume_feed, "ask": store.poll_soon}
        await acts[pressed["act"]](number, now)
        self.pipeline.works.wake(JobName.POLL)
        return f"/feeds#feed-{number}"

    async def _aside(self, pressed: Mapping[str, str]) -> str:
        kind, number, now = pressed["kind"], int(pressed["number"]), self.pipeline.works.clock()
        if pressed["act"] == "drop":
            await self.pipeline.store.drop(now, kind, number)
        else:
            await self.pipeline.store.retry(now, kind, number)
        return self._woken()

    async def _retry(self, _: Mapping[str, str]) -> str:
        await self.pipeline.store.retry(self.pipeline.works.clock())
        return self._woken()

    def _woken(self) -> str:
        for job in JobName:
            self.pipeline.works.wake(job)
        return "/waiting"

    async def _login(self, request: web.Request) -> web.StreamResponse:
        shown = str((await _form(request)).get("token", ""))
        if not self.door.token_is(shown):
            return self._answer(request, "login.html", {"wrong": True}, status=403)
        response = web.Response(status=303, headers=HEADERS | {"Location": "/"})
        secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        age = COOKIE_DAYS * 86400
        response.set_cookie(
            COOKIE, self.door.session, max_age=age, httponly=True, samesite="Strict", secure=secure, path="/"
        )
        return response

    async def _style(self, request: web.Request) -> web.StreamResponse:
        text = files("bot.roof.page").joinpath("page.css").read_text(encoding="utf-8")
        return web.Response(text=text, content_type="text/css", headers=HEADERS)

    def _answer(self, request: web.Request, name: str, values: dict[str, Any], status: int = 200) -> web.Response:
        language = self._language(request)
        common = {
            "language": language,
            "say": partial(self.views.say, language),
            "outlet": lambda name: self.views.renderer.naming.outlet(name, language),
            "lasting": lambda time: self.views.lasting(time, language),
            "now": self.pipeline.works.clock(),
            "form": self.door.form,
            "fresh": FRESH_SECONDS,
            "path": request.path,
        }
        text = self.templates.get_template(name).render(common | values)
        return web.Response(text=text, status=status, content_type="text/html", headers=CIMultiDict(HEADERS))

    def _language(self, request: web.Request) -> str:
        """The reader's language, as far as we speak it: the first that the browser names."""
        first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
        return self.views.renderer.speech.pick(first.strip())


async def _form(request: web.Request) -> Mapping[str, Any]:
    """What a form sends, if it can be one of ours."""
    if request.content_length is None or request.content_length > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0, headers=HEADERS)
    return await request.post()
