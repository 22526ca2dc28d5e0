"""/status: feeds healthy and silent, last poll, last alert, one's own subscriptions."""

from handlers.ask import Answer, Ask


async def status(ask: Ask) -> Answer:
    """Whether all is working, in a few lines."""
    followed = await ask.followed()
    health = await ask.desk.store.health(ask.now)
    return Answer(ask.desk.renderer.status(health, ask.reader, list(followed.values()), ask.now))
