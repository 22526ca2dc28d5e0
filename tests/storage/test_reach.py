"""Who can be reached, on each engine: chats that take no messages, and those that come back."""

from bot.model import Delivery, Gone, Later, Sent, Shut
from bot.store import Store
from tests.storage.samples import DAY, MINUTE, NOW, claim, join, settle, tell

TEN = 10 * MINUTE
CLOSED = "TOPIC_CLOSED"


async def closed(store: Store) -> Delivery:
    """A try at a chat that turned out to be shut, to be tried again in ten minutes."""
    (delivery,) = await claim(store)
    await settle(store, delivery, Shut(CLOSED), due_at=NOW + TEN)
    return delivery


async def test_what_waits_for_a_shut_chat_waits_together(store: Store) -> None:
    """One try finds out for all: nothing else is due to it before; nothing is lost, and others are told."""
    await join(store, -7)
    for guid in "123":
        await tell(store, guid)
    await closed(store)
    assert await claim(store) == ()
    assert await store.next_delivery_at() == NOW + TEN
    assert ((await store.health(NOW)).waiting, (await store.health(NOW)).refused) == (3, 0)


async def test_a_sign_of_life_has_it_all_sent(store: Store) -> None:
    """What waits because the chat is shut is due at once; a wait that Telegram named is kept."""
    await join(store, -7)
    await tell(store, "1")
    (limited,) = await claim(store)
    await settle(store, limited, Later("429"), due_at=NOW + DAY)
    for guid in "23":
        await tell(store, guid)
    await closed(store)
    assert await store.revive(-7, NOW + MINUTE) == ()
    (first,) = await claim(store, NOW + MINUTE)
    await settle(store, first, Sent(1), at=NOW + MINUTE)
    (second,) = await claim(store, NOW + MINUTE)
    await settle(store, second, Sent(2), at=NOW + MINUTE)
    assert await store.next_delivery_at() == NOW + DAY


async def test_a_message_that_comes_through_opens_the_chat(store: Store) -> None:
    """The others need not wait for their time; an edit says little, for it may work where nothing new is taken."""
    who = await join(store, -7)
    for guid in "123":
        await tell(store, guid)
    await closed(store)
    (first,) = await claim(store, NOW + TEN)
    assert first.subscriber.shut_at == NOW
    await settle(store, first, Sent(1), at=NOW + TEN)
    (second,) = await claim(store, NOW + TEN)
    assert (second.subscriber.shut_at, second.subscriber.id) == (None, who.id)


async def test_the_admins_are_told_once(store: Store) -> None:
    """Not at each try, nor after a sign of life that changed nothing; again, when it was open in between."""
    who = await join(store, -7)
    await tell(store, "1")
    await closed(store)
    (untold,) = await store.shut_unannounced()
    assert (untold.id, untold.shut_at, untold.shut_error) == (who.id, NOW, CLOSED)
    assert (await store.health(NOW)).subscribers_shut == 1
    await store.announce_shut(who.id, NOW)
    await store.revive(-7, NOW)
    await closed(store)
    assert await store.shut_unannounced() == ()

    await store.revive(-7, NOW)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(1))
    assert (await store.health(NOW)).subscribers_shut == 0
    await tell(store, "2")
    await closed(store)
    assert len(await store.shut_unannounced()) == 1


async def test_a_missing_topic_is_told_though_the_alert_arrived(store: Store) -> None:
    """It went to the chat itself: the row is settled, and the admins hear of the topic."""
    await join(store, -7, thread_id=5)
    await tell(store)
    (delivery,) = await claim(store)
    await settle(store, delivery, Sent(1, lacking="message thread not found"))
    assert await store.next_delivery_at() is None
    assert [one.shut_error for one in await store.shut_unannounced()] == ["message thread not found"]


async def test_a_sign_of_life_brings_all_of_a_chat_back(store: Store) -> None:
    """Every topic of it that was gone, with what it follows; what was missed is not sent, and what comes is."""
    for thread in (None, 5):
        await join(store, -7, thread_id=thread)
    await join(store, -8)
    await tell(store, "1")
    for delivery in await claim(store):
        await settle(store, delivery, Gone("bot was kicked"))
    back = await store.revive(-7, NOW + MINUTE)
    assert [(one.address.thread_id, one.gone_at) for one in back] == [(None, None), (5, None)]
    assert await store.revive(-7, NOW + MINUTE) == ()
    assert await store.next_delivery_at() is None
    await tell(store, "2")
    assert {one.subscriber.address.chat_id for one in await claim(store, NOW + MINUTE)} == {-7}
