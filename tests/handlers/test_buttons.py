"""Buttons that are pressed twice, too late, or where others read along; chats that were shut and open again."""

import asyncio

import pytest

from bot.model import Address, Holder
from bot.preview.chats import Message
from tests.handlers.test_commands import followed, pressed, tell
from tests.making import NOON
from tests.talking import ADA, Talk

BEN = 77


def data_of(message: Message, label: str) -> str:
    """What the button with this label says."""
    found = (b["callback_data"] for row in message.buttons for b in row if label in b["text"])
    return str(next(found))


async def newsroom(talk: Talk) -> int:
    """A group of two that follows launches, of which ADA is an admin."""
    talk.telegram.private(BEN, "Ben")
    group = talk.telegram.group("Newsroom", admins=[ADA], members=[BEN])
    await talk.follow(group, "launches")
    return group


async def example(talk: Talk, chat: int) -> Message:
    """An alert in the chat, as following shows one."""
    return await talk.say(chat, "/subscribe launches")


@pytest.mark.parametrize("first", ["/start", "/topics", "/topic launches"])
async def test_a_press_that_comes_twice_changes_nothing(talk: Talk, first: str) -> None:
    """Telegram repeats what was not answered, thumbs press twice: what was wanted is so, and is shown."""
    message = await talk.say(ADA, first)
    for wish, now in (("Launches", True), ("Launches", False)):
        label = wish if first != "/topic launches" else ("Follow" if now else "Stop")
        data = data_of(message, label)
        for _ in range(3):
            assert "ollowing: Launches" in (await pressed(talk, message, data) or "")
            assert await followed(talk) == ({"launches"} if now else set())
    assert data_of(message, label if first != "/topic launches" else "Follow").endswith(":on")


@pytest.mark.parametrize("data", ["toggle:launches", "follow:launches:korea", "switch:launches"])
async def test_buttons_of_earlier_versions_go_on_working(talk: Talk, data: str) -> None:
    """They want the state that is not; what is shown then has buttons of today."""
    message = await talk.say(ADA, "/start")
    for now in ({"launches"}, set()):
        await pressed(talk, message, data)
        assert await followed(talk) == now
    assert all(b["callback_data"].count(":") >= 1 for row in message.buttons for b in row)


@pytest.mark.parametrize(
    "data", ["toggle:launches:maybe", "mute:1:x", "take:1:", "irrelevant:1:ON", "switch:launches:"]
)
async def test_a_state_that_no_button_says(talk: Talk, data: str) -> None:
    """Is answered, and changes nothing."""
    message = await example(talk, ADA)
    assert await pressed(talk, message, data)
    assert await followed(talk) == {"launches"}


async def test_a_press_that_is_answered_too_late_is_shown_all_the_same(talk: Talk) -> None:
    """Telegram takes no toast any more: the ticks are redrawn, so that nobody presses again."""
    message = await talk.say(ADA, "/start")
    query = talk.telegram.press(ADA, message.id, "toggle:launches:on")
    talk.telegram.queries[query].open = False
    await talk.telegram.wait(lambda: message.edited)
    assert "✅ Launches" in [row[0] for row in message.labels]
    assert talk.telegram.answers == []


async def test_a_press_whose_answer_is_lost_is_shown_all_the_same(talk: Talk) -> None:
    """The connection breaks over the toast."""
    message = await talk.say(ADA, "/start")
    talk.telegram.faults.add("cut-before", "answerCallbackQuery", times=1)
    talk.telegram.press(ADA, message.id, "toggle:launches:on")
    await talk.telegram.wait(lambda: message.edited)
    assert "✅ Launches" in [row[0] for row in message.labels]


async def test_in_private_a_vote_is_taken_back_by_its_button(talk: Talk) -> None:
    """The button says what pressing it would do."""
    await tell(talk, 1)
    alert = await example(talk, ADA)
    await talk.press(alert, "Not relevant")
    await talk.press(alert, "Mute story")
    assert len(await talk.store.judgements()) == 1
    await talk.press(alert, "Not relevant · undo")
    assert await talk.store.judgements() == ()
    assert alert.labels[1] == ["🔕 Muted · unmute", "Not relevant"]


async def test_a_groups_vote_is_taken_back_in_private(talk: Talk) -> None:
    """A group's button is everybody's; what it opens in private has one's own."""
    number = await tell(talk, 1)
    alert = await example(talk, await newsroom(talk))
    assert "private chat" in (await pressed(talk, alert, f"irrelevant:{number}:on", ADA) or "")
    assert len(await talk.store.judgements()) == 1
    why = await talk.say(ADA, f"/start why_{number}")
    assert await talk.press(why, "Not relevant · undo") == "Taken back."
    assert await talk.store.judgements() == ()
    assert "Not relevant" in why.labels[1]


