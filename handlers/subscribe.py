"""/subscribe and /unsubscribe: by buttons with ticks, or directly by a topic's name and places."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages.keyboards import OFFERED
from bot.messages.render import cut, escape
from bot.model import Query, Reply, Subscriber, Subscription
from handlers.ask import Answer, Ask, named, wanted
from handlers.selection import Selection, understand


async def subscribe(ask: Ask) -> Answer:
    """Follow the topic named, narrowed to the places named behind it, or offer all topics as buttons."""
    if not ask.words:
        return Answer(await choices(ask, ask.reader, ask.say("subscribe-choose")))
    query = named(await ask.own(), " ".join(ask.words))
    if query is not None:
        return await follow_own(ask, query)
    selection = understand(ask.desk, ask.words)
    if selection.topic is None:
        return await unknown_topic(ask)
    return unknown_place(ask, selection) if selection.unknown else await follow(ask, selection)


async def unsubscribe(ask: Ask) -> Answer:
    """Stop following the topic named, or offer all as buttons."""
    if not ask.words:
        return Answer(await choices(ask, ask.reader, ask.say("subscribe-choose")))
    key = ask.desk.find_topic(" ".join(ask.words), await ask.own())
    return await unknown_topic(ask) if key is None else await leave(ask, key)


async def toggle(ask: Ask) -> Answer:
    """A topic's button, `toggle:TOPIC:on`: follow it, or stop; the buttons show it at once."""
    key, *state = ask.words
    return await toggle_in(replace(ask, words=(key, "", *state)))


async def toggle_in(ask: Ask) -> Answer:
    """The same where a place was chosen before: `follow:TOPIC:PLACE:on`; an own query has no place."""
    key, place, *state = ask.words
    toast = await turn(ask, key, state, place) if place in OFFERED else None
    if toast is None:
        return Answer(toast=ask.say("toast-old"))
    return Answer(await choices(ask, await ask.welcome(), ask.say("subscribe-choose"), place), toast=toast)


async def turn(ask: Ask, key: str, state: Sequence[str], place: str = "") -> str | None:
    """Follow a topic (in a place) or an own query, or stop: the toast that says which; None where there is no such.

    A button of an earlier version says no state: it wants the one that is not.
    """
    title = (await ask.titles()).get(key)
    if title is None or (state and wanted(state[0]) is None):
        return None
    reader, store = await ask.welcome(), ask.desk.store
    on = wanted(state[0]) if state else key not in await store.subscriptions(reader.id)
    if not on:
        await store.unsubscribe(reader.id, key)
    elif place:
        await store.narrow(reader.id, key, (place,), ask.now)
    else:
        await store.subscribe(reader.id, key, ask.now)
    return ask.say("toast-on" if on else "toast-off", topic=title)


async def follow(ask: Ask, selection: Selection) -> Answer:
    """Follow a topic in the places wished, and show its newest story: what will come."""
    reader, key, store = await ask.welcome(), selection.topic or "", ask.desk.store
    had = (await store.subscriptions(reader.id)).get(key)
    text = "subscribed" if had is None or had.places != selection.places else "subscribed-already"
    await store.narrow(reader.id, key, selection.places, ask.now)
    topic = ask.desk.renderer.narrowed(Subscription(key, places=selection.places), reader.language)
    return await _followed(ask, key, text, topic)


async def follow_own(ask: Ask, query: Query) -> Answer:
    """Follow an own query again, and show its newest story."""
    new = await ask.desk.store.subscribe(ask.reader.id, query.topic, ask.now)
    return await _followed(ask, query.topic, "subscribed" if new else "subscribed-already", query.name)


async def _followed(ask: Ask, key: str, text: str, title: str) -> Answer:
    reader, topic = await ask.welcome(), escape(title)
    page = await ask.desk.store.latest([key], 0, 1)
    if not page.stories:
        return Answer(Reply(ask.say(f"{text}-empty", topic=topic)))
    example = ask.desk.renderer.alert(page.stories[0], reader, ask.now)
    return Answer(replace(example, text=f"{ask.say(text, topic=topic)}\n\n{example.text}"))


async def leave(ask: Ask, key: str) -> Answer:
    """Stop following a topic."""
    was = bool(ask.reader.id) and await ask.desk.store.unsubscribe(ask.reader.id, key)
    titles = await ask.titles()
    name = key if key in ask.desk.topics else titles[key]
    text = "unsubscribed" if was else "unsubscribed-already"
    return Answer(Reply(ask.say(text, topic=escape(titles[key]), key=escape(name))))


async def choices(ask: Ask, reader: Subscriber, text: str, place: str | None = None) -> Reply:
    """A text with the topics' buttons under it, ticked where they are followed, and those of the places."""
    followed = await ask.desk.store.subscriptions(reader.id) if reader.id else {}
    own = await replace(ask, reader=reader).own()
    return Reply(text, ask.desk.renderer.topic_buttons(reader, followed, place, own))


def unknown_place(ask: Ask, selection: Selection) -> Answer:
    """The topic is clear and the place is not: say so, with examples to press or copy."""
    name, key = escape(cut(selection.unknown or "", 60)), selection.topic or ""
    return Answer(Reply(ask.say("place-unknown", name=name, key=key)))


async def unknown_topic(ask: Ask) -> Answer:
    """There is no such topic: say so, and offer those that there are."""
    name = escape(cut(" ".join(ask.words), 60))
    return Answer(await choices(ask, ask.reader, ask.say("topic-unknown", name=name)))
