"""bot.store.FeedStore, on each engine."""

import asyncio
from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from bot.model import Entry, Feed, Hub, Poll, PollState, Source, Tier
from bot.store import Store
from storage import open_store
from tests.making import save_poll
from tests.storage.samples import AGENCY, DAY, LEASE, MINUTE, NOW, PAPER, a_feed, entry


async def only(store: Store) -> Feed:
    """The one feed there is."""
    (feed,) = await store.feeds()
    return feed


async def test_a_new_source_is_due_at_once(store: Store) -> None:
    """The catalogue's feeds are there after a sync, by outlet, with nothing polled yet."""
    await store.sync_feeds([PAPER, AGENCY], NOW)
    feeds = await store.feeds()
    assert [feed.source for feed in feeds] == [AGENCY, PAPER]
    assert {feed.state for feed in feeds} == {PollState(next_poll_at=NOW)}
    assert len(await store.claim_feeds(NOW, LEASE, 10)) == 2


async def test_a_sync_describes_anew_and_forgets_no_state(store: Store) -> None:
    """What the catalogue says of a feed is taken over; where polling it stands is not touched."""
    await store.sync_feeds([AGENCY], NOW)
    feed = await only(store)
    state = PollState(next_poll_at=NOW + DAY, etag='"1"', failures=2, error="timeout", primed_at=NOW)
    await save_poll(store, feed, state, AGENCY.url, (), NOW)
    said = replace(AGENCY, outlet="The Agency", language=None, country=None, timezone="UTC", tier=Tier.OFFICIAL)
    await store.sync_feeds([said, said], NOW + MINUTE)
    assert await only(store) == Feed(feed.id, said, state)


async def test_every_field_of_the_state_is_kept(store: Store) -> None:
    """Each value comes back as it was given, to the microsecond."""
    feed = await a_feed(store)
    state = PollState(
        next_poll_at=NOW + DAY,
        etag='W/"é"',
        last_modified="Sun, 01 Mar 2026 12:00:00 GMT",
        digest="d" * 32,
        newest_at=NOW - MINUTE,
        ttl=timedelta(minutes=15),
        failures=3,
        polled_at=NOW,
        healthy_at=NOW - DAY,
        error="timeout",
        primed_at=NOW - 2 * DAY,
        moved_to="https://elsewhere.example/feed",
        moved_polls=2,
        moved_since=NOW - DAY,
        home_at=NOW - MINUTE,
        gone_polls=3,
        gone_since=NOW - 2 * DAY,
        whole_at=NOW,
        plain_at=NOW - MINUTE,
        disabled_at=NOW,
    )
    assert all(getattr(state, field.name) is not None for field in fields(PollState))
    await save_poll(store, feed, state, AGENCY.url, (), NOW)
    assert (await only(store)).state == state


async def test_who_left_the_catalogue_is_not_polled_until_it_comes_back(store: Store) -> None:
    """It comes back as a new feed: due, and its first poll primes it."""
    await store.sync_feeds([AGENCY, PAPER], NOW)
    left = next(feed for feed in await store.feeds() if feed.source == PAPER)
    state = PollState(next_poll_at=NOW, etag='"1"', primed_at=NOW, disabled_at=NOW, newest_at=NOW)
    await save_poll(store, left, state, PAPER.url, (), NOW)
    await store.sync_feeds([AGENCY], NOW)
    assert (await only(store)).source == AGENCY
    assert [feed.source for feed in await store.claim_feeds(NOW, LEASE, 10)] == [AGENCY]
    await store.sync_feeds([AGENCY, PAPER], NOW + DAY)
    assert (await store.feeds())[1] == Feed(left.id, PAPER, PollState(next_poll_at=NOW + DAY))


async def test_a_catalogue_of_tens_of_thousands(postgres_url: str) -> None:
    """More feeds than a statement takes parameters."""
    store = await open_store(postgres_url)
    await store.sync_feeds([Source(f"https://outlet{n}.example/feed", "Outlet") for n in range(33_000)], NOW)
    assert (await store.health(NOW)).feeds == 33_000
    await store.sync_feeds([AGENCY], NOW)
    assert (await only(store)).source == AGENCY
    await store.close()


