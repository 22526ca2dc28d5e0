"""The chat page in headless Chromium: a bot talks over HTTP, a person looks and presses."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from bot.pictures.qr import qr
from bot.preview.page import routes
from bot.preview.telegram import Telegram
from tests.patience import PATIENCE

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="no chromium here (in CI it must be there)"
    ),
]
COMMANDS = [
    {"command": "start", "description": "choose topics"},
    {"command": "topics", "description": "all topics"},
    {"command": "topic", "description": "one topic"},
]
KEYS = {
    "inline_keyboard": [
        [{"text": "Follow", "callback_data": "follow"}, {"text": "Read", "url": "https://example.org/"}]
    ]
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[BrowserContext]:
    """One Chromium for all tests of this file, in Korea, with a desktop's screen."""
    assert CHROMIUM is not None, "CI must have chromium (.ci/run installs it)"
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE * 1000)
        context = await chromium.new_context(viewport={"width": 1000, "height": 700}, timezone_id="Asia/Seoul")
        context.set_default_timeout(PATIENCE * 1000)
        yield context
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="module")
async def telegram() -> AsyncIterator[Telegram]:
    """A stand-in with the chat page, and nobody in it yet."""
    made = Telegram(limits=None)
    await made.start(extra_routes=routes())
    yield made
    await made.stop()


class Bot:
    """What a bot does, in bare HTTP."""

    def __init__(self, telegram: Telegram, client: httpx.AsyncClient) -> None:
        self._base = f"{telegram.url}/bot{telegram.token}"
        self._client = client

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a method of the Bot API."""
        answer = (await self._client.post(f"{self._base}/{method}", json=params)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def send(self, chat_id: int, text: str, **params: Any) -> int:
        """The id of a message in HTML."""
        message = await self.call("sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", **params)
        return int(message["message_id"])

    async def upload(self, method: str, name: str, content: bytes, **params: Any) -> None:
        """Send a file."""
        files = {name: (f"{name}.bin", content)}
        assert (await self._client.post(f"{self._base}/{method}", data=params, files=files)).json()["ok"]

    async def update(self) -> dict[str, Any]:
        """The next update, confirmed."""
        (update,) = await self.call("getUpdates", timeout=50, limit=1)
        await self.call("getUpdates", offset=update["update_id"] + 1, timeout=0)
        return dict(update)


@pytest_asyncio.fixture(loop_scope="module")
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The bot of the stand-in, its commands published."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        made = Bot(telegram, client)
        await made.call("setMyCommands", commands=COMMANDS)
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def ada(telegram: Telegram) -> int:
    """A person's chat with the bot, which has a message in it."""
    chat_id = telegram.private(first_name="Ada")
    telegram.say(chat_id, "hello")
    return chat_id


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: BrowserContext, telegram: Telegram, bot: Bot, ada: int) -> AsyncIterator[Page]:
    """The page, connected; whatever it logs as an error fails the test."""
    opened = await browser.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    await opened.goto(telegram.url)
    await expect(opened.locator("#state")).to_have_text("bot")
    yield opened
    await opened.close()
    # A server that stops is what the page is there to bear; Chromium reports each failed request.
    assert [trouble for trouble in troubles if "ERR_" not in trouble] == []


