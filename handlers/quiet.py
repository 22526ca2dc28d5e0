"""/quiet: the hours in which alerts make no sound, but for those of five fires."""

from dataclasses import replace

from bot.messages.render import cut, escape
from bot.model import Button, Hours, Reply
from handlers.ask import Answer, Ask
from handlers.hours import clock, hours_of, is_off
from handlers.screens import back
from handlers.zones import title_of

OFFERED = (Hours(22 * 60, 7 * 60), Hours(23 * 60, 7 * 60), Hours(0, 8 * 60))
"""The hours that have a button."""


async def quiet(ask: Ask) -> Answer:
    """Have no sound in the hours named, or no such hours; where nothing is named, say how it is."""
    said = " ".join(ask.words)
    if not said:
        return Answer(_choices(ask))
    hours = hours_of(said)
    if hours is None and not is_off(said):
        unknown = ask.say("quiet-unknown", said=escape(cut(said, 40)), zone=title_of(ask.reader.timezone))
        return Answer(replace(_choices(ask), text=unknown))
    return await _set(ask, hours)


async def choose(ask: Ask) -> Answer:
    """A button: `quiet:START-END` in minutes, or `quiet:off`."""
    offered = {f"{hours.start}-{hours.end}": hours for hours in OFFERED}
    if ask.words[0] not in ("off", *offered):
        return Answer(toast=ask.say("toast-old"))
    return await _set(ask, offered.get(ask.words[0]))


async def _set(ask: Ask, hours: Hours | None) -> Answer:
    reader = await ask.welcome()
    await ask.desk.store.set_quiet(reader.id, hours)
    return Answer(_choices(replace(ask, reader=replace(reader, quiet=hours))))


async def screen(ask: Ask) -> Reply:
    """How it is, with a button for each choice."""
    return _choices(ask)


def span(hours: Hours) -> str:
    """Hours as they are shown: `23:00–07:00`."""
    return f"{clock(hours.start)}–{clock(hours.end)}"


def _choices(ask: Ask) -> Reply:
    reader = ask.reader
    if reader.quiet is None:
        text = ask.say("quiet-off", zone=title_of(reader.timezone))
    else:
        text = ask.say("quiet-on", hours=span(reader.quiet), zone=title_of(reader.timezone))
    mark = {reader.quiet: "✅ "}
    buttons = [Button(mark.get(one, "") + span(one), data=f"quiet:{one.start}-{one.end}") for one in OFFERED]
    off = Button(mark.get(None, "") + ask.say("button-quiet-off"), data="quiet:off")
    return Reply(text, (tuple(buttons), (off,), back(ask)))
