"""/topics: all topics and own queries with a sentence each, and which are on."""

from handlers.ask import Answer, Ask


async def topics(ask: Ask) -> Answer:
    """List every topic, with a button each."""
    followed = await ask.desk.store.subscriptions(ask.reader.id) if ask.reader.id else {}
    return Answer(ask.desk.renderer.topic_list(ask.reader, followed, await ask.own()))