async def test_an_empty_catalogue_leaves_what_was_added_by_hand(store: Store) -> None:
    """The catalogue has no say over an admin's feeds."""
    await store.sync_feeds([AGENCY], NOW)
    assert await store.add_feed(PAPER, NOW)
    await store.sync_feeds([], NOW)
    assert (await only(store)).source == PAPER


async def test_a_removed_feed_stays_removed(store: Store) -> None:
    """Though the catalogue names it, or drops it and names it again."""
    await store.sync_feeds([AGENCY], NOW)
    assert await store.remove_feed(AGENCY.url, NOW)
    for catalogue in ([AGENCY], [], [AGENCY]):
        await store.sync_feeds(catalogue, NOW + MINUTE)
        assert await store.feeds() == ()
    assert await store.claim_feeds(NOW + DAY, LEASE, 10) == ()
    assert not await store.remove_feed(AGENCY.url, NOW)


async def test_adding_brings_a_removed_feed_back(store: Store) -> None:
    """Under its old id, described anew, primed anew; adding twice changes nothing."""
    feed = await a_feed(store)
    assert not await store.add_feed(AGENCY, NOW)
    await store.remove_feed(AGENCY.url, NOW)
    said = replace(AGENCY, outlet="The Agency")
    assert await store.add_feed(said, NOW + DAY)
    assert await only(store) == Feed(feed.id, said, PollState(next_poll_at=NOW + DAY))


async def test_a_feed_that_moved_is_still_the_catalogues(store: Store) -> None:
    """It is polled at its new address, and known by both."""
    await store.sync_feeds([AGENCY], NOW)
    feed = await only(store)
    await save_poll(store, feed, replace(feed.state, primed_at=NOW), "https://new.example/feed", (), NOW)
    await store.sync_feeds([AGENCY], NOW)
    moved = await only(store)
    there = replace(AGENCY, url="https://new.example/feed")
    assert moved == Feed(feed.id, there, replace(feed.state, primed_at=NOW), home=AGENCY.url)
    assert not await store.add_feed(replace(AGENCY, url="https://new.example/feed"), NOW)
    assert not await store.add_feed(AGENCY, NOW)
    assert await store.remove_feed("https://new.example/feed", NOW)
    assert await store.feeds() == ()


async def test_a_claim_is_the_longest_due_first_and_holds_for_its_lease(store: Store) -> None:
    """Nobody else gets a claimed feed until the lease is over; one that is not due is left alone."""
    for minutes, name in ((1, "b"), (2, "a"), (0, "c"), (-1, "later")):
        await store.add_feed(Source(f"https://{name}.example", name), NOW - minutes * MINUTE)
    claimed = await store.claim_feeds(NOW, LEASE, 2)
    assert [feed.source.outlet for feed in claimed] == ["a", "b"]
    assert claimed[0].state.next_poll_at == NOW - 2 * MINUTE
    assert [feed.source.outlet for feed in await store.claim_feeds(NOW, LEASE, 2)] == ["c"]
    assert await store.claim_feeds(NOW + LEASE - timedelta(microseconds=1), LEASE, 0) == ()
    again = await store.claim_feeds(NOW + LEASE, LEASE, 10)
    assert {feed.source.outlet for feed in again} == {"a", "b", "c", "later"}


async def test_a_claim_may_ask_for_some_feeds_only(store: Store) -> None:
    """Or for all but some; nobody else's claim is touched."""
    for name in "abc":
        await store.add_feed(Source(f"https://{name}.example", name), NOW)
    ids = {feed.source.outlet: feed.id for feed in await store.feeds()}
    some = await store.claim_feeds(NOW, LEASE, 10, without=[ids["a"], ids["b"]])
    assert [feed.source.outlet for feed in some] == ["c"]
    assert await store.claim_feeds(NOW, LEASE, 10, only=[ids["c"]]) == ()
    assert [feed.source.outlet for feed in await store.claim_feeds(NOW, LEASE, 10, only=[ids["a"], ids["c"]])] == ["a"]
    assert await store.claim_feeds(NOW, LEASE, 10, only=[]) == ()


async def test_a_disabled_feed_is_listed_and_not_polled(store: Store) -> None:
    """And the admins are told of it once."""
    feed = await a_feed(store)
    assert await store.disabled_unannounced() == ()
    await save_poll(store, feed, replace(feed.state, disabled_at=NOW), AGENCY.url, (), NOW)
    assert await store.claim_feeds(NOW + DAY, LEASE, 10) == ()
    assert await store.disabled_unannounced() == await store.feeds() != ()
    await store.announce(feed.id, NOW)
    assert await store.disabled_unannounced() == ()


