"""/subscribe and /unsubscribe: by buttons with ticks, or directly by a topic's name and places."""

from dataclasses import replace

from bot.model import Reply, Subscriber, Subscription
from bot.render import OFFERED, cut, escape
from handlers.ask import Answer, Ask
from handlers.wish import Wish, understand


async def subscribe(ask: Ask) -> Answer:
    """Follow the topic named, narrowed to the places named behind it, or offer all topics as buttons."""
    if not ask.words:
        return Answer(await choices(ask, ask.reader, ask.say("subscribe-choose")))
    wish = understand(ask.desk, ask.words)
    if wish.topic is None:
        return await unknown_topic(ask)
    return unknown_place(ask, wish) if wish.unknown else await follow(ask, wish)


async def unsubscribe(ask: Ask) -> Answer:
    """Stop following the topic named, or offer all as buttons."""
    if not ask.words:
        return Answer(await choices(ask, ask.reader, ask.say("subscribe-choose")))
    key = ask.desk.find_topic(" ".join(ask.words))
    return await unknown_topic(ask) if key is None else await leave(ask, key)


async def toggle(ask: Ask) -> Answer:
    """A topic's button: follow it, or stop; the buttons show it at once."""
    return await toggle_in(replace(ask, words=(*ask.words, "")))


async def toggle_in(ask: Ask) -> Answer:
    """The same where a place was chosen before: `follow:TOPIC:PLACE`."""
    key, place = ask.words
    if key not in ask.desk.topics or place not in OFFERED:
        return Answer(toast=ask.say("toast-old"))
    reader = await ask.welcome()
    on = not await ask.desk.store.unsubscribe(reader.id, key)
    if on:
        await ask.desk.store.narrow(reader.id, key, (place,) if place else (), ask.now)
    toast = ask.say("toast-on" if on else "toast-off", topic=ask.desk.topics[key].title_in(reader.language))
    return Answer(await choices(ask, reader, ask.say("subscribe-choose"), place), toast=toast)


async def follow(ask: Ask, wish: Wish) -> Answer:
    """Follow a topic in the places wished, and show its newest story: what will come."""
    reader, key, store = await ask.welcome(), wish.topic or "", ask.desk.store
    had = (await store.subscriptions(reader.id)).get(key)
    text = "subscribed" if had is None or had.places != wish.places else "subscribed-already"
    await store.narrow(reader.id, key, wish.places, ask.now)
    page = await store.latest([key], 0, 1)
    topic = escape(ask.desk.renderer.narrowed(Subscription(key, places=wish.places), reader.language))
    if not page.stories:
        return Answer(Reply(ask.say(f"{text}-empty", topic=topic)))
    example = ask.desk.renderer.alert(page.stories[0], reader, ask.now)
    return Answer(replace(example, text=f"{ask.say(text, topic=topic)}\n\n{example.text}"))


async def leave(ask: Ask, key: str) -> Answer:
    """Stop following a topic."""
    was = bool(ask.reader.id) and await ask.desk.store.unsubscribe(ask.reader.id, key)
    topic = ask.desk.renderer.topic_title(key, ask.reader.language)
    return Answer(Reply(ask.say("unsubscribed" if was else "unsubscribed-already", topic=topic, key=key)))


async def choices(ask: Ask, reader: Subscriber, text: str, place: str | None = None) -> Reply:
    """A text with the topics' buttons under it, ticked where they are followed, and those of the places."""
    followed = await ask.desk.store.subscriptions(reader.id) if reader.id else {}
    return Reply(text, ask.desk.renderer.topic_buttons(reader, followed, place))


def unknown_place(ask: Ask, wish: Wish) -> Answer:
    """The topic is clear and the place is not: say so, with examples to press or copy."""
    name, key = escape(cut(wish.unknown or "", 60)), wish.topic or ""
    return Answer(Reply(ask.say("place-unknown", name=name, key=key)))


async def unknown_topic(ask: Ask) -> Answer:
    """There is no such topic: say so, and offer those that there are."""
    name = escape(cut(" ".join(ask.words), 60))
    return Answer(await choices(ask, ask.reader, ask.say("topic-unknown", name=name)))
