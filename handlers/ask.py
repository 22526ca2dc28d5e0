"""What a person asks, free of Telegram's types: every command and button is `async (Ask) -> Answer`."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.countries import Gazetteer, load_gazetteer
from bot.i18n import TIMEZONES, Speech
from bot.model import Address, ChatKind, Reply, Subscriber
from bot.render import Renderer
from bot.store import Store
from bot.topics import Topic

CLOSE = 75
"""How like a name must be, from 0 to 100, to be taken for it: "sancton" is "sanction", "moon" is nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers are made of; one for the whole service."""

    store: Store
    speech: Speech
    topics: Mapping[str, Topic]
    renderer: Renderer
    clock: Callable[[], datetime]
    admins: Collection[int] = ()
    """The Telegram users who administer the service."""
    gazetteer: Gazetteer = field(default_factory=load_gazetteer)

    def find_topic(self, name: str) -> str | None:
        """The key of the topic that people mean by this name, close spellings included."""
        names = self._topic_names()
        found = process.extractOne(name.strip().casefold(), names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
        return names[found[0]] if found else None

    def is_topic(self, name: str) -> bool:
        """Whether a topic is called exactly so."""
        return name.strip().casefold() in self._topic_names()

    def _topic_names(self) -> dict[str, str]:
        return {
            word.casefold(): key
            for key, topic in self.topics.items()
            for word in (key, *topic.title.values(), *topic.names)
        }


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks what. `reader` is who we answer to, with id 0 where nothing is kept of the chat yet."""

    desk: Desk
    reader: Subscriber
    words: tuple[str, ...]
    now: datetime
    person: int | None = None
    """The Telegram user who asks; None for a channel."""

    def say(self, key: str, /, **values: str | int | float) -> str:
        """A text in the reader's language."""
        return self.desk.speech.say(self.reader.language, key, **values)

    async def welcome(self) -> Subscriber:
        """Keep the reader from now on, or bring it back if it was gone."""
        reader = self.reader
        return await self.desk.store.welcome(reader.address, reader.kind, reader.language, reader.timezone, self.now)

    async def followed(self) -> list[str]:
        """The keys of the topics that the reader follows, in the order of the topics."""
        kept = await self.desk.store.subscriptions(self.reader.id) if self.reader.id else {}
        return [key for key in self.desk.topics if key in kept]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown: `reply` as a message, or in place of the pressed button's unless `apart`; `toast` over it."""

    reply: Reply | None = None
    toast: str | None = None
    apart: bool = False


Handle = Callable[[Ask], Awaitable[Answer]]


def stranger(speech: Speech, address: Address, kind: ChatKind, language_code: str | None) -> Subscriber:
    """A chat of which nothing is kept yet, in the language that its Telegram speaks."""
    language = speech.pick(language_code)
    return Subscriber(0, address, kind, language, TIMEZONES.get(language, "UTC"))
