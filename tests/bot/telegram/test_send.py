"""Sending: what Telegram's answers mean, over a real socket."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Address, Button, Gone, Later, Moved, Outcome, Preview, Refused, Reply, Sent, Shut
from bot.preview.arguments import Params
from bot.preview.profile import METHODS
from bot.preview.refusal import forbidden
from bot.preview.telegram import Telegram
from bot.preview.world import World
from bot.telegram.send import Sender
from tests.bot.telegram.sending import REPLY, TOKEN, connected, to
from tests.making import NOON, delivery, subscriber


async def test_an_alert_arrives(telegram: Telegram, sender: Sender) -> None:
    """With its HTML and its buttons; the outcome holds the message."""
    ada = telegram.private()
    outcome = await sender.send(to(ada), REPLY)
    (message,) = telegram.messages(ada)

    assert outcome == Sent(message.id)
    assert (message.html, message.labels) == ("<b>Launch</b>", [["Why?"]])


async def test_a_later_revision_edits_the_message(telegram: Telegram, sender: Sender) -> None:
    """One story, one message; an edit that changes nothing is fine, and so is a message that its reader deleted."""
    ada = telegram.private()
    sent = await sender.send(to(ada), REPLY)
    assert isinstance(sent, Sent)
    told = to(ada, told=1, message_id=sent.message_id)

    assert await sender.send(told, Reply("New")) == sent
    assert [m.text for m in telegram.messages(ada)] == ["New"]
    telegram.chats[ada].messages.clear()
    assert await sender.send(told, Reply("Newer")) == sent
    assert telegram.messages(ada) == []


async def test_a_change_that_is_worth_a_sound_answers_the_message(telegram: Telegram, sender: Sender) -> None:
    """An edit is silent: the phone rings by a short message of its own."""
    ada = telegram.private()
    sent = await sender.send(to(ada), REPLY)
    assert isinstance(sent, Sent)

    assert await sender.send(to(ada, told=1, message_id=sent.message_id), Reply("New"), Reply("Graver")) == sent
    assert [m.text for m in telegram.messages(ada)] == ["New", "Graver"]


async def test_a_muted_story_is_sent_without_a_sound(telegram: Telegram, sender: Sender) -> None:
    """As it is where a group moved and its message stayed behind; other alerts are heard."""
    ada = telegram.private()
    await sender.send(to(ada), REPLY)
    await sender.send(to(ada, told=1, muted_at=NOON), REPLY)

    assert [message.silent for message in telegram.messages(ada)] == [False, True]


async def test_what_was_told_before_comes_without_a_sound(telegram: Telegram, sender: Sender) -> None:
    """By a digest, or in the chat before it moved: its update is a message of its own, heard only if it grew graver."""
    ada = telegram.private()
    await sender.send(to(ada, told=1, told_severity=3), REPLY)
    await sender.send(to(ada, told=1, told_severity=2), REPLY)

    assert [message.silent for message in telegram.messages(ada)] == [True, False]


async def test_in_quiet_hours_nothing_makes_a_sound(telegram: Telegram, sender: Sender) -> None:
    """Neither an alert, nor the answer to one that grew graver, nor a digest in a forum's topic."""
    ada, forum = telegram.private(), telegram.group("Forum", forum=True)
    thread = telegram.topic(forum, "Missiles")
    sent = await sender.send(to(ada), REPLY, silent=True)
    assert isinstance(sent, Sent)
    await sender.send(to(ada, told=1, message_id=sent.message_id), Reply("New"), Reply("Graver"), silent=True)
    assert isinstance(await sender.tell(Address(forum, thread), Reply("Digest"), silent=True), Sent)

    assert [(m.text, m.silent) for m in telegram.messages(ada)] == [("New", True), ("Graver", True)]
    assert [(m.text, m.silent, m.thread_id) for m in telegram.messages(forum) if m.from_bot] == [
        ("Digest", True, thread)
    ]


Break = Callable[[Telegram, int], None]


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda t, ada: t.block(ada), Gone),
        (lambda t, ada: t.deactivate(ada), Gone),
        (lambda t, ada: t.delete_chat(ada), Gone),
        (lambda t, ada: t.faults.add("flood", seconds=7, times=1), Later),
        (lambda t, ada: t.faults.add("bad-gateway", times=1), Later),
        (lambda t, ada: t.faults.add("cut-before", times=1), Later),
        (lambda t, ada: t.faults.add("cut-after", times=1), Later),
        (lambda t, ada: t.faults.add("away"), Later),
    ],
    ids=["blocked", "deactivated", "no chat", "429", "502", "cut before", "cut after", "away"],
)
async def test_an_answer_becomes_an_outcome(
    telegram: Telegram, sender: Sender, spoil: Break, expected: type[Outcome]
) -> None:
    """Who cannot be reached is gone; what may work later is tried later; nothing is raised."""
    ada = telegram.private()
    spoil(telegram, ada)
    outcome = await sender.send(to(ada), REPLY)
    telegram.faults.clear()

    assert isinstance(outcome, expected)
    if isinstance(outcome, Later) and outcome.after:
        assert outcome.after == timedelta(seconds=7)
    assert isinstance(outcome, Later | Gone)
    assert TOKEN.get_secret_value() not in outcome.reason


