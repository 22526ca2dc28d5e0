"""The button under an alert that says that it should not have come."""

from handlers.ask import Answer, Ask


async def irrelevant(ask: Ask) -> Answer:
    """`irrelevant:STORY`: noted once a person; pressing again takes it back."""
    story = await ask.story()
    if ask.person is None or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    noted = await ask.desk.store.vote(story.id, ask.person, ask.now)
    return Answer(toast=ask.say("toast-irrelevant" if noted else "toast-relevant"))
