"""What admins of the service do in the chat, over HTTP: feeds, texts to everybody, counts."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest

from bot.feeds.parse_pool import ParsePool
from bot.model import Address, CopySettlement, Feed, Sent, Source, Tier
from bot.pipeline.feedkeeping import FeedKeeping
from bot.preview.chats import Message
from bot.store import Store
from bot.web.fetch import Fetcher
from handlers import COMMANDS, publish
from tests.feedserver import FeedServer, Page
from tests.making import HOUR, MINUTE, NOON, detector
from tests.patience import PATIENCE
from tests.running import rss
from tests.talking import ADA, BOSS, Talk, talking

MISSILE = "North Korea fires ballistic missile toward the sea"


@pytest.fixture
async def site() -> AsyncIterator[FeedServer]:
    """A server with a feed, and a page that names it and another."""
    async with FeedServer() as server:
        named = "".join(
            f'<link rel="alternate" type="application/rss+xml" title="{name}" href="/{name}">'
            for name in ("World", "Rain")
        )
        server.pages |= {
            "/World": rss("Rain", MISSILE),
            "/Rain": rss("Rain"),
            "/": Page(f"<html><head>{named}</head></html>".encode(), headers={"Content-Type": "text/html"}),
        }
        yield server


@pytest.fixture
async def boss(sqlite_store: Store) -> AsyncIterator[Talk]:
    """A conversation with an application that can look at feeds; BOSS is its admin."""
    fetcher = Fetcher(version="0", allow_private=True)
    async with fetcher, ParsePool(seconds=PATIENCE) as parser:
        keeping = FeedKeeping(sqlite_store, fetcher, parser, detector)
        async with talking(sqlite_store, feeds=keeping) as talk:
            talk.telegram.private(BOSS)
            yield talk


async def last(talk: Talk) -> Message:
    """The newest message of the admin's chat, as it is once all is answered."""
    await talk.quiet()
    return talk.telegram.messages(BOSS)[-1]


async def only(talk: Talk) -> Feed:
    """The one feed there is."""
    (feed,) = await talk.store.feeds()
    return feed


async def test_nobody_else_is_told_that_there_are_such_commands(boss: Talk) -> None:
    """Neither by a command, a button, a file, the menu nor /help; admins see them in private alone."""
    assert "I do not know /broadcast" in (await boss.say(ADA, "/broadcast Hello")).text
    boss.telegram.send_file(ADA, "feeds.opml", b"<opml/>")
    boss.telegram.press(ADA, 1, "bulletin:send:1")
    await boss.quiet()
    assert "I answer to commands" in boss.telegram.messages(ADA)[-1].text
    group = boss.telegram.group("Room", [BOSS])
    boss.telegram.say(group, "/who", user_id=BOSS)
    await boss.quiet()
    assert len(boss.telegram.messages(group)) == 1
    await publish(boss.app.bot, boss.app.bot_data.speech, [BOSS, 77])
    ours = {command.name for command in COMMANDS if command.admin}
    menus = [{one["command"] for one in boss.telegram.commands(chat)} for chat in (ADA, BOSS)]
    assert [menu & ours for menu in menus] == [set(), ours]
    helps = [(await boss.say(chat, "/help")).text for chat in (ADA, BOSS)]
    assert ["/broadcast" in text for text in helps] == [False, True]


async def test_a_sites_address_leads_to_a_feed_after_a_look_at_it(boss: Talk, site: FeedServer) -> None:
    """Of several feeds one is chosen; what it would have flagged is shown, and only a yes adds it."""
    which = await boss.say(BOSS, f"/feeds add {site.url('/')} tier=agency")
    assert which.labels == [["World"], ["Rain"], ["No"]]
    await boss.press(which, "World")
    found = await last(boss)
    assert "2 entries" in found.text
    assert f"would have been flagged:\n• {MISSILE} (Launches)" in found.text
    assert await boss.store.feeds() == ()
    await boss.press(found, "Add it")
    assert "✅ Added" in (await last(boss)).text
    assert (await only(boss)).source == Source(site.url("/World"), "News", tier=Tier.AGENCY)
    assert "names none" in (await boss.say(BOSS, f"/feeds add {site.url('/nothing')}")).text


async def test_an_address_inside_is_refused_by_the_guard(sqlite_store: Store, site: FeedServer) -> None:
    """The chat reaches no further than the service does."""
    async with Fetcher(version="0") as fetcher, ParsePool(seconds=PATIENCE) as parser:
        keeping = FeedKeeping(sqlite_store, fetcher, parser, detector)
        async with talking(sqlite_store, feeds=keeping) as talk:
            talk.telegram.private(BOSS)
            assert "private address" in (await talk.say(BOSS, f"/feeds add {site.url('/World')}")).text
    assert site.requests == []


