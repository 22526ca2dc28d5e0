"""/status: feeds healthy and silent, last poll, last alert, one's own subscriptions."""

from handlers.ask import Answer, Ask


async def status(ask: Ask) -> Answer:
    """Whether all is working, in a few lines."""
    health = await ask.desk.store.health(ask.now)
    kept = await ask.desk.store.subscriptions(ask.reader.id) if ask.reader.id else {}
    followed = [kept[key] for key in ask.desk.topics if key in kept]
    return Answer(ask.desk.renderer.status(health, ask.reader, followed, ask.now))
