"""/digest: one message a day instead of single alerts, but for those of five fires."""

from dataclasses import replace

from bot.messages.render import cut, escape
from bot.model import Button, Reply
from bot.pipeline.timing import digest_due
from handlers.ask import Answer, Ask
from handlers.hours import OFF, clock, folded, minute_of
from handlers.zones import title_of

OFFERED = (8 * 60, 12 * 60, 18 * 60, 21 * 60)
"""The times that have a button."""


async def digest(ask: Ask) -> Answer:
    """Have a digest at the time named, or none; where nothing is named, say how it is."""
    said = " ".join(ask.words)
    if not said:
        return Answer(_choices(ask, _state(ask)))
    minute = minute_of(said)
    if minute is None and folded(said) not in OFF:
        return Answer(
            _choices(ask, ask.say("digest-unknown", said=escape(cut(said, 40)), zone=title_of(ask.reader.timezone)))
        )
    return await _set(ask, minute)


async def choose(ask: Ask) -> Answer:
    """A time's button: `digest:MINUTE`, or `digest:off`."""
    offered = {str(minute): minute for minute in OFFERED}
    if ask.words[0] not in ("off", *offered):
        return Answer(toast=ask.say("toast-old"))
    return await _set(ask, offered.get(ask.words[0]))


async def _set(ask: Ask, minute: int | None) -> Answer:
    reader = replace(await ask.welcome(), digest_at=minute)
    waiting = await ask.desk.store.set_digest(reader, digest_due(reader, ask.now), ask.now)
    changed = replace(ask, reader=reader)
    text = _state(changed)
    if minute is None:
        text = changed.say("digest-ended", state=text, waiting=waiting)
    return Answer(_choices(changed, text))


def _state(ask: Ask) -> str:
    reader = ask.reader
    if reader.digest_at is None:
        return ask.say("digest-off", zone=title_of(reader.timezone))
    due = digest_due(reader, ask.now) or ask.now
    following = ask.desk.speech.clock(reader.language, due, reader.timezone, ask.now)
    return ask.say("digest-on", at=clock(reader.digest_at), zone=title_of(reader.timezone), next=following)


def _choices(ask: Ask, text: str) -> Reply:
    mark = {ask.reader.digest_at: "✅ "}
    times = tuple(Button(mark.get(minute, "") + clock(minute), data=f"digest:{minute}") for minute in OFFERED)
    return Reply(text, (times, (Button(mark.get(None, "") + ask.say("button-digest-off"), data="digest:off"),)))
