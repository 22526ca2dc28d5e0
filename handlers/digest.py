"""/digest: one message a day, or in another rhythm, instead of single alerts, but for those of five fires."""

from collections.abc import Iterable
from dataclasses import replace

from babel.dates import get_day_names

from bot.messages.render import cut, escape
from bot.model import DAILY, WEEKLY, Button, Reply
from bot.pipeline.timing import digest_due
from handlers.ask import Answer, Ask
from handlers.hours import clock, is_off, minute_of
from handlers.screens import back, chosen
from handlers.zones import title_of

OFFERED = (8 * 60, 12 * 60, 18 * 60, 21 * 60)
"""The times that have a button."""
RHYTHMS = (1, 6, DAILY, WEEKLY)
"""The hours between two digests that have a button."""


async def digest(ask: Ask) -> Answer:
    """Have a digest at the time or in the rhythm named, or none; where nothing is named, say how it is."""
    said = " ".join(ask.words)
    if not said:
        return Answer(_choices(ask, _state(ask)))
    named = [hours for hours in RHYTHMS for name in _names(ask, hours) if said.casefold() == name.casefold()]
    if named:
        return await choose(replace(ask, words=(f"h{named[0]}",)))
    minute = minute_of(said)
    if minute is None and not is_off(said):
        return Answer(
            _choices(ask, ask.say("digest-unknown", said=escape(cut(said, 40)), zone=title_of(ask.reader.timezone)))
        )
    return await _set(ask, digest_at=minute)


async def choose(ask: Ask) -> Answer:
    """A button: `digest:MINUTE`, `digest:hHOURS`, `digest:dDAY` of the week, or `digest:off`."""
    word, reader = ask.words[0], ask.reader
    hours, days = {f"h{hours}": hours for hours in RHYTHMS}, {f"d{day}": day for day in range(7)}
    minutes = {str(minute): minute for minute in OFFERED} | {"off": None}
    if word in minutes:
        return await _set(ask, digest_at=minutes[word])
    at = OFFERED[0] if reader.digest_at is None else reader.digest_at
    if word in hours:
        day = (reader.digest_day or 0) if hours[word] == WEEKLY else None
        return await _set(ask, digest_at=at, digest_hours=hours[word], digest_day=day)
    if word in days:
        return await _set(ask, digest_at=at, digest_hours=WEEKLY, digest_day=days[word])
    return Answer(toast=ask.say("toast-old"))


async def screen(ask: Ask) -> Reply:
    """How it is, with a button for each choice."""
    return _choices(ask, _state(ask))


async def _set(ask: Ask, **wanted: int | None) -> Answer:
    reader = replace(await ask.welcome(), **wanted)  # type: ignore[arg-type]
    waiting = await ask.desk.store.set_digest(reader, digest_due(reader, ask.now), ask.now)
    changed = replace(ask, reader=reader)
    text = _state(changed)
    if reader.digest_at is None:
        text = changed.say("digest-ended", state=text, waiting=waiting)
    return Answer(_choices(changed, text))


def _state(ask: Ask) -> str:
    reader = ask.reader
    if reader.digest_at is None:
        return ask.say("digest-off", zone=title_of(reader.timezone))
    due = digest_due(reader, ask.now) or ask.now
    following = ask.desk.speech.clock(reader.language, due, reader.timezone, ask.now)
    return ask.say("digest-on", every=rhythm(ask), zone=title_of(reader.timezone), next=following)


def rhythm(ask: Ask) -> str:
    """When the reader's digest comes: `every Monday at 08:00`; `none` where there is none."""
    reader = ask.reader
    if reader.digest_at is None:
        return "none"
    day = _days(ask)[reader.digest_day or 0]
    return ask.say("digest-every", hours=reader.digest_hours, at=clock(reader.digest_at), day=day)


def _names(ask: Ask, hours: int) -> Iterable[str]:
    """What a rhythm is called, in every language."""
    return (ask.desk.speech.say(language, "digest-rhythm", hours=hours) for language in ask.desk.speech.languages)


def _days(ask: Ask) -> list[str]:
    """The days of the week in the reader's language, from Monday on."""
    names = get_day_names("wide", context="stand-alone", locale=ask.reader.language)
    return [names[day] for day in range(7)]


def _choices(ask: Ask, text: str) -> Reply:
    mark = {ask.reader.digest_at: "✅ "}
    times = tuple(Button(mark.get(minute, "") + clock(minute), data=f"digest:{minute}") for minute in OFFERED)
    has = ask.reader.digest_at is not None
    rhythms = tuple(
        chosen(ask.say("digest-rhythm", hours=hours), f"digest:h{hours}", on=has and hours == ask.reader.digest_hours)
        for hours in RHYTHMS
    )
    rows = [times, rhythms]
    if ask.reader.digest_day is not None:
        days = enumerate(_days(ask))
        week = [chosen(name[:3], f"digest:d{day}", on=day == ask.reader.digest_day) for day, name in days]
        rows += [tuple(week[:4]), tuple(week[4:])]
    off = Button(mark.get(None, "") + ask.say("button-digest-off"), data="digest:off")
    return Reply(text, (*rows, (off,), back(ask)))
