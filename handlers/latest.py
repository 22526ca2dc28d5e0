"""/latest [N]: the newest stories of one's own topics (all topics if none), paged."""

from bot.messages.render import PAGE, escape
from bot.model import LISTED, Reply, Subscription
from handlers.ask import Answer, Ask, number


async def latest(ask: Ask) -> Answer:
    """The first page, of N stories."""
    size = PAGE
    if ask.words:
        wanted = ask.words[0]
        size = int(wanted) if wanted.isdecimal() and len(wanted) < 3 else 0
        if not 1 <= size <= LISTED:
            return Answer(Reply(ask.say("latest-number", most=LISTED)))
    return await _page(ask, size, 0)


async def turn(ask: Ask) -> Answer:
    """A page button: `latest:SIZE:OFFSET`."""
    size, offset = map(number, ask.words)
    if size is None or offset is None or not 1 <= size <= LISTED:
        return Answer(toast=ask.say("toast-old"))
    return await _page(ask, size, offset)


async def _page(ask: Ask, size: int, offset: int) -> Answer:
    followed, kept = await ask.followed(), await ask.subscriptions()
    shown = [kept[key] for key in followed] or list(map(Subscription, ask.desk.topics))
    page = await ask.desk.store.latest(shown, offset, size)
    names = escape(ask.listed(followed.values()))
    title = ask.say("latest-title", topics=names or ask.say("latest-all"))
    return Answer(ask.desk.renderer.stories(title, page, ask.reader, ask.now, size, f"latest:{size}:"))
