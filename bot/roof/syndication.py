"""Our stories as feeds for other machines: /stories.atom, /stories/launches.json and the like."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

from bot.messages.i18n import DEFAULT
from bot.messages.syndication import Syndication
from bot.model import Subscription
from bot.pipeline.jobs import Pipeline
from bot.roof.page.door import HEADERS, Door

NEWEST = 50
"""How many stories a feed shows."""
TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class StoryFeeds:
    """Answers with stories; `bot` is the bot's id, which makes the stories' ids its own."""

    door: Door
    pipeline: Pipeline
    bot: str

    def routes(self) -> list[web.RouteDef]:
        """A feed of every topic and one of all, each in both forms."""
        form = f"{{form:{'|'.join(TYPES)}}}"
        return [web.get(f"/stories.{form}", self._answer), web.get(f"/stories/{{topic:[a-z]+}}.{form}", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        if not self.door.admits(request.headers, request.cookies):
            asked = HEADERS | ({"WWW-Authenticate": 'Basic realm="Bongsu"'} if self.door.token else {})
            raise web.HTTPUnauthorized(text="Show BONGSU_HTTP_TOKEN: as the password, or as Bearer.", headers=asked)
        body = await self._feed(request.match_info, request.query, str(request.url))
        etag = sha256(body).hexdigest()[:32]
        if request.if_none_match and any(one.value in (etag, "*") for one in request.if_none_match):
            return web.Response(status=304, headers={"ETag": f'"{etag}"'})
        headers = HEADERS | {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
        kind = TYPES[request.match_info["form"]]
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    async def _feed(self, path: Mapping[str, str], query: Mapping[str, str], address: str) -> bytes:
        renderer, now = self.pipeline.delivering.renderer, self.pipeline.works.clock()
        topic, language, fires = path.get("topic"), query.get("lang", DEFAULT), query.get("fires", "1")
        if topic is not None and topic not in renderer.topics:
            raise web.HTTPNotFound(text=f"There is no topic {topic}; there are {', '.join(renderer.topics)}.")
        if language not in renderer.speech.languages or fires not in tuple("12345"):
            known = ", ".join(renderer.speech.languages)
            raise web.HTTPBadRequest(text=f"lang is one of {known}, and fires a number from 1 to 5.")
        topics = [topic] if topic else [*renderer.topics]
        wanted = [Subscription(key, int(fires)) for key in topics]
        stories = (await self.pipeline.store.latest(wanted, 0, NEWEST)).stories
        title = "Bongsu" if topic is None else f"Bongsu: {renderer.naming.title(renderer.topics[topic], language)}"
        feeds = Syndication(renderer, self.bot, language)
        if path["form"] == "atom":
            return feeds.atom(title, address, stories, now)
        return feeds.json(title, address, stories)
