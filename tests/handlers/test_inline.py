"""Searching from chats in which the bot is not: inline mode, and as a guest."""

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest

from bot.facts.read import read_facts
from bot.preview.telegram import Telegram
from tests.handlers.test_queries import publish
from tests.handlers.test_search import open_story
from tests.making import NOON, read, report
from tests.preview.bots import bot_of
from tests.talking import ADA, Talk


async def titles(talk: Talk, text: str, offset: str = "") -> list[str]:
    """What is offered to Ada, who types this."""
    return [str(offer["title"]) for offer in await talk.offered(talk.telegram.inline(ADA, text, offset))]


async def test_stories_are_offered_while_one_types(talk: Talk) -> None:
    """By the beginning of the last word; what is no story is not for sharing."""
    await open_story(talk, "Hwasong-18 launched")
    await open_story(talk, "북한, 미사일 발사")
    await publish(talk, "Hwasong in a museum")

    (offer,) = await talk.offered(talk.telegram.inline(ADA, "hwas"))

    assert offer["title"] == "🔥🔥🔥 Hwasong-18 launched"
    assert offer["description"] == "12:00 · Hangang Wire"
    assert offer["text"].startswith("🔥🔥🔥 Hwasong-18 launched\n")
    assert [[button["text"] for button in row] for row in offer["buttons"]] == [["Read"]]
    assert await titles(talk, "발사") == ["🔥🔥🔥 북한, 미사일 발사"]
    for none in ("zeppelin", '"hwasong', "lang:kor", "title:", "(hwasong"):
        assert await titles(talk, none) == []
    assert await titles(talk, "lang:korean OR lang:en hwa") == ["🔥🔥🔥 Hwasong-18 launched"]


async def test_offers_go_on_where_one_scrolls(talk: Talk) -> None:
    """Ten at a time; with nothing typed, the newest."""
    for number in range(12):
        await open_story(talk, f"Missile {number}")
    for text in ("", "missile"):
        first, second = await titles(talk, text), await titles(talk, text, "10")
        assert (len(first), len(second), len({*first, *second})) == (10, 2, 12)
    assert await titles(talk, "missile", "nonsense") == await titles(talk, "missile")


async def test_offers_speak_the_language_of_who_shares(talk: Talk) -> None:
    """As chosen in the chat with the bot, else as Telegram says."""
    await open_story(talk, "Hwasong-18 launched")
    kim = talk.telegram.private(first_name="Kim", language_code="ko")
    (offer,) = await talk.offered(talk.telegram.inline(kim, "hwasong"))
    assert "보도: Hangang Wire" in offer["text"]
    await talk.say(ADA, "/language ko")
    (offer,) = await talk.offered(talk.telegram.inline(ADA, "hwasong"))
    assert "보도: Hangang Wire" in offer["text"]


async def test_offers_are_titled_as_lists_are(talk: Talk) -> None:
    """By the headline that is built for whoever shares, where no report is in their language."""
    title = "North Korea fires 2 ballistic missiles"
    facts = read_facts(read(title), NOON, ["launches"])
    await open_story(talk, title, reports=(report(title=title, facts=facts),))
    await talk.say(ADA, "/language ko")

    assert await titles(talk, "missiles") == ["🔥🔥🔥 북한, 탄도미사일 2발 발사 ✎"]


async def test_a_guest_answers_with_what_it_finds(talk: Talk) -> None:
    """Whoever names it in a chat in which it is not; a bare name is told what one may write."""
    await open_story(talk, "Hwasong-18 launched")
    (found,) = await talk.offered(talk.telegram.call_guest(ADA, "@bongsu_preview_bot hwasong"))
    assert found["text"].startswith("🔎 hwasong · 1 found")
    assert found["buttons"] == []
    (usage,) = await talk.offered(talk.telegram.call_guest(ADA, "@Bongsu_preview_bot"))
    assert "/search hwasong" in usage["text"]


@pytest.mark.parametrize(
    ("ids", "html", "reason"),
    [(("1", "1"), "x", "Result_id_duplicate"), (("1",), "<b>x", "Can't parse entities"), (("1",), " ", "non-empty")],
)
async def test_the_stand_in_refuses_what_telegram_does(ids: tuple[str, ...], html: str, reason: str) -> None:
    """And takes one answer a query."""
    async with Telegram() as telegram, bot_of(telegram) as bot:
        query = telegram.inline(telegram.private(), "x")
        content = InputTextMessageContent(html, "HTML")
        with pytest.raises(BadRequest, match=reason):
            await bot.answer_inline_query(query, [InlineQueryResultArticle(one, "X", content) for one in ids])
        await _answer(bot, query)
        with pytest.raises(BadRequest, match="too old"):
            await _answer(bot, query)


async def _answer(bot: Bot, query: str) -> None:
    await bot.answer_inline_query(query, [InlineQueryResultArticle("1", "X", InputTextMessageContent("x"))])
