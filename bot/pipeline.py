"""The whole service, top to bottom: three jobs that are coupled only by tables.

    poll     store.claim_feeds | fetch | parse | store.save_poll              one transaction a feed
    detect   store.undetected | detect.py | store.save_detection              one transaction an entry
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
from hashlib import blake2b
from typing import Any, TypeVar

from bot import timing
from bot.cluster import OPEN_FOR, OpenStories
from bot.config import JobName
from bot.detect import Detector
from bot.errors import FetchError, StoreError
from bot.fetch import Fetched, Fetcher, NotModified
from bot.model import Arrival, Change, Delivery, Entry, Feed, Later, Outcome, PollState, Reply, Sent, Settlement
from bot.parse_pool import ParsePool
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
SETTLE_WITHIN = 0.05
"""Seconds over which answers are gathered into one transaction."""
BUSY = timedelta(seconds=1)
"""How long a subscriber's next alert waits while one is in flight."""
ARRIVALS = 200
"""Entries read at a time for detection."""
STOP_WITHIN = 3.0
"""Seconds that a stop leaves to what is in flight."""

logger = logging.getLogger("bongsu")
T = TypeVar("T")


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """Keep a job going: what goes wrong with one row, or with the database for a while, is logged and tried again."""
    try:
        yield
    except StoreError as exc:
        logger.error("%s: %s", what, exc)  # noqa: TRY400 # the sentence says it all
    except Exception:
        logger.exception("%s", what)


