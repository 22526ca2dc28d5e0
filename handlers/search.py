"""/search WORDS: everything that is kept, by its words, the best first, paged; a page says what was searched for."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from bot.errors import QueryError
from bot.messages.found import Finds
from bot.messages.render import PAGE
from bot.model import Past, Reply
from bot.queries.expression import Expression
from bot.queries.query import parse
from bot.queries.search import LOOKED, rank, sought
from handlers.ask import Answer, Ask, Desk, number


class Found(NamedTuple):
    """What a query means and finds, the best first; `more`: there may be older ones that were not looked at."""

    expression: Expression
    pasts: tuple[Past, ...]
    more: bool


async def search(ask: Ask) -> Answer:
    """The first page, or what one may search for."""
    if ask.words:
        return await _page(ask, " ".join(ask.words), 0)
    return Answer(Reply("\n\n".join(filter(None, (ask.say("search-usage"), ask.elsewhere())))))


async def turn(ask: Ask) -> Answer:
    """A page button: `search:OFFSET`; its message says what was searched for."""
    offset = number(ask.words[0])
    if offset is None or not ask.code:
        return Answer(toast=ask.say("toast-old"))
    return await _page(ask, ask.code, offset)


async def find(desk: Desk, written: str, now: datetime) -> Found:
    """What a query finds; a QueryError where it cannot be read."""
    expression = parse(written, frozenset(desk.topics))
    pasts = await desk.store.search(sought(expression), LOOKED)
    # Reading hundreds of texts takes some ten milliseconds, in which others are answered.
    ranked = await asyncio.to_thread(rank, expression, pasts, desk.gazetteer, now)
    return Found(expression, ranked, len(pasts) >= LOOKED)


async def _page(ask: Ask, written: str, offset: int) -> Answer:
    try:
        found = await find(ask.desk, written, ask.now)
    except QueryError as slip:
        return Answer(ask.desk.renderer.slip(ask.reader, written, slip))
    shown = found.pasts[offset : offset + PAGE]
    stories = await ask.desk.store.stories_of([past.story_id for past in shown if past.story_id])
    finds = Finds(written, found.expression, shown, stories, offset, len(found.pasts), found.more)
    return Answer(finds.reply(ask.desk.speech, ask.reader, ask.now))
