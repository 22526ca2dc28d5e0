"""bot.store.QueryStore, and what queries make of a detection, on each engine."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.model import Address, Arrival, Change, Detection, Past, Query, Sieve, Story, Tier
from bot.store import Store
from tests.making import save_poll, subscriptions
from tests.storage.samples import (
    AGENCY,
    DAY,
    MINUTE,
    NOW,
    PAPER,
    a_feed,
    arrivals,
    claim,
    entry,
    follow_up,
    join,
    match,
    story,
    tell,
)

SHIPS = Query("ships", "tanker OR ferry", "q.ships")
YARDS = Query("yards", "shipyard", "q.yards")
MOST = 20


async def ask(store: Store, chat_id: int, *queries: Query, now: datetime = NOW) -> int:
    """A subscriber that follows these queries and nothing else: its id."""
    who = await join(store, chat_id)
    await store.unsubscribe(who.id, "launches")
    for query in queries:
        assert await store.save_query(who.id, query, MOST, now)
    return who.id


async def told(store: Store) -> list[int]:
    """The chats to which something is due."""
    return sorted(delivery.subscriber.address.chat_id for delivery in await claim(store))


async def held(store: Store, arrival: Arrival, *asked: str) -> Story | None:
    """What becomes of an arrival for which no topic matches, but these queries hold."""
    new = replace(story(arrival), matches=())
    return await store.save_detection(Detection(arrival, (), new, Change.NEW, asked), NOW)


async def test_a_query_is_kept_and_followed(store: Store) -> None:
    """Under its name, in the order of adding."""
    who = await ask(store, 7, YARDS)
    assert await store.save_query(who, SHIPS, MOST, NOW + MINUTE)
    assert await store.queries(who) == (YARDS, SHIPS)
    assert set(await store.subscriptions(who)) == {"q.ships", "q.yards"}
    assert await store.queries(who + 1) == ()


async def test_a_changed_query_is_followed_in_place_of_the_old(store: Store) -> None:
    """The name stays, and what it meant is not followed any more."""
    who = await ask(store, 7, SHIPS)
    changed = Query("ships", "tanker", "q.tanker")
    assert await store.save_query(who, changed, MOST, NOW + MINUTE)
    assert await store.queries(who) == (changed,)
    assert set(await store.subscriptions(who)) == {"q.tanker"}


async def test_only_so_many_queries_are_kept(store: Store) -> None:
    """One more is refused; changing one that is there is not."""
    who = await ask(store, 7, SHIPS)
    assert not await store.save_query(who, YARDS, 1, NOW)
    assert await store.save_query(who, replace(SHIPS, text="tanker", topic="q.tanker"), 1, NOW)
    assert [query.name for query in await store.queries(who)] == ["ships"]


async def test_a_removed_query_is_followed_no_more(store: Store) -> None:
    """Once; a second time there is nothing to remove."""
    who = await ask(store, 7, SHIPS, YARDS)
    assert await store.remove_query(who, "ships")
    assert not await store.remove_query(who, "ships")
    assert await store.queries(who) == (YARDS,)
    assert set(await store.subscriptions(who)) == {"q.yards"}


async def test_two_names_of_one_meaning_are_followed_until_both_are_gone(store: Store) -> None:
    """Removing one leaves the other what it follows."""
    who = await ask(store, 7, SHIPS, replace(SHIPS, name="boats"))
    await store.remove_query(who, "ships")
    assert set(await store.subscriptions(who)) == {"q.ships"}
    await store.remove_query(who, "boats")
    assert set(await store.subscriptions(who)) == set()


async def test_detection_hears_of_changes(store: Store) -> None:
    """Of all at first, then of those since; of one meaning once; and of one that is followed again."""
    who = await ask(store, 7, SHIPS)
    await ask(store, 8, replace(SHIPS, name="boats"), YARDS, now=NOW + DAY)
    assert sorted(query.topic for query in await store.queries_since(None)) == ["q.ships", "q.yards"]
    assert [query.topic for query in await store.queries_since(NOW + DAY + MINUTE)] == []
    await store.unsubscribe(who, "q.ships")
    await store.subscribe(who, "q.ships", NOW + 2 * DAY)
    assert [query.topic for query in await store.queries_since(NOW + 2 * DAY)] == ["q.ships"]


async def test_a_story_goes_to_those_whose_query_holds(store: Store) -> None:
    """And to nobody else, where no topic matches; it is found under the query, and known to be asked for."""
    who, other = await ask(store, 7, SHIPS), await ask(store, 8, YARDS)
    await join(store, 9, "launches")
    (arrival,) = await arrivals(store, "1")
    kept = await held(store, arrival, "q.ships")
    assert kept is not None
    assert kept.matches == ()
    assert await told(store) == [7]
    assert (await store.latest(subscriptions("q.ships"), 0, 5)).stories == (kept,)
    assert (await store.latest(subscriptions("q.yards", "launches"), 0, 5)).total == 0
    assert await store.asked(kept.id or 0, who) == (SHIPS,)
    assert await store.asked(kept.id or 0, other) == ()


async def test_a_flagged_story_goes_to_followers_of_both_once(store: Store) -> None:
    """Who follows the topic and the query has one delivery."""
    who = await ask(store, 7, SHIPS)
    await store.subscribe(who, "launches", NOW)
    await ask(store, 8, SHIPS)
    (arrival,) = await arrivals(store, "1")
    new = story(arrival)
    await store.save_detection(Detection(arrival, new.matches, new, Change.NEW, ("q.ships",)), NOW)
    assert await told(store) == [7, 8]


async def test_a_later_report_tells_those_whose_query_it_answers(store: Store) -> None:
    """Even when there is nothing to tell the others; an update then reaches them like everyone."""
    await join(store, 9, "launches")
    await ask(store, 7, SHIPS)
    old = await tell(store)
    assert await told(store) == [9]
    (arrival,) = await arrivals(store, "2", source=PAPER)
    joined = await store.save_detection(Detection(arrival, (), old, Change.NONE, ("q.ships",)), NOW)
    assert joined is not None
    assert await told(store) == [7]
    await follow_up(store, joined, "3", now=NOW + 2 * MINUTE)
    again = {d.subscriber.address.chat_id for d in await claim(store, NOW + 3 * MINUTE)}
    assert again == {7, 9}


@pytest.mark.parametrize("gone", ["removed", "unsubscribed", "forgotten", "blocked"])
async def test_a_query_that_nobody_follows_makes_no_story(store: Store, gone: str) -> None:
    """However it came about that nobody does; the arrival is marked all the same."""
    who = await ask(store, 7, SHIPS)
    (arrival,) = await arrivals(store, "1")
    if gone == "removed":
        await store.remove_query(who, "ships")
    elif gone == "unsubscribed":
        await store.unsubscribe(who, "q.ships")
    elif gone == "forgotten":
        await store.forget(7)
    else:
        await store.mark_gone(7, NOW)
    assert await held(store, arrival, "q.ships") is None
    assert await store.undetected(10) == ()
    assert (await store.health(NOW)).stories == 0


async def test_a_detection_that_is_saved_twice_tells_once(store: Store) -> None:
    """The second time is the story of the first."""
    await ask(store, 7, SHIPS)
    (arrival,) = await arrivals(store, "1")
    first = await held(store, arrival, "q.ships")
    assert await told(store) == [7]
    assert await held(store, arrival, "q.ships") == first
    assert await told(store) == []


async def test_a_supergroup_takes_the_queries_along(store: Store) -> None:
    """Those that it lacks; its own stay."""
    await ask(store, 7, SHIPS, YARDS)
    own = replace(SHIPS, text="tanker", topic="q.tanker")
    new = await ask(store, -1007, own)
    await store.move_chat(7, -1007)
    assert await store.subscriber(Address(7)) is None
    assert {query.name: query.topic for query in await store.queries(new)} == {"ships": "q.tanker", "yards": "q.yards"}
    assert set(await store.subscriptions(new)) >= {"q.tanker", "q.yards"}


async def test_recent_entries_come_newest_first(store: Store) -> None:
    """Page by page, with their topics and stories, as far back as asked."""
    feed = await a_feed(store)
    found = [replace(entry(str(n)), published_at=NOW - n * DAY) for n in range(5)]
    await save_poll(store, feed, feed.state, AGENCY.url, found, NOW)
    newest = next(arrival for arrival in await store.undetected(10) if arrival.entry.guid == "0")
    new = story(newest, topics=("launches", "nuclear"))
    kept = await store.save_detection(Detection(newest, new.matches, new, Change.NEW), NOW)
    first, place = await store.recent(NOW - 3 * DAY, None, 2, Sieve())
    assert kept
    assert replace(first[0], topics=()) == Past(
        newest.id, "Rocket launched", "A rocket was launched.\nIt flew.", "en", NOW,
        "https://agency.example/0?from=feed", "https://agency.example/0", "Agency", Tier.AGENCY, kept.id, (),
    )  # fmt: skip
    assert sorted(first[0].topics) == ["launches", "nuclear"]
    assert (first[1].story_id, first[1].topics) == (None, ())
    second, end = await store.recent(NOW - 3 * DAY, place, 10, Sieve())
    assert end is None
    assert [past.url for past in (*first, *second)] == [f"https://agency.example/{n}?from=feed" for n in range(4)]
    assert await store.recent(NOW - 3 * DAY, (NOW - 3 * DAY, 0), 10, Sieve()) == ((), None)
    nuclear, _ = await store.recent(NOW - 3 * DAY, None, 10, Sieve(topics=frozenset({"nuclear"})))
    assert [past.id for past in nuclear] == [newest.id]
    assert await store.recent(NOW - 3 * DAY, None, 10, Sieve(languages=frozenset({"ko"}))) == ((), None)


async def test_a_look_at_the_past_goes_only_so_far(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few of the entries pass the sieve, and though many came at one moment; all are come to in the end."""
    monkeypatch.setattr("storage.queries.LOOK", 2)
    feed = await a_feed(store)
    at_once = replace(entry(), text="", published_at=NOW - MINUTE)
    found = [
        replace(at_once, guid=f"{n}", link=f"https://agency.example/{n}", title="ferry" if n in (0, 5) else "rain")
        for n in range(7)
    ]
    await save_poll(store, feed, feed.state, AGENCY.url, found, NOW)
    looks, place = [], None
    while True:
        pasts, place = await store.recent(NOW - DAY, place, 10, Sieve(frozenset({"ferry"})))
        looks.append([past.link for past in pasts])
        if place is None:
            break
    assert looks == [["https://agency.example/5"], [], [], ["https://agency.example/0"]]


