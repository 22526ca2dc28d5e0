"""The buttons under the topics that narrow what one follows: to the Korean peninsula, or not at all."""

from bot.messages.keyboards import OFFERED
from handlers.ask import Answer, Ask
from handlers.subscribe import choices


async def narrow(ask: Ask) -> Answer:
    """`narrow:PLACE`: everything that is followed, and what is pressed after it, there only; everywhere without one."""
    place = ask.words[0]
    if place not in OFFERED:
        return Answer(toast=ask.say("toast-old"))
    places = (place,) if place else ()
    reader = await ask.welcome()
    for key in await ask.desk.store.subscriptions(reader.id):
        await ask.desk.store.narrow(reader.id, key, places, ask.now)
    where = ask.desk.renderer.where(places, reader.language)
    reply = await choices(ask, reader, ask.say("subscribe-choose"), place)
    return Answer(reply, toast=ask.say("toast-where", where=where))
