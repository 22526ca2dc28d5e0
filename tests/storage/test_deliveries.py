"""bot.store.DeliveryStore, on each engine."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.model import (
    Address,
    Change,
    Delivery,
    Gone,
    Later,
    Moved,
    Outcome,
    Refused,
    Sent,
    Settlement,
    Story,
)
from bot.store import Store
from storage import open_store
from storage.engine import Database, parse_url
from tests.patience import PATIENCE
from tests.storage.samples import DAY, LEASE, MINUTE, NOW, claim, follow_up, join, settle, tell

TEN = timedelta(seconds=10)


async def test_claims_are_the_most_severe_first_then_the_oldest(store: Store) -> None:
    """And the story comes with what rendering it needs."""
    for chat_id, topic in enumerate(("launches", "sanctions", "nuclear", "strikes"), start=1):
        await join(store, chat_id, topic)
    young = await tell(store, "1", severity=1, topics=("nuclear",))
    old = await tell(store, "2", severity=1, now=NOW - MINUTE)
    middle = await tell(store, "3", severity=1, now=NOW - MINUTE / 2, topics=("strikes",))
    grave = await tell(store, "4", severity=5, topics=("sanctions",))
    assert [delivery.story for delivery in await claim(store)] == [grave, old, middle, young]


async def test_a_subscriber_is_claimed_once_at_a_time(store: Store) -> None:
    """The most severe alert of each, then room for others, however many stories wait for one."""
    for _ in range(2):
        await join(store, 1)
    told = [await tell(store, str(number)) for number in range(5)]
    busy = (await tell(store, "grave", severity=4)).id
    await join(store, 2, "sanctions")
    other = (await tell(store, "other", topics=("sanctions",))).id
    assert [delivery.story.id for delivery in await claim(store, limit=2)] == [busy, other]
    assert [delivery.story.id for delivery in await claim(store, limit=2)] == [told[0].id]
    assert [delivery.story.id for delivery in await claim(store, limit=0)] == []


async def test_a_claim_hides_until_its_lease_is_over(store: Store) -> None:
    """Then somebody else sends it: the one who claimed it is dead."""
    await join(store)
    await tell(store)
    (delivery,) = await claim(store)
    assert await claim(store, NOW + LEASE - timedelta(microseconds=1)) == ()
    assert await store.next_delivery_at() == NOW + LEASE
    assert await claim(store, NOW + LEASE) == (delivery,)


async def test_nothing_is_claimed_early(store: Store) -> None:
    """A delivery is due at its time."""
    await join(store)
    await tell(store, now=NOW + MINUTE)
    assert await claim(store) == ()
    assert await store.next_delivery_at() == NOW + MINUTE
    assert len(await claim(store, NOW + MINUTE)) == 1


async def test_sent_is_settled(store: Store) -> None:
    """It is not due any more, and counts as the last alert."""
    await join(store)
    await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Later("timeout"), due_at=NOW)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(42), at=NOW + MINUTE)
    assert await store.next_delivery_at() is None
    health = await store.health(NOW)
    assert (health.waiting, health.refused, health.last_alert_at) == (0, 0, NOW + MINUTE)


async def test_later_is_due_again(store: Store) -> None:
    """With one attempt more, unless nothing was tried."""
    await join(store)
    await tell(store)
    for counts, attempts in ((True, 1), (False, 1), (True, 2)):
        (delivery,) = await claim(store)
        await settle(store, delivery, Later("timeout", counts=counts), due_at=NOW + MINUTE)
        assert await store.next_delivery_at() == NOW + MINUTE
        assert await claim(store) == ()
        (again,) = await claim(store, NOW + MINUTE)
        assert (again.attempts, again.told) == (attempts, 0)
        await settle(store, again, Later("wait", counts=False), due_at=NOW)


async def test_given_up_is_kept_and_seen(store: Store) -> None:
    """No further attempt, and the admins see that there is one that was not told."""
    await join(store)
    await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Later("timeout"))
    assert await store.next_delivery_at() is None
    assert (await store.health(NOW)).refused == 1


async def test_refused_is_kept_and_the_rest_goes_on(store: Store) -> None:
    """One message that Telegram rejects holds nobody up."""
    await join(store, 1)
    await join(store, 2)
    await tell(store)
    first, second = await claim(store)
    await store.settle([Settlement(first, Refused("too long"), NOW, NOW + DAY), Settlement(second, Sent(1), NOW)])
    assert await store.next_delivery_at() is None
    assert (await store.health(NOW)).refused == 1


@pytest.mark.parametrize(
    ("outcome", "due_at", "next_at"),
    [
        (Refused("too long"), None, NOW + MINUTE),
        (Later("timeout"), None, NOW + MINUTE),
        (Later("flood"), NOW + DAY, NOW + DAY),
        (Gone("blocked"), None, None),
    ],
)
async def test_what_rose_in_flight_is_due_again(
    store: Store, outcome: Outcome, due_at: datetime | None, next_at: datetime | None
) -> None:
    """Whatever came of the older text; but a wait is a wait, and who is gone is gone."""
    await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await follow_up(store, old, "2")
    await settle(store, delivery, outcome, at=NOW + MINUTE, due_at=due_at)
    assert await store.next_delivery_at() == next_at


async def test_a_late_answer_undoes_nothing(store: Store) -> None:
    """A lease that ran out means two sends: the one that succeeded counts, whichever is settled first."""
    await join(store)
    await tell(store)
    (slow,) = await claim(store)
    (second,) = await claim(store, NOW + LEASE)
    await settle(store, second, Sent(42))
    await settle(store, slow, Later("timeout"), due_at=NOW + LEASE)
    assert await store.next_delivery_at() is None
    assert (await store.health(NOW)).refused == 0


async def test_two_answers_at_once_undo_nothing(store: Store) -> None:
    """A delivery that was claimed again while it was sent: settled together, in either order, it stays sent."""
    await join(store)
    for number, order in enumerate((1, -1)):
        await tell(store, f"at-once-{number}")
        (delivery,) = await claim(store)
        outcomes = (
            Settlement(delivery, Sent(9), NOW),
            Settlement(delivery, Later("busy", counts=False), NOW, NOW + MINUTE),
        )
        await store.settle(outcomes[::order])
        assert await claim(store, NOW + DAY) == ()


async def test_gone_ends_all_that_waits(store: Store) -> None:
    """For this subscriber and no other; a welcome brings it back, without what it missed."""
    await join(store, 1)
    await join(store, 2)
    await tell(store, "1")
    await tell(store, "2")
    delivery = next(one for one in await claim(store) if one.subscriber.address.chat_id == 1)
    await settle(store, delivery, Gone("bot was blocked"), at=NOW + MINUTE)
    gone = await store.subscriber(Address(1))
    assert gone is not None
    assert gone.gone_at == NOW + MINUTE
    assert {one.subscriber.address.chat_id for one in await claim(store, NOW + DAY)} == {2}
    health = await store.health(NOW)
    assert (health.subscribers, health.subscribers_gone, health.refused) == (1, 1, 0)
    await join(store, 1)
    assert {one.subscriber.address.chat_id for one in await claim(store, NOW + 2 * DAY)} == {2}
    await tell(store, "3", severity=5)
    assert {one.subscriber.address.chat_id for one in await claim(store, NOW + 2 * DAY)} == {1, 2}


async def test_moved_is_sent_to_the_new_chat(store: Store) -> None:
    """At once; several answers of the same batch say the same."""
    await join(store, -7)
    await tell(store, "1")
    await tell(store, "2")
    (first,), (second,) = await claim(store), await claim(store)
    moved = Moved(-1001234567890123)
    await store.settle([Settlement(first, moved, NOW), Settlement(second, moved, NOW)])
    assert await store.subscriber(Address(-7)) is None
    for number in (1, 2):
        (delivery,) = await claim(store)
        assert delivery.subscriber.address == Address(-1001234567890123)
        assert delivery.story.id == (first, second)[number - 1].story.id
        await settle(store, delivery, Sent(number))
    assert await store.next_delivery_at() is None


async def test_a_deleted_delivery_is_passed_over(store: Store) -> None:
    """Someone who left while a message was in flight: the answer is nobody's, the others' count."""
    await join(store, 1)
    await join(store, 2)
    await tell(store)
    deliveries = await claim(store)
    await store.forget(1)
    await join(store, 3)
    await tell(store, "2")
    await store.settle([Settlement(delivery, Sent(1), NOW) for delivery in deliveries])
    await store.settle([])
    left = {(one.subscriber.address.chat_id, one.told) for one in await claim(store)}
    assert left == {(2, 0), (3, 0)}
    for chat_id in (2, 3):
        await store.forget(chat_id)
    await settle(store, deliveries[0], Gone("blocked"))
    assert await store.next_delivery_at() is None


async def test_two_processes_never_claim_the_same_delivery(store: Store, store_url: str) -> None:
    """Claims at the same moment share the deliveries between them."""
    for chat_id in range(1, 31):
        await join(store, chat_id)
    await tell(store)
    other = await open_store(store_url)
    claims = await asyncio.gather(*(claim(one, limit=5) for one in (store, other) * 2))
    ids = [delivery.id for deliveries in claims for delivery in deliveries]
    assert len(ids) == len(set(ids))
    rest = await claim(store)
    assert len(ids) + len(rest) == 30
    await other.close()


async def test_a_story_that_rises_while_it_is_settled_is_told(postgres_url: str) -> None:
    """A settlement waits for the detection that is being saved by another process, and sees what it did."""
    store, other = await open_store(postgres_url), Database(parse_url(postgres_url))
    await join(store)
    await tell(store)
    (delivery,) = await claim(store)
    async with other.write() as connection:
        await connection.execute(text("UPDATE stories SET revision = 2"))
        await connection.execute(text("UPDATE deliveries SET attempts = 0"))
        settling = asyncio.create_task(settle(store, delivery, Sent(1), at=NOW + MINUTE))
        blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not settling.done() and not await connection.scalar(blocked):
            pass  # the look itself gives the other its turn
    await asyncio.wait_for(settling, PATIENCE)
    assert await store.next_delivery_at() == NOW + 2 * MINUTE  # a message is edited once a minute at most
    await store.close()
    await other.close()


async def test_a_message_remembers_what_it_told(store: Store) -> None:
    """When it was sent and with how many fires: a graver story rings, a muted one does not."""
    reader = await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(42))
    graver = replace(old, severity=5)
    await follow_up(store, graver, "2", now=NOW + 2 * MINUTE)
    (again,) = await claim(store, NOW + 2 * MINUTE)
    assert (again.told_severity, again.sent_at, again.rings) == (3, NOW, True)
    assert old.id is not None
    await store.mute(old.id, reader.id, NOW + 2 * MINUTE)
    (muted,) = await claim(store, NOW + 2 * MINUTE + LEASE)
    assert (muted.message_id, muted.rings) == (42, False)
    await store.mute(old.id, reader.id, NOW + 3 * MINUTE, on=False)
    assert not (await store.standing(old.id, reader.id)).muted


async def test_a_muted_story_sends_nothing_new(store: Store) -> None:
    """Who muted it before it was told hears nothing of it; who mutes nothing hears the rest."""
    reader = await join(store)
    await join(store, 2)
    old = await tell(store)
    assert old.id is not None
    await store.mute(old.id, reader.id, NOW)
    (delivery,) = await claim(store)
    assert delivery.subscriber.id != reader.id
    await settle(store, delivery, Sent(1))
    await follow_up(store, old, "2", now=NOW + 2 * MINUTE)
    (again,) = await claim(store, NOW + 2 * MINUTE)
    assert again.subscriber.id != reader.id
    await settle(store, again, Sent(1), at=NOW + 2 * MINUTE)
    assert await store.next_delivery_at() is None


async def test_a_muted_story_follows_its_group(store: Store) -> None:
    """The message stays behind in the old chat: the next change is told in the new one, as silently as an edit was."""
    reader = await join(store, -7)
    old = await tell(store)
    assert old.id is not None
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(42))
    await store.mute(old.id, reader.id, NOW)
    await store.move_chat(-7, -1007)
    newer = await follow_up(store, old, "2", now=NOW + 2 * MINUTE)
    (again,) = await claim(store, NOW + 2 * MINUTE)
    assert (again.subscriber.address.chat_id, again.message_id, again.muted_at) == (-1007, None, NOW)
    assert (again.story, again.rings) == (newer, False)
    await settle(store, again, Sent(1), at=NOW + 2 * MINUTE)
    assert await store.next_delivery_at() is None


def graver(old: Story) -> Story:
    """The story with more fires."""
    return replace(old, severity=5)


def taken_back(old: Story) -> Story:
    """The story withdrawn, ten seconds later."""
    return replace(old, retracted_at=NOW + TEN)


@pytest.mark.parametrize("change", [graver, taken_back])
async def test_what_rings_does_not_wait_for_the_minute(store: Store, change: Callable[[Story], Story]) -> None:
    """An edit does, and is told at once when a ring comes; so is a ring by itself, but not where the story is muted."""
    await join(store, 1)
    muted = await join(store, 2)
    old = await tell(store)
    assert old.id is not None
    for delivery in await claim(store):
        await settle(store, delivery, Sent(42))
    await store.mute(old.id, muted.id, NOW)
    second = await follow_up(store, old, "2", now=NOW + TEN / 2)
    assert await store.next_delivery_at() == NOW + TEN / 2 + MINUTE
    await follow_up(store, change(second), "3", now=NOW + TEN)
    (rung,) = await claim(store, NOW + TEN)
    assert (rung.subscriber.address.chat_id, rung.rings) == (1, True)
    await settle(store, rung, Sent(42), at=NOW + TEN)
    assert await store.next_delivery_at() == NOW + TEN / 2 + MINUTE


@pytest.mark.parametrize("change", [graver, taken_back])
async def test_what_rings_while_the_message_is_in_flight_comes_next(
    store: Store, change: Callable[[Story], Story]
) -> None:
    """It is due when the message is settled, and rings: what was in flight did not tell of it."""
    await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await follow_up(store, change(old), "2", now=NOW + TEN)
    assert await claim(store, NOW + TEN) == ()
    await settle(store, delivery, Sent(42), at=NOW + 2 * TEN)
    (rung,) = await claim(store, NOW + 2 * TEN)
    assert (rung.message_id, rung.rings) == (42, True)
    await settle(store, rung, Sent(42), at=NOW + 3 * TEN)
    assert await store.next_delivery_at() is None


async def test_a_ring_keeps_to_the_wait_that_telegram_named(store: Store) -> None:
    """A limit is a limit, whatever has happened."""
    await join(store)
    old = await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(42))
    second = await follow_up(store, old, "2", now=NOW + MINUTE)
    (edit,) = await claim(store, NOW + MINUTE)
    await settle(store, edit, Later("flood"), at=NOW + MINUTE, due_at=NOW + 3 * MINUTE)
    await follow_up(store, graver(second), "3", now=NOW + 2 * MINUTE)
    assert await store.next_delivery_at() == NOW + 3 * MINUTE


async def test_the_head_of_a_long_outbox_is_found_by_its_index(store: Store, store_url: str) -> None:
    """A claim reads what it takes: both engines walk the index of due deliveries."""
    for chat_id in range(1, 10):
        await join(store, chat_id)
    await tell(store)
    database = Database(parse_url(store_url))
    explain = "EXPLAIN QUERY PLAN" if store_url.startswith("sqlite") else "EXPLAIN"
    query = (
        "SELECT deliveries.id FROM deliveries JOIN subscribers ON subscribers.id = subscriber_id"
        f" WHERE severity = 3 AND due_at IS NOT NULL AND gone_at IS NULL AND due_at <= '{NOW:%Y-%m-%d %H:%M:%S.%f}'"
        " ORDER BY due_at, deliveries.id LIMIT 12"
    )
    async with database.write() as connection:
        if not store_url.startswith("sqlite"):
            # So few rows would be read whole by any engine.
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = " ".join(str(row) for row in await connection.execute(text(f"{explain} {query}")))
    await database.close()
    assert "deliveries_due" in plan


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_and_nothing_is_told_twice(store: Store, seed: int) -> None:
    """Over any mix of outcomes, crashes and updates, everyone ends with one settled message at the last revision."""
    chance = random.Random(seed)
    now = NOW
    who = [(await join(store, chat_id)).id for chat_id in range(1, 6)]
    stories = [await tell(store, f"{number}", severity=number) for number in (1, 3, 5)]
    messages: dict[tuple[int, int], int] = {}
    for step in range(40):
        now += timedelta(seconds=chance.choice((1, 30, 90)))
        if chance.random() < 0.2:
            which = chance.randrange(len(stories))
            stories[which] = await follow_up(store, stories[which], f"{step} more", now=now)
        for delivery in await claim(store, now, limit=chance.randint(1, 8)):
            await _one_answer(store, delivery, chance, now, messages)
    while due := await store.next_delivery_at():
        now = max(now, due)
        for delivery in await claim(store, now):
            messages[delivery.story.id or 0, delivery.subscriber.id] = delivery.story.revision
            await settle(store, delivery, Sent(1), at=now)
    last = {one.id: one.revision for one in stories}
    assert messages == {(story_id, one): revision for story_id, revision in last.items() for one in who}


async def _one_answer(
    store: Store, delivery: Delivery, chance: random.Random, now: datetime, messages: dict[tuple[int, int], int]
) -> None:
    """What may happen to a claimed delivery; a crash is that nothing is settled."""
    happens = chance.choice(("sent", "later", "refused", "crash"))
    key = (delivery.story.id or 0, delivery.subscriber.id)
    assert messages.get(key, 0) == delivery.told < delivery.story.revision
    if happens == "sent":
        messages[key] = delivery.story.revision
        await settle(store, delivery, Sent(1), at=now)
    elif happens == "later":
        await settle(store, delivery, Later("timeout"), at=now, due_at=now + MINUTE)
    elif happens == "refused":
        await settle(store, replace(delivery), Later("later"), at=now, due_at=now + timedelta(seconds=1))


async def test_an_empty_outbox(store: Store) -> None:
    """Nothing is due, and a change without followers makes nothing due."""
    old = await tell(store)
    await follow_up(store, old, "2", change=Change.UPDATE)
    assert await claim(store) == ()
    assert await store.next_delivery_at() is None
