"""The operator's page over HTTP: who sees it, what it shows, which buttons are obeyed; once in a browser."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest
from playwright.async_api import async_playwright, expect

from bot.model import Feed, Form, Latency, PollState, Receiver, Trouble
from bot.pipeline.feedlist import state_of
from bot.pipeline.schedule import Habits
from bot.pipeline.timing import Rhythm
from bot.roof.endpoints import listening
from bot.roof.page.door import HEADERS, Door, is_local
from bot.roof.page.plots import bars, latency
from bot.roof.page.reasons import reason
from bot.roof.page.routes import Page
from bot.roof.page.views import Views
from bot.store import Store
from tests.bot.pipeline.test_pipeline import MISSILE, Relay, delivering, follower, news, relaying
from tests.making import HOUR, MINUTE, NOON, source
from tests.patience import PATIENCE
from tests.preview.test_page import CHROMIUM, QUIET
from tests.test_websub import free_port

TOKEN = "correct horse battery"
HOSTILE = "<script>alert(1)</script>"


@dataclass(frozen=True, slots=True)
class Site:
    """The page at an address, and the relay behind it."""

    url: str
    relay: Relay
    client: httpx.AsyncClient

    async def text(self, path: str, **headers: str) -> str:
        """What a path shows."""
        answer = await self.client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def press(self, page: str, path: str, **headers: str) -> httpx.Response:
        """Press the button of a page that posts to this path."""
        found = re.search(rf'action="{path}"><input type="hidden" name="form" value="(\w+)"', await self.text(page))
        assert found, f"no button for {path}"
        return await self.client.post(path, data={"form": found[1]}, headers=headers)


@asynccontextmanager
async def serving(relay: Relay, token: str | None) -> AsyncIterator[Site]:
    """The page until the end of the block."""
    port = free_port()
    page = Page(Door(token), Views(relay.pipeline, relay.pipeline.delivering.renderer), relay.pipeline)
    url = f"http://127.0.0.1:{port}"
    async with (
        listening("127.0.0.1", port, page.routes()),
        httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client,
    ):
        yield Site(url, relay, client)


@pytest.fixture
async def relay(sqlite_store: Store) -> AsyncIterator[Relay]:
    """A relay with nothing in it."""
    async with relaying(sqlite_store) as made:
        yield made


@pytest.fixture
async def site(relay: Relay) -> AsyncIterator[Site]:
    """The page without a token, of a relay with one feed and one alert that was sent, with markup in its headline."""
    async with serving(relay, None) as made:
        await one_alert(relay)
        yield made


async def one_alert(relay: Relay) -> None:
    """A feed of which one entry became an alert."""
    await follower(relay)
    await news(relay, f"{MISSILE} {HOSTILE}")
    async with delivering(relay), asyncio.timeout(PATIENCE):
        while await relay.store.next_delivery_at():  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # a table has no event for it


async def test_an_overview(site: Site) -> None:
    """All is well, how much came within a day, and how long the alert took."""
    await site.relay.pipeline.watching.look(set())
    text = await site.text("/")

    assert "All is well" in text
    assert "<b>1 / 1</b>" in text
    for count, name in ((2, "polls"), (2, "new entries"), (1, "flagged"), (1, "stories"), (1, "alerts sent")):
        assert f"<b>{count}</b> {name} <svg" in text
    assert text.count('<circle class="sent"') == 1
    assert 'http-equiv="refresh" content="30"' in text


async def test_trouble_is_shown_first(site: Site) -> None:
    """As the admins are told of it."""
    await site.relay.store.save_troubles([Trouble("disk", {"megabytes": 90}, NOON)], ())

    assert "90 MB are free" in await site.text("/")


async def test_a_feed_and_its_buttons(site: Site) -> None:
    """Why it is asked when it is; it can be paused, resumed, and asked now."""
    text = await site.text("/feeds")
    assert '/feed <span class="state healthy">healthy</span>' in text
    assert "so it is asked as often as is allowed, every 1 min." in text
    assert "2 in 24 h" in text

    answer = await site.press("/feeds", "/feeds/1/pause")
    assert (answer.status_code, answer.headers["location"]) == (303, "/feeds#feed-1")
    assert "Paused here" in await site.text("/feeds")
    await site.press("/feeds", "/feeds/1/resume")
    await site.press("/feeds", "/feeds/1/ask")
    (feed,) = await site.relay.store.feeds()
    assert (feed.paused_at, feed.state.next_poll_at) == (None, site.relay.now)


@pytest.mark.parametrize(
    ("query", "shown"), [("q=FEED", 1), ("q=feed+nothing", 0), ("state=healthy", 1), ("state=gone", 0)]
)
async def test_feeds_are_filtered(site: Site, query: str, shown: int) -> None:
    """By words of the name and address, and by state."""
    assert (await site.text(f"/feeds?{query}")).count('<article class="feed"') == shown


async def test_what_was_set_aside(site: Site) -> None:
    """With its error; it is tried again, one by one or all, or dropped."""
    for _ in range(3):
        await site.relay.store.feed_raised(1, f"Error: {HOSTILE}", NOON)
    text = await site.text("/waiting")
    assert "Feed 1: /feed" in text
    assert HOSTILE not in text
    await site.press("/waiting", "/aside/feed/1/retry")
    assert await site.relay.store.set_aside(9) == ()

    for path in ("/aside/retry", "/aside/feed/1/drop"):
        for _ in range(3):
            await site.relay.store.feed_raised(1, "Error", NOON)
        await site.press("/waiting", path)
    assert await site.relay.store.feeds() == ()


async def test_receivers(site: Site) -> None:
    """How each does, how much waits for it, and why it takes nothing; its address is not shown."""
    assert "hooks" not in await site.text("/waiting")
    new = Receiver("hooks", "https://desk.example/secret", Form.SLACK, "en")
    await site.relay.store.add_receiver(new, NOON - timedelta(days=1))
    text = await site.text("/waiting")
    assert "<td>hooks</td><td>slack</td><td>one story waits</td>" in text
    (kept,) = await site.relay.store.receivers()
    await site.relay.store.not_posted(kept, HOSTILE, NOON, NOON)
    text = await site.text("/waiting")
    assert "has taken nothing for" in text
    assert "secret" not in text
    assert HOSTILE not in text


async def test_alerts_and_a_storys_reckoning(site: Site) -> None:
    """The alert as its reader sees it, and behind it topic, words, facts, rule and reports."""
    text = await site.text("/alerts")
    assert '<div class="bubble">🔥' in text
    assert "<script" not in text
    (number,) = re.findall(r'href="/stories/(\d+)"', text)
    story = await site.text(f"/stories/{number}")

    for part in ("Launches: ", "<mark>", "launch.actor", "North Korea", "a short-range launch", "opened it", "/feed"):
        assert part in story, part
    assert "<script" not in story
    assert (await site.client.get("/stories/99")).status_code == 404
    assert (await site.client.get(f"/stories/{'9' * 30}")).status_code == 404


async def test_why_a_report_joined(site: Site) -> None:
    """What the two have in common, and how similar they are."""
    await news(site.relay, f"Pyongyang: {MISSILE}", path="/other")
    story = await site.text("/stories/1")

    assert "Reports: 2" in story
    assert re.search(r"<b>event</b> [^<]+<br>\d+% similar to those before", story)


async def test_a_reader_of_korean(site: Site) -> None:
    """Every page, in the first language that the browser names."""
    for path in ("/", "/feeds", "/waiting", "/alerts", "/stories/1"):
        assert '<html lang="ko">' in await site.text(path, **{"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"})
        assert '<html lang="en">' in await site.text(path, **{"Accept-Language": "zz;;,"})
    await site.relay.store.add_feed(source("Yonhap News Agency"), NOON)
    found = await site.text("/feeds?q=연합뉴스", **{"Accept-Language": "ko"})
    assert "<h2>연합뉴스 <span" in found


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Via": "1.1 x"},
    ],
)
async def test_without_a_token_it_is_for_this_machine(site: Site, headers: Mapping[str, str]) -> None:
    """Not for a site whose name leads here, nor for who comes through a proxy; neither to see nor to press."""
    assert (await site.client.get("/feeds", headers=headers)).status_code == 403
    assert (await site.press("/feeds", "/feeds/1/pause", **headers)).status_code == 403
    assert (await site.relay.store.feeds())[0].paused_at is None


@pytest.mark.parametrize(
    ("form", "headers"),
    [("", {}), ("0" * 64, {}), (None, {"Sec-Fetch-Site": "cross-site"}), (None, {"Sec-Fetch-Site": "same-site"})],
)
async def test_only_our_own_buttons_are_obeyed(site: Site, form: str | None, headers: Mapping[str, str]) -> None:
    """Another site's form does not know what ours shows; a browser says where a form comes from."""
    if form is None:
        answer = await site.press("/feeds", "/feeds/1/pause", **headers)
    else:
        answer = await site.client.post("/feeds/1/pause", data={"form": form}, headers=headers)

    assert answer.status_code == 403
    assert (await site.relay.store.feeds())[0].paused_at is None


