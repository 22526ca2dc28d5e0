"""What an operator does about feeds, from the chat and from the command line: look, add, edit, remove, take over.

Every address is asked through the fetcher, and so through its guard.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import DataError, FetchError
from bot.feeds.catalogue import Catalogue, read_bytes, write_opml
from bot.feeds.discovery import Named, feeds_of
from bot.feeds.parse import Parsed
from bot.feeds.parse_pool import ParsePool
from bot.model import Arrival, Entry, Feed, Source
from bot.pipeline import feedlist
from bot.store import FeedStore, Store
from bot.web.fetch import Fetcher
from bot.web.hops import Fetched
from bot.web.wall import wall

if TYPE_CHECKING:  # who judges takes long to load, and the command line begins here
    from bot.stories.detect import Detector

LOOKED_AT = 200
"""How many of a feed's newest entries are matched to tell what would have been flagged."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking at an address found; `problem` is a sentence where it is no feed, `note` one where it is odd.

    `flagged` are the entries that a topic would have flagged, the newest first, each with its topics' keys; `named` are
    the feeds that the page there names, where it is one.
    """

    source: Source
    problem: str | None = None
    note: str | None = None
    title: str = ""
    format: str = ""
    entries: int = 0
    newest: datetime | None = None
    elapsed: timedelta | None = None
    moved_to: str | None = None
    flagged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    named: tuple[Named, ...] = ()


async def look(source: Source, fetcher: Fetcher, parser: ParsePool, detector: "Detector | None" = None) -> Finding:
    """Ask for a feed and read it; with a detector, tell what it would have flagged."""
    try:
        answer = await fetcher.fetch(source.url, user_agents=(source.user_agent,) if source.user_agent else ())
    except FetchError as exc:
        return Finding(source, str(exc))
    assert isinstance(answer, Fetched)  # noqa: S101 - a 304 to a question without validators is a FetchError
    now = datetime.now(UTC)
    parsed = await parser.parse(answer.body, url=answer.url, source=source, now=now, headers=answer.headers)
    found = Finding(
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
    if found.problem:
        return replace(found, named=feeds_of(answer.body, url=answer.url, headers=answer.headers))
    flagged = await asyncio.to_thread(_flagged, source, parsed.entries, now, detector) if detector else ()
    return replace(found, flagged=flagged)


def _flagged(
    source: Source, entries: Sequence[Entry], now: datetime, detector: "Detector"
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    newest = sorted(entries, key=lambda entry: entry.published_at, reverse=True)[:LOOKED_AT]
    flags = ((entry, detector.flags(Arrival(0, source, entry, now)).matches) for entry in newest)
    return tuple((entry.title or entry.text[:200], tuple(m.topic for m in found)) for entry, found in flags if found)


def _note(answer: Fetched, parsed: Parsed, fetcher: Fetcher) -> str | None:
    """What is odd about a feed that can be read."""
    plain = "It answers the plain User-Agent only." if answer.user_agent == fetcher.names[1] else ""
    damage = f"{answer.damage[:1].upper()}{answer.damage[1:]}." if answer.damage else ""
    return " ".join(filter(None, (plain, damage, parsed.damage))) or None


@dataclass(frozen=True, slots=True)
class FeedKeeping:
    """An operator's way to the feeds; DataError where what they say cannot be."""

    store: Store
    fetcher: Fetcher
    parser: ParsePool
    detector: "Callable[[], Detector]"
    """Made, or handed over, when it is first needed."""

    async def look(self, url: str, words: Sequence[str]) -> Finding:
        """What is at an address, with what would have been flagged; `words` are `field=value`."""
        said = feedlist.options_of(words)
        found = await look(feedlist.described(url, said, url), self.fetcher, self.parser, self.detector())
        source = replace(found.source, url=found.moved_to or found.source.url)
        return replace(found, source=replace(source, outlet=said.get("outlet") or found.title or url))

    async def find(self, word: str) -> Feed:
        """The feed of this number or address."""
        found = feedlist.named(await self.store.feeds(), word)
        if found is None:
            kind = "number" if word.isdecimal() else "address"
            said = f"There is no feed with the {kind} {word}; `bongsu feeds list` shows them, as /feeds does."
            raise DataError(said, "feeds-slip-unknown", word=word)
        return found

    async def pause(self, word: str, now: datetime) -> Feed:
        """Ask a feed no more, until it is resumed."""
        feed = await self.find(word)
        await self.store.pause_feed(feed.id, now)
        return feed

    async def resume(self, word: str, now: datetime) -> Feed:
        """Ask a feed again that was paused."""
        feed = await self.find(word)
        await self.store.resume_feed(feed.id, now)
        return feed

    async def edit(self, word: str, words: Sequence[str], now: datetime) -> Feed:
        """Describe a feed otherwise, or have it asked in another interval: the feed as it is then."""
        feed = await self.find(word)
        edit = feedlist.edit_of(feed, words)
        await self.store.edit_feed(feed.id, edit.source, edit.edited, edit.every, now)
        return await self.find(str(feed.id))

    async def remove(self, word: str, now: datetime) -> Feed:
        """Ask a feed no more for good; what it brought stays."""
        feed = await self.find(word)
        await self.store.remove_feed(feed.source.url, now)
        return feed

    async def take_over(self, body: bytes, name: str, now: datetime) -> tuple[int, int, tuple[DataError, ...]]:
        """Add the feeds of a TOML or OPML file: how many were new, of how many, and what could not be read."""
        catalogue = await asyncio.to_thread(read_bytes, body, name)
        return await add_all(self.store, catalogue, now), len(catalogue.sources), catalogue.faults


async def add_all(store: FeedStore, catalogue: Catalogue, now: datetime) -> int:
    """Add the feeds of a catalogue: how many are new."""
    return sum([await store.add_feed(source, now) for source in catalogue.sources])


async def opml_of(store: FeedStore) -> tuple[str, int]:
    """The feeds that are polled, as OPML, and how many they are."""
    sources = [feed.source for feed in await store.feeds() if feed.state.disabled_at is None]
    return write_opml(sources), len(sources)
