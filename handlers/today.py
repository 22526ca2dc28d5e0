"""/today: the stories of one's own topics (all if none) that opened today by one's own clock, the gravest first."""

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.messages.found import turns
from bot.messages.render import PAGE, escape
from bot.model import Subscription
from handlers.ask import Answer, Ask, number


async def today(ask: Ask) -> Answer:
    """The first page."""
    return await _page(ask, 0)


async def turn(ask: Ask) -> Answer:
    """A page button: `today:OFFSET`."""
    offset = number(ask.words[0])
    return Answer(toast=ask.say("toast-old")) if offset is None else await _page(ask, offset)


async def _page(ask: Ask, offset: int) -> Answer:
    desk, here = ask.desk, ask.now.astimezone(ZoneInfo(ask.reader.timezone))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    followed, kept = await ask.followed(), await ask.subscriptions()
    shown = [kept[key] for key in followed] or list(map(Subscription, desk.topics))
    page = await desk.store.gravest(shown, midnight, offset, PAGE)
    topics = escape(ask.listed(followed.values())) or ask.say("latest-all")
    day = desk.speech.day(ask.reader.language, here.date())
    title = ask.say("today-title", day=day, total=page.total, topics=topics)
    reply = desk.renderer.stories(title, page, ask.reader, ask.now, PAGE, "today:")
    turning = turns(desk.speech, ask.reader, "today:", offset, page.total)
    return Answer(replace(reply, buttons=(turning,) if turning else ()))
