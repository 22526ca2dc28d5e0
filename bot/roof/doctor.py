"""`bongsu doctor`: looks at everything that the service stands on, and says what to do where something is wrong."""

import argparse
import platform
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import storage
from bot.config import Settings
from bot.errors import BongsuError, StoreError, StoreUnavailable
from bot.feeds.catalogue import load_catalogue
from bot.log import redact
from bot.model import Source
from bot.roof import diagnosis, feeds
from bot.roof.credentials import WRONG_TOKEN
from bot.roof.diagnosis import Finding, megabytes
from bot.roof.proxy import check_proxy
from bot.roof.service import UNKNOWN_BOT
from bot.telegram.probe import ask

SECONDS = 10.0
"""How long Telegram may take to answer."""
ENV_FILE = Path(".env")


async def run_doctor(args: argparse.Namespace, settings: Settings) -> int:
    """Print what was looked at, a line each; exit code 1 where something is wrong. `--feeds` asks every feed, too."""
    wrong = 0
    print(f"Bongsu {version('bongsu')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    async for finding in _findings(settings, ask_feeds=args.feeds):
        wrong += finding.wrong
        print(redact(f"{'WRONG' if finding.wrong else 'ok':7}{finding.subject:13}{finding.said}"), flush=True)
    print("All is well." if not wrong else f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.")
    return 1 if wrong else 0


async def _findings(settings: Settings, *, ask_feeds: bool) -> AsyncIterator[Finding]:
    for finding in (*_settings(settings), *await _telegram(settings)):
        yield finding
    sources: tuple[Source, ...] = ()
    try:
        for finding in _files(settings):
            yield finding
        examined = await storage.examine(settings.database_url)
        yield _database(examined)
        found, sources = await _store(settings)
        for finding in found:
            yield finding
    except StoreError as exc:
        todo = " Is it running, and may this machine reach it?" if isinstance(exc, StoreUnavailable) else ""
        yield Finding("database", f"{exc}{todo}", wrong=True)
    if ask_feeds:
        for finding in await _feeds(settings, sources):
            yield finding


def _settings(settings: Settings) -> Iterator[Finding]:
    """What loading them does not tell: the catalogue, and whether anybody is told of trouble."""
    try:
        catalogue = load_catalogue(settings.feeds)
        for fault in catalogue.faults:
            yield Finding("catalogue", str(fault), wrong=True)
        yield Finding("catalogue", f"{len(catalogue.sources)} feeds are in {settings.feeds or 'the built-in one'}.")
    except BongsuError as exc:
        yield Finding("catalogue", str(exc), wrong=True)
    nobody = "Nobody is told of trouble: to be, name your Telegram user id in BONGSU_ADMINS."
    yield Finding("admins", f"{len(settings.admins)} are told of trouble." if settings.admins else nobody)


async def _telegram(settings: Settings) -> list[Finding]:
    """The way to Telegram, the token, the clock, and the webhook where there is one."""
    if settings.telegram_token is None:
        return [Finding("token", UNKNOWN_BOT, wrong=True)]
    url, token = settings.telegram_api_url, settings.telegram_token.get_secret_value()
    try:
        check_proxy(url)
    except BongsuError as exc:
        return [Finding("telegram", str(exc), wrong=True)]
    answer = await ask(url, token, "getMe", SECONDS)
    found = list(diagnosis.of_token(answer, urlsplit(url).netloc, WRONG_TOKEN))
    if settings.webhook_url and not any(one.wrong for one in found if one.subject in ("telegram", "token")):
        info = await ask(url, token, "getWebhookInfo", SECONDS)
        known = {} if isinstance(info, str) else info.result
        found.append(diagnosis.of_webhook(known, settings.webhook_url, datetime.now(UTC)))
    return found


def _files(settings: Settings) -> Iterator[Finding]:
    """Who may read what is secret, and the room for what is kept."""
    database = storage.file_at(settings.database_url)
    for path in filter(None, (ENV_FILE, database)):
        if path.exists():
            yield diagnosis.of_file(str(path), path.stat().st_mode, path.absolute().parent.stat().st_mode)
    folder = database.absolute().parent if database else None
    if folder and folder.is_dir():
        usage = shutil.disk_usage(folder)
        yield diagnosis.of_disk(str(folder), usage.free, usage.total)


def _database(examined: storage.Examined) -> Finding:
    size, took = megabytes(examined.size), examined.seconds * 1000
    said = f"{examined.place} is at {examined.revision}, can be written to ({took:.0f} ms), and takes {size}."
    return Finding("database", said)


async def _store(settings: Settings) -> tuple[list[Finding], tuple[Source, ...]]:
    """What the service has noted of itself, and the feeds that it polls."""
    async with storage.opened(settings.database_url, migrate=False) as store:
        now, longest = await store.time(), timedelta(seconds=settings.poll_max_seconds)
        clock = [diagnosis.of_clock(now - datetime.now(UTC), "the database's")] if store.shared else []
        polled = tuple(feed.source for feed in await store.feeds() if feed.state.disabled_at is None)
        return [*clock, *diagnosis.of_health(await store.health(now), now, longest)], polled


async def _feeds(settings: Settings, sources: tuple[Source, ...]) -> list[Finding]:
    """Ask every feed that is polled; those of the catalogue where none is yet."""
    findings = await feeds.check(sources or load_catalogue(settings.feeds).sources, settings)
    problems = [(one.source.url, one.problem) for one in findings if one.problem]
    return list(diagnosis.of_checks(problems, len(findings)))