@dataclass(slots=True)
class Pipeline:
    """The jobs and what they work with; `clock` tells the time, aware, in UTC."""

    store: Store
    fetcher: Fetcher
    parser: ParsePool
    detector: Detector
    renderer: Renderer
    sender: Sender
    rhythm: timing.Rhythm
    admins: Sequence[int]
    clock: Callable[[], datetime]
    _wakes: Mapping[JobName, asyncio.Event] = field(default_factory=lambda: {name: asyncio.Event() for name in JobName})
    _settlements: "asyncio.Queue[Settlement]" = field(default_factory=asyncio.Queue)
    _busy: set[int] = field(default_factory=set)
    _replies: dict[object, Reply] = field(default_factory=dict)

    def wake(self, job: JobName) -> None:
        """Have a job look at its table now."""
        self._wakes[job].set()

    async def poll(self, stop: asyncio.Event) -> None:
        """Poll the feeds that are due, until stopped: whoever sets `stop` wakes the job."""

        async def claim(room: int) -> Sequence[Feed]:
            return await self.store.claim_feeds(self.clock(), POLL_LEASE, room)

        await self._work(JobName.POLL, stop, FETCHES, claim, self.poll_feed)

    async def detect(self, stop: asyncio.Event) -> None:
        """Turn arrivals into stories, in order, until stopped."""
        while not stop.is_set():
            self._wakes[JobName.DETECT].clear()
            more = False
            with _logged("detection"):
                more = await self.detect_some(stop)
            if not more:
                await self._wakes[JobName.DETECT].wait()

    async def deliver(self, stop: asyncio.Event) -> None:
        """Send what the outbox holds due, until stopped and settled."""
        remembered = False

        async def claim(room: int) -> Sequence[Delivery]:
            nonlocal remembered
            now = self.clock()
            if not remembered:  # what another process, or this one before its restart, has sent counts as well
                self.sender.limiter.remember((chat, now - at) for chat, at in await self.store.recent_sends(now))
                remembered = True
            return await self.store.claim_deliveries(now, DELIVERY_LEASE, room)

        settler = asyncio.create_task(self._settle())
        await self._work(JobName.DELIVER, stop, self.sender.room, claim, self._deliver)
        await self._settlements.join()
        settler.cancel()

    async def announce(self) -> None:
        """Tell the admins of feeds that are gone for good; who cannot be told now is told at the next tick."""
        with _logged("telling the admins"):
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
                with _logged(f"claiming to {job}"):
                    for row in await claim(limit - len(running)):
                        task = asyncio.create_task(do(row))
                        running.add(task)
                        task.add_done_callback(finished)
            await wake.wait()
        if running:
            _, late = await asyncio.wait(running, timeout=STOP_WITHIN)
            for task in late:
                task.cancel()

    async def poll_feed(self, feed: Feed) -> None:
        """Poll one feed and keep what came of it."""
        with _logged(f"polling {feed.source.outlet}"):
            state, address, entries = await self._look(feed)
            new = await self.store.save_poll(feed, state, address, entries, self.clock())
            if state.failures:
                logger.info("%s: %s", feed.source.outlet, state.error)
            elif new and feed.state.primed_at:
                logger.info("%s: %d new", feed.source.outlet, new)
                self.wake(JobName.DETECT)

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
        dates = [entry.published_at for entry in parsed.entries]
        kept = timing.learned(replace(kept, primed_at=state.primed_at or now), dates, parsed.ttl, now)
        return timing.polled(kept, now, self.rhythm, answer.max_age), address, parsed.entries

    async def detect_some(self, stop: asyncio.Event | None = None) -> bool:
        """Detect what has arrived, up to a batch or until stopped; whether there may be more."""
        arrivals = await self.store.undetected(ARRIVALS)
        if not arrivals:
            return False
        stories = OpenStories.of(await self.store.open_stories(self.clock() - OPEN_FOR))
        for arrival in arrivals:
            if stop and stop.is_set():
                return False
            with _logged(f"detecting entry {arrival.id}"):
                await self._detect(arrival, stories)
        return len(arrivals) == ARRIVALS

    async def _detect(self, arrival: Arrival, stories: OpenStories) -> None:
        now = self.clock()
        detection = self.detector.detect(arrival, stories, now)
        story = await self.store.save_detection(detection, now)
        if story is None:
            return
        stories.keep(story)
        if detection.change is not Change.NONE:
            logger.info("%s story %s: %s", detection.change, story.id, story.headline)
            self.wake(JobName.DELIVER)

    async def _deliver(self, delivery: Delivery) -> None:
        """Send one delivery and hand what came of it to the settler."""
        try:
            outcome = await self._send(delivery)
        except Exception as exc:  # whatever a story does to the renderer, the rest goes on and this row stays
            logger.exception("delivery %d", delivery.id)
            outcome = Later(f"{type(exc).__name__}: {exc}")
        now = self.clock()
        due_at = timing.next_attempt(delivery, outcome, now, self.rhythm.random)
        self._settlements.put_nowait(Settlement(delivery, outcome, now, due_at))
        if not isinstance(outcome, Sent) and not (isinstance(outcome, Later) and not outcome.counts):
            logger.warning("delivery %d to chat %d: %s", delivery.id, delivery.subscriber.address.chat_id, outcome)

    async def _send(self, delivery: Delivery) -> Outcome:
        who = delivery.subscriber.id
        wait = BUSY if who in self._busy else self.sender.wait_of(delivery.subscriber.address)
        if wait:
            # Waiting here would keep others from being sent; the table waits as well.
            return Later("its chat's turn is later", after=wait, counts=False)
        self._busy.add(who)
        try:
            return await self.sender.send(delivery, self._rendered(delivery))
        finally:
            self._busy.discard(who)

    def _rendered(self, delivery: Delivery) -> Reply:
        """The alert as its reader sees it; made once for all who see the same."""
        story, reader, now = delivery.story, delivery.subscriber, self.clock()
        minute = now.replace(second=0, microsecond=0)
        state = story.revision, story.severity, len(story.reports), story.updated_at
        key = (story.id, state, reader.language, reader.timezone, minute)
        if key not in self._replies:
            if len(self._replies) >= REPLIES:
                self._replies.clear()
            self._replies[key] = self.renderer.alert(story, reader, now)
        return self._replies[key]

    async def _settle(self) -> None:
        """Write outcomes as they come, those of 50 ms in one transaction; never drop one while the database is away."""
        while True:
            group = [await self._settlements.get()]
            await asyncio.sleep(SETTLE_WITHIN)
            while not self._settlements.empty():
                group.append(self._settlements.get_nowait())
            while not await self._settled(group):  # noqa: ASYNC110 # a database does not say when it is back
                await asyncio.sleep(1)
            for _ in group:
                self._settlements.task_done()

    async def _settled(self, group: Sequence[Settlement]) -> bool:
        try:
            await self.store.settle(group)
        except StoreError as exc:
            logger.error("settling %d deliveries: %s", len(group), exc)  # noqa: TRY400 # the sentence says it all
            return False
        for due_at in {settlement.due_at for settlement in group if settlement.due_at}:
            wait = (due_at - self.clock()).total_seconds()
            asyncio.get_running_loop().call_later(min(max(wait, 0), 60), self.wake, JobName.DELIVER)
        return True
