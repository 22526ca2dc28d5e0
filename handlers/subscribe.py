"""/subscribe and /unsubscribe: by buttons with ticks, or directly by a topic's name."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.model import Reply, Subscriber
from bot.render import cut, escape
from handlers.ask import Answer, Ask


async def subscribe(ask: Ask) -> Answer:
    """Follow the topic named, or offer all as buttons."""
    return await _by_name(ask, follow)


async def unsubscribe(ask: Ask) -> Answer:
    """Stop following the topic named, or offer all as buttons."""
    return await _by_name(ask, leave)


async def toggle(ask: Ask) -> Answer:
    """A topic's button: follow it, or stop; the buttons show it at once."""
    toast = await turn(ask, ask.words[0])
    if toast is None:
        return Answer(toast=ask.say("toast-old"))
    return Answer(await choices(ask, await ask.welcome(), ask.say("subscribe-choose")), toast=toast)


async def turn(ask: Ask, key: str) -> str | None:
    """Follow a topic or an own query, or stop: the toast that says which; None where there is no such."""
    title = (await ask.titles()).get(key)
    if title is None:
        return None
    reader = await ask.welcome()
    on = await ask.desk.store.subscribe(reader.id, key, ask.now)
    if not on:
        await ask.desk.store.unsubscribe(reader.id, key)
    return ask.say("toast-on" if on else "toast-off", topic=title)


async def follow(ask: Ask, key: str) -> Answer:
    """Follow a topic, and show its newest story: what will come."""
    reader = await ask.welcome()
    new = await ask.desk.store.subscribe(reader.id, key, ask.now)
    text = "subscribed" if new else "subscribed-already"
    page = await ask.desk.store.latest([key], 0, 1)
    topic = escape((await replace(ask, reader=reader).titles())[key])
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


async def choices(ask: Ask, reader: Subscriber, text: str) -> Reply:
    """A text with the topics' buttons under it, ticked where they are followed."""
    followed = await ask.desk.store.subscriptions(reader.id) if reader.id else {}
    return Reply(text, ask.desk.renderer.topic_buttons(reader, followed, await replace(ask, reader=reader).own()))


async def unknown_topic(ask: Ask) -> Answer:
    """There is no such topic: say so, and offer those that there are."""
    name = escape(cut(" ".join(ask.words), 60))
    return Answer(await choices(ask, ask.reader, ask.say("topic-unknown", name=name)))


async def _by_name(ask: Ask, act: Callable[[Ask, str], Awaitable[Answer]]) -> Answer:
    if not ask.words:
        return Answer(await choices(ask, ask.reader, ask.say("subscribe-choose")))
    key = ask.desk.find_topic(" ".join(ask.words), await ask.own())
    return await unknown_topic(ask) if key is None else await act(ask, key)