async def test_a_disabled_feed_is_revived(store: Store) -> None:
    """By adding it again, and by a catalogue that names it: nothing is remembered, so its first poll primes it."""
    feed = await a_feed(store)
    said = replace(AGENCY, user_agent="Reader/1")
    for again in (store.add_feed(said, NOW + DAY), store.sync_feeds([said], NOW + DAY)):
        await save_poll(store, feed, replace(feed.state, disabled_at=NOW, primed_at=NOW), AGENCY.url, (), NOW)
        await again
        assert await only(store) == Feed(feed.id, said, PollState(next_poll_at=NOW + DAY))


async def test_new_entries_are_kept_once(store: Store) -> None:
    """The same guid or link, with the same title, is the same entry of a feed: in one poll and in later ones.

    So is the same title, text and moment under another guid and link, once it is not shown under those that it had.
    """
    feed = await a_feed(store)
    first, again = entry("1"), entry("1", link="https://agency.example/other")
    reguided, second, third = entry("other", link=first.link), entry("2"), entry("3")
    renamed = replace(third, guid="4", link="https://agency.example/4")
    assert await save_poll(store, feed, feed.state, AGENCY.url, [first, again, reguided, second], NOW) == 2
    assert await save_poll(store, feed, feed.state, AGENCY.url, [reguided, again, third], NOW + MINUTE) == 1
    assert await save_poll(store, feed, feed.state, AGENCY.url, [reguided, again, renamed], NOW + MINUTE) == 0
    found = await store.undetected(10)
    assert [arrival.entry for arrival in found] == [first, second, third]
    assert [arrival.seen_at for arrival in found] == [NOW, NOW, NOW + MINUTE]
    assert {arrival.source for arrival in found} == {AGENCY}


async def test_another_title_of_a_known_page_is_another_entry(store: Store) -> None:
    """A correction or a retraction in place, or the next alert at the same address; it is new once."""
    feed = await a_feed(store)
    first, next_one = entry("1"), entry("1", title="Withdrawn: rocket launched")
    assert await save_poll(store, feed, feed.state, AGENCY.url, [first], NOW) == 1
    for new in (1, 0):
        assert await save_poll(store, feed, feed.state, AGENCY.url, [next_one], NOW + MINUTE) == new
    assert await save_poll(store, feed, feed.state, AGENCY.url, [first], NOW + MINUTE) == 0
    assert [arrival.entry for arrival in await store.undetected(10)] == [first, next_one]


async def test_old_news_is_kept_as_such(store: Store) -> None:
    """It waits for detection like any entry, which is told that it is old; what has no date is known by that."""
    feed = await a_feed(store)
    old = replace(entry("old"), published_at=NOW - 1000 * DAY)
    undated = replace(entry("undated"), published_at=NOW, undated_at=NOW)
    assert await save_poll(store, feed, feed.state, AGENCY.url, [undated, entry("known"), old], NOW) == 3
    last = replace(undated, guid="last", link="https://agency.example/last")
    assert await save_poll(store, feed, feed.state, AGENCY.url, [entry("known"), old, last], NOW + MINUTE) == 1
    found = await store.undetected(10)
    assert [arrival.entry for arrival in found] == [undated, entry("known"), old, last]
    assert [arrival.old_at for arrival in found] == [None, None, NOW, NOW + MINUTE]


async def test_a_poll_and_a_push_at_once_bring_an_entry_once(store: Store, store_url: str) -> None:
    """Two processes that read the same news at the same moment: one of them has it."""
    feed, other = await a_feed(store), await open_store(store_url)
    hub = Hub("https://hub.example/", AGENCY.url)
    await store.name_hub(feed.id, hub, NOW)
    (push,) = await store.claim_pushes(NOW, LEASE, 1)
    push = replace(push, feed=feed)
    for number in range(20):
        many = [entry(f"{number}-{n}") for n in range(5)]
        new = await asyncio.gather(
            save_poll(store, feed, feed.state, AGENCY.url, many, NOW), other.save_pushed(push, many, NOW)
        )
        assert sorted(new) == [0, 5]
    await other.close()


