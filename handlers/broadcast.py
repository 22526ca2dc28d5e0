"""/broadcast TEXT, for admins: a text to every chat, after a look at it; how far it has come is shown in place."""

from bot.messages.notices import progress
from bot.messages.render import units
from bot.model import Bulletin, Button, Reply
from handlers.ask import Answer, Ask, number

LONGEST = 3500
"""UTF-16 units that a text may have with its markup: a message holds 4096, and the look at it says a little more."""


async def broadcast(ask: Ask) -> Answer:
    """Keep the text, and show it as it would come, with how many chats it would reach."""
    text = "".join(letter for letter in ask.html if letter >= " " or letter in "\n\t")  # what a message may hold
    if not text:
        return Answer(Reply(ask.say("bulletin-usage")))
    if units(text) > LONGEST:
        return Answer(Reply(ask.say("bulletin-long", most=LONGEST)))
    store, reader = ask.desk.store, ask.reader
    chats = await store.chats()
    drafted = await store.draft_bulletin(text, reader.address, reader.language, ask.now)
    send = Button(ask.say("button-bulletin-send", chats=chats), data=f"bulletin:send:{drafted}")
    drop = Button(ask.say("button-bulletin-drop"), data=f"bulletin:drop:{drafted}")
    return Answer(Reply(f"{ask.say('bulletin-preview', chats=chats)}\n\n{text}", ((send,), (drop,))))


async def press(ask: Ask) -> Answer:
    """`bulletin:send:ID`, `bulletin:drop:ID` before it goes, `bulletin:stop:ID` while it does."""
    act, drafted = ask.words[0], number(ask.words[1])
    bulletin = await _done(ask, act, drafted) if drafted is not None else None
    if bulletin is None:
        return Answer(toast=ask.say("toast-old"))
    if act == "drop" and bulletin.begun_at is None:
        return Answer(Reply(ask.say("bulletin-dropped")))
    return Answer(progress(ask.desk.speech, bulletin, over=not bulletin.waiting))


async def _done(ask: Ask, act: str, drafted: int) -> Bulletin | None:
    """The bulletin after this was done; None where there is none, or it was dropped before."""
    store = ask.desk.store
    if act in ("drop", "stop"):
        return await store.end_bulletin(drafted, ask.now)
    begun = await store.begin_bulletin(drafted, ask.message_id, ask.now) if act == "send" else None
    return begun if begun and begun.begun_at else None
