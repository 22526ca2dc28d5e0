"""The stage as a whole, and what `--once` makes of what it sees there."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.config import load_settings
from bot.feeds.catalogue import load_catalogue
from bot.preview.chats import Message
from bot.preview.once import find_faults, missing, transcript
from bot.preview.script import Item, load_script
from bot.preview.stage import Stage
from tests.patience import PATIENCE
from tests.preview.reading import read_on

SCRIPT = load_script()
FIRST_REPORTS = {item.event: item for item in reversed(SCRIPT.news) if item.event}
BASE = "http://127.0.0.1:1"


async def alerts(stage: Stage, *items: Item, **more: Any) -> list[Message]:
    """What the chat holds when a bot sends an alert of each of these items."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for item in items:
            call = {"chat_id": stage.person, "text": f'<a href="{BASE}{item.path}">News</a>', "parse_mode": "HTML"}
            url = f"{stage.telegram.url}/bot{stage.telegram.token}/sendMessage"
            assert (await client.post(url, json=call | more)).json()["ok"]
    return stage.telegram.messages(stage.person)


@pytest.fixture
async def stage() -> Any:
    """A stage without flood control: nobody here is a service that paces itself."""
    made = Stage()
    made.telegram.limits = None
    async with made:
        yield made


async def test_service_can_run_on_the_stage(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is valid settings, its catalogue lists the site's feeds, and its page and Bot API answer."""
    for name, value in stage.environment.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(_env_file=None)
    assert load_catalogue(settings.feeds).sources == stage.site.feeds
    assert settings.allow_private_addresses
    assert settings.telegram_token is not None
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        assert "Bongsu preview" in (await client.get(stage.url)).text
        token = settings.telegram_token.get_secret_value()
        assert (await client.get(f"{settings.telegram_api_url}/bot{token}/getMe")).json()["ok"]


async def test_leaving_the_stage_leaves_nothing() -> None:
    """The folder goes with the stage."""
    async with Stage() as stage:
        folder = Path(stage.environment["BONGSU_FEEDS"]).parent
        assert folder.is_dir()
    assert not folder.exists()


async def test_a_port_may_be_named() -> None:
    """The chat page is at the port that was asked for, and where that is taken an OSError says so."""
    async with Stage() as first:
        port = int(first.url.rstrip("/").rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            async with Stage(port=port):
                pass


async def test_play_waits_for_readers_and_for_a_choice(stage: Stage) -> None:
    """Nothing is published before every feed was read and somebody has followed something."""
    playing = asyncio.create_task(stage.play(speed=10_000))
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for feed in stage.site.feeds:
            await client.get(feed.url)
        stage.telegram.say(stage.person, "/start")
        orbit = f"{stage.site.url}/feeds/orbit-ledger"
        assert len((await client.get(orbit)).json()["items"]) == 2
        stage.telegram.say(stage.person, "/subscribe launches")
        async with read_on(stage.site.feeds):
            await asyncio.wait_for(playing, PATIENCE)
        assert len((await client.get(orbit)).json()["items"]) == 4


async def test_one_alert_an_event_is_as_it_should_be(stage: Stage) -> None:
    """An alert of each event, whichever outlet it links to, has no fault."""
    messages = await alerts(stage, *FIRST_REPORTS.values())
    assert list(find_faults(SCRIPT, messages)) == []


async def test_what_lacks_is_named(stage: Stage) -> None:
    """An event without an alert is a fault that names the event."""
    some = [item for item in FIRST_REPORTS.values() if item.event != "veto"]
    messages = await alerts(stage, *some)
    assert missing(SCRIPT, messages) == ["veto"]
    assert list(find_faults(SCRIPT, messages)) == [f"no alert of: {SCRIPT.events['veto'].title}"]


async def test_second_alert_of_an_event_is_a_fault(stage: Stage) -> None:
    """Another outlet's report of the same event, and the same item under trackers, must not alert again."""
    veto = [item for item in SCRIPT.news if item.event == "veto"]
    messages = await alerts(stage, *FIRST_REPORTS.values(), *veto[1:])
    assert list(find_faults(SCRIPT, messages)) == [f"3 alerts instead of one of: {SCRIPT.events['veto'].title}"]


@pytest.mark.parametrize("item", [one for one in SCRIPT.items if one.event is None], ids=lambda one: one.path)
async def test_lookalikes_and_old_news_are_faults(stage: Stage, item: Item) -> None:
    """An alert of an item that reports no event is uncalled for."""
    messages = await alerts(stage, *FIRST_REPORTS.values(), item)
    assert list(find_faults(SCRIPT, messages)) == ["an alert that should not have come: 'News'"]


async def test_transcript_reads_as_the_chat(stage: Stage) -> None:
    """Who said what, with the buttons in brackets."""
    stage.telegram.say(stage.person, "/start")
    keys = {
        "inline_keyboard": [[{"text": "Read", "url": "https://example.org/"}, {"text": "Why?", "callback_data": "w"}]]
    }
    messages = await alerts(stage, SCRIPT.news[0], reply_markup=keys)
    lines = transcript(messages).splitlines()
    assert lines[0].startswith("You, ")
    assert lines[1] == "    /start"
    assert lines[3].startswith("Bongsu, ")
    assert lines[4:6] == ["    News", "    [Read] [Why?]"]
