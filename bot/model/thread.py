"""Where in a chat an alert goes that is sorted into threads. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.story import Story
from bot.model.subscriber import Subscription, ThreadsBy

FIRES = "fires:"
"""Before the number of fires in a thread's key; other keys are those of topics and queries."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of a subscriber's chat by what it is for; `thread_id` is None where there is none (yet).

    Since `lost_at` it takes no messages, or cannot be made, as `error` says: they go to the chat itself.
    """

    key: str
    thread_id: int | None = None
    lost_at: datetime | None = None
    error: str | None = None


def thread_key(by: ThreadsBy, story: Story, followed: Iterable[Subscription], asked: Sequence[str]) -> str | None:
    """The key of the one thread for a story: its fires, or the topic that leads among those that bring it.

    What the story is about leads before what it only touches, then what it is surest of. Own queries (`asked`) come
    after topics. None: nothing that is followed brings it any more.
    """
    if by is ThreadsBy.FIRES:
        return f"{FIRES}{story.severity}"
    places = {one.topic: set(one.places) for one in followed if one.min_severity <= story.severity}
    brings = [
        match
        for match in story.matches
        if match.topic in places and (not places[match.topic] or places[match.topic] & set(match.places))
    ]
    if brings:
        return min(brings, key=lambda match: (match.passing, -match.score, match.topic)).topic
    return min((topic for topic in asked if topic in places), default=None)


def thread_keys(by: ThreadsBy, followed: Iterable[str]) -> tuple[str, ...]:
    """The keys of all threads that who follows these topics may need."""
    return tuple(f"{FIRES}{count}" for count in range(5, 0, -1)) if by is ThreadsBy.FIRES else tuple(followed)
