"""/start: greets, offers the topics as buttons; a deep link follows one, or explains an alert, at once.

One that somebody shared shows first what it would change.
"""

import re
from dataclasses import replace

from bot.model import Reply, Subscription
from handlers.ask import Answer, Ask
from handlers.selection import understand
from handlers.share import opened
from handlers.sources import sources
from handlers.subscribe import follow, unknown_place
from handlers.why import why

_EXPLAINED = {"why": why, "sources": sources}
_LINK = re.compile("(why|sources)_([0-9]+)")
_SHARED = re.compile("s[0-9]+[A-Za-z0-9_-]+")


async def start(ask: Ask) -> Answer:
    """Greet, or follow what a deep link (`/start launches`) names, or explain an alert of a group (`/start why_7`)."""
    if ask.words and (link := _LINK.fullmatch(ask.words[0])):
        return await _explain(ask, link[1], link[2])
    reader = await ask.welcome()
    if len(ask.words) == 1 and _SHARED.fullmatch(ask.words[0]):
        return await opened(replace(ask, reader=reader), ask.words[0])
    selection = understand(ask.desk, ask.words)
    followed = await ask.desk.store.subscriptions(reader.id)
    if selection.unknown:
        return unknown_place(ask, selection)
    if selection.topic is not None:
        # A link that names the topic alone changes nothing for who follows a part of it.
        asks = selection.places is not None or selection.fires is not None
        wanted = selection.of(followed.get(selection.topic)) if asks else followed.get(selection.topic)
        return await follow(replace(ask, reader=reader), wanted or Subscription(selection.topic))
    text = ask.say("greeting-back" if followed else "greeting")
    if ask.words:
        text = f"{ask.say('start-unknown')}\n\n{text}"
    return Answer(
        Reply(text, ask.desk.renderer.topic_buttons(reader, followed, own=await replace(ask, reader=reader).own()))
    )


async def _explain(ask: Ask, name: str, story_id: str) -> Answer:
    """What the button of this name answers under an alert, with others below it."""
    answer = await _EXPLAINED[name](replace(ask, words=(story_id,)))
    if answer.reply is None:
        return Answer(Reply(answer.toast or ""))
    other = next(one for one in _EXPLAINED if one != name)
    standing = await ask.desk.store.standing(int(story_id), ask.reader.id, ask.person)
    buttons = ask.desk.renderer.explanation_buttons(int(story_id), ask.reader, other, standing)
    return Answer(replace(answer.reply, buttons=buttons))
