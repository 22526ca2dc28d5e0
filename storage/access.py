"""Who is let in, by whom, and how many there are: bot.store.AccessStore."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, update

from bot.model import Admission, Census, Invitation
from storage.engine import Database, insert
from storage.tables import admitted, invitations, queries, subscribers, subscriptions

HERE = subscribers.c.gone_at.is_(None)
"""The subscribers that can be reached."""


class Access:
    """What letting people in, and counting them, needs of the store."""

    _database: Database

    async def invite(self, invitation: Invitation, now: datetime) -> None:
        """Keep an invitation; those that are over are forgotten."""
        row = {"digest": invitation.digest, "uses": invitation.uses, "used": 0, "until": invitation.until}
        async with self._database.write() as connection:
            await connection.execute(invitations.delete().where(invitations.c.until < now))
            made = {"made_by": invitation.made_by, "made_at": now}
            await connection.execute(invitations.insert().values(row | made))

    async def invitations(self, now: datetime) -> tuple[Invitation, ...]:
        """The invitations that still let somebody in, those that end first before others."""
        its = [invitations.c[name] for name in ("digest", "uses", "used", "until", "made_by")]
        open_ones = select(*its).where(invitations.c.until > now, invitations.c.used < invitations.c.uses)
        async with self._database.read() as connection:
            rows = await connection.execute(open_ones.order_by(invitations.c.until, invitations.c.digest))
            return tuple(Invitation(**row) for row in rows.mappings())

    async def withdraw(self, digest: str) -> None:
        """Let nobody in by this invitation any more."""
        async with self._database.write() as connection:
            await connection.execute(invitations.delete().where(invitations.c.digest == digest))

    async def redeem(self, digest: str, chat_id: int, now: datetime) -> bool:
        """Let a chat in by the invitation of this digest; False where there is none, or it is used up or over.

        Who is in already uses nothing up.
        """
        async with self._database.write() as connection:
            its = (invitations.c.digest == digest) & (invitations.c.until > now)
            left = update(invitations).where(its, invitations.c.used < invitations.c.uses)
            # The row is locked, and its count read anew, before anybody is let in: of two who come for the last, one.
            if not (await connection.execute(left.values(used=invitations.c.used + 1))).rowcount:
                return False
            new = insert(connection, admitted).values(chat_id=chat_id, at=now).on_conflict_do_nothing()
            if not (await connection.execute(new)).rowcount:
                await connection.execute(update(invitations).where(its).values(used=invitations.c.used - 1))
            return True

    async def admit(self, chat_id: int, by: int, now: datetime) -> None:
        """Somebody lets a chat in; once is enough."""
        async with self._database.write() as connection:
            new = insert(connection, admitted).values(chat_id=chat_id, at=now, by=by)
            await connection.execute(new.on_conflict_do_nothing())

    async def admissions(self) -> tuple[Admission, ...]:
        """Every chat that was let in, the newest first; `forget` lets one in no more."""
        every = select(admitted.c.chat_id, admitted.c.at, admitted.c.by)
        async with self._database.read() as connection:
            rows = await connection.execute(every.order_by(admitted.c.at.desc(), admitted.c.chat_id))
            return tuple(Admission(**row) for row in rows.mappings())

    async def is_admitted(self, chat_id: int) -> bool:
        """Whether a chat was let in, or subscribed before anybody had to be."""
        found = select(admitted.c.chat_id).where(admitted.c.chat_id == chat_id)
        known = select(subscribers.c.chat_id).where(subscribers.c.chat_id == chat_id)
        async with self._database.read() as connection:
            return await connection.scalar(found.union_all(known).limit(1)) is not None

    async def census(self, since: datetime) -> Census:
        """How many subscribers there are, and how many came and went since then."""
        topics = _counted(subscriptions.c.topic).join(subscribers)
        kinds, languages = _counted(subscribers.c.kind), _counted(subscribers.c.language)
        own = select(func.count(queries.c.subscriber_id.distinct())).join(subscribers).where(HERE)
        follows = select(subscriptions.c.topic).where(subscriptions.c.subscriber_id == subscribers.c.id).exists()
        async with self._database.read() as connection:

            async def by(query: Select[str, int]) -> dict[str, int]:
                return {row[0]: row[1] for row in await connection.execute(query.where(HERE))}

            async def count(*which: ColumnElement[bool]) -> int:
                found = select(func.count()).select_from(subscribers).where(*which)
                return await connection.scalar(found) or 0

            return Census(
                total=await count(HERE),
                kinds=await by(kinds),
                languages=await by(languages),
                topics=await by(topics),
                own=await connection.scalar(own) or 0,
                silent=await count(HERE, ~follows),
                new=await count(subscribers.c.joined_at >= since),
                gone=await count(subscribers.c.gone_at >= since),
            )


def _counted(column: ColumnElement[str]) -> Select[str, int]:
    """How many rows there are of each value, the most frequent first."""
    return select(column, func.count()).group_by(column).order_by(func.count().desc(), column)
