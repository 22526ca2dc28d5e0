"""/help: what it does, the commands, where the news comes from."""

from bot.model import Reply
from handlers.ask import Answer, Ask

LISTED = (
    *("latest", "topics", "topic", "subscribe", "unsubscribe"),
    *("digest", "quiet", "timezone", "language", "status", "stop"),
)
"""The commands in the order in which people need them."""


async def help_(ask: Ask) -> Answer:
    """Explain everything in one message."""
    health = await ask.desk.store.health(ask.now)
    commands = "\n".join(f"/{name} – {ask.say(f'menu-{name}')}" for name in LISTED)
    return Answer(Reply(ask.say("help", feeds=health.feeds - health.feeds_disabled, commands=commands)))
