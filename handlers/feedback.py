"""/feedback: what readers called not relevant, for the admins of the service."""

from bot.model import Reply
from handlers.ask import Answer, Ask


async def feedback(ask: Ask) -> Answer:
    """The votes per topic and per source, and the stories with the most; a stranger is told who may ask."""
    if ask.person not in ask.desk.admins:
        return Answer(Reply(ask.say("feedback-admins")))
    return Answer(ask.desk.renderer.feedback(await ask.desk.store.judgements(), ask.reader))
