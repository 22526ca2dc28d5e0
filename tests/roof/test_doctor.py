"""`bongsu doctor`: what is wrong is said with what to do, and no secret is."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.config import load_settings
from bot.model import Health, Source
from bot.preview.telegram import Telegram
from bot.roof import diagnosis
from bot.roof.diagnosis import Finding
from bot.roof.doctor import run_doctor
from bot.telegram.probe import Answer
from storage import open_store
from tests.feedserver import FeedServer
from tests.making import MINUTE, NOON
from tests.running import TOKEN, rss
from tests.storage.test_schema import names

ME = Answer(200, {"ok": True, "result": {"username": "bongsu_bot"}}, timedelta(seconds=1), 0.05)
NO = Answer(401, {"ok": False, "error_code": 401})
HEALTH = Health(
    feeds=4, feeds_failing=1, feeds_silent=0, feeds_disabled=0, feeds_pushed=0, last_poll_at=NOON, last_alert_at=None,
    entries=9, undetected=0, stories=0, subscribers=0, subscribers_gone=0, subscribers_shut=0, waiting=0, refused=0,
    feeds_set_aside=0, entries_set_aside=0, queries_set_aside=0, deliveries_set_aside=0, digests_set_aside=0,
)  # fmt: skip


def wrong(*findings: Finding | Iterator[Finding]) -> list[tuple[str, str]]:
    """What is wrong of these: subject and words."""
    every = [one for some in findings for one in ((some,) if isinstance(some, Finding) else some)]
    return [(one.subject, one.said) for one in every if one.wrong]


@pytest.mark.parametrize(
    ("answer", "subject", "said"),
    [
        (ME, None, ""),
        (NO, "token", "Copy it anew."),
        (replace(NO, status=404), "token", "Copy it anew."),
        ("cannot be reached", "telegram", "t.example cannot be reached. Alerts wait"),
        (Answer(502), "telegram", "answers 502, not as Telegram does"),
        (Answer(200), "telegram", "answers 200, not as Telegram does"),
        (replace(ME, ahead=timedelta(seconds=42)), "clock", "42 s behind Telegram's"),
        (replace(ME, ahead=timedelta(hours=-1)), "clock", "3600 s ahead of Telegram's"),
    ],
)
def test_the_token_and_the_clock(answer: Answer | str, subject: str | None, said: str) -> None:
    """What getMe's answer tells of the way there, the token and the clock."""
    found = wrong(diagnosis.of_token(answer, "t.example", "Copy it anew."))
    assert [one for one, _ in found] == ([subject] if subject else [])
    assert all(said in words for _, words in found)


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"url": "https://b.example/t", "pending_update_count": 3}, []),
        ({"url": "https://b.example/t", "last_error_date": 0, "last_error_message": "Timed out"}, []),
        ({"url": ""}, ["does not know it yet"]),
        (
            {
                "url": "https://b.example/t",
                "last_error_date": int(NOON.timestamp()) - 9,
                "last_error_message": "Timed out",
            },
            ["the last hour: Timed out"],
        ),
    ],
)
def test_the_webhook(info: dict[str, Any], said: list[str]) -> None:
    """Whether Telegram knows it, and reached it of late."""
    found = wrong(diagnosis.of_webhook(info, "https://b.example/t", NOON))
    assert len(found) == len(said)
    assert all(part in words for part, (_, words) in zip(said, found, strict=True))


@pytest.mark.parametrize(
    ("free", "total", "full"),
    [
        (10**9, 10**10, False),
        (4 * 10**8, 10**10, True),
        (10**8, 10**9, True),
        (6 * 10**9, 10**13, False),
        (4 * 10**9, 10**13, True),
    ],
)
def test_the_disk(free: int, total: int, full: bool) -> None:
    """A disk is nearly full below a part of it, within bounds."""
    assert diagnosis.of_disk("/data", free, total).wrong is full


