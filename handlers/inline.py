"""Searching from any chat: stories to share (`@bot hwasong`, inline mode), and answers where called as a guest."""

import re
from collections.abc import Sequence
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
    User,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import InlineQueryHandler, MessageHandler, filters

from bot.errors import QueryError
from bot.messages.keyboards import FIRE
from bot.messages.render import cut, plain
from bot.model import Address, ChatKind, Reply, Story, Subscription
from bot.telegram.form import older
from bot.telegram.outcomes import is_stale
from handlers.ask import Ask, Desk, number, stranger
from handlers.chat import App, Context
from handlers.search import Found, find, search

OFFERED = 10
"""How many stories are offered at a time."""
CACHE_SECONDS = 30
"""How long Telegram may answer the same person the same."""
_WORD = re.compile(r"(?<![^\s(])[^\W\d_]{3,}\Z")
"""A word that may still be typed: the last one, of letters alone."""


class _Guest(filters.UpdateFilter):
    """Called by its name in a chat in which it is not."""

    def filter(self, update: Update) -> bool:
        return update.guest_message is not None


def register(app: App) -> None:
    """Have the application answer from chats in which it is not."""
    app.add_handler(InlineQueryHandler(_on_query))
    app.add_handler(MessageHandler(_Guest(), _on_guest))


async def offers(ask: Ask, written: str, offset: int) -> tuple[Story, ...]:
    """The stories that a query finds, the best first; the newest where nothing is written, none where it is no query.

    The last word may go on.
    """
    if not written:
        return (await ask.desk.store.latest(list(map(Subscription, ask.desk.topics)), offset, OFFERED)).stories
    found = await _find(ask, written)
    ids = [past.story_id for past in found.pasts if past.story_id] if found else []
    shown = ids[offset : offset + OFFERED]
    stories = await ask.desk.store.stories_of(shown)
    return tuple(stories[one] for one in shown if one in stories)


async def _find(ask: Ask, written: str) -> Found | None:
    for said in (f"{written}*", written) if _WORD.search(written) else (written,):
        try:
            return await find(ask.desk, said, ask.now)
        except QueryError:
            continue  # a beginning of what will be a query, or a field that takes no beginnings
    return None


async def _on_query(update: Update, context: Context) -> None:
    """Each letter typed behind our name comes as a query of its own."""
    query = update.inline_query
    if query is None:
        return
    ask = await _asked(context.bot_data, query.from_user)
    offset = number(query.offset) or 0
    stories = await offers(ask, query.query.strip(), offset)
    more = str(offset + OFFERED) if len(stories) == OFFERED else ""
    results = [_article(str(story.id), *_offer(ask, story)) for story in stories]
    try:
        await context.bot.answer_inline_query(
            query.id, results, cache_time=CACHE_SECONDS, is_personal=True, next_offset=more
        )
    except BadRequest as exc:
        if not is_stale(exc):  # who typed on waits for another answer
            raise


async def _on_guest(update: Update, context: Context) -> None:
    """What follows our name is searched for; the answer is one message."""
    message = update.guest_message
    if message is None or not message.guest_query_id:
        return
    named = f"@{context.bot.username}"
    words = [word for word in (message.text or "").split() if word.casefold() != named.casefold()]
    ask = await _asked(context.bot_data, message.from_user, *words)
    answer = await search(ask)
    if answer.reply:
        await context.bot.answer_guest_query(message.guest_query_id, _article("found", named, "", answer.reply.text))


async def _asked(desk: Desk, person: User | None, *words: str) -> Ask:
    """Who asks, as we keep them from their chat with us: in another chat nobody else's settings count."""
    address = Address(person.id if person else 0)
    reader = await desk.store.subscriber(address) if person else None
    reader = reader or stranger(desk.speech, address, ChatKind.PRIVATE, person.language_code if person else None)
    return Ask(desk, reader, words, desk.clock(), person.id if person else None)


def _offer(ask: Ask, story: Story) -> tuple[str, str, str, Sequence[tuple[str, str]]]:
    """What is shown of a story before it is shared, and what is shared: title, line, HTML, buttons.

    In the form for older servers: what is offered is refused as a whole, and nothing would be sent again.
    """
    reader, speech = ask.reader, ask.desk.speech
    at = speech.clock(reader.language, story.opened_at, reader.timezone, ask.now)
    naming = ask.desk.renderer.naming
    outlets = (naming.outlet(outlet, reader.language) for outlet in story.outlets[:3])
    line = f"{at} · {', '.join(outlets)}"
    alert: Reply = ask.desk.renderer.alert(story, reader, ask.now)
    reading = [(button.label, button.url) for row in alert.buttons for button in row if button.url]
    title = f"{FIRE * story.severity} {plain(ask.desk.renderer.headline(story, reader, 120))}"
    return title, cut(line, 120), older(alert).text, reading


def _article(
    number: str, title: str, line: str, html: str, buttons: Sequence[tuple[str, str]] = ()
) -> InlineQueryResultArticle:
    row: list[Any] = [InlineKeyboardButton(label, url=url) for label, url in buttons]
    return InlineQueryResultArticle(
        number,
        title,
        InputTextMessageContent(html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        reply_markup=InlineKeyboardMarkup([row]) if row else None,
        description=line,
    )
