"""A token that Telegram does not know, as `bongsu run` meets it; and the operator's dead man's switch."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.errors import SettingsError
from bot.roof.credentials import check_token
from bot.roof.heartbeat import beat
from bot.store import Store
from tests.bot.pipeline.test_pipeline import Relay, relaying
from tests.feedserver import FeedServer, Page
from tests.making import HOUR, NOON
from tests.running import rss


@pytest.mark.parametrize(
    ("page", "ends"),
    [
        (Page(b'{"ok": false, "error_code": 401, "description": "Unauthorized"}', status=401), True),
        (Page(b'{"ok": false, "error_code": 404, "description": "Not Found"}', status=404), True),
        (Page(b"<h1>Not Found</h1>", status=404), False),
        (Page(b"[]", status=401), False),
        (Page(b'{"ok": false}', status=502), False),
        (Page(b'{"ok": true}'), False),
    ],
)
async def test_only_telegram_itself_can_say_so(page: Page, ends: bool) -> None:
    """A proxy's page, or a server in trouble, ends nothing: the service goes on and keeps trying."""
    async with FeedServer({"/bot42:x/getMe": page}) as server:
        settings = Settings(telegram_token=SecretStr("42:x"), telegram_api_url=server.url(""))
        if ends:
            with pytest.raises(SettingsError):
                await check_token(settings)
        else:
            await check_token(settings)


async def test_telegram_that_is_away_ends_nothing() -> None:
    """Feeds are polled all the same."""
    await check_token(Settings(telegram_token=SecretStr("42:x"), telegram_api_url="http://127.0.0.1:9"))


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay with one feed that was polled at noon, and an address for its heartbeat."""
    async with relaying(sqlite_store) as made:
        made.server.pages |= {"/feed": rss("Old news of rain"), "/ping/secret": Page(b"OK")}
        await made.poll()
        made.server.requests.clear()
        yield made


async def test_the_heartbeat(relay: Relay) -> None:
    """The address is called while polling goes on, and not when it stands still."""
    url = SecretStr(relay.server.url("/ping/secret"))
    await beat(url, relay.pipeline)
    assert [one.path for one in relay.server.requests] == ["/ping/secret"]

    relay.now = NOON + 2 * HOUR
    await beat(url, relay.pipeline)
    assert len(relay.server.requests) == 1


@pytest.mark.parametrize("path", ["/ping/absent", "/ping/secret"])
async def test_a_heartbeat_that_is_not_taken(relay: Relay, path: str, caplog: pytest.LogCaptureFixture) -> None:
    """It is said in the log, without the address, which is a secret; the next one is called all the same."""
    relay.server.pages["/ping/secret"] = Page(status=302, headers={"Location": "ftp://elsewhere.example/"})
    await beat(SecretStr(relay.server.url(path)), relay.pipeline)

    assert "calling the heartbeat's address: it did not take the call (" in caplog.text
    assert "/ping/" not in caplog.text


async def test_the_heartbeat_passes_the_guard(relay: Relay) -> None:
    """Like feeds, it may not be on a private network unless that is allowed."""
    relay.pipeline.polling.fetcher = type(relay.pipeline.polling.fetcher)(version="1")
    await beat(SecretStr(relay.server.url("/ping/secret")), relay.pipeline)
    await relay.pipeline.polling.fetcher.aclose()

    assert relay.server.requests == []
