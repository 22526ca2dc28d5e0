"""The threads that alerts are sorted into: bot.store.ThreadStore."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import RowMapping, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Story, Subscriber, Subscription, Thread, ThreadsBy, thread_key
from storage.engine import Database, insert
from storage.rows import COLUMNS, subscriber_of
from storage.tables import story_queries, subscribers, subscriptions, threads

_THREAD = (threads.c.key, threads.c.thread_id, threads.c.lost_at, threads.c.error)


class Threads:
    """What threads need of the store."""

    _database: Database

    async def offer_threads(self, subscriber_id: int, now: datetime) -> bool:
        """Note that threads are offered to a subscriber; False if they were before."""
        its = update(subscribers).where(subscribers.c.id == subscriber_id, subscribers.c.threads_offered_at.is_(None))
        async with self._database.write() as connection:
            return (await connection.execute(its.values(threads_offered_at=now))).rowcount > 0

    async def set_threads(self, subscriber_id: int, by: ThreadsBy | None) -> None:
        """Keep what sorts a subscriber's alerts; threads that were lost are forgotten, and are made anew if needed."""
        async with self._database.write() as connection:
            its = update(subscribers).where(subscribers.c.id == subscriber_id)
            await connection.execute(its.values(threads_by=by))
            lost = delete(threads).where(threads.c.subscriber_id == subscriber_id, threads.c.lost_at.is_not(None))
            await connection.execute(lost)

    async def threads(self, subscriber_id: int) -> tuple[Thread, ...]:
        """A subscriber's threads, those that are lost included."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(*_THREAD).where(threads.c.subscriber_id == subscriber_id))
            return tuple(Thread(*row) for row in rows)

    async def keep_thread(self, subscriber_id: int, thread: Thread) -> None:
        """Remember a thread that was made, or could not be."""
        row = {name: getattr(thread, name) for name in ("thread_id", "lost_at", "error")} | {"told_at": None}
        async with self._database.write() as connection:
            new = insert(connection, threads).values(row | {"subscriber_id": subscriber_id, "key": thread.key})
            await connection.execute(new.on_conflict_do_update(index_elements=["subscriber_id", "key"], set_=row))

    async def reopen_thread(self, chat_id: int, thread_id: int) -> None:
        """A thread of a chat takes messages again."""
        whose = threads.c.subscriber_id.in_(select(subscribers.c.id).where(subscribers.c.chat_id == chat_id))
        its = update(threads).where(whose, threads.c.thread_id == thread_id)
        async with self._database.write() as connection:
            await connection.execute(its.values(lost_at=None, error=None, told_at=None))

    async def lost_untold(self) -> tuple[tuple[Subscriber, Thread], ...]:
        """The threads that were lost, and whose chats were not told so."""
        lost = and_(threads.c.lost_at.is_not(None), threads.c.told_at.is_(None), subscribers.c.threads_by.is_not(None))
        named = [column.label(f"of_{column.name}") for column in _THREAD]
        whole = select(subscribers.c.id, *COLUMNS, *named).join(threads).where(lost, subscribers.c.gone_at.is_(None))
        async with self._database.read() as connection:
            rows = (await connection.execute(whole.order_by(subscribers.c.id, threads.c.key))).mappings()
            names = [column.name for column in named]
            return tuple((subscriber_of(row), Thread(*(row[name] for name in names))) for row in rows)

    async def announce_lost(self, subscriber_id: int, now: datetime) -> None:
        """The chat was told of the threads that it has lost."""
        its = update(threads).where(threads.c.subscriber_id == subscriber_id, threads.c.lost_at.is_not(None))
        async with self._database.write() as connection:
            await connection.execute(its.where(threads.c.told_at.is_(None)).values(told_at=now))


async def lose(connection: AsyncConnection, subscriber_id: int, thread_id: int, error: str, now: datetime) -> None:
    """Note that a thread takes no messages; since when stays as it was."""
    its = update(threads).where(threads.c.subscriber_id == subscriber_id, threads.c.thread_id == thread_id)
    await connection.execute(its.values(lost_at=func.coalesce(threads.c.lost_at, now), error=error))


async def routes(
    connection: AsyncConnection, rows: Iterable[RowMapping], told: Mapping[int, Story]
) -> dict[int, Thread]:
    """The thread of each claimed delivery whose subscriber sorts its alerts, by the deliveries' ids."""
    sorted_ = [row for row in rows if row["threads_by"] is not None]
    if not sorted_:
        return {}
    readers = {row["subscriber_id"] for row in sorted_}
    followed = await _followed(connection, readers)
    asked: defaultdict[int, list[str]] = defaultdict(list)
    of = story_queries.c.story_id.in_({row["story_id"] for row in sorted_})
    for story_id, topic in await connection.execute(select(story_queries).where(of)):
        asked[story_id].append(topic)
    its = select(threads.c.subscriber_id, *_THREAD).where(threads.c.subscriber_id.in_(readers))
    known = {(one.subscriber_id, one.key): Thread(*one[1:]) for one in await connection.execute(its)}
    found = {}
    for row in sorted_:
        number, story = row["subscriber_id"], told[row["story_id"]]
        key = thread_key(ThreadsBy(row["threads_by"]), story, followed[number], asked[row["story_id"]])
        if key is not None:
            found[row["id"]] = known.get((number, key), Thread(key))
    return found


async def _followed(connection: AsyncConnection, readers: Collection[int]) -> dict[int, list[Subscription]]:
    """What each of these subscribers follows, with places and fires."""
    columns = [subscriptions.c[name] for name in ("subscriber_id", "topic", "min_severity", "places")]
    found: defaultdict[int, list[Subscription]] = defaultdict(list)
    for row in await connection.execute(select(*columns).where(columns[0].in_(readers))):
        found[row.subscriber_id].append(Subscription(*row[1:]))
    return found
