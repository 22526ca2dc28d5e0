"""What a feed published."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.feed import Feed, PollState, Source, Tier


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as published: what makes it another one than those before it, `storage.novelty` tells.

    `url` is the address to open; `link` is its canonical form, or None where the address does not tell entries apart.
    `text` is plain text in paragraphs (newline-separated). `outlet` is who published it, and `tier` how near to events
    that one stands, where that is another than its feed says.
    """

    guid: str
    title: str
    text: str
    published_at: datetime
    url: str | None = None
    link: str | None = None
    language: str | None = None
    outlet: str | None = None
    tier: Tier | None = None
    undated_at: datetime | None = None
    """When it was first seen, of one that its feed gives no date that can be read: `published_at` is the same then."""
    updated_at: datetime | None = None
    """When its feed says that it was changed since; it is not kept."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll of a feed, at `at`: the state after it, the address for the next one, and the entries that it showed.

    `if_watched` is when the feed is due while it is watched, None: as it is else. `habits` is what was learned from the
    poll, packed.
    """

    feed: Feed
    state: PollState
    address: str
    at: datetime
    entries: tuple[Entry, ...] = ()
    if_watched: datetime | None = None
    habits: bytes | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry that the store holds, with where it came from and when we first saw it.

    `old_at` is when that was, of what was no news by then: it opens no story, and joins none as a new report.
    """

    id: int
    source: Source
    entry: Entry
    seen_at: datetime
    old_at: datetime | None = None

    @property
    def published_there(self) -> datetime:
        """When it was published, by the clocks of its feed: what it calls today, or Saturday, is a day there."""
        return self.entry.published_at.astimezone(ZoneInfo(self.source.timezone))

    @property
    def publisher(self) -> Source:
        """Its source, as that of who published it, where that is another than the feed."""
        entry, source = self.entry, self.source
        if entry.outlet is None:
            return source
        return replace(source, outlet=entry.outlet, tier=entry.tier or source.tier, newsroom=None)


@dataclass(frozen=True, slots=True)
class Past:
    """An entry that was detected, its outlet and tier, the topics that matched it and the story that it led to."""

    id: int
    title: str
    text: str
    language: str | None
    published_at: datetime
    url: str | None
    link: str | None
    outlet: str
    tier: Tier
    story_id: int | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sieve:
    """What an entry must have to be sought, as far as a database can tell; where a set is empty, it says nothing.

    One of these `words` (folded parts of words) in its title or text, one of the `topics`, one of the `languages`.
    """

    words: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
