"""What each page shows, taken from the store: plain values for the templates, in the reader's language."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from markupsafe import Markup

from bot.log import redact
from bot.messages.notices import words
from bot.messages.render import Renderer
from bot.model import Address, ChatKind, Feed, Health, Hour, Latency, Receiver, Story, Subscriber
from bot.model.facts import GROUPS
from bot.pipeline.feedlist import STATES, state_of
from bot.pipeline.jobs import Pipeline
from bot.roof.page.plots import bars, latency
from bot.roof.page.reasons import reason
from bot.stories.severity import TOPIC
from bot.stories.similarity import alike
from bot.stories.story import facts_of, judged

DAY = timedelta(days=1)
FLOW = ("polls", "failed", "entries", "flagged", "stories", "sent")
"""What is counted of a day, in the order in which news passes through."""
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
MOST_FEEDS, MOST_ASIDE, MOST_ALERTS, MOST_POINTS, MOST_REPORTS = 300, 50, 10, 500, 40
"""How much a page shows at most."""
READ_AGAIN = "page-severity-before"


@dataclass(frozen=True, slots=True)
class Views:
    """What pages are made from; each method is the values of one template."""

    pipeline: Pipeline
    renderer: Renderer

    async def overview(self, language: str) -> dict[str, Any]:
        """Whether all is well, the flow of a day in numbers, and how long alerts took."""
        store, now = self.pipeline.store, self.pipeline.works.clock()
        health, hours = await store.health(now), await store.flow(now - DAY)
        ways = await store.latencies(now - DAY, MOST_POINTS)
        return {
            "health": health,
            "troubles": await self._troubles(language),
            "ages": self._ages(health, now, language),
            "flow": [self._flow(name, hours, now, language) for name in FLOW],
            "plot": latency(ways, now, self.say(language, "page-latency")),
            "medians": self._medians(ways, language),
            "lag": self._lasting_of(health, now, language),
        }

    async def feeds(self, language: str, sought: str, state: str) -> dict[str, Any]:
        """Every feed that is sought: how it goes, what came of it within a day, why it is asked when it is."""
        store, now = self.pipeline.store, self.pipeline.works.clock()
        every = await store.feeds()
        states = {feed.id: state_of(feed, now) for feed in every}
        wanted = [feed for feed in every if state in ("", states[feed.id]) and self._names(feed, sought, language)]
        wanted.sort(key=lambda feed: STATES.index(states[feed.id]))
        came = await store.arrivals(now - DAY)
        shown = wanted[:MOST_FEEDS]
        return {
            "sought": sought,
            "state": state,
            "counts": [(name, sum(one == name for one in states.values())) for name in STATES],
            "total": len(every),
            "hidden": len(wanted) - len(shown),
            "feeds": [self._feed(feed, states[feed.id], came.get(feed.id, {}), now, language) for feed in shown],
        }

    async def waiting(self, language: str) -> dict[str, Any]:
        """The queues, the machines that stories are posted to, and what was set aside."""
        store, now = self.pipeline.store, self.pipeline.works.clock()
        health = await store.health(now)
        rows = await store.set_aside(MOST_ASIDE)
        return {
            "health": health,
            "lag": self._lasting_of(health, now, language),
            "rows": [{"row": row, "ago": self.lasting(now - row.at, language)} for row in rows],
            "receivers": [await self._receiver(one, now, language) for one in await store.receivers()],
        }

    async def alerts(self, language: str) -> dict[str, Any]:
        """The latest alerts, as a reader sees them."""
        now, reader = self.pipeline.works.clock(), _reader(language)
        latest = await self.pipeline.store.latest((), 0, MOST_ALERTS)
        # Our own HTML, within Telegram's tags: the renderer has escaped what came from outside.
        shown = [(story.id, Markup(self.renderer.alert(story, reader, now).text)) for story in latest.stories]  # noqa: S704
        return {"alerts": shown}

    async def story(self, language: str, story_id: int) -> dict[str, Any] | None:
        """A story's whole reckoning: which topics and why, its fires by which rule, its reports and why they joined."""
        story, now = await self.pipeline.store.story(story_id), self.pipeline.works.clock()
        if story is None:
            return None
        alert = self.renderer.alert(story, _reader(language), now).text
        reports = story.reports[:MOST_REPORTS]
        similar = await asyncio.to_thread(alike, reports)  # their texts are read anew
        return {
            "story": story,
            "alert": Markup(alert),  # noqa: S704 # as above
            "rule": self._rule(story, language),
            "facts": [fact for group in GROUPS for fact in _facts(group, story)],
            "title": lambda topic: Markup(self.renderer.topic_title(topic, language)),  # noqa: S704 # as above
            "sources": len(story.sources),
            "reports": list(zip(reports, similar, strict=True)),
        }

    def say(self, language: str, key: str, /, **values: str | int | float) -> str:
        """A text of the page."""
        return self.renderer.speech.say(language, key, **values)

    def lasting(self, time: timedelta, language: str) -> str:
        """How long something is, in its greatest unit: `3 min`."""
        seconds = max(round(time.total_seconds()), 0)
        unit, size = next(((unit, size) for unit, size in UNITS if seconds >= size), ("moment", 1))
        return self.say(language, "page-time", unit=unit, count=seconds // size)

    async def _troubles(self, language: str) -> list[Markup]:
        found = await self.pipeline.store.troubles()
        return [Markup(words(self.renderer.speech, language, one)) for one in found]  # noqa: S704 # escaped there

    async def _receiver(self, receiver: Receiver, now: datetime, language: str) -> dict[str, Any]:
        """How a machine does; its address may hold a secret and is not shown."""
        since = receiver.failing_since
        return {
            "receiver": receiver,
            "waiting": await self.pipeline.store.postings_waiting(receiver, now),
            "failing": self.lasting(now - since, language) if since else "",
        }

    def _ages(self, health: Health, now: datetime, language: str) -> dict[str, str]:
        """How long ago the last poll and the last alert were."""
        times = {"poll": health.last_poll_at, "alert": health.last_alert_at}
        return {
            name: self.lasting(now - at, language) if at else self.say(language, "never") for name, at in times.items()
        }

    def _lasting_of(self, health: Health, now: datetime, language: str) -> dict[str, str]:
        """How long the first of each queue has waited; '' where nothing waits."""
        since = {"detect": health.undetected_since, "deliver": health.due_since}
        return {job: self.lasting(now - at, language) if at else "" for job, at in since.items()}

    def _flow(self, name: str, hours: Sequence[Hour], now: datetime, language: str) -> dict[str, Any]:
        counts = {hour.at: getattr(hour, name) for hour in hours}
        about = self.say(language, f"page-flow-{name}")
        return {"name": about, "total": sum(counts.values()), "bars": bars(_day(counts, now), about)}

    def _medians(self, ways: Sequence[Latency], language: str) -> dict[str, str]:
        """Half of the alerts took no longer: until fetched, and from there until sent."""
        if not ways:
            return {}
        parts = zip(*(one.parts for one in ways), strict=True)
        return {
            name: self.lasting(median(times), language) for name, times in zip(("fetched", "sent"), parts, strict=True)
        }

    def _feed(
        self, feed: Feed, state: str, came: Mapping[datetime, int], now: datetime, language: str
    ) -> dict[str, Any]:
        key, values = reason(feed, now, self.pipeline.polling.rhythm)
        said = {
            name: self.lasting(one, language) if isinstance(one, timedelta) else one for name, one in values.items()
        }
        return {
            "feed": feed,
            "url": redact(feed.source.url),
            "state": state,
            "why": self.say(language, f"page-why-{key}", **said),
            "polled": self._ago(feed.state.polled_at, now, language),
            "next": self.lasting(feed.state.next_poll_at - now, language),
            "newest": self._ago(feed.state.newest_at, now, language),
            "count": sum(came.values()),
            "bars": bars(_day(came, now), self.say(language, "page-flow-entries")),
        }

    def _names(self, feed: Feed, sought: str, language: str) -> bool:
        """Whether all words that are sought are in what the feed is called, its address, country or language."""
        source = feed.source
        called = self.renderer.naming.outlet(source.outlet, language)
        known = (source.outlet, called, source.url, source.country, source.language, source.tier)
        names = " ".join(filter(None, known)).casefold()
        return all(word in names for word in sought.casefold().split())

    def _ago(self, at: datetime | None, now: datetime, language: str) -> str:
        if at is None:
            return self.say(language, "never")
        return self.say(language, "page-ago", time=self.lasting(now - at, language))

    def _rule(self, story: Story, language: str) -> str:
        """Which rule gave the fires; where its facts give fewer now, they are those that it once had."""
        verdict = judged(story, self.renderer.topics)
        rule = self.say(language, f"severity-{verdict.rule or TOPIC}")
        if verdict.fires < story.severity:
            return self.say(language, READ_AGAIN, rule=rule, fires=verdict.fires)
        return rule


def _day(counts: Mapping[datetime, int], now: datetime) -> list[int]:
    """The counts of the last 24 hours, the present one last."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return [counts.get(hour - timedelta(hours=ago), 0) for ago in reversed(range(24))]


def _facts(group: str, story: Story) -> list[dict[str, Any]]:
    """What the reports state of one group: each field, its sides, who says so in which sentence."""
    sides = getattr(facts_of(story), group)
    return [
        {"name": f"{group}.{name}", "value": _plain(fact.value), "fact": fact}
        for name, told in sides.items()
        for fact in told
    ]


def _plain(value: Any) -> str:
    """A fact's value in words: lists and counts by commas."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _reader(language: str) -> Subscriber:
    """A reader of this language, in UTC as the page is."""
    return Subscriber(0, Address(0), ChatKind.PRIVATE, language, "UTC")
