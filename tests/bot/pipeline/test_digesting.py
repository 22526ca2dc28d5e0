"""Digests and quiet hours on their way out: the pipeline over the stand-in, with the clock in the test's hands."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Address, ChatKind, Hours, Subscriber
from bot.pipeline.timing import digest_due
from bot.store import Store
from tests.bot.pipeline.test_pipeline import MISSILE, Relay, delivering, news, relay, relaying
from tests.making import HOUR, MINUTE, NOON
from tests.storage.samples import tell

__all__ = ["relay"]


@pytest.fixture
async def each(store: Store) -> AsyncIterator[Relay]:
    """A relay with nothing in it, on each engine."""
    async with relaying(store) as made:
        yield made


async def reader(relay: Relay, *, digest_at: int | None = None, quiet: Hours | None = None) -> Subscriber:
    """A new chat in Seoul that follows launches."""
    chat = relay.telegram.private()
    who = await relay.store.welcome(Address(chat), ChatKind.PRIVATE, "en", "Asia/Seoul", relay.now)
    await relay.store.subscribe(who.id, "launches", relay.now)
    await relay.store.set_quiet(who.id, quiet)
    chosen = replace(who, digest_at=digest_at, quiet=quiet)
    if digest_at is not None:
        await relay.store.set_digest(chosen, digest_due(chosen, relay.now), relay.now)
    return chosen


async def test_a_fan_out_goes_before_the_digests(each: Relay) -> None:
    """A hundred digests are due when an alert comes for thirty others: all of those have it first."""
    each.pipeline.delivering.sender.limiter.share(1000)
    patient = [await reader(each, digest_at=21 * 60 + 1) for _ in range(100)]  # it is 21:00 in Seoul
    others = [(await reader(each)).address.chat_id for _ in range(30)]
    each.now += 2 * MINUTE
    await tell(each.store, "1", now=each.now)
    async with delivering(each):
        chats = [who.address.chat_id for who in patient]
        await each.telegram.wait(lambda: all(each.telegram.messages(chat) for chat in chats))

    order = [call.chat_id for call in each.telegram.calls.of("sendMessage")]
    assert set(order[:30]) == set(others)
    assert len(order) == 130


async def test_digests_in_the_works_let_a_fan_out_pass(each: Relay) -> None:
    """It comes while they go out: only those that are in the works already, 24, are before it."""
    patient = [(await reader(each, digest_at=21 * 60 + 1)).address.chat_id for _ in range(80)]
    others = [(await reader(each)).address.chat_id for _ in range(20)]
    each.now += 2 * MINUTE
    each.telegram.faults.add("hang", "sendMessage")
    async with delivering(each):
        await each.telegram.wait(lambda: each.telegram.faults.hanging == 24)
        await tell(each.store, "1", now=each.now)
        each.telegram.faults.clear()
        await each.telegram.wait(lambda: all(each.telegram.messages(chat) for chat in patient))

    order = [call.chat_id for call in each.telegram.calls.of("sendMessage")]
    before = order[: max(order.index(chat) for chat in others)]
    assert len([chat for chat in before if chat in patient]) <= 24


async def test_a_digest_a_day(relay: Relay) -> None:
    """What came since the last one, then that all is quiet; at the reader's hour, and not before."""
    who = await reader(relay, digest_at=21 * 60 + 30)
    await news(relay, MISSILE)
    relay.now = NOON + 29 * MINUTE
    async with delivering(relay):
        await relay.telegram.wait(lambda: relay.telegram.messages(who.address.chat_id))
        assert relay.now >= NOON + 30 * MINUTE
    relay.now = NOON + 24 * HOUR + 30 * MINUTE
    async with delivering(relay):
        await relay.telegram.wait(lambda: len(relay.telegram.messages(who.address.chat_id)) == 2)

    first, second = relay.telegram.messages(who.address.chat_id)
    assert first.text.startswith("Your digest: one story since 21:00 KST\n\n🔥")
    assert MISSILE in first.text
    assert second.text.startswith("🔥 Nothing new for your digest since ")


async def test_quiet_hours_are_silent_but_for_five_fires(relay: Relay) -> None:
    """Nothing is held back; who has no quiet hours hears each."""
    night, awake = await reader(relay, quiet=Hours(20 * 60, 7 * 60)), await reader(relay)
    both = (night.address.chat_id, awake.address.chat_id)
    await tell(relay.store, "1", severity=3, now=relay.now)
    async with delivering(relay):
        await relay.telegram.wait(lambda: all(relay.telegram.messages(chat) for chat in both))
    relay.now += MINUTE
    await tell(relay.store, "2", severity=5, now=relay.now)
    async with delivering(relay):
        await relay.telegram.wait(lambda: all(len(relay.telegram.messages(chat)) == 2 for chat in both))

    assert [[message.silent for message in relay.telegram.messages(chat)] for chat in both] == [
        [True, False],
        [False, False],
    ]


async def test_a_digest_in_quiet_hours_is_silent(relay: Relay) -> None:
    """Whoever has it come at night does not want to wake up."""
    who = await reader(relay, digest_at=21 * 60 + 1, quiet=Hours(20 * 60, 7 * 60))
    async with delivering(relay):
        await relay.telegram.wait(lambda: relay.telegram.messages(who.address.chat_id))

    assert [message.silent for message in relay.telegram.messages(who.address.chat_id)] == [True]


async def test_a_digest_that_makes_code_raise(relay: Relay) -> None:
    """A timezone that does not exist: it is set aside after three tries, the others' are sent."""
    good, chat = await reader(relay, digest_at=21 * 60 + 1), relay.telegram.private()
    bad = await relay.store.welcome(Address(chat), ChatKind.PRIVATE, "en", "Mars/Olympus", relay.now)
    await relay.store.set_digest(replace(bad, digest_at=0), relay.now, relay.now)
    async with delivering(relay):
        await relay.telegram.wait(lambda: relay.telegram.messages(good.address.chat_id))
        while not (rows := await relay.store.set_aside(1)):
            relay.now += timedelta(seconds=1)

    assert [(row.kind, row.name) for row in rows] == [("digest", str(chat))]
    assert "Mars/Olympus" in rows[0].error
    assert relay.telegram.messages(chat) == []


async def test_a_digest_waits_out_telegrams_troubles(relay: Relay) -> None:
    """A 429, a 502, a broken connection: it comes once the way is free, and once."""
    who = await reader(relay, digest_at=21 * 60 + 1)
    relay.telegram.faults.add("bad-gateway", "sendMessage", times=1)
    relay.telegram.faults.add("flood", "sendMessage", times=1, seconds=1)
    relay.telegram.faults.add("cut-before", "sendMessage", times=1)
    async with delivering(relay):
        await relay.telegram.wait(lambda: relay.telegram.messages(who.address.chat_id))
        relay.now += HOUR

    assert len(relay.telegram.messages(who.address.chat_id)) == 1
