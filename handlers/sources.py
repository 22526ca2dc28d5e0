"""The button under an alert that lists who reported it."""

from bot.messages import popup
from bot.model import ChatKind
from handlers.ask import Answer, Ask


async def sources(ask: Ask) -> Answer:
    """`sources:STORY`: every outlet with time and link, the first one first, as a message of its own.

    In a group or channel as many as there is room for, over the button.
    """
    story = await ask.story()
    if story is None:
        return Answer(toast=ask.say("why-unknown"))
    if ask.reader.kind is not ChatKind.PRIVATE:
        return Answer(toast=popup.sources(ask.desk.renderer, story, ask.reader, ask.now), popup=True)
    return Answer(ask.desk.renderer.sources(story, ask.reader, ask.now), apart=True)
