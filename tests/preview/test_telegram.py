"""The stand-in as python-telegram-bot meets it: objects, errors in Telegram's words and order, updates, limits."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberOwner,
    ChatMemberRestricted,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.pictures.qr import qr
from bot.preview.limits import Limits
from bot.preview.telegram import Telegram
from tests.patience import PATIENCE
from tests.preview.bots import bot_of


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A stand-in without limits."""
    async with Telegram() as running:
        yield running


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The real Bot, pointed at the stand-in with nothing but its address."""
    async with bot_of(telegram) as running:
        yield running


@pytest.fixture
async def raw(telegram: Telegram) -> AsyncIterator[httpx.AsyncClient]:
    """Bare HTTP at the bot's address."""
    async with httpx.AsyncClient(base_url=f"{telegram.url}/bot{telegram.token}/", timeout=PATIENCE) as client:
        yield client


def keys(*labels: str) -> InlineKeyboardMarkup:
    """A row of buttons whose data is their label."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in labels]])


async def test_a_message_comes_back_as_it_stands_in_the_chat(telegram: Telegram, bot: Bot) -> None:
    """Text is parsed, entities and buttons are kept, and the answer is a Message that the library understands."""
    ada = telegram.private(first_name="Ada")
    sent = await bot.send_message(
        ada,
        '  🚀 <b>Launch</b> <a href="https://a.example/">A</a> ',
        parse_mode="HTML",
        reply_markup=keys("on", "off"),
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert (sent.text, sent.chat.first_name, sent.from_user and sent.from_user.is_bot) == ("🚀 Launch A", "Ada", True)
    assert sent.text_html == '🚀 <b>Launch</b> <a href="https://a.example/">A</a>'
    assert sent.reply_markup
    assert sent.reply_markup.inline_keyboard[0][1].callback_data == "off"
    (held,) = telegram.messages(ada)
    assert (held.id, held.text, held.labels, held.silent) == (sent.message_id, sent.text, [["on", "off"]], True)
    again = await bot.send_message(ada, "more", reply_parameters=ReplyParameters(sent.message_id))
    assert again.reply_to_message
    assert again.reply_to_message.message_id == sent.message_id


async def test_an_edit_changes_the_message_in_place(telegram: Telegram, bot: Bot) -> None:
    """One message stays one message; what it said is kept as its history, and without a keyboard buttons go."""
    ada = telegram.private()
    sent = await bot.send_message(ada, "one", reply_markup=keys("a"))
    edited = await bot.edit_message_reply_markup(ada, sent.message_id, reply_markup=keys("b"))
    assert not isinstance(edited, bool)
    assert edited.edit_date
    await bot.edit_message_text("<i>two</i>", ada, sent.message_id, parse_mode="HTML")
    (held,) = telegram.messages(ada)
    assert (held.html, held.buttons) == ("<i>two</i>", [])
    assert [(was.text, len(was.buttons)) for was in held.history] == [("one", 1), ("one", 1)]
    assert await bot.delete_message(ada, sent.message_id)
    assert telegram.messages(ada) == []


@pytest.mark.parametrize("body", ["form", "json", "multipart", "address"])
async def test_every_kind_of_body_is_read(telegram: Telegram, raw: httpx.AsyncClient, body: str) -> None:
    """A form, JSON, multipart and the address itself say the same; method names have no case."""
    ada = telegram.private()
    fields = {"chat_id": str(ada), "text": "가 & b"}
    bodies: dict[str, dict[str, Any]] = {
        "form": {"data": fields},
        "json": {"json": fields},
        "multipart": {"files": {name: (None, value) for name, value in fields.items()}},
        "address": {"params": fields},
    }
    answer = (await raw.post("SENDmessage", **bodies[body])).json()
    assert (answer["ok"], answer["result"]["text"]) == (True, "가 & b")
    assert [(call.method, call.chat_id, call.status) for call in telegram.calls] == [("sendMessage", ada, 200)]


async def test_files_are_kept_with_their_captions(telegram: Telegram, bot: Bot) -> None:
    """A photo has its size, a document its name; neither has a text that could be edited."""
    ada = telegram.private()
    photo = await bot.send_photo(ada, qr("hello"), caption="<code>x</code>", parse_mode="HTML", reply_markup=keys("on"))
    document = await bot.send_document(ada, b"a,b", filename="a.csv")
    assert photo.caption == "x"
    assert photo.caption_entities[0].type == "code"
    assert photo.photo[0].width == photo.photo[0].height
    assert document.document
    assert (document.document.file_name, document.document.file_size, document.text) == ("a.csv", 3, None)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("y", ada, photo.message_id)
    assert await bot.edit_message_reply_markup(ada, photo.message_id, reply_markup=keys("off"))
    assert [message.file.content for message in telegram.messages(ada) if message.file] == [qr("hello"), b"a,b"]


async def test_what_is_no_photo_is_refused(telegram: Telegram, bot: Bot, raw: httpx.AsyncClient) -> None:
    """In Telegram's words."""
    ada = telegram.private()
    flat = qr("hello")[:16] + bytes((0, 0, 16, 0, 0, 0, 0, 9)) + b"..."
    for content, caption, words in (
        (b"GIF89a", "", "Image_process_failed"),
        (flat, "", "Photo_invalid_dimensions"),
        (b"", "", "File must be non-empty"),
        (qr("hello"), "x" * 1025, "Message caption is too long"),
    ):
        with pytest.raises(BadRequest, match=words):
            await bot.send_photo(ada, content, caption=caption)
    answer = (await raw.post("sendPhoto", json={"chat_id": ada, "photo": "elsewhere"})).json()
    assert answer["description"] == "Bad Request: there is no photo in the request"
    assert telegram.messages(ada) == []


