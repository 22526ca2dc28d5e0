"""The button under an alert that says that it should not have come."""

from dataclasses import replace

from bot.model import ChatKind
from handlers.ask import Answer, Ask, wanted


async def irrelevant(ask: Ask) -> Answer:
    """`irrelevant:STORY:on`: noted once a person; `off` takes it back.

    A group's buttons are everybody's and cannot say who has voted: there it is only noted. Alerts of earlier versions
    say neither, and have it noted.
    """
    story, on = await ask.story(), wanted(ask.words[1] if ask.words[1:] else "on")
    if ask.person is None or on is None or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    await ask.desk.store.vote(story.id, ask.person, ask.now, on=on)
    toast = ask.say("toast-irrelevant" if on else "toast-relevant")
    if ask.reader.kind is not ChatKind.PRIVATE:
        return Answer(toast=toast)
    standing = replace(await ask.desk.store.standing(story.id, ask.reader.id), irrelevant=on)
    return Answer(toast=toast, buttons=ask.desk.renderer.alert_buttons(story, ask.reader, standing))
