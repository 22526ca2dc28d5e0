"""bot.store.AccessStore, on each engine."""

import asyncio
from hashlib import sha256

from bot.model import Address, ChatKind, Invitation, Query
from bot.store import Store
from tests.storage.samples import DAY, MINUTE, NOW

TOKEN = sha256(b"token").hexdigest()


async def test_an_invitation_lets_in_as_many_as_it_says_and_no_more(store: Store) -> None:
    """However many come at once; who is in already uses nothing up."""
    await store.invite(Invitation(TOKEN, 3, NOW + DAY, made_by=9), NOW)
    let_in = await asyncio.gather(*(store.redeem(TOKEN, chat, NOW) for chat in range(1, 9)))
    assert sum(let_in) == 3
    inside = [chat for chat in range(1, 9) if await store.is_admitted(chat)]
    assert [chat for chat, there in zip(range(1, 9), let_in, strict=True) if there] == inside


async def test_open_invitations_and_who_came_are_listed(store: Store) -> None:
    """One that is used up, over or withdrawn is not; who was let in is, with by whom."""
    for digest, uses, until in (("a", 1, NOW + DAY), ("b", 2, NOW + DAY), ("c", 2, NOW + MINUTE)):
        await store.invite(Invitation(digest, uses, until, made_by=9), NOW)
    assert await store.redeem("a", 1, NOW)
    assert await store.redeem("b", 2, NOW + MINUTE)
    await store.admit(-3, 2, NOW + 2 * MINUTE)
    half_used = Invitation("b", 2, NOW + DAY, 9, used=1)
    assert await store.invitations(NOW + MINUTE) == (half_used,)
    assert [(one.chat_id, one.by) for one in await store.admissions()] == [(-3, 2), (2, None), (1, None)]
    await store.withdraw("b")
    assert await store.invitations(NOW) == (Invitation("c", 2, NOW + MINUTE, 9),)
    assert not await store.redeem("b", 3, NOW)


async def test_who_comes_twice_uses_it_once(store: Store) -> None:
    """The second place is for somebody else."""
    await store.invite(Invitation(TOKEN, 2, NOW + DAY), NOW)
    assert [await store.redeem(TOKEN, chat, NOW) for chat in (1, 1, 2, 3)] == [True, True, True, False]


async def test_one_that_is_over_or_unknown_lets_nobody_in(store: Store) -> None:
    """To the minute."""
    await store.invite(Invitation(TOKEN, 2, NOW + MINUTE), NOW)
    assert not await store.redeem(TOKEN, 1, NOW + MINUTE)
    assert not await store.redeem("other", 1, NOW)
    assert not await store.is_admitted(1)


async def test_who_subscribed_before_is_in(store: Store) -> None:
    """And is not once the chat was forgotten; what was let in as a group is still when it becomes a supergroup."""
    await store.welcome(Address(-5, 7), ChatKind.GROUP, "en", "UTC", NOW)
    await store.admit(-6, 9, NOW)
    assert [await store.is_admitted(chat) for chat in (-5, -6, -7)] == [True, True, False]
    await store.move_chat(-6, -600)
    assert [await store.is_admitted(chat) for chat in (-6, -600)] == [False, True]
    await store.forget(-5)
    await store.forget(-600)
    assert [await store.is_admitted(chat) for chat in (-5, -600)] == [False, False]


async def test_the_census_counts_who_is_here_and_who_came_and_went(store: Store) -> None:
    """By topic, language and kind; who is gone counts as gone only."""
    for chat, kind, language, at in (
        (1, ChatKind.PRIVATE, "en", NOW - DAY),
        (2, ChatKind.PRIVATE, "ko", NOW),
        (-3, ChatKind.GROUP, "en", NOW),
        (4, ChatKind.PRIVATE, "en", NOW - DAY),
    ):
        who = await store.welcome(Address(chat), kind, language, "UTC", at)
        if chat < 2:
            await store.subscribe(who.id, "launches", NOW)
    await store.save_query(who.id, Query("mine", "a", "q:a"), 5, NOW)
    await store.mark_gone(4, NOW)
    census = await store.census(NOW)
    assert (census.total, census.new, census.gone, census.own, census.silent) == (3, 2, 1, 0, 1)
    assert (census.kinds, census.languages) == ({"private": 2, "group": 1}, {"en": 2, "ko": 1})
    assert census.topics == {"launches": 2}
