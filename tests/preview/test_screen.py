"""The chat page's side over HTTP: it reads, says, presses, follows what happens, and strangers are kept out."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.pictures.qr import qr
from bot.preview.telegram import Telegram
from tests.patience import PATIENCE
from tests.preview.bots import bot_of

KEYS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Follow", callback_data="f"), InlineKeyboardButton("Read", url="https://a.example/")]]
)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A stand-in."""
    async with Telegram() as running:
        yield running


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The real Bot, pointed at the stand-in."""
    async with bot_of(telegram) as running:
        yield running


@pytest.fixture
async def page(telegram: Telegram) -> AsyncIterator[httpx.AsyncClient]:
    """What a browser does."""
    async with httpx.AsyncClient(base_url=telegram.url, timeout=PATIENCE) as client:
        yield client


class Follower:
    """An EventSource."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.last = ""

    async def next(self) -> tuple[str, Any]:
        """The next event and its data."""
        event: dict[str, str] = {}
        async for line in self._lines:
            if not line and event:
                self.last = event["id"]
                return event["event"], json.loads(event["data"])
            name, _, value = line.partition(": ")
            event[name] = value
        raise EOFError


async def test_the_page_reads_chats_and_messages(telegram: Telegram, bot: Bot, page: httpx.AsyncClient) -> None:
    """Messages come as text, as HTML that is made from entities, and with their buttons; markup never comes through."""
    ada = telegram.private()
    assert (await page.get("/api/chats")).json() == [{"id": ada, "kind": "private", "title": "Bongsu", "last": None}]
    telegram.say(ada, "<script>alert(1)</script> /start")
    sent = await bot.send_message(ada, "<b>A</b> &lt;i&gt;", "HTML", reply_markup=KEYS)
    large = LinkPreviewOptions(url="https://a.example/", prefer_large_media=True)
    now: dict[str, Any] = {"parse_mode": "HTML", "reply_markup": KEYS, "link_preview_options": large}
    await bot.edit_message_text("<b>B</b> &lt;i&gt;", ada, sent.message_id, **now)
    said, shown = (await page.get(f"/api/chats/{ada}/messages")).json()
    assert said["html"] == '&lt;script&gt;alert(1)&lt;/script&gt; <span class="command">/start</span>'
    assert shown | {"date": ""} == {
        "id": sent.message_id,
        "from": "bot",
        "name": "Bongsu",
        "text": "B <i>",
        "html": "<b>B</b> &lt;i&gt;",
        "buttons": [[{"label": "Follow", "data": "f"}, {"label": "Read", "url": "https://a.example/"}]],
        "preview": {"url": "https://a.example/", "prefer_large_media": True},
        "date": "",
        "edited": True,
        "aside": False,
        "reply_to": None,
        "thread": None,
        "file": None,
    }
    assert shown["date"].endswith("+00:00")
    assert (await page.get("/api/chats")).json()[0]["last"]["text"] == "B <i>"
    for nowhere in ("/api/chats/31337/messages", "/api/chats/x/messages"):
        assert (await page.get(nowhere)).status_code == 404


async def test_a_file_is_shown_or_kept_and_never_run(telegram: Telegram, bot: Bot, page: httpx.AsyncClient) -> None:
    """A photo as what it is, a document as something to save, whatever it calls itself; other messages have none."""
    ada = telegram.private()
    photo = await bot.send_photo(ada, qr("hello"), caption="<b>A</b>", parse_mode="HTML", filename="photo.png")
    document = await bot.send_document(ada, b"<script>alert(1)</script>", filename="일정 'x'.html")
    shown, kept = (await page.get(f"/api/chats/{ada}/messages")).json()
    assert (shown["html"], shown["file"]) == ("<b>A</b>", {"name": "photo.png", "photo": True})
    assert kept["file"] == {"name": "일정 'x'.html", "photo": False}
    answers = [await page.get(f"/api/chats/{ada}/messages/{one.message_id}/file") for one in (photo, document)]
    assert [answer.headers["Content-Type"] for answer in answers] == ["image/png", "application/octet-stream"]
    assert answers[0].content == qr("hello")
    assert answers[1].headers["Content-Disposition"].startswith("attachment")
    assert {answer.headers["X-Content-Type-Options"] for answer in answers} == {"nosniff"}
    assert (await page.get(f"/api/chats/{ada}/messages/77/file")).status_code == 404


