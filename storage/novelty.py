"""Which items of a document are entries that its feed did not have, and which of these are no news. Pure.

An item is known by its guid or its link together with its title: a guid or a link alone may be shared by a whole feed,
and may stay while its page is rewritten. A known item is another entry again once its own date has moved on by hours
and something else of it has changed. A title that merely comes back is the one that was known.

Some feeds give their items new guids and links: at each poll, or once, when their site moves. Then title and text tell,
of what the document does not show under the guid and link that it had.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import accumulate, pairwise

from bot.model import Entry, Tier
from bot.text.prose import unmarked

RENEWED = timedelta(hours=2)
"""A date that moves on by less is a correction of it, or a generator's habit."""
RETURNS = timedelta(hours=24)
"""Without dates, a title that was replaced and comes back so much later says that it is so again."""
MOST_VERSIONS = 50
"""How many new titles of one item in a day are kept: some have a counter or a clock in them."""
REPEATED = timedelta(days=2)
"""Within so long an aggregator's title, under whatever guid and link, is the same outlet's same article."""
NEWS_FOR = timedelta(hours=48)
"""What was published longer ago than this is no news, whenever it comes."""
MANY, AT_ONCE = 3, timedelta(minutes=1)
"""So many different items, half of a document at least, got new guids and links; what was re-dated, within so long."""
COMPARED = 2_000
"""Letters of a text that tell whether it has changed."""
PUT_IN = timedelta(hours=36)
"""What was published so long before its feed's last good poll, and was not in it then, was put in afterwards.

It is more than a day because many feeds give a day without a time.
"""

MOSTLY = 2
"""A list has its newest first where dates fall from item to item at least so many times as often as they rise."""

_UNSPOKEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an entry of a feed; `undated` means that `published_at` is when it was first seen.

    `title` and `text` are as `print_of_title` and `print_of` make them; `id` is None for what the document
    itself brought.
    """

    id: int | None
    guid: str
    link: str | None
    title: int
    text: int
    published_at: datetime
    undated: bool
    seen_at: datetime

    @property
    def came_at(self) -> datetime:
        """When it came, as far as is known."""
        return self.seen_at if self.undated else self.published_at


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a document brought: the new entries, each with whether it is old news; the ids of those it shows still."""

    new: tuple[tuple[Entry, bool], ...]
    shown: frozenset[int]


def print_of(text: str) -> int:
    """64 bits (signed) that are the same for texts whose letters and digits are, as far as they are compared."""
    said = _UNSPOKEN.sub("", text[:COMPARED].casefold()) or text[:COMPARED]
    return int.from_bytes(blake2b(said.encode(errors="replace"), digest_size=8).digest(), signed=True)


def print_of_title(title: str, tier: Tier, outlet: str | None = None) -> int:
    """The same of a title without the marks of agencies, which change; those that correct stay.

    An aggregator's title stays as it is, with the outlet that it was published by: that tells two articles apart.
    """
    if tier is Tier.AGGREGATOR:
        return print_of(f"{title} - {outlet}" if outlet else title)
    return print_of(title if title.upper().startswith(_CORRECTS) else unmarked(title))


_CORRECTS = ("CORRECTED", "REFILE")
_NEVER, _UNTITLED = datetime.min.replace(tzinfo=UTC), print_of("")


def is_old(published_at: datetime, last_good: datetime | None, now: datetime) -> bool:
    """Whether what was published then is no news now, of a feed that was last read at `last_good` (None: never)."""
    return published_at < max(now - NEWS_FOR, last_good - PUT_IN if last_good else now - NEWS_FOR)


def sift(
    shown: Sequence[Entry], known: Iterable[Known], *, tier: Tier, last_good: datetime | None, now: datetime
) -> Sifted:
    """What a document with these entries brings to a feed that had those `known`, the oldest first.

    They are all those of a like guid or link; of an aggregator, those of a like title as well. `last_good` is when the
    feed was last read, None for never.
    """
    memory = _Memory(tier, now, known, shown)
    taken = [memory.take(entry) for entry in shown]
    inserted = _inserted([one.came_at if one and one.id is not None else None for _, one in taken], now)
    new = tuple(
        (entry, below if entry.undated_at else is_old(entry.published_at, last_good, now))
        for (entry, one), below in zip(taken, inserted, strict=True)
        if one is None
    )
    return Sifted(new, frozenset(one.id for _, one in taken if one and one.id is not None))


def _inserted(dates: Sequence[datetime | None], now: datetime) -> list[bool]:
    """Of each place in a document, whether what is new there was put in below what is known, not before it.

    `dates` are when the known ones came. Only in a list whose newest stands first does the place tell: others are in
    reverse, or by rank, and news comes anywhere in them. A pinned item, older than what follows it, stands before
    nothing.
    """
    if not _newest_first(dates, now):
        return [False] * len(dates)
    ages = [at or _NEVER for at in dates]
    below = list(accumulate(reversed(ages), max))[::-1]
    return [up > _NEVER and up >= down for up, down in zip(accumulate(ages, max), below, strict=True)]


