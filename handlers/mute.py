"""The button under an alert that silences its story in this chat."""

from handlers.ask import Answer, Ask


async def mute(ask: Ask) -> Answer:
    """`mute:STORY`: from then on the message changes silently and nothing new comes; pressing again undoes it."""
    story = await ask.story()
    if not ask.reader.id or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    muted = await ask.desk.store.mute(story.id, ask.reader.id, ask.now)
    return Answer(toast=ask.say("toast-muted" if muted else "toast-unmuted"))
