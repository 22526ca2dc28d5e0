"""Narrowed subscriptions: who is told, decided in the statement that makes the deliveries; on each engine."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import null, update

from bot.model import Change, Concern, Detection, Match, Role, Story, Subscription
from bot.store import Store
from storage.engine import Database, parse_url
from storage.tables import story_topics
from tests.storage.samples import NOW, arrivals, claim, join, match, rise, story

LAUNCH = (Concern("kp", Role.ACTOR, ("korea",)), Concern("jp"))
HIT = (Concern("us", Role.ISSUER), Concern("ru", Role.TARGET), Concern("kp", Role.CONCERNED, ("korea",)))
UNCLEAR = (Concern("us", Role.ISSUER), Concern("ir", Role.CONCERNED, ("mideast",)))


async def tell(store: Store, *matches: Match) -> Story:
    """A new story of these matches."""
    (arrival,) = await arrivals(store, "1")
    new = replace(story(arrival), matches=matches)
    kept = await store.save_detection(Detection(arrival, new.matches, new, Change.NEW), NOW)
    assert kept
    return kept


@pytest.mark.parametrize(
    ("topic", "countries", "places", "told"),
    [
        ("launches", LAUNCH, (), True),
        ("launches", (), (), True),
        ("launches", LAUNCH, ("kp",), True),
        ("launches", LAUNCH, ("korea",), True),
        ("launches", LAUNCH, ("us", "jp"), True),
        ("launches", LAUNCH, ("kr",), False),
        ("launches", LAUNCH, ("k", "p"), False),
        ("launches", (), ("korea",), False),
        ("sanctions", HIT, ("ru",), True),
        ("sanctions", HIT, ("us",), True),
        ("sanctions", HIT, ("target:ru",), True),
        ("sanctions", HIT, ("target:us",), False),
        ("sanctions", HIT, ("kp",), False),
        ("sanctions", UNCLEAR, ("ir",), True),
        ("sanctions", UNCLEAR, ("mideast",), True),
        ("sanctions", UNCLEAR, ("target:ir",), False),
    ],
)
async def test_a_narrowed_subscription_hears_of_its_places(
    store: Store, topic: str, countries: tuple[Concern, ...], places: Sequence[str], told: bool
) -> None:
    """By country, by region, by target; whoever is merely named beside a known target does not count."""
    who = await join(store, 7, topic)
    await store.tune(who.id, Subscription(topic, places=tuple(places)), NOW)
    await tell(store, replace(match(topic), countries=countries))

    assert bool(await claim(store)) is told


async def test_the_place_is_that_of_the_topic(store: Store) -> None:
    """A story of two topics is wanted where the match of the very topic followed is."""
    who = await join(store, 7, "sanctions")
    await store.tune(who.id, Subscription("sanctions", places=("kp",)), NOW)
    launch, hit = replace(match("launches"), countries=LAUNCH), replace(match("sanctions", 0.5), countries=HIT)
    await tell(store, launch, hit)

    assert await claim(store) == ()


async def test_an_update_reaches_the_place_that_it_names_only_now(store: Store) -> None:
    """The second report says whose missile it was."""
    who = await join(store)
    await store.tune(who.id, Subscription("launches", places=("kp",)), NOW)
    old = await tell(store, match())
    assert await claim(store) == ()

    (arrival,) = await arrivals(store, "2")
    newer = replace(old, revision=2, matches=(replace(match(), countries=LAUNCH),))
    await rise(store, arrival, newer, Change.UPDATE, NOW)
    assert [delivery.subscriber for delivery in await claim(store)] == [who]


async def test_countries_come_back_as_they_were_saved(store: Store) -> None:
    """With their parts and regions, so that an update after a restart finds the same people."""
    kept = await tell(store, replace(match(), countries=LAUNCH))
    again = await store.story(kept.id or 0)

    assert again == kept
    assert again.matches[0].countries == LAUNCH


async def test_a_story_from_before_countries_were_kept_has_none(store: Store, store_url: str) -> None:
    """Its column is NULL; it reads, and goes to whoever follows everywhere."""
    kept = await tell(store, replace(match(), countries=LAUNCH))
    database = Database(parse_url(store_url))
    async with database.write() as connection:
        await connection.execute(update(story_topics).values(countries=null()))
    await database.close()
    old = await store.story(kept.id or 0)

    assert old
    assert old.matches[0].countries == ()


async def test_narrowing_follows_and_widening_stays(store: Store) -> None:
    """`narrow` follows the topic if need be; no places are everywhere; the rest of the subscription stays."""
    who = await join(store, 7, "sanctions")
    await store.tune(who.id, Subscription("launches", places=("kp", "target:ru")), NOW)
    kept = await store.subscriptions(who.id)
    assert {key: one.places for key, one in kept.items()} == {"launches": ("kp", "target:ru"), "sanctions": ()}

    await store.tune(who.id, Subscription("launches", places=()), NOW)
    assert (await store.subscriptions(who.id))["launches"].places == ()
