"""Alerts in the threads of a group, from the outbox to Telegram, on each engine."""

from dataclasses import replace

import pytest

from bot.model import Address, ChatKind, Subscriber, ThreadsBy
from bot.preview.chats import Message
from tests.bot.pipeline.test_digesting import each
from tests.bot.pipeline.test_pipeline import BOSS, Relay, delivering
from tests.making import MINUTE
from tests.storage.samples import follow_up, tell

__all__ = ["each"]


async def forum(relay: Relay, by: ThreadsBy = ThreadsBy.TOPIC) -> Subscriber:
    """A group with threads, in which the bot may make some, that follows launches and sanctions and sorts alerts."""
    chat = relay.telegram.group("Newsroom", admins=[BOSS], forum=True)
    relay.telegram.add_bot(chat, admin=True)
    who = await relay.store.welcome(Address(chat), ChatKind.GROUP, "en", "UTC", relay.now)
    for topic in ("launches", "sanctions"):
        await relay.store.subscribe(who.id, topic, relay.now)
    await relay.store.set_threads(who.id, by)
    return who


def alerts(relay: Relay, who: Subscriber) -> list[Message]:
    """The alerts in a chat."""
    return [m for m in relay.telegram.messages(who.address.chat_id) if any("Why?" in row for row in m.labels)]


async def sent(relay: Relay, who: Subscriber, guid: str, **values: object) -> Message:
    """The alert of a new story."""
    before = len(alerts(relay, who))
    await tell(relay.store, guid, now=relay.now, **values)  # type: ignore[arg-type]
    async with delivering(relay):
        await relay.telegram.wait(lambda: len(alerts(relay, who)) > before)
    relay.now += MINUTE
    return alerts(relay, who)[-1]


async def test_a_topics_alerts_have_a_thread_of_their_own(each: Relay) -> None:
    """It is made once, with the topic's name; edits and rings come there, and what is of two topics comes once."""
    who = await forum(each)
    first, second = await sent(each, who, "1"), await sent(each, who, "2", topics=("sanctions", "launches"))
    assert [m.thread for m in (first, second)] == ["Launches", "Launches"]
    assert len(each.telegram.chats[who.address.chat_id].threads) == 1
    other = await tell(each.store, "3", topics=("sanctions",), now=each.now)
    async with delivering(each):
        await each.telegram.wait(lambda: len(alerts(each, who)) == 3)
    each.now += MINUTE
    await follow_up(each.store, replace(other, severity=5), "4", now=each.now)
    async with delivering(each):
        await each.telegram.wait(lambda: "more serious" in each.telegram.messages(who.address.chat_id)[-1].text)
    ring, edited = each.telegram.messages(who.address.chat_id)[-1], alerts(each, who)[-1]
    assert (ring.thread, ring.reply_to, edited.thread) == ("Sanctions", edited.id, "Sanctions")
    assert edited.edited
    assert len(alerts(each, who)) == 3


@pytest.mark.parametrize("how", ["deleted", "closed"])
async def test_what_a_thread_does_not_take_comes_to_the_chat(each: Relay, how: str) -> None:
    """The next alert, and the changes of what stood there, none of it twice; the chat is told of it once."""
    who = await forum(each, ThreadsBy.FIRES)
    chat = who.address.chat_id
    old = await tell(each.store, "1", now=each.now)
    async with delivering(each):
        await each.telegram.wait(lambda: alerts(each, who))
    (thread,) = each.telegram.chats[chat].threads
    assert alerts(each, who)[-1].thread == "🔥🔥🔥"
    if how == "deleted":
        each.telegram.delete_topic(chat, thread)
    else:
        each.telegram.close_topic(chat, thread)
        each.telegram.add_bot(chat, admin=True, topics=False)
    each.now += MINUTE
    await follow_up(each.store, replace(old, severity=4), "2", now=each.now)

    def graver() -> list[Message]:
        return [m for m in each.telegram.messages(chat) if m.thread is None and m.text.startswith("🔥🔥🔥🔥")]

    async with delivering(each):
        await each.telegram.wait(graver)
    assert [m.silent for m in graver()] == [False]
    each.now += MINUTE
    assert (await sent(each, who, "3")).thread is None
    for _ in range(2):
        await each.pipeline.delivering.announce()
    notices = [m for m in each.telegram.messages(chat) if "🧵" in m.text]
    assert [(m.thread, "🔥🔥🔥" in m.text, m.labels[0]) for m in notices] == [(None, True, ["Make them anew"])]
    await each.store.reopen_thread(chat, thread)
    if how == "closed":
        each.telegram.reopen_topic(chat, thread)
        assert (await sent(each, who, "4")).thread == "🔥🔥🔥"


async def test_where_no_thread_can_be_made_alerts_come_to_the_chat(each: Relay) -> None:
    """It is tried once, and the chat is told which right is missing."""
    who = await forum(each)
    each.telegram.add_bot(who.address.chat_id, admin=True, topics=False)
    assert [(await sent(each, who, guid)).thread for guid in ("1", "2")] == [None, None]
    await each.pipeline.delivering.announce()
    assert "I need the right “Manage Topics”" in each.telegram.messages(who.address.chat_id)[-1].text
    assert len(each.telegram.calls.of("createForumTopic")) == 1
