"""bot.store.DetectionStore, on each engine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import event, select, update

from bot.facts.read import read_facts
from bot.model import Change, Detection, Gone, History, Match, Refused, Sent, Sieve, Story, Tier
from bot.store import Store
from storage.engine import Database, parse_url
from storage.sql_store import SqlStore
from storage.tables import matches, subscriptions
from tests.making import read, save_poll
from tests.storage.samples import (
    AGENCY,
    DAY,
    LEASE,
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
    report,
    rise,
    settle,
    story,
    tell,
)


async def waiting(store: Store) -> int:
    """How many deliveries are not settled."""
    return (await store.health(NOW)).waiting


async def test_arrivals_come_in_order_of_arrival(store: Store) -> None:
    """At most as many as asked for, until a detection marks them."""
    feed = await a_feed(store)
    published = [replace(entry(guid), published_at=NOW - int(guid) * DAY) for guid in ("1", "2", "3")]
    await save_poll(store, feed, feed.state, feed.source.url, published, NOW)
    one, two, three = await store.undetected(10)
    assert [arrival.entry.guid for arrival in (one, two, three)] == ["1", "2", "3"]
    assert await store.undetected(2) == (one, two)
    assert await store.save_detection(Detection(one), NOW) is None
    assert await store.undetected(2) == (two, three)
    assert (await store.health(NOW)).undetected == 2


async def test_feeds_take_turns(store: Store) -> None:
    """However much one feed brings, another's oldest arrival is among the first."""
    for source, guids in ((AGENCY, ("1", "2", "3")), (PAPER, ("4", "5"))):
        feed = await a_feed(store, source)
        published = [entry(guid) for guid in guids]
        await save_poll(store, feed, replace(feed.state, primed_at=NOW), feed.source.url, published, NOW)
    assert [arrival.entry.guid for arrival in await store.undetected(10)] == ["1", "4", "2", "5", "3"]
    assert [arrival.entry.guid for arrival in await store.undetected(2)] == ["1", "4"]


async def test_a_new_story_comes_back_as_it_was_saved(store: Store) -> None:
    """With its id, its reports and its matches."""
    (arrival,) = await arrivals(store, "1")
    new = replace(story(arrival), matches=(match("launches", 0.9), match("nuclear", 0.5)))
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    assert kept is not None
    assert kept == replace(new, id=kept.id)
    assert await store.story(kept.id or 0) == kept
    assert await store.open_stories(NOW) == (kept,)
    assert await store.story(999) is None


@pytest.mark.parametrize(
    ("title", "text", "language", "topics"),
    [
        (
            "North Korea fires at least two missiles",
            "Seoul said they flew 900 km at an altitude of 50 km. Tokyo said one flew 1,000 km.",
            "en",
            ("launches",),
        ),
        ("정부, 개인 8명·기관 7곳 독자제재", "유엔 결의 2397호에 따른 조치다.", "ko", ("sanctions",)),
        ("Nuclear test causes magnitude 5.8 quake", "Its yield was 20 kilotons.", "en", ("nuclear",)),
    ],
)
async def test_the_facts_of_a_report_come_back_as_they_were_read(
    store: Store, title: str, text: str, language: str, topics: Sequence[str]
) -> None:
    """Each value with its type, its sentence, outlet and source, and the other figures beside it."""
    (arrival,) = await arrivals(store, "1")
    facts = read_facts(read(title, text, language), NOW, topics)
    told = replace(report(arrival), facts=facts)
    new = replace(story(arrival), reports=(told,))
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)

    assert kept is not None
    [again] = (await store.open_stories(NOW))[0].reports
    assert again.facts == facts


async def test_an_entrys_matches_are_kept_without_a_story(store: Store, store_url: str) -> None:
    """What matched and led to nothing can be looked at later."""
    (arrival,) = await arrivals(store, "1")
    found = (match("launches", 0.25), Match("nuclear", 0.5, ()))
    assert await store.save_detection(Detection(arrival, found), NOW) is None
    database = Database(parse_url(store_url))
    async with database.read() as connection:
        rows = (await connection.execute(select(matches).order_by(matches.c.topic))).all()
    await database.close()
    assert [(row.entry_id, row.topic, row.score) for row in rows] == [
        (arrival.id, "launches", 0.25),
        (arrival.id, "nuclear", 0.5),
    ]
    assert rows[0].evidence == [[part.term, part.sentence] for part in match().evidence]