@pytest.mark.parametrize(
    ("mode", "folder", "open_"),
    [(0o644, 0o755, True), (0o640, 0o755, False), (0o602, 0o711, True), (0o666, 0o700, False)],
)
def test_a_file_that_everybody_can_read(mode: int, folder: int, open_: bool) -> None:
    """It counts where everybody may enter its folder."""
    assert diagnosis.of_file(".env", mode, folder).wrong is open_


@pytest.mark.parametrize(
    ("change", "minutes", "said"),
    [
        ({}, 1, []),
        ({"last_poll_at": None}, 1, []),
        ({}, 16, ["None was polled since"]),
        ({"feeds_failing": 3}, 1, ["1 of 4 are healthy: most cannot be reached"]),
        ({"entries_set_aside": 2}, 1, ["2 rows, over which code raised"]),
    ],
)
def test_what_the_service_noted(change: dict[str, Any], minutes: int, said: list[str]) -> None:
    """Polls that stopped, feeds of which most fail, and rows that were given up."""
    found = wrong(diagnosis.of_health(replace(HEALTH, **change), NOON + minutes * MINUTE, 5 * MINUTE))
    assert len(found) == len(said)
    assert all(part in words for part, (_, words) in zip(said, found, strict=True))


async def doctor(capsys: pytest.CaptureFixture[str], *, feeds: bool = False, **settings: Any) -> tuple[int, list[str]]:
    """The exit code, and the lines."""
    code = await run_doctor(argparse.Namespace(feeds=feeds), load_settings(_env_file=None, **settings))
    return code, capsys.readouterr().out.splitlines()


def leave_open(folder: Path) -> None:
    """Have a folder hold settings that everybody may read, and a database that only its owner may."""
    (folder / "bongsu.db").chmod(0o600)
    (folder / ".env").write_text(f"BONGSU_TELEGRAM_TOKEN={TOKEN}")
    (folder / ".env").chmod(0o644)
    folder.chmod(0o711)


async def test_all_is_well_until_it_is_not(
    sqlite_store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over real sockets and a real file: a service that is well, and one with open secrets and a bad feed."""
    monkeypatch.chdir(tmp_path)
    async with Telegram(token=TOKEN) as telegram, FeedServer({"/good": rss("Rain")}) as server:
        mine: dict[str, Any] = {
            "telegram_token": SecretStr(TOKEN),
            "telegram_api_url": telegram.url,
            "database_url": sqlite_store_url,
            "allow_private_addresses": True,
        }
        code, lines = await doctor(capsys, **mine)
        assert (code, lines[-1]) == (0, "All is well."), lines

        leave_open(tmp_path)
        store = await open_store(sqlite_store_url)
        for path in ("/good", "/bad"):
            await store.add_feed(Source(server.url(path), path), NOON)
        await store.close()
        code, lines = await doctor(capsys, feeds=True, **mine)
        assert (code, lines[-1]) == (1, "3 things are wrong.")
        assert [line for line in lines if line.startswith("WRONG")] == [
            "WRONG  files        Everybody on this machine can read .env: chmod o= .env",
            "WRONG  feeds asked  1 of 2 can be read.",
            f"WRONG  feed         {server.url('/bad')} answered 404 Not Found.",
        ]


async def test_nothing_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is looked at, whatever else is wrong; no secret is printed, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    mine: dict[str, Any] = {
        "telegram_token": SecretStr("42:hunter2"),
        "telegram_api_url": "http://127.0.0.1:1",
        "database_url": "sqlite+aiosqlite:///absent.db",
    }
    code, lines = await doctor(capsys, **mine)
    assert code == 1
    said = [line for line in lines if line.startswith("WRONG")]
    assert "127.0.0.1:1 cannot be reached" in said[0]
    assert "absent.db does not exist yet: run `bongsu migrate`" in said[1]
    code, lines = await doctor(capsys, database_url="postgresql+asyncpg://me:hunter3@127.0.0.1:1/bongsu", feeds=False)
    assert "talk to @BotFather" in "".join(lines)
    assert "does not answer. Is it running" in "".join(lines)
    assert "hunter" not in "".join([*said, *lines])
    assert names(tmp_path) == []