async def test_entries_without_a_link_differ_by_guid(store: Store) -> None:
    """No link is not the same link."""
    feed = await a_feed(store)
    linkless = [entry("1", link=None), entry("2", link=None)]
    assert await save_poll(store, feed, feed.state, AGENCY.url, linkless, NOW) == 2


async def test_polls_are_kept_together(store: Store) -> None:
    """Each feed of a group gets its own state, address and entries, and the first poll of one primes that one only."""
    known, unchanged = await a_feed(store), await a_feed(store, PAPER)
    fresh = replace(AGENCY, url="https://fresh.example/feed", outlet="Fresh")
    await store.add_feed(fresh, NOW)
    first = next(feed for feed in await store.feeds() if feed.source == fresh)
    primed, moved = replace(first.state, primed_at=NOW, etag='"1"'), "https://new.example/feed"
    polls = [
        Poll(known, known.state, moved, NOW, (entry("1"), entry("2"))),
        Poll(unchanged, replace(unchanged.state, failures=2), PAPER.url, NOW),
        Poll(first, primed, fresh.url, NOW, (entry("1"),)),
    ]
    assert list(await store.save_polls(polls)) == [2, 0, 1]
    kept = {feed.id: feed for feed in await store.feeds()}
    assert kept[known.id].source.url == moved
    assert kept[unchanged.id].state.failures == 2
    assert kept[first.id].state == primed
    assert [arrival.entry for arrival in await store.undetected(10)] == [entry("1"), entry("2")]


async def test_pollers_and_a_catalogue_do_not_lock_each_other_out(store: Store) -> None:
    """Groups of the same feeds in any order, and a process that starts meanwhile: each gets its turn, none fails."""
    catalogue = [replace(AGENCY, url=f"https://{number}.example/feed") for number in range(300)]
    await store.sync_feeds(catalogue, NOW)
    polls = [Poll(feed, feed.state, feed.source.url, NOW) for feed in await store.feeds()]
    for _ in range(5):
        groups = [store.save_polls(order) for order in (polls, polls[::-1])]
        starts = [store.sync_feeds(order, NOW) for order in (catalogue, catalogue[::-1])]
        await asyncio.gather(*groups, *starts, store.rewind(NOW - MINUTE, MINUTE))


async def test_two_first_starts_do_not_lock_each_other_out(store: Store) -> None:
    """Their catalogues name the same new feeds in opposite orders: both are read, and each feed is there once."""
    for start in range(2):
        new = [replace(AGENCY, url=f"https://{start}-{number}.example/feed") for number in range(2000)]
        await asyncio.gather(store.sync_feeds(new, NOW), store.sync_feeds(new[::-1], NOW))
        assert len(await store.claim_feeds(NOW, LEASE, 5000)) == 2000


async def test_the_same_entry_in_two_feeds_is_two(store: Store) -> None:
    """Identity is a feed's own."""
    for source in (AGENCY, PAPER):
        feed = await a_feed(store, source)
        assert await save_poll(store, feed, feed.state, source.url, [entry()], NOW) == 1
    assert [arrival.source for arrival in await store.undetected(10)] == [AGENCY, PAPER]


async def test_the_first_poll_primes(store: Store) -> None:
    """What a feed held before we knew it is stored, counted and never detected."""
    await store.add_feed(AGENCY, NOW)
    feed = await only(store)
    assert await save_poll(store, feed, replace(feed.state, primed_at=NOW), AGENCY.url, [entry("old")], NOW) == 1
    assert await store.undetected(10) == ()
    feed = await only(store)
    assert await save_poll(store, feed, feed.state, AGENCY.url, [entry("old"), entry("new")], NOW) == 1
    assert [arrival.entry.guid for arrival in await store.undetected(10)] == ["new"]


async def test_thousands_of_entries_are_one_poll(store: Store) -> None:
    """However many parameters an engine takes in a statement; they arrive in the order given."""
    feed = await a_feed(store)
    many = [entry(str(number)) for number in range(5000)]
    assert await save_poll(store, feed, feed.state, AGENCY.url, many, NOW) == 5000
    assert [arrival.entry.guid for arrival in await store.undetected(3)] == ["0", "1", "2"]
    assert await save_poll(store, feed, feed.state, AGENCY.url, many, NOW) == 0


