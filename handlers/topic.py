"""/topic NAME: the latest stories of a topic, paged by buttons, and whether one follows it."""

from dataclasses import replace

from bot.model import Button
from bot.render import PAGE, escape
from handlers.ask import Answer, Ask
from handlers.subscribe import unknown_topic
from handlers.topics import topics


async def topic(ask: Ask) -> Answer:
    """The first page of the topic named; all topics where none is."""
    if not ask.words:
        return await topics(ask)
    key = ask.desk.find_topic(" ".join(ask.words))
    return await unknown_topic(ask) if key is None else await _page(ask, key, 0)


async def turn(ask: Ask) -> Answer:
    """A page button: `topic:KEY:OFFSET`."""
    key, offset = ask.words
    if key not in ask.desk.topics:
        return Answer(toast=ask.say("toast-old"))
    return await _page(ask, key, int(offset))


async def switch(ask: Ask) -> Answer:
    """The button under a topic's list that follows it or stops: `switch:KEY`."""
    key = ask.words[0]
    if key not in ask.desk.topics:
        return Answer(toast=ask.say("toast-old"))
    reader = await ask.welcome()
    on = await ask.desk.store.subscribe(reader.id, key, ask.now)
    if not on:
        await ask.desk.store.unsubscribe(reader.id, key)
    toast = ask.say("toast-on" if on else "toast-off", topic=ask.desk.topics[key].title_in(reader.language))
    return replace(await _page(replace(ask, reader=reader), key, 0), toast=toast)


async def _page(ask: Ask, key: str, offset: int) -> Answer:
    desk, language = ask.desk, ask.reader.language
    page = await desk.store.latest([key], offset, PAGE)
    followed = key in await ask.followed()
    title = ask.say(
        "topic-title",
        topic=desk.renderer.topic_title(key, language),
        total=page.total,
        about=escape(desk.topics[key].about_in(language)),
        followed="yes" if followed else "no",
    )
    reply = desk.renderer.stories(title, page, ask.reader, ask.now, PAGE, f"topic:{key}:")
    button = Button(ask.say("button-unfollow" if followed else "button-follow"), data=f"switch:{key}")
    return Answer(replace(reply, buttons=(*reply.buttons, (button,))))
