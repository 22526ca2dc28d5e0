"""bot.store.FeedStore, on each engine: habits, hosts that are left alone, the watch for grave stories."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Concern, Feed, Match, Poll, PollState, Source, Story, Tier
from bot.store import Store
from tests.making import save_poll
from tests.storage.samples import AGENCY, DAY, LEASE, MINUTE, NOW, PAPER, entry

OFFICIAL = Source("https://ministry.example/rss", "Ministry", "fr", "fr", tier=Tier.OFFICIAL)
ABROAD = Source("https://abroad.example/rss", "Abroad", "de", "de")


def grave(*countries: str) -> Story:
    """A story of launches that concerns these countries."""
    match = Match("launches", 0.9, (), tuple(Concern(code) for code in countries))
    return Story(1, "Fired", "", None, "en", 4, 1, (match,), (), NOW, NOW)


async def added(store: Store, *sources: Source) -> dict[str, Feed]:
    """These feeds by their outlets, each polled and due in five minutes."""
    await store.sync_feeds(sources, NOW - DAY)
    for feed in await store.feeds():
        state = PollState(next_poll_at=NOW + 5 * MINUTE, polled_at=NOW, primed_at=NOW)
        await save_poll(store, feed, state, feed.source.url, (), NOW)
    return await by_outlet(store)


async def by_outlet(store: Store) -> dict[str, Feed]:
    """Every feed by its outlet."""
    return {feed.source.outlet: feed for feed in await store.feeds()}


async def test_habits_are_kept_and_a_poll_forgets_none(store: Store) -> None:
    """What was learned from the count of new entries is kept with them, and when the feed is due by it."""
    (feed,) = (await added(store, PAPER)).values()
    poll = Poll(feed, replace(feed.state, etag="1"), PAPER.url, NOW, (entry("1"), entry("2")))

    def learn(poll: Poll, new: int) -> Poll:
        due = replace(poll.state, next_poll_at=NOW + new * MINUTE)
        return replace(poll, state=due, habits=b"\0habits\xff")

    assert await store.save_polls([poll], learn) == [2]
    (learned,) = await store.feeds()
    assert (learned.habits, learned.state.next_poll_at) == (b"\0habits\xff", NOW + 2 * MINUTE)
    for state in (learned.state, replace(learned.state, etag="2")):
        await save_poll(store, learned, state, PAPER.url, (), NOW)
    assert (await by_outlet(store))["Paper"].habits == b"\0habits\xff"


@pytest.mark.parametrize("etag", [None, "1"])
async def test_a_watch_that_is_raised_amid_a_poll_counts_for_the_next_one(store: Store, etag: str | None) -> None:
    """The poll began before the story was told: the feed is due as often as a watched one, unless the poll failed."""
    known = await added(store, AGENCY, PAPER)
    claimed = await store.claim_feeds(NOW + 5 * MINUTE, LEASE, 10)
    now = NOW + 6 * MINUTE
    await store.watch_feeds(grave("kr"), NOW + 30 * MINUTE, now, MINUTE)
    states = {
        "Agency": PollState(now + 5 * MINUTE, etag=etag, polled_at=now, healthy_at=now, primed_at=NOW),
        "Paper": PollState(now + 5 * MINUTE, failures=1, error="500", polled_at=now, primed_at=NOW),
    }
    floors = {"Agency": now + MINUTE, "Paper": None}
    polls = [
        Poll(feed, states[name], feed.source.url, now, if_watched=floors[name])
        for feed in claimed
        for name in [feed.source.outlet]
    ]
    for group in (polls, polls[:1]):
        await store.save_polls(group)
        due = {name: feed.state.next_poll_at for name, feed in (await by_outlet(store)).items()}
        assert due == {"Agency": now + MINUTE, "Paper": now + 5 * MINUTE}
    assert known.keys() == due.keys()


async def test_a_held_host_holds_all_its_feeds(store: Store) -> None:
    """None is claimed until then, whatever its own polls say; then they come back one by one; others never wait."""
    others = [replace(PAPER, url=f"https://news.example/{n}", outlet=f"n{n}") for n in range(4)]
    alike = replace(PAPER, url="https://goodnews.example/", outlet="alike")
    await added(store, PAPER, alike, *others)
    await store.hold_host("news.example", NOW + 60 * MINUTE, 4 * MINUTE)

    free = await store.claim_feeds(NOW + 59 * MINUTE, LEASE, 10)
    assert {feed.source.outlet for feed in free} == {"Paper", "alike"}
    back = [
        {feed.source.outlet for feed in await store.claim_feeds(NOW + minutes * MINUTE, 9 * DAY, 10)}
        - {"Paper", "alike"}
        for minutes in (60, 61, 62, 63)
    ]
    assert back == [{"n0"}, {"n1"}, {"n2"}, {"n3"}]


async def test_of_a_held_host_those_come_first_that_were_read_the_longest_ago(store: Store) -> None:
    """A host that answers one request a minute and refuses the rest would else have the same feed read each time."""
    others = [replace(PAPER, url=f"https://news.example/{n}", outlet=f"n{n}") for n in range(3)]
    known = await added(store, *others)
    for outlet, healthy_at in (("n0", NOW), ("n1", NOW - MINUTE)):
        feed = known[outlet]
        state = replace(feed.state, healthy_at=healthy_at, next_poll_at=NOW)
        await save_poll(store, feed, state, feed.source.url, (), NOW)
    await store.hold_host("news.example", NOW + 60 * MINUTE, 3 * MINUTE)

    back = [await store.claim_feeds(NOW + minutes * MINUTE, 9 * DAY, 10) for minutes in (60, 61, 62)]
    assert [[feed.source.outlet for feed in claimed] for claimed in back] == [["n2"], ["n1"], ["n0"]]


async def test_a_grave_story_has_those_watched_who_may_confirm_it(store: Store) -> None:
    """The feeds of its countries, official sources and agencies are due within a minute, one by one; others are not."""
    await added(store, AGENCY, PAPER, OFFICIAL, ABROAD)
    assert await store.watch_feeds(grave("kr"), NOW + 30 * MINUTE, NOW, MINUTE) == 3

    feeds = await by_outlet(store)
    watched = [feeds[outlet] for outlet in ("Agency", "Paper", "Ministry")]
    assert {feed.watch_until for feed in watched} == {NOW + 30 * MINUTE}
    due = sorted(feed.state.next_poll_at - NOW for feed in watched)
    assert due == [timedelta(), MINUTE / 3, MINUTE * 2 / 3]
    assert (feeds["Abroad"].watch_until, feeds["Abroad"].state.next_poll_at) == (None, NOW + 5 * MINUTE)


async def test_a_watch_makes_no_failing_feed_due(store: Store) -> None:
    """Who fails, or asked to be left alone, is not asked sooner."""
    (feed,) = (await added(store, PAPER)).values()
    await save_poll(store, feed, PollState(NOW + 60 * MINUTE, failures=3, error="503"), PAPER.url, (), NOW)
    await store.watch_feeds(grave("kr"), NOW + 30 * MINUTE, NOW, MINUTE)
    assert (await by_outlet(store))["Paper"].state.next_poll_at == NOW + 60 * MINUTE


async def test_a_clock_that_is_put_back_holds_no_host_for_ever(store: Store) -> None:
    """What was held or watched by a clock that ran ahead waits so much less."""
    await added(store, PAPER)
    await store.hold_host("paper.example", NOW + 10 * DAY + MINUTE, MINUTE)
    await store.rewind(NOW, 10 * DAY)
    assert await store.claim_feeds(NOW + 5 * MINUTE, LEASE, 10)
