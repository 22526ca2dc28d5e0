"""Records to store, and the short ways to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

from bot.model import (
    Address,
    Arrival,
    Change,
    ChatKind,
    Delivery,
    Detection,
    Entry,
    Evidence,
    Feed,
    Match,
    Outcome,
    Report,
    Settlement,
    Source,
    Story,
    Subscriber,
    Tier,
)
from bot.store import Store
from tests.making import save_poll

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
LEASE = timedelta(seconds=60)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

AGENCY = Source("https://agency.example/feed", "Agency", "en", "kr", "Asia/Seoul", Tier.AGENCY)
PAPER = Source("https://paper.example/rss", "Paper", "ko", "kr", "Asia/Seoul")


def entry(guid: str = "1", *, link: str | None = "", title: str = "Rocket launched") -> Entry:
    """An entry whose link and moment follow from its guid, unless the link is given."""
    address = f"https://agency.example/{guid}"
    return Entry(
        guid=guid,
        title=title,
        text="A rocket was launched.\nIt flew.",
        published_at=NOW - MINUTE - timedelta(microseconds=crc32(guid.encode()) % 100_000),
        url=f"{address}?from=feed",
        link=address if link == "" else link,
        language="en",
    )


def match(topic: str = "launches", score: float = 0.9) -> Match:
    """A match with evidence beyond ASCII."""
    return Match(topic, score, (Evidence("rocket", "A rocket was launched."), Evidence("로켓", "로켓을 쏘았다.")))


def report(arrival: Arrival) -> Report:
    """An arrival's part in a story."""
    source, entry = arrival.source, arrival.entry
    return Report(
        source.outlet,
        source.tier,
        entry.title,
        entry.url,
        entry.link,
        entry.language,
        entry.published_at,
        arrival.seen_at,
        lead=entry.text,
    )


def story(arrival: Arrival, *, topics: Sequence[str] = ("launches",), severity: int = 3) -> Story:
    """A new story of one report."""
    return Story(
        id=None,
        headline=arrival.entry.title,
        summary="It flew.",
        url=arrival.entry.url,
        language=arrival.entry.language,
        severity=severity,
        revision=1,
        matches=tuple(match(topic) for topic in topics),
        reports=(report(arrival),),
        opened_at=NOW,
        updated_at=NOW,
    )


async def a_feed(store: Store, source: Source = AGENCY) -> Feed:
    """A feed that is primed: its entries are news."""
    await store.add_feed(source, NOW)
    feed = next(feed for feed in await store.feeds() if feed.source.url == source.url)
    await save_poll(store, feed, replace(feed.state, primed_at=NOW), source.url, (), NOW)
    return next(feed for feed in await store.feeds() if feed.source.url == source.url)


async def arrivals(store: Store, *guids: str, source: Source = AGENCY) -> tuple[Arrival, ...]:
    """Entries of these guids as arrivals, none of them detected."""
    feed = await a_feed(store, source)
    await save_poll(store, feed, feed.state, source.url, [entry(guid) for guid in guids], NOW)
    found = {arrival.entry.guid: arrival for arrival in await store.undetected(10_000)}
    return tuple(found[guid] for guid in guids)


async def tell(
    store: Store, guid: str = "1", *, topics: Sequence[str] = ("launches",), severity: int = 3, now: datetime = NOW
) -> Story:
    """A new story of one report, told to those who follow it."""
    (arrival,) = await arrivals(store, guid)
    new = story(arrival, topics=topics, severity=severity)
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), now)
    assert kept is not None
    return kept


async def follow_up(
    store: Store, old: Story, guid: str, *, change: Change = Change.UPDATE, now: datetime = NOW
) -> Story:
    """A further report of a story; with an update, at a higher revision."""
    (arrival,) = await arrivals(store, guid)
    newer = replace(
        old,
        revision=old.revision + (change is Change.UPDATE),
        reports=(*old.reports, report(arrival)),
        updated_at=now,
    )
    return await rise(store, arrival, newer, change, now)


async def rise(store: Store, arrival: Arrival, newer: Story, change: Change, now: datetime) -> Story:
    """A story as it is after one more arrival."""
    kept = await store.save_detection(Detection(arrival, (match(),), newer, change), now)
    assert kept is not None
    return kept


async def join(store: Store, chat_id: int = 7, *topics: str, thread_id: int | None = None) -> Subscriber:
    """A subscriber that follows these topics; `launches` where none is named."""
    who = await store.welcome(Address(chat_id, thread_id), ChatKind.PRIVATE, "en", "UTC", NOW)
    for topic in topics or ("launches",):
        await store.subscribe(who.id, topic, NOW)
    return who


async def claim(store: Store, now: datetime = NOW, limit: int = 100) -> tuple[Delivery, ...]:
    """What is due, claimed for a minute."""
    return await store.claim_deliveries(now, LEASE, limit)


async def settle(
    store: Store, delivery: Delivery, outcome: Outcome, *, at: datetime = NOW, due_at: datetime | None = None
) -> None:
    """Settle one delivery."""
    await store.settle([Settlement(delivery, outcome, at, due_at)])