BAD_TEXTS = [
    ({}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "🚀" * 2049}, "message is too long"),
    ({"text": "가" * 11000}, "text is too long"),
    ({"text": "핵<br>", "parse_mode": "html"}, 'can\'t parse entities: Unsupported start tag "br" at byte offset 3'),
    ({"text": "x", "parse_mode": "RTF"}, "unsupported parse_mode"),
    ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ({"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": 31337}, "chat not found"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
]


@pytest.mark.parametrize(("params", "words"), BAD_TEXTS)
async def test_what_cannot_be_sent_is_refused_in_telegrams_words(
    telegram: Telegram, raw: httpx.AsyncClient, params: dict[str, Any], words: str
) -> None:
    """Each wrong argument has its own error, status 400, and nothing is sent."""
    ada = telegram.private()
    answer = await raw.post("sendMessage", json={"chat_id": ada, **params})
    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert telegram.messages(ada) == []


BAD_BUTTONS = [
    ({"text": "x", "callback_data": "가" * 22}, "BUTTON_DATA_INVALID"),
    (
        {"text": "x", "callback_data": ""},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
    (
        {"text": "x", "url": "http://localhost/"},
        "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "x", "url": "ftp://a.example"},
        "inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
    ),
]


@pytest.mark.parametrize(("button", "words"), BAD_BUTTONS)
async def test_a_wrong_button_fails_the_message(
    telegram: Telegram, raw: httpx.AsyncClient, button: dict[str, str], words: str
) -> None:
    """Data has 1 to 64 bytes, links go to the web, and a button does something."""
    markup = {"inline_keyboard": [[button]]}
    answer = await raw.post("sendMessage", json={"chat_id": telegram.private(), "text": "x", "reply_markup": markup})
    assert answer.json()["description"] == f"Bad Request: {words}"


async def test_there_can_be_too_many_buttons(telegram: Telegram, bot: Bot) -> None:
    """Eight in a row and a hundred in all are taken, one more is not."""
    ada = telegram.private()
    button = InlineKeyboardButton("x", callback_data="x")
    await bot.send_message(ada, "x", reply_markup=InlineKeyboardMarkup([[button] * 8] * 12))
    for rows in ([[button] * 9], [[button]] * 101):
        with pytest.raises(BadRequest, match="Reply markup is too long"):
            await bot.send_message(ada, "x", reply_markup=InlineKeyboardMarkup(rows))


async def test_an_edit_must_change_something_that_is_there(telegram: Telegram, bot: Bot) -> None:
    """Same text and same buttons, no such message, and another's message are three errors."""
    ada = telegram.private()
    sent = await bot.send_message(ada, "<b>x</b>", parse_mode="HTML", reply_markup=keys("a"))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await bot.edit_message_text("<b>x</b> ", ada, sent.message_id, parse_mode="HTML", reply_markup=keys("a"))
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", ada, 999)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ada, 999)
    said = telegram.say(ada, "mine")["message"]["message_id"]
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", ada, said)


async def test_who_cannot_be_reached_is_told_why(telegram: Telegram, bot: Bot) -> None:
    """Each way to be out of reach has its own words."""
    ada, bob, cyd = telegram.private(), telegram.private(), telegram.private(started=False)
    telegram.block(ada)
    telegram.deactivate(bob)
    kicked, gone, left = telegram.group("A", [ada]), telegram.group("B", [ada]), telegram.group("C", [ada], bot=False)
    telegram.kick_bot(kicked)
    telegram.delete_chat(gone)
    super_, channel = telegram.group("D", [ada], supergroup=True), telegram.channel("E", [ada])
    telegram.kick_bot(super_)
    telegram.kick_bot(channel)
    reasons = {
        ada: "bot was blocked by the user",
        bob: "user is deactivated",
        cyd: "bot can't initiate conversation with a user",
        kicked: "bot was kicked from the group chat",
        gone: "the group chat was deleted",
        left: "bot is not a member of the group chat",
        super_: "bot was kicked from the supergroup chat",
        channel: "bot was kicked from the channel chat",
    }
    for chat_id, reason in reasons.items():
        with pytest.raises(Forbidden) as caught:
            await bot.send_message(chat_id, "x")
        assert str(caught.value) == f"Forbidden: {reason}"
    mute = telegram.group("F", [ada])
    telegram.restrict_bot(mute)
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(mute, "x")
    telegram.delete_chat(cyd)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(cyd, "x")


async def test_a_group_that_became_a_supergroup_says_where_it_went(telegram: Telegram, bot: Bot) -> None:
    """The old id answers with the new one, which takes messages; both tell the bot so."""
    old = telegram.group("Desk", [telegram.private()])
    new = telegram.migrate(old)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old, "x")
    assert caught.value.new_chat_id == new
    assert (await bot.send_message(new, "x")).chat.type == "supergroup"
    from_old, from_new = (update.message for update in await bot.get_updates())
    assert (from_old and from_old.migrate_to_chat_id, from_new and from_new.migrate_from_chat_id) == (new, old)


