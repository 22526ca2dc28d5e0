"""/mute: a topic or all for a time, or an outlet; and what silences a story, or its outlet, under its alert."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.messages.keyboards import SEPARATOR, Rows
from bot.messages.render import cut, escape
from bot.model import ChatKind, Reply, Story
from handlers.ask import Answer, Ask, wanted
from handlers.hours import folded, is_off
from handlers.selection import load_words
from handlers.settings import muted

USUALLY = 8
"""How many hours a topic or everything is muted for where nothing is said."""
LONGEST = 31 * 24
"""How many hours it may be muted for."""
TOAST = 200
"""How much of a toast Telegram shows."""
_SPAN = re.compile(r"(?P<count>[0-9]{1,5}) ?(?P<unit>h|hours?|시간|時間|d|days?|일|日|w|weeks?|주|週間?)", re.I)
_UNITS = {"d": 24, "일": 24, "日": 24, "w": 7 * 24, "주": 7 * 24, "週": 7 * 24}


async def mute_what(ask: Ask) -> Answer:
    """`/mute launches 8h`, `/mute all 1d`, `/mute Yonhap`, each with `off` to end it; without words, what is muted.

    Where only how long is said, or `off`, it is all.
    """
    if not ask.words:
        return Answer(await muted(ask))
    words, hours = (ask.words[:-1], 0) if is_off(ask.words[-1]) else _hours(ask.words)
    said, now = " ".join(words), replace(ask, reader=await ask.welcome())
    until = ask.now + timedelta(hours=hours) if hours else None
    if not said or said.casefold() in load_words().anywhere:
        reader = replace(now.reader, muted_until=until)
        await now.desk.store.set_sound(reader)
        return Answer(await muted(replace(now, reader=reader)))
    key = now.desk.find_topic(said, await now.own())
    if key and (kept := (await now.subscriptions()).get(key)):
        await now.desk.store.tune(now.reader.id, replace(kept, muted_until=until), ask.now)
        return Answer(await muted(now))
    return await _mute_outlet(now, said, on=hours > 0)


async def _mute_outlet(ask: Ask, said: str, *, on: bool) -> Answer:
    outlets = [feed.source.outlet for feed in await ask.desk.store.feeds()]
    called = (outlet for outlet in outlets if said.casefold() in (outlet.casefold(), ask.outlet(outlet).casefold()))
    outlet = next(called, None)
    if outlet is None or SEPARATOR in outlet:
        return Answer(Reply(ask.say("mute-unknown", name=escape(cut(said, 60)))))
    return Answer(await muted(await _switched(ask, outlet, on=on)))


async def _switched(ask: Ask, outlet: str, *, on: bool) -> Ask:
    """The same with an outlet muted, or heard again, under every name of its newsroom in the catalogue."""
    name = ask.outlet(outlet)
    names = (outlet, *(feed.source.outlet for feed in await ask.desk.store.feeds()))
    alike = [one for one in dict.fromkeys(names) if ask.outlet(one) == name and SEPARATOR not in one]
    others = (one for one in ask.reader.muted_outlets if ask.outlet(one) != name)
    reader = replace(ask.reader, muted_outlets=(*others, *(alike if on else ())))
    await ask.desk.store.set_sound(reader)
    return replace(ask, reader=reader)


async def mute_outlet(ask: Ask) -> Answer:
    """`outlet:STORY:on`: what only the outlet that told this story first reports does not come; `off` ends that."""
    story, on = await ask.story(), wanted(ask.words[1])
    if on is None or story is None or story.id is None or SEPARATOR in story.outlets[0]:
        return Answer(toast=ask.say("why-unknown"))
    now = await _switched(replace(ask, reader=await ask.welcome()), story.outlets[0], on=on)
    toast = ask.say("toast-outlet-muted" if on else "toast-outlet-heard", outlet=ask.outlet(story.outlets[0]))
    return Answer(toast=cut(toast, TOAST), buttons=await _buttons(now, story))


async def _buttons(ask: Ask, story: Story) -> Rows:
    """What is under the story's alert, as it stands now."""
    person = ask.person if ask.reader.kind is ChatKind.PRIVATE else None
    standing = await ask.desk.store.standing(story.id or 0, ask.reader.id, person)
    return ask.desk.renderer.alert_buttons(story, ask.reader, standing)


def _hours(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The words without how long, and how many hours that is: `8h`, `2 days`, `3일`."""
    for size in (1, 2):
        found = _SPAN.fullmatch(folded(" ".join(words[-size:]))) if len(words) >= size else None
        if found:
            hours = int(found["count"]) * _UNITS.get(found["unit"][0].casefold(), 1)
            return words[:-size], min(hours, LONGEST)
    return words, USUALLY


async def mute(ask: Ask) -> Answer:
    """`mute:STORY:on`: from then on the message changes silently and nothing new comes; `off` undoes it.

    Alerts of earlier versions say neither: they have it muted.
    """
    story, on = await ask.story(), wanted(ask.words[1] if ask.words[1:] else "on")
    if not ask.reader.id or on is None or story is None or story.id is None:
        return Answer(toast=ask.say("why-unknown"))
    await ask.desk.store.mute(story.id, ask.reader.id, ask.now, on=on)
    return Answer(toast=ask.say("toast-muted" if on else "toast-unmuted"), buttons=await _buttons(ask, story))
