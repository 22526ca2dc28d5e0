"""/threads: a thread for each topic, or for each number of fires, in chats that have threads (Telegram: topics)."""

from dataclasses import replace

from bot.model import ChatKind, Later, Reply, ThreadsBy, thread_keys
from bot.pipeline.threads import make_thread
from handlers.ask import Answer, Ask
from handlers.screens import back, chosen

WAYS = {"topic": ThreadsBy.TOPIC, "fires": ThreadsBy.FIRES, "off": None}
"""How alerts may be sorted, by what people type and buttons say."""


async def threads(ask: Ask) -> Answer:
    """Set what is named (`topic`, `fires`, `off`), or say how it is, with a button each."""
    named = [word for word in WAYS if ask.words and ask.words[0].casefold() in (word, ask.say(f"threads-{word}"))]
    return await _set(ask, WAYS[named[0]]) if named else Answer(await screen(ask))


async def choose(ask: Ask) -> Answer:
    """A button: `threads:WAY`."""
    way = ask.words[0]
    return await _set(ask, WAYS[way]) if way in WAYS else Answer(toast=ask.say("toast-old"))


async def screen(ask: Ask) -> Reply:
    """How it is, with a button for each way; where there can be no threads, what is missing."""
    if ask.forum is None:
        text = ask.say("threads-none", chat=ask.reader.kind)
    elif ask.reader.threads_by is None and not await ask.forum.may_manage():
        text = ask.say("threads-rights")
    else:
        return _choices(ask, ask.say("threads-about"))
    return Reply(text, (back(ask),))


async def offer(ask: Ask) -> Reply | None:
    """The offer to sort alerts, once in a group that has threads and lets us make them, and follows something."""
    reader = ask.reader
    if ask.forum is None or reader.kind is not ChatKind.GROUP or reader.threads_by or reader.threads_offered_at:
        return None
    if not await ask.subscriptions() or not await ask.forum.may_manage():
        return None
    return _choices(ask, ask.say("threads-offer")) if await ask.desk.store.offer_threads(reader.id, ask.now) else None


async def _set(ask: Ask, by: ThreadsBy | None) -> Answer:
    if by is not None and (ask.forum is None or not await ask.forum.may_manage()):
        return Answer(await screen(replace(ask, reader=replace(ask.reader, threads_by=None))))
    now = replace(ask, reader=await ask.welcome())
    if by is not None and (missing := await _missing(now, by)):
        return Answer(Reply(missing, (back(ask),)))
    await ask.desk.store.set_threads(now.reader.id, by)
    return Answer(_choices(replace(now, reader=replace(now.reader, threads_by=by)), ask.say("threads-about")))


async def _missing(ask: Ask, by: ThreadsBy) -> str | None:
    """Make the threads for what is followed now; the others come with their first alerts. What is missing for it."""
    reader, store = ask.reader, ask.desk.store
    there = {thread.key for thread in await store.threads(reader.id) if thread.lost_at is None}
    for key in thread_keys(by, await ask.subscriptions()):
        if key in there or ask.forum is None:
            continue
        made = await make_thread(ask.forum, store, ask.desk.renderer, reader, key, ask.now)
        if isinstance(made, Later):
            break
        if made.thread_id is None:
            await store.announce_lost(reader.id, ask.now)  # by this answer
            return ask.say("threads-none" if "forum" in (made.error or "") else "threads-rights", chat=reader.kind)
    return None


def _choices(ask: Ask, text: str) -> Reply:
    now = ask.reader.threads_by
    rows = ((chosen(ask.say(f"button-threads-{word}"), f"threads:{word}", on=by is now),) for word, by in WAYS.items())
    return Reply(f"{ask.say('threads', way=now or 'off')}\n\n{text}", (*rows, back(ask)))
