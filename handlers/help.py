"""/help: what it does, the commands, where the news comes from."""

from collections.abc import Iterable

from bot.model import Reply
from handlers.ask import Answer, Ask


async def help_(ask: Ask, names: Iterable[str]) -> Answer:
    """Explain everything in one message, the commands of these names among it."""
    health = await ask.desk.store.health(ask.now)
    commands = "\n".join(f"/{name} – {ask.say(f'menu-{name}')}" for name in names)
    return Answer(Reply(ask.say("help", feeds=health.feeds - health.feeds_disabled, commands=commands)))
