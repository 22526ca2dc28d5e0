"""/settings: everything that one may choose, as one message that edits itself by its buttons."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.messages.keyboards import FIRE
from bot.messages.render import cut, escape
from bot.model import URGENT, Button, Reply
from handlers.ask import Answer, Ask, number
from handlers.digest import rhythm
from handlers.digest import screen as digest
from handlers.language import screen as language
from handlers.passing import screen as passing
from handlers.pictures import screen as pictures
from handlers.quiet import screen as quiet
from handlers.quiet import span
from handlers.screens import HOURS, Row, back, chosen, fires, hush
from handlers.threads import screen as threads
from handlers.timezone import screen as timezone
from handlers.zones import title_of

MOSTS = (1, 3, 6, 12, 0)
"""How many alerts may ring in an hour, as there are buttons; 0: all."""


async def settings(ask: Ask) -> Answer:
    """The first screen."""
    return Answer(await _main(ask))


async def turn(ask: Ask) -> Answer:
    """`settings:SCREEN`: another screen in place of this one."""
    screen = SCREENS.get(ask.words[0])
    return Answer(toast=ask.say("toast-old")) if screen is None else Answer(await screen(ask))


async def rings(ask: Ask) -> Answer:
    """`rings:from:FIRES` and `rings:most:COUNT`: which fires ring, and how many may in an hour."""
    what, value = ask.words[0], number(ask.words[1])
    reader = await ask.welcome()
    if what == "from" and value is not None and 1 <= value <= URGENT:
        reader = replace(reader, rings_from=value)
    elif what == "most" and value is not None and value in MOSTS:
        reader = replace(reader, rings_most=value)
    else:
        return Answer(toast=ask.say("toast-old"))
    await ask.desk.store.set_sound(reader)
    return Answer(await _rings(replace(ask, reader=reader)))


async def mute_all(ask: Ask) -> Answer:
    """`hush:all:HOURS`: nothing but five fires comes for so long; 0 ends it. `hush:KEY:0` ends it for a topic."""
    key, hours = ask.words[0], number(ask.words[1])
    reader, store = await ask.welcome(), ask.desk.store
    now = replace(ask, reader=reader)
    if key == "all" and hours in (0, *HOURS):
        reader = replace(reader, muted_until=ask.now + timedelta(hours=hours) if hours else None)
        await store.set_sound(reader)
    elif hours == 0 and (kept := (await now.subscriptions()).get(key)):
        await store.tune(reader.id, replace(kept, muted_until=None), ask.now)
    else:
        return Answer(toast=ask.say("toast-old"))
    return Answer(await muted(replace(ask, reader=reader)))


async def hear(ask: Ask) -> Answer:
    """`hear:NUMBER`: the outlet of this place in the list is muted no more, under none of its names."""
    reader, at = await ask.welcome(), number(ask.words[0])
    if at is None or at >= len(reader.muted_outlets):
        return Answer(toast=ask.say("toast-old"))
    name = ask.outlet(reader.muted_outlets[at])
    reader = replace(reader, muted_outlets=tuple(one for one in reader.muted_outlets if ask.outlet(one) != name))
    await ask.desk.store.set_sound(reader)
    return Answer(await muted(replace(ask, reader=reader)))


async def _main(ask: Ask) -> Reply:
    reader = ask.reader
    names = escape(cut(ask.listed((await ask.followed()).values()), 600))
    text = ask.say(
        "settings",
        topics=names or ask.say("status-nothing"),
        fires=FIRE * reader.rings_from,
        most=reader.rings_most,
        quiet=ask.say("status-quiet", hours=span(reader.quiet) if reader.quiet else "none"),
        digest=rhythm(ask),
        zone=title_of(reader.timezone),
        passing=ask.say(f"passing-{reader.passing}"),
        pictures=ask.say(f"pictures-{reader.pictures}"),
        muted=len(await _what_is_muted(ask)),
    )
    hidden = {"main"} | ({"threads"} if ask.forum is None else set())
    names_of = [name for name in SCREENS if name not in hidden]
    buttons = [Button(ask.say(f"button-set-{name}"), data=f"settings:{name}") for name in names_of]
    return Reply(text, tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)))


async def _topics(ask: Ask) -> Reply:
    """Each topic and own query with its screen behind it."""
    followed = await ask.followed()
    buttons = [
        (Button(f"✅ {followed[key]}" if key in followed else f"⬜ {title}", data=f"tune:{key}"),)
        for key, title in (await ask.titles()).items()
    ]
    return Reply(ask.say("settings-topics"), (*buttons, back(ask)))


async def _rings(ask: Ask) -> Reply:
    reader = ask.reader
    most = tuple(
        chosen(ask.say("rings-most", most=count), f"rings:most:{count}", on=count == reader.rings_most)
        for count in MOSTS
    )
    text = ask.say("settings-rings", fires=FIRE * reader.rings_from, most=reader.rings_most)
    return Reply(text, (fires("rings:from", reader.rings_from), most, back(ask)))


async def _what_is_muted(ask: Ask) -> list[tuple[str, str]]:
    """What is muted now, as plain text, and what its button says to end it."""
    reader, titles = ask.reader, await ask.titles()

    def until(at: object) -> str:
        return ask.desk.speech.clock(reader.language, at, reader.timezone, ask.now)  # type: ignore[arg-type]

    those = [("all", ask.say("muted-all"), reader.muted_until)]
    those += [(key, titles[key], one.muted_until) for key, one in (await ask.subscriptions()).items() if key in titles]
    timed = [
        (ask.say("muted-one", name=name, until=until(at)), f"hush:{key}:0")
        for key, name, at in those
        if at and at > ask.now
    ]
    # One under several names is one here.
    outlets = {ask.outlet(outlet): f"hear:{at}" for at, outlet in enumerate(reader.muted_outlets)}
    return [*timed, *outlets.items()]


async def muted(ask: Ask) -> Reply:
    """What is muted, with buttons that end it, and those that mute everything."""
    silenced = await _what_is_muted(ask)
    rows: list[Row] = [(Button(f"🔔 {cut(name, 50)}", data=data),) for name, data in silenced]
    return Reply(
        ask.say("settings-muted", count=len(silenced)), (*rows, *hush(ask, "hush:all", muted=False), back(ask))
    )


SCREENS: Mapping[str, Callable[[Ask], Awaitable[Reply]]] = {
    "main": _main,
    "topics": _topics,
    "rings": _rings,
    "quiet": quiet,
    "digest": digest,
    "muted": muted,
    "threads": threads,
    "passing": passing,
    "pictures": pictures,
    "timezone": timezone,
    "language": language,
}
"""The screens, in the order of their buttons; those of /quiet, /digest and others are the same."""
