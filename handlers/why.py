"""The button under an alert that shows why it came."""

from handlers.ask import Answer, Ask


async def why(ask: Ask) -> Answer:
    """`why:STORY`: the topics, the words and the sentences, one's own queries, as a message of its own."""
    story = await ask.story()
    if story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    told_at = await ask.desk.store.told_at(story.id, ask.reader.id)
    asked = await ask.desk.store.asked(story.id, ask.reader.id)
    return Answer(ask.desk.renderer.why(story, ask.reader, ask.now, told_at, asked), apart=True)