async def test_a_report_joins_a_story(store: Store) -> None:
    """The story is as the detection says, its reports in order of arrival whatever the feed."""
    old = await tell(store)
    (arrival,) = await arrivals(store, "2", source=PAPER)
    newer = replace(
        old,
        headline="Two rockets launched",
        summary="They flew.",
        url="https://paper.example/2",
        language="ko",
        severity=5,
        revision=2,
        matches=(match("nuclear", 1.0), match("launches", 0.75)),
        reports=(*old.reports, report(arrival)),
        updated_at=NOW + MINUTE,
    )
    assert await rise(store, arrival, newer, Change.UPDATE, NOW + MINUTE) == newer
    assert await store.story(old.id or 0) == newer
    assert newer.outlets == ("Agency", "Paper")


async def test_a_story_is_read_as_it_was_decided(store: Store) -> None:
    """Its page's text, and the title that only its page had, are compared with later reports after a restart too."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, feed.source.url, [entry("1", title="")], NOW)
    (arrival,) = await store.undetected(1)
    read = replace(report(arrival), title="Fusée lancée", lead="The page says more.\nAnd \N{ROCKET} more." * 50)
    new = replace(story(arrival), reports=(read,))
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    assert kept is not None
    assert kept.reports == (read,)
    assert await store.open_stories(NOW) == (kept,)
    for word in ("fusee", "flew"):  # and both are found by people
        found, _ = await store.recent(NOW - DAY, None, 9, Sieve(frozenset([word])))
        assert [past.title for past in found] == ["Fusée lancée"]


async def test_a_late_title_is_found_beside_odd_words(store: Store) -> None:
    """An entry that was odd before it had a title is found by either."""
    feed = await a_feed(store)
    await save_poll(store, feed, feed.state, feed.source.url, [replace(entry("1", title=""), text="Très haut")], NOW)
    (arrival,) = await store.undetected(1)
    new = replace(story(arrival), reports=(replace(report(arrival), title="Fusée lancée"),))
    await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    for word in ("fusee", "tres"):
        found, _ = await store.recent(NOW - DAY, None, 9, Sieve(frozenset([word])))
        assert len(found) == 1


async def test_a_publisher_and_a_credit_are_kept(store: Store) -> None:
    """Who published what a search found, how near that one stands, and whose text it says it is."""
    search = replace(PAPER, url="https://search.example/", outlet="A search", tier=Tier.AGGREGATOR)
    feed = await a_feed(store, search)
    found = replace(entry("1"), outlet="로이터", tier=Tier.AGENCY)
    await save_poll(store, feed, feed.state, search.url, [found, entry("2")], NOW)
    first, second = await store.undetected(2)
    assert (first.entry, first.source, second.publisher) == (found, search, search)
    told = replace(report(first), outlet="로이터", tier=Tier.AGENCY, newsroom="Reuters", credit="Yonhap")
    new = replace(story(first), reports=(told,))
    kept = await store.save_detection(Detection(first, new.matches, new, Change.NEW), NOW)
    assert kept is not None
    assert kept.reports == (told,)
    pasts, _ = await store.recent(NOW - DAY, None, 9, Sieve())
    assert {(past.outlet, past.tier) for past in pasts} == {("로이터", Tier.AGENCY), ("A search", Tier.AGGREGATOR)}


async def test_a_feeds_newsroom_is_its_reports(store: Store) -> None:
    """What the catalogue says of an outlet holds for its reports, those of before included."""
    (arrival,) = await arrivals(store, "1", source=replace(PAPER, newsroom="연합뉴스"))
    new = story(arrival)
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    assert kept is not None
    assert (kept.reports[0].newsroom, kept.sources) == ("Yonhap", ("Yonhap",))


async def test_reports_are_in_order_of_detection(store: Store) -> None:
    """An entry whose page was slow comes behind the one that opened the story meanwhile."""
    slow, quick = await arrivals(store, "slow", "quick")
    opening = story(quick)
    kept = await store.save_detection(Detection(quick, opening.matches, opening, Change.NEW), NOW)
    assert kept is not None
    newer = replace(kept, reports=(*kept.reports, report(slow)))
    await rise(store, slow, newer, Change.NONE, NOW + MINUTE)
    assert await store.open_stories(NOW) == (newer,)


async def launches(store: Store, *times: tuple[str | None, datetime]) -> list[Story]:
    """A story for each (who launched, when)."""
    made = []
    for number, (actor, at) in enumerate(times):
        (arrival,) = await arrivals(store, f"launch-{number}")
        new = replace(story(arrival), actor=actor, opened_at=at, updated_at=at)
        kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), at)
        assert kept is not None
        made.append(kept)
    return made


async def test_a_launch_knows_those_before_it(store: Store) -> None:
    """How many the same actor made this year, and when the last was, in whatever year; others' do not count."""
    told = await launches(
        store,
        ("kp", NOW - 400 * DAY),
        ("kp", NOW - 19 * DAY),
        ("us", NOW - DAY),
        (None, NOW - DAY),
        ("kp", NOW),
        (None, NOW + DAY),
    )
    assert [one.history for one in told] == [
        None,
        History(0, NOW - 400 * DAY),
        None,
        None,
        History(1, NOW - 19 * DAY),
        None,
    ]
    assert await store.story(told[4].id or 0) == told[4]


