"""Our stories as feeds over HTTP: who may read them, what they hold, and that nothing is sent twice."""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import feedparser
import httpx
import pytest

from bot.roof.endpoints import listening
from bot.roof.page.door import Door
from bot.roof.syndication import StoryFeeds
from bot.store import Store
from tests.bot.pipeline.test_pipeline import MISSILE, Relay, news, relaying
from tests.patience import PATIENCE
from tests.test_websub import free_port

TOKEN = "correct horse battery"


@asynccontextmanager
async def serving(relay: Relay, token: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Who asks for the feeds until the end of the block."""
    port = free_port()
    feeds = StoryFeeds(Door(token), relay.pipeline, "4242")
    async with (
        listening("127.0.0.1", port, feeds.routes()),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
    ):
        yield client


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay with one story of a launch."""
    async with relaying(sqlite_store) as made:
        await news(made, MISSILE)
        yield made


async def test_topics_and_forms(relay: Relay) -> None:
    """Each topic by itself, all of them together, as Atom and as JSON; a topic that there is not is named."""
    async with serving(relay) as client:
        for path, count in (("/stories.atom", 1), ("/stories/launches.atom", 1), ("/stories/sanctions.atom", 0)):
            answer = await client.get(path)
            assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
            read = feedparser.parse(answer.content)
            assert (len(read.entries), read.feed.links[0].href) == (count, str(answer.url))
        assert len((await client.get("/stories.json?lang=ko")).json()["items"]) == 1
        assert (await client.get("/stories.json?fires=5")).json()["items"] == []
        missing = await client.get("/stories/weather.atom")
        assert (missing.status_code, "launches" in missing.text) == (404, True)
        for wrong in ("fires=9", "lang=xx"):
            assert (await client.get(f"/stories.json?{wrong}")).status_code == 400


async def test_what_did_not_change_is_not_sent_again(relay: Relay) -> None:
    """Whoever shows the ETag hears 304, until a story comes."""
    async with serving(relay) as client:
        etag = (await client.get("/stories.atom")).headers["etag"]
        assert (await client.get("/stories.atom", headers={"If-None-Match": etag})).status_code == 304
        await news(relay, MISSILE, "European Union imposes sanctions on Belarus")
        assert (await client.get("/stories.atom", headers={"If-None-Match": etag})).status_code == 200


async def test_who_may_read(relay: Relay) -> None:
    """With a token, whoever shows it as Bearer or as a password; without one, this machine alone."""
    basic = b64encode(f"reader:{TOKEN}".encode()).decode()
    async with serving(relay, TOKEN) as client:
        refused = await client.get("/stories.atom")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="Bongsu"')
        for shown in (f"Bearer {TOKEN}", f"Basic {basic}"):
            assert (await client.get("/stories.atom", headers={"Authorization": shown})).status_code == 200
        for shown in ("Bearer no", "Basic !!", "Basic bm8=", "Digest x"):
            assert (await client.get("/stories.atom", headers={"Authorization": shown})).status_code == 401
    async with serving(relay) as client:
        assert (await client.get("/stories.atom", headers={"Host": "evil.example"})).status_code == 401
