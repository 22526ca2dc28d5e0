"""/status: feeds, last poll, last alert, own subscriptions and hours; for admins, what is wrong."""

from dataclasses import replace

from bot.messages.notices import words
from bot.messages.render import cut, escape
from bot.model import Health
from handlers.ask import Answer, Ask
from handlers.digest import rhythm
from handlers.quiet import span
from handlers.zones import title_of

MOST = 5
"""How many troubles are shown."""
NEWEST = 3
"""How many of the rows that were set aside are shown with their errors."""


async def status(ask: Ask) -> Answer:
    """Whether all is working, in a few lines."""
    followed = await ask.followed()
    health = await ask.desk.store.health(ask.now)
    reply = ask.desk.renderer.status(health, ask.reader, list(followed.values()), ask.now)
    reply = replace(reply, text=f"{reply.text}\n{_hours(ask)}")
    if ask.by_admin:
        more = [*await _troubles(ask), *_unsent(ask, health), *await _aside(ask, health)]
        reply = replace(reply, text="\n".join([reply.text, *more]))
    return Answer(reply)


def _hours(ask: Ask) -> str:
    """By which clocks the reader goes, its quiet hours and its digest."""
    reader = ask.reader
    quiet = ask.say("status-quiet", hours=span(reader.quiet) if reader.quiet else "none")
    digest = ask.say("status-digest", every=rhythm(ask))
    return ask.say("status-hours", zone=title_of(reader.timezone), quiet=quiet, digest=digest)


async def _troubles(ask: Ask) -> list[str]:
    """What is wrong now, as it was told; nothing where all is well."""
    troubles = await ask.desk.store.troubles()
    lines = [f"⚠️ {words(ask.desk.speech, ask.reader.language, one)}" for one in troubles[:MOST]]
    more = [ask.say("status-more", more=len(troubles) - MOST)] if len(troubles) > MOST else []
    return [ask.say("status-troubles"), *lines, *more] if lines else []


def _unsent(ask: Ask, health: Health) -> list[str]:
    """How many alerts ended without a message, and how many chats take none now; nothing where there are none."""
    shut = health.subscribers_shut
    return [ask.say("status-unsent", refused=health.refused, shut=shut)] if health.refused or shut else []


async def _aside(ask: Ask, health: Health) -> list[str]:
    """How many rows of each kind were set aside, and the newest; nothing where there are none."""
    if not health.set_aside:
        return []
    counts = {
        "feeds": health.feeds_set_aside,
        "entries": health.entries_set_aside,
        "queries": health.queries_set_aside,
        "alerts": health.deliveries_set_aside,
        "digests": health.digests_set_aside,
        "postings": health.postings_set_aside,
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
