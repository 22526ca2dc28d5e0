"""/timeline TOPIC [PLACE] [PERIOD]: what happened, as a picture, and as a table (CSV) by its button."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.errors import PictureError
from bot.messages.render import cut, escape
from bot.messages.timeline import COLUMNS, LEAST, Timeline
from bot.model import Button, Document, Reply, Subscription
from bot.stories.timeline import Happening, Period, happening
from handlers.ask import Answer, Ask
from handlers.export import csv_of
from handlers.period import split_period
from handlers.subscribe import selection_of

MOST = 3_000
"""How many events are read for a picture."""
AT_ONCE = 40
"""How many of them at a time, so that others are answered meanwhile."""
LONGEST = 200
"""Letters of what is asked for, which the caption repeats."""
DATA = "timeline:csv"
YEAR = 365
"""Days of a period of which the next longer one has two years."""


async def timeline(ask: Ask) -> Answer:
    """The picture with its totals; a sentence where there is too little for one, or where it is not understood."""
    if isinstance(asked := await _asked(ask), Answer):
        return asked
    wanted, period = asked
    if isinstance(told := await _told(ask, wanted, period), Answer):
        return told
    words = " ".join(split_period(ask.words, period.last)[0])
    if len(told.standing) < LEAST:
        longer = f"/timeline {escape(words)} {'1y' if period.days < YEAR else '2y'}"
        values: dict[str, str | int] = {"title": escape(told.title), "days": period.days, "longer": longer}
        return Answer(Reply(ask.say("timeline-few", count=len(told.standing), **values)))
    try:
        picture = await ask.desk.studio.draw(told.panels())
    except PictureError:
        return Answer(Reply(ask.say("timeline-busy")))
    command = f"/timeline {words} {period.first}..{period.last}"
    button = Button(ask.say("button-csv"), data=DATA)
    return Answer(Reply(told.caption(command), ((button,),)), picture=Document("timeline.png", picture))


async def press(ask: Ask) -> Answer:
    """`timeline:csv`: the table of a picture; `timeline:TOPIC`: the picture of a topic, beside the buttons."""
    if ask.words == ("csv",):
        return await _table(ask)
    if ask.words[0] not in ask.desk.topics:
        return Answer(toast=ask.say("toast-old"))
    return replace(await timeline(ask), apart=True)


async def _table(ask: Ask) -> Answer:
    """The events of a picture as a document; its caption says what was asked for."""
    words = tuple((ask.code or "").split())
    if words[:1] != ("/timeline",):
        return Answer(toast=ask.say("toast-old"))
    ask = replace(ask, words=words[1:])
    if isinstance(asked := await _asked(ask), Answer) or isinstance(told := await _told(ask, *asked), Answer):
        return Answer(toast=ask.say("timeline-not-now"))
    return Answer(documents=(csv_of("timeline.csv", COLUMNS, told.rows()),))


async def _asked(ask: Ask) -> tuple[Subscription, Period] | Answer:
    """What is asked for, and of when; or what was not understood, with an example."""
    here = ask.now.astimezone(ZoneInfo(ask.reader.timezone)).date()
    words, period = split_period(ask.words, here)
    said = escape(cut(" ".join(ask.words), 60))
    if not words or len(" ".join(words)) > LONGEST:
        titles = await ask.titles()
        buttons = tuple((Button(f"📊 {titles[key]}", data=f"timeline:{key}"),) for key in ask.desk.topics)
        return Answer(Reply(ask.say("timeline-usage"), buttons))
    if period is None:
        return Answer(Reply(ask.say("timeline-period", said=said)))
    selection = await selection_of(replace(ask, words=words))
    if selection.topic is None:
        titles = await ask.titles()
        known = ask.listed(f"<code>{escape(titles[key])}</code>" for key in ask.desk.topics)
        return Answer(Reply(ask.say("timeline-topic", name=said, known=known)))
    if selection.unknown:
        return Answer(Reply(ask.say("timeline-place", name=escape(cut(selection.unknown, 60)), key=selection.topic)))
    return selection.of(None), period


async def _told(ask: Ask, wanted: Subscription, period: Period) -> Timeline | Answer:
    """What happened; an answer where there are too many events, or too many were asked for."""
    chat = ask.reader.address.chat_id
    if wait := ask.desk.studio.admit({chat, ask.person or chat}, ask.now):
        return Answer(Reply(ask.say("timeline-later", minutes=ceil(wait / timedelta(minutes=1)))))
    zone, store = ZoneInfo(ask.reader.timezone), ask.desk.store
    since, until = (
        datetime.combine(day, time(), zone).astimezone(UTC) for day in (period.first, period.last + timedelta(days=1))
    )
    found: list[Happening] = []
    total = AT_ONCE
    while len(found) < total:
        page = await store.between(wanted, since, until, len(found), AT_ONCE)
        if page.total > MOST:
            return Answer(Reply(ask.say("timeline-many", total=page.total, most=MOST)))
        if not page.stories:
            break
        total = page.total
        found += await asyncio.to_thread(lambda stories: list(map(happening, stories)), page.stories)
    title = ask.narrowed(wanted, (await ask.titles())[wanted.topic])
    return Timeline(ask.desk.renderer.naming, ask.reader, title, period, tuple(found))
