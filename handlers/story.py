"""/story ID, and the button of a list that opens one: a story as a whole."""

from dataclasses import replace
from unicodedata import normalize

from bot.messages.story_page import StoryPage
from bot.model import Reply
from handlers.ask import Answer, Ask, answer_alone


async def story(ask: Ask) -> Answer:
    """The story of this id."""
    found = await replace(ask, words=(normalize("NFKC", ask.words[0]),)).story() if ask.words else None
    if found is None:
        return Answer(Reply(ask.say("story-unknown")))
    return Answer(StoryPage(ask.desk.renderer).reply(found, ask.reader, ask.now))


async def opened(ask: Ask) -> Answer:
    """`story:STORY`: the same, to who asks alone."""
    found = await ask.story()
    if found is None:
        return Answer(toast=ask.say("why-unknown"))
    return answer_alone(ask, StoryPage(ask.desk.renderer).reply(found, ask.reader, ask.now))
