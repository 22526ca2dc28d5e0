"""The button under an alert that lists who reported it."""

from bot.messages import popup
from handlers.ask import Answer, Ask, answer_alone


async def sources(ask: Ask) -> Answer:
    """`sources:STORY`: every outlet with time and link, the first one first."""
    story = await ask.story()
    if story is None:
        return Answer(toast=ask.say("why-unknown"))
    renderer = ask.desk.renderer
    full = renderer.sources(story, ask.reader, ask.now)
    return answer_alone(ask, full, popup.sources(renderer, story, ask.reader, ask.now))
