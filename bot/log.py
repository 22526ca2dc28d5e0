"""Logging: to standard error, for people or as JSON lines, and never with a token in it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

_SECRETS = (
    re.compile(r"(?<=bot)\d+:[A-Za-z0-9_-]+"),  # a bot token in a Telegram address
    re.compile(r"\b\d{6,}:[A-Za-z0-9_-]{30,}"),  # a bot token by itself
    re.compile(r"(?<=://)[^/@\s]+(?=@)"),  # user and password of an address
)


def redact(text: str) -> str:
    """The text with bot tokens and passwords in addresses replaced by `***`."""
    for secret in _SECRETS:
        text = secret.sub("***", text)
    return text


class _Console(logging.Formatter):
    """`07:12:03 info    poll: ...`, redacted whole, tracebacks included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(level)-7s %(name)s: %(message)s", datefmt="%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        record.level = record.levelname.lower()
        return redact(super().format(record))


class _Json(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback as `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return redact(json.dumps(line, ensure_ascii=False))


def set_up(form: Literal["console", "json"], level: str) -> None:
    """Send this process's log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Console())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # httpx logs every address at INFO, and Telegram's addresses hold the token; APScheduler logs every tick.
    for noisy in (
        "httpx",
        "httpcore",
        "apscheduler",
        "telegram",
        "aiohttp.access",
        "alembic",
        "aiosqlite",
        "asyncio",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))
    # It prints a traceback for every 502 page of Telegram's, and then raises the error that we log in a line.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
