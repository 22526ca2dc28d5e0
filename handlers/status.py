"""/status: feeds healthy and silent, last poll, last alert, one's own subscriptions; for admins, what was set aside."""

from dataclasses import replace

from bot.model import ChatKind, Health
from bot.render import cut, escape
from handlers.ask import Answer, Ask

NEWEST = 3
"""So many of the rows that were set aside are shown with their errors."""


async def status(ask: Ask) -> Answer:
    """Whether all is working, in a few lines."""
    followed = await ask.followed()
    health = await ask.desk.store.health(ask.now)
    reply = ask.desk.renderer.status(health, ask.reader, list(followed.values()), ask.now)
    # Not in a group, where others would read along.
    if health.set_aside and ask.person in ask.desk.admins and ask.reader.kind is ChatKind.PRIVATE:
        reply = replace(reply, text="\n".join([reply.text, *await _aside(ask, health)]))
    return Answer(reply)


async def _aside(ask: Ask, health: Health) -> list[str]:
    """How many rows of each kind were set aside, and the newest."""
    counts = {
        "feeds": health.feeds_set_aside,
        "entries": health.entries_set_aside,
        "queries": health.queries_set_aside,
        "alerts": health.deliveries_set_aside,
    }
    return [
        ask.say("status-aside", **counts),
        *(
            ask.say(
                "status-aside-row", kind=row.kind, name=escape(cut(row.name, 60)), error=escape(cut(row.error, 200))
            )
            for row in await ask.desk.store.set_aside(NEWEST)
        ),
    ]
