"""Turns arrivals into stories: flags, page, decision, one transaction an entry."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.config import JobName
from bot.model import Arrival, Change, Entry, Story
from bot.pages.article import Article
from bot.pages.extract import Extractor
from bot.pipeline.schedule import watch_until
from bot.pipeline.turns import Turns
from bot.pipeline.works import Works
from bot.queries.index import QueryIndex
from bot.store import Store
from bot.stories.cluster import OPEN_FOR, OpenStories
from bot.stories.detect import Detector, Flags

OVERLAP = timedelta(minutes=5)
"""How far back, before the last look, to look for stories that other processes changed.

Wide enough for transactions that end late and clocks that differ; reading a story twice does no harm.
"""
ARRIVALS = 200
"""How many entries are in detection at a time, those that wait for their pages (5 s each at most) included."""
OF_A_FEED = 120
"""How many of them may be one feed's, so that another feed's news finds room at once, however much that one brings.

More than half of ARRIVALS, at which more are claimed.
"""
AGAIN = 5.0
"""Seconds until an entry whose detection failed is tried again."""
LEARN_AGAIN = timedelta(minutes=1)
"""How far back, before the last look, to look for queries that people changed.

For the same reasons as `OVERLAP`; a query that is known already costs nothing.
"""
LEARN_ANEW = timedelta(days=1)
"""How often the index of queries is made anew from all of them, which is how queries that were removed leave it."""
LEAVE_WITHIN = 0.25
"""Seconds that a stop waits for detections under way; what is cut off then is detected by the next leader.

Less than the half second that the next leader waits before it begins (`roof.coordination.GRACE_SECONDS`).
"""

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class Detecting:
    """The job that detects, and what it works with; it knows the open stories and people's queries."""

    works: Works
    store: Store
    extractor: Extractor
    detector: Detector
    floor: timedelta = timedelta(minutes=1)
    """The shortest time between two polls of a feed."""
    _stories: OpenStories = field(default_factory=OpenStories)
    _known_at: datetime | None = None
    _learned_at: datetime | None = None
    _learned_all_at: datetime | None = None
    _detecting: dict[int, str] = field(default_factory=dict)
    """The entries in detection, and the addresses of their feeds."""
    _flagging: Turns = field(default_factory=Turns)
    _turn: Turns = field(default_factory=Turns)

    async def run(self, stop: asyncio.Event) -> None:
        """Turn arrivals into stories, until stopped; what is not decided by then is left to the next detector."""
        await self._rehearse(stop)
        await self.works.keep(JobName.DETECT, stop, ARRIVALS, self._claim_arrivals, self._detect, LEAVE_WITHIN)
        self._detecting.clear()

    async def _rehearse(self, stop: asyncio.Event) -> None:
        """Detect made-up arrivals first: what is made at its first use would hold up the first alert for a second."""
        now = self.works.clock()
        for arrival in self.detector.rehearsals(now):
            if stop.is_set():
                return
            await asyncio.to_thread(self.detector.detect, arrival, OpenStories(), now)

    async def detect_some(self) -> bool:
        """Detect what has arrived, up to a batch; whether there was any."""
        arrivals = await self._claim_arrivals(ARRIVALS)
        for arrival in arrivals:
            await self._detect(arrival)
        return bool(arrivals)

    async def _claim_arrivals(self, room: int) -> Sequence[Arrival]:
        waiting = await self.store.undetected(room + len(self._detecting))
        arrivals = self._fair([arrival for arrival in waiting if arrival.id not in self._detecting])[:room]
        if arrivals:
            await self._learn(self.works.clock())
            async with self._turn.of():
                await self._catch_up()
        self._detecting.update((arrival.id, arrival.source.url) for arrival in arrivals)
        return arrivals

    def _fair(self, waiting: Sequence[Arrival]) -> list[Arrival]:
        """Those for whom their feed has room left among the entries in detection."""
        taken = Counter(self._detecting.values())
        fair = []
        for arrival in waiting:
            taken[arrival.source.url] += 1
            if taken[arrival.source.url] <= OF_A_FEED:
                fair.append(arrival)
        return fair

    async def _catch_up(self) -> None:
        """Know the open stories: all of them at first, then those that changed since, whoever changed them."""
        now = self.works.clock()
        since = max(now - OPEN_FOR, self._known_at - OVERLAP) if self._known_at else now - OPEN_FOR
        for story in await self.store.open_stories(since):
            self._stories.keep(story)
        self._stories.close(now)
        self._known_at = now

    async def _learn(self, now: datetime) -> None:
        """Take in the queries that people changed; once in LEARN_ANEW, make the index anew of those that there are."""
        anew = self._learned_all_at is None or now - self._learned_all_at > LEARN_ANEW
        followed = QueryIndex() if anew else self.detector.followed
        since = None if anew or self._learned_at is None else self._learned_at - LEARN_AGAIN
        new = [query for query in await self.store.queries_since(since) if query.topic not in followed]
        if new:
            broken = await asyncio.to_thread(followed.learn, new)  # the first time there may be many
            for topic, error in broken.items():
                logger.error("query %s: %s", topic, error)
                if await self.store.query_raised(topic, error, now):
                    logger.error("query %s: set aside; `bongsu retry` tries it again", topic)
        self._learned_at = now
        if anew:
            self.detector, self._learned_all_at = replace(self.detector, followed=followed), now

    async def _detect(self, arrival: Arrival) -> None:
        """Detect one arrival; where that fails, it may be claimed again after AGAIN."""
        what, done = f"detecting entry {arrival.id}", False
        with self.works.logged(what):
            await self.works.guarded(what, self._detected(arrival), partial(self.store.entry_raised, arrival.id))
            done = True
        asyncio.get_running_loop().call_later(0 if done else AGAIN, self._detecting.pop, arrival.id, None)

    async def _detected(self, arrival: Arrival) -> None:
        """Detect an arrival; if it is flagged, with its page, for which no other arrival waits.

        Feeds take turns in both, and so that a batch of long texts does not hold up who is answered meanwhile, the
        event loop goes round between two of them.
        """
        feed = arrival.source.url
        async with self._flagging.of(feed):
            flags = self.detector.flags(arrival)
            await asyncio.sleep(0)
        article = await self._article(arrival.entry) if flags.any and arrival.old_at is None else None
        async with self._turn.of(feed):  # one by one, a feed's in order of arrival, and those with a page as it comes
            await self._decide(arrival, article, flags)

    async def _article(self, entry: Entry) -> Article | None:
        """The entry's page, if it can be had in time."""
        if entry.url is None:
            return None
        found = await self.extractor.extract(entry.url, entry.language, self.works.clock())
        if isinstance(found, Article):
            return found
        logger.info("%s is read as its feed has it: %s", entry.title, found.reason)
        return None

    async def _decide(self, arrival: Arrival, article: Article | None, flags: Flags) -> None:
        now = self.works.clock()
        detection = self.detector.detect(arrival, self._stories, now, article, flags)
        story = await self.store.save_detection(detection, now)
        self.works.meters.detected(detection)
        if story is None:
            return
        self._stories.keep(story)
        if detection.change is not Change.NONE:
            logger.info("%s story %s: %s", detection.change, story.id, story.headline)
            self.works.wake(JobName.DELIVER)
            await self._watch(story, now)

    async def _watch(self, story: Story, now: datetime) -> None:
        """While a grave story is young, have the feeds that may confirm or sharpen it asked as often as allowed."""
        until = watch_until(story)
        if until > now and await self.store.watch_feeds(story, until, now, self.floor):
            self.works.wake(JobName.POLL)
