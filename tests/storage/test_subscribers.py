"""bot.store.SubscriberStore, on each engine."""

from dataclasses import replace

from bot.model import Address, ChatKind, Health, Later, Pictures, PollState, Sent, Source, Subscriber, Subscription
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
    follow_up,
    join,
    settle,
    tell,
)

SUPERGROUP = -1001234567890123


async def test_a_stranger_is_nobody(store: Store) -> None:
    """Until welcomed."""
    assert await store.subscriber(Address(7)) is None


async def test_welcome_makes_a_subscriber(store: Store) -> None:
    """Once: it is the same one the next time, with ids beyond 32 bits."""
    address = Address(SUPERGROUP)
    made = await store.welcome(address, ChatKind.GROUP, "ko", "Asia/Seoul", NOW)
    assert made == Subscriber(made.id, address, ChatKind.GROUP, "ko", "Asia/Seoul")
    assert await store.subscriber(address) == made
    assert await store.welcome(address, ChatKind.GROUP, "en", "UTC", NOW) == made


async def test_the_topics_of_a_forum_are_subscribers_of_their_own(store: Store) -> None:
    """And so is the forum itself."""
    addresses = [Address(SUPERGROUP, thread_id) for thread_id in (None, 5, 2**40)]
    made = [await store.welcome(address, ChatKind.GROUP, "en", "UTC", NOW) for address in addresses]
    assert len({one.id for one in made}) == 3
    assert [await store.subscriber(address) for address in addresses] == made


async def test_who_comes_back_keeps_what_was_chosen(store: Store) -> None:
    """Language, timezone and subscriptions; the telephone's language of the day does not matter."""
    who = await join(store, 7, "launches")
    await store.set_language(replace(who, language="ko", timezone="Asia/Seoul"), None)
    await store.mark_gone(7, NOW)
    await store.mark_gone(7, NOW + DAY)
    gone = await store.subscriber(Address(7))
    assert gone == replace(who, language="ko", timezone="Asia/Seoul", gone_at=NOW)
    back = await store.welcome(Address(7), ChatKind.PRIVATE, "en", "UTC", NOW + DAY)
    assert back == replace(gone, gone_at=None)
    assert list(await store.subscriptions(who.id)) == ["launches"]


async def test_what_was_missed_is_not_sent_later(store: Store) -> None:
    """Whether it was in flight when they left, waited then, or came while they were away."""
    await join(store, 7)
    await tell(store, "1")
    (in_flight,) = await claim(store)
    await tell(store, "2")
    await store.mark_gone(7, NOW)
    await settle(store, in_flight, Later("502"), due_at=NOW + MINUTE)
    await tell(store, "3")
    assert await store.next_delivery_at() is None
    await join(store, 7)
    assert await claim(store, NOW + DAY) == ()


async def test_a_chat_that_is_gone_is_gone_with_its_topics(store: Store) -> None:
    """Nobody else is."""
    for thread_id in (None, 5):
        await join(store, 7, thread_id=thread_id)
    await join(store, 8)
    await tell(store)
    await store.mark_gone(7, NOW)
    assert [delivery.subscriber.address for delivery in await claim(store)] == [Address(8)]


async def test_subscribing_and_unsubscribing(store: Store) -> None:
    """Both say whether anything changed."""
    who = await join(store, 7, "launches")
    other = await join(store, 8, "nuclear")
    assert await store.subscribe(who.id, "sanctions", NOW)
    assert not await store.subscribe(who.id, "sanctions", NOW + DAY)
    assert await store.subscriptions(who.id) == {
        "launches": Subscription("launches"),
        "sanctions": Subscription("sanctions"),
    }
    assert await store.unsubscribe(who.id, "launches")
    assert not await store.unsubscribe(who.id, "launches")
    assert list(await store.subscriptions(who.id)) == ["sanctions"]
    assert list(await store.subscriptions(other.id)) == ["nuclear"]


async def test_forget_leaves_nothing(store: Store) -> None:
    """Neither the chat's topics, nor what they follow, nor what waits for them; the others keep theirs."""
    forgotten = [await join(store, 7, thread_id=thread_id) for thread_id in (None, 5)]
    await join(store, 8)
    await tell(store)
    await store.forget(7)
    assert [await store.subscriptions(who.id) for who in forgotten] == [{}, {}]
    assert await store.subscriber(Address(7, 5)) is None
    assert [delivery.subscriber.address for delivery in await claim(store)] == [Address(8)]
    again = await join(store, 7)
    assert again.id not in {who.id for who in forgotten}


async def test_a_moved_chat_keeps_everything(store: Store) -> None:
    """All of its topics have the new id; a message of the old chat cannot be edited, so an update is a new one."""
    for thread_id in (None, 5):
        await join(store, -7, thread_id=thread_id)
    old = await tell(store)
    for delivery in await claim(store):
        await settle(store, delivery, Sent(42))
    await store.move_chat(-7, SUPERGROUP)
    await store.move_chat(SUPERGROUP, SUPERGROUP)
    assert await store.subscriber(Address(-7)) is None
    await follow_up(store, old, "2")
    assert {(one.subscriber.address, one.told, one.message_id) for one in await claim(store)} == {
        (Address(SUPERGROUP), 1, None),
        (Address(SUPERGROUP, 5), 1, None),
    }


