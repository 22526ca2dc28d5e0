"""/feedback: what readers called not relevant, for the admins of the service."""

from datetime import timedelta

from bot.model import Reply
from handlers.ask import Answer, Ask

LATELY = timedelta(days=90)
"""How old votes may be to count: what readers thought of topics as they were before says little of them now."""


async def feedback(ask: Ask) -> Answer:
    """The latest votes per topic and per source, and the stories with the most; a stranger is told who may ask."""
    if ask.person not in ask.desk.admins:
        return Answer(Reply(ask.say("feedback-admins")))
    return Answer(ask.desk.renderer.feedback(await ask.desk.store.judgements(ask.now - LATELY), ask.reader))