async def test_why_and_sources_answer_who_asks_alone(talk: Talk) -> None:
    """In a group and in a channel nothing is posted: a window opens, and the details in the private chat."""
    number = await tell(talk, 1)
    for chat in (await newsroom(talk), talk.telegram.channel("Wire", admins=[ADA])):
        alert = await example(talk, chat)
        posts = len(talk.telegram.messages(chat))
        why = await pressed(talk, alert, f"why:{number}", ADA)
        sources = await pressed(talk, alert, f"sources:{number}", ADA)
        assert [answer.alert for answer in talk.telegram.answers[-2:]] == [True, True]
        assert why == "Launches, 90% sure (missile): “North Korea fired a missile.”"
        assert sources == "UTC:\n12:00 Outlet 1"
        assert await talk.press(alert, "In full", user_id=ADA) is None
        assert talk.telegram.answers[-1].url == f"https://t.me/{talk.app.bot.username}?start=why_{number}"
        assert len(talk.telegram.messages(chat)) == posts


async def test_in_a_supergroup_who_asks_sees_it_in_full_and_alone(talk: Talk) -> None:
    """By an ephemeral message, where the server has them: nothing is posted, and no window opens."""
    number = await tell(talk, 1)
    group = talk.telegram.group("Newsroom", admins=[ADA], supergroup=True)
    await talk.follow(group, "launches")
    alert = await example(talk, group)
    posts = len(talk.telegram.messages(group))
    for data, said in (
        (f"why:{number}", "because of"),
        (f"sources:{number}", "12:00 Outlet 1"),
        (f"story:{number}", "Out"),
    ):
        assert await pressed(talk, alert, data, ADA) is None
        assert (talk.telegram.asides[-1].receiver, talk.telegram.asides[-1].message.chat_id) == (ADA, group)
        assert said in talk.telegram.asides[-1].message.text
    assert len(talk.telegram.messages(group)) == posts


@pytest.mark.parametrize("api", [(10, 1), (10, 2)])
async def test_an_older_server_posts_nothing_for_all(talk: Talk, api: tuple[int, int]) -> None:
    """It would overlook that a message is for one alone: it is asked once whether it knows how, and then no more."""
    talk.telegram.api = api
    number = await tell(talk, 1)
    group = talk.telegram.group("Newsroom", admins=[ADA], supergroup=True)
    alert = await example(talk, group)
    posts = len(talk.telegram.messages(group))
    said = [await pressed(talk, alert, f"why:{number}", ADA) for _ in range(2)]
    assert [bool(one) for one in said] == [api < (10, 2)] * 2
    assert [call.method for call in talk.telegram.calls].count("deleteEphemeralMessage") == 1
    assert len(talk.telegram.messages(group)) == posts


async def test_one_refusal_ends_ephemeral_messages(talk: Talk) -> None:
    """A server that knows them and takes none: from then on the window over the button is used at once."""
    number = await tell(talk, 1)
    alert = await example(talk, talk.telegram.group("Newsroom", admins=[ADA], supergroup=True))
    sent = [call.method for call in talk.telegram.calls].count("sendMessage")
    talk.telegram.faults.add("refused", "sendMessage", times=2)
    for _ in range(2):
        assert "90% sure" in (await pressed(talk, alert, f"why:{number}", ADA) or "")
    assert [call.method for call in talk.telegram.calls].count("sendMessage") == sent + 1


async def test_presses_leave_a_group_room_for_alerts(talk: Talk) -> None:
    """Whether ephemeral messages count among a group's twenty a minute is not known: half of them stay for alerts."""
    number = await tell(talk, 1)
    alert = await example(talk, talk.telegram.group("Newsroom", admins=[ADA], supergroup=True))
    shown = [await pressed(talk, alert, f"sources:{number}", ADA) for _ in range(20)]
    assert 5 < shown.count(None) <= 10
    assert shown[-1] == "UTC:\n12:00 Outlet 1"


async def test_the_private_chat_shows_a_groups_alert_in_full(talk: Talk) -> None:
    """What its link starts, with the other explanation below; it makes nobody a subscriber."""
    number = await tell(talk, 1)
    why = await talk.say(ADA, f"/start why_{number}")
    assert "North Korea fired a missile." in why.text
    await talk.press(why, "Sources")
    assert "12:00 Outlet 1" in talk.telegram.messages(ADA)[-1].text
    assert "12:00 Outlet 1" in (await talk.say(ADA, f"/start sources_{number}")).text
    assert await talk.store.subscriber(Address(ADA)) is None
    for gone in ("why_999", f"why_{'9' * 40}", "sources_0"):
        assert (await talk.say(ADA, f"/start {gone}")).text == "I no longer have this story."


