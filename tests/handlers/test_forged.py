"""What no button of ours says: forged, damaged and stale data, and numbers beyond all bounds, on each engine.

Whoever writes a client of their own can have Telegram bring any 64 bytes as a button's data, and an old message keeps
its buttons for years. A person gets an answer to each, and the log no traceback.
"""

import logging
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Address
from bot.preview.chats import Message
from bot.store import Store
from handlers import BUTTONS, COMMANDS
from tests.talking import Talk, talking

BEYOND = ("99999999999999999999", "9223372036854775808", "9223372036854775807", "-1", "", "²", "٣", "1.5", "0x1", " 1")
"""What may stand where a number should: beyond what an engine holds, negative, none, and what only looks like one."""


def in_utf8(text: str) -> bool:
    """Whether it has at most 64 bytes, as Telegram sees to."""
    return len(text.encode()) <= 64


rubbish = st.text(st.characters(codec="utf-8"), max_size=64)
words = st.sampled_from([*BEYOND, "0", "1", "10", "launches", "korea", "yes", "ko", "add", "try"]) | rubbish
said = st.lists(words, max_size=3)
forged = st.builds(lambda name, rest: ":".join([name, *rest]), st.sampled_from([one.name for one in BUTTONS]), said)
written = st.builds(lambda name, rest: " ".join([f"/{name}", *rest]), st.sampled_from([c.name for c in COMMANDS]), said)
in_one_talk = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
async def talk(store: Store, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Talk]:
    """A conversation with the application, on each engine; at its end the log is without an error."""
    async with talking(store) as conversation:
        yield conversation
    errors = [one for one in caplog.get_records("call") if one.exc_info or one.levelno >= logging.ERROR]
    assert [one.getMessage() for one in errors] == []


def under(talk: Talk) -> Message:
    """A message of the bot's in a chat that is new: to one that it knows it would write but once a second."""
    chat = talk.telegram.chats[talk.telegram.private()]
    return talk.telegram.post(chat, talk.telegram.state.bot, "What a bot of an older version wrote")


async def toast(talk: Talk, message: Message, data: str) -> str | None:
    """Press a button that says this: what is answered over it, once all is shown."""
    before = len(talk.telegram.answers)
    talk.telegram.press(message.chat_id, message.id, data)
    await talk.telegram.wait(lambda: len(talk.telegram.answers) > before)
    await talk.quiet()
    (answer,) = talk.telegram.answers[before:]
    return answer.text


@in_one_talk
@given(data=(forged | rubbish).filter(in_utf8))
async def test_whatever_a_button_says_is_answered(talk: Talk, data: str) -> None:
    """Once, and without a fault of ours."""
    assert "fault" not in (await toast(talk, under(talk), data) or "")


async def test_a_number_that_no_button_has_is_out_of_date(talk: Talk) -> None:
    """Stories and pages that cannot be: a sentence says so, and the message stays as it was."""
    message = under(talk)
    await talk.follow(message.chat_id, "launches")
    before = message.text
    for number in BEYOND:
        for name in ("why", "sources", "mute", "irrelevant"):
            assert await toast(talk, message, f"{name}:{number}") == "I no longer have this story."
        for page in (f"topic:launches:{number}", f"latest:5:{number}", f"latest:{number}:0"):
            assert await toast(talk, message, page) == "This button is out of date. Try /help."
    for size in (0, 11):
        assert await toast(talk, message, f"latest:{size}:0") == "This button is out of date. Try /help."
    assert message.text == before


async def test_a_button_under_a_message_that_telegram_shows_no_more(talk: Talk) -> None:
    """Too old, or deleted meanwhile: nothing can be shown in its place, so the answer is a message of its own."""
    old = under(talk)
    del talk.telegram.chats[old.chat_id].messages[old.id]
    assert await toast(talk, old, "toggle:launches") == "Following: Launches"
    assert await toast(talk, old, "why:1") == "I no longer have this story."

    reader = await talk.store.subscriber(Address(old.chat_id))
    assert reader
    assert set(await talk.store.subscriptions(reader.id)) == {"launches"}
    assert "✅ Launches" in [row[0] for row in talk.telegram.messages(old.chat_id)[-1].labels]


@in_one_talk
@given(text=written)
async def test_whatever_a_command_is_given_is_answered(talk: Talk, text: str) -> None:
    """In a message, and without a fault of ours."""
    assert "the fault is on my side" not in (await talk.say(talk.telegram.private(), text)).text
