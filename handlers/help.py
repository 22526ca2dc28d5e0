"""/help: what it does, the commands and the buttons under alerts, where the news comes from."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.model import Reply
from handlers.ask import Answer, Ask


class Group(StrEnum):
    """What commands and buttons are for, in the order of /help."""

    NEWS = "news"
    CHOOSE = "choose"
    HOW = "how"
    ALERT = "alert"
    HERE = "here"
    SERVICE = "service"
    """For the admins of the service alone."""


async def help_(ask: Ask, commands: Mapping[Group, Iterable[str]], buttons: Mapping[Group, Iterable[str]]) -> Answer:
    """Explain everything in one message, the commands and buttons of these names among it, group by group."""
    health = await ask.desk.store.health(ask.now)
    groups = []
    for group in Group:
        lines = [f"/{name} – {ask.say(f'menu-{name}')}" for name in commands.get(group, ())]
        lines += [
            f"<b>{ask.say(f'button-{name}', outlet='…')}</b> – {ask.say(f'help-button-{name}')}"
            for name in buttons.get(group, ())
        ]
        if lines:
            groups.append("\n".join([ask.say(f"help-group-{group}"), *lines]))
    text = ask.say("help", feeds=health.feeds - health.feeds_disabled, commands="\n\n".join(groups))
    return Answer(Reply("\n".join(filter(None, (text, ask.elsewhere())))))
