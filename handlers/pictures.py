"""The screen of /settings on pictures: how large an alert shows that of its report, as Telegram previews a link."""

from dataclasses import replace

from bot.model import Pictures, Reply
from handlers.ask import Answer, Ask
from handlers.screens import back, chosen


async def choose(ask: Ask) -> Answer:
    """A button: `pictures:SIZE`."""
    size = {str(size): size for size in Pictures}.get(ask.words[0])
    if size is None:
        return Answer(toast=ask.say("toast-old"))
    reader = replace(await ask.welcome(), pictures=size)
    await ask.desk.store.set_pictures(reader.id, size)
    return Answer(await screen(replace(ask, reader=reader)))


async def screen(ask: Ask) -> Reply:
    """How it is, with a button for each size."""
    now = ask.reader.pictures
    sizes = (chosen(ask.say(f"pictures-{size}"), f"pictures:{size}", on=size is now) for size in Pictures)
    return Reply(ask.say("pictures"), (tuple(sizes), back(ask)))
