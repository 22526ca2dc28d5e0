"""`bongsu feeds`: list, add, remove, check, import and export the feeds.

Each handler takes the parsed arguments and the settings and returns the exit code: 0, or 1 where a check found
something.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import storage
from bot.config import Settings
from bot.errors import BongsuError, FetchError
from bot.feeds.catalogue import load_catalogue, source_from, write_opml
from bot.feeds.parse import Parsed
from bot.feeds.parse_pool import ParsePool
from bot.model import Feed, Source, Tier
from bot.store import Store
from bot.web.fetch import Fetched, Fetcher
from bot.web.wall import wall

if TYPE_CHECKING:  # what draws is loaded where it is drawn: the command line, and so the service, begins here
    from rich.table import Table

CHECKS = 32
"""How many feeds are checked at a time; the fetcher sees to it that no host gets many of them."""

SILENCE = timedelta(days=1)
"""A feed that was not polled with success for longer is silent."""

COLOURS = {
    "ok": "green",
    "moved": "yellow",
    "healthy": "green",
    "new": "cyan",
    "silent": "yellow",
    "failing": "red",
    "disabled": "red",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What checking a feed found; `problem` is a sentence where it cannot be used, `note` one where it is odd."""

    source: Source
    problem: str | None = None
    note: str | None = None
    title: str = ""
    format: str = ""
    entries: int = 0
    newest: datetime | None = None
    elapsed: timedelta | None = None
    moved_to: str | None = None


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `feeds` and its verbs to the command line; each sets `run` to its handler."""
    feeds = commands.add_parser("feeds", help="the feeds that are polled")
    verbs = feeds.add_subparsers(required=True, metavar="VERB")

    listing = verbs.add_parser("list", help="every feed and how it does")
    listing.add_argument("--json", action="store_true", help="for machines")
    listing.set_defaults(run=run_list)

    adding = verbs.add_parser("add", help="poll one more feed, after a look at it")
    adding.add_argument("url", metavar="URL")
    adding.add_argument("--outlet", help="whose it is (default: the feed's own title)")
    adding.add_argument("--language", help="ISO 639-1 code, such as ko")
    adding.add_argument("--country", help="ISO 3166-1 code in lower case, such as kr")
    adding.add_argument("--timezone", help="of dates without a zone, such as Asia/Seoul (default: UTC)")
    adding.add_argument("--tier", choices=[str(tier) for tier in Tier], help="default: press")
    adding.add_argument("--newsroom", help="whose newsroom's it is, where the outlet's name does not tell")
    adding.add_argument("--user-agent", help="to ask it with, where it refuses ours")
    adding.add_argument("--force", action="store_true", help="do not look at it first")
    adding.set_defaults(run=run_add)

    removing = verbs.add_parser("remove", help="stop polling a feed for good")
    removing.add_argument("url", metavar="URL")
    removing.set_defaults(run=run_remove)

    checking = verbs.add_parser(
        "check", help="ask each feed of the catalogue, or these; exit code 1 if one is not fine"
    )
    checking.add_argument("urls", nargs="*", metavar="URL")
    checking.add_argument(
        "--timeout", type=_seconds, default=30.0, metavar="SECONDS", help="for one feed (default: 30)"
    )
    checking.set_defaults(run=run_check)

    importing = verbs.add_parser("import", help="add the feeds of a TOML or OPML file")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.set_defaults(run=run_import)

    exporting = verbs.add_parser("export", help="write the feeds as OPML")
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: standard output")
    exporting.set_defaults(run=run_export)


async def run_list(args: argparse.Namespace, settings: Settings) -> int:
    """Print every feed with its state."""
    async with _store(settings) as store:
        feeds, now = await store.feeds(), await store.time()
    if args.json:
        print(json.dumps([_record(feed, now) for feed in feeds], ensure_ascii=False, indent=2))
    elif feeds:
        _show(_list_table(feeds, now))
    else:
        print("There are no feeds yet: `bongsu run` takes over the catalogue, `bongsu feeds add` adds one.")
    return 0


async def run_add(args: argparse.Namespace, settings: Settings) -> int:
    """Add a feed that was found to be one; say what was found."""
    source, found = _named(args, args.url), "not looked at"
    if not args.force:
        (finding,) = await check((source,), settings)
        if finding.problem:
            raise BongsuError(f"{args.url} was not added: {finding.problem} With --force it is added all the same.")
        source = replace(_named(args, finding.title or args.url), url=finding.moved_to or source.url)
        found = f"{finding.format}, {finding.entries} entries, the newest of {_minute(finding.newest)} UTC"
    async with _store(settings) as store:
        added = await store.add_feed(source, await store.time())
    if added:
        print(f"Added {source.outlet}, {source.url} ({found}).")
    else:
        print(f"{source.url} is among the feeds already; nothing was changed.")
    return 0


async def run_remove(args: argparse.Namespace, settings: Settings) -> int:
    """Stop polling a feed."""
    async with _store(settings) as store:
        if not await store.remove_feed(args.url, await store.time()):
            raise BongsuError(f"There is no feed with the address {args.url}; `bongsu feeds list` shows them.")
    print(f"Removed {args.url}; its entries stay searchable.")
    return 0


async def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """Ask the catalogue's feeds, or the named ones; needs no database."""
    from rich.console import Console
    from rich.progress import Progress

    catalogue = load_catalogue(settings.feeds)
    known = {source.url: source for source in catalogue.sources}
    named = dict.fromkeys(args.urls)
    sources = [known.get(url) or source_from({"url": url, "outlet": url}, "feeds check") for url in named or known]
    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("Asking the feeds", total=len(sources))
        findings = await check(sources, settings, timeout=args.timeout, advance=lambda: progress.advance(task))
    bad = sum(finding.problem is not None for finding in findings)
    _show(_check_table(findings))
    print(f"{len(findings)} {'feed' if len(findings) == 1 else 'feeds'}: {len(findings) - bad} fine, {bad} not.")
    return 1 if _complain(() if named else catalogue.faults) or bad else 0