async def test_recent_entries_are_sifted_by_words(store: Store) -> None:
    """What surely holds no word is left out; what holds one or may, in another form, is not."""
    feed = await a_feed(store)
    titles = ["A MISSILE flies", "A m\u00edssile flies", "A ferry sails", "북한, 미사일 발사", "고요한 아침"]
    found = [replace(entry(title), title=title, text="") for title in titles]
    await save_poll(store, feed, feed.state, AGENCY.url, found, NOW)

    async def sifted(*words: str) -> set[str]:
        return {past.title for past in (await store.recent(NOW - DAY, None, 10, Sieve(frozenset(words))))[0]}

    missile, accent, ferry, korean, calm = titles
    assert await sifted("미사일") == {korean}
    assert await sifted("missile") == {missile, accent}
    assert await sifted("ferry", "미사일") == {ferry, korean}
    assert await sifted("ракет") == set()
    assert await sifted() == {missile, accent, ferry, korean, calm}


async def test_entries_of_before_their_words_were_kept_are_not_left_out(store: Store, store_url: str) -> None:
    """Of an odd entry whose folded words are not kept, nobody can tell."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, AGENCY.url, [replace(entry("1"), title="A m\u00edssile flies")], NOW)
    wanted = Sieve(frozenset({"ferry"}))
    assert await store.recent(NOW - DAY, None, 10, wanted) == ((), None)
    engine = create_async_engine(store_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE odd_entries SET folded = NULL"))
    await engine.dispose()
    assert len((await store.recent(NOW - DAY, None, 10, wanted))[0]) == 1


async def test_what_matched_is_kept_with_the_queries(store: Store) -> None:
    """An arrival of which topics and queries both hold is found under each."""
    await ask(store, 7, SHIPS)
    (arrival,) = await arrivals(store, "1")
    new = story(arrival)
    kept = await store.save_detection(Detection(arrival, (match(),), new, Change.NEW, ("q.ships", "q.gone")), NOW)
    assert kept
    for topic in ("launches", "q.ships"):
        assert (await store.latest(subscriptions(topic), 0, 5)).stories == (kept,)
    assert (await store.latest(subscriptions("q.gone"), 0, 5)).total == 0
