"""`bongsu feeds`: list, discover, add, edit, pause, resume, remove, check, import and export the feeds.

Each handler takes the parsed arguments and the settings and returns the exit code: 0, or 1 where a check found
something.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import storage
from bot.config import Settings
from bot.errors import BongsuError
from bot.feeds.catalogue import load_catalogue, source_from
from bot.feeds.parse_pool import ParsePool
from bot.model import Source, Tier
from bot.pipeline.feedkeeping import FeedKeeping, Finding, add_all, look, opml_of
from bot.pipeline.feedlist import EVERY, OPTIONS, STATES, chosen, described, options_of, written
from bot.roof.feed_tables import check_table, list_table, minute, record, show
from bot.web.fetch import Fetcher

if TYPE_CHECKING:  # what draws and judges is loaded where it does so: the command line, and the service, begins here
    from bot.stories.detect import Detector

Verbs = Any
"""argparse's subparsers, whose class has no public name."""
SHOWN = 10
"""How many of the entries that would have been flagged are printed."""

CHECKS = 32
"""How many feeds are checked at a time; the fetcher sees to it that no host gets many of them."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `feeds` and its verbs to the command line; each sets `run` to its handler."""
    feeds = commands.add_parser("feeds", help="the feeds that are polled")
    verbs = feeds.add_subparsers(required=True, metavar="VERB")
    _register_looking(verbs)
    _register_changing(verbs)
    _register_files(verbs)


def _register_looking(verbs: Verbs) -> None:
    listing = verbs.add_parser("list", help="every feed and how it does")
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help=f"only those: {', '.join(STATES)}, country:kr, lang:ko, a name"
    )
    listing.add_argument("--json", action="store_true", help="for machines")
    listing.set_defaults(run=run_list)

    discovering = verbs.add_parser("discover", help="which feeds a site names, and what each would have flagged")
    discovering.add_argument("url", metavar="URL")
    discovering.set_defaults(run=run_discover)

    checking = verbs.add_parser(
        "check", help="ask each feed of the catalogue, or these; exit code 1 if one is not fine"
    )
    checking.add_argument("urls", nargs="*", metavar="URL")
    checking.add_argument(
        "--timeout", type=_seconds, default=30.0, metavar="SECONDS", help="for one feed (default: 30)"
    )
    checking.set_defaults(run=run_check)


def _register_changing(verbs: Verbs) -> None:
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

    editing = verbs.add_parser("edit", help="describe a feed otherwise; no catalogue changes that again")
    editing.add_argument("feed", metavar="FEED", help="its number or address")
    editing.add_argument(
        "words",
        nargs="+",
        metavar="FIELD=VALUE",
        help=f"{', '.join((*OPTIONS, EVERY))}; none empties one, auto hands it back",
    )
    editing.set_defaults(run=run_edit)
    for verb, help_, run in (
        ("pause", "do not poll a feed until it is resumed", run_pause),
        ("resume", "poll a feed again that was paused", run_resume),
        ("remove", "stop polling a feed for good", run_remove),
    ):
        changing = verbs.add_parser(verb, help=help_)
        changing.add_argument("feed", metavar="FEED", help="its number or address")
        changing.set_defaults(run=run)


def _register_files(verbs: Verbs) -> None:
    importing = verbs.add_parser("import", help="add the feeds of a TOML or OPML file")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.set_defaults(run=run_import)

    exporting = verbs.add_parser("export", help="write the feeds as OPML")
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: standard output")
    exporting.set_defaults(run=run_export)


