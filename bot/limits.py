"""Telegram's limits as sliding windows: when may the next message go, and what a 429 stops. Pure, in float seconds.

Sources: Telegram's bots FAQ (30 messages a second over all chats, 1 a second to one chat, 20 a minute to one group).
"""

from collections import deque
from dataclasses import dataclass, field

MARGIN = 1.03
"""Windows are 3 % longer than Telegram's: what we send a second apart may arrive less than a second apart."""


@dataclass(slots=True)
class Window:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float
    _taken: deque[float] = field(default_factory=deque)

    def ready_at(self, now: float) -> float:
        """The first moment, from now on, at which one more message keeps the limit."""
        while self._taken and self._taken[0] + self.seconds <= now:
            self._taken.popleft()
        return now if len(self._taken) < self.count else self._taken[-self.count] + self.seconds

    def take(self, now: float) -> None:
        """One message goes now."""
        self._taken.append(now)

    def idle(self, now: float) -> bool:
        """Whether nothing of the past matters any more."""
        return not self._taken or self._taken[-1] + self.seconds <= now


@dataclass(slots=True)
class Limits:
    """Every limit of one bot: all chats together, each chat by itself, and the waits that Telegram announced.

    A 429 does not say what it is about. It stops the chat that met it; when a second chat meets one while the first still
    waits, the bot as a whole is meant, and everything stops until the later of the two.
    """

    per_second: int
    _all: Window = field(init=False)
    _chats: dict[int, Window] = field(default_factory=dict)
    _held: dict[int, float] = field(default_factory=dict)
    _all_held: float = 0.0

    def __post_init__(self) -> None:
        self._all = Window(self.per_second, MARGIN)

    def ready_at(self, chat_id: int, now: float) -> float:
        """The first moment, from now on, at which a message to this chat keeps every limit."""
        return max(self.chat_ready_at(chat_id, now), self._all.ready_at(now))

    def chat_ready_at(self, chat_id: int, now: float) -> float:
        """The same, without the limit over all chats: what only this chat has to wait for."""
        window = self._chats.get(chat_id)
        ready = window.ready_at(now) if window else now
        return max(ready, self._held.get(chat_id, 0.0), self._all_held)

    def take(self, chat_id: int, now: float) -> None:
        """One message goes to this chat now."""
        self._all.take(now)
        # Groups and channels have negative ids: 20 a minute; private chats 1 a second.
        window = self._chats.get(chat_id)
        if window is None:
            window = Window(20, 60 * MARGIN) if chat_id < 0 else Window(1, MARGIN)
            self._chats[chat_id] = window
            self._forget(now)
        window.take(now)

    def hold(self, chat_id: int, until: float, now: float) -> None:
        """Telegram answered 429 to a message for this chat, with a wait until then."""
        others = [end for chat, end in self._held.items() if chat != chat_id and end > now]
        if others:
            self._all_held = max(self._all_held, until, *others)
        self._held[chat_id] = max(until, self._held.get(chat_id, 0.0))

    def _forget(self, now: float) -> None:
        """Drop what no longer matters, now and then, so that memory follows the traffic and not its history."""
        if len(self._chats) % 1024 == 0:
            self._chats = {chat: window for chat, window in self._chats.items() if not window.idle(now)}
            self._held = {chat: end for chat, end in self._held.items() if end > now}