async def test_what_is_no_form_of_ours(site: Site) -> None:
    """A get changes nothing; a long body is not read; another kind or act is not there."""
    assert (await site.client.get("/feeds/1/pause")).status_code == 405
    assert (await site.client.post("/feeds/1/pause", content=b"x" * 5000)).status_code == 413
    assert (await site.client.post("/feeds/1/remove", data={"form": ""})).status_code == 404
    assert (await site.client.post("/aside/feed/1/keep", data={"form": ""})).status_code == 404


async def test_with_a_token_one_logs_in(relay: Relay) -> None:
    """Nothing is shown or obeyed before; then a cookie that no script reads opens it, or the token itself."""
    async with serving(relay, TOKEN) as site:
        for path in ("/", "/feeds", "/waiting", "/alerts", "/stories/1"):
            answer = await site.client.get(path)
            assert (answer.status_code, "feeds healthy" in answer.text) == (401, False)
        assert (await site.client.post("/feeds/1/pause", data={"form": Door(TOKEN).form})).status_code == 401
        assert (await site.client.post("/login", data={"token": "wrong"})).status_code == 403

        answer = await site.client.post("/login", data={"token": TOKEN}, headers={"X-Forwarded-Proto": "https"})
        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 303
        assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/"))
        assert TOKEN not in cookie

        answer = await site.client.post("/login", data={"token": TOKEN})
        assert "All is well" in await site.text("/")
        site.client.cookies.clear()
        assert "All is well" in await site.text("/", Authorization=f"Bearer {TOKEN}")
        odd = {b"Authorization": "Bearer é".encode("latin-1")}
        assert (await site.client.get("/", headers=odd)).status_code == 401