async def run_list(args: argparse.Namespace, settings: Settings) -> int:
    """Print every feed with its state, or those that are meant."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        now = await store.time()
        feeds = chosen(await store.feeds(), args.words, now)
    if args.json:
        print(json.dumps([record(feed, now) for feed in feeds], ensure_ascii=False, indent=2))
    elif feeds:
        show(list_table(feeds, now))
    elif args.words:
        print("No feed is so.")
    else:
        print("There are no feeds yet: `bongsu run` takes over the catalogue, `bongsu feeds add` adds one.")
    return 0


async def run_discover(args: argparse.Namespace, settings: Settings) -> int:
    """Print what is at an address: a feed, or the feeds that the page there names."""
    async with _keeping(settings) as keeping:
        url = args.url if "://" in args.url else f"https://{args.url}"
        found = await keeping.look(url, ())
        findings = [await keeping.look(one.url, ()) for one in found.named] if found.problem else [found]
    for finding in findings:
        print(f"{finding.source.url}  {finding.source.outlet}\n  {finding.problem or _seen(finding)}")
    if not findings:
        raise BongsuError(f"{args.url} is no feed and names none: {found.problem}")
    return 0


async def run_add(args: argparse.Namespace, settings: Settings) -> int:
    """Add a feed that was found to be one; say what was found."""
    words = [f"{name}={value}" for name in OPTIONS if (value := getattr(args, name))]
    async with _keeping(settings) as keeping:
        if args.force:
            source, seen = described(args.url, options_of(words), args.outlet or args.url), "(not looked at)."
        else:
            found = await keeping.look(args.url, words)
            if found.problem:
                raise BongsuError(f"{args.url} was not added: {_why_not(found)} With --force it is added all the same.")
            source, seen = found.source, _seen(found)
        added = await keeping.store.add_feed(source, await keeping.store.time())
    if added:
        print(f"Added {source.outlet}, {source.url} {seen}")
    else:
        print(f"{source.url} is among the feeds already; nothing was changed.")
    return 0


async def run_edit(args: argparse.Namespace, settings: Settings) -> int:
    """Describe a feed otherwise, or have it asked in another interval."""
    async with _keeping(settings) as keeping:
        feed = await keeping.edit(args.feed, args.words, await keeping.store.time())
    own = ", ".join(feed.edited) or "none"
    print(f"{feed.source.outlet}: interval {written(feed.every)}; yours: {own}.")
    return 0


async def run_pause(args: argparse.Namespace, settings: Settings) -> int:
    """Ask a feed no more, until it is resumed."""
    async with _keeping(settings) as keeping:
        feed = await keeping.pause(args.feed, await keeping.store.time())
    print(f"{feed.source.outlet} is paused; `bongsu feeds resume {feed.id}` resumes it.")
    return 0


async def run_resume(args: argparse.Namespace, settings: Settings) -> int:
    """Ask a feed again that was paused."""
    async with _keeping(settings) as keeping:
        feed = await keeping.resume(args.feed, await keeping.store.time())
    print(f"{feed.source.outlet} is asked again, now.")
    return 0


async def run_remove(args: argparse.Namespace, settings: Settings) -> int:
    """Stop polling a feed."""
    async with _keeping(settings) as keeping:
        feed = await keeping.remove(args.feed, await keeping.store.time())
    print(f"Removed {feed.source.url}; its entries stay searchable.")
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
    show(check_table(findings))
    print(f"{len(findings)} {'feed' if len(findings) == 1 else 'feeds'}: {len(findings) - bad} fine, {bad} not.")
    return 1 if _complain(() if named else catalogue.faults) or bad else 0


async def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Add the feeds of a file; say how many were new, and at the end which lines could not be read (exit code 1)."""
    catalogue = load_catalogue(args.file)
    async with storage.opened(settings.database_url, migrate=True) as store:
        new = await add_all(store, catalogue, await store.time())
    print(f"{new} of the {len(catalogue.sources)} feeds in {args.file} are new.", flush=True)
    return 1 if _complain(catalogue.faults) else 0


async def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """Write the feeds that are polled as OPML."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        opml, count = await opml_of(store)
    if not count:
        raise BongsuError("There are no feeds to export yet; `bongsu run` takes over the catalogue.")
    if args.file is None:
        print(opml, end="")
        return 0
    try:
        args.file.write_text(opml, encoding="utf-8")
    except OSError as exc:
        raise BongsuError(f"{args.file} cannot be written: {exc.strerror or exc}.") from exc
    print(f"Wrote {count} feeds to {args.file}.")
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
                finding = await look(source, fetcher, parser)
            advance()
            return finding

        return await asyncio.gather(*map(one, sources))


def _complain(faults: Sequence[Exception]) -> bool:
    """Print on standard error what could not be read of a catalogue; whether there is anything."""
    for fault in faults:
        print(fault, file=sys.stderr)
    return bool(faults)


@asynccontextmanager
async def _keeping(settings: Settings) -> AsyncIterator[FeedKeeping]:
    """What looks at feeds and changes them, as in the chat."""
    fetcher = Fetcher(version=version("bongsu"), allow_private=settings.allow_private_addresses)
    async with storage.opened(settings.database_url, migrate=True) as store, fetcher, ParsePool() as parser:
        yield FeedKeeping(store, fetcher, parser, _detector)


def _detector() -> "Detector":
    from bot.stories.detect import Detector
    from bot.topics.definitions import load_topics
    from bot.topics.matcher import Matcher

    topics = load_topics()
    return Detector({topic.key: topic for topic in topics}, Matcher(topics))


def _seen(found: Finding) -> str:
    """What was found at a feed's address, and what of it would have been flagged."""
    lines = [f"({found.format}, {found.entries} entries, the newest of {minute(found.newest)} UTC)."]
    lines.append(f"{len(found.flagged)} of the newest would have been flagged{':' if found.flagged else '.'}")
    return "\n  ".join((*lines, *(f"- {title} ({', '.join(topics)})" for title, topics in found.flagged[:SHOWN])))


def _why_not(found: Finding) -> str:
    """Why an address is no feed, and which feeds the page there names."""
    named = "".join(f"\n  {one.url}  {one.title}" for one in found.named)
    return f"{found.problem}{f' It names these feeds:{named}' + chr(10) if named else ''}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 600:
        raise argparse.ArgumentTypeError("a number of seconds, up to 600")
    return seconds
