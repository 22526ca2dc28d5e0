"""A text to every chat, through the outbox: behind alerts, and followed by its author."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Address, Broken, Copy, Delivery, Later, Outcome, Refused, Sent, Shut
from bot.pipeline.bulletins import SHOWN_AFTER
from bot.pipeline.delivering import DELIVERY_LEASE
from bot.pipeline.timing import next_copy
from bot.telegram.send import room
from tests.bot.pipeline.test_pipeline import BOSS, MISSILE, Relay, delivering, follower, news, relay
from tests.making import NOON, subscriber
from tests.patience import PATIENCE

__all__ = ["relay"]


async def begin(relay: Relay) -> int:
    """A text on its way to every chat; the message by which BOSS follows it."""
    draft = await relay.store.draft_bulletin("<b>We move</b> on Sunday", Address(BOSS), "en", relay.now)
    relay.telegram.say(BOSS, "Go")
    shown = relay.telegram.post(relay.telegram.chats[BOSS], relay.telegram.state.bot, "To all?")
    await relay.store.begin_bulletin(draft, shown.id, relay.now)
    return shown.id


async def test_it_reaches_every_chat_and_its_author_sees_how_far_it_has_come(relay: Relay) -> None:
    """Who blocked us is gone, for alerts too; in quiet hours it makes no sound; the end is shown, once."""
    ada, ben = await follower(relay), await follower(relay)
    relay.telegram.block(ben)
    message = await begin(relay)
    await relay.pipeline.bulletins.report()
    shown = relay.telegram.chats[BOSS].messages[message]
    assert shown.text == "📣 On its way: 0 of 2 chats have it."
    assert shown.labels == [["Stop"]]
    async with delivering(relay):
        await relay.telegram.wait(lambda: relay.telegram.messages(ada))
        await relay.telegram.wait(lambda: any(call.chat_id == ben for call in relay.telegram.calls))
    relay.now += 2 * SHOWN_AFTER
    await relay.pipeline.bulletins.report()
    assert relay.telegram.messages(ada)[0].html == "<b>We move</b> on Sunday"
    assert shown.text == "📣 Sent: 1 of 2 chats have it; 1 could not be reached."
    assert shown.labels == []
    assert await relay.store.bulletins() == ()
    gone = await relay.store.subscriber(Address(ben))
    assert gone
    assert gone.gone_at


async def test_it_outlives_a_kill(relay: Relay) -> None:
    """Everyone has it; only what was in flight may stand there twice, once its lease is over."""
    chats = [await follower(relay) for _ in range(room(30))]
    await begin(relay)
    relay.telegram.faults.add("hang", "sendMessage")
    sending = asyncio.create_task(relay.pipeline.delivering.run(asyncio.Event()))
    await relay.telegram.wait(lambda: relay.telegram.faults.hanging == room(30) // 2)
    sending.cancel()  # what was on its way arrives, though nobody is there to hear the answer
    await asyncio.wait([sending])
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if "_deliver" in str(task.get_coro()):
            task.cancel()
    relay.telegram.faults.clear()
    relay.now += DELIVERY_LEASE
    relay.pipeline.delivering = replace(relay.pipeline.delivering)
    async with delivering(relay):
        await relay.telegram.wait(lambda: all(map(relay.telegram.messages, chats)))
        async with asyncio.timeout(PATIENCE):
            while any(one.waiting for one in await relay.store.bulletins()):  # noqa: ASYNC110 # a table has no event
                await asyncio.sleep(0.01)
    copies = [len(relay.telegram.messages(chat)) for chat in chats]
    assert set(copies) <= {1, 2}
    assert copies.count(2) <= room(30) // 2


async def test_alerts_always_have_half_of_the_room(relay: Relay) -> None:
    """However many chats a text goes to, what is claimed of it leaves room for what matters."""
    for _ in range(room(30)):
        await follower(relay)
    await begin(relay)
    sending = relay.pipeline.delivering
    first = await sending._claim(room(30))
    assert [type(row) for row in first] == [Copy] * (room(30) // 2)
    assert await sending._claim(room(30) // 2) == []
    await news(relay, MISSILE)
    assert [type(row) for row in await sending._claim(room(30) // 2)] == [Delivery] * (room(30) // 2)


@pytest.mark.parametrize(
    ("outcome", "attempts", "age", "again"),
    [
        (Sent(1), 0, 0, False),
        (Refused("no"), 0, 0, False),
        (Later("busy"), 5, 0, True),
        (Later("busy"), 5, 25, False),
        (Shut("no rights"), 0, 23, True),
        (Broken("KeyError"), 0, 0, True),
        (Broken("KeyError"), 3, 0, False),
    ],
)
def test_a_copy_is_tried_as_an_alert_is(outcome: Outcome, attempts: int, age: int, again: bool) -> None:
    """For a day; what code raises over is given up after three more tries."""
    copy = Copy(1, "Hello", subscriber(), NOON, attempts)
    due = next_copy(copy, outcome, NOON + timedelta(hours=age), random.Random(1))
    assert (due is not None) is again
    assert due is None or due > NOON + timedelta(hours=age)