async def test_every_answer_is_under_strict_headers(site: Site) -> None:
    """No script, no frame, nothing kept, whatever is answered."""
    for path, status in (("/", 200), ("/page.css", 200), ("/stories/99", 404)):
        answer = await site.client.get(path)
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "script-src" not in HEADERS["Content-Security-Policy"]
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.9.9.9", True), ("0.0.0.0", False), ("::", False),
     ("192.168.0.2", False), ("bongsu.example", False)],
)  # fmt: skip
def test_which_addresses_are_of_this_machine_alone(host: str, local: bool) -> None:
    """On another the page needs a token."""
    assert is_local(host) is local


def test_forms_of_one_process_are_not_another_ones() -> None:
    """Without a token each process makes its own; with one all make the same, so that any of them takes a form."""
    assert Door(None).form != Door(None).form
    assert Door(TOKEN).form == Door(TOKEN).form
    assert not Door(None).token_is("")
    assert not Door(None).session_is("")


RHYTHM = Rhythm(MINUTE, HOUR, Random(1))
FEED = Feed(1, source(), PollState(NOON + MINUTE, polled_at=NOON, healthy_at=NOON, newest_at=NOON))
KNOWN = Habits(NOON.timestamp(), watched=12.0, hours=(3.0, *(0.0,) * 47)).pack()


