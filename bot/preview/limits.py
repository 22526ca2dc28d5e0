"""Flood control as the server sees it: sliding windows over the moments at which messages arrive, in float seconds.

Sources: Telegram's bots FAQ (1 message a second to a chat, 20 a minute to a group, 30 a second over all chats) and the
description of allow_paid_broadcast (1000 a second). The real numbers are unpublished and a little kinder.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

_SWEEP = 4096  # messages between two looks for chats whose windows are empty again


class _Window:
    """The moments of the messages that were let through, as far back as the longest rule looks."""

    __slots__ = ("_keep", "_taken")

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._taken: deque[float] = deque(maxlen=keep)

    def ready_at(self, count: int, seconds: float) -> float:
        """When one more keeps to `count` in any `seconds`."""
        return self._taken[-count] + seconds if len(self._taken) >= count else float("-inf")

    def take(self, now: float) -> None:
        self._taken.append(now)

    def idle(self, now: float, seconds: float) -> bool:
        return not self._taken or self._taken[-1] + seconds <= now


@dataclass(slots=True)
class Limits:
    """Which limits hold, each None where it is off.

    `overall` messages a second over all chats, `paid` of them where allow_paid_broadcast is set; `private` a second
    to a private chat; `group` a minute to a group or channel. `burst` lets a private chat have its messages of so
    many seconds at once. Who was told to wait and comes early waits anew.
    """

    overall: int | None = 30
    private: int | None = 1
    group: int | None = 20
    paid: int | None = 1000
    burst: int = 1
    violations: int = field(default=0, init=False)
    """How many messages were refused."""
    _all: _Window = field(init=False)
    _chats: dict[int, _Window] = field(default_factory=dict, init=False)
    _held: dict[int, float] = field(default_factory=dict, init=False)
    _all_held: float = field(default=float("-inf"), init=False)
    _until_sweep: int = field(default=_SWEEP, init=False)

    def __post_init__(self) -> None:
        self._all = _Window(max(self.overall or 0, self.paid or 0, 1))

    def admit(self, chat_id: int, now: float, *, paid: bool = False) -> int | None:
        """Count a message that arrives now, or refuse it: the whole seconds that its sender has to wait."""
        rate, seconds = self._rule(chat_id)
        window = self._chats.get(chat_id)
        ready = window.ready_at(rate, seconds) if rate and window else float("-inf")
        count = self.paid if paid else self.overall
        ready_all = self._all.ready_at(count, 1.0) if count else float("-inf")
        chat_until = max(ready, self._held.get(chat_id, float("-inf")))
        all_until = max(ready_all, self._all_held)
        until = max(chat_until, all_until)
        if until > now:
            return self._refuse(chat_id, now, until, whole=all_until > now)
        self._take(chat_id, now, window, rate)
        return None

    def _rule(self, chat_id: int) -> tuple[int, float]:
        if chat_id < 0:
            return self.group or 0, 60.0
        return (self.private or 0) * self.burst, float(self.burst)

    def _refuse(self, chat_id: int, now: float, until: float, *, whole: bool) -> int:
        self.violations += 1
        wait = max(1, ceil(until - now))
        if whole:
            self._all_held = now + wait
        else:
            self._held[chat_id] = now + wait
        return wait

    def _take(self, chat_id: int, now: float, window: _Window | None, rate: int) -> None:
        self._all.take(now)
        if rate:
            if window is None:
                window = self._chats[chat_id] = _Window(rate)
            window.take(now)
        self._until_sweep -= 1
        if not self._until_sweep:
            self._until_sweep = _SWEEP
            self._sweep(now)

    def _sweep(self, now: float) -> None:
        for chat_id in [chat for chat, window in self._chats.items() if window.idle(now, self._rule(chat)[1])]:
            del self._chats[chat_id]
        for chat_id in [chat for chat, until in self._held.items() if until <= now]:
            del self._held[chat_id]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: when it arrived (by the clock of the stand-in) and what it was answered (0: cut off)."""

    method: str
    chat_id: int | None
    at: float
    status: int
    params: dict[str, str]


class Calls:
    """The log of calls in order of their answers: the newest `keep` (None: all) as records, and counts of every one."""

    def __init__(self, keep: int | None = None) -> None:
        self._records: deque[Call] = deque(maxlen=keep)
        self.counts: dict[tuple[str, int], int] = {}
        """How many calls, by method and status."""

    def add(self, call: Call) -> None:
        """Write down a call."""
        key = (call.method, call.status)
        self.counts[key] = self.counts.get(key, 0) + 1
        self._records.append(call)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Call]:
        return iter(self._records)

    def __getitem__(self, index: int) -> Call:
        return self._records[index]

    def of(self, *methods: str) -> list[Call]:
        """The records of these methods."""
        return [call for call in self._records if call.method in methods]
