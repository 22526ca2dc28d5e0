"""The whole service, top to bottom: three jobs that are coupled only by tables.

    poll     store.claim_feeds | fetch | parse | store.save_poll              one transaction a feed
    detect   store.undetected | flagged only: extract | detect.py | store.save_detection   one transaction an entry
    deliver  store.claim_deliveries | render | send | store.settle            one transaction a claim, one a settling

Each reads rows that lack its mark and writes its mark and its result in one transaction: kill it anywhere and it
resumes. A job wakes the next at once; the scheduler's tick is only the safety net.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any, TypeVar

from bot import timing
from bot.article import Article
from bot.cluster import OPEN_FOR, OpenStories
from bot.config import JobName
from bot.detect import Detector, Flags
from bot.errors import FetchError, StoreError, describe
from bot.extract import Extractor
from bot.fetch import Fetched, Fetcher, NotModified
from bot.follow import Followed
from bot.model import (
    Arrival,
    Broken,
    Change,
    Delivery,
    Entry,
    Feed,
    Later,
    Outcome,
    PollState,
    Reply,
    Sent,
    Settlement,
)
from bot.parse_pool import ParsePool
from bot.query import readable
from bot.reach import TRY_EVERY, Reach
from bot.render import Renderer
from bot.send import Sender
from bot.store import Store

FETCHES = 32
"""Feeds polled at a time: httpx's pool grows slow beyond."""
POLL_LEASE = timedelta(seconds=120)
"""A poll takes at most 30 s to fetch and 10 s to parse: after the lease its process is dead."""
REPLIES = 100
"""Rendered alerts that are kept for the next reader."""
DELIVERY_LEASE = timedelta(seconds=60)
"""A send takes at most 20 s, its turn included: after the lease its process is dead."""
BUSY = timedelta(seconds=1)
"""How long a subscriber's next alert waits while one is in flight."""
OVERLAP = timedelta(minutes=5)
"""How far the clocks of two processes may differ."""
ARRIVALS = 200
"""Entries in detection at a time, those that wait for their pages included."""
AGAIN = 5.0
"""Seconds until an entry whose detection failed is tried again."""
LEARN_AGAIN = timedelta(minutes=1)
"""How far back to look for changed queries: their transactions may end, and other machines' clocks be, behind ours."""
LEARN_ANEW = timedelta(days=1)
"""How often the queries are read from the first."""
STOP_WITHIN = 3.0
"""Seconds that a stop leaves to what is in flight."""
LEAVE_WITHIN = 0.25
"""The same for detection, whose rows lose nothing: less than its next leader waits before it begins."""

logger = logging.getLogger("bongsu")
T = TypeVar("T")