async def test_message_appears_by_itself_as_telegram_shows_it(page: Page, bot: Bot, ada: int) -> None:
    """A message comes without reloading, with its bold words, its link, its quote and its time."""
    await bot.send(
        ada, '<b><a href="https://example.org/a">Lift-off</a></b>\n\n<blockquote>여기서 발사 🚀</blockquote>'
    )
    message = page.locator(".message.bot")
    await expect(message.locator(".body")).to_contain_text("Lift-off")
    link = message.locator("b a, a b").first
    await expect(link).to_have_text("Lift-off")
    anchor = message.locator("a")
    await expect(anchor).to_have_attribute("href", "https://example.org/a")
    await expect(anchor).to_have_attribute("target", "_blank")
    await expect(anchor).to_have_attribute("rel", re.compile("noopener"))
    await expect(message.locator("blockquote")).to_have_text("여기서 발사 🚀")
    await expect(message.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    await expect(page.locator(".message.user .body")).to_have_text("hello")
    await expect(page.locator(".day")).to_have_count(1)
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")


async def test_button_reaches_the_bot_and_the_edit_shows_in_place(page: Page, bot: Bot, ada: int) -> None:
    """A pressed button turns until the bot answers; its notice is shown, and its edit replaces the message."""
    await bot.update()
    message_id = await bot.send(ada, "Choose", reply_markup=KEYS)
    await bot.send(ada, "Something newer")
    key = page.get_by_role("button", name="Follow")
    await key.click()
    query = (await bot.update())["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("follow", message_id)
    await expect(key).to_have_attribute("aria-busy", "true")
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Following: Launches")
    await expect(page.locator("#toast")).to_have_text("Following: Launches")
    await expect(key).to_have_attribute("aria-busy", "false")
    await bot.call("editMessageText", chat_id=ada, message_id=message_id, text="Chosen")
    messages = page.locator(".message.bot")
    await expect(messages.locator(".body")).to_have_text(["Chosen", "Something newer"])
    await expect(messages.first.locator("time")).to_contain_text("edited")
    await expect(messages.first.locator(".key")).to_have_count(0)


async def test_photo_and_document_show(page: Page, bot: Bot, ada: int) -> None:
    """The picture itself with its caption below, and a link that saves the document."""
    await bot.upload("sendPhoto", "photo", qr("hello"), chat_id=ada, caption="A code")
    await bot.upload("sendDocument", "document", b"a,b", chat_id=ada)
    photo = page.locator("article").filter(has_text="A code").locator("img")
    await expect(photo).to_be_visible()
    await expect(photo).to_have_js_property("complete", True)
    assert await photo.evaluate("image => image.naturalWidth") > 100
    await expect(page.get_by_role("link", name="📎 document.bin")).to_have_attribute("download", "document.bin")


async def test_alert_is_a_dialog_to_close(page: Page, bot: Bot, ada: int) -> None:
    """An answer with show_alert stands until it is closed."""
    await bot.update()
    await bot.send(ada, "Choose", reply_markup=KEYS)
    await page.get_by_role("button", name="Follow").click()
    query = (await bot.update())["callback_query"]
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Only admins", show_alert=True)
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Only admins")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_be_hidden()


async def test_link_button_opens_a_new_page(page: Page, bot: Bot, ada: int) -> None:
    """A button with an address is a link that leaves this page where it is."""
    await bot.send(ada, "Choose", reply_markup=KEYS)
    link = page.get_by_role("link", name="Read")
    await expect(link).to_have_attribute("href", "https://example.org/")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))


async def test_typing_sends(page: Page, bot: Bot, ada: int) -> None:
    """Enter sends what is typed, Shift+Enter breaks the line, and the field is empty again."""
    await bot.update()
    field = page.locator("#text")
    await field.fill("첫째 줄")
    await field.press("Shift+Enter")
    await field.press_sequentially("second <b>line</b>")
    await field.press("Enter")
    assert (await bot.update())["message"]["text"] == "첫째 줄\nsecond <b>line</b>"
    await expect(page.locator(".message.user .body").last).to_have_text("첫째 줄\nsecond <b>line</b>")
    await expect(field).to_have_value("")


async def test_commands_complete_while_one_types(page: Page, bot: Bot, ada: int) -> None:
    """A slash lists the commands, letters narrow them, arrows choose and Enter sends; Escape closes the list."""
    await bot.update()
    field, options = page.locator("#text"), page.get_by_role("option")
    await field.press_sequentially("/")
    await expect(options).to_have_text(["/startchoose topics", "/topicsall topics", "/topicone topic"])
    await field.press_sequentially("topic")
    await expect(options).to_have_text(["/topicone topic", "/topicsall topics"])
    await field.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await field.press("Enter")
    assert (await bot.update())["message"]["text"] == "/topics"
    await field.press_sequentially("/to")
    await field.press("Escape")
    await expect(options).to_have_count(0)
    await expect(field).to_have_value("/to")


async def test_command_with_an_argument(page: Page, bot: Bot, ada: int) -> None:
    """Tab completes the command and leaves room for its argument."""
    await bot.update()
    field = page.locator("#text")
    await field.press_sequentially("/topic")
    await field.press("Tab")
    await field.press_sequentially("launches")
    await field.press("Enter")
    assert (await bot.update())["message"]["text"] == "/topic launches"


