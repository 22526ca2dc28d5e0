"""Polls feeds: claim | fetch | parse | save, a transaction for what came during the one before."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from weakref import WeakValueDictionary

from bot.config import JobName
from bot.errors import FetchError, StoreUnavailable
from bot.feeds.parse_pool import ParsePool
from bot.model import Feed, Poll, PollState
from bot.pipeline import schedule, timing
from bot.pipeline.hosts import Hosts, asked_for
from bot.pipeline.works import STOP_WITHIN, Batcher, Works, steady
from bot.store import Store
from bot.web.fetch import Fetcher
from bot.web.hops import Fetched, NotModified
from bot.web.wall import wall

FETCHES = 64
"""How many feeds are polled at a time."""
SLOW, LANE = 5.0, 16
"""A feed whose last poll took so many seconds is polled beside so many of its kind at most: the rest is for others."""
POLL_LEASE = timedelta(seconds=60)
"""How long a claimed feed is hidden from other claims: longer than the 30 s to fetch and the 10 s to parse.

A feed whose poll takes longer still, as it waits for the database, is polled once more.
"""
PER_HOST = 2
"""How many feeds of one host are polled at a time."""
TURN_WITHIN = 20.0
"""Seconds that a feed waits for its host's turn; then its lease leaves no time for a poll, and it is claimed again."""
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
    budget: schedule.Budget = field(default_factory=schedule.Budget)
    stop_within: float = STOP_WITHIN
    """Seconds that a stop waits: half of them for answers, half for what is being saved."""
    _hosts: Hosts = field(default_factory=Hosts)
    _turns: WeakValueDictionary[str, asyncio.Semaphore] = field(default_factory=WeakValueDictionary)
    _slow: set[int] = field(default_factory=set)
    """The feeds whose last poll was slow."""
    _in_lane: set[int] = field(default_factory=set)
    """Those of them that are being polled."""
    _saving: Batcher[Poll, int] = field(init=False)

    def __post_init__(self) -> None:
        self._saving = Batcher(self._save, weight=lambda poll: len(poll.entries))

    async def run(self, stop: asyncio.Event) -> None:
        """Poll the feeds that are due, until stopped.

        A save that takes longer than a stop may is taken back whole: who starts next polls its feeds again.
        """
        half = self.stop_within / 2
        await self.works.keep(JobName.POLL, stop, FETCHES, self._claim, self.poll_feed, half)
        await self._saving.end(half)

    async def _claim(self, room: int) -> Sequence[Feed]:
        """The feeds that are due, of those that were slow lately no more than their lane has room for."""
        now, slow = self.works.clock(), sorted(self._slow)
        due = await self.store.claim_feeds(now, POLL_LEASE, room, without=slow)
        free = min(LANE - len(self._in_lane), room - len(due))
        if slow and free > 0:
            due += await self.store.claim_feeds(now, POLL_LEASE, free, only=slow)
        self._in_lane |= self._slow & {feed.id for feed in due}
        if not due:
            self.begun.set()
        return due

    async def poll_feed(self, feed: Feed) -> None:
        """Poll one feed and keep what came of it."""
        what, begun = f"polling {feed.source.outlet}", steady()
        with self.works.logged(what):
            await self.works.guarded(what, self._in_turn(feed), partial(self.store.feed_raised, feed.id))
        self._in_lane.discard(feed.id)
        (self._slow.add if steady() - begun > SLOW else self._slow.discard)(feed.id)

    async def _in_turn(self, feed: Feed) -> None:
        """Poll one feed in its host's turn, unless the host asked meanwhile to be left alone: its lease brings it back.

        Whoever waits here makes no request after one that was refused.
        """
        host, asked = feed.source.host, steady()
        async with self._turns.setdefault(host, asyncio.Semaphore(PER_HOST)):
            if steady() - asked < TURN_WITHIN and not self._hosts.held(host, self.works.clock()):
                await self._poll(feed)
            else:
                self.begun.set()

    async def _poll(self, feed: Feed) -> None:
        habits = schedule.unpack(feed.habits, self.works.clock())
        poll = await self._look(feed, habits.gap)
        if feed.state.polled_at:
            self.budget.spent(poll.at - feed.state.polled_at, poll.at)
        if feed.habits is not None and not poll.state.failures:
            poll = self._scheduled(poll, habits)
        if feed.every and poll.state.failures:
            later = max(poll.state.next_poll_at, poll.at + feed.every)
            poll = replace(poll, state=replace(poll.state, next_poll_at=later))
        new = await self._saved(poll)
        self.works.meters.polled(poll, new)
        if poll.state.failures:
            if poll.state.error != feed.state.error:  # one that stays broken is reported once
                logger.info("%s: %s", feed.source.outlet, poll.state.error)
        elif new and feed.state.primed_at:
            logger.info("%s: %d new", feed.source.outlet, new)
            self.works.wake(JobName.DETECT)
        if new and feed.pushed_until:
            await self.store.doubt_hub(feed.id, self.works.clock())

    def _scheduled(self, poll: Poll, habits: schedule.Habits) -> Poll:
        """The poll of a feed that answered, due again when an operator or the rule says, or at the floor if watched."""
        feed, now = poll.feed, poll.at
        shortest = self._hosts.shortest(feed.source.host, feed.id, self.rhythm.shortest)
        if feed.every:
            due = now + self.rhythm.spread(max(shortest, feed.every))
            return replace(poll, state=replace(poll.state, next_poll_at=due))
        bounds = shortest.total_seconds(), max(shortest, self.rhythm.longest).total_seconds()
        wait = timedelta(seconds=schedule.wait(habits, feed.source.tier, now, self.budget.price, bounds))
        pushed_until = feed.pushed_until if self.reachable else None
        due, floor = (timing.due_at(now, least, self.rhythm, pushed_until) for least in (wait, shortest))
        return replace(poll, state=replace(poll.state, next_poll_at=due), if_watched=floor)

    def _learned(self, poll: Poll, new: int) -> Poll:
        """The poll with what it shows of the feed's habits; where it found something, more may follow soon."""
        if poll.state.failures or not (new or poll.feed.habits is None):
            return poll
        habits = schedule.learned(poll.feed, [entry.published_at for entry in poll.entries], new, poll.at)
        return replace(self._scheduled(poll, habits), habits=habits.pack())

    async def _saved(self, poll: Poll) -> int:
        """Keep what a poll brought; a database that comes back soon does not cost the feed its lease's time."""
        for wait in SAVE_AGAIN:
            try:
                return await self._saving.put(poll)
            except StoreUnavailable:
                await asyncio.sleep(wait)
        return await self._saving.put(poll)

    async def _save(self, polls: Sequence[Poll]) -> Sequence[int]:
        return await self.store.save_polls(polls, self._learned)

    async def _look(self, feed: Feed, gap: timedelta | None) -> Poll:
        """Ask for the feed, where it came from if that is due, and read what is new; `gap` is usual between entries."""
        url, state = feed.source.url, feed.state
        if feed.home and timing.asks_home(state, self.works.clock()):
            if home := await self._look_home(feed, feed.home):
                return home
            state = replace(state, home_at=self.works.clock())
        whole = timing.asks_whole(state, self.works.clock(), gap)
        have = PollState(state.next_poll_at) if whole else state
        agents = timing.agents(feed.source, state, self.fetcher.names)
        try:
            answer = await self.fetcher.fetch(url, etag=have.etag, last_modified=have.last_modified, user_agents=agents)
        except FetchError as exc:
            now, gone = self.works.clock(), exc.kind == "gone"
            pause = asked_for(exc.status, exc.retry_after)
            if pause and self._hosts.hold(feed.source.host, now + pause):
                await self.store.hold_host(feed.source.host, now + pause, self.rhythm.longest)
            after = timing.failed(state, now, self.rhythm, error=str(exc), retry_after=pause, gone=gone)
            return Poll(feed, after, url, now)
        finally:
            self.begun.set()
        return await self._read(feed, state, url, answer)

    async def _look_home(self, feed: Feed, home: str) -> Poll | None:
        """What a feed that moved says where it came from; None where that is nothing, or no feed with entries."""
        agents = timing.agents(feed.source, feed.state, self.fetcher.names)[:1]
        try:
            answer = await self.fetcher.fetch(home, user_agents=agents)
        except FetchError:
            return None
        there = answer.moved_to == feed.source.url
        state = replace(feed.state, home_at=self.works.clock())
        poll = await self._read(feed, state, feed.source.url if there else home, answer)
        return None if poll.state.failures else poll

    async def _read(self, feed: Feed, state: PollState, asked: str, answer: Fetched | NotModified) -> Poll:
        """Parse an answer from the address that was asked, unless it is what we have read already."""
        now = self.works.clock()
        known, address = timing.answered(state, answer.user_agent, self.fetcher.names, now), asked
        # A 304 does not say what is at the new address, so no move is begun over it.
        if isinstance(answer, Fetched) or answer.moved_to in (None, state.moved_to):
            known, address = timing.moved(known, asked, answer.moved_to, now)
        if isinstance(answer, NotModified):
            return Poll(feed, timing.polled(known, now, self.rhythm, answer.max_age), address, now)
        digest = blake2b(answer.body, digest_size=16).hexdigest()
        kept = replace(known, etag=answer.etag, last_modified=answer.last_modified, digest=digest, whole_at=now)
        if digest == state.digest:
            return Poll(feed, timing.polled(kept, now, self.rhythm, answer.max_age), address, now)
        parsed = await self.parser.parse(
            answer.body, url=answer.url, source=feed.source, now=now, headers=answer.headers
        )
        if not parsed.entries:
            error = wall(answer.body, answer.headers) or parsed.damage or "The feed holds no entries."
            return Poll(feed, timing.failed(state, now, self.rhythm, error=error), asked, now)
        if self.reachable and parsed.hub != feed.hub:
            await self.store.name_hub(feed.id, parsed.hub, now)
        dates = [entry.published_at for entry in parsed.entries]
        kept = timing.learned(replace(kept, primed_at=state.primed_at or now), dates, parsed.ttl, now)
        return Poll(feed, timing.polled(kept, now, self.rhythm, answer.max_age), address, now, parsed.entries)
