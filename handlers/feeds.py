"""/feeds, for admins: the feeds, the worst first; each opens as a card by whose buttons it is paused, edited, removed.

What is done is what `bongsu feeds` does (`bot.pipeline.feedkeeping`). A page says by what its feeds were chosen, and a
question which address it is about: the buttons take it from there.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.errors import DataError
from bot.messages.render import cut, escape
from bot.model import Button, Document, Feed, Reply, Tier
from bot.pipeline.feedkeeping import FeedKeeping, Finding, opml_of
from bot.pipeline.feedlist import EVERY, OPTIONS, STATES, chosen, state_of, written
from handlers.ask import Answer, Ask, number
from handlers.screens import chosen as option

PAGE = 8
"""Feeds on a page."""
SHOWN = 5
"""How many of the entries that would have been flagged are shown."""
LONGEST = 900
"""Letters of what is to be added: it stands whole in the question, from where the button takes it."""
MARKS = {"healthy": "🟢", "silent": "🟡", "paused": "⏸", "failing": "🔴", "set-aside": "🔴", "gone": "⚫"}
INTERVALS = ("auto", "1m", "5m", "15m", "1h", "6h")


async def feeds(ask: Ask) -> Answer:
    """The feeds, those that some words choose, or what the first word of VERBS does."""
    act = VERBS.get(ask.words[0].lower()) if ask.words else None
    if act is None:
        return await _page(ask, " ".join(ask.words), 0)
    return await _tried(ask, act, ask.words[1:])


async def turn(ask: Ask) -> Answer:
    """`feeds:OFFSET`: another page, of the feeds that its message says."""
    offset, words = number(ask.words[0]), ask.code or ""
    if words.startswith("/"):  # no words chose them: that is the first of the examples
        words = ""
    return Answer(toast=ask.say("toast-old")) if offset is None else await _page(ask, words, offset)


async def press(ask: Ask) -> Answer:
    """`feed:ACT:ID` and `feed:FIELD=VALUE:ID`, on a card."""
    act, feed = ask.words
    if "=" in act:
        return await _tried(ask, _edit, (feed, act))
    return await _tried(ask, PRESSED[act], (feed,)) if act in PRESSED else Answer(toast=ask.say("toast-old"))


async def add_asked(ask: Ask) -> Answer:
    """`feedadd:yes`, `feedadd:no` and `feedadd:WHICH`, below the question whether, or which, to add."""
    what = (ask.code or "").split()
    if ask.words[0] == "no":
        return Answer(Reply(ask.say("feeds-not-added")))
    if not what:
        return Answer(toast=ask.say("toast-old"))
    return await _tried(ask, _added if ask.words[0] == "yes" else _picked, what)


async def take_file(ask: Ask) -> Answer:
    """A file with feeds, OPML or TOML: they are added."""
    keeping = ask.desk.feeds
    if ask.document is None or keeping is None:
        return Answer(Reply(ask.say("hint")))
    try:
        new, total, faults = await keeping.take_over(ask.document.content, ask.document.name, ask.now)
    except DataError as exc:
        return _wrong(ask, exc)
    said = ask.say("feeds-imported", new=new, total=total, faults=len(faults))
    return Answer(Reply("\n".join([said, *(f"• {_said(ask, fault)}" for fault in faults[:SHOWN])])))


Act = Callable[[Ask, FeedKeeping, Sequence[str]], Awaitable[Answer]]


async def _tried(ask: Ask, act: Act, words: Sequence[str]) -> Answer:
    """What came of it, or in a sentence why nothing did."""
    if ask.desk.feeds is None:
        return Answer(Reply(ask.say("hint")))
    try:
        return await act(ask, ask.desk.feeds, words)
    except DataError as exc:
        return _wrong(ask, exc)


def _wrong(ask: Ask, exc: DataError) -> Answer:
    return Answer(Reply(_said(ask, exc)), apart=True)


def _said(ask: Ask, exc: DataError) -> str:
    """What is wrong, with the place in a file and how much more is wrong there, where it is about one."""
    if not exc.key:
        return ask.say("feeds-wrong", error=escape(cut(str(exc), 600)))
    values = {name: escape(cut(str(value), 300)) for name, value in exc.values.items()}
    said = ask.say(exc.key, **values)
    for kind in values.keys() & {"line", "feed"}:
        said = ask.say("feeds-slip-at", kind=kind, number=values[kind], said=said)
    return f"{said} {ask.say('feeds-slip-more', more=values['more'])}" if "more" in values else said


async def _page(ask: Ask, words: str, offset: int) -> Answer:
    found = chosen(await ask.desk.store.feeds(), words.split(), ask.now)
    found.sort(key=lambda feed: STATES.index(state_of(feed, ask.now)))
    shown = found[offset : offset + PAGE]
    by = f" · <code>{escape(cut(words, 200))}</code>" if words else ""
    lines = [ask.say("feeds-title", total=len(found)) + by]
    lines += [_line(ask, feed) for feed in shown]
    rows = [(Button(f"{feed.id} · {cut(feed.source.outlet, 40)}", data=f"feed:show:{feed.id}"),) for feed in shown]
    there = (
        ("button-back", max(offset - PAGE, 0), offset > 0),
        ("button-more", offset + PAGE, offset + PAGE < len(found)),
    )
    turning = tuple(Button(ask.say(label), data=f"feeds:{to}") for label, to, possible in there if possible)
    return Answer(Reply("\n".join([*lines, "", ask.say("feeds-usage")]), tuple(filter(None, (*rows, turning)))))


def _line(ask: Ask, feed: Feed) -> str:
    state = state_of(feed, ask.now)
    about = ", ".join(filter(None, (feed.source.tier, feed.source.language, feed.source.country)))
    error = f" – {escape(cut(feed.state.error, 80))}" if feed.state.error and state == "failing" else ""
    return f"{MARKS[state]} {feed.id} <b>{escape(cut(feed.source.outlet, 60))}</b> ({about}){error}"


async def _show(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    return replace(_card(ask, await keeping.find(words[0])), apart=True)


async def _pause(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    return await _after(ask, keeping, await keeping.pause(_feed(words), ask.now))


async def _resume(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    return await _after(ask, keeping, await keeping.resume(_feed(words), ask.now))


async def _poll(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    feed = await keeping.find(words[0])
    await keeping.store.poll_soon(feed.id, ask.now)
    return Answer(toast=ask.say("feeds-asked"))


async def _edit(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    return _card(ask, await keeping.edit(_feed(words), words[1:], ask.now))


async def _remove(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    feed = await keeping.find(_feed(words))
    yes = Button(ask.say("button-feed-remove"), data=f"feed:gone:{feed.id}")
    no = Button(ask.say("button-feed-keep"), data=f"feed:kept:{feed.id}")
    return Answer(Reply(ask.say("feeds-remove", outlet=escape(cut(feed.source.outlet, 100))), ((yes,), (no,))))


async def _removed(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    feed = await keeping.remove(words[0], ask.now)
    return Answer(Reply(ask.say("feeds-removed", outlet=escape(cut(feed.source.outlet, 100)))))


async def _kept(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    return _card(ask, await keeping.find(words[0]))


async def _export(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    opml, _ = await opml_of(keeping.store)
    return Answer(documents=(Document("feeds.opml", opml.encode()),))


async def _add(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    """Look at an address, and ask whether to add it, or which of the feeds that its page names."""
    if not words or sum(map(len, words)) > LONGEST:
        return Answer(Reply(ask.say("feeds-usage")))
    url = words[0] if "://" in words[0] else f"https://{words[0]}"
    found = await keeping.look(url, words[1:])
    if found.problem and len(found.named) == 1:
        url = found.named[0].url
        found = await keeping.look(url, words[1:])
    what = f"<code>{escape(' '.join((url, *words[1:])))}</code>"
    if not found.problem:
        return Answer(_question(ask, what, found))
    if not found.named:
        return Answer(Reply(ask.say("feeds-none", what=what, problem=escape(cut(found.problem, 400)))))
    rows = [(Button(cut(one.title, 60), data=f"feedadd:{_key(one.url)}"),) for one in found.named]
    return Answer(Reply(ask.say("feeds-named", what=what), (*rows, (_no(ask),))))


def _question(ask: Ask, what: str, found: Finding) -> Reply:
    naming, language = ask.desk.renderer.naming, ask.reader.language
    newest = found.newest and ask.desk.speech.clock(language, found.newest, ask.reader.timezone, ask.now)
    said = ask.say(
        "feeds-found",
        what=what,
        outlet=escape(cut(found.source.outlet, 100)),
        format=found.format,
        entries=found.entries,
        newest=newest or "–",
        flagged=len(found.flagged),
    )
    titles = {key: naming.title(topic, language) for key, topic in ask.desk.topics.items()}
    lines = [
        f"• {escape(cut(title, 150))} <i>({escape(', '.join(titles.get(key, key) for key in topics))})</i>"
        for title, topics in found.flagged[:SHOWN]
    ]
    note = [escape(cut(found.note, 300))] if found.note else []
    yes = Button(ask.say("button-feed-add"), data="feedadd:yes")
    return Reply("\n".join([said, *lines, *note]), ((yes,), (_no(ask),)))


async def _picked(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    """One of the feeds that a page names was chosen; the page is asked anew, and may have changed."""
    found = await keeping.look(words[0], words[1:])
    url = next((one.url for one in found.named if _key(one.url) == ask.words[0]), None)
    return Answer(toast=ask.say("toast-old")) if url is None else await _add(ask, keeping, (url, *words[1:]))


async def _added(ask: Ask, keeping: FeedKeeping, words: Sequence[str]) -> Answer:
    """Add what the question was about, as it is now."""
    found = await keeping.look(words[0], words[1:])
    if found.problem:
        raise DataError(found.problem)
    new = await keeping.store.add_feed(found.source, ask.now)
    feed = await keeping.find(found.source.url)
    card = _card(ask, feed)
    said = ask.say("feeds-added" if new else "feeds-known")
    return replace(card, reply=card.reply and replace(card.reply, text=f"{said}\n\n{card.reply.text}"))


async def _after(ask: Ask, keeping: FeedKeeping, feed: Feed) -> Answer:
    """The card of a feed to which something was done."""
    return _card(ask, await keeping.find(str(feed.id)))


def _card(ask: Ask, feed: Feed) -> Answer:
    """A feed with what one may do about it."""
    source, state, speech, reader = feed.source, state_of(feed, ask.now), ask.desk.speech, ask.reader
    moments = {"polled": feed.state.polled_at, "next": None if feed.paused_at else feed.state.next_poll_at}
    said = {name: getattr(source, name) or "–" for name in OPTIONS}
    text = ask.say(
        "feeds-card",
        number=str(feed.id),  # as it is typed, not as numbers are written in a language
        mark=MARKS[state],
        state=ask.say("page-state", state=state),
        url=escape(cut(source.shown, 500)),
        error=escape(cut(feed.state.error or "–", 300)),
        own=", ".join(feed.edited) or "–",
        every=written(feed.every),
        **{name: escape(cut(value, 200)) for name, value in said.items()},
        **{
            name: speech.clock(reader.language, at, reader.timezone, ask.now) if at else "–"
            for name, at in moments.items()
        },
    )
    turn_on = "resume" if feed.paused_at else "pause"
    main = [Button(ask.say(f"page-act-{act}"), data=f"feed:{act}:{feed.id}") for act in (turn_on, "ask")]
    tiers = tuple(option(tier, f"feed:tier={tier}:{feed.id}", on=tier == source.tier) for tier in Tier)
    every = tuple(option(one, f"feed:{EVERY}={one}:{feed.id}", on=one == written(feed.every)) for one in INTERVALS)
    remove = Button(ask.say("button-feed-remove"), data=f"feed:remove:{feed.id}")
    return Answer(Reply(text, (tuple(main), tiers[:2], tiers[2:], every, (remove,))))


def _feed(words: Sequence[str]) -> str:
    if not words:
        raise DataError("Say which: its number, as /feeds shows it, or its address.", "feeds-slip-which")
    return words[0]


def _no(ask: Ask) -> Button:
    return Button(ask.say("button-feed-no"), data="feedadd:no")


def _key(url: str) -> str:
    """What a button says of an address that is too long for it."""
    return sha256(url.encode()).hexdigest()[:16]


VERBS: Mapping[str, Act] = {
    "add": _add,
    "discover": _add,
    "pause": _pause,
    "resume": _resume,
    "edit": _edit,
    "remove": _remove,
    "export": _export,
}
PRESSED: Mapping[str, Act] = {
    "show": _show,
    "pause": _pause,
    "resume": _resume,
    "ask": _poll,
    "remove": _remove,
    "gone": _removed,
    "kept": _kept,
}
