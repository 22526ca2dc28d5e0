"""The button under an alert that silences its story in this chat."""

from bot.model import ChatKind
from handlers.ask import Answer, Ask, wanted


async def mute(ask: Ask) -> Answer:
    """`mute:STORY:on`: from then on the message changes silently and nothing new comes; `off` undoes it.

    Alerts of earlier versions say neither: they have it muted.
    """
    story, on = await ask.story(), wanted(ask.words[1] if ask.words[1:] else "on")
    if not ask.reader.id or on is None or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    await ask.desk.store.mute(story.id, ask.reader.id, ask.now, on=on)
    person = ask.person if ask.reader.kind is ChatKind.PRIVATE else None
    standing = await ask.desk.store.standing(story.id, ask.reader.id, person)
    buttons = ask.desk.renderer.alert_buttons(story, ask.reader, standing)
    return Answer(toast=ask.say("toast-muted" if on else "toast-unmuted"), buttons=buttons)