@dataclass(slots=True)
class Pipeline:
    """The jobs and what they work with; `clock` tells the time, aware, in UTC."""

    store: Store
    fetcher: Fetcher
    parser: ParsePool
    extractor: Extractor
    detector: Detector
    renderer: Renderer
    sender: Sender
    rhythm: timing.Rhythm
    admins: Sequence[int]
    clock: Callable[[], datetime]
    reachable: bool = False
    """Whether hubs can push to this service."""
    _wakes: Mapping[JobName, asyncio.Event] = field(default_factory=lambda: {name: asyncio.Event() for name in JobName})
    _learned_at: datetime | None = None
    _learned_all_at: datetime | None = None
    _detecting: set[int] = field(default_factory=set)
    _stories: OpenStories = field(default_factory=OpenStories)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _settlements: "asyncio.Queue[tuple[Settlement, asyncio.Future[None]]]" = field(default_factory=asyncio.Queue)
    _known_at: datetime | None = None
    _busy: set[int] = field(default_factory=set)
    _reach: Reach = field(default_factory=Reach)
    _replies: dict[object, Reply] = field(default_factory=dict)
    _troubles: dict[str, str] = field(default_factory=dict)
    _jumps: timing.Jumps = field(default_factory=timing.Jumps)

    def wake(self, job: JobName) -> None:
        """Have a job look at its table now."""
        self._wakes[job].set()

    async def poll(self, stop: asyncio.Event) -> None:
        """Poll the feeds that are due, until stopped: whoever sets `stop` wakes the job."""

        async def claim(room: int) -> Sequence[Feed]:
            return await self.store.claim_feeds(self.clock(), POLL_LEASE, room)

        await self._work(JobName.POLL, stop, FETCHES, claim, self.poll_feed)

    async def detect(self, stop: asyncio.Event) -> None:
        """Turn arrivals into stories, until stopped; those that were not decided by then are whoever's detects next."""
        await self._work(JobName.DETECT, stop, ARRIVALS, self._claim_arrivals, self._detect, LEAVE_WITHIN)
        self._detecting.clear()

    async def detect_some(self) -> bool:
        """Detect what has arrived, up to a batch; whether there was any."""
        arrivals = await self._claim_arrivals(ARRIVALS)
        for arrival in arrivals:
            await self._detect(arrival)
        return bool(arrivals)

    async def deliver(self, stop: asyncio.Event) -> None:
        """Send what the outbox holds due, until stopped and settled."""
        remembered = False

        async def claim(room: int) -> Sequence[Delivery]:
            nonlocal remembered
            if not remembered:  # what another process, or this one before its restart, has sent counts as well
                now = self.clock()
                self.sender.limiter.remember((chat, now - at) for chat, at in await self.store.recent_sends(now))
                remembered = True
            room = self._reach.take(room, _steady())
            return await self.store.claim_deliveries(self.clock(), DELIVERY_LEASE, room) if room else ()

        settler = asyncio.create_task(self._settle())
        await self._work(JobName.DELIVER, stop, self.sender.room, claim, self._deliver)
        await self._settlements.join()
        settler.cancel()

    async def announce(self) -> None:
        """Tell the admins of feeds that are gone for good; who cannot be told now is told at the next tick."""
        with self._logged("telling the admins"):
            for feed in await self.store.disabled_unannounced():
                logger.warning("%s is gone and not polled any more: %s", feed.source.outlet, feed.source.url)
                notice = self.renderer.feed_gone(feed)
                outcomes = [await self.sender.tell(admin, notice) for admin in self.admins]
                if not any(isinstance(outcome, Later) for outcome in outcomes):
                    await self.store.announce(feed.id, self.clock())

    async def _work(
        self,
        job: JobName,
        stop: asyncio.Event,
        limit: int,
        claim: Callable[[int], Awaitable[Sequence[T]]],
        do: Callable[[T], Coroutine[Any, Any, None]],
        within: float = STOP_WITHIN,
    ) -> None:
        """Keep up to `limit` claimed rows in the works; claim when woken, and when half of the room is free."""
        wake = self._wakes[job]
        running: set[asyncio.Task[None]] = set()

        def finished(task: asyncio.Task[None]) -> None:
            running.discard(task)
            if len(running) <= limit // 2:
                wake.set()

        while not stop.is_set():
            wake.clear()
            if len(running) < limit:
                with self._logged(f"claiming to {job}"):
                    for row in await claim(limit - len(running)):
                        task = asyncio.create_task(do(row))
                        running.add(task)
                        task.add_done_callback(finished)
            await wake.wait()
        if running:
            _, late = await asyncio.wait(running, timeout=within)
            for task in late:
                task.cancel()

    async def poll_feed(self, feed: Feed) -> None:
        """Poll one feed and keep what came of it."""
        what = f"polling {feed.source.outlet}"
        with self._logged(what):
            await self._guarded(what, self._poll(feed), partial(self.store.feed_raised, feed.id))

    async def _poll(self, feed: Feed) -> None:
        state, address, entries = await self._look(feed)
        if self.reachable:
            state = timing.pushed(state, self.clock(), self.rhythm, feed.pushed_until)
        new = await self.store.save_poll(feed, state, address, entries, self.clock())
        if state.failures:
            logger.info("%s: %s", feed.source.outlet, state.error)
        elif new and feed.state.primed_at:
            logger.info("%s: %d new", feed.source.outlet, new)
            self.wake(JobName.DETECT)
        if new and feed.pushed_until:
            await self.store.doubt_hub(feed.id, self.clock())

    async def _look(self, feed: Feed) -> tuple[PollState, str, tuple[Entry, ...]]:
        """The feed's state after a poll, the address for the next one, and the entries it holds."""
        url, state = feed.source.url, feed.state
        try:
            answer = await self.fetcher.fetch(url, etag=state.etag, last_modified=state.last_modified)
        except FetchError as exc:
            gone = exc.status == 410
            after = timing.failed(
                state, self.clock(), self.rhythm, error=str(exc), retry_after=exc.retry_after, gone=gone
            )
            return after, url, ()
        state, address = timing.moved(state, url, answer.moved_to)
        if isinstance(answer, NotModified):
            return timing.polled(state, self.clock(), self.rhythm, answer.max_age), address, ()
        return await self._read(feed, state, address, answer)

    async def _read(
        self, feed: Feed, state: PollState, address: str, answer: Fetched
    ) -> tuple[PollState, str, tuple[Entry, ...]]:
        """Parse an answer, unless it is the body that we have read already."""
        now = self.clock()
        digest = blake2b(answer.body, digest_size=16).hexdigest()
        kept = replace(state, etag=answer.etag, last_modified=answer.last_modified, digest=digest)
        if digest == state.digest:
            return timing.polled(kept, now, self.rhythm, answer.max_age), address, ()
        parsed = await self.parser.parse(
            answer.body, url=answer.url, source=feed.source, now=now, headers=answer.headers
        )
        if not parsed.entries:
            error = parsed.damage or "The feed holds no entries."
            return timing.failed(state, now, self.rhythm, error=error), address, ()
        if self.reachable and parsed.hub != feed.hub:
            await self.store.name_hub(feed.id, parsed.hub, now)
        dates = [entry.published_at for entry in parsed.entries]
        kept = timing.learned(replace(kept, primed_at=state.primed_at or now), dates, parsed.ttl, now)
        return timing.polled(kept, now, self.rhythm, answer.max_age), address, parsed.entries

    async def _claim_arrivals(self, room: int) -> Sequence[Arrival]:
        waiting = await self.store.undetected(room + len(self._detecting))
        arrivals = [arrival for arrival in waiting if arrival.id not in self._detecting][:room]
        if arrivals:
            await self._learn(self.clock())
            async with self._turn:
                await self._catch_up()
        self._detecting.update(arrival.id for arrival in arrivals)
        return arrivals

    async def _catch_up(self) -> None:
        """Know the open stories: all of them at first, then those that changed since, whoever changed them."""
        now = self.clock()
        since = max(now - OPEN_FOR, self._known_at - OVERLAP) if self._known_at else now - OPEN_FOR
        for story in await self.store.open_stories(since):
            self._stories.keep(story)
        self._stories.close(now)
        self._known_at = now

    async def _learn(self, now: datetime) -> None:
        """Ask the queries that people changed; every LEARN_ANEW all of them, without those that are no more."""
        anew = self._learned_all_at is None or now - self._learned_all_at > LEARN_ANEW
        followed = Followed() if anew else self.detector.followed
        since = None if anew or self._learned_at is None else self._learned_at - LEARN_AGAIN
        new = [query for query in await self.store.queries_since(since) if query.topic not in followed]
        if new:
            await asyncio.to_thread(followed.add, readable(new))  # the first time there may be many
        self._learned_at = now
        if anew:
            self.detector, self._learned_all_at = replace(self.detector, followed=followed), now

    async def _detect(self, arrival: Arrival) -> None:
        """Detect one arrival, once more in a while where that fails."""
        what, done = f"detecting entry {arrival.id}", False
        with self._logged(what):
            await self._guarded(what, self._detected(arrival), partial(self.store.entry_raised, arrival.id))
            done = True
        asyncio.get_running_loop().call_later(0 if done else AGAIN, self._detecting.discard, arrival.id)

    async def _detected(self, arrival: Arrival) -> None:
        """A flagged arrival waits for its page, and keeps nobody else waiting."""
        flags = self.detector.flags(arrival)
        article = await self._article(arrival.entry) if any(flags) else None
        async with self._turn:  # one by one, in order of arrival, and those with a page as it comes
            await self._decide(arrival, article, flags)

    async def _article(self, entry: Entry) -> Article | None:
        """The entry's page, if it can be had in time."""
        if entry.url is None:
            return None
        found = await self.extractor.extract(entry.url, entry.language, self.clock())
        if isinstance(found, Article):
            return found
        logger.info("%s is read as its feed has it: %s", entry.title, found.reason)
        return None

    async def _decide(self, arrival: Arrival, article: Article | None, flags: Flags) -> None:
        now = self.clock()
        detection = self.detector.detect(arrival, self._stories, now, article, flags)
        story = await self.store.save_detection(detection, now)
        if story is None:
            return
        self._stories.keep(story)
        if detection.change is not Change.NONE:
            logger.info("%s story %s: %s", detection.change, story.id, story.headline)
            self.wake(JobName.DELIVER)

    async def _deliver(self, delivery: Delivery) -> None:
        """Send one delivery; it is in flight, and its subscriber busy, until what came of it is written."""
        who = delivery.subscriber.id
        if who in self._busy:
            await self._written(delivery, Later("its chat's turn is later", after=BUSY, counts=False))
            return
        self._busy.add(who)
        try:
            await self._written(delivery, await self._tried(delivery))
        finally:
            self._busy.discard(who)

    async def _tried(self, delivery: Delivery) -> Outcome:
        """What came of sending it."""
        try:
            outcome = self._heard(await self._send(delivery))
        except Exception as exc:  # whatever a story does to the renderer, the rest goes on and this row is counted
            return Broken(_told(f"delivery {delivery.id}", exc))
        if not isinstance(outcome, Sent) and not (isinstance(outcome, Later) and not outcome.counts):
            logger.warning("delivery %d to chat %d: %s", delivery.id, delivery.subscriber.address.chat_id, outcome)
        return outcome

    async def _written(self, delivery: Delivery, outcome: Outcome) -> None:
        """Hand an outcome to the settler and wait until the table has it."""
        settled = asyncio.get_running_loop().create_future()
        self._settlements.put_nowait((self._settlement(delivery, outcome), settled))
        await settled

    def _heard(self, outcome: Outcome) -> Outcome:
        """Learn from what came of a send whether Telegram is away; the outcome as its row is to keep it."""
        away = self._reach.away
        outcome = self._reach.heard(outcome, _steady())
        if self._reach.away:
            asyncio.get_running_loop().call_later(TRY_EVERY, self.wake, JobName.DELIVER)
        if self._reach.away != away:
            logger.warning("Telegram %s", "is away: trying every second" if self._reach.away else "is back")
        return outcome

    def _settlement(self, delivery: Delivery, outcome: Outcome) -> Settlement:
        now = self.clock()
        return Settlement(delivery, outcome, now, timing.next_attempt(delivery, outcome, now, self.rhythm.random))

    async def _send(self, delivery: Delivery) -> Outcome:
        wait = self.sender.wait_of(delivery.subscriber.address)
        if wait:
            # Waiting here would keep others from being sent; the table waits as well.
            return Later("its chat's turn is later", after=wait, counts=False)
        ring = self.renderer.ring(delivery.story, delivery.subscriber) if delivery.rings else None
        return await self.sender.send(delivery, self._rendered(delivery), ring)

    def _rendered(self, delivery: Delivery) -> Reply:
        """The alert as its reader sees it; made once for all who see the same."""
        story, reader, now = delivery.story, delivery.subscriber, self.clock()
        state = story.revision, story.severity, len(story.reports), story.updated_at, story.retracted_at, story.history
        key = (story.id, state, reader.language, reader.timezone, now.replace(second=0, microsecond=0))
        if key not in self._replies:
            if len(self._replies) >= REPLIES:
                self._replies.clear()
            self._replies[key] = self.renderer.alert(story, reader, now)
        return self._replies[key]

    async def _settle(self) -> None:
        """Write outcomes as they come, those that came during one transaction in the next."""
        while True:
            group = [await self._settlements.get()]
            while not self._settlements.empty():
                group.append(self._settlements.get_nowait())
            await self._keep([settlement for settlement, _ in group])
            for _, settled in group:
                if not settled.done():  # a stop may have cancelled who waits
                    settled.set_result(None)
                self._settlements.task_done()

    async def _keep(self, group: Sequence[Settlement]) -> None:
        """Write these outcomes, however long the database is away; one that it cannot take keeps no other one back."""
        while not await self._settled(group):  # noqa: ASYNC110 # a database does not say when it is back
            await asyncio.sleep(1)

    async def _settled(self, group: Sequence[Settlement]) -> bool:
        """Whether these outcomes are dealt with."""
        try:
            with self._logged("settling deliveries", StoreError):
                await self.store.settle(group)
                self._wake_for(group)
                return True
            return False
        except Exception as exc:
            error = _told("settling deliveries", exc)
        if len(group) > 1:
            for settlement in group:
                await self._keep([settlement])
        elif not isinstance(group[0].outcome, Broken):  # else its lease brings it back
            await self._keep([self._settlement(group[0].delivery, Broken(error))])
        return True

    def _wake_for(self, group: Sequence[Settlement]) -> None:
        """Look at the outbox again when one of these is due."""
        for due_at in {settlement.due_at for settlement in group if settlement.due_at}:
            wait = (due_at - self.clock()).total_seconds()
            asyncio.get_running_loop().call_later(min(max(wait, 0), 60), self.wake, JobName.DELIVER)

    async def check_clock(self, *, mends: bool = True) -> bool:
        """Whether the clock jumped since the last call: what waits for a time is put right, and the jobs look anew.

        `mends`: this process puts it right, not another over the same database.
        """
        jump = self._jumps.look(self.clock(), _steady())
        if not jump:
            self._jumps.go_on(self.clock(), _steady())
            return False
        logger.warning("The clock jumped by %.0f seconds; what waits is put right.", jump.total_seconds())
        with self._logged("putting right what waits"):
            if mends and jump < timedelta():
                await self.store.rewind(self.clock(), -jump)
            self._jumps.go_on(self.clock(), _steady())
        for job in JobName:
            self.wake(job)
        return True

    async def _guarded(
        self, what: str, work: Awaitable[None], raised: Callable[[str, datetime], Awaitable[bool]]
    ) -> None:
        """Do the work on one row; what code raises over it is counted there, but not what the database does."""
        try:
            await work
        except StoreError:
            raise
        except Exception as exc:
            if await raised(_told(what, exc), self.clock()):
                logger.error("%s: set aside; `bongsu retry` tries it again", what)  # noqa: TRY400

    @contextmanager
    def _logged(self, what: str, caught: type[Exception] = Exception) -> Iterator[None]:
        """Keep a job going: what goes wrong is logged when it begins and when it is over, and tried again."""
        try:
            yield
        except caught as exc:
            said = str(exc) if isinstance(exc, StoreError) else describe(exc)
            if self._troubles.get(what) != said:
                self._troubles[what] = said
                logger.error("%s: %s", what, said)  # noqa: TRY400 # the sentence says it all
                logger.debug("%s", what, exc_info=exc)
        else:
            if self._troubles.pop(what, None):
                logger.info("%s: well again", what)


def _told(what: str, exc: Exception) -> str:
    """Log what code raised, in a line; its traceback is for those who debug."""
    error = describe(exc)
    logger.error("%s: %s", what, error)
    logger.debug("%s", what, exc_info=exc)
    return error


def _steady() -> float:
    """Seconds by a clock that does not jump."""
    return asyncio.get_running_loop().time()