async def test_menu_button_lists_all_commands(page: Page, bot: Bot, ada: int) -> None:
    """The button opens the menu that the bot published last, a click sends, and a click elsewhere closes it."""
    await bot.update()
    await bot.call("setMyCommands", commands=[*COMMANDS, {"command": "stop", "description": "forget me"}])
    menu, options = page.locator("#menu"), page.get_by_role("option")
    await menu.click()
    await expect(options).to_have_count(4)
    await page.locator("#scroll").click()
    await expect(options).to_have_count(0)
    await menu.click()
    await options.last.click()
    assert (await bot.update())["message"]["text"] == "/stop"
    await expect(options).to_have_count(0)


async def test_first_run_has_a_start_button(page: Page, bot: Bot, telegram: Telegram, ada: int) -> None:
    """An empty private chat offers START, which says /start; then one can write."""
    await bot.update()
    newcomer = telegram.private(first_name="Byung-ho")
    await page.goto(f"{telegram.url}/#{newcomer}")
    await page.reload()
    await expect(page.locator("#compose")).to_be_hidden()
    await page.get_by_role("button", name="START").click()
    message = (await bot.update())["message"]
    assert (message["text"], message["chat"]["id"]) == ("/start", newcomer)
    await expect(page.locator("#compose")).to_be_visible()
    await expect(page.locator("#start")).to_be_hidden()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>window.pwned = 1</script>",
        '<img src=x onerror="window.pwned = 1">',
        '"><svg onload=window.pwned=1>&lt;b&gt;',
        "</div></article><style>*{display:none}</style>",
    ],
)
async def test_hostile_text_is_inert(page: Page, bot: Bot, ada: int, hostile: str) -> None:
    """Markup in what people, buttons and answers say is text: nothing runs, nothing is built."""
    await bot.update()
    keys = {"inline_keyboard": [[{"text": hostile, "callback_data": "x"}]]}
    await bot.call("sendMessage", chat_id=ada, text=hostile, reply_markup=keys)
    message = page.locator(".message.bot")
    await expect(message.locator(".body")).to_have_text(hostile)
    await message.get_by_role("button").click()
    query = (await bot.update())["callback_query"]
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text=hostile)
    await expect(page.locator("#toast")).to_have_text(hostile)
    await page.locator("#text").fill(hostile)
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.user .body").last).to_have_text(hostile)
    assert await page.locator("main img, main svg, main script, main style").count() == 0
    assert await page.evaluate("window.pwned") is None


async def test_links_of_other_schemes_are_not_made(page: Page, bot: Bot, ada: int) -> None:
    """A javascript: address does not become a link."""
    await bot.send(ada, '<a href="javascript:window.pwned=1">press me</a>')
    await expect(page.locator(".message.bot .body")).to_have_text("press me")
    assert await page.locator(".message.bot a").count() == 0


async def test_spoiler_and_long_quote_open(page: Page, bot: Bot, ada: int) -> None:
    """A spoiler is hidden until it is pressed, and a long quote unfolds, by the keyboard too."""
    lines = "\n".join(f"line {number}" for number in range(12))
    await bot.send(ada, f"<tg-spoiler>secret</tg-spoiler>\n<blockquote expandable>{lines}</blockquote>end")
    spoiler, quote = page.locator(".spoiler"), page.locator("blockquote")
    await expect(spoiler).to_have_css("color", "rgba(0, 0, 0, 0)")
    await spoiler.click()
    await expect(spoiler).not_to_have_css("color", "rgba(0, 0, 0, 0)")
    folded = await quote.bounding_box()
    await quote.press("Enter")
    unfolded = await quote.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > 2 * folded["height"]


async def test_reading_is_not_disturbed(page: Page, bot: Bot, ada: int) -> None:
    """While one reads above, an edit further up and a new message move nothing; a button leads to the newest."""
    ids = [await bot.send(ada, f"message {number}\n" * 4) for number in range(20)]
    await expect(page.locator(".message.bot").last).to_be_in_viewport()
    await page.locator(".message.bot").nth(8).evaluate("element => element.scrollIntoView({block: 'start'})")
    reading = page.locator(".message.bot").nth(10)
    before = await reading.bounding_box()
    await bot.call("editMessageText", chat_id=ada, message_id=ids[2], text="much longer now\n" * 30)
    await bot.send(ada, "the newest")
    await expect(page.locator("#newest")).to_be_visible()
    assert await reading.bounding_box() == before
    await page.locator("#newest").click()
    await expect(page.locator(".message.bot").last).to_be_in_viewport(ratio=1)
    await expect(page.locator("#newest")).to_be_hidden()


