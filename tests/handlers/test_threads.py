"""/threads, and the offer of threads: in groups that have them, and in private chats where they are on."""

import pytest

from bot.model import Address, Thread, ThreadsBy
from bot.preview.chats import Message
from tests.handlers.test_commands import pressed
from tests.talking import ADA, Talk


def forum(talk: Talk, *, admin: bool = True, topics: bool = True) -> int:
    """A group with threads, of which Ada is the owner."""
    chat = talk.telegram.group("Newsroom", admins=[ADA], forum=True)
    if admin:
        talk.telegram.add_bot(chat, admin=True, topics=topics)
    return chat


def offers(talk: Talk, chat: int) -> list[Message]:
    """Where threads were offered."""
    return [message for message in talk.telegram.messages(chat) if "Shall I sort alerts" in message.text]


async def test_threads_are_offered_once(talk: Talk) -> None:
    """As soon as the group follows something and lets us make threads; a press makes one for each topic followed."""
    chat = forum(talk, admin=False)
    await talk.say(chat, "/subscribe launches")
    await talk.quiet()
    assert offers(talk, chat) == []
    talk.telegram.add_bot(chat, admin=True)
    await talk.quiet()
    await talk.say(chat, "/subscribe sanctions")
    await talk.quiet()
    (offer,) = offers(talk, chat)
    await talk.press(offer, "By topic", user_id=ADA)
    assert set(talk.telegram.chats[chat].threads.values()) == {"Launches", "Sanctions"}
    assert "each topic has its own" in offer.text
    assert ["✅ By topic"] in offer.labels
    await talk.press(offer, "By topic", user_id=ADA)
    assert len(talk.telegram.chats[chat].threads) == 2
    await talk.press(offer, "All in one place", user_id=ADA)
    reader = await talk.store.subscriber(Address(chat))
    assert reader
    assert reader.threads_by is None


async def test_a_thread_of_alerts_speaks_for_the_group(talk: Talk) -> None:
    """What is said in it is answered there, and is about what the group follows; reopened, it takes alerts again."""
    chat = forum(talk)
    await talk.say(chat, "/subscribe launches")
    await talk.say(chat, "/threads topic")
    await talk.quiet()
    reader = await talk.store.subscriber(Address(chat))
    assert reader
    (thread,) = talk.telegram.chats[chat].threads
    answer = await talk.say(chat, "/unsubscribe launches", thread_id=thread)
    assert answer.thread == "Launches"
    assert await talk.store.subscriptions(reader.id) == {}
    await talk.store.keep_thread(reader.id, Thread("launches", thread, talk.app.bot_data.clock(), "TOPIC_CLOSED"))
    talk.telegram.close_topic(chat, thread)
    talk.telegram.reopen_topic(chat, thread)
    await talk.quiet()
    assert await talk.store.threads(reader.id) == (Thread("launches", thread),)


@pytest.mark.parametrize(
    ("admin", "topics"), [(False, True), (True, False)], ids=["no admin", "an admin without the right"]
)
async def test_the_right_that_is_missing_is_named(talk: Talk, admin: bool, topics: bool) -> None:
    """Nothing is changed, and nothing is offered, before it is given."""
    chat = forum(talk, admin=admin, topics=topics)
    await talk.say(chat, "/subscribe launches")
    assert "“Manage Topics”" in (await talk.say(chat, "/threads fires")).text
    await talk.quiet()
    reader = await talk.store.subscriber(Address(chat))
    assert reader
    assert reader.threads_by is None
    assert offers(talk, chat) == []
    assert talk.telegram.chats[chat].threads == {}


async def test_groups_and_chats_without_threads(talk: Talk) -> None:
    """Each is told what has to be switched on; in /settings nothing points there."""
    group, channel = talk.telegram.group("Flat", admins=[ADA]), talk.telegram.channel("Beacon", admins=[ADA])
    assert "switches “Topics” on" in (await talk.say(group, "/threads")).text
    assert "A channel has no threads" in (await talk.say(channel, "/threads")).text
    assert "with @BotFather" in (await talk.say(ADA, "/threads topic")).text
    assert "🧵 Threads" not in str((await talk.say(ADA, "/settings")).labels)


async def test_a_private_chat_has_threads_by_choice(talk: Talk) -> None:
    """Nothing is offered; /settings leads there. Whatever thread one writes in, one is the same reader."""
    talk.telegram.private_topics = True
    await talk.app.bot.get_me()
    thread = talk.telegram.topic(ADA, "A thought")
    answer = await talk.say(ADA, "/subscribe launches", thread_id=thread)
    assert answer.thread == "A thought"
    message = await talk.say(ADA, "/settings")
    await talk.press(message, "Threads")
    await talk.press(message, "By fires")
    reader = await talk.store.subscriber(Address(ADA))
    assert reader
    assert reader.threads_by is ThreadsBy.FIRES
    assert list(talk.telegram.chats[ADA].threads.values())[1:] == ["🔥" * count for count in range(5, 0, -1)]
    assert offers(talk, ADA) == []
    assert await pressed(talk, message, "threads:up") == "This button is out of date. Try /help."


async def test_a_person_may_have_them_off(talk: Talk) -> None:
    """Though the bot's owner has them on: then nothing is changed, and the answer says what is missing."""
    talk.telegram.private_topics = True
    await talk.app.bot.get_me()
    talk.telegram.private_topics = False
    await talk.follow(ADA, "launches")
    assert "Threads are off in this chat" in (await talk.say(ADA, "/threads topic")).text
    reader = await talk.store.subscriber(Address(ADA))
    assert reader
    assert reader.threads_by is None
