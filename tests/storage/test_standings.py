"""How stories stand with chats, on each engine."""

import asyncio

from bot.model import UNTOUCHED, Holder, Sent, Standing
from bot.store import Store
from tests.storage.samples import MINUTE, NOW, claim, follow_up, join, settle, tell

KIM, LEE = Holder(1, "Kim", NOW), Holder(2, "Lee", NOW + MINUTE)


async def test_of_two_who_take_a_story_at_once_one_holds_it(store: Store) -> None:
    """And only that one gives it back; then another may."""
    who, old = await join(store, -7), await tell(store)
    assert old.id
    await asyncio.gather(*(store.take(old.id, who.id, one) for one in (KIM, LEE, KIM, LEE)))
    holder = (await store.standing(old.id, who.id)).holder
    assert holder in (KIM, LEE)
    first, second = (KIM, LEE) if holder == KIM else (LEE, KIM)

    await store.give_back(old.id, who.id, second.person)
    assert (await store.standing(old.id, who.id)).holder == first
    await store.give_back(old.id, who.id, first.person)
    await store.give_back(old.id, who.id, first.person)
    assert await store.standing(old.id, who.id) == UNTOUCHED
    await store.take(old.id, who.id, second)
    assert (await store.standing(old.id, who.id)).holder == second


async def test_each_chat_has_its_own_holder_and_updates_know_it(store: Store) -> None:
    """The next edit of the message shows who holds the story, and whether it is muted."""
    one, other = await join(store, -7), await join(store, -8)
    old = await tell(store)
    assert old.id
    for delivery in await claim(store):
        await settle(store, delivery, Sent(42))
    await store.take(old.id, one.id, KIM)
    await store.mute(old.id, one.id, NOW)
    await store.mute(old.id, one.id, NOW + MINUTE)  # repeated
    await follow_up(store, old, "2", now=NOW + 2 * MINUTE)
    claimed = {delivery.subscriber.id: delivery for delivery in await claim(store, NOW + 2 * MINUTE)}
    assert claimed[one.id].standing == Standing(muted=True, holder=KIM)
    assert claimed[other.id].standing == UNTOUCHED


async def test_a_press_while_the_message_is_in_flight_is_shown_next(store: Store) -> None:
    """The message was made before it: it is edited once more, and then all is told."""
    who, old = await join(store, -7), await tell(store)
    assert old.id
    (delivery,) = await claim(store)
    await store.take(old.id, who.id, KIM)
    await settle(store, delivery, Sent(42))
    (again,) = await claim(store)
    assert (again.message_id, again.standing.holder) == (42, KIM)
    await settle(store, again, Sent(42))
    assert await store.next_delivery_at() is None


async def test_taking_what_was_not_told_sends_nothing(store: Store) -> None:
    """A button under an example, say."""
    old = await tell(store)
    who = await join(store, -7, "sanctions")
    assert old.id
    await store.take(old.id, who.id, KIM)
    assert (await store.standing(old.id, who.id)).holder == KIM
    assert await store.next_delivery_at() is None