async def test_an_answer_that_does_not_come_is_tried_later(telegram: Telegram) -> None:
    """Whether it was sent or not, nobody knows: that is no reason to forget it."""
    hasty = connected(telegram, patience=0.5)
    telegram.faults.add("hang")
    outcome = await hasty.send(to(telegram.private()), REPLY)
    telegram.faults.clear()
    await hasty.bot.request.shutdown()

    assert isinstance(outcome, Later)
    assert TOKEN.get_secret_value() not in outcome.reason


async def test_a_kicked_bot_is_gone_and_a_muted_one_waits(telegram: Telegram, sender: Sender) -> None:
    """Out of the group: gone. In it without the right to write: the admins of the group can mend that."""
    group, other = telegram.group("Desk"), telegram.group("Other")
    telegram.kick_bot(group)
    telegram.restrict_bot(other)

    assert isinstance(await sender.send(to(group), REPLY), Gone)
    assert isinstance(await sender.send(to(other), REPLY), Shut)


async def test_a_supergroup_is_a_move(telegram: Telegram, sender: Sender) -> None:
    """The new id comes back as a value."""
    group = telegram.group("Desk")
    supergroup = telegram.migrate(group)

    assert await sender.send(to(group), REPLY) == Moved(supergroup)


BAD = [
    Reply("<b>unclosed &amp; so on"),
    Reply("unclosed &amp; so on", ((Button("Read", url="http://localhost/x"), Button("Why?", data="why:1")),)),
    Reply(
        "unclosed &amp; so on", ((Button("Read", url="https://example.com:99999/"),),), Preview("https://a.example/")
    ),
]
"""Replies that our renderer does not make, and Telegram refuses."""


@pytest.mark.parametrize("reply", BAD)
async def test_no_alert_is_lost_to_its_form(telegram: Telegram, sender: Sender, reply: Reply) -> None:
    """What Telegram cannot read, or a button that it refuses: it goes without, and to the next reader at once."""
    ada, bob = telegram.private(), telegram.private()
    outcomes = [await sender.send(to(one), reply) for one in (ada, bob)]
    data = [button["callback_data"] for row in telegram.messages(ada)[0].buttons for button in row]

    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert [m.text for one in (ada, bob) for m in telegram.messages(one)] == ["unclosed & so on"] * 2
    assert data == [button.data for row in reply.buttons for button in row if button.data]
    assert not any(m.preview.get("url") for m in telegram.messages(ada))
    assert [call.status for call in telegram.calls] == [400, 200, 200]


PARTS = Reply(
    '<b>Launch</b>, <tg-time unix="1795521600" format="t">12:00 UTC</tg-time>\n'
    "<blockquote expandable>It flew.</blockquote>",
    ((Button("Read", url="https://a.example/1", style="primary"), Button("Cite", copied="“Launch”, A")),),
    Preview("https://a.example/1", large=True),
)
"""What only a newer server knows: a time, a button in colour, one that copies; and the preview of a page."""


@pytest.mark.parametrize(("api", "times", "copies"), [((10, 3), 1, 1), ((9, 4), 0, 0), ((7, 10), 0, 0)])
async def test_an_older_server_gets_the_plainer_form_from_the_first_refusal_on(
    telegram: Telegram, sender: Sender, api: tuple[int, int], times: int, copies: int
) -> None:
    """Each alert comes once and with its link, edits too; what the server does not know is tried once in all."""
    telegram.api = api
    chats = [telegram.private(), telegram.channel("Wire"), telegram.private()]
    for number, chat in enumerate(chats):
        sent = await sender.send(to(chat), replace(PARTS, text=f"{number} {PARTS.text}"))
        assert isinstance(sent, Sent)
        edited = await sender.send(to(chat, message_id=sent.message_id), replace(PARTS, text=f"{number}! {PARTS.text}"))
        assert isinstance(edited, Sent)
        (message,) = telegram.messages(chat)
        assert message.text == f"{number}! Launch, 12:00 UTC\nIt flew."
        assert message.preview["url"] == "https://a.example/1"
        kinds = [one.type for one in message.entities]
        assert (kinds.count("date_time"), kinds.count("expandable_blockquote")) == (times, 1)
        (row,) = message.buttons
        assert (row[0]["url"], row[0]["style"], len(row)) == ("https://a.example/1", "primary", 1 + copies)
    assert [call.status for call in telegram.calls].count(400) == (0 if times else 1)
    assert sender.abilities.parts == bool(times)