async def test_newest_is_followed_from_the_bottom(page: Page, bot: Bot, ada: int) -> None:
    """Who reads the newest message sees the next one come, and still does when an edit makes it longer."""
    ids = [await bot.send(ada, f"message {number}\n" * 4) for number in range(12)]
    await expect(page.locator(".message.bot").last).to_be_in_viewport(ratio=1)
    await bot.call("editMessageText", chat_id=ada, message_id=ids[-1], text="longer\n" * 9)
    await expect(page.locator(".message.bot").last.locator("time")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#newest")).to_be_hidden()


async def test_deleted_message_goes(page: Page, bot: Bot, ada: int) -> None:
    """What the bot deletes disappears."""
    message_id = await bot.send(ada, "a mistake")
    await expect(page.get_by_text("a mistake")).to_have_count(2)  # in the chat, and as the last line in the list
    await bot.call("deleteMessage", chat_id=ada, message_id=message_id)
    await expect(page.get_by_text("a mistake")).to_have_count(0)


async def test_other_chats_count_what_is_new(page: Page, bot: Bot, telegram: Telegram, ada: int) -> None:
    """A message to another chat is counted in the list; opening that chat shows it, and who said what."""
    group = telegram.group("Newsroom", admins=[ada])
    await page.reload()
    await expect(page.locator("#state")).to_have_text("bot")
    await bot.send(group, "one")
    await bot.send(group, "two")
    entry = page.locator("#chats button", has_text="Newsroom")
    await expect(entry.locator(".badge")).to_have_text("2")
    await entry.click()
    await expect(page.locator(".message.bot .body")).to_have_text(["one", "two"])
    await expect(page.locator("#title")).to_have_text("Newsroom")
    await expect(entry.locator(".badge")).to_have_count(0)
    telegram.say(group, "thanks")
    await expect(page.locator(".message.user .who")).to_have_text("Ada")


async def test_phone_shows_the_chat_or_the_list(page: Page, ada: int) -> None:
    """On a narrow screen the back button leads to the list of chats, and a chat fills the screen."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("aside")).to_be_hidden()
    await page.locator("#back").click()
    await expect(page.locator("main")).to_be_hidden()
    await page.locator("#chats button").first.click()
    await expect(page.locator("#text")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_lost_connection_shows_and_mends(page: Page, telegram: Telegram, ada: int) -> None:
    """When the service stops the page says so and keeps what is typed; when it is back, the page is up to date."""
    port = int(telegram.url.rpartition(":")[2])
    await telegram.stop()
    await expect(page.locator("#state")).to_have_text("connecting…")
    await page.locator("#text").fill("are you there?")
    await page.locator("#text").press("Enter")
    await expect(page.locator("#toast")).to_contain_text("Not sent")
    await expect(page.locator("#text")).to_have_value("are you there?")
    again = Telegram(limits=None)
    again.private(user_id=ada, first_name="Ada")
    again.say(ada, "said while the page was away")
    await again.start(port=port, extra_routes=routes())
    await expect(page.locator(".message.user .body")).to_have_text(["said while the page was away"])
    await expect(page.locator("#state")).to_have_text("bot")
    await again.stop()


async def test_colours_follow_the_system(page: Page) -> None:
    """Dark and light are the reader's choice."""
    grounds = set()
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        grounds.add(await page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor"))
    assert len(grounds) == 2


async def test_page_is_under_a_strict_policy_and_loads_nothing_else(page: Page, telegram: Telegram) -> None:
    """The policy allows the page's own files alone, and no request goes anywhere else."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = await page.reload()
    await expect(page.locator("#state")).to_have_text("bot")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert [url for url in asked if not url.startswith((f"{telegram.url}/", "data:"))] == []
    assert {url.removeprefix(telegram.url) for url in asked} >= {"/", "/chat.css", "/chat.js", "/api/events"}
