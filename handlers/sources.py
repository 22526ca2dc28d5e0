"""The button under an alert that lists who reported it."""

from handlers.ask import Answer, Ask


async def sources(ask: Ask) -> Answer:
    """`sources:STORY`: every outlet with time and link, the first one first, as a message of its own."""
    story = await ask.story()
    if story is None:
        return Answer(toast=ask.say("why-unknown"))
    return Answer(ask.desk.renderer.sources(story, ask.reader, ask.now), apart=True)