async def test_what_the_page_says_reaches_the_bot(telegram: Telegram, bot: Bot, page: httpx.AsyncClient) -> None:
    """A line typed into the page is an update of the bot; an empty one is refused."""
    ada = telegram.private()
    answer = await page.post(f"/api/chats/{ada}/messages", json={"text": " /help "})
    assert (answer.status_code, answer.json()["text"], answer.json()["from"]) == (201, "/help", "user")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "/help"
    wrongs: list[Any] = [{"text": " "}, {"text": 3}, {}, []]
    for wrong in wrongs:
        assert (await page.post(f"/api/chats/{ada}/messages", json=wrong)).status_code == 400


async def test_a_file_that_the_page_sends_can_be_fetched(telegram: Telegram, bot: Bot, page: httpx.AsyncClient) -> None:
    """By the bot, as Telegram's own; what is no file, and who has no token, is refused."""
    ada = telegram.private()
    sent = await page.post(f"/api/chats/{ada}/files", json={"name": "a.opml", "content": "PG9wbWwvPg=="})
    assert sent.json()["text"] == "📎 a.opml"
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"<opml/>"
    assert (await page.get("/file/bot1:other/documents/file1")).status_code == 404
    assert (await page.post(f"/api/chats/{ada}/files", json={"name": "a", "content": "*"})).status_code == 400


async def test_a_pressed_button_waits_for_the_bots_answer(
    telegram: Telegram, bot: Bot, page: httpx.AsyncClient
) -> None:
    """The page is told what the bot answered; a button that there is not is refused."""
    ada = telegram.private()
    sent = await bot.send_message(ada, "x", reply_markup=KEYS)
    press = {"message_id": sent.message_id, "data": "f"}
    pressed = asyncio.create_task(page.post(f"/api/chats/{ada}/press", json=press))
    (update,) = await bot.get_updates(timeout=50)
    assert update.callback_query
    await bot.answer_callback_query(update.callback_query.id, "Following", show_alert=True)
    answer = (await pressed).json()
    assert (answer["text"], answer["alert"]) == ("Following", True)
    for wrong in ({"message_id": 99, "data": "f"}, {"message_id": [], "data": "f"}, {"message_id": sent.message_id}):
        assert (await page.post(f"/api/chats/{ada}/press", json=wrong)).status_code == 404


async def test_the_page_shows_the_menu(telegram: Telegram, bot: Bot, page: httpx.AsyncClient) -> None:
    """The commands for anyone, or for one chat in its person's language."""
    choi = telegram.private(language_code="ko")
    await bot.set_my_commands([BotCommand("help", "what it does")])
    await bot.set_my_commands([BotCommand("help", "도움말")], language_code="ko")
    assert (await page.get("/api/commands")).json() == [{"command": "help", "description": "what it does"}]
    assert (await page.get(f"/api/commands?chat={choi}")).json() == [{"command": "help", "description": "도움말"}]


