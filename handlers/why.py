"""The button under an alert that shows why it came."""

from handlers.ask import Answer, Ask


async def why(ask: Ask) -> Answer:
    """`why:STORY`: the topics, the words and the sentences, as a message of its own."""
    story = await ask.desk.store.story(int(ask.words[0]))
    if story is None:
        return Answer(toast=ask.say("why-unknown"))
    told_at = await ask.desk.store.told_at(int(ask.words[0]), ask.reader.id)
    return Answer(ask.desk.renderer.why(story, ask.reader, ask.now, told_at), apart=True)
