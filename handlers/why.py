"""The buttons under an alert that show why it came: in private in full, elsewhere to who asks alone."""

from bot.messages import popup
from handlers.ask import Answer, Ask, answer_alone


async def why(ask: Ask) -> Answer:
    """`why:STORY`: the topics, the words and the sentences, one's own queries."""
    story = await ask.story()
    if story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    told_at = await ask.desk.store.told_at(story.id, ask.reader.id)
    asked = await ask.desk.store.asked(story.id, ask.reader.id)
    renderer = ask.desk.renderer
    full = renderer.why(story, ask.reader, ask.now, told_at, asked)
    return answer_alone(ask, full, popup.why(renderer, story, ask.reader))


async def details(ask: Ask) -> Answer:
    """`details:STORY`: the same in full, in the private chat of who asks."""
    story = await ask.story()
    return Answer(toast=ask.say("why-unknown")) if story is None else Answer(start=f"why_{story.id}")
