"""What the screens of /settings have in common: each is a message that edits itself, with a way back."""

from collections.abc import Iterable

from bot.messages.keyboards import FIRE
from bot.model import Button
from handlers.ask import Ask

HOURS = (1, 8, 24, 7 * 24)
"""How long one may mute, in hours."""
Row = tuple[Button, ...]


def back(ask: Ask, screen: str = "main") -> Row:
    """The row that leads back to a screen of /settings."""
    return (Button(ask.say(f"button-back-{screen}"), data=f"settings:{screen}"),)


def chosen(label: str, data: str, *, on: bool) -> Button:
    """A button of several of which one holds."""
    return Button(f"✅ {label}" if on else label, data=data)


def fires(data: str, least: int) -> Row:
    """A button for each least number of fires."""
    return tuple(chosen(f"{number}{FIRE}", f"{data}:{number}", on=number == least) for number in range(1, 6))


def hush(ask: Ask, data: str, *, muted: bool) -> Iterable[Row]:
    """The buttons that mute for a time, and the one that ends it."""
    yield tuple(Button(ask.say("button-hush", hours=hours), data=f"{data}:{hours}") for hours in HOURS)
    if muted:
        yield (Button(ask.say("button-unhush"), data=f"{data}:0"),)
