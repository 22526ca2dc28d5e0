"""/subscribe and /unsubscribe: by buttons with ticks, or directly by a topic's name and places."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages.keyboards import OFFERED
from bot.messages.render import cut, escape
from bot.model import UNTOUCHED, ChatKind, Reply, Story, Subscriber, Subscription
from handlers.ask import Answer, Ask, named, wanted
from handlers.selection import Selection, split_fires, understand


async def subscribe(ask: Ask) -> Answer:
    """Follow the topic or own query named, narrowed to the places and fires named with it, or offer all as buttons."""
    if not ask.words:
        return Answer(await choices(ask, ask.reader, ask.say("subscribe-choose")))
    selection = await selection_of(ask)
    if selection.topic is None:
        return await unknown_topic(ask)
    if selection.unknown:
        return unknown_place(ask, selection)
    return await follow(ask, selection.of((await ask.subscriptions()).get(selection.topic)))


async def selection_of(ask: Ask) -> Selection:
    """What is meant: an own query by its name, or a topic."""
    own = await ask.own()
    for words, fires in ((ask.words, None), split_fires(ask.words)):
        if query := named(own, " ".join(words)):
            return Selection(query.topic, fires=fires)
    return understand(ask.desk, ask.words)


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
        await store.tune(reader.id, Subscription(key, places=(place,)), ask.now)
    else:
        await store.subscribe(reader.id, key, ask.now)
    return ask.say("toast-on" if on else "toast-off", topic=title)


async def follow(ask: Ask, wanted: Subscription) -> Answer:
    """Follow a topic or an own query just so, and show the newest story that would have come of it."""
    reader, key, store = await ask.welcome(), wanted.topic, ask.desk.store
    had = (await store.subscriptions(reader.id)).get(key)
    if had is None:
        await store.subscribe(reader.id, key, ask.now)
    await store.tune(reader.id, wanted, ask.now)
    text = "subscribed-already" if had == wanted else "subscribed"
    title = (await ask.titles())[key]
    said = ask.say(text, topic=escape(ask.narrowed(wanted, title)))
    if had and had != wanted and ask.narrowed(wanted, title) == title:
        said += "\n" + ask.say("subscribed-before", before=escape(ask.narrowed(had, title)))
    page = await store.latest([wanted], 0, 1)
    if not page.stories:
        return Answer(Reply(f"{said}\n{ask.say('subscribed-empty')}"))
    return Answer(await _example(ask, page.stories[0], f"{said}\n{ask.say('subscribed-example')}"))


async def _example(ask: Ask, story: Story, said: str) -> Reply:
    """A story as its alert would be, with the buttons as they stand, under what is said."""
    reader, store = await ask.welcome(), ask.desk.store
    person = ask.person if reader.kind is ChatKind.PRIVATE else None
    standing = await store.standing(story.id, reader.id, person) if story.id is not None else UNTOUCHED
    alert = ask.desk.renderer.alert(story, reader, ask.now, standing)
    return replace(alert, text=f"{said}\n\n{alert.text}")


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
