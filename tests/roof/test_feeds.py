"""`bongsu feeds`, as it is typed, against feeds on a real socket and a real SQLite file."""

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from rich.cells import cell_len

from bot.config import Settings, load_settings
from bot.errors import BongsuError, DataError
from bot.feeds.catalogue import load_catalogue, read_catalogue, write_opml
from bot.model import PollState, Source, Tier
from bot.roof import feeds
from bot.store import Store
from tests.making import save_poll

NOW = datetime.now(UTC)
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>봉화일보 속보</title>
<item><title>봉화가 올랐다</title><guid>1</guid><pubDate>Mon, 02 Mar 2026 09:30:00 +0900</pubDate></item>
<item><title>북한, 동해로 탄도미사일 발사</title><guid>2</guid><pubDate>Sun, 01 Mar 2026 09:30:00 +0900</pubDate></item>
</channel></rss>"""

Bongsu = Callable[..., Awaitable[int]]


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """The address of a server with a feed at /rss, one that moved, and a page that is none."""

    async def rss(request: web.Request) -> web.Response:
        return web.Response(text=RSS, content_type="application/rss+xml")

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html><body>We have moved to a new home.</body></html>", content_type="text/html")

    async def front(request: web.Request) -> web.Response:
        named = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
        return web.Response(text=named, content_type="text/html")

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPMovedPermanently("/rss")

    app = web.Application()
    app.add_routes([web.get(f"/{handler.__name__}", handler) for handler in (rss, page, front, moved)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
def config(sqlite_url: str) -> Settings:
    """Settings with the database of `sqlite_store`, and feeds on this machine allowed."""
    return load_settings(feeds=None, database_url=sqlite_url, allow_private_addresses=True)


@pytest.fixture
def bongsu(config: Settings) -> Bongsu:
    """`await bongsu("list", "--json")` runs `bongsu feeds list --json` and returns its exit code."""
    parser = argparse.ArgumentParser()
    feeds.register(parser.add_subparsers())

    async def run(*words: str, settings: Settings = config) -> int:
        args = parser.parse_args(["feeds", *words])
        code: int = await args.run(args, settings)
        return code

    return run


class TestCheck:
    async def test_a_feed_that_is_fine_is_described(
        self, bongsu: Bongsu, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Status, format, number of entries, the newest one's date and the latency; exit code 0."""
        assert await bongsu("check", f"{site}/rss") == 0
        heads, row, summary = capsys.readouterr().out.splitlines()
        assert heads.split()[:4] == ["status", "format", "entries", "newest"]
        assert row.split()[:5] == ["ok", "rss20", "2", "2026-03-02", "00:30"]
        assert float(row.split()[5]) >= 0
        assert row.endswith(f"{site}/rss")
        assert summary == "1 feed: 1 fine, 0 not."

    async def test_each_trouble_is_told_and_the_exit_code_is_1(
        self, bongsu: Bongsu, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A missing page and a page that is no feed say what is wrong, below what is fine."""
        addresses = [f"{site}/{path}" for path in ("missing", "page", "rss")]
        assert await bongsu("check", *addresses) == 1
        _, fine, missing, page, summary = capsys.readouterr().out.splitlines()
        assert fine.startswith("ok ")
        assert "404" in missing
        assert page.endswith(f"{site}/page")
        assert summary == "3 feeds: 1 fine, 2 not."

    async def test_a_feed_that_moved_for_good_shows_where_to(
        self, bongsu: Bongsu, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It works, and whoever keeps the catalogue learns the new address."""
        assert await bongsu("check", f"{site}/moved") == 0
        row = capsys.readouterr().out.splitlines()[1]
        assert row.startswith("moved ")
        assert row.endswith(f"{site}/moved -> {site}/rss")

    async def test_without_names_it_asks_the_catalogue(
        self, bongsu: Bongsu, config: Settings, site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Every feed of BONGSU_FEEDS is asked, its names line up whatever their script, and no database is made."""
        wide = Source(f"{site}/rss", "봉화일보, 매일 새벽에 나오는 신문")
        plain = Source(f"{site}/rss?{'long=' * 30}", "[bold]The Beacon[/bold] :fire:", timezone="Asia/Seoul")
        path = tmp_path / "mine.opml"
        path.write_text(write_opml([wide, plain]), encoding="utf-8")
        assert await bongsu("check", settings=config.model_copy(update={"feeds": path})) == 0
        rows = capsys.readouterr().out.splitlines()[1:3]
        assert [row.endswith(source.url) for row, source in zip(rows, (wide, plain), strict=True)] == [True, True]
        assert len({cell_len(row.partition("http")[0]) for row in rows}) == 1
        assert plain.outlet in rows[1]
        assert not (tmp_path / "bongsu.db").exists()

    async def test_on_a_terminal_long_addresses_are_folded_not_cut(
        self, bongsu: Bongsu, site: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No line is wider than the screen, and no character of an address is missing."""
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "80")
        address = f"{site}/rss?{'abcdefgh' * 20}"
        assert await bongsu("check", address) == 0
        table = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()[:-1]
        assert max(map(cell_len, table)) <= 80
        folded = "".join(line[table[0].index("address") :].strip() for line in table[1:])
        assert folded == address

    async def test_private_addresses_need_the_setting(
        self, bongsu: Bongsu, config: Settings, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A check reaches no further than the service would."""
        guarded = config.model_copy(update={"allow_private_addresses": False})
        assert await bongsu("check", f"{site}/rss", settings=guarded) == 1
        assert "1 feed: 0 fine, 1 not." in capsys.readouterr().out


class TestAdd:
    async def test_it_looks_first_and_says_what_it_found(
        self, bongsu: Bongsu, sqlite_store: Store, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The outlet is the feed's own title unless it is named; the rest is as given."""
        assert await bongsu("add", f"{site}/rss", "--language", "ko", "--tier", "agency") == 0
        said = capsys.readouterr().out
        assert said == (
            f"Added 봉화일보 속보, {site}/rss (rss20, 2 entries, the newest of 2026-03-02 00:30 UTC).\n"
            "  1 of the newest would have been flagged:\n  - 북한, 동해로 탄도미사일 발사 (launches)\n"
        )
        (feed,) = await sqlite_store.feeds()
        assert feed.source == Source(f"{site}/rss", "봉화일보 속보", "ko", tier=Tier.AGENCY)

    async def test_a_feed_that_moved_is_added_where_it_is(self, bongsu: Bongsu, sqlite_store: Store, site: str) -> None:
        """Nobody polls a redirect from the first day on."""
        assert await bongsu("add", f"{site}/moved", "--outlet", "봉화") == 0
        assert [feed.source for feed in await sqlite_store.feeds()] == [Source(f"{site}/rss", "봉화")]

    async def test_adding_again_changes_nothing(
        self, bongsu: Bongsu, sqlite_store: Store, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It says so, and that is no failure."""
        assert await bongsu("add", f"{site}/rss") == await bongsu("add", f"{site}/rss", "--outlet", "X") == 0
        assert "is among the feeds already" in capsys.readouterr().out
        assert [feed.source.outlet for feed in await sqlite_store.feeds()] == ["봉화일보 속보"]

    async def test_what_is_no_feed_is_added_by_force_only(self, bongsu: Bongsu, sqlite_store: Store, site: str) -> None:
        """A page is refused with the reason and the way round it."""
        with pytest.raises(BongsuError, match=r"/page was not added: .*With --force"):
            await bongsu("add", f"{site}/page")
        assert await sqlite_store.feeds() == ()
        assert await bongsu("add", f"{site}/page", "--force") == 0
        assert [feed.source.url for feed in await sqlite_store.feeds()] == [f"{site}/page"]

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (("ftp://a.example/",), "must begin with http:// or https://"),
            (("a.example/rss",), "must begin with http:// or https://"),
            (("https://a.example/", "--timezone", "KST+9"), "there is no timezone 'KST\\+9'"),
            (("https://a.example/", "--language", "korean"), "language must be a two-letter code"),
        ],
    )
    async def test_wrong_words_are_explained(self, bongsu: Bongsu, words: tuple[str, ...], complaint: str) -> None:
        """A mistake on the command line ends before anything is asked or stored."""
        with pytest.raises(DataError, match=f"feeds add: .*{complaint}"):
            await bongsu("add", *words)


async def test_remove_stops_a_feed_that_is_there(bongsu: Bongsu, sqlite_store: Store) -> None:
    """A second removal, or a wrong address, points to the list."""
    await bongsu("add", "https://a.example/rss", "--force")
    assert await bongsu("remove", "https://a.example/rss") == 0
    assert await sqlite_store.feeds() == ()
    with pytest.raises(BongsuError, match=r"no feed with the address https://a\.example/rss; `bongsu feeds list`"):
        await bongsu("remove", "https://a.example/rss")


class TestFiles:
    async def test_importing_tells_how_many_are_new(
        self, bongsu: Bongsu, sqlite_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """TOML and OPML alike; what is there already is left alone."""
        path = tmp_path / "feeds"
        path.write_text('feeds = [{ url = "https://a.example/", outlet = "A" }]', encoding="utf-8")
        assert await bongsu("import", str(path)) == 0
        path.write_text(write_opml([Source("https://a.example/", "X"), Source("https://b.example/", "B")]), "utf-8")
        assert await bongsu("import", str(path)) == 0
        assert capsys.readouterr().out == f"1 of the 1 feeds in {path} are new.\n1 of the 2 feeds in {path} are new.\n"
        assert [feed.source.outlet for feed in await sqlite_store.feeds()] == ["A", "B"]

    async def test_bad_lines_are_named_at_the_end(
        self, bongsu: Bongsu, sqlite_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is good is imported, each bad line has its number on standard error, and the exit code is 1."""
        path = tmp_path / "theirs.opml"
        good = '<outline text="NYT" xmlUrl="https://x.example/rss?a=1&b=2"/>\n<outline text="B" xmlUrl="feed://b.example/"/>'
        bad = '<outline text="dead" xmlUrl=""/>\n<outline text="mail" xmlUrl="mailto:a@b.example"/>'
        path.write_text(f"<opml><body>\n{bad}\n{good}\n</body></opml>", encoding="utf-8")
        assert await bongsu("import", str(path)) == 1
        out, err = capsys.readouterr()
        assert out == f"2 of the 2 feeds in {path} are new.\n"
        assert [line.partition(": ")[0] for line in err.splitlines()] == [f"{path}, line 2", f"{path}, line 3"]
        addresses = {feed.source.url for feed in await sqlite_store.feeds()}
        assert addresses == {"https://x.example/rss?a=1&b=2", "http://b.example/"}

        path.write_text(f"<opml><body>\n{bad}\n</body></opml>", encoding="utf-8")
        with pytest.raises(DataError, match=r"line 2: url is missing\. Wrong as well: 1 more"):
            await bongsu("import", str(path))

    async def test_a_check_names_the_lines_that_list_no_feed(
        self, bongsu: Bongsu, config: Settings, site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A catalogue with such a line is not fine, though all its feeds are."""
        path = tmp_path / "mine.opml"
        path.write_text(f'<opml><body>\n<outline xmlUrl=""/><outline xmlUrl="{site}/rss"/></body></opml>', "utf-8")
        settings = config.model_copy(update={"feeds": path})
        assert await bongsu("check", settings=settings) == 1
        assert capsys.readouterr().err == f"{path}, line 2: url is missing.\n"
        assert await bongsu("check", f"{site}/rss", settings=settings) == 0

    async def test_export_gives_back_what_was_imported(
        self, bongsu: Bongsu, sqlite_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The built-in catalogue and a feed more, kept and exported, are the same; on standard output and in a file."""
        catalogue = (*load_catalogue(None).sources, Source("https://extra.example/", "Extra", newsroom="봉화일보"))
        await sqlite_store.sync_feeds(catalogue, NOW)
        assert await bongsu("export") == 0
        assert set(read_catalogue(capsys.readouterr().out, "stdout").sources) == set(catalogue)
        path = tmp_path / "out.opml"
        assert await bongsu("export", str(path)) == 0
        assert set(load_catalogue(path).sources) == set(catalogue)

    async def test_nothing_to_export_and_nowhere_to_write(self, bongsu: Bongsu, tmp_path: Path) -> None:
        """Both end in a sentence."""
        with pytest.raises(BongsuError, match="There are no feeds to export yet"):
            await bongsu("export")
        await bongsu("add", "https://a.example/rss", "--force")
        with pytest.raises(BongsuError, match="cannot be written: Is a directory"):
            await bongsu("export", str(tmp_path))


class TestList:
    async def test_each_state_is_told(
        self, bongsu: Bongsu, sqlite_store: Store, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """New, healthy, silent, failing and disabled feeds are told apart, for people and for machines."""
        hour = timedelta(hours=1)
        well = PollState(NOW + hour, polled_at=NOW, healthy_at=NOW, primed_at=NOW)
        states = {
            "healthy": well,
            "silent": PollState(NOW, polled_at=NOW - 30 * hour, healthy_at=NOW - 30 * hour),
            "failing": PollState(NOW + hour, polled_at=NOW, healthy_at=NOW - hour, failures=2, error="It broke off."),
            "disabled": PollState(NOW + hour, polled_at=NOW, failures=1, disabled_at=NOW),
        }
        sources = [Source(f"https://{name}.example/rss", name, "ko", "kr") for name in ("new", *states)]
        await sqlite_store.sync_feeds(sources, NOW)
        for feed in await sqlite_store.feeds():
            if feed.source.outlet in states:
                await save_poll(sqlite_store, feed, states[feed.source.outlet], feed.source.url, (), NOW)

        assert await bongsu("list") == 0
        heads, *rows = capsys.readouterr().out.splitlines()
        assert heads.split()[:5] == ["outlet", "tier", "language", "country", "state"]
        assert {row.split()[0]: row.split()[4] for row in rows} == {name: name for name in ("new", *states)}
        assert all(row.split()[1:4] == ["press", "ko", "kr"] and row.endswith("example/rss") for row in rows)

        assert await bongsu("list", "--json") == 0
        records = {record["outlet"]: record for record in json.loads(capsys.readouterr().out)}
        assert {record["state"] for record in records.values()} == {"new", *states}
        assert records["failing"]["error"] == "It broke off."
        assert datetime.fromisoformat(records["healthy"]["last_success"]) == NOW
        assert records["new"]["last_success"] is None

    async def test_an_empty_list_says_how_to_fill_it(self, bongsu: Bongsu, capsys: pytest.CaptureFixture[str]) -> None:
        """Whoever looks before the first start is told where feeds come from."""
        assert await bongsu("list") == 0
        assert "`bongsu run` takes over the catalogue" in capsys.readouterr().out
        assert await bongsu("list", "--json") == 0
        assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("check", "--timeout", "0"),
        ("check", "--timeout", "soon"),
        ("add",),
        ("add", "https://a.example", "--tier", "x"),
    ],
)
async def test_wrong_use_ends_with_exit_code_2(bongsu: Bongsu, words: tuple[str, ...]) -> None:
    """As argparse has it, before anything is done."""
    with pytest.raises(SystemExit) as caught:
        await bongsu(*words)
    assert caught.value.code == 2


async def test_a_mistake_is_one_sentence_on_standard_error(tmp_path: Path) -> None:
    """The command as people start it: exit code 2, one line, no traceback, nothing on standard output."""
    command = (sys.executable, "-m", "bot", "feeds", "import", "none.opml")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BONGSU_")}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.decode() == "bongsu: none.opml cannot be read: No such file or directory.\n"


class TestKeeping:
    async def test_a_site_is_discovered_and_what_would_have_been_flagged_is_told(
        self, bongsu: Bongsu, sqlite_store: Store, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A page that names feeds is no feed, and says which it names."""
        assert await bongsu("discover", f"{site}/front") == 0
        told = capsys.readouterr().out
        assert f"{site}/rss  봉화일보 속보" in told
        assert "1 of the newest would have been flagged:\n  - 북한, 동해로 탄도미사일 발사 (launches)" in told
        with pytest.raises(BongsuError, match=f"names these feeds:\n  {site}/rss"):
            await bongsu("add", f"{site}/front")
        with pytest.raises(BongsuError, match="is no feed and names none"):
            await bongsu("discover", f"{site}/page")

    async def test_a_feed_is_paused_resumed_and_edited_by_its_number(
        self, bongsu: Bongsu, sqlite_store: Store, site: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The list finds it by its state, and shows what is the operator's own."""
        await bongsu("add", f"{site}/rss", "--tier", "agency")
        (feed,) = await sqlite_store.feeds()
        await bongsu("pause", str(feed.id))
        capsys.readouterr()
        await bongsu("list", "paused", "--json")
        (listed,) = json.loads(capsys.readouterr().out)
        assert (listed["id"], listed["state"]) == (feed.id, "paused")
        await bongsu("resume", f"{site}/rss")
        await bongsu("edit", str(feed.id), "tier=official", "interval=10m")
        assert "interval 10m; yours: tier." in capsys.readouterr().out
        (edited,) = await sqlite_store.feeds()
        assert (edited.source.tier, edited.every, edited.paused_at) == (Tier.OFFICIAL, timedelta(minutes=10), None)
        with pytest.raises(BongsuError, match="There is no feed with the number 99"):
            await bongsu("pause", "99")
