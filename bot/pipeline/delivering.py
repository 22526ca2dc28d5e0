"""Delivers the outbox: claim | render | send | settle, a transaction a claim, one a group of answers.

Alerts go first, then digests, then the admins' bulletins.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import TypeVar

from bot.config import JobName
from bot.errors import StoreError
from bot.messages.render import Renderer
from bot.model import (
    Address,
    Broken,
    Copy,
    CopySettlement,
    Delivery,
    Digest,
    DigestSettlement,
    Later,
    Outcome,
    Reply,
    Sent,
    Settlement,
)
from bot.pipeline import timing
from bot.pipeline.threads import make_thread
from bot.pipeline.translating import Translating
from bot.pipeline.works import Batcher, Works, steady, told
from bot.store import Store
from bot.telegram.circuit_breaker import TRY_EVERY, CircuitBreaker
from bot.telegram.forum import Forum
from bot.telegram.rate_limiter import Priority
from bot.telegram.send import Sender

REPLIES = 100
"""How many rendered alerts are kept, since most readers see the same text; beyond, all are rendered anew.

A guess: a few stories at a time, in each language and timezone.
"""
DELIVERY_LEASE = timedelta(seconds=60)
"""How long a claimed delivery is hidden from other claims.

A send takes at most 20 s, its wait for the limits included (`send.SEND_SECONDS`): one that is not settled by the end
of the lease was forgotten. Those of a process that died are taken over before (`Store.take_over`).
"""
LATER = Later("its chat's turn is later", after=timedelta(seconds=1), counts=False)
"""The outcome of an alert that is claimed while another one to the same chat is in flight: try it a second later.

