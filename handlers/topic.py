"""/topics: all topics and own queries; /topic NAME: one's latest stories, paged by buttons; add, edit, remove, try."""

from collections.abc import Mapping
from dataclasses import replace

from bot.messages.keyboards import switch as to_other
from bot.messages.render import PAGE, cut, escape
from bot.model import Button, Subscription
from handlers.ask import Answer, Ask, Handle, number
from handlers.query import add, attempt, edit, remove, try_button
from handlers.subscribe import turn as turn_topic
from handlers.subscribe import unknown_topic

VERBS: Mapping[str, Handle] = {"add": add, "edit": edit, "remove": remove, "try": attempt}
SETTLING = ("add", "edit", "remove")
"""The verbs that change settings."""


async def topics(ask: Ask) -> Answer:
    """List every topic and own query, which are on, with a button each."""
    followed = await ask.desk.store.subscriptions(ask.reader.id) if ask.reader.id else {}
    return Answer(ask.desk.renderer.topic_list(ask.reader, followed, await ask.own()))


async def topic(ask: Ask) -> Answer:
    """The first page of the topic or own query named, or what a verb says; all topics where nothing is."""
    if not ask.words:
        return await topics(ask)
    verb = VERBS.get(ask.words[0].casefold())
    if verb is not None:
        return await verb(replace(ask, words=ask.words[1:]))
    key = ask.desk.find_topic(" ".join(ask.words), await ask.own())
    return await unknown_topic(ask) if key is None else await _page(ask, key, 0)


async def turn(ask: Ask) -> Answer:
    """A page button: `topic:KEY:OFFSET`."""
    key, offset = ask.words[0], number(ask.words[1])
    if offset is None or key not in await ask.titles():
        return Answer(toast=ask.say("toast-old"))
    return await _page(ask, key, offset)


async def switch(ask: Ask) -> Answer:
    """The button under a topic's list that follows it or stops: `switch:KEY:on`."""
    key, *state = ask.words
    toast = await turn_topic(ask, key, state)
    if toast is None:
        return Answer(toast=ask.say("toast-old"))
    return replace(await _page(replace(ask, reader=await ask.welcome()), key, 0), toast=toast)


async def _page(ask: Ask, key: str, offset: int) -> Answer:
    desk = ask.desk
    kept, name = (await ask.subscriptions()).get(key), (await ask.titles())[key]
    page = await desk.store.latest([kept or Subscription(key)], offset, PAGE)
    followed = kept is not None
    title = ask.say(
        "topic-title",
        topic=escape(ask.narrowed(kept, name) if kept else name),
        total=page.total,
        about=await _about(ask, key),
        followed="yes" if followed else "no",
    )
    reply = desk.renderer.stories(title, page, ask.reader, ask.now, PAGE, f"topic:{key}:")
    buttons = [
        Button(ask.say("button-unfollow" if followed else "button-follow"), data=to_other(f"switch:{key}", on=followed))
    ]
    if followed:
        buttons.append(Button(ask.say("button-tune"), data=f"tune:{key}"))
    if key not in desk.topics:
        buttons.append(try_button(ask, key))
    return Answer(replace(reply, buttons=(*reply.buttons, tuple(buttons))))


async def _about(ask: Ask, key: str) -> str:
    """A topic's sentence, or an own query as it was written, as HTML."""
    if key in ask.desk.topics:
        return escape(ask.desk.renderer.naming.about(ask.desk.topics[key], ask.reader.language))
    return next(f"<code>{escape(cut(own.text, 500))}</code>" for own in await ask.own() if own.topic == key)
