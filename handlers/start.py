"""/start: greets, offers the topics as buttons; a deep link follows one at once; whoever had left is restored."""

from dataclasses import replace

from bot.model import Reply
from handlers.ask import Answer, Ask
from handlers.selection import understand
from handlers.subscribe import follow


async def start(ask: Ask) -> Answer:
    """Greet, or follow what a deep link (`/start launches`) names."""
    was_gone = ask.reader.gone_at is not None
    reader = await ask.welcome()
    selection = understand(ask.desk, ask.words)
    if selection.topic is not None:
        return await follow(replace(ask, reader=reader), selection)
    followed = await ask.desk.store.subscriptions(reader.id)
    text = ask.say("greeting-back" if was_gone and followed else "greeting")
    return Answer(
        Reply(text, ask.desk.renderer.topic_buttons(reader, followed, own=await replace(ask, reader=reader).own()))
    )