async def test_one_of_a_group_has_it(talk: Talk) -> None:
    """All see who and since when; of two at once one has it; repeats change nothing; who has it gives it back."""
    number = await tell(talk, 1)
    alert = await example(talk, await newsroom(talk))
    take, back = f"take:{number}:on", f"take:{number}:off"
    assert await pressed(talk, alert, take, BEN) == "You have it. Everybody here sees that."
    assert await pressed(talk, alert, take, BEN) == "You have it. Everybody here sees that."
    assert alert.text.splitlines()[-1] == "✋ Ben has it, since 12:00 UTC"
    for data in (take, back):
        assert await pressed(talk, alert, data, ADA) == "Ben has it."
    for _ in range(2):
        assert await pressed(talk, alert, back, BEN) == "Nobody has it now."
    assert "has it" not in alert.text
    assert "I have it" in alert.labels[-1][0]

    for person in (ADA, BEN):
        talk.telegram.press(alert.chat_id, alert.id, take, person)
    await talk.quiet()
    toasts = sorted(str(answer.text) for answer in talk.telegram.answers[-2:])
    assert toasts in [[f"{one} has it.", "You have it. Everybody here sees that."] for one in ("Ada", "Ben")]
    assert toasts[0][:-1] in alert.text


async def test_a_holder_has_no_markup(talk: Talk) -> None:
    """Whatever people call themselves."""
    holder = Holder(7, "<b>&" + "x" * 100, NOON)
    number, group = await tell(talk, 1), await newsroom(talk)
    alert = await example(talk, group)
    reader = await talk.store.subscriber(Address(group))
    assert reader
    await talk.store.take(number, reader.id, holder)
    assert "has it." in (await pressed(talk, alert, f"take:{number}:on", BEN) or "")
    assert "<b>&xxx" in alert.text


async def test_a_story_whose_address_telegram_refuses_can_be_shown(talk: Talk) -> None:
    """Following and listing work: the address is left out, and the story stays."""
    await tell(talk, 1, url="http://rsshub:1200/item/1")
    alert = await example(talk, ADA)
    assert "Story 1" in alert.text
    assert alert.labels[0] == ["Why?", "Sources"]
    assert "Story 1" in (await talk.say(ADA, "/latest")).text


async def test_a_channels_post_is_not_answered_in_its_discussion_group(talk: Talk) -> None:
    """Telegram forwards it there by itself: one answer, in the channel."""
    channel, group = talk.telegram.channel("Wire", admins=[ADA]), talk.telegram.group("Talk", admins=[ADA])
    for text in ("/latest", "/subscribe launches"):
        await talk.say(channel, text)
        post = next(m for m in reversed(talk.telegram.messages(channel)) if m.text == text)
        talk.telegram.forward(channel, post.id, group)
    await talk.quiet()
    assert [m for m in talk.telegram.messages(group) if m.from_bot] == []
    assert (await followed(talk, channel), await followed(talk, group)) == ({"launches"}, set())


async def is_gone(talk: Talk, chat: int, thread: int | None = None) -> bool:
    """Whether a chat is noted as gone."""
    reader = await talk.store.subscriber(Address(chat, thread))
    assert reader
    return reader.gone_at is not None


async def test_whoever_unblocks_is_back_without_a_word(talk: Talk) -> None:
    """As is who presses a button or asks for anything: what was followed is followed."""
    await talk.follow(ADA, "launches")
    talk.telegram.block(ADA)
    await talk.quiet()
    assert await is_gone(talk, ADA)
    talk.telegram.unblock(ADA)
    await talk.quiet()
    assert not await is_gone(talk, ADA)
    for sign in ("/latest", "/status", "hello"):
        await talk.store.mark_gone(ADA, NOON)
        await talk.say(ADA, sign)
        assert not await is_gone(talk, ADA)
    assert await followed(talk) == {"launches"}


async def test_rights_and_places_given_back_bring_a_chat_back(talk: Talk) -> None:
    """A group into which we are brought again, a channel that makes us an admin again, a topic that is opened again."""
    group, channel = await newsroom(talk), talk.telegram.channel("Wire", admins=[ADA])
    forum = talk.telegram.group("Forum", admins=[ADA], forum=True)
    thread = talk.telegram.topic(forum, "Missiles")
    await talk.follow(channel, "launches")
    await talk.say(forum, "/subscribe launches", thread_id=thread)
    for chat in (group, channel):
        talk.telegram.kick_bot(chat)
        await talk.quiet()
        assert await is_gone(talk, chat)
        talk.telegram.add_bot(chat)
    await talk.store.mark_gone(forum, NOON)
    talk.telegram.reopen_topic(forum, thread)
    await talk.quiet()
    assert [await is_gone(talk, *where) for where in ((group,), (channel,), (forum, thread))] == [False] * 3


async def test_an_answer_that_is_not_let_in_is_no_fault_of_ours(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    """A group in which we may not write: one line in the log, and no traceback."""
    group = await newsroom(talk)
    talk.telegram.restrict_bot(group)
    talk.telegram.say(group, "/latest")
    await talk.telegram.wait(lambda: talk.telegram.calls.of("sendMessage")[-1].status == 400)
    await talk.quiet()
    await asyncio.sleep(0)
    assert [one.getMessage() for one in caplog.records if one.exc_info] == []
    assert "an answer is not let in" in caplog.text
