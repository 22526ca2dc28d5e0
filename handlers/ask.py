"""What a person asks, free of Telegram's types: every command and button is `async (Ask) -> Answer`."""

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.messages import popup
from bot.messages.i18n import Speech
from bot.messages.keyboards import Rows
from bot.messages.render import Renderer
from bot.model import Address, ChatKind, Document, Query, Reply, Story, Subscriber, Subscription
from bot.pictures.studio import Studio
from bot.pipeline.feedkeeping import FeedKeeping
from bot.pipeline.timing import digest_due
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.store import Store
from bot.telegram.abilities import Abilities
from bot.telegram.forum import Forum
from bot.topics.definitions import Topic
from handlers.door import Door

CLOSE = 75
"""How like a name must be, from 0 to 100, to be taken for it: "sancton" is "sanction", "moon" is nothing."""
_NUMBER = re.compile("[0-9]{1,18}")
"""A number as our buttons write it: with so few digits that every engine can hold it."""


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
    door: Door = field(default_factory=Door)
    feeds: FeedKeeping | None = None
    """What admins do about feeds; None where there is nothing to do it with."""
    gazetteer: Gazetteer = field(default_factory=load_gazetteer)
    studio: Studio = field(default_factory=Studio)
    """Who draws pictures."""
    abilities: Abilities = field(default_factory=Abilities)
    """What the Bot API server takes."""

    def find_topic(self, name: str, own: Sequence[Query] = ()) -> str | None:
        """The key of the topic, or of one of these queries, that is meant by this name, close spellings included."""
        names = self._topic_names() | {query.name.casefold(): query.topic for query in own}
        called = name.strip().casefold()
        if called in names:
            return names[called]
        from rapidfuzz import fuzz, process  # here, so that only who mistypes loads it

        # "sanctions asia" is like "sanctions", and says more.
        as_long = [one for one in names if len(one.split()) == len(called.split())]
        found = process.extractOne(called, as_long, scorer=fuzz.ratio, score_cutoff=CLOSE)
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
    name: str = ""
    """What that user is called."""
    code: str | None = None
    """What the pressed button's message shows first as code."""
    forum: Forum | None = None
    """The threads of the chat; None where it can have none."""
    bot: str = ""
    """Our name in Telegram."""
    inline: bool = False
    """Whether we may be asked from any chat (inline mode); `guest`: called into one in which we are not."""
    guest: bool = False
    html: str = ""
    """What was written behind the command, as Telegram's HTML."""
    message_id: int | None = None
    """The message that was written, or whose button was pressed."""
    document: Document | None = None
    """The file that was sent."""

    @property
    def by_admin(self) -> bool:
        """Whether an admin of the service asks, in private: in a group others would read along."""
        return self.person in self.desk.admins and self.reader.kind is ChatKind.PRIVATE

    def say(self, key: str, /, **values: str | int | float) -> str:
        """A text in the reader's language."""
        return self.desk.speech.say(self.reader.language, key, **values)

    def listed(self, items: Iterable[str]) -> str:
        """Several in a row, as the reader's language lists them."""
        return self.desk.speech.listed(self.reader.language, items)

    def outlet(self, name: str) -> str:
        """An outlet as the reader's language calls it."""
        return self.desk.renderer.naming.outlet(name, self.reader.language)

    def elsewhere(self) -> str:
        """How we are asked in other chats, as far as we may be there."""
        ways = {"help-inline": self.inline, "help-guest": self.guest}
        return "\n".join(self.say(key, bot=self.bot) for key, on in ways.items() if on)

    async def welcome(self) -> Subscriber:
        """Keep the reader from now on."""
        reader = self.reader
        return await self.desk.store.welcome(reader.address, reader.kind, reader.language, reader.timezone, self.now)

    async def story(self) -> Story | None:
        """The story whose id a button says; None where it is gone, or never was."""
        story_id = number(self.words[0])
        return None if story_id is None else await self.desk.store.story(story_id)

    async def own(self) -> tuple[Query, ...]:
        """The reader's own queries."""
        return await self.desk.store.queries(self.reader.id) if self.reader.id else ()

    async def titles(self) -> dict[str, str]:
        """What the reader may follow: the keys of topics and own queries, in this order, and what they are called."""
        titles = {
            key: self.desk.renderer.naming.title(topic, self.reader.language) for key, topic in self.desk.topics.items()
        }
        return titles | {query.topic: query.name for query in await self.own()}

    async def subscriptions(self) -> Mapping[str, Subscription]:
        """What the reader follows, by topic key."""
        return await self.desk.store.subscriptions(self.reader.id) if self.reader.id else {}

    async def followed(self) -> dict[str, str]:
        """What the reader follows, with what it is narrowed to: places, and fires."""
        kept, titles = await self.subscriptions(), await self.titles()
        return {key: self.narrowed(kept[key], title) for key, title in titles.items() if key in kept}

    def narrowed(self, subscription: Subscription, title: str) -> str:
        """A subscription as plain text: `Launches · Korean peninsula · from 🔥🔥🔥 on`."""
        return self.desk.renderer.narrowed(subscription, self.reader.language, title)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown: `reply` as a message, or in place of the pressed button's unless `apart`; `toast` over it.

    `popup`: the toast stays until it is closed. `aside` is shown to who pressed the button alone, instead of the toast,
    where Telegram can do that. `buttons` replace those of the pressed one's message, whose text stays.
    `start` opens the private chat with us, with this behind /start; nothing can be shown over the button then.
    """

    reply: Reply | None = None
    toast: str | None = None
    apart: bool = False
    popup: bool = False
    aside: Reply | None = None
    buttons: Rows | None = None
    start: str | None = None
    documents: Sequence[Document] = ()
    """Files that are sent."""
    picture: Document | None = None
    """A picture, of which `reply` is the caption: always a message of its own."""


def answer_alone(ask: Ask, reply: Reply, short: str | None = None) -> Answer:
    """What a button explains: in private as a message of its own, elsewhere for who pressed it alone.

    There it is of no use to the others. `short` is what a window over the chat says, where it is not the beginning.
    """
    if ask.reader.kind is ChatKind.PRIVATE:
        return Answer(reply, apart=True)
    return Answer(toast=short or popup.beginning(reply), popup=True, aside=reply)


Handle = Callable[[Ask], Awaitable[Answer]]


def stranger(speech: Speech, address: Address, kind: ChatKind, language_code: str | None) -> Subscriber:
    """A chat of which nothing is kept yet, in the language that its Telegram speaks."""
    language = speech.pick(language_code)
    return Subscriber(0, address, kind, language, speech.timezone(language) or "UTC")


def named(own: Sequence[Query], name: str) -> Query | None:
    """The one of these queries that is called so, in whatever case."""
    return next((query for query in own if query.name.casefold() == name.casefold()), None)


async def revive(desk: Desk, chat_id: int, now: datetime) -> None:
    """A sign of life: who was gone is back, with its digest from now on, and what waits for the chat is sent now."""
    for reader in await desk.store.revive(chat_id, now):
        if reader.digest_at is not None:  # those that were due meanwhile are not sent
            await desk.store.set_digest(reader, digest_due(reader, now), now)


def wanted(word: str) -> bool | None:
    """The state that a button says to want; None where it says none of the two."""
    return {"on": True, "off": False}.get(word)


def number(word: str) -> int | None:
    """The number that a button says; None where none of ours does, for anybody can send what no button has."""
    return int(word) if _NUMBER.fullmatch(word) else None
