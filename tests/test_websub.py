"""WebSub from outside: the service as a process, a hub that keeps to the Recommendation, everything over HTTP."""

import gzip
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.preview.limits import Limits
from storage.tables import pushes
from tests.hub import Hub
from tests.running import Service, World, path_of, rss_now, run, until, world

MISSILE = "North Korea fires ballistic missile toward the East Sea"
ROCKET = "Rocket lifts off with weather satellite from Sohae launch site"
ANGARA = "Russia launches Angara rocket from Plesetsk cosmodrome"
FEED = path_of("Hangang Wire")
SELDOM = {"POLL_SECONDS": "600", "POLL_MAX_SECONDS": "600"}
"""Polled once while a test lasts: what comes after that was pushed."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def named(page_of: str, hub: Hub, here: World) -> None:
    """Have the feed name its hub in the Link header, beside this entry."""
    link = f'<{hub.url}>; rel="hub", <{here.feeds.url(FEED)}>; rel="self"'
    page = rss_now(page_of)
    here.feeds.pages[FEED] = replace(page, headers={**page.headers, "Link": link})


def reachable(here: World) -> World:
    """The world with settings that let hubs reach the service."""
    port = free_port()
    here.settings |= {"HTTP_LISTEN": f"127.0.0.1:{port}", "PUBLIC_URL": f"http://127.0.0.1:{port}/bongsu"}
    return here


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    """A hub with no subscriber."""
    async with Hub() as running:
        yield running


@pytest.fixture
async def here(tmp_path: Path, store_url: str, hub: Hub) -> AsyncIterator[World]:
    """A world whose one feed names the hub, on each engine."""
    async with world(tmp_path, store_url, limits=Limits()) as made:
        named("Old news of rain", hub, made)
        yield reachable(made)


@pytest.fixture
async def lite(tmp_path: Path, sqlite_store_url: str, hub: Hub) -> AsyncIterator[World]:
    """The same on SQLite only, for what does not depend on the engine."""
    async with world(tmp_path, sqlite_store_url, limits=Limits()) as made:
        named("Old news of rain", hub, made)
        yield reachable(made)


async def told(here: World, chat: int, count: int = 1) -> list[str]:
    """The texts of a chat's alerts, once there are so many."""
    await here.telegram.wait(lambda: len(here.alerts(chat)) >= count)
    return [message.text for message in here.alerts(chat)]


def clean(service: Service, hub: Hub) -> None:
    """Nothing broke, and no secret is in the log."""
    assert "Traceback" not in service.log
    for asked in hub.requests:
        assert asked.callback.rsplit("/", 1)[1] not in service.log
        assert not asked.secret or asked.secret not in service.log


async def test_what_a_hub_pushes_is_told(here: World, hub: Hub) -> None:
    """Subscribed, verified, and an alert for what was pushed, though the feed was asked once; forgeries are ignored."""
    ada = here.telegram.private()
    async with here.running(**SELDOM) as service:
        await hub.wait(verified=1)
        (asked,) = hub.verified
        assert asked.topic == here.feeds.url(FEED)
        assert asked.callback.startswith(f"{here.settings['PUBLIC_URL']}/websub/")
        await here.follow(ada)
        assert await hub.push(rss_now(ROCKET).body, secret="a guess") == 202
        assert await hub.push(rss_now(ROCKET).body, method=None) == 202
        assert await hub.push(rss_now(MISSILE).body, method="sha512") == 202
        (text,) = await told(here, ada)
        assert MISSILE in text
        assert await hub.push(rss_now(MISSILE, ANGARA).body, method="sha1") == 202
        assert ANGARA in (await told(here, ada, 2))[1]
        await here.rows("SELECT count(*) FROM entries", 3)
        assert len(here.feeds.requests) == 1
        assert await service.end() == 0
        clean(service, hub)


async def test_a_pushed_feed_is_polled_seldom_until_the_hub_fails(here: World, hub: Hub) -> None:
    """From its first push on, until a poll finds what was not pushed; nothing is lost, and nothing told twice."""
    ada = here.telegram.private()
    async with here.running(POLL_SECONDS="1", POLL_MAX_SECONDS="600") as service:
        await hub.wait(verified=1)
        await here.follow(ada)
        await hub.push(rss_now(MISSILE).body)
        await told(here, ada)
        await here.lapse()
        later = f"{datetime.now(UTC) + timedelta(seconds=500):%Y-%m-%d %H:%M:%S}"
        await here.rows(f"SELECT count(*) FROM feeds WHERE next_poll_at > '{later}+00'", 1)
        asked = len(hub.requests)
        named(ROCKET, hub, here)
        await here.lapse()
        assert ROCKET in (await told(here, ada, 2))[1]
        await here.rows("SELECT count(*) FROM pushes WHERE pushed_at IS NULL", 1)
        await hub.wait(requests=asked + 1)
        await hub.push(rss_now(ROCKET, MISSILE).body)
        await here.rows("SELECT count(*) FROM pushes WHERE pushed_at IS NOT NULL", 1)
        await here.rows("SELECT count(*) FROM entries WHERE detected_at IS NULL", 0)
        clean(service, hub)

    assert len(here.alerts(ada)) == 2


async def test_what_cannot_be_read_is_polled_for(lite: World, hub: Hub) -> None:
    """A push without entries has the feed asked at once: it said that there is something."""
    ada = lite.telegram.private()
    async with lite.running(**SELDOM) as service:
        await hub.wait(verified=1)
        await lite.follow(ada)
        named(MISSILE, hub, lite)
        assert await hub.push(b"") == 202
        await told(lite, ada)
        clean(service, hub)