async def test_a_launch_that_is_told_late_does_not_change_what_was_said(store: Store) -> None:
    """The later one counts the earlier one, whichever was stored first; the earlier one does not count the later."""
    later, earlier = await launches(store, ("kp", NOW), ("kp", NOW - DAY))
    assert earlier.history is None
    seen = await store.story(later.id or 0)
    assert seen is not None
    assert seen.history == History(1, NOW - DAY)


async def test_open_stories_had_a_report_lately(store: Store) -> None:
    """Oldest first; those whose last report is older are closed."""
    first, second = await tell(store, "1"), await tell(store, "2")
    first = await follow_up(store, first, "3", now=NOW + DAY)
    assert [one.id for one in await store.open_stories(NOW)] == [first.id, second.id]
    assert await store.open_stories(NOW + MINUTE) == (first,)
    assert await store.open_stories(NOW + 2 * DAY) == ()


async def test_saving_again_changes_nothing(store: Store) -> None:
    """A detection that is repeated after a crash leads to the same story, and to no second delivery."""
    await join(store)
    (arrival,) = await arrivals(store, "1")
    detection = Detection(arrival, (match(),), story(arrival), Change.NEW)
    kept = await store.save_detection(detection, NOW)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(1))
    assert await store.save_detection(detection, NOW + MINUTE) == kept
    assert (await store.health(NOW)).stories == 1
    assert await waiting(store) == 0


class CutError(Exception):
    """What ends a transaction in the middle."""


@contextmanager
def cut_after(store: SqlStore, statements: int) -> Iterator[None]:
    """Let the store's database take so many statements and no more."""
    left = iter(range(statements))

    def before(*_: object) -> None:
        if next(left, None) is None:
            raise CutError

    engine = store._database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)


async def test_a_failure_half_way_leaves_nothing(store: Store) -> None:
    """Cut off at each statement in turn: neither the mark nor the story nor a delivery is kept, and then all are."""
    assert isinstance(store, SqlStore)
    await join(store)
    (arrival,) = await arrivals(store, "1")
    detection = Detection(arrival, (match(),), story(arrival), Change.NEW)
    for statements in count():
        with suppress(CutError), cut_after(store, statements):
            await store.save_detection(detection, NOW)
            break
        assert await store.undetected(10) == (arrival,)
        assert ((await store.health(NOW)).stories, await waiting(store)) == (0, 0)
    assert statements > 5
    assert await store.undetected(10) == ()
    assert ((await store.health(NOW)).stories, await waiting(store)) == (1, 1)


@pytest.mark.parametrize(
    ("topics", "severity", "told"),
    [
        (("launches",), 3, {1, 3, 4}),
        (("launches",), 5, {1, 3, 4, 5}),
        (("sanctions",), 3, {2, 3}),
        (("sanctions", "launches"), 3, {1, 2, 3, 4}),
        (("nuclear",), 5, set()),
        ((), 5, set()),
    ],
)
async def test_a_new_story_is_told_to_those_who_follow(
    store: Store, store_url: str, topics: Sequence[str], severity: int, told: set[int]
) -> None:
    """Each once, whatever the number of topics; not to who is gone, nor to who asked for graver news only."""
    await join(store, 1, "launches")
    await join(store, 2, "sanctions")
    await join(store, 3, "launches", "sanctions")
    await join(store, 4, "launches")
    fussy = await join(store, 5, "launches")
    await least(store_url, fussy.id, 5)
    await join(store, 6, "launches", "sanctions")
    await store.mark_gone(6, NOW)
    kept = await tell(store, topics=topics, severity=severity)
    deliveries = await claim(store)
    assert {delivery.subscriber.address.chat_id for delivery in deliveries} == told
    assert len(deliveries) == len(told)
    for delivery in deliveries:
        assert (delivery.story, delivery.told, delivery.message_id, delivery.attempts) == (kept, 0, None, 0)
        assert delivery.queued_at == NOW


