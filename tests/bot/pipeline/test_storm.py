"""What rings, and what gathers where too much would: the decision, and on its way through the outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Hours, Subscription
from bot.pipeline.timing import Sound, digest_due, sound_of
from bot.store import Store
from tests.bot.pipeline.test_digesting import each, reader
from tests.bot.pipeline.test_pipeline import Relay, delivering
from tests.making import HOUR, MINUTE, NOON, delivery, story, subscriber
from tests.storage.samples import claim, follow_up, join, tell

__all__ = ["each"]

STORM = tuple(NOON - timedelta(minutes=minute) for minute in range(6))
"""When six alerts rang."""
FOUR, FIVE = story(severity=4), story(severity=5)


@pytest.mark.parametrize(
    ("chosen", "known", "sound"),
    [
        ({}, {}, Sound.RINGS),
        ({"rings_from": 4}, {}, Sound.SILENT),
        ({"rings_from": 4}, {"story": FOUR}, Sound.RINGS),
        ({"rings_from": 5, "muted_until": NOON + HOUR}, {"story": FIVE}, Sound.RINGS),
        ({"muted_until": NOON + HOUR}, {}, Sound.SILENT),
        ({"muted_until": NOON}, {}, Sound.RINGS),
        ({"quiet": Hours(11 * 60, 13 * 60)}, {}, Sound.SILENT),
        ({}, {"silent_at": NOON}, Sound.SILENT),
        ({}, {"muted_at": NOON, "told": 1}, Sound.SILENT),
        ({"rang": STORM}, {}, Sound.GATHERS),
        ({"rang": STORM}, {"story": FIVE}, Sound.RINGS),
        ({"rang": STORM[:5]}, {}, Sound.RINGS),
        ({"rang": STORM[:5], "rings_most": 5}, {}, Sound.GATHERS),
        ({"rang": STORM * 9, "rings_most": 0}, {}, Sound.RINGS),
        ({"rang": tuple(at - HOUR for at in STORM)}, {}, Sound.RINGS),
        ({"rang": STORM, "quiet": Hours(11 * 60, 13 * 60)}, {}, Sound.SILENT),
        ({"rang": STORM}, {"message_id": 9, "told": 1, "told_severity": 3}, Sound.SILENT),
        ({}, {"message_id": 9, "told": 1, "told_severity": 3}, Sound.SILENT),
        ({}, {"message_id": 9, "told": 1, "told_severity": 2}, Sound.RINGS),
        ({}, {"message_id": 9, "told": 1, "told_severity": 3, "gathered_at": NOON}, Sound.GATHERS),
        ({}, {"message_id": 9, "told": 1, "told_severity": 2, "gathered_at": NOON}, Sound.RINGS),
        ({"rang": STORM}, {"message_id": 9, "told": 1, "told_severity": 2, "gathered_at": NOON}, Sound.GATHERS),
    ],
)
def test_how_an_alert_comes(chosen: dict[str, object], known: dict[str, object], sound: Sound) -> None:
    """What is new or graver rings, unless its reader wants no sound, or enough rang; five fires ring always."""
    assert sound_of(replace(delivery(**known), subscriber=subscriber(**chosen)), NOON) is sound


@pytest.mark.parametrize(
    ("chosen", "due"),
    [
        ({"digest_at": 13 * 60}, NOON + HOUR),
        ({"digest_at": 9 * 60, "digest_hours": 6}, NOON + 3 * HOUR),
        ({"digest_at": 30, "digest_hours": 1}, NOON + 30 * MINUTE),
        ({"digest_at": 9 * 60, "digest_hours": 168, "digest_day": 0}, NOON + timedelta(days=6, hours=-3)),
        ({"digest_at": 13 * 60, "digest_hours": 168, "digest_day": 1}, NOON + HOUR),
    ],
)
def test_a_digest_may_come_more_or_less_often(chosen: dict[str, object], due: object) -> None:
    """Hourly, several times a day, daily, or on a day of the week (it is a Tuesday)."""
    assert digest_due(subscriber(**chosen), NOON) == due


async def test_a_storm_rings_six_times_and_gathers_the_rest(each: Relay) -> None:
    """Nothing is lost: what exceeds stands in one silent message, edited in place, which says how much it holds."""
    who = await reader(each)
    chat, told = who.address.chat_id, []
    for number in range(1, 10):
        told.append(await tell(each.store, str(number), now=each.now))
        await _sent(each, chat, min(number, 7), f"{number - 6} more" if number > 7 else "")
    messages = each.telegram.messages(chat)
    assert [message.silent for message in messages] == [False] * 6 + [True]
    assert messages[-1].text.startswith("3 more alerts since 21:")
    assert await each.store.claim_deliveries(each.now, MINUTE, 10) == ()

    graver = replace(told[-1], severity=5)
    await follow_up(each.store, graver, "10", now=each.now)
    async with delivering(each):
        await each.telegram.wait(lambda: len(each.telegram.messages(chat)) == 8)
    assert not each.telegram.messages(chat)[-1].silent
    assert each.telegram.messages(chat)[-1].text.startswith("🔥🔥🔥🔥🔥")


async def _sent(each: Relay, chat: int, count: int, text: str) -> None:
    """Deliver until the chat has so many messages, and the last says this; a minute passes."""
    async with delivering(each):
        await each.telegram.wait(lambda: len(each.telegram.messages(chat)) == count)
        await each.telegram.wait(lambda: text in each.telegram.messages(chat)[-1].text)
    each.now += MINUTE


async def test_a_gathering_that_was_deleted_is_sent_again(each: Relay) -> None:
    """What gathers next is seen all the same."""
    who = await reader(each)
    chat = who.address.chat_id
    await each.store.set_sound(replace(who, rings_most=1))
    for number in (1, 2):
        await tell(each.store, str(number), now=each.now)
        await _sent(each, chat, number, "")
    del each.telegram.chats[chat].messages[each.telegram.messages(chat)[-1].id]
    await tell(each.store, "3", now=each.now)
    async with delivering(each):
        await each.telegram.wait(lambda: "more alerts" in each.telegram.messages(chat)[-1].text)


@pytest.mark.parametrize("severity", [4, 5])
async def test_what_is_muted_does_not_come(store: Store, severity: int) -> None:
    """A topic, everything, an outlet, until then; five fires do; what another topic brings as well comes."""
    later = NOON + HOUR
    topic, everything, outlet = [await join(store, number) for number in (1, 2, 3)]
    both = await join(store, 4, "launches", "sanctions")
    for one in (topic, both):
        await store.tune(one.id, Subscription("launches", muted_until=later), NOON)
    await store.set_sound(replace(everything, muted_until=later))
    await store.set_sound(replace(outlet, muted_outlets=("Agency",)))
    await tell(store, "1", severity=severity, topics=("launches", "sanctions"), now=NOON)
    told = {one.subscriber.id for one in await claim(store, NOON)}
    assert told == {both.id} | ({topic.id, everything.id, outlet.id} if severity == 5 else set())
    await tell(store, "2", severity=severity, now=later)
    assert {topic.id, everything.id} <= {one.subscriber.id for one in await claim(store, later)}


async def test_a_topic_comes_at_once_or_without_a_sound(store: Store) -> None:
    """Beside the digest, and whatever the other topics do."""
    who = await join(store, 1, "launches", "sanctions")
    await store.set_digest(replace(who, digest_at=60), NOON + HOUR, NOON)
    await store.tune(who.id, Subscription("launches", at_once_at=NOON, silent_at=NOON), NOON)
    await tell(store, "1", topics=("sanctions",), now=NOON)
    assert await claim(store, NOON) == ()
    await tell(store, "2", topics=("launches",), now=NOON)
    (told,) = await claim(store, NOON)
    assert told.silent_at == NOON
