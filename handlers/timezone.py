"""/timezone: by which clocks times are shown, and quiet hours and digests go."""

from dataclasses import replace
from zoneinfo import available_timezones

from bot.messages.render import cut, escape
from bot.model import Button, Reply
from bot.pipeline.timing import digest_due
from handlers.ask import Answer, Ask
from handlers.screens import back, chosen
from handlers.zones import MANY, load_zones, title_of

OFFERED = (
    *("America/Los_Angeles", "America/New_York", "UTC", "Europe/London"),
    *("Europe/Berlin", "Europe/Moscow", "Asia/Seoul", "Asia/Tokyo"),
)
"""The timezones that have a button, from the west; any other is named."""


async def timezone(ask: Ask) -> Answer:
    """Go by the timezone that a city or a name means, or say which one it is."""
    said = " ".join(ask.words)
    if not said:
        return Answer(await screen(ask))
    found = load_zones(ask.desk.speech.languages).find(said)
    if len(found) == 1:
        return await _set(ask, found[0])
    name = escape(cut(said, 40))
    if 1 < len(found) <= MANY:
        buttons = tuple((Button(title_of(zone), data=f"timezone:{zone}"),) for zone in found)
        return Answer(Reply(ask.say("timezone-which", name=name), (*buttons, back(ask))))
    unknown = ask.say("timezone-unknown", name=name, zone=title_of(ask.reader.timezone))
    return Answer(Reply(unknown, (back(ask),)))


async def screen(ask: Ask) -> Reply:
    """By which clocks we go, some others to press, and how to choose any."""
    return _shown(ask, "timezone-is")


async def choose(ask: Ask) -> Answer:
    """A button: `timezone:ZONE`."""
    zone = ask.words[0]
    return await _set(ask, zone) if zone in available_timezones() else Answer(toast=ask.say("toast-old"))


async def _set(ask: Ask, zone: str) -> Answer:
    reader = replace(await ask.welcome(), timezone=zone, timezone_set_at=ask.now)
    await ask.desk.store.set_timezone(reader, digest_due(reader, ask.now))
    return Answer(_shown(replace(ask, reader=reader), "timezone-set"))


def _shown(ask: Ask, key: str) -> Reply:
    reader = ask.reader
    at = ask.desk.speech.clock(reader.language, ask.now, reader.timezone, ask.now)
    zones = [chosen(title_of(zone), f"timezone:{zone}", on=zone == reader.timezone) for zone in OFFERED]
    rows = (tuple(zones[first : first + 2]) for first in range(0, len(zones), 2))
    return Reply(ask.say(key, zone=title_of(reader.timezone), at=at), (*rows, back(ask)))
