"""`bongsu run` as it starts: the first polls go out before what takes long to load, and wait for none of it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.preview.limits import Limits
from tests.feedserver import Page
from tests.running import World, run, until, world

HEAVY = {
    "alembic", "anyio", "apscheduler", "asyncpg", "bot.facts", "bot.places", "bot.stories", "click", "feedparser",
    "handlers", "lark", "rapidfuzz", "rich", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm", "telegram",
    "trafilatura",
}  # fmt: skip
"""What no first poll needs; on SQLite neither asyncpg nor its dialect is ever needed, and no object mapper anywhere; a
database that is up to date needs no alembic."""


@pytest.fixture
async def here(tmp_path: Path, sqlite_store_url: str) -> AsyncIterator[World]:
    """A world with one outlet, on SQLite."""
    async with world(tmp_path, sqlite_store_url, limits=Limits()) as made:
        yield made


async def test_a_start_loads_what_a_poll_needs() -> None:
    """An import too many at the top of a module costs every start, and memory for good."""
    program = (
        "import bot.__main__ as m, sys; m.leave_out_unused(); m._parser(); import bot.roof.service;"
        f" print({HEAVY} & sys.modules.keys())"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()

    assert printed.decode().strip() == "set()"


async def test_the_first_poll_goes_out_first(here: World) -> None:
    """Once Telegram knows the token, and before anything else is asked of it, for whose sake a second of loading is."""
    async with here.running() as service:
        await until(lambda: here.feeds.requests and len(here.telegram.calls) > 1, service)

    assert here.telegram.calls[0].method == "getMe"
    assert here.telegram.calls[0].at < here.feeds.requests[0].at < here.telegram.calls[1].at


async def test_a_feed_that_is_slow_holds_nothing_up(here: World) -> None:
    """The service is at work while the first poll still waits for its answer, and ends in time all the same."""
    gate = asyncio.Event()
    (path,) = here.feeds.pages
    here.feeds.pages[path] = Page(gate=gate)
    async with here.running() as service:
        ada = here.telegram.private()
        here.telegram.say(ada, "/start")
        await here.telegram.wait(lambda: len(here.telegram.messages(ada)) > 1)
        assert await service.end() == 0


async def test_a_bad_line_of_the_catalogue_is_said_and_keeps_no_feed_out(here: World, tmp_path: Path) -> None:
    """The service starts with the good ones; where none is, it ends with a sentence."""
    (path,) = here.feeds.pages
    theirs = tmp_path / "theirs.opml"
    theirs.write_text(f'<opml><body>\n<outline xmlUrl=""/>\n<outline xmlUrl="{here.feeds.url(path)}"/></body></opml>')
    async with here.running(FEEDS=str(theirs)) as service:
        await until(lambda: here.feeds.requests, service)
        assert f"catalogue: {theirs}, line 2: url is missing." in service.log

    theirs.write_text('<opml><body>\n<outline xmlUrl=""/></body></opml>')
    code, _, err = await run("run", environment=here.environment(FEEDS=str(theirs)))
    assert (code, err) == (2, f"bongsu: {theirs}, line 2: url is missing.\n")


async def test_a_start_that_fails_leaves_no_poll_behind(here: World) -> None:
    """What is wrong with an address is seen when polls are under way: one sentence, and an end."""
    taken = f"127.0.0.1:{here.feeds.port}"
    code, _, err = await run("run", environment=here.environment(HTTP_LISTEN=taken))

    assert code == 2
    assert f"{taken} cannot be listened on" in err.splitlines()[-1]
    assert "Traceback" not in err
