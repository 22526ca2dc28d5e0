"""Delivers the outbox, digests last: claim | render | send | settle, a transaction a claim, one a group of answers."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from bot.config import JobName
from bot.errors import StoreError
from bot.messages.render import Renderer
from bot.model import (
    Address,
    Broken,
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
from bot.pipeline.translating import Translating
from bot.pipeline.works import Batcher, Works, steady, told
from bot.store import Store
from bot.telegram.circuit_breaker import TRY_EVERY, CircuitBreaker
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

Settled = Settlement | DigestSettlement
Row = TypeVar("Row", Delivery, Digest)

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
    _busy: set[int] = field(default_factory=set)
    _breaker: CircuitBreaker = field(default_factory=CircuitBreaker)
    _replies: dict[object, Reply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._settling = Batcher(self._settle)

    async def run(self, stop: asyncio.Event) -> None:
        """Send what the outbox holds due, until stopped and settled."""
        remembered = False

        async def claim(room: int) -> Sequence[Delivery | Digest]:
            nonlocal remembered
            if not remembered:  # what another process, or this one before its restart, has sent counts as well
                now = self.works.clock()
                self.sender.limiter.remember((chat, now - at) for chat, at in await self.store.recent_sends(now))
                remembered = True
            return await self._claim(self._breaker.take(room, steady()))

        await self.works.keep(JobName.DELIVER, stop, self.sender.room, claim, self._deliver)
        await self._settling.join()

    async def _claim(self, room: int) -> Sequence[Delivery | Digest]:
        """What is due, alerts first: digests have the room that they leave."""
        now = self.works.clock()
        alerts = self._take(await self.store.claim_deliveries(now, DELIVERY_LEASE, room) if room else ())
        with self.works.logged("claiming digests"):  # whatever is wrong with them, the alerts are claimed and go
            if left := room - len(alerts):
                return (*alerts, *self._take(await self.store.claim_digests(now, DELIVERY_LEASE, left)))
        return alerts

    def _take(self, claimed: Sequence[Row]) -> Sequence[Row]:
        """The rows to send now: those whose subscriber has none in flight. The others are given back for later.

        It matters after the database was away: the lease of a delivery may have run out while its outcome waited to
        be written, and then the claim holds it a second time, as it was before the first send. It is asked here, as
        the claim returns: later the outcome may be written, and the outdated row would be sent.
        """
        taken = []
        for row in claimed:
            if row.subscriber.id in self._busy:
                self._hand(row, LATER)
            else:
                self._busy.add(row.subscriber.id)
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

    async def _tell_admins(self, notice: Reply) -> bool:
        """Send them this; whether nobody has to be told later."""
        outcomes = [await self.sender.tell(Address(admin), notice) for admin in self.admins]
        return not any(isinstance(outcome, Later) for outcome in outcomes)

    async def _deliver(self, row: Delivery | Digest) -> None:
        """Send what was claimed; it is in flight, and its subscriber busy, until what came of it is written."""
        try:
            outcome = await self._tried(row)
            self.works.meters.settled(row, outcome, self.works.clock())
            await self._hand(row, outcome)
            if self.translating and isinstance(row, Delivery) and isinstance(outcome, Sent):
                self.translating.want(row.story, row.subscriber.language)
        finally:
            self._busy.discard(row.subscriber.id)

    async def _tried(self, row: Delivery | Digest) -> Outcome:
        """What came of sending it."""
        what = f"delivery {row.id}" if isinstance(row, Delivery) else f"digest of subscriber {row.subscriber.id}"
        try:
            outcome = self._heard(await self._send(row))
        except Exception as exc:  # whatever a story does to the renderer, the rest goes on and this row is counted
            return Broken(told(what, exc))
        if not isinstance(outcome, Sent) and not (isinstance(outcome, Later) and not outcome.counts):
            logger.warning("%s to chat %d: %s", what, row.subscriber.address.chat_id, outcome)
        return outcome

    def _hand(self, row: Delivery | Digest, outcome: Outcome) -> "asyncio.Future[None]":
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

    def _settlement(self, row: Delivery | Digest, outcome: Outcome) -> Settled:
        now = self.works.clock()
        if isinstance(row, Digest):
            return DigestSettlement(row, outcome, now, timing.next_digest(row, outcome, now, self.random))
        return Settlement(row, outcome, now, timing.next_attempt(row, outcome, now, self.random))

    async def _send(self, row: Delivery | Digest) -> Outcome:
        reader, now = row.subscriber, self.works.clock()
        wait = self.sender.wait_of(reader.address)
        if wait:
            # Waiting here would keep others from being sent; the table waits as well.
            return replace(LATER, after=wait)
        if isinstance(row, Digest):
            quiet = timing.is_quiet(reader, now) or timing.is_muted(reader, now)
            return await self.sender.tell(reader.address, self.renderer.digest(row, now), silent=quiet)
        return await self._send_alert(row, timing.sound_of(row, now), now)

    async def _send_alert(self, row: Delivery, sound: timing.Sound, now: datetime) -> Outcome:
        """Send or edit an alert's own message, or the one that gathers what would ring too often."""
        silent = sound is not timing.Sound.RINGS
        if sound is timing.Sound.GATHERS:
            message_id = row.gathering.message_id if row.gathering else None
            held = self.renderer.gathering(row, now)
            outcome = await self.sender.send(replace(row, message_id=message_id), held, silent=True, anew=True)
        else:
            own = replace(row, message_id=None) if row.gathered_at else row
            ring = self.renderer.ring(row.story, row.subscriber) if own.rings else None
            outcome = await self.sender.send(own, self._rendered(row), ring, silent=silent)
        if isinstance(outcome, Sent):
            return replace(outcome, rang=not silent, gathered=sound is timing.Sound.GATHERS)
        return outcome

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
            row = group[0].digest if isinstance(group[0], DigestSettlement) else group[0].delivery
            await self._settle([self._settlement(row, Broken(error))])
        return True

    def _wake_for(self, group: Sequence[Settled]) -> None:
        """Look at the outbox again when one of these is due."""
        for due_at in {settlement.due_at for settlement in group if settlement.due_at}:
            wait = (due_at - self.works.clock()).total_seconds()
            asyncio.get_running_loop().call_later(min(max(wait, 0), 60), self.works.wake, JobName.DELIVER)