async def least(url: str, subscriber_id: int, severity: int) -> None:
    """Have a subscriber hear from this severity on only."""
    database = Database(parse_url(url))
    async with database.write() as connection:
        its = subscriptions.c.subscriber_id == subscriber_id
        await connection.execute(update(subscriptions).where(its).values(min_severity=severity))
    await database.close()


async def test_a_change_of_nothing_tells_nobody(store: Store) -> None:
    """Another outlet's report of the same changes the story and no delivery."""
    await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(1))
    await join(store, 8)
    newer = await follow_up(store, old, "2", change=Change.NONE)
    assert len(newer.reports) == 2
    assert await store.next_delivery_at() is None


async def test_an_update_goes_to_those_who_were_told(store: Store) -> None:
    """To the message that they have, with a clean slate of attempts; also if they do not follow any more."""
    who = await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(42))
    await store.unsubscribe(who.id, "launches")
    newer = await follow_up(store, old, "2", now=NOW + MINUTE)
    assert await store.next_delivery_at() == NOW + MINUTE
    (again,) = await claim(store, NOW + MINUTE)
    assert (again.id, again.told, again.message_id, again.attempts) == (delivery.id, 1, 42, 0)
    assert again.story == newer


async def test_an_update_goes_to_who_wants_it_only_now(store: Store, store_url: str) -> None:
    """Because the story became graver, or because it belongs to a further topic."""
    fussy, other = await join(store, 1), await join(store, 2, "nuclear")
    await least(store_url, fussy.id, 4)
    old = await tell(store)
    assert await claim(store) == ()
    (arrival,) = await arrivals(store, "2")
    graver = replace(old, severity=4, revision=2, matches=(match("launches"), match("nuclear", 0.5)))
    await rise(store, arrival, graver, Change.UPDATE, NOW)
    assert {delivery.subscriber for delivery in await claim(store)} == {fussy, other}


async def test_an_update_passes_over_the_gone_and_the_uninterested(store: Store) -> None:
    """Who is gone is not told; nor who unsubscribed before the first message could be sent."""
    await join(store, 1)
    quitter = await join(store, 2)
    old = await tell(store)
    gone, unwanted = await claim(store)
    await settle(store, gone, Gone("blocked"))
    await settle(store, unwanted, Refused("no"))
    await store.unsubscribe(quitter.id, "launches")
    await follow_up(store, old, "2")
    assert await store.next_delivery_at() is None


async def test_an_update_gives_the_refused_another_chance(store: Store) -> None:
    """The text is another one now."""
    await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Refused("can't parse entities"))
    assert (await store.health(NOW)).refused == 1
    await follow_up(store, old, "2", now=NOW + MINUTE)
    assert (await store.health(NOW)).refused == 0
    assert [again.id for again in await claim(store, NOW + MINUTE)] == [delivery.id]


async def test_an_update_does_not_overtake_the_message_in_flight(store: Store) -> None:
    """A second send would be a second alert: the update waits for the first one to be settled, or for its lease."""
    await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    newer = await follow_up(store, old, "2")
    assert await claim(store) == ()
    await settle(store, delivery, Sent(42), at=NOW + MINUTE / 2)
    assert await claim(store, NOW + MINUTE) == ()  # nor is what was shown just now changed at once
    (again,) = await claim(store, NOW + MINUTE * 1.5)
    assert (again.story, again.told, again.message_id) == (newer, 1, 42)
    await settle(store, again, Sent(42))
    assert await store.next_delivery_at() is None


async def test_updates_that_come_faster_than_messages_merge(store: Store) -> None:
    """One message holds what happened until it is sent."""
    await join(store)
    latest = await follow_up(store, await follow_up(store, await tell(store), "2"), "3")
    (delivery,) = await claim(store)
    assert (delivery.story, delivery.story.revision) == (latest, 3)
    await settle(store, delivery, Sent(1))
    assert await claim(store, NOW + LEASE) == ()


async def test_a_graver_story_overtakes(store: Store) -> None:
    """What waits is told in the order of the severity that it has now."""
    await join(store, 1)
    old = await tell(store, "1", severity=2)
    await tell(store, "2", severity=3)
    (arrival,) = await arrivals(store, "3")
    graver: Story = replace(old, severity=5, revision=2)
    await rise(store, arrival, graver, Change.UPDATE, NOW)
    (first,) = await claim(store)
    assert first.story.id == old.id
