"""The buttons under an alert that show why it came: in private in full, elsewhere to who asks alone."""

from bot.messages import popup
from bot.model import ChatKind
from handlers.ask import Answer, Ask


async def why(ask: Ask) -> Answer:
    """`why:STORY`: the topics, the words and the sentences, one's own queries, as a message of its own.

    In a group or channel in a few words, over the button: it is of no use to the others.
    """
    story = await ask.story()
    if story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    if ask.reader.kind is not ChatKind.PRIVATE:
        return Answer(toast=popup.why(ask.desk.renderer, story, ask.reader), popup=True)
    told_at = await ask.desk.store.told_at(story.id, ask.reader.id)
    asked = await ask.desk.store.asked(story.id, ask.reader.id)
    return Answer(ask.desk.renderer.why(story, ask.reader, ask.now, told_at, asked), apart=True)


async def details(ask: Ask) -> Answer:
    """`details:STORY`: the same in full, in the private chat of who asks."""
    story = await ask.story()
    return Answer(toast=ask.say("why-unknown")) if story is None else Answer(start=f"why_{story.id}")
