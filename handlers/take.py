"""The button under a group's alert by which one of its people takes the story upon themselves."""

from bot.messages.render import cut
from bot.model import Holder
from handlers.ask import Answer, Ask, wanted

LONGEST_NAME = 60
"""How much of a name is kept, in UTF-16 units."""


async def take(ask: Ask) -> Answer:
    """`take:STORY:on`: who presses holds it, unless somebody does; `off`: who holds it gives it back. All see it."""
    story, on = await ask.story(), wanted(ask.words[1])
    if ask.person is None or not ask.reader.id or on is None or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    store, us = ask.desk.store, ask.person
    if on:
        await store.take(story.id, ask.reader.id, Holder(us, cut(ask.name, LONGEST_NAME), ask.now))
    else:
        await store.give_back(story.id, ask.reader.id, us)
    standing = await store.standing(story.id, ask.reader.id)
    holder = standing.holder
    if holder is None:
        toast = ask.say("toast-given-back")
    else:
        toast = ask.say("toast-taken" if holder.person == us else "toast-held", name=holder.name)
    return Answer(ask.desk.renderer.alert(story, ask.reader, ask.now, standing), toast=toast)