async def test_checks_come_in_telegrams_order() -> None:
    """Arguments first, then the chat, then flood control, then blocked: a blocked user's message costs its rate."""
    clock = Clock()
    async with Telegram(limits=Limits(), clock=clock) as telegram, bot_of(telegram) as bot:
        ada = telegram.private()
        telegram.block(ada)
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await bot.send_message(31337, "<x>", parse_mode="HTML")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(31337, "x")
        with pytest.raises(Forbidden):
            await bot.send_message(ada, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(ada, "x")
        with pytest.raises(BadRequest):
            await bot.send_message(ada, "")
        assert telegram.violations == 1


async def test_too_fast_is_answered_429_with_the_wait() -> None:
    """Messages and edits count alike; the wait stands in the body and in the header, and then the message is taken."""
    clock = Clock()
    async with Telegram(limits=Limits(), clock=clock) as telegram, bot_of(telegram) as bot:
        ada = telegram.private()
        sent = await bot.send_message(ada, "one")
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.post(
                f"{telegram.url}/bot{telegram.token}/editMessageText",
                json={"chat_id": ada, "message_id": sent.message_id, "text": "two"},
            )
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
        assert answer.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        clock.now += 1
        assert await bot.edit_message_text("two", ada, sent.message_id)
        assert [(call.method, call.at, call.status) for call in telegram.calls][-2:] == [
            ("editMessageText", 100.0, 429),
            ("editMessageText", 101.0, 200),
        ]


async def test_paid_broadcasts_need_to_be_allowed() -> None:
    """Without the switch the flag is an error; with it, more than thirty go out in a second."""
    clock = Clock()
    async with Telegram(limits=Limits(paid=None), clock=clock) as telegram, bot_of(telegram) as bot:
        with pytest.raises(BadRequest, match="Floodskip_not_allowed"):
            await bot.send_message(telegram.private(), "x", allow_paid_broadcast=True)
    async with Telegram(limits=Limits(), clock=clock) as telegram, bot_of(telegram) as bot:
        for _ in range(35):
            await bot.send_message(telegram.private(), "x", allow_paid_broadcast=True)
        with pytest.raises(RetryAfter):
            await bot.send_message(telegram.private(), "x")


@pytest.mark.parametrize(("token", "status"), [("2:preview", 401), ("nonsense", 404), ("0:x", 404)])
async def test_a_wrong_token_is_refused(telegram: Telegram, token: str, status: int) -> None:
    """An unknown token is unauthorized, a malformed one is not found; the library calls both invalid."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        assert (await client.get(f"{telegram.url}/bot{token}/getMe")).status_code == status
        answer = await client.get(f"{telegram.url}/bot{telegram.token}/makeCoffee")
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    stranger = bot_of(telegram, token)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_people_speak_and_press_and_the_bot_hears_it(telegram: Telegram, bot: Bot) -> None:
    """A command carries its entity; a pressed button becomes a query that is answered once."""
    ada = telegram.private(language_code="ko")
    telegram.say(ada, "안녕 /start@bongsu_preview_bot now")
    sent = await bot.send_message(ada, "pick", reply_markup=keys("a"))
    query_id = telegram.press(ada, sent.message_id, "a")
    said, pressed = await bot.get_updates()
    assert said.message
    assert said.message.from_user
    assert said.message.from_user.language_code == "ko"
    ((entity, word),) = said.message.parse_entities().items()
    assert (entity.type, word) == ("bot_command", "/start@bongsu_preview_bot")
    query = pressed.callback_query
    assert query
    assert query.message
    assert (query.id, query.data, query.message.message_id) == (query_id, "a", sent.message_id)
    assert await bot.answer_callback_query(query.id, "done", show_alert=True)
    assert [(answer.text, answer.alert) for answer in telegram.answers] == [("done", True)]
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(query.id)


async def test_a_query_can_be_answered_too_late() -> None:
    """After a minute Telegram takes no answer any more."""
    clock = Clock()
    async with Telegram(clock=clock) as telegram, bot_of(telegram) as bot:
        ada = telegram.private()
        sent = await bot.send_message(ada, "pick", reply_markup=keys("a"))
        query_id = telegram.press(ada, sent.message_id, "a")
        clock.now += 61
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(query_id)


async def test_the_bot_is_told_where_it_is_let_in_and_thrown_out(telegram: Telegram, bot: Bot) -> None:
    """Blocking, unblocking (by writing again), adding and kicking are my_chat_member updates."""
    ada = telegram.private()
    group, channel = telegram.group("Desk", [ada], bot=False), telegram.channel("Wire", [ada], bot=False)
    telegram.block(ada)
    telegram.say(ada, "/start")
    telegram.add_bot(group)
    telegram.add_bot(channel)
    telegram.kick_bot(group)
    updates = await bot.get_updates()
    changes = [one.my_chat_member for one in updates if one.my_chat_member]
    assert [(change.chat.id, change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        (ada, "member", "kicked"),
        (ada, "kicked", "member"),
        (group, "left", "member"),
        (channel, "left", "administrator"),
        (group, "member", "kicked"),
    ]
    (joined,) = [one.message for one in updates if one.message and one.message.new_chat_members]
    assert joined.new_chat_members[0].is_bot
    assert telegram.messages(ada)[0].text == "/start"


async def test_what_is_said_without_the_bot_does_not_reach_it(telegram: Telegram, bot: Bot) -> None:
    """In groups the bot hears whom it is with, in channels posts; where it is not, nothing."""
    ada = telegram.private()
    with_it, without, channel = telegram.group("A", [ada]), telegram.group("B", [ada], bot=False), telegram.channel("C")
    for chat in (with_it, without, channel):
        telegram.say(chat, "hello")
    heard, post = await bot.get_updates()
    assert heard.message
    assert heard.message.from_user
    assert heard.message.from_user.id == ada
    assert heard.message.chat.id == with_it
    assert post.channel_post
    assert post.channel_post.chat.id == channel


async def test_forums_have_topics(telegram: Telegram, bot: Bot) -> None:
    """A message goes into the topic that is named, and only into one that there is."""
    forum = telegram.group("Desk", [telegram.private()], forum=True)
    thread = telegram.topic(forum, "Launches")
    telegram.say(forum, "/help", thread_id=thread)
    opened, said = (update.message for update in await bot.get_updates())
    assert opened
    assert opened.forum_topic_created
    assert opened.forum_topic_created.name == "Launches"
    assert said
    assert said.is_topic_message
    assert said.chat.is_forum
    sent = await bot.send_message(forum, "x", message_thread_id=thread)
    assert sent.message_thread_id == thread


async def test_an_update_comes_until_it_is_confirmed(telegram: Telegram, bot: Bot) -> None:
    """An offset confirms what is below it, a negative one all but the newest; limit and allowed_updates hold."""
    ada = telegram.private()
    for text in ("one", "two", "three"):
        telegram.say(ada, text)
    first = await bot.get_updates(limit=1)
    assert next(one.update_id for one in await bot.get_updates()) == first[0].update_id
    assert len(await bot.get_updates(offset=first[0].update_id + 1)) == 2
    (newest,) = await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    assert newest.message
    assert newest.message.text == "three"
    telegram.say(ada, "not wanted")
    assert await bot.get_updates(offset=newest.update_id + 1) == ()


async def test_a_poll_waits_for_an_update(telegram: Telegram, bot: Bot) -> None:
    """A long poll is answered when something happens."""
    ada = telegram.private()
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.wait(lambda: telegram.polling)
    telegram.say(ada, "now")
    (update,) = await poll
    assert update.message
    assert update.message.text == "now"


async def test_of_two_pollers_the_older_one_loses(telegram: Telegram, raw: httpx.AsyncClient) -> None:
    """Two processes with one token: the poll that was there first is answered 409."""
    old = asyncio.create_task(raw.get("getUpdates", params={"timeout": 50}))
    await telegram.wait(lambda: telegram.polling)
    new = await raw.get("getUpdates")
    assert new.json() == {"ok": True, "result": []}
    assert (await old).status_code == 409
    assert (await old).json()["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_a_webhook_gets_the_updates_in_order_until_it_takes_them() -> None:
    """Updates are posted with the secret; a failure is tried again, and polling is refused meanwhile."""
    got: list[tuple[str, str | None]] = []
    telegram = Telegram(webhook_pause=0.001)

    async def take(request: web.Request) -> web.Response:
        body = await request.json()
        got.append((body["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        telegram.events.wake()
        return web.Response(status=500 if len(got) == 1 else 200)

    await telegram.start(extra_routes=[web.post("/hook", take)])
    try:
        async with bot_of(telegram) as bot:
            ada = telegram.private()
            telegram.say(ada, "one")
            assert await bot.set_webhook(f"{telegram.url}/hook", secret_token="s3cret")
            telegram.say(ada, "two")
            await telegram.wait(lambda: len(got) == 3)
            assert got == [("one", "s3cret"), ("one", "s3cret"), ("two", "s3cret")]
            assert (await bot.get_webhook_info()).url == f"{telegram.url}/hook"
            with pytest.raises(Exception, match="can't use getUpdates method while webhook is active"):
                await bot.get_updates()
            assert await bot.delete_webhook(drop_pending_updates=True)
            assert await bot.get_updates() == ()
            with pytest.raises(BadRequest, match="an https url must be provided for webhook"):
                await bot.set_webhook("http://a.example/")
    finally:
        await telegram.stop()


async def test_the_menu_is_kept_by_scope_and_language(telegram: Telegram, bot: Bot) -> None:
    """People see the most special menu that was set for them."""
    ada, choi = telegram.private(), telegram.private(language_code="ko")
    await bot.set_my_commands([BotCommand("help", "what it does")])
    await bot.set_my_commands([BotCommand("help", "도움말")], language_code="ko")
    await bot.set_my_commands([BotCommand("stop", "leave")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("feeds", "for admins")], scope=BotCommandScopeChat(ada))
    assert [one["command"] for one in telegram.commands(ada)] == ["feeds"]
    assert [one["command"] for one in telegram.commands(choi)] == ["stop"]
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert [one["description"] for one in telegram.commands(choi)] == ["도움말"]
    assert [one["description"] for one in telegram.commands()] == ["what it does"]
    assert await bot.get_my_commands(language_code="ko") == (BotCommand("help", "도움말"),)
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Help", "x")])


async def test_the_bot_describes_itself(telegram: Telegram, bot: Bot) -> None:
    """Name and descriptions are kept by language."""
    assert bot.username == "bongsu_preview_bot"
    await bot.set_my_description("Alerts", language_code="en")
    await bot.set_my_short_description("Short")
    await bot.set_my_name("Beacon")
    assert (await bot.get_my_description("en")).description == "Alerts"
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert (await bot.get_my_name()).name == "Beacon"


async def test_chats_and_their_members_can_be_looked_at(telegram: Telegram, bot: Bot) -> None:
    """Every kind of chat and member is an object that the library understands."""
    ada, bob, cyd = telegram.private(), telegram.private(), telegram.private()
    group = telegram.group("Desk", [ada, bob], [cyd])
    assert (await bot.get_chat(ada)).first_name == "Ada"
    assert (await bot.get_chat(group)).title == "Desk"
    assert isinstance(await bot.get_chat_member(group, ada), ChatMemberOwner)
    assert isinstance(await bot.get_chat_member(group, bob), ChatMemberAdministrator)
    assert (await bot.get_chat_member(group, cyd)).status == "member"
    assert (await bot.get_chat_member(group, telegram.private())).status == "left"
    assert {admin.user.id for admin in await bot.get_chat_administrators(group)} == {ada, bob}
    assert await bot.get_chat_member_count(group) == 4
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(group, 31337)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(ada)
    assert await bot.send_chat_action(group, "typing")
    telegram.restrict_bot(group)
    telegram.kick_bot(group)
    restricted, kicked = (one.my_chat_member for one in await bot.get_updates())
    assert restricted
    assert isinstance(restricted.new_chat_member, ChatMemberRestricted)
    assert kicked
    assert isinstance(kicked.new_chat_member, ChatMemberBanned)
    telegram.add_bot(group)
    assert await bot.leave_chat(group)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group, "x")
    assert await bot.log_out()


async def test_files_are_no_reason_to_stumble(telegram: Telegram, bot: Bot) -> None:
    """A multipart body as the library writes it is read; the method itself is one that there is not."""
    with pytest.raises(InvalidToken):  # 404, in the library's words
        await bot.send_voice(telegram.private(), InputFile(b"x", filename="x.ogg"))
    assert telegram.calls[-1].params["chat_id"] == "1001"


async def test_long_runs_remember_only_so_much() -> None:
    """Bounds on calls and messages hold, and the counts go on."""
    async with Telegram(keep_calls=2, keep_messages=3) as telegram, bot_of(telegram) as bot:
        ada = telegram.private()
        for number in range(5):
            await bot.send_message(ada, str(number))
        assert [message.text for message in telegram.messages(ada)] == ["2", "3", "4"]
        assert len(telegram.calls) == 2
        assert telegram.calls.counts["sendMessage", 200] == 5


async def test_who_waits_in_vain_is_shown_the_chats(telegram: Telegram, bot: Bot) -> None:
    """A test that times out tells what there was instead."""
    await bot.send_message(telegram.private(), "this came")
    with pytest.raises(TimeoutError, match="this came"):
        await telegram.wait(lambda: False, timeout=0.01)


async def ping(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer /ping."""
    assert update.message
    await update.message.reply_text("pong", reply_markup=keys("again"))


async def again(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button."""
    assert update.callback_query
    await update.callback_query.answer("Here")
    await update.callback_query.edit_message_text("pong pong")


async def test_a_real_application_polls_answers_and_edits(telegram: Telegram) -> None:
    """An unchanged Application over long polling answers a command and a pressed button."""
    app = Application.builder().token(telegram.token).base_url(f"{telegram.url}/bot").job_queue(None).build()
    app.add_handler(CommandHandler("ping", ping))
    app.add_handler(CallbackQueryHandler(again))
    ada = telegram.private()
    async with app:
        assert app.updater
        await app.start()
        await app.updater.start_polling()
        telegram.say(ada, "/ping")
        await telegram.wait(lambda: len(telegram.messages(ada)) == 2)
        telegram.press(ada, telegram.messages(ada)[-1].id, "again")
        await telegram.wait(lambda: telegram.answers and telegram.messages(ada)[-1].text == "pong pong")
        await app.updater.stop()
        await app.stop()
    assert telegram.answers[0].text == "Here"