async def test_a_push_may_be_compressed(lite: World, hub: Hub) -> None:
    """It is signed as it goes over the wire; one that was cut off is refused, and the feed polled."""
    ada = lite.telegram.private()
    async with lite.running(**SELDOM) as service:
        await hub.wait(verified=1)
        await lite.follow(ada)
        assert await hub.push(gzip.compress(rss_now(MISSILE).body), encoding="gzip") == 202
        assert MISSILE in (await told(lite, ada))[0]
        named(ROCKET, hub, lite)
        assert await hub.push(gzip.compress(rss_now(ROCKET).body)[:-20], encoding="gzip") == 415
        assert ROCKET in (await told(lite, ada, 2))[1]
        clean(service, hub)


async def test_only_what_was_asked_for_is_verified(lite: World, hub: Hub) -> None:
    """Another feed, an unsubscription, an unknown callback: 404, and 410 for a push; a right answer cannot be run."""
    async with lite.running(**SELDOM) as service:
        await hub.wait(verified=1)
        (asked,) = hub.verified
        unknown = f"{lite.settings['PUBLIC_URL']}/websub/unknown"
        right = {"mode": "subscribe", "topic": asked.topic, "challenge": "<b>7</b>", "lease_seconds": "60"}
        assert await hub.get(asked.callback, **right) == (200, "application/octet-stream", "<b>7</b>")
        for wrong in ({"mode": "unsubscribe"}, {"mode": "publish"}, {"topic": "https://other.example/feed"}):
            assert (await hub.get(asked.callback, **(right | wrong)))[0] == 404
        assert (await hub.get(unknown, **right))[0] == 404
        assert (await hub.get(asked.callback))[0] == 404
        assert await hub.push(b"<rss/>", to=replace(asked, callback=unknown)) == 410
        assert await hub.push(b"x" * 10_000_001) == 413
        clean(service, hub)


@pytest.mark.parametrize("early", [False, True])
async def test_a_lease_is_renewed_before_it_ends(lite: World, hub: Hub, early: bool) -> None:
    """The hub is asked again with the same callback while the lease still runs, however soon it verifies."""
    hub.lease, hub.early = 3, early
    async with lite.running(**SELDOM) as service:
        await hub.wait(verified=3)
        assert len({asked.callback for asked in hub.verified}) == 1
        assert {asked.lease_seconds for asked in hub.verified} == {864_000}
        clean(service, hub)


async def test_a_hub_that_refuses(lite: World, hub: Hub) -> None:
    """It is asked again after a day, and not before; the feed is polled as ever."""
    hub.refuses = "no room"
    ada = lite.telegram.private()
    later = f"{datetime.now(UTC) + timedelta(hours=23):%Y-%m-%d %H:%M:%S}"
    refused = f"SELECT count(*) FROM pushes WHERE due_at > '{later}' AND error = 'The hub refuses: no room'"
    async with lite.running() as service:
        await lite.rows(refused, 1)
        await lite.follow(ada)
        named(MISSILE, hub, lite)
        await told(lite, ada)
        assert len(hub.requests) == 1
        hub.refuses = None
        await lite.lapse(pushes.c.due_at)
        await hub.wait(verified=1)
        clean(service, hub)


@pytest.mark.parametrize("trouble", ["gone", "broken"])
async def test_a_hub_that_is_away(lite: World, hub: Hub, trouble: str) -> None:
    """The feed is polled as ever; why it is not pushed is kept."""
    hub.status = 500
    if trouble == "gone":
        await hub.close()
    ada = lite.telegram.private()
    async with lite.running() as service:
        await lite.rows("SELECT count(*) FROM pushes WHERE error IS NOT NULL", 1)
        await lite.follow(ada)
        named(MISSILE, hub, lite)
        await told(lite, ada)
        clean(service, hub)


async def test_a_removed_feed_is_unsubscribed(here: World, hub: Hub) -> None:
    """The hub is asked to stop, confirms it with us, and what it pushes afterwards is not taken."""
    async with here.running(**SELDOM) as service:
        await hub.wait(verified=1)
        code, _, err = await run("feeds", "remove", here.feeds.url(FEED), environment=here.environment())
        assert (code, err) == (0, "")
        await hub.wait(verified=2)
        assert [asked.mode for asked in hub.verified] == ["subscribe", "unsubscribe"]
        await here.rows("SELECT count(*) FROM pushes", 0)
        assert await hub.push(rss_now(MISSILE).body) == 410
        clean(service, hub)


async def test_another_hub(lite: World, hub: Hub) -> None:
    """A feed that names another hub is subscribed there and unsubscribed here."""
    async with Hub() as other, lite.running() as service:
        await hub.wait(verified=1)
        named("News of snow", other, lite)
        await other.wait(verified=1)
        await hub.wait(verified=2)
        assert hub.verified[1].mode == "unsubscribe"
        await lite.rows("SELECT count(*) FROM pushes", 1)
        clean(service, hub)


async def test_without_an_address_nothing_is_asked(lite: World, hub: Hub) -> None:
    """A service that hubs cannot reach asks none."""
    lite.settings.clear()
    async with lite.running() as service:
        await lite.primed()
        await until(lambda: len(lite.feeds.requests) > 2, service)

    assert hub.requests == []
