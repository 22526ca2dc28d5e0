"""The log: readable by people or machines, and never with a secret in it."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.log import redact, set_up


@pytest.fixture(autouse=True)
def _root_as_it_was() -> Iterator[None]:
    """set_up() is for a process of its own: put pytest's logging back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    root.handlers, root.level = handlers, level


TOKEN = "123456789:AAF_secretsecretsecretsecretsecret-"


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage failed",
        f"token {TOKEN} is unknown",
        "http://127.0.0.1:8081/bot1:secret/getMe",
        "postgresql+asyncpg://me:secret@db.example/bongsu",
        "https://reader:secret@feeds.example/rss",
    ],
)
def test_secrets_are_blotted_out(text: str) -> None:
    """Tokens in addresses and alone, passwords in any address."""
    assert "secret" not in redact(text)
    assert "***" in redact(text)


def test_what_is_no_secret_stays() -> None:
    """Times, ports and ordinary addresses are left as they are."""
    text = "12:34:56 http://127.0.0.1:8765/api/chats 24:00 robot 5:x"

    assert redact(text) == text


@pytest.mark.parametrize("form", ["console", "json"])
def test_tracebacks_are_blotted_out_too(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A secret in an exception does not reach the log either."""
    set_up("json" if form == "json" else "console", "info")
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("bongsu").exception("it failed")
    written = capsys.readouterr().err

    assert "it failed" in written
    assert "ValueError" in written
    assert "secret" not in written


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Time, level, logger and message, whatever the message holds."""
    set_up("json", "info")
    logging.getLogger("bongsu").info("two\nlines %s", "한국")
    line = json.loads(capsys.readouterr().err)

    assert (line["level"], line["logger"], line["message"]) == ("info", "bongsu", "two\nlines 한국")
    assert line["time"].endswith("+00:00")


def test_libraries_that_log_addresses_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """httpx names every address at INFO, and Telegram's hold the token."""
    set_up("console", "debug")
    logging.getLogger("httpx").info("HTTP Request: POST /sendMessage")

    assert capsys.readouterr().err == ""
