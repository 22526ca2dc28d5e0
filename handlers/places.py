"""The buttons under the topics that say where what is pressed next is followed."""

from bot.messages.keyboards import OFFERED
from handlers.ask import Answer, Ask
from handlers.subscribe import choices


async def narrow(ask: Ask) -> Answer:
    """`narrow:PLACE`: topics that are pressed after it are followed there; what is followed already stays as it is."""
    place = ask.words[0]
    if place not in OFFERED:
        return Answer(toast=ask.say("toast-old"))
    where = ask.desk.renderer.where((place,) if place else (), ask.reader.language)
    reply = await choices(ask, ask.reader, ask.say("subscribe-choose"), place)
    return Answer(reply, toast=ask.say("toast-where", where=where))
