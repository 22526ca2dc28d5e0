"""/timezone: by which clocks times are shown, and quiet hours and digests go."""

from dataclasses import replace

from bot.messages.render import cut, escape
from bot.model import Reply
from bot.pipeline.timing import digest_due
from handlers.ask import Answer, Ask
from handlers.zones import load_zones, title_of

FEW = 6
"""How many timezones are listed at most where several may be meant."""


async def timezone(ask: Ask) -> Answer:
    """Go by the timezone that a city or a name means, or say which one it is."""
    said = " ".join(ask.words)
    if not said:
        return Answer(Reply(_text(ask, "timezone-is")))
    found = load_zones(ask.desk.speech.languages).find(said)
    if len(found) == 1:
        return await _set(ask, found[0])
    name = escape(cut(said, 40))
    if 1 < len(found) <= FEW:
        names = ", ".join(f"<code>/timezone {zone}</code>" for zone in found)
        return Answer(Reply(ask.say("timezone-which", name=name, names=names)))
    return Answer(Reply(ask.say("timezone-unknown", name=name, zone=title_of(ask.reader.timezone))))


async def _set(ask: Ask, zone: str) -> Answer:
    reader = replace(await ask.welcome(), timezone=zone, timezone_set_at=ask.now)
    await ask.desk.store.set_timezone(reader, digest_due(reader, ask.now))
    return Answer(Reply(_text(replace(ask, reader=reader), "timezone-set")))


def _text(ask: Ask, key: str) -> str:
    reader = ask.reader
    at = ask.desk.speech.clock(reader.language, ask.now, reader.timezone, ask.now)
    return ask.say(key, zone=title_of(reader.timezone), at=at)
