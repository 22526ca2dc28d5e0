"""/share: a link, and a QR code, that show whoever opens them what this chat follows, and follow it at a press."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.messages.render import escape
from bot.model import Button, Document, Reply, Subscription
from bot.pictures.qr import qr
from handlers.ask import Answer, Ask
from handlers.invitation import Invitations
from handlers.subscribe import selection_of, unknown_place, unknown_topic


async def share(ask: Ask) -> Answer:
    """`/share`: all topics that are followed here; `/share launches korea 4`: just that."""
    kept = await ask.subscriptions()
    shared = [one for key, one in kept.items() if key in ask.desk.topics]
    if ask.words:
        selection = await selection_of(ask)
        if selection.topic is None:
            return await unknown_topic(ask)
        if selection.unknown:
            return unknown_place(ask, selection)
        said = selection.places is not None or selection.fires is not None
        shared = [selection.of(None) if said else kept.get(selection.topic, selection.of(None))]
    if not shared or shared[0].topic not in ask.desk.topics:
        return Answer(Reply(ask.say("share-nothing")))
    payload = _invitations(ask).write(shared)
    if payload is None:
        return Answer(Reply(ask.say("share-long")))
    link = f"https://t.me/{ask.bot}?start={payload}"
    text = ask.say("share-caption", topics=_lines(ask, shared), link=link)
    if not ask.words and len(shared) < len(kept):
        text += f"\n{ask.say('share-own')}"
    return Answer(Reply(text), picture=Document("bongsu.png", await asyncio.to_thread(qr, link)))


async def opened(ask: Ask, payload: str) -> Answer:
    """A link was opened: what it would change here, with a button that does."""
    shared = _invitations(ask).read(payload)
    if shared is None:
        return Answer(Reply(ask.say("start-unknown")))
    kept = await ask.subscriptions()
    lines = _lines(ask, shared, [kept.get(one.topic) for one in shared])
    if all(_same(one, kept.get(one.topic)) for one in shared):
        return Answer(Reply(ask.say("share-already", topics=lines)))
    no = Button(ask.say("button-share-no"), data="share:no")
    yes = Button(ask.say("button-share-yes"), data=f"share:{payload}")
    return Answer(Reply(ask.say("share-opened", topics=lines), ((yes, no),)))


async def confirm(ask: Ask) -> Answer:
    """`share:PAYLOAD`: follow it so; what else is set of a topic stays as it is. `share:no`: change nothing."""
    if ask.words[0] == "no":
        return Answer(Reply(ask.say("share-kept")))
    shared = _invitations(ask).read(ask.words[0])
    if shared is None:
        return Answer(toast=ask.say("toast-old"))
    reader, kept, store = await ask.welcome(), await ask.subscriptions(), ask.desk.store
    for one in shared:
        before = kept.get(one.topic)
        if before is None:
            await store.subscribe(reader.id, one.topic, ask.now)
        wanted = replace(before or one, places=one.places, min_severity=one.min_severity)
        await store.tune(reader.id, wanted, ask.now)
    return Answer(Reply(ask.say("share-done", topics=_lines(ask, shared))))


def _invitations(ask: Ask) -> Invitations:
    return Invitations(ask.desk.topics, ask.desk.gazetteer.keys)


def _same(one: Subscription, other: Subscription | None) -> bool:
    return other is not None and (one.places, one.min_severity) == (other.places, other.min_severity)


def _lines(ask: Ask, shared: Sequence[Subscription], kept: Iterable[Subscription | None] | None = None) -> str:
    """What is shared, a line each, and what is followed of the same topic here."""
    lines = []
    for one, before in zip(shared, kept or [None] * len(shared), strict=True):
        title = ask.desk.renderer.narrowed(one, ask.reader.language)
        was = "same" if _same(one, before) else escape(_narrowed(ask, before)) if before else "none"
        lines.append(ask.say("share-line", topic=escape(title), before=was))
    return "\n".join(lines)


def _narrowed(ask: Ask, one: Subscription) -> str:
    return ask.desk.renderer.narrowed(one, ask.reader.language)
