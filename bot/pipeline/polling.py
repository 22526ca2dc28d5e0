"""Polls feeds: claim | fetch | parse | save, a transaction for what came during the one before."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from hashlib import blake2b

from bot.config import JobName
from bot.errors import FetchError, StoreUnavailable
from bot.feeds.parse_pool import ParsePool
from bot.model import Feed, Poll, PollState
from bot.pipeline import timing
from bot.pipeline.works import Batcher, Works
from bot.store import Store
from bot.web.fetch import Fetched, Fetcher, NotModified

FETCHES = 32
"""How many feeds are polled at a time; with more requests in flight httpx's pool of connections slows down."""
POLL_LEASE = timedelta(seconds=60)
"""How long a claimed feed is hidden from other claims: longer than the 30 s to fetch and the 10 s to parse.

A feed whose poll takes longer still, as it waits for the database, is polled once more.
"""
SAVE_AGAIN = (0.5, 1.0, 2.0, 4.0)
"""Seconds between the tries to save a poll while the database is away; together far less than `POLL_LEASE`."""

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class Polling:
    """The job that polls, and what it works with."""

    works: Works
    store: Store
    fetcher: Fetcher
    parser: ParsePool
    rhythm: timing.Rhythm
    reachable: bool = False
    """Whether hubs can push to this service."""
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the first feed has answered, or none was due."""
    _saving: Batcher[Poll, int] = field(init=False)

    def __post_init__(self) -> None:
        self._saving = Batcher(self._save)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll the feeds that are due, until stopped."""

        async def claim(room: int) -> Sequence[Feed]:
            due = await self.store.claim_feeds(self.works.clock(), POLL_LEASE, room)
            if not due:
                self.begun.set()
            return due

        await self.works.keep(JobName.POLL, stop, FETCHES, claim, self.poll_feed)
        await self._saving.join()

    async def poll_feed(self, feed: Feed) -> None:
        """Poll one feed and keep what came of it."""
        what = f"polling {feed.source.outlet}"
        with self.works.logged(what):
            await self.works.guarded(what, self._poll(feed), partial(self.store.feed_raised, feed.id))

    async def _poll(self, feed: Feed) -> None:
        poll = await self._look(feed)
        if self.reachable:
            poll = replace(poll, state=timing.pushed(poll.state, self.works.clock(), self.rhythm, feed.pushed_until))
        new = await self._saved(poll)
        self.works.meters.polled(poll, new)
        if poll.state.failures:
            logger.info("%s: %s", feed.source.outlet, poll.state.error)
        elif new and feed.state.primed_at:
            logger.info("%s: %d new", feed.source.outlet, new)
            self.works.wake(JobName.DETECT)
        if new and feed.pushed_until:
            await self.store.doubt_hub(feed.id, self.works.clock())

    async def _saved(self, poll: Poll) -> int:
        """Keep what a poll brought; a database that comes back soon does not cost the feed its lease's time."""
        for wait in SAVE_AGAIN:
            try:
                return await self._saving.put(poll)
            except StoreUnavailable:
                await asyncio.sleep(wait)
        return await self._saving.put(poll)

    async def _save(self, polls: Sequence[Poll]) -> Sequence[int]:
        return await self.store.save_polls(polls)

    async def _look(self, feed: Feed) -> Poll:
        """Ask for the feed, and read what is new."""
        url, state = feed.source.url, feed.state
        try:
            answer = await self.fetcher.fetch(url, etag=state.etag, last_modified=state.last_modified)
        except FetchError as exc:
            now, gone = self.works.clock(), exc.status == 410
            after = timing.failed(state, now, self.rhythm, error=str(exc), retry_after=exc.retry_after, gone=gone)
            return Poll(feed, after, url, now)
        finally:
            self.begun.set()
        state, address = timing.moved(state, url, answer.moved_to)
        if isinstance(answer, NotModified):
            now = self.works.clock()
            return Poll(feed, timing.polled(state, now, self.rhythm, answer.max_age), address, now)
        return await self._read(feed, state, address, answer)

    async def _read(self, feed: Feed, state: PollState, address: str, answer: Fetched) -> Poll:
        """Parse an answer, unless it is the body that we have read already."""
        now = self.works.clock()
        digest = blake2b(answer.body, digest_size=16).hexdigest()
        kept = replace(state, etag=answer.etag, last_modified=answer.last_modified, digest=digest)
        if digest == state.digest:
            return Poll(feed, timing.polled(kept, now, self.rhythm, answer.max_age), address, now)
        parsed = await self.parser.parse(
            answer.body, url=answer.url, source=feed.source, now=now, headers=answer.headers
        )
        if not parsed.entries:
            error = parsed.damage or "The feed holds no entries."
            return Poll(feed, timing.failed(state, now, self.rhythm, error=error), address, now)
        if self.reachable and parsed.hub != feed.hub:
            await self.store.name_hub(feed.id, parsed.hub, now)
        dates = [entry.published_at for entry in parsed.entries]
        kept = timing.learned(replace(kept, primed_at=state.primed_at or now), dates, parsed.ttl, now)
        return Poll(feed, timing.polled(kept, now, self.rhythm, answer.max_age), address, now, parsed.entries)