@pytest.mark.parametrize(
    ("state", "feed", "key"),
    [
        ({}, {}, "busy"),
        ({"next_poll_at": NOON + 40 * MINUTE}, {"habits": KNOWN}, "rhythm"),
        ({"next_poll_at": NOON + 40 * MINUTE}, {}, "learning"),
        ({"next_poll_at": NOON + HOUR}, {"habits": KNOWN}, "rare"),
        ({"next_poll_at": NOON + HOUR}, {"watch_until": NOON + MINUTE}, "watched"),
        ({"failures": 2}, {}, "failing"),
        ({"polled_at": None}, {}, "new"),
        ({}, {"pushed_until": NOON + HOUR}, "pushed"),
        ({}, {"paused_at": NOON}, "paused"),
        ({}, {"set_aside_at": NOON}, "set-aside"),
        ({"disabled_at": NOON}, {"paused_at": NOON}, "gone"),
    ],
)
def test_why_a_feed_is_asked_when_it_is(state: dict[str, Any], feed: dict[str, Any], key: str) -> None:
    """Each way in which the next poll is decided has its reason."""
    assert reason(replace(FEED, state=replace(FEED.state, **state), **feed), NOON, RHYTHM)[0] == key


def test_a_feed_that_was_not_read_for_a_day() -> None:
    """It is neither healthy nor failing: nobody asked."""
    assert state_of(FEED, NOON + timedelta(days=1)) == "healthy"
    assert state_of(FEED, NOON + timedelta(days=1, seconds=1)) == "silent"


def test_drawings() -> None:
    """As many bars as values, in proportion; a point a story, the longer the higher; words are words."""
    assert re.findall(r'height="([\d.]+)"/>', bars([0, 1, 2, 400], 'a "b" <c>')) == ["0.0", "1.0", "1.0", "24.0"]
    assert "<c>" not in bars([1], "<c>")
    ways = [
        Latency(n, NOON - taken, NOON, NOON) for n, taken in enumerate((timedelta(), MINUTE, 99 * 24 * HOUR, -MINUTE))
    ]
    drawn = latency([*ways, Latency(9, NOON, NOON, NOON - 25 * HOUR)], NOON, "how long")
    heights = [float(y) for y in re.findall(r'class="sent" cx="[\d.]+" cy="([\d.]+)"', drawn)]
    assert len(heights) == 4
    assert heights[0] == heights[3] > heights[1] > heights[2] >= 0


@pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="no chromium here")
async def test_in_a_browser(relay: Relay) -> None:
    """Log in, look at every page on a phone, dark and light, pause a feed; the policy stops nothing of our own."""
    await one_alert(relay)
    async with serving(relay, TOKEN) as site, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = await browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
        page.set_default_timeout(PATIENCE * 1000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(site.url)
        complaints.clear()  # 401 is one
        await page.get_by_label("Token").fill(TOKEN)
        await page.get_by_role("button", name="Enter").click()
        await expect(page.get_by_role("heading", name="All is well")).to_be_visible()
        grounds = {await page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")}
        await page.emulate_media(color_scheme="light")
        grounds.add(await page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor"))
        for name in ("Overview", "Queue", "Alerts", "Feeds"):
            await page.get_by_role("navigation").get_by_role("link", name=name).click()
            assert await page.evaluate("document.documentElement.scrollWidth") <= 390, name
        await page.get_by_role("button", name="Pause").click()
        await expect(page.locator(".state")).to_have_text("paused")
        await page.goto(f"{site.url}/")
        await page.locator(".plot a").click()
        await expect(page.get_by_role("heading", name=MISSILE)).to_be_visible()
        await browser.close()

    assert len(grounds) == 2
    assert complaints == []
