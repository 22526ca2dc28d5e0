"""/start: greets, offers the topics as buttons; a deep link follows one at once; whoever had left is restored."""

from dataclasses import replace

from bot.model import Reply
from handlers.ask import Answer, Ask
from handlers.subscribe import follow


async def start(ask: Ask) -> Answer:
    """Greet, or follow the topic that a deep link (`/start launches`) names."""
    was_gone = ask.reader.gone_at is not None
    reader = await ask.welcome()
    if ask.words and (key := ask.desk.find_topic(" ".join(ask.words))):
        return await follow(replace(ask, reader=reader), key)
    followed = await ask.desk.store.subscriptions(reader.id)
    text = ask.say("greeting-back" if was_gone and followed else "greeting")
    return Answer(
        Reply(text, ask.desk.renderer.topic_buttons(reader, followed, await replace(ask, reader=reader).own()))
    )
