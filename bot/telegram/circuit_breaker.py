"""Whether Telegram can be reached at all: while it cannot, one try a second, and none is held against its row. Pure.

A server that is away fails everybody; without this, each delivery would back off by itself, and some would wait for
minutes after the server is back.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.model import Later, Outcome

AWAY_AFTER = 3
"""So many sends in a row that fail without a wait named, to whichever chats, mean that Telegram is away."""
TRY_EVERY = 1.0
"""Seconds between two tries while Telegram is away."""


@dataclass(slots=True)
class CircuitBreaker:
    """What the latest sends say of the way to Telegram; times are float seconds of a steady clock."""

    failures: int = 0
    next_try: float = 0.0

    @property
    def away(self) -> bool:
        """Whether nothing gets through."""
        return self.failures >= AWAY_AFTER

    def take(self, room: int, now: float) -> int:
        """How many of `room` sends may begin now; they are taken to begin."""
        if not self.away:
            return room
        if now < self.next_try:
            return 0
        self.next_try = now + TRY_EVERY
        return min(room, 1)

    def heard(self, outcome: Outcome, now: float) -> Outcome:
        """Learn from what came of a send; the outcome as its row is to keep it."""
        if isinstance(outcome, Later) and not outcome.counts:
            return outcome  # nothing was tried
        if not isinstance(outcome, Later) or outcome.after is not None:
            self.failures = 0
            return outcome
        self.failures += 1
        if not self.away:
            return outcome
        if self.failures == AWAY_AFTER:
            self.next_try = now + TRY_EVERY
        return replace(outcome, after=timedelta(seconds=TRY_EVERY), counts=False)
