"""telegram.Bot's requests -> each when Telegram's limits allow it. They are kept here, and nowhere else."""

import asyncio
import heapq
import math
import random
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.limits import Limits, Pace
from bot.telegram.outcomes import wait_named

SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
"""The methods that send something new."""
LIMITED = SENDS | {"editMessageText", "editMessageReplyMarkup"}
"""The methods that count against Telegram's limits."""
PATIENCE = 5.0
"""Seconds that a broadcast may wait for the limits in memory; where it would be longer, it waits in the table."""
ANSWER_WITHIN = 30.0
"""Seconds for which an answer to a person that met a 429 is tried again.

One comes where several processes answer in the same chat and know nothing of each other's messages.
"""


class Priority(IntEnum):
    """Who goes first when the limits make messages wait: answers to people, then alerts, then the admins' bulletins."""

    ANSWER = 0
    BROADCAST = 1
    BULLETIN = 2


@dataclass(order=True, slots=True)
class _Waiter:
    priority: Priority
    order: int
    chat_id: int = field(compare=False)
    free: bool = field(compare=False)
    turn: "asyncio.Future[None]" = field(compare=False)


@dataclass(slots=True)
class Broadcast:
    """Marks a request as a broadcast, for the rate limiter, and keeps its answer.

    The library would make an object of a hundred fields of it, which costs as much as half of the request.
    """

    message_id: int = 0
    thread_id: int | None = None
    priority: Priority = Priority.BROADCAST

    def heard(self, message: Mapping[str, Any]) -> bool:
        """Keep what is needed of the message that Telegram answered; the library hands a True through as it is."""
        self.message_id, self.thread_id = message["message_id"], message.get("message_thread_id")
        return True


class RateLimiter(BaseRateLimiter[Broadcast]):
    """Holds every message back until the limits allow it; answers overtake broadcasts.

    A 429 stops what it concerns for as long as it says. A broadcast hands it to its caller, whose table knows
    to wait; an answer is tried again here, for `ANSWER_WITHIN` seconds.
    """

    def __init__(self, per_second: int, *, paid: bool = False) -> None:
        self.paid = paid
        self.limits = Limits(per_second)
        self.pace = Pace(per_second)
        self._waiters: list[_Waiter] = []
        self._order = 0
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing is needed before the first message."""

    async def shutdown(self) -> None:
        """Let go of the timer; whoever still waits is cancelled."""
        if self._timer:
            self._timer.cancel()
        for waiter in self._waiters:
            waiter.turn.cancel()
        self._waiters.clear()

    def remember(self, sends: Iterable[tuple[int, timedelta]]) -> None:
        """Count messages that went before this process began: the chat and how long ago, the oldest first."""
        now = asyncio.get_running_loop().time()
        for chat_id, ago in sends:
            self.limits.remember(chat_id, now - ago.total_seconds(), now)

    def share(self, per_second: int) -> None:
        """Take this part of the limit over all chats from now on: other processes have the rest."""
        self.limits.allow(per_second)
        self.pace.per_second = per_second
        self._grant()

    def spare(self, chat_id: int) -> int:
        """How many messages may go to this chat now, by its own limit."""
        return self.limits.spare(chat_id, asyncio.get_running_loop().time())

    def wait_of(self, chat_id: int) -> timedelta:
        """How long this chat by itself must wait before its next message."""
        now = asyncio.get_running_loop().time()
        return timedelta(seconds=max(self.limits.chat_ready_at(chat_id, now) - now, 0.0))

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Broadcast | None,
    ) -> Any:
        """Call Telegram when it is this message's turn; what is not marked as a broadcast is an answer to somebody."""
        chat_id = data.get("chat_id")
        if endpoint not in LIMITED or not isinstance(chat_id, int):
            return await callback(*args, **kwargs)
        priority = Priority.ANSWER if rate_limit_args is None else rate_limit_args.priority
        sends = endpoint in SENDS
        if self.paid and sends:
            # Answers as well: beside a paid broadcast they exceed the free limit. Within it nothing is charged.
            data["allow_paid_broadcast"] = True
        until = asyncio.get_running_loop().time() + ANSWER_WITHIN
        for refusals in count():
            await self._turn(chat_id, priority, free=self.paid and not sends)
            called, took, light = asyncio.get_running_loop().time(), None, self.limits.light
            try:
                result = await callback(*args, **kwargs)
                if light and self.limits.light:
                    took = asyncio.get_running_loop().time() - called
                return rate_limit_args.heard(result) if rate_limit_args else result
            except RetryAfter as exc:
                now = asyncio.get_running_loop().time()
                # Two processes that answer in one chat and come back in step would refuse each other for ever.
                apart = random.uniform(0, 2 * refusals) if priority is Priority.ANSWER else 0.0  # noqa: S311 # no secret
                self.limits.hold(chat_id, now + wait_named(exc).total_seconds() + apart, now)
                if priority is not Priority.ANSWER or now > until:
                    raise
            finally:
                self._answered(chat_id, took)
        raise AssertionError("a try returns or raises in the end")

    async def _turn(self, chat_id: int, priority: Priority, *, free: bool) -> None:
        """Wait until a message to this chat may go, and count it."""
        self._order += 1
        waiter = _Waiter(priority, self._order, chat_id, free, asyncio.get_running_loop().create_future())
        heapq.heappush(self._waiters, waiter)
        self._grant()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.done() and not waiter.turn.cancelled():
                self._answered(chat_id)  # it was let go and will not go
            raise

    def _answered(self, chat_id: int, took: float | None = None) -> None:
        self.limits.answered(chat_id, asyncio.get_running_loop().time(), took)
        self._grant()

    def _grant(self) -> None:
        """Let go everyone whose turn it is, in order; wake again when the next one's comes."""
        now = asyncio.get_running_loop().time()
        passed_over: list[_Waiter] = []
        wake = math.inf
        while self._waiters:
            waiter = self._waiters[0]
            common = self._common_ready_at(waiter.priority, now)
            if common > now:
                wake = min(wake, common)
                break  # nobody behind may go before either
            heapq.heappop(self._waiters)
            ready = self.limits.ready_at(waiter.chat_id, now, free=waiter.free)
            if waiter.turn.done():
                continue  # who waited was cancelled
            if ready <= now:
                self._let_go(waiter, now)
            elif waiter.priority is not Priority.ANSWER and PATIENCE < ready - now < math.inf:
                waiter.turn.set_exception(RetryAfter(timedelta(seconds=ready - now)))
            else:
                passed_over.append(waiter)
                wake = min(wake, ready)
        for waiter in passed_over:
            heapq.heappush(self._waiters, waiter)
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(wake, self._grant) if wake < math.inf else None

    def _common_ready_at(self, priority: Priority, now: float) -> float:
        """When the next message of this kind may go, whatever its chat; inf: when an answer comes."""
        ready = self.limits.all_ready_at(now)
        return max(ready, self.pace.ready_at(now)) if priority is not Priority.ANSWER else ready

    def _let_go(self, waiter: _Waiter, now: float) -> None:
        self.limits.take(waiter.chat_id, now)
        if waiter.priority is not Priority.ANSWER:
            self.pace.take(now)
        waiter.turn.set_result(None)
