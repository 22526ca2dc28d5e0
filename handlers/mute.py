"""The button under an alert that silences its story in this chat."""

from handlers.ask import Answer, Ask


async def mute(ask: Ask) -> Answer:
    """`mute:STORY`: from then on the message changes silently and nothing new comes; pressing again undoes it."""
    story_id = int(ask.words[0])
    if not ask.reader.id or await ask.desk.store.story(story_id) is None:
        return Answer(toast=ask.say("why-unknown"))
    muted = await ask.desk.store.mute(story_id, ask.reader.id, ask.now)
    return Answer(toast=ask.say("toast-muted" if muted else "toast-unmuted"))
