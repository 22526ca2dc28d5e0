"""What the Bot API server at the other end takes, as far as it has shown: a self-hosted one may be older than Telegram.

One for a process, held by all who send: what the server refused once it is not asked again, until the next start.
"""

from dataclasses import dataclass, field

from bot.model import Reply

KEPT = 100
"""How many Replies whose form was refused are remembered; then all are forgotten, which costs a try each."""


@dataclass(slots=True)
class Abilities:
    """What it takes, until it refuses; `refused` are Replies that it takes in the plainest form only."""

    parts: bool = True
    """Date-time entities (Bot API 9.5) and buttons that copy a text (7.11)."""
    asides: bool | None = None
    """Ephemeral messages (Bot API 10.2); None: not asked yet."""
    refused: set[Reply] = field(default_factory=set)

    def refuse(self, reply: Reply) -> None:
        """Remember a Reply that was taken in the plainest form, so that nobody else waits for further tries."""
        if len(self.refused) >= KEPT:
            self.refused.clear()
        self.refused.add(reply)