async def test_one_reply_of_bad_form_says_nothing_of_the_server(telegram: Telegram, sender: Sender) -> None:
    """A text to copy that is too long goes without its button; the next alert has all its parts."""
    ada = telegram.private()
    long = replace(PARTS, buttons=((Button("Cite", copied="x" * 257), Button("Why?", data="why:1")),))
    assert isinstance(await sender.send(to(ada), long), Sent)
    assert telegram.messages(ada)[-1].labels == [["Why?"]]
    assert isinstance(await sender.send(to(telegram.private()), PARTS), Sent)
    assert sender.abilities.parts


async def test_an_edit_is_not_lost_to_its_form(telegram: Telegram, sender: Sender) -> None:
    """Nor is it repeated where nothing changed."""
    ada = telegram.private()
    sent = await sender.send(to(ada), REPLY)
    assert isinstance(sent, Sent)
    told = to(ada, told=1, message_id=sent.message_id)

    assert [await sender.send(told, BAD[0]) for _ in range(2)] == [sent, sent]
    assert [m.text for m in telegram.messages(ada)] == ["unclosed & so on"]
    assert [call.status for call in telegram.calls] == [200, 400, 200, 400]


async def test_a_text_that_is_too_long_is_refused(telegram: Telegram, sender: Sender) -> None:
    """It would be rejected again in any form: it is kept, and not tried again."""
    assert isinstance(await sender.send(to(telegram.private()), Reply("x" * 5000)), Refused)


async def test_a_topic_that_is_missing_or_closed(telegram: Telegram, sender: Sender) -> None:
    """Deleted: the alert goes to the chat itself, and the outcome says why. Closed: it waits, until it is not."""
    forum = telegram.group("Forum", forum=True)
    gone, closed = telegram.topic(forum, "Missiles"), telegram.topic(forum, "Trade")
    telegram.delete_topic(forum, gone)
    telegram.close_topic(forum, closed)
    there, waits = (delivery(subscriber=subscriber(address=Address(forum, one))) for one in (gone, closed))

    sent = await sender.send(there, REPLY)
    assert isinstance(sent, Sent)
    assert "thread not found" in (sent.lacking or "")
    assert (telegram.messages(forum)[-1].id, telegram.messages(forum)[-1].thread_id) == (sent.message_id, None)
    assert isinstance(await sender.send(waits, REPLY), Shut)
    telegram.reopen_topic(forum, closed)
    assert isinstance(await sender.send(waits, REPLY), Sent)


async def test_a_persons_deleted_thread_is_noticed(telegram: Telegram, sender: Sender) -> None:
    """Telegram takes its messages for the chat itself and says nothing; one deleted message is its reader's will."""
    telegram.private_topics = True
    ada = telegram.private()
    thread = telegram.topic(ada, "Launches")
    sent = await sender.send(to(ada), REPLY, thread_id=thread)
    assert sent == Sent(telegram.messages(ada)[-1].id, thread_id=thread)
    del telegram.chats[ada].messages[sent.message_id]
    told = to(ada, told=1, message_id=sent.message_id, thread_id=thread)
    assert await sender.send(told, Reply("edited")) == sent
    telegram.delete_topic(ada, thread)
    after = await sender.send(to(ada), REPLY, thread_id=thread)
    assert after == Sent(telegram.messages(ada)[-1].id, lost=thread, loss="the topic was deleted")
    assert telegram.messages(ada)[-1].thread_id is None


async def test_a_403_is_verified(telegram: Telegram, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram says that we were kicked where only admins may write: as we are a member, what waits goes on waiting."""
    group = telegram.group("Desk")
    refuse = {**METHODS, "sendMessage": kicked}
    monkeypatch.setattr("bot.preview.telegram.METHODS", refuse)
    outcomes = [type(await sender.send(to(group), REPLY))]
    telegram.kick_bot(group)
    outcomes.append(type(await sender.send(to(group), REPLY)))
    telegram.faults.add("bad-gateway", "getChatMember")
    outcomes.append(type(await sender.send(to(group), REPLY)))

    assert outcomes == [Shut, Gone, Later]


def kicked(world: World, params: Params, at: float) -> object:
    """sendMessage as a General topic for admins only answers it."""
    raise forbidden("bot was kicked from the supergroup chat")


async def test_a_forum_topic_is_written_to(telegram: Telegram, sender: Sender) -> None:
    """The alert stands in the topic that subscribed."""
    forum = telegram.group("Forum", forum=True)
    thread = telegram.topic(forum, "Missiles")
    await sender.send(delivery(subscriber=subscriber(address=Address(forum, thread))), REPLY)

    assert telegram.messages(forum)[-1].thread_id == thread