async def test_everything_that_happens_is_told(telegram: Telegram, bot: Bot, page: httpx.AsyncClient) -> None:
    """Messages, edits, answers, menus and deletions come as events, in order."""
    ada = telegram.private()
    async with page.stream("GET", "/api/events") as stream:
        events = Follower(stream.aiter_lines())
        assert await events.next() == ("ready", {})
        sent = await bot.send_message(ada, "one", reply_markup=KEYS)
        kind, data = await events.next()
        assert (kind, data["chat_id"], data["message"]["text"]) == ("message", ada, "one")
        await bot.edit_message_text("two", ada, sent.message_id)
        kind, data = await events.next()
        assert (kind, data["message"]["text"], data["message"]["edited"]) == ("edit", "two", True)
        query_id = telegram.press(ada, sent.message_id, "f")
        await bot.answer_callback_query(query_id, "done")
        kind, data = await events.next()
        assert (kind, data["message_id"], data["text"], data["alert"]) == ("answer", sent.message_id, "done", False)
        await bot.set_my_commands([BotCommand("help", "x")])
        assert (await events.next())[0] == "commands"
        await bot.delete_message(ada, sent.message_id)
        assert await events.next() == ("delete", {"chat_id": ada, "message_id": sent.message_id})


async def test_a_page_that_was_away_catches_up(telegram: Telegram, page: httpx.AsyncClient) -> None:
    """With the number of the last event that it saw, a page gets those it missed; an unknown number starts anew."""
    ada = telegram.private()
    async with page.stream("GET", "/api/events") as stream:
        events = Follower(stream.aiter_lines())
        await events.next()
        telegram.say(ada, "seen")
        await events.next()
    telegram.say(ada, "missed")
    async with page.stream("GET", "/api/events", headers={"Last-Event-ID": events.last}) as stream:
        again = Follower(stream.aiter_lines())
        await again.next()
        assert (await again.next())[1]["message"]["text"] == "missed"
    async with page.stream("GET", "/api/events", headers={"Last-Event-ID": "999"}) as stream:
        anew = Follower(stream.aiter_lines())
        await anew.next()
        telegram.say(ada, "new")
        assert (await anew.next())[1]["message"]["text"] == "new"


async def test_a_page_that_does_not_read_holds_nobody_up(telegram: Telegram, bot: Bot) -> None:
    """Megabytes that a page leaves unread keep neither the bot nor another page waiting."""
    ada = telegram.private()
    port = int(telegram.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    await reader.readuntil(b"event: ready")
    for _ in range(30):
        for _ in range(100):
            telegram.say(ada, "x" * 4000)
        assert (await bot.send_message(ada, "still here")).text == "still here"
    writer.close()
    await writer.wait_closed()


async def test_a_page_that_is_closed_leaves_no_trace(
    telegram: Telegram, page: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """What happens after a tab was closed is told to nobody, and nothing is logged."""
    ada = telegram.private()
    for _ in range(3):
        async with page.stream("GET", "/api/events") as stream:
            await Follower(stream.aiter_lines()).next()
            telegram.say(ada, "x" * 100_000)
        telegram.say(ada, "nobody reads this")
        await page.get("/api/chats")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({}, 201),
    ],
)
async def test_other_sites_cannot_use_the_api(
    telegram: Telegram, page: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    """Neither a name that was rebound to this address nor a form or script on another page gets through."""
    path = f"/api/chats/{telegram.private()}/messages"
    headers = {"Content-Type": "application/json", "Origin": telegram.url, **headers}
    assert (await page.post(path, content=b'{"text": "x"}', headers=headers)).status_code == status
    faults = await page.post("/control/faults", content=b'{"trouble": "away"}', headers=headers)
    assert faults.status_code == (200 if status == 201 else status)


async def test_stopping_lets_every_reader_go(page: httpx.AsyncClient) -> None:
    """A page and a poll that are still connected do not keep the server from stopping."""
    telegram = Telegram()
    await telegram.start()
    async with httpx.AsyncClient(base_url=telegram.url, timeout=PATIENCE) as client:
        poll = asyncio.create_task(client.get(f"/bot{telegram.token}/getUpdates?timeout=50"))
        async with client.stream("GET", "/api/events") as stream:
            events = Follower(stream.aiter_lines())
            await events.next()
            await telegram.wait(lambda: telegram.polling)
            await telegram.stop()
            with pytest.raises(EOFError):
                await events.next()
        assert (await poll).json() == {"ok": True, "result": []}
