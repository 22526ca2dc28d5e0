"""/passing: what to tell of a topic that a story only touches in passing."""

from dataclasses import replace

from bot.model import Button, Passing, Reply
from handlers.ask import Answer, Ask
from handlers.screens import back


async def passing(ask: Ask) -> Answer:
    """Set what is named (`now`, `digest`, `never`), or say how it is, with a button each."""
    named = [way for way in Passing if ask.words and ask.words[0].casefold() in (way, ask.say(f"passing-{way}"))]
    return await _set(ask, named[0]) if named else Answer(_choices(ask))


async def choose(ask: Ask) -> Answer:
    """A button: `passing:WAY`."""
    offered = {str(way): way for way in Passing}
    way = offered.get(ask.words[0])
    return Answer(toast=ask.say("toast-old")) if way is None else await _set(ask, way)


async def screen(ask: Ask) -> Reply:
    """How it is, with a button for each choice."""
    return _choices(ask)


async def _set(ask: Ask, way: Passing) -> Answer:
    reader = await ask.welcome()
    await ask.desk.store.set_passing(reader.id, way)
    return Answer(_choices(replace(ask, reader=replace(reader, passing=way))))


def _choices(ask: Ask) -> Reply:
    mark = {ask.reader.passing: "✅ "}
    buttons = (Button(mark.get(way, "") + ask.say(f"passing-{way}"), data=f"passing:{way}") for way in Passing)
    return Reply(ask.say("passing"), (tuple(buttons), back(ask)))
