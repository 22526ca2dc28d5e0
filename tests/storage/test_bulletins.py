"""bot.store.BulletinStore, on each engine."""

from datetime import timedelta

from bot.model import Address, ChatKind, Copy, CopySettlement, Gone, Later, Moved, Outcome, Refused, Sent
from bot.store import Store
from tests.storage.samples import DAY, LEASE, MINUTE, NOW

BOSS = Address(9)


async def subscribe(store: Store, *addresses: Address) -> None:
    """Have these subscribe."""
    for address in addresses:
        kind = ChatKind.PRIVATE if address.chat_id > 0 else ChatKind.GROUP
        await store.welcome(address, kind, "en", "UTC", NOW)


async def begun(store: Store, *addresses: Address) -> int:
    """A text on its way to these."""
    await subscribe(store, *addresses)
    number = await store.draft_bulletin("<b>Hello</b>", BOSS, "en", NOW)
    assert await store.begin_bulletin(number, 70, NOW)
    return number


async def settle(store: Store, copy: Copy, outcome: Outcome, wait: timedelta | None = None) -> None:
    """Write what came of a copy a minute later."""
    at = NOW + MINUTE
    await store.settle([CopySettlement(copy, outcome, at, at + wait if wait else None)])


async def test_each_chat_gets_it_once_however_often_it_is_begun(store: Store) -> None:
    """A forum whose topics subscribed is one chat, who is gone is none; nothing goes before it is confirmed."""
    await subscribe(store, Address(1), Address(-5, 7), Address(-5, 8), Address(2))
    await store.mark_gone(2, NOW)
    number = await store.draft_bulletin("Hello", BOSS, "en", NOW)
    assert await store.chats() == 2
    assert await store.claim_copies(NOW, LEASE, 10) == ()
    for _ in range(2):
        bulletin = await store.begin_bulletin(number, 70, NOW)
        assert bulletin
        assert (bulletin.total, bulletin.sent, bulletin.waiting, bulletin.failed) == (2, 0, 2, 0)
    assert (await store.health(NOW)).copies == 2
    copies = await store.claim_copies(NOW, LEASE, 10)
    assert [copy.subscriber.address for copy in copies] == [Address(1), Address(-5, 7)]
    assert await store.claim_copies(NOW, LEASE, 10) == ()


async def test_outcomes_are_those_of_alerts(store: Store) -> None:
    """Sent and refused are over, later comes again, who is gone is so for alerts too, a moved group is followed."""
    number = await begun(store, *map(Address, (1, 2, 3, 4)), Address(-5))
    sent, refused, later, gone, moved = await store.claim_copies(NOW, LEASE, 10)
    await settle(store, sent, Sent(1))
    await settle(store, refused, Refused("no"))
    await settle(store, later, Later("busy"), MINUTE)
    await settle(store, gone, Gone("blocked"))
    await settle(store, moved, Moved(-500), timedelta(microseconds=1))
    (bulletin,) = await store.bulletins()
    assert (bulletin.id, bulletin.total, bulletin.sent, bulletin.waiting, bulletin.failed) == (number, 5, 1, 2, 2)
    left = await store.subscriber(Address(4))
    assert left
    assert left.gone_at
    again = await store.claim_copies(NOW + 3 * MINUTE, LEASE, 10)
    assert [(copy.subscriber.address.chat_id, copy.attempts) for copy in again] == [(3, 1), (-500, 0)]


async def test_one_that_is_stopped_goes_to_nobody_else(store: Store) -> None:
    """What is in flight may arrive, and is tried no more where it does not; a draft that is dropped is never sent."""
    number = await begun(store, *map(Address, (1, 2, 3)))
    first, second = await store.claim_copies(NOW, LEASE, 2)
    await store.end_bulletin(number, NOW)
    await settle(store, first, Sent(1))
    await settle(store, second, Later("busy"), MINUTE)
    (bulletin,) = await store.bulletins()
    assert (bulletin.sent, bulletin.waiting) == (1, 0)
    assert await store.claim_copies(NOW + DAY, LEASE, 10) == ()
    draft = await store.draft_bulletin("Oh", BOSS, "en", NOW)
    await store.end_bulletin(draft, NOW)
    kept = await store.begin_bulletin(draft, 71, NOW)
    assert kept
    assert kept.begun_at is None


async def test_what_was_in_flight_comes_again_after_its_lease(store: Store) -> None:
    """A process that died has lost nothing; what was sent is not sent again, and counts against the limits."""
    await begun(store, Address(1), Address(2))
    first, _ = await store.claim_copies(NOW, LEASE, 10)
    await settle(store, first, Sent(1))
    await settle(store, first, Later("its chat's turn is later", counts=False), -LEASE)  # claimed again meanwhile
    assert [chat for chat, _ in await store.recent_sends(NOW + MINUTE)] == [1, 2]
    (again,) = await store.claim_copies(NOW + LEASE, LEASE, 10)
    assert again.subscriber.address == Address(2)


async def test_who_leaves_before_their_turn_is_not_sent_it_later(store: Store) -> None:
    """Gone and back: what was missed is missed."""
    await begun(store, Address(1))
    await store.mark_gone(1, NOW)
    await store.revive(1, NOW)
    assert await store.claim_copies(NOW, LEASE, 10) == ()


async def test_old_ones_are_dropped_once_their_author_saw_the_end(store: Store) -> None:
    """Drafts that nobody confirmed as well."""
    number = await begun(store, Address(1))
    await store.draft_bulletin("Oh", BOSS, "en", NOW)
    assert await store.drop_bulletins(NOW + DAY) == 1
    await store.report_bulletin(number, NOW)
    assert await store.bulletins() == ()
    assert await store.drop_bulletins(NOW + DAY) == 1