async def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Add the feeds of a file; say how many were new, and at the end which lines could not be read (exit code 1)."""
    catalogue = load_catalogue(args.file)
    async with _store(settings) as store:
        now = await store.time()
        new = sum([await store.add_feed(source, now) for source in catalogue.sources])
    print(f"{new} of the {len(catalogue.sources)} feeds in {args.file} are new.", flush=True)
    return 1 if _complain(catalogue.faults) else 0


async def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """Write the feeds that are polled as OPML."""
    async with _store(settings) as store:
        sources = [feed.source for feed in await store.feeds() if feed.state.disabled_at is None]
    if not sources:
        raise BongsuError("There are no feeds to export yet; `bongsu run` takes over the catalogue.")
    opml = write_opml(sources)
    if args.file is None:
        print(opml, end="")
        return 0
    try:
        args.file.write_text(opml, encoding="utf-8")
    except OSError as exc:
        raise BongsuError(f"{args.file} cannot be written: {exc.strerror or exc}.") from exc
    print(f"Wrote {len(sources)} feeds to {args.file}.")
    return 0


async def check(
    sources: Sequence[Source], settings: Settings, *, timeout: float = 30.0, advance: Callable[[], None] = lambda: None
) -> list[Finding]:
    """Fetch and parse these feeds, several at a time, `timeout` seconds for an answer; `advance` hears of each."""
    gate = asyncio.Semaphore(CHECKS)
    fetcher = Fetcher(version=version("bongsu"), allow_private=settings.allow_private_addresses, timeout=timeout)
    async with fetcher, ParsePool() as parser:

        async def one(source: Source) -> Finding:
            async with gate:
                finding = await _look(source, fetcher, parser)
            advance()
            return finding

        return await asyncio.gather(*map(one, sources))


async def _look(source: Source, fetcher: Fetcher, parser: ParsePool) -> Finding:
    try:
        answer = await fetcher.fetch(source.url, user_agents=(source.user_agent,) if source.user_agent else ())
    except FetchError as exc:
        return Finding(source, str(exc))
    assert isinstance(answer, Fetched)  # noqa: S101 - a 304 to a question without validators is a FetchError
    now = datetime.now(UTC)
    parsed = await parser.parse(answer.body, url=answer.url, source=source, now=now, headers=answer.headers)
    return Finding(
        source,
        problem=None if parsed.entries else wall(answer.body, answer.headers) or parsed.damage,
        note=_note(answer, parsed, fetcher),
        title=parsed.title,
        format=parsed.format,
        entries=len(parsed.entries),
        newest=max((entry.published_at for entry in parsed.entries), default=None),
        elapsed=answer.elapsed,
        moved_to=answer.moved_to,
    )


def _note(answer: Fetched, parsed: Parsed, fetcher: Fetcher) -> str | None:
    """What is odd about a feed that can be read."""
    plain = "It answers the plain User-Agent only." if answer.user_agent == fetcher.names[1] else ""
    damage = f"{answer.damage[:1].upper()}{answer.damage[1:]}." if answer.damage else ""
    return " ".join(filter(None, (plain, damage, parsed.damage))) or None


def _complain(faults: Sequence[str]) -> bool:
    """Print on standard error what could not be read of a catalogue; whether there is anything."""
    for fault in faults:
        print(fault, file=sys.stderr)
    return bool(faults)


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[Store]:
    store = await storage.open_store(settings.database_url, migrate=True)
    try:
        yield store
    finally:
        await store.close()


def _named(args: argparse.Namespace, outlet: str) -> Source:
    """The source that the arguments of `add` describe; `outlet` where they name none."""
    keys = ("url", "outlet", "language", "country", "timezone", "tier", "newsroom", "user_agent")
    said = {key: getattr(args, key) for key in keys}
    return source_from({"outlet": outlet} | {key: value for key, value in said.items() if value}, "feeds add")


def _state(feed: Feed, now: datetime) -> str:
    state = feed.state
    if state.disabled_at:
        return "disabled"
    if state.failures:
        return "failing"
    if state.polled_at is None:
        return "new"
    return "healthy" if state.healthy_at and now - state.healthy_at <= SILENCE else "silent"


def _record(feed: Feed, now: datetime) -> dict[str, object]:
    times = {"last_success": feed.state.healthy_at, "next_poll": feed.state.next_poll_at}
    return {
        **asdict(feed.source),
        "state": _state(feed, now),
        "failures": feed.state.failures,
        "error": feed.state.error,
        **{key: at and at.isoformat() for key, at in times.items()},
    }


def _list_table(feeds: Sequence[Feed], now: datetime) -> "Table":
    from rich.text import Text

    table = _table("outlet", "tier", "language", "country", "state", "last success", "next poll (UTC)", "address")
    for feed in feeds:
        source, state = feed.source, _state(feed, now)
        next_poll = None if feed.state.disabled_at else feed.state.next_poll_at
        table.add_row(
            source.outlet,
            source.tier,
            source.language or "-",
            source.country or "-",
            Text(state, style=COLOURS[state]),
            _minute(feed.state.healthy_at),
            _minute(next_poll),
            source.url,
        )
    return table


def _check_table(findings: Sequence[Finding]) -> "Table":
    """Those that are fine first, so that the others stand where one looks."""
    from rich.text import Text

    table = _table("status", "format", "entries", "newest (UTC)", "seconds", "outlet", "address")
    for finding in sorted(findings, key=lambda finding: finding.problem is not None):
        status = "failing" if finding.problem else "moved" if finding.moved_to else "ok"
        table.add_row(
            Text(finding.problem or (f"{status}: {finding.note}" if finding.note else status), style=COLOURS[status]),
            finding.format or "-",
            str(finding.entries),
            _minute(finding.newest),
            f"{finding.elapsed.total_seconds():.2f}" if finding.elapsed else "-",
            finding.source.outlet,
            finding.source.url + (f" -> {finding.moved_to}" if finding.moved_to else ""),
        )
    return table


def _table(*columns: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in ("entries", "seconds") else "left")
    return table


def _show(table: "Table") -> None:
    """Print a table: as wide as the terminal, or whole lines where there is none. Names are never taken for markup."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)
    if console.is_terminal:
        console.print(table)
        return
    console.width = 100_000
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _minute(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if at else "-"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 600:
        raise argparse.ArgumentTypeError("a number of seconds, up to 600")
    return seconds
