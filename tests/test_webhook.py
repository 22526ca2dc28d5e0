"""Telegram's webhook, /health and /metrics from outside, with the service as a process."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.preview.limits import Limits
from tests.engines import Postgres
from tests.running import TOKEN, World, run, until, world
from tests.test_websub import free_port


@pytest.fixture
async def here(tmp_path: Path, sqlite_store_url: str) -> AsyncIterator[World]:
    """A world whose services hear from Telegram by webhook."""
    async with world(tmp_path, sqlite_store_url, limits=Limits()) as made:
        port = free_port()
        made.settings |= {"WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
        yield made


async def get(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return answer.status, await answer.text()


async def posted(url: str, *, secret: str, body: str = "{}") -> int:
    """The status that an update with this secret gets."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    async with aiohttp.ClientSession() as client, client.post(url, data=body, headers=headers) as answer:
        return answer.status


async def webhook(here: World) -> Any:
    """What Telegram says of the bot's webhook."""
    _, text = await get(f"{here.telegram.url}/bot{TOKEN}/getWebhookInfo")
    return json.loads(text)["result"]["url"]


async def test_updates_come_by_webhook(here: World) -> None:
    """Answered like those of long polling; the webhook stays when the service stops, and what is said then is kept."""
    ada = here.telegram.private()
    async with here.running() as service:
        await here.follow(ada)
        assert await webhook(here) == here.settings["WEBHOOK_URL"]
        assert await service.end() == 0
        assert "Traceback" not in service.log
    assert here.telegram.calls.of("getUpdates") == []
    assert await webhook(here) == here.settings["WEBHOOK_URL"]
    told = len(here.telegram.messages(ada))
    here.telegram.say(ada, "/help")
    async with here.running():
        await here.telegram.wait(lambda: len(here.telegram.messages(ada)) > told + 1)


async def test_long_polling_deletes_the_webhook(here: World) -> None:
    """Without the setting the next start asks Telegram itself again."""
    ada = here.telegram.private()
    async with here.running():
        await here.follow(ada)
    here.settings.clear()
    async with here.running():
        await here.follow(ada, topic="sanctions")
        assert await webhook(here) == ""


@pytest.mark.parametrize("secret", ["", "wrong", "sesame\u00e9"])
async def test_who_does_not_know_the_secret_is_sent_away(here: World, secret: str) -> None:
    """403 without it; with it, what is no update gets a 400; the secret is in no log."""
    async with here.running(WEBHOOK_SECRET="open-sesame") as service:
        await until(lambda: "answering as" in service.log, service)
        url = here.settings["WEBHOOK_URL"]
        assert await posted(url, secret=secret) == 403
        assert await posted(url, secret="open-sesame", body="[[[") == 400
        assert await posted(url, secret="open-sesame", body='["update"]') == 400
        assert await posted(url, secret="open-sesame", body='{"update_id": 7}') == 200
        assert await posted(f"{url}/elsewhere", secret="open-sesame") == 404
        assert "open-sesame" not in service.log
        assert "Traceback" not in service.log


async def test_telegram_does_not_take_the_address(here: World) -> None:
    """It ends in Telegram's own words and exit code 2."""
    code, _, err = await run("run", environment=here.environment(WEBHOOK_URL="http://example.com/hook"))

    assert code == 2
    assert "Telegram does not take BONGSU_WEBHOOK_URL: " in err.splitlines()[-1]


async def test_an_address_that_is_taken(here: World) -> None:
    """It ends in a sentence that names the address."""
    async with here.running():
        code, _, err = await run("run", environment=here.environment(JOBS="chat"))

    assert code == 2
    assert "cannot be listened on" in err.splitlines()[-1]
    assert "Traceback" not in err


async def test_health_and_metrics(here: World) -> None:
    """The counts as JSON and as Prometheus text, at an address of their own and nowhere else."""
    port = free_port()
    async with here.running(HTTP_LISTEN=f"127.0.0.1:{port}") as service:
        await here.primed()
        status, text = await get(f"http://127.0.0.1:{port}/health")
        assert status == 200
        assert '"status": "ok"' in text
        status, text = await get(f"http://127.0.0.1:{port}/metrics")
        assert status == 200
        assert '# TYPE bongsu_feeds gauge\nbongsu_feeds{state="healthy"} 1.0\n' in text
        assert 'bongsu_polls_total{outcome="new"} 1.0' in text
        assert "process_resident_memory_bytes" in text
        assert "bongsu_last_poll_timestamp_seconds 1" in text
        assert (await get(f"http://127.0.0.1:{port}/hook"))[0] == 404
        assert (await get(here.settings["WEBHOOK_URL"].replace("/hook", "/health")))[0] == 404
        assert "Traceback" not in service.log


async def test_health_says_when_polling_stands_still(here: World) -> None:
    """503 and a sentence when no feed was polled for ten minutes more than the longest interval; the counts stay."""
    async with here.running():
        await here.primed()
    address = f"127.0.0.1:{free_port()}"
    async with here.running(JOBS="chat", HTTP_LISTEN=address):
        assert (await get(f"http://{address}/health"))[0] == 200
        await here.execute("UPDATE feeds SET polled_at = '2026-01-01 00:00:00'")
        status, text = await get(f"http://{address}/health")
        assert status == 503
        report = json.loads(text)
        assert (report["status"], report["feeds"]) == ("No feed has been polled for too long.", 1)


async def test_health_says_when_the_database_is_away(tmp_path: Path, postgres_url: str, postgres: Postgres) -> None:
    """503 and a sentence while it is, 503 without numbers at /metrics, and 200 as soon as it is back."""
    address = f"127.0.0.1:{free_port()}"
    async with world(tmp_path, postgres_url) as here, here.running(HTTP_LISTEN=address) as service:
        await here.primed()
        await asyncio.to_thread(postgres.stop)
        try:
            status, text = await get(f"http://{address}/health")
            assert status == 503
            assert json.loads(text)["status"].startswith("The PostgreSQL database test_")
            assert (await get(f"http://{address}/metrics"))[0] == 503
        finally:
            await asyncio.to_thread(postgres.start)
        assert (await get(f"http://{address}/health"))[0] == 200
        assert "Traceback" not in service.log