hostile = st.text(st.characters() | st.sampled_from("\0\ud800"), max_size=30)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(guid=hostile, title=hostile, text=hostile, long=st.integers(0, 4000))
async def test_any_text_is_kept(store: Store, guid: str, title: str, text: str, long: int) -> None:
    """Whatever a feed holds, its poll is saved, and the same entry again is the same entry."""
    feed = await a_feed(store)
    odd = Entry(guid=guid + "봉" * long, title=title, text=text, published_at=NOW, url=text, link=title + "x" * long)
    await save_poll(store, feed, feed.state, AGENCY.url, [odd], NOW)
    assert await save_poll(store, feed, feed.state, AGENCY.url, [odd], NOW) == 0


async def test_a_naive_time_is_refused(store: Store) -> None:
    """Nobody knows when it is."""
    with pytest.raises(StatementError, match="naive datetime"):
        await store.claim_feeds(datetime(2026, 3, 1), LEASE, 1)  # noqa: DTZ001 # the point of the test


async def test_times_in_other_zones_are_the_same_moments(store: Store) -> None:
    """They come back in UTC."""
    seoul = datetime.fromisoformat("2026-03-01T21:00:00+09:00")
    await store.add_feed(AGENCY, seoul)
    state = (await only(store)).state
    assert (state.next_poll_at, state.next_poll_at.utcoffset()) == (seoul, timedelta(0))
    assert await store.claim_feeds(seoul - MINUTE, LEASE, 1) == ()


async def test_a_cancelled_poll_is_whole_or_nothing(store: Store) -> None:
    """Wherever it is stopped, all or none of it is kept, no lock stays, and the store goes on working."""
    many = [entry(str(number)) for number in range(100)]
    for ticks in range(40):
        source = Source(f"https://{ticks}.example", str(ticks))
        feed = await a_feed(store, source)
        etag = replace(feed.state, etag='"1"')
        before = (await store.health(NOW)).entries
        saving = asyncio.create_task(save_poll(store, feed, etag, source.url, many, NOW))
        for _ in range(ticks):
            await asyncio.sleep(0)
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)
        after = next(one.state.etag for one in await store.feeds() if one.id == feed.id)
        kept = (await store.health(NOW)).entries - before
        assert (after, kept) in ((None, 0), ('"1"', 100)), ticks
        assert await save_poll(store, feed, etag, source.url, [*many, entry("more")], NOW) == 101 - kept


async def test_two_processes_never_poll_the_same_feed(store: Store, store_url: str) -> None:
    """Claims at the same moment share the feeds between them."""
    for number in range(30):
        await store.add_feed(Source(f"https://{number}.example", str(number)), NOW)
    other = await open_store(store_url)
    claims = await asyncio.gather(*(one.claim_feeds(NOW, LEASE, 7) for one in (store, other) * 5))
    ids = [feed.id for claim in claims for feed in claim]
    assert len(ids) == len(set(ids))
    rest = await store.claim_feeds(NOW, LEASE, 100)
    assert len(ids) + len(rest) == 30
    await other.close()


async def test_what_an_operator_edited_is_not_the_catalogues_to_change(store: Store) -> None:
    """Field by field: the others follow the catalogue; adding the feed anew begins from nothing."""
    await store.sync_feeds([AGENCY], NOW)
    feed = await only(store)
    said = replace(AGENCY, tier=Tier.PRESS, newsroom="The Times")
    await store.edit_feed(feed.id, said, {"tier", "newsroom"}, 5 * MINUTE, NOW + MINUTE)
    await store.sync_feeds([replace(AGENCY, tier=Tier.OFFICIAL, language="ja")], NOW + DAY)
    edited = await only(store)
    assert edited.source == replace(said, language="ja")
    assert (edited.every, edited.edited) == (5 * MINUTE, ("newsroom", "tier"))
    assert edited.state.next_poll_at == NOW + MINUTE
    await store.edit_feed(feed.id, edited.source, ("newsroom",), 5 * MINUTE, NOW + DAY)
    assert (await only(store)).state.next_poll_at == NOW + MINUTE
    await store.remove_feed(AGENCY.url, NOW)
    await store.add_feed(AGENCY, NOW)
    assert await only(store) == Feed(feed.id, AGENCY, PollState(next_poll_at=NOW))