def _newest_first(dates: Sequence[datetime | None], now: datetime) -> bool:
    """Whether the known ones came the later the higher they stand; where all came at once, whether new ones do."""
    for came in ([at for at in dates if at is not None], [at or now for at in dates]):
        pairs = list(pairwise(came))
        falls, rises = sum(up > down for up, down in pairs), sum(up < down for up, down in pairs)
        if falls or rises:
            return falls >= MOSTLY * rises
    return False


class _Memory:
    """The entries of a feed by what may identify them, the oldest first."""

    def __init__(self, tier: Tier, now: datetime, known: Iterable[Known], shown: Sequence[Entry]) -> None:
        self._tier, self._now = tier, now
        self._by_guid: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_link: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_title: defaultdict[int, list[Known]] = defaultdict(list)
        self._gone: defaultdict[tuple[int, int], list[Known]] = defaultdict(list)
        """What the document does not show under the guid or link that it had, by title and text."""
        guids, links = {entry.guid for entry in shown}, {entry.link for entry in shown if entry.link}
        for one in known:
            self._keep(one)
            if one.guid not in guids and one.link not in links:
                self._gone[one.title, one.text].append(one)
        self._renamed = bool(self._gone) and self._gives_new_names(shown)

    def _gives_new_names(self, shown: Sequence[Entry]) -> bool:
        """Whether the document has new guids and links for most of what it shows, and no dates that tell it apart."""
        known = [entry for entry in shown if self._unknown(entry) and self._prints(entry) in self._gone]
        dates = [entry.published_at for entry in known if not (entry.undated_at or self._was_at(entry))]
        at_once = not dates or max(dates) - min(dates) <= AT_ONCE
        return at_once and len(set(map(self._prints, known))) >= MANY and 2 * len(known) >= len(shown)

    def _was_at(self, entry: Entry) -> bool:
        return any(one.published_at == entry.published_at for one in self._gone[self._prints(entry)])

    def _unknown(self, entry: Entry) -> bool:
        return entry.guid not in self._by_guid and (entry.link is None or entry.link not in self._by_link)

    def _prints(self, entry: Entry) -> tuple[int, int]:
        return print_of_title(entry.title, self._tier, entry.outlet), print_of(entry.text)

    def _keep(self, one: Known) -> None:
        self._by_guid[one.guid].append(one)
        self._by_title[one.title].append(one)
        if one.link is not None:
            self._by_link[one.link].append(one)

    def take(self, entry: Entry) -> tuple[Entry, Known | None]:
        """The entry, with its date as far as it moved on, and the known one that it is; None: it is new, and kept."""
        title, text = self._prints(entry)
        by_guid, by_link = self._by_guid[entry.guid], self._by_link[entry.link] if entry.link else []
        same = [one for one in by_guid if one.title == title]
        same = same or [one for one in by_link if (one.title, one.text) == (title, text)]
        versions = [one for one in by_guid if one.link == entry.link] or same or by_link
        if versions and entry.updated_at is not None:
            entry = replace(entry, published_at=max(entry.published_at, entry.updated_at))
        at, undated = entry.published_at, entry.undated_at is not None
        new = Known(None, entry.guid, entry.link, title, text, at, undated, self._now)
        one = self._repeated(new) or (self._same(new, same, versions) if versions else self._under_another(new, entry))
        if one is None:
            self._keep(new)
        return entry, one

    def _repeated(self, new: Known) -> Known | None:
        """What an aggregator shows again under another guid or link."""
        titled = self._by_title[new.title] if self._tier is Tier.AGGREGATOR and new.title != _UNTITLED else []
        near = (one for one in reversed(titled) if abs(new.published_at - one.published_at) <= REPEATED)
        return next(near, None)

    def _under_another(self, new: Known, entry: Entry) -> Known | None:
        """What the feed had under another guid and link: of the same moment, or among many that were renamed."""
        gone = self._gone.get((new.title, new.text), []) if entry.title or entry.text else []
        exact = not new.undated and bool(new.published_at.minute or new.published_at.second)
        for one in reversed(gone):
            if self._renamed or (exact and not one.undated and one.published_at == new.published_at):
                gone.remove(one)
                return one
        return None

    def _same(self, new: Known, same: Sequence[Known], versions: Sequence[Known]) -> Known | None:
        """The one of this title, unless it is renewed; a version of it, where it has too many of them in a day."""
        if same:
            return None if self._renewed(new, same, versions[-1]) else same[-1]
        today = [one for one in versions if one.guid == new.guid and one.seen_at > self._now - timedelta(days=1)]
        return versions[-1] if len(today) >= MOST_VERSIONS else None

    def _renewed(self, new: Known, same: Sequence[Known], latest: Known) -> bool:
        """Whether an item of a known title says something again."""
        if new.undated:
            return latest.title != new.title and same[-1].seen_at <= self._now - RETURNS
        changed = (latest.guid, latest.title, latest.text) != (new.guid, new.title, new.text)
        dates = [one.published_at for one in same if not one.undated]
        return changed and bool(dates) and new.published_at >= max(dates) + RENEWED
