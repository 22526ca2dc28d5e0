"""/topic add, edit, remove, try: one's own queries, and what the past would have brought."""

import asyncio
from datetime import datetime

from bot.errors import QueryError
from bot.messages.render import cut, escape
from bot.model import Button, Past, Query, Reply
from bot.queries.expression import Expression, key_of
from bot.queries.query import MOST, parse
from bot.queries.trial import beginning, matched, sieve, sift, trial
from handlers.ask import Answer, Ask, answer_alone, named

LONGEST_NAME = 32
"""How many letters the name of a query may have: as many as fit on a button."""
RESERVED = frozenset(("add", "edit", "remove", "try"))
"""What no query may be called: the words behind /topic that mean something else."""
AT_A_TIME = 500
"""How many entries a trial takes from the store at a time."""
ENOUGH = 0.1
"""Seconds after which a trial looks back no further; the answer says how far it looked."""


async def add(ask: Ask) -> Answer:
    """`add NAME QUERY`: follow a new query."""
    if len(ask.words) < 2:
        return _usage(ask)
    name = ask.words[0]
    if named(await ask.own(), name):
        return Answer(Reply(ask.say("query-taken", name=escape(name))))
    if len(name) > LONGEST_NAME or not any(map(str.isalnum, name)) or name.casefold() in RESERVED:
        return Answer(Reply(ask.say("query-name", most=LONGEST_NAME)))
    if ask.desk.is_topic(name):
        return Answer(Reply(ask.say("query-is-topic", name=escape(name))))
    return await _save(ask, name, "query-added")


async def edit(ask: Ask) -> Answer:
    """`edit NAME QUERY`: another query under a name that there is."""
    if len(ask.words) < 2:
        return _usage(ask)
    old = named(await ask.own(), ask.words[0])
    return await _save(ask, old.name, "query-edited") if old else await _unknown(ask)


async def remove(ask: Ask) -> Answer:
    """`remove NAME`: delete a query."""
    if not ask.words:
        return _usage(ask)
    old = named(await ask.own(), ask.words[0])
    if old is None or not await ask.desk.store.remove_query(ask.reader.id, old.name):
        return await _unknown(ask)
    return Answer(Reply(ask.say("query-removed", name=escape(old.name), query=escape(old.text))))


async def attempt(ask: Ask) -> Answer:
    """`try QUERY`: what it would have brought, without following it."""
    if not ask.words:
        return _usage(ask)
    return Answer(await _attempt(ask, " ".join(ask.words)))


async def pressed(ask: Ask) -> Answer:
    """The button under an own query that tries it, for who presses it: `try:KEY`."""
    query = next((query for query in await ask.own() if query.topic == ask.words[0]), None)
    if query is None:
        return Answer(toast=ask.say("toast-old"))
    return answer_alone(ask, await _attempt(ask, query.text))


def try_button(ask: Ask, key: str) -> Button:
    """The button that tries an own query."""
    return Button(ask.say("button-try"), data=f"try:{key}")


async def _save(ask: Ask, name: str, text: str) -> Answer:
    """Keep the query that is asked for under this name, and say so with a text."""
    written = " ".join(ask.words[1:])
    try:
        expression = parse(written, frozenset(ask.desk.topics))
    except QueryError as slip:
        return Answer(ask.desk.renderer.slip(ask.reader, written, slip))
    query = Query(name, written, key_of(expression))
    reader = await ask.welcome()
    if not await ask.desk.store.save_query(reader.id, query, MOST, ask.now):
        return Answer(Reply(ask.say("query-full", most=MOST)))
    reply = ask.say(text, name=escape(name), query=escape(cut(str(expression), 600)))
    return Answer(Reply(reply, ((try_button(ask, query.topic),),)))


async def _attempt(ask: Ask, written: str) -> Reply:
    try:
        expression = parse(written, frozenset(ask.desk.topics))
    except QueryError as slip:
        return ask.desk.renderer.slip(ask.reader, written, slip)
    found, since = await _search(ask, expression)
    result = await asyncio.to_thread(trial, found, since, ask.now, ask.reader.timezone)
    words = await asyncio.to_thread(matched, expression, found)
    return ask.desk.renderer.trial(ask.reader, str(expression), result, ask.now, words)


async def _search(ask: Ask, expression: Expression) -> tuple[list[Past], datetime]:
    """The entries of the past for which it holds, the newest first, and since when: not all, where time ran out."""
    loop, first = asyncio.get_running_loop(), beginning(ask.now, ask.reader.timezone)
    until, wanted = loop.time() + ENOUGH, sieve(expression)
    found: list[Past] = []
    before = None
    while True:
        pasts, before = await ask.desk.store.recent(first, before, AT_A_TIME, wanted)
        found += await asyncio.to_thread(sift, expression, pasts, ask.desk.gazetteer)
        if before is None:
            return found, first
        if loop.time() > until:
            return found, before[0]


def _usage(ask: Ask) -> Answer:
    return Answer(Reply(ask.say("query-usage")))


async def _unknown(ask: Ask) -> Answer:
    names = ask.listed([escape(query.name) for query in await ask.own()])
    name = escape(cut(ask.words[0], LONGEST_NAME))
    return Answer(Reply(ask.say("query-unknown", name=name, names=names or ask.say("query-none"))))
