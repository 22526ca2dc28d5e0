"""Machines that hear of stories as people do: who they are, and what each was told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.story import Story


class Form(StrEnum):
    """What a receiver understands."""

    BONGSU = "bongsu"
    """Our own JSON, signed as Standard Webhooks says."""
    SLACK = "slack"
    DISCORD = "discord"
    NTFY = "ntfy"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where stories are posted to, and which: those of these topics (none: of all) with so many fires at least.

    `secret` signs (bongsu) or opens the door (ntfy); `url` and `secret` are not for logs. `failing_since` is since
    when it takes nothing, `error` the last reason, `attempts` how often it was tried since, `due_at` the next try.
    """

    name: str
    url: str
    form: Form
    language: str
    topics: tuple[str, ...] = ()
    min_severity: int = 1
    secret: str | None = None
    id: int = 0
    added_at: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    failing_since: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """A story that a receiver is to hear of: the revision that it was told (0: none), with how many fires, and when.

    `reference` is what the receiver calls the message that holds it, where it named one.
    """

    story: Story
    told: int = 0
    told_severity: int | None = None
    told_at: datetime | None = None
    reference: str | None = None

    @property
    def rings(self) -> bool:
        """Whether it is worth a sound: new, graver than was told, or taken back since."""
        back = self.story.retracted_at
        graver = self.story.severity > (self.told_severity or self.story.severity)
        return self.told_at is None or graver or (back is not None and back > self.told_at)