A second is what Telegram wants between two messages to a chat. It does not count as an attempt.
"""

Row = Delivery | Digest | Copy
Settled = Settlement | DigestSettlement | CopySettlement
T = TypeVar("T", Delivery, Digest, Copy)

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class Delivering:
    """The job that sends, and what it works with."""

    works: Works
    store: Store
    renderer: Renderer
    sender: Sender
    admins: Sequence[int]
    random: Random
    """Spreads the next attempts."""
    translating: Translating | None = None
    _settling: Batcher[Settled, None] = field(init=False)
    _busy: set[tuple[bool, int]] = field(default_factory=set)
    """Whether it is a bulletin's copy, which holds up no alert, and the subscriber."""
    _breaker: CircuitBreaker = field(default_factory=CircuitBreaker)
    _replies: dict[object, Reply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._settling = Batcher(self._settle)

    async def run(self, stop: asyncio.Event) -> None:
        """Send what the outbox holds due, until stopped and settled."""
        remembered = False

        async def claim(room: int) -> Sequence[Row]:
            nonlocal remembered
            if not remembered:  # what another process, or this one before its restart, has sent counts as well
                now = self.works.clock()
                self.sender.limiter.remember((chat, now - at) for chat, at in await self.store.recent_sends(now))
                remembered = True
            return await self._claim(self._breaker.take(room, steady()))

        await self.works.keep(JobName.DELIVER, stop, self.sender.room, claim, self._deliver)
        await self._settling.join()

    async def _claim(self, room: int) -> Sequence[Row]:
        """What is due, alerts first: digests have the room that they leave, and bulletins half of all at most.

        Whatever is wrong with the others, the alerts are claimed and go.
        """
        now = self.works.clock()
        rows: list[Row] = [*self._take(await self.store.claim_deliveries(now, DELIVERY_LEASE, room) if room else ())]
        with self.works.logged("claiming digests"):
            if left := room - len(rows):
                rows += self._take(await self.store.claim_digests(now, DELIVERY_LEASE, left))
        with self.works.logged("claiming bulletins"):
            copied = sum(is_copy for is_copy, _ in self._busy)
            if (left := min(room - len(rows), self.sender.room // 2 - copied)) > 0:
                rows += self._take(await self.store.claim_copies(now, DELIVERY_LEASE, left))
        return rows

    def _take(self, claimed: Sequence[T]) -> Sequence[T]:
        """The rows to send now: those whose subscriber has none in flight. The others are given back for later.

        It matters after the database was away: the lease of a delivery may have run out while its outcome waited to
        be written, and then the claim holds it a second time, as it was before the first send. It is asked here, as
        the claim returns: later the outcome may be written, and the outdated row would be sent.
        """
        taken = []
        for row in claimed:
            if _whose(row) in self._busy:
                self._hand(row, LATER)
            else:
                self._busy.add(_whose(row))
                taken.append(row)
        return taken

    async def announce(self) -> None:
        """Tell the admins of feeds that are gone for good, and of chats that are shut; if not now, at the next tick."""
        with self.works.logged("telling the admins"):
            for feed in await self.store.disabled_unannounced():
                logger.warning("%s is gone and not polled any more: %s", feed.source.outlet, feed.source.url)
                if await self._tell_admins(self.renderer.feed_gone(feed)):
                    await self.store.announce(feed.id, self.works.clock())
            for reader in await self.store.shut_unannounced():
                logger.warning("chat %d takes no messages as it should: %s", reader.address.chat_id, reader.shut_error)
                if await self._tell_admins(self.renderer.chat_shut(reader)):
                    await self.store.announce_shut(reader.id, self.works.clock())
            await self._announce_lost()

    async def _announce_lost(self) -> None:
        """Tell each chat once which of its threads take no alerts any more."""
        for reader, lost in groupby(await self.store.lost_untold(), itemgetter(0)):
            notice = self.renderer.threads_lost(
                reader, [thread for _, thread in lost], await self.store.queries(reader.id)
            )
            if not isinstance(await self.sender.tell(reader.address, notice, silent=True), Later):
                await self.store.announce_lost(reader.id, self.works.clock())

    async def _tell_admins(self, notice: Reply) -> bool:
        """Send them this; whether nobody has to be told later."""
        outcomes = [await self.sender.tell(Address(admin), notice) for admin in self.admins]
        return not any(isinstance(outcome, Later) for outcome in outcomes)

    async def _deliver(self, row: Row) -> None:
        """Send what was claimed; it is in flight, and its subscriber busy, until what came of it is written."""
        try:
            outcome = await self._tried(row)
            self.works.meters.settled(row, outcome, self.works.clock())
            await self._hand(row, outcome)
            if self.translating and isinstance(row, Delivery) and isinstance(outcome, Sent):
                self.translating.want(row.story, row.subscriber.language)
        finally:
            self._busy.discard(_whose(row))

    async def _tried(self, row: Row) -> Outcome:
        """What came of sending it."""
        what = f"{type(row).__name__.lower()} {row.subscriber.id if isinstance(row, Digest) else row.id}"
        try:
            outcome = self._heard(await self._send(row))
        except Exception as exc:  # whatever a story does to the renderer, the rest goes on and this row is counted
            return Broken(told(what, exc))
        if not isinstance(outcome, Sent) and not (isinstance(outcome, Later) and not outcome.counts):
            logger.warning("%s to chat %d: %s", what, row.subscriber.address.chat_id, outcome)
        return outcome

    def _hand(self, row: Row, outcome: Outcome) -> "asyncio.Future[None]":
        """Have an outcome written; the future is done when the table has it."""
        return self._settling.put(self._settlement(row, outcome))

    def _heard(self, outcome: Outcome) -> Outcome:
        """Learn from what came of a send whether Telegram is away; the outcome as its row is to keep it."""
        away = self._breaker.away
        outcome = self._breaker.heard(outcome, steady())
        if self._breaker.away:
            asyncio.get_running_loop().call_later(TRY_EVERY, self.works.wake, JobName.DELIVER)
        if self._breaker.away != away:
            logger.warning("Telegram %s", "is away: trying every second" if self._breaker.away else "is back")
        return outcome

    def _settlement(self, row: Row, outcome: Outcome) -> Settled:
        now = self.works.clock()
        if isinstance(row, Digest):
            return DigestSettlement(row, outcome, now, timing.next_digest(row, outcome, now, self.random))
        if isinstance(row, Copy):
            return CopySettlement(row, outcome, now, timing.next_copy(row, outcome, now, self.random))
        return Settlement(row, outcome, now, timing.next_attempt(row, outcome, now, self.random))

    async def _send(self, row: Row) -> Outcome:
        reader, now = row.subscriber, self.works.clock()
        wait = self.sender.wait_of(reader.address)
        if wait:
            # Waiting here would keep others from being sent; the table waits as well.
            return replace(LATER, after=wait)
        quiet = timing.is_quiet(reader, now) or timing.is_muted(reader, now)
        if isinstance(row, Digest):
            return await self.sender.tell(reader.address, self.renderer.digest(row, now), silent=quiet)
        if isinstance(row, Copy):
            return await self.sender.tell(reader.address, Reply(row.text), silent=quiet, priority=Priority.BULLETIN)
        return await self._send_alert(row, timing.sound_of(row, now), now)

    async def _send_alert(self, row: Delivery, sound: timing.Sound, now: datetime) -> Outcome:
        """Send or edit an alert's own message, or the one that gathers what would ring too often."""
        silent = sound is not timing.Sound.RINGS
        if sound is timing.Sound.GATHERS:
            # What holds several comes to the chat itself, whatever they are about.
            message_id = row.gathering.message_id if row.gathering else None
            held = self.renderer.gathering(row, now)
            into = replace(row, message_id=message_id, thread_id=None)
            outcome = await self.sender.send(into, held, silent=True, anew=True)
        else:
            own = replace(row, message_id=None) if row.gathered_at else row
            thread = await self._thread_for(own)
            if isinstance(thread, Later):
                return thread
            ring = self.renderer.ring(row.story, row.subscriber) if own.rings else None
            outcome = await self.sender.send(own, self._rendered(row), ring, silent=silent, thread_id=thread)
        if isinstance(outcome, Sent):
            return replace(outcome, rang=not silent, gathered=sound is timing.Sound.GATHERS)
        return outcome

    async def _thread_for(self, row: Delivery) -> int | Later | None:
        """The thread for a new message, made where there is none yet; None: the chat itself."""
        thread, reader = row.thread, row.subscriber
        if row.message_id is not None or thread is None or thread.lost_at is not None:
            return None
        if thread.thread_id is None:
            forum = Forum(self.sender.bot, reader.address.chat_id)
            try:
                made = await make_thread(forum, self.store, self.renderer, reader, thread.key, self.works.clock())
            except StoreError as exc:  # the database is away, which is no fault of this alert
                return Later(str(exc), counts=False)
            return made if isinstance(made, Later) else made.thread_id
        return thread.thread_id

    def _rendered(self, delivery: Delivery) -> Reply:
        """The alert as its reader sees it; made once for all who see the same."""
        story, reader, now = delivery.story, delivery.subscriber, self.works.clock()
        state = story.revision, story.severity, len(story.reports), story.updated_at, story.retracted_at, story.history
        made = tuple(one.source for one in story.translations if one.language == reader.language)
        seen = reader.language, reader.timezone, reader.kind, delivery.standing
        key = (story.id, state, made, seen, now.replace(second=0, microsecond=0))
        if key not in self._replies:
            if len(self._replies) >= REPLIES:
                self._replies.clear()
            self._replies[key] = self.renderer.alert(story, reader, now, delivery.standing)
        return self._replies[key]

    async def _settle(self, group: Sequence[Settled]) -> Sequence[None]:
        """Write these outcomes, however long the database is away."""
        while not await self._settled(group):  # noqa: ASYNC110 # a database does not say when it is back
            await asyncio.sleep(1)
        return [None] * len(group)

    async def _settled(self, group: Sequence[Settled]) -> bool:
        """Write these outcomes once; whether there is nothing left to write."""
        try:
            with self.works.logged("settling deliveries", StoreError):
                await self.store.settle(group)
                self._wake_for(group)
                return True
            return False
        except Exception as exc:
            if len(group) > 1:
                raise  # each is written by itself then
            error = told("settling deliveries", exc)
        if not isinstance(group[0].outcome, Broken):  # else its lease brings it back
            await self._settle([self._settlement(_row_of(group[0]), Broken(error))])
        return True

    def _wake_for(self, group: Sequence[Settled]) -> None:
        """Look at the outbox again when one of these is due."""
        for due_at in {settlement.due_at for settlement in group if settlement.due_at}:
            wait = (due_at - self.works.clock()).total_seconds()
            asyncio.get_running_loop().call_later(min(max(wait, 0), 60), self.works.wake, JobName.DELIVER)


def _whose(row: Row) -> tuple[bool, int]:
    return isinstance(row, Copy), row.subscriber.id


def _row_of(settlement: Settled) -> Row:
    match settlement:
        case Settlement(delivery=row) | DigestSettlement(digest=row) | CopySettlement(copy=row):
            return row
