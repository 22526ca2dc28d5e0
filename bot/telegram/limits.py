"""Telegram's limits as sliding windows: when may the next message go, and what a 429 stops. Pure, in float seconds.

Sources: Telegram's bots FAQ (30 messages a second over all chats, 1 a second to one chat, 20 a minute to one group).
Telegram counts a message at some moment that we do not see, between our call and its answer. The safe way is to take
the answer for that moment: a message holds its place in a window from its call until the window's length after its
answer. That costs a round trip for each window.

Most of it is won back. A message was counted before its answer travelled back to us, and the next one is counted after
it has travelled there. Both ways together take at least the fastest round trip. So an answer counts as that much
earlier, less a margin, since the fastest way there and the fastest way back may come from different trips.
"""

from collections import deque
from dataclasses import dataclass, field
from math import inf

FREE = 30
"""Messages a second over all chats that are free of charge (Telegram's bots FAQ)."""
EVEN = 0.9
"""The part of each second over which its broadcasts are spread; the rest makes up for what was late."""
LATE = 0.02
"""Seconds by which a broadcast may go before its place, so that an event loop that wakes late loses no places."""
ANSWERS = 30
"""After so many answers the fastest round trip so far is taken to be the network's own; a guess."""
FEW = 8
"""Up to so many messages in flight, round trips are measured: with more, messages wait for each other."""
TRUSTED, JITTER = 0.8, 0.01
"""An answered message counts as this part of the fastest round trip earlier than its answer, less so many seconds.

Measured: with these no message was refused; see docs/decisions.md.
"""


@dataclass(slots=True)
class Window:
    """At most `count` messages in any `seconds`; those without an answer count for as long as they have none."""

    count: int
    seconds: float
    unanswered: int = 0
    _answered: deque[float] = field(default_factory=deque)

    def ready_at(self, now: float) -> float:
        """The first moment, from now on, at which one more message keeps the limit; inf: not before an answer comes."""
        while self._answered and self._answered[0] + self.seconds <= now:
            self._answered.popleft()
        excess = self.unanswered + len(self._answered) - self.count
        if excess < 0:
            return now
        return self._answered[excess] + self.seconds if excess < len(self._answered) else inf

    def spare(self, now: float) -> int:
        """How many messages keep the limit now."""
        self.ready_at(now)
        return max(self.count - self.unanswered - len(self._answered), 0)

    def take(self) -> None:
        """One message goes now."""
        self.unanswered += 1

    def answered(self, now: float) -> None:
        """The answer to one message came now, or will not come."""
        self.unanswered -= 1
        self._answered.append(now)

    def idle(self, now: float) -> bool:
        """Whether nothing of the past matters any more."""
        return not self.unanswered and (not self._answered or self._answered[-1] + self.seconds <= now)


@dataclass(slots=True)
class Pace:
    """Broadcasts go one after the other over the second rather than all at its beginning.

    Messages that go at once hold each other's answers up, which costs their places; and a question that comes when the
    second is used up would wait for the next one.
    """

    per_second: int
    _next: float = 0.0

    def ready_at(self, now: float) -> float:
        """The first moment, from now on, at which the next one may go."""
        return max(self._next - LATE, now)

    def take(self, now: float) -> None:
        """One goes now."""
        self._next = max(self._next, now) + EVEN / self.per_second


def _window(chat_id: int) -> Window:
    """What a chat by itself may get: groups and channels, with negative ids, 20 a minute; private chats 1 a second."""
    return Window(20, 60.0) if chat_id < 0 else Window(1, 1.0)


@dataclass(slots=True)
class Limits:
    """Every limit of one bot: all chats together, each chat by itself, and the waits that Telegram announced.

    A 429 does not say what it is about. It stops the chat that met it; when a second chat meets one while the first
    still waits, the bot as a whole is meant, and everything stops until the later of the two.
    """

    per_second: int
    _all: Window = field(init=False)
    _free: Window = field(default_factory=lambda: Window(FREE, 1.0))
    _chats: dict[int, Window] = field(default_factory=dict)
    _held: dict[int, float] = field(default_factory=dict)
    _all_held: float = 0.0
    _fastest: float = inf
    _answers: int = 0

    def __post_init__(self) -> None:
        self._all = Window(self.per_second, 1.0)

    def ready_at(self, chat_id: int, now: float, *, free: bool = False) -> float:
        """The first moment, from now on, at which a message to this chat keeps every limit.

        `free`: it needs room among the first `FREE` of a second, as what cannot be paid for where the others are.
        """
        ready = max(self.chat_ready_at(chat_id, now), self.all_ready_at(now))
        return max(ready, self._free.ready_at(now)) if free else ready

    def all_ready_at(self, now: float) -> float:
        """The same for the limit over all chats alone; inf: not before an answer comes."""
        return self._all.ready_at(now)

    def chat_ready_at(self, chat_id: int, now: float) -> float:
        """The same, without the limit over all chats: what only this chat has to wait for."""
        window = self._chats.get(chat_id)
        ready = window.ready_at(now) if window else now
        return max(ready, self._held.get(chat_id, 0.0), self._all_held)

    def spare(self, chat_id: int, now: float) -> int:
        """How many messages may go to this chat now, as far as only it is asked."""
        if max(self._held.get(chat_id, 0.0), self._all_held) > now:
            return 0
        return (self._chats.get(chat_id) or _window(chat_id)).spare(now)

    @property
    def light(self) -> bool:
        """Whether so few messages are in flight that they do not hold each other up."""
        return self._all.unanswered <= FEW

    def take(self, chat_id: int, now: float) -> None:
        """One message goes to this chat now; `answered` must follow."""
        self._all.take()
        self._free.take()
        window = self._chats.get(chat_id)
        if window is None:
            self._forget(now)
            window = self._chats[chat_id] = _window(chat_id)
        window.take()

    def answered(self, chat_id: int, now: float, took: float | None = None) -> None:
        """The answer to a message to this chat came now, `took` seconds after its call.

        None: no answer came or will, or many were in flight and held each other up, which is not the network's time.
        """
        if took is not None:
            self._fastest = min(self._fastest, took)
            self._answers += 1
        known = self._answers >= ANSWERS
        at = now - max(TRUSTED * self._fastest - JITTER, 0.0) if known else now
        self._all.answered(at)
        self._free.answered(at)
        self._chats[chat_id].answered(at)

    def allow(self, per_second: int) -> None:
        """Keep to this many messages a second over all chats from now on."""
        self.per_second = self._all.count = per_second

    def remember(self, chat_id: int, at: float, now: float) -> None:
        """A message went to this chat at `at`, before this process counted; in order of time."""
        self.take(chat_id, now)
        self._all.answered(at)
        self._free.answered(at)
        self._chats[chat_id].answered(at)

    def hold(self, chat_id: int, until: float, now: float) -> None:
        """Telegram answered 429 to a message for this chat, with a wait until then."""
        others = [end for chat, end in self._held.items() if chat != chat_id and end > now]
        if others:
            self._all_held = max(self._all_held, until, *others)
        self._held[chat_id] = max(until, self._held.get(chat_id, 0.0))

    def _forget(self, now: float) -> None:
        """Drop what no longer matters, now and then, so that memory follows the traffic and not its history."""
        if len(self._chats) % 1024 == 1023:
            self._chats = {chat: window for chat, window in self._chats.items() if not window.idle(now)}
            self._held = {chat: end for chat, end in self._held.items() if end > now}
