"""The button under an alert that says that it should not have come."""

from bot.model import ChatKind
from handlers.ask import Answer, Ask, wanted


async def irrelevant(ask: Ask) -> Answer:
    """`irrelevant:STORY:on`: noted once a person; `off` takes it back.

    A group's buttons are everybody's and cannot say who has voted: it is taken back in private, below what In full
    shows. Alerts of earlier versions say neither, and have it noted.
    """
    story, on = await ask.story(), wanted(ask.words[1] if ask.words[1:] else "on")
    if ask.person is None or on is None or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    await ask.desk.store.vote(story.id, ask.person, ask.now, on=on)
    if ask.reader.kind is not ChatKind.PRIVATE:
        return Answer(toast=ask.say("toast-irrelevant-group"))
    standing = await ask.desk.store.standing(story.id, ask.reader.id, ask.person)
    buttons = ask.desk.renderer.alert_buttons(story, ask.reader, standing)
    return Answer(toast=ask.say("toast-irrelevant" if on else "toast-relevant"), buttons=buttons)
