"""Makes the records that tests are about, so that each test names only what matters to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.model import (
    Address,
    Arrival,
    ChatKind,
    Delivery,
    Entry,
    Evidence,
    Feed,
    Match,
    Poll,
    PollState,
    Report,
    Source,
    Story,
    Subscriber,
    Subscription,
    Tier,
)
from bot.places.gazetteer import load_gazetteer
from bot.store import FeedStore
from bot.stories.detect import Detector
from bot.text.reading import Reading
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""The time of day in tests, unless they say another."""
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def read(title: str, text: str = "", language: str | None = "en") -> Reading:
    """The reading of a text, with the countries that it names."""
    return load_gazetteer().read(title, text, language)


@cache
def matcher() -> Matcher:
    """The matcher of the built-in topics, which never changes: made once for all tests."""
    return Matcher(load_topics())


def detector() -> Detector:
    """A detector of the built-in topics that knows no queries."""
    return Detector({topic.key: topic for topic in load_topics()}, matcher())


def source(outlet: str = "Hangang Wire", **values: Any) -> Source:
    """A feed of an outlet."""
    return replace(Source(f"https://{outlet.replace(' ', '').lower()}.example/feed", outlet, "en", "kr"), **values)


def entry(title: str = "North Korea fires ballistic missile toward the sea", **values: Any) -> Entry:
    """An entry whose guid and link follow its title."""
    slug = title.lower().replace(" ", "-")
    made = Entry(slug, title, "", NOON, f"https://hangang.example/{slug}", f"https://hangang.example/{slug}", "en")
    return replace(made, **values)


def arrival(title: str = "North Korea fires ballistic missile toward the sea", /, **values: Any) -> Arrival:
    """An arrival; `outlet`, `id` and `seen_at` are its own, the other values its entry's."""
    outlet, number, at = values.pop("outlet", "Hangang Wire"), values.pop("id", 1), values.pop("seen_at", NOON)
    return Arrival(number, source(outlet), entry(title, **values), at)


def report(outlet: str = "Hangang Wire", **values: Any) -> Report:
    """An outlet's report."""
    made = Report(outlet, Tier.PRESS, "North Korea fires ballistic missile", None, None, "en", NOON)
    return replace(made, **values)


def match(topic: str = "launches", score: float = 0.9) -> Match:
    """A match with one piece of evidence."""
    return Match(topic, score, (Evidence("missile", "North Korea fired a missile."),))


def story(**values: Any) -> Story:
    """A story that one outlet reported."""
    made = Story(
        id=7,
        headline="North Korea fires ballistic missile",
        summary="It flew 900 km.",
        url="https://hangang.example/1",
        language="en",
        severity=3,
        revision=1,
        matches=(match(),),
        reports=(report(),),
        opened_at=NOON,
        updated_at=NOON,
    )
    return replace(made, **values)


def subscriber(**values: Any) -> Subscriber:
    """A person who reads English in UTC."""
    return replace(Subscriber(3, Address(1001), ChatKind.PRIVATE, "en", "UTC"), **values)


def delivery(**values: Any) -> Delivery:
    """A delivery that was not sent yet."""
    return replace(Delivery(5, story(), subscriber(), queued_at=NOON), **values)


async def save_poll(
    store: FeedStore, feed: Feed, state: PollState, address: str, entries: Sequence[Entry], at: datetime
) -> int:
    """Keep one poll; how many entries are new."""
    (new,) = await store.save_polls([Poll(feed, state, address, at, tuple(entries))])
    return new


def subscriptions(*topics: str) -> tuple[Subscription, ...]:
    """What follows these topics, everywhere and from one fire on."""
    return tuple(map(Subscription, topics))
