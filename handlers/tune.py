"""The screen of /settings for one topic or own query: where, from how many fires on, and how it comes."""

from dataclasses import replace
from datetime import timedelta

from bot.messages.keyboards import FIRE
from bot.messages.render import escape
from bot.model import URGENT, Button, Reply, Subscription
from bot.pipeline.timing import digest_due
from handlers.ask import Answer, Ask, number, wanted
from handlers.screens import HOURS, Row, back, chosen, fires, hush

PLACES = ("", "korea", "asia", "mideast", "europe")
"""The places that have a button; '' is everywhere."""
MORNING = 8 * 60
"""The minute of the day of the first digest, where one topic is to come in it and there is none."""


async def tune(ask: Ask) -> Answer:
    """`tune:KEY` shows the screen; `tune:KEY:WHAT:VALUE` changes something first."""
    key, *change = ask.words
    titles = await ask.titles()
    if key not in titles:
        return Answer(toast=ask.say("toast-old"))
    if not change:
        return Answer(await _screen(ask, key, titles[key]))
    what, value = change
    now = replace(ask, reader=await ask.welcome())
    kept = (await now.subscriptions()).get(key)
    if what == "follow" and wanted(value) is not None:
        await _follow(now, key, kept, on=value == "on")
    elif kept is None or (changed := _changed(now, kept, what, value)) is None:
        return Answer(toast=ask.say("toast-old"))
    else:
        if what == "way" and changed.at_once_at is None:
            await _begin_digest(now, key)
        await now.desk.store.tune(now.reader.id, changed, now.now)
    return Answer(await _screen(replace(now, reader=await now.welcome()), key, titles[key]))


async def _follow(ask: Ask, key: str, kept: Subscription | None, *, on: bool) -> None:
    if on and kept is None:
        await ask.desk.store.subscribe(ask.reader.id, key, ask.now)
    elif not on:
        await ask.desk.store.unsubscribe(ask.reader.id, key)


def _changed(ask: Ask, kept: Subscription, what: str, value: str) -> Subscription | None:
    """The subscription as a button wants it; None where none of ours does."""
    count = number(value)
    if what == "place" and value in PLACES:
        return replace(kept, places=(value,) if value else ())
    if what == "fires" and count is not None and 1 <= count <= URGENT:
        return replace(kept, min_severity=count)
    if what == "way" and value in ("now", "digest"):
        return replace(kept, at_once_at=ask.now if value == "now" else None)
    if what == "sound" and wanted(value) is not None:
        return replace(kept, silent_at=None if value == "on" else ask.now)
    if what == "hush" and count in (0, *HOURS):
        return replace(kept, muted_until=ask.now + timedelta(hours=count) if count else None)
    return None


async def _begin_digest(ask: Ask, key: str) -> None:
    """Have a digest where there is none, for this topic alone: what else is followed goes on coming at once."""
    reader, store = ask.reader, ask.desk.store
    if reader.digest_at is not None:
        return
    for other in (await ask.subscriptions()).values():
        if other.topic != key:
            await store.tune(reader.id, replace(other, at_once_at=ask.now), ask.now)
    chosen_at = replace(reader, digest_at=MORNING)
    await store.set_digest(chosen_at, digest_due(chosen_at, ask.now), ask.now)


async def _screen(ask: Ask, key: str, title: str) -> Reply:
    kept = (await ask.subscriptions()).get(key)
    if kept is None:
        text = f"<b>{escape(title)}</b>\n{ask.say('tune-off')}"
        return Reply(text, ((Button(ask.say("button-follow"), data=f"tune:{key}:follow:on"),), back(ask, "topics")))
    at_once = kept.at_once_at is not None or ask.reader.digest_at is None
    muted = kept.muted_until is not None and kept.muted_until > ask.now
    lines = [
        f"<b>{escape(title)}</b>",
        ask.say("tune-where", where=escape(ask.desk.renderer.where(kept.places, ask.reader.language)), key=escape(key)),
        ask.say("tune-fires", fires=FIRE * kept.min_severity),
        ask.say("tune-way", way="now" if at_once else "digest"),
        ask.say("tune-sound", on="no" if kept.silent_at else "yes"),
    ]
    if muted and kept.muted_until:
        until = ask.desk.speech.clock(ask.reader.language, kept.muted_until, ask.reader.timezone, ask.now)
        lines.append(ask.say("muted-until", until=until))
    data = f"tune:{key}"
    rows: list[Row] = _place_rows(ask, kept, data) if key in ask.desk.topics else []
    rows += [
        fires(f"{data}:fires", kept.min_severity),
        (
            chosen(ask.say("button-now"), f"{data}:way:now", on=at_once),
            chosen(ask.say("button-digest"), f"{data}:way:digest", on=not at_once),
        ),
        (
            chosen(ask.say("button-rings"), f"{data}:sound:on", on=not kept.silent_at),
            chosen(ask.say("button-silent"), f"{data}:sound:off", on=bool(kept.silent_at)),
        ),
        *hush(ask, f"{data}:hush", muted=muted),
        (Button(ask.say("button-unfollow"), data=f"{data}:follow:off"),),
        back(ask, "topics"),
    ]
    return Reply("\n".join(lines), tuple(rows))


def _place_rows(ask: Ask, kept: Subscription, data: str) -> list[Row]:
    """The places to choose from, two rows of them."""
    buttons = [
        chosen(
            ask.desk.renderer.where((place,) if place else (), ask.reader.language),
            f"{data}:place:{place}",
            on=kept.places == ((place,) if place else ()),
        )
        for place in PLACES
    ]
    return [tuple(buttons[:2]), tuple(buttons[2:])]
