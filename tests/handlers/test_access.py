"""Who is answered where not everybody is, over HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Access
from bot.model import Address, ChatKind
from bot.store import Store
from handlers.door import AGAIN, Door, digest_of
from tests.making import NOON
from tests.talking import ADA, BOSS, Talk, talking

BEN = 1003


@pytest.fixture
async def invited(sqlite_store: Store) -> AsyncIterator[Talk]:
    """A conversation with an application that answers who was invited."""
    async with private(sqlite_store, Access.INVITE) as talk:
        yield talk


def private(store: Store, access: Access, *allowed: int) -> AbstractAsyncContextManager[Talk]:
    """A conversation with an application that does not answer everybody."""
    return talking(store, door=Door(access, allowed))


async def silent(talk: Talk, chat: int, text: str, user: int | None = None) -> bool:
    """Whether nothing is answered to this."""
    before = len(talk.telegram.messages(chat))
    talk.telegram.say(chat, text, user_id=user)
    await talk.quiet()
    return len(talk.telegram.messages(chat)) == before + 1


async def link(talk: Talk, said: str = "/invite") -> str:
    """What an invitation's link says behind /start."""
    talk.telegram.private(BOSS)
    told = await talk.say(BOSS, said)
    found = re.search(r"https://t\.me/bongsu_preview_bot\?start=(inv_[\w-]+)", told.text)
    assert found, told.text
    return found[1]


def written(folder: Path) -> bytes:
    """All that the database in a folder has on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob("bongsu.db*"))


async def test_who_is_not_let_in_is_told_so_once_and_nothing_else_is_answered(invited: Talk) -> None:
    """In private one friendly sentence an hour; a button's toast, an inline query and a file say nothing more."""
    told = await invited.say(ADA, "/start launches")
    assert told.text == "This Bongsu is private. Ask whoever runs it for an invitation."
    assert await silent(invited, ADA, "/help")
    invited.telegram.press(ADA, told.id, "follow:launches::on")
    invited.telegram.inline(ADA, "missile")
    invited.telegram.send_file(ADA, "feeds.opml", b"<opml/>")
    await invited.quiet()
    assert invited.telegram.messages(ADA)[-2].text == "/help"
    assert await invited.store.subscriber(Address(ADA)) is None


def test_the_sentence_comes_again_after_a_while() -> None:
    """A chat is told anew when an hour has passed."""
    door = Door(Access.INVITE)
    times = (NOON, NOON + AGAIN - timedelta(seconds=1), NOON + AGAIN)
    assert [door.tells(ADA, at) for at in times] == [True, False, True]


async def test_an_invitation_lets_in_once_and_its_token_is_not_kept(invited: Talk, tmp_path: Path) -> None:
    """The link greets as any /start does; the next who has it is told that it is used up."""
    said = await link(invited)
    assert "Bongsu" in (await invited.say(ADA, f"/start {said}")).text
    assert "You now follow" in (await invited.say(ADA, "/subscribe launches")).text
    invited.telegram.private(BEN)
    assert "used up or has expired" in (await invited.say(BEN, f"/start {said}")).text
    assert await silent(invited, BEN, "/start")
    token = said.removeprefix("inv_")
    kept = written(tmp_path)
    assert digest_of(token).encode() in kept
    assert token.encode() not in kept


async def test_an_invitation_may_be_for_several_and_its_words_are_bounded(invited: Talk) -> None:
    """`/invite USES DAYS`; whoever is in already takes no place."""
    said = await link(invited, "/invite 2 30")
    for chat in (ADA, ADA, BEN):
        invited.telegram.private(chat)
        assert "Bongsu</b>" not in (await invited.say(chat, f"/start {said}")).text
    assert await invited.store.is_admitted(BEN)
    for words in ("1001", "1 2 3"):
        assert "takes how many" in (await invited.say(BOSS, f"/invite {words}")).text


async def test_a_group_is_let_in_by_who_is(invited: Talk) -> None:
    """Whoever brings us there; others are told, and their commands are not answered, nor is what is not for us."""
    await invited.say(ADA, f"/start {await link(invited)}")
    invited.telegram.private(BEN)
    ours = invited.telegram.group("Ours", [ADA], [BEN], bot=False)
    theirs = invited.telegram.group("Theirs", [BEN], bot=False)
    for group, person in ((ours, ADA), (theirs, BEN)):
        invited.telegram.add_bot(group, user_id=person)
    await invited.quiet()
    assert "I am Bongsu" in invited.telegram.messages(ours)[-1].text
    assert "is private" in invited.telegram.messages(theirs)[-1].text
    assert not await silent(invited, ours, "/latest", BEN)
    assert await silent(invited, theirs, "/latest", BEN)
    moved = invited.telegram.migrate(ours)
    await invited.quiet()
    assert await invited.store.is_admitted(moved)


async def test_who_subscribed_before_stays(sqlite_store: Store) -> None:
    """Closing the door puts nobody out."""
    await sqlite_store.welcome(Address(ADA), ChatKind.PRIVATE, "en", "UTC", NOON)
    async with private(sqlite_store, Access.INVITE) as talk:
        assert "You now follow" in (await talk.say(ADA, "/subscribe launches")).text
        talk.telegram.block(ADA)
        await talk.quiet()
        reader = await talk.store.subscriber(Address(ADA))
        assert reader
        assert reader.gone_at


async def test_a_list_names_who_is_answered(sqlite_store: Store) -> None:
    """People and groups by their ids, and the admins; an invitation lets nobody in."""
    async with private(sqlite_store, Access.LIST, BEN) as talk:
        talk.telegram.private(BEN)
        assert "Feeds:" in (await talk.say(BEN, "/status")).text
        said = await link(talk)
        assert "is private" in (await talk.say(ADA, f"/start {said}")).text


async def test_where_the_door_is_open_a_link_only_greets(sqlite_store: Store) -> None:
    """An invitation says that it changes nothing."""
    async with talking(sqlite_store) as talk:
        talk.telegram.private(BOSS)
        assert "BONGSU_ACCESS is open" in (await talk.say(BOSS, "/invite")).text
        assert "one message per event" in (await talk.say(ADA, "/start inv_anything")).text
