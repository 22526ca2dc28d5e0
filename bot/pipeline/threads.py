"""Makes the threads into which a chat's alerts are sorted, and remembers them."""

from datetime import datetime

from bot.messages.render import Renderer
from bot.model import Later, Shut, Subscriber, Thread
from bot.store import Store
from bot.telegram.forum import Forum


async def make_thread(
    forum: Forum, store: Store, renderer: Renderer, reader: Subscriber, key: str, now: datetime
) -> Thread | Later:
    """Make a subscriber's thread for a topic, query or number of fires; Later: Telegram cannot now.

    One that Telegram lets us not make is remembered as lost, so that it is asked once. A crash before it is remembered
    leaves an empty thread behind.
    """
    name = renderer.thread_name(key, reader.language, await store.queries(reader.id))
    made = await forum.open(name)
    if isinstance(made, Later):
        return made
    thread = Thread(key, None, now, made.reason) if isinstance(made, Shut) else Thread(key, made)
    await store.keep_thread(reader.id, thread)
    return thread