async def test_a_feed_is_found_paused_edited_and_removed_by_buttons_and_words(boss: Talk) -> None:
    """Its card shows how it stands after each; what is edited survives the catalogue; a removal asks first."""
    catalogue = [Source(f"https://outlet{n}.example/", f"Outlet {n}", "en", "kr") for n in range(10)]
    await boss.store.sync_feeds(catalogue, NOON)
    page = await boss.say(BOSS, "/feeds")
    await boss.press(page, "More")
    assert len(page.buttons) == 3
    page = await boss.say(BOSS, "/feeds country:kr outlet")
    assert "Feeds · 10 · country:kr outlet" in page.text
    await boss.press(page, "More")
    assert len(page.buttons) == 3
    await boss.press(page, "Outlet 9")
    card = await last(boss)
    for label in ("Pause", "official", "5m"):
        await boss.press(card, label)
    feed = next(one for one in await boss.store.feeds() if one.source.outlet == "Outlet 9")
    assert feed.paused_at
    assert (feed.source.tier, feed.every, feed.edited) == (Tier.OFFICIAL, 5 * MINUTE, ("tier",))
    assert "✅ official" in str(card.labels)
    assert "no field=value" in (await boss.say(BOSS, f"/feeds edit {feed.id} official")).text
    assert "language ko" in (await boss.say(BOSS, f"/feeds edit {feed.id} language=ko")).text
    for language, said in (("ko", "없는 등급입니다"), ("ja", "という区分はありません"), ("en", "is no tier")):
        await boss.say(BOSS, f"/language {language}")
        assert said in (await boss.say(BOSS, f"/feeds edit {feed.id} tier=<&>")).text
    await boss.store.sync_feeds(catalogue, NOON)
    await boss.press(card, "Remove")
    assert len(await boss.store.feeds()) == 10
    await boss.press(card, "Remove")
    assert "what it brought stays" in card.text
    assert len(await boss.store.feeds()) == 9


def _so_many(boss: Talk, count: int) -> bool:
    return len(boss.telegram.messages(BOSS)) == count


SLIPS = {
    "Dear bot": "올바른 TOML 파일이 아닙니다: Expected '=' after a key in a key/value pair (at line 1, column 6)",
    "feeds = []": "파일에 피드가 없습니다.",
    "feeds = [1, 2]": (
        "1번째 피드: { url = ..., outlet = ... } 같은 표여야 합니다. 그 밖에 잘못된 것이 1개 더 있습니다."
    ),
    "<rss/>": "OPML 파일이 아닙니다. <opml> 안의 <body>에 <outline>이 있어야 합니다.",
    "<opml><body><outline xmlUrl='a<b'/></body></opml>": (
        "1번째 줄: a<b: 피드 주소가 아닙니다. http:// 나 https:// 로 시작해야 합니다."
    ),
}
"""Files in which something is wrong, and what is said of each in Korean."""


async def test_feeds_come_and_go_as_opml(boss: Talk) -> None:
    """A file adds what is in it and names the lines that cannot be read; what it gives out is the same again."""
    good = '<outline text="A" xmlUrl="https://a.example/"/>'
    boss.telegram.send_file(BOSS, "mine.opml", f'<opml><body>{good}\n<outline xmlUrl=""/></body></opml>'.encode())
    await boss.telegram.wait(lambda: len(boss.telegram.messages(BOSS)) == 2)
    told = await last(boss)
    assert told.text == "1 of the 1 feeds in it are new; one line could not be read:\n• Line 2: A feed needs its url."
    given = (await boss.say(BOSS, "/feeds export")).file
    assert given
    assert given.name == "feeds.opml"
    assert b"https://a.example/" in given.content
    await boss.say(BOSS, "/language ko")
    for number, (file, said) in enumerate(SLIPS.items()):
        boss.telegram.send_file(BOSS, "mine.txt", file.encode())
        await boss.telegram.wait(partial(_so_many, boss, 8 + 2 * number))
        assert (await last(boss)).text == said


async def test_a_text_to_everybody_is_shown_first_and_goes_by_the_outbox(boss: Talk) -> None:
    """With its formatting; a yes queues a copy for each chat, a second yes none, and a stop ends it."""
    await boss.say(ADA, "/start")
    before = await boss.say(BOSS, "/broadcast We move\non <Sunday>.")
    assert "To one chat" in before.text
    assert before.text.endswith("We move\non <Sunday>.")
    await boss.press(before, "Send")
    assert before.text == "📣 On its way: 0 of 1 chats have it."
    (copy,) = await boss.store.claim_copies(NOON, HOUR, 9)
    assert (copy.text, copy.subscriber.address) == ("We move\non &lt;Sunday&gt;.", Address(ADA))
    await boss.store.settle([CopySettlement(copy, Sent(1), NOON)])
    await boss.press(before, "Stop")
    assert before.text == "📣 Stopped: 1 of 1 chats have it."
    other = await boss.say(BOSS, "/broadcast No")
    await boss.press(other, "Do not send")
    assert "went to nobody" in other.text
    boss.telegram.press(BOSS, other.id, "bulletin:send:2")
    await boss.quiet()
    assert await boss.store.claim_copies(NOON + timedelta(days=1), HOUR, 9) == ()


async def test_who_counts_and_names_nobody(boss: Talk) -> None:
    """By kind, language and topic."""
    await boss.follow(ADA, "launches")
    told = (await boss.say(BOSS, "/who")).text
    assert told.splitlines()[:5] == [
        "One subscriber",
        "This week: 1 new, 0 gone",
        "Kinds: people 1",
        "Languages: English 1",
        "Topics: Launches 1",
    ]
    assert "Ada" not in told