async def test_pictures_are_kept_and_move_with_a_chat(store: Store) -> None:
    """None unless chosen; what was chosen for a group is so in the supergroup that was known already."""
    old, new = await join(store, -7), await join(store, SUPERGROUP)
    assert new.pictures is Pictures.NONE
    await store.set_pictures(old.id, Pictures.SMALL)
    await store.move_chat(-7, SUPERGROUP)
    moved = await store.subscriber(Address(SUPERGROUP))
    assert moved is not None
    assert moved.pictures is Pictures.SMALL
    await store.set_pictures(moved.id, Pictures.NONE)
    assert await store.subscriber(Address(SUPERGROUP)) == new


async def test_a_chat_that_moved_to_a_known_one_is_merged(store: Store) -> None:
    """What either follows is followed, each story is told once, and the old row is gone."""
    await join(store, -7, "launches", "nuclear")
    new = await join(store, SUPERGROUP, "launches", "sanctions")
    both = await tell(store, "1", severity=4)
    only_old = await tell(store, "2", topics=("nuclear",), severity=3)
    only_new = await tell(store, "3", topics=("sanctions",), severity=2)
    await store.mark_gone(SUPERGROUP, NOW)
    await store.move_chat(-7, SUPERGROUP)
    assert await store.subscriber(Address(-7)) is None
    assert await store.subscriber(Address(SUPERGROUP)) == new
    assert list(await store.subscriptions(new.id)) == ["launches", "nuclear", "sanctions"]
    assert [one.story.id for one in await claim(store)] == [only_old.id]
    assert await claim(store) == ()
    again = [await follow_up(store, one, f"{one.id} more") for one in (both, only_new)]
    claims = [*await claim(store), *await claim(store)]
    assert [one.story.id for one in claims] == [one.id for one in again]


async def test_the_latest_stories_in_pages(store: Store) -> None:
    """Newest first, of the topics named or of all, with their number; past the end there is nothing."""
    kept = [await tell(store, str(number), topics=("launches",)) for number in range(3)]
    both = await tell(store, "both", topics=("launches", "sanctions"))
    page = await store.latest(subscriptions("launches"), 0, 2)
    assert (page.stories, page.offset, page.total) == ((both, kept[2]), 0, 4)
    assert (await store.latest(subscriptions("launches", "sanctions"), 2, 2)).stories == (kept[1], kept[0])
    assert (await store.latest(subscriptions("sanctions"), 0, 9)).stories == (both,)
    assert (await store.latest(subscriptions(), 0, 9)).total == 4
    when = both.opened_at
    meanwhile = await store.between(Subscription("launches"), when, when + MINUTE, 1, 1)
    assert (meanwhile.stories, meanwhile.total) == ((kept[2],), 4)
    assert (await store.between(Subscription("launches"), when - DAY, when, 0, 9)).total == 0
    beyond = await store.latest(subscriptions("launches"), 4, 2)
    assert (beyond.stories, beyond.total) == ((), 4)
    assert (await store.latest(subscriptions("nuclear"), 0, 2)).total == 0


async def test_the_health_of_nothing(store: Store) -> None:
    """Zeros, and no times."""
    assert await store.health(NOW) == Health(0, 0, 0, 0, None, None, 0, 0, 0, 0, 0, 0, 0)


async def test_the_health_counts(store: Store) -> None:
    """Each feed once: healthy, failing, silent or disabled; the removed do not count."""
    states = {
        "healthy": PollState(NOW, healthy_at=NOW - MINUTE, polled_at=NOW - MINUTE),
        "failing": PollState(NOW, failures=2, polled_at=NOW),
        "silent": PollState(NOW, healthy_at=NOW - 2 * DAY),
        "disabled": PollState(NOW, disabled_at=NOW, failures=1),
        "removed": PollState(NOW, failures=1),
    }
    for name, changes in states.items():
        source = Source(f"https://{name}.example", name)
        feed = await a_feed(store, source)
        await save_poll(store, feed, changes, source.url, (), NOW)
    await store.remove_feed("https://removed.example", NOW)
    await join(store, 7)
    await join(store, 8, "sanctions")
    await store.mark_gone(8, NOW)
    await arrivals(store, "undetected", source=PAPER)
    await tell(store)
    health = await store.health(NOW)
    assert health == Health(
        feeds=6,
        feeds_failing=1,
        feeds_silent=3,
        feeds_disabled=1,
        last_poll_at=NOW,
        last_alert_at=None,
        entries=2,
        undetected=1,
        stories=1,
        subscribers=1,
        subscribers_gone=1,
        waiting=1,
        refused=0,
        undetected_since=NOW,
        due_since=NOW,
    )
    assert health.feeds_healthy == 1
    assert AGENCY in {feed.source for feed in await store.feeds()}
