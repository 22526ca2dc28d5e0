"""A story on its way to a subscriber, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.story import Story
from bot.model.subscriber import Subscriber
from bot.model.thread import Thread


@dataclass(frozen=True, slots=True)
class Holder:
    """Who took a story upon themselves in a group, for all there to see: a Telegram user, their name, and when."""

    person: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a story stands in a chat: whether it is muted, who holds it, whether its reader called it not relevant."""

    muted: bool = False
    holder: Holder | None = None
    irrelevant: bool = False


UNTOUCHED = Standing()
"""How a story stands where nobody pressed anything."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A message that holds the alerts which would have rung too often: when the first came, how many there are.

    `stories` are the gravest of them, as many as a message lists.
    """

    message_id: int
    since: datetime
    stories: tuple[Story, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Story x subscriber. `told` is the revision last sent (0: none), `message_id` the message that holds it.

    `sent_at` is when that was, `told_severity` the fires it had, and `muted_at` when the chat silenced the story. It
    makes no sound where `silent_at` says that what brought it is silent. Since `gathered_at` its message holds others
    too: `gathering` is that message, or the one that it would join now.

    Its message stands in the thread `thread_id` (None: at the subscriber's address); `thread` is where a new one goes.
    """

    id: int
    story: Story
    subscriber: Subscriber
    told: int = 0
    message_id: int | None = None
    attempts: int = 0
    queued_at: datetime | None = None
    sent_at: datetime | None = None
    told_severity: int | None = None
    muted_at: datetime | None = None
    silent_at: datetime | None = None
    gathered_at: datetime | None = None
    gathering: Gathering | None = None
    standing: Standing = UNTOUCHED
    thread_id: int | None = None
    thread: Thread | None = None

    @property
    def rings(self) -> bool:
        """Whether an update is worth a sound: more fires than were told, or the news was taken back since."""
        return self.message_id is not None and self.muted_at is None and self.graver

    @property
    def graver(self) -> bool:
        """Whether the story has more fires than were told, or was taken back since."""
        risen = self.story.severity > (self.told_severity or self.story.severity)
        back = self.story.retracted_at
        return risen or (back is not None and self.sent_at is not None and back > self.sent_at)


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of an alert, for the chat that it was for: its story, the revision told, and when what happened."""

    story: int
    headline: str
    url: str | None
    severity: int
    revision: int
    queued_at: datetime
    sent_at: datetime | None
    muted_at: datetime | None
    gathered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted of a chat."""

    topics: int = 0
    queries: int = 0
    alerts: int = 0
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """What waited for a subscriber's digest when it was claimed, at `at`; `since` is when the one before was.

    `stories` are the gravest of them, as many as a message lists, of `total`; `held` names all of their deliveries,
    each with its story's revision.
    """

    subscriber: Subscriber
    since: datetime
    at: datetime
    stories: tuple[Story, ...]
    total: int
    held: tuple[tuple[int, int], ...] = ()
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it; `lacking`: for the chat itself, and why not for the forum topic that it was meant for.

    `rang`: with a sound; `gathered`: in a message that holds others as well. It stands in the thread `thread_id` (None:
    at the subscriber's address); `lost` is the thread that did not take it, as `loss` says.
    """

    message_id: int
    lacking: str | None = None
    rang: bool = False
    gathered: bool = False
    thread_id: int | None = None
    lost: int | None = None
    loss: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a limit, a time-out, a server's trouble. `after` is the wait, where Telegram named one or said no.

    `counts` is False where nothing was tried (a limit of our own, a stop): the attempt is not counted.
    """

    reason: str
    after: timedelta | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Shut:
    """The chat is there and takes no message now: rights were taken away, a topic is closed.

    What waits for it goes on waiting; it is tried slowly, and at once when the chat shows a sign of life.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The subscriber cannot be reached any more; any sign of life brings it back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup: the same chat under a new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram rejects this message and would again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Our own code raised over this delivery; the third time in a row, it is set aside."""

    error: str


Outcome = Sent | Later | Shut | Gone | Moved | Refused | Broken


@dataclass(frozen=True, slots=True)
class Settlement:
    """A delivery, the revision that was tried, what came of it, and when to try again (None: settled)."""

    delivery: Delivery
    outcome: Outcome
    at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DigestSettlement:
    """A digest, what came of it, and when it is due again or the next one is (None: it was the last)."""

    digest: Digest
    outcome: Outcome
    at: datetime
    due_at: datetime | None = None
