"""All of Telegram that one bot sees, and what people do in it."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.preview.arguments import NEWEST, Api
from bot.preview.chats import PRESENT, Chat, Chats, Json, Kind, Markup, Message, Person, member_json
from bot.preview.entities import Entity, utf16_length
from bot.preview.events import Events
from bot.preview.limits import Calls, Limits
from bot.preview.updates import Updates

BLUE = 0x6FB9F0
"""The colour of a topic's icon where none is asked for."""
PATIENCE = 180.0
"""Seconds until who waits for something in the chats gives up: much more than anything takes on a busy machine."""

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a pressed button: a notice (or nothing), or an alert to close, or an address to open."""

    query_id: str
    chat_id: int
    message_id: int
    text: str | None
    alert: bool
    url: str | None = None

    def json(self) -> Json:
        """What a page is told."""
        return {
            "query_id": self.query_id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "text": self.text,
            "alert": self.alert,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Aside:
    """An ephemeral message: its id, who alone sees it, and what it says."""

    id: int
    receiver: int
    message: Message


@dataclass(slots=True)
class Query:
    """A pressed button: where, when (by the clock), and whether the bot may still answer."""

    chat_id: int
    message_id: int
    at: float
    open: bool = True


class World:
    """The chats, what waits for the bot, and the people, whose acts are the methods of this class.

    Groups show the bot everything, as with its privacy mode off. A LookupError says that there is no such chat.
    """

    def __init__(
        self,
        token: str,
        limits: Limits | None,
        clock: Callable[[], float],
        keep_calls: int | None,
        keep_messages: int | None,
        api: Api = NEWEST,
    ) -> None:
        bot = Person(int(token.split(":")[0]), "Bongsu", is_bot=True, username="bongsu_preview_bot")
        self.token = token
        self.limits = limits
        self.clock = clock
        self.api = api
        self.state = Chats(bot, keep_messages)
        self.updates = Updates()
        self.events = Events()
        self.calls = Calls(keep_calls)
        self.answers: list[Answer] = []
        self.asides: list[Aside] = []
        self.queries: dict[str, Query] = {}
        self.offers: dict[str, list[Json] | None] = {}
        """What the bot answered to inline queries and to calls as a guest; None: nothing yet."""
        self.menus: dict[tuple[str, str], list[Json]] = {}
        """The command menus by scope (JSON) and language ("": any)."""
        self.files: dict[str, bytes] = {}
        """What people sent, by the id of the file."""
        self.profile: dict[tuple[str, str], str] = {}
        """Name, description and short description by language ("": any)."""
        self.private_topics = False
        """Whether the bot's owner has switched topics on in its private chats."""
        self._query_ids = count(1)

    @property
    def chats(self) -> dict[int, Chat]:
        """Every chat by its id."""
        return self.state.chats

    @property
    def violations(self) -> int:
        """How many messages the limits refused."""
        return self.limits.violations if self.limits else 0

    def messages(self, chat_id: int) -> list[Message]:
        """What is in a chat, oldest first, as it now is."""
        return list(self.chats[chat_id].messages.values())

    def commands(self, chat_id: int | None = None) -> list[Json]:
        """The command menu that is seen in a chat (None: by anyone), the most special one that the bot has set."""
        scopes = ['{"type":"default"}']
        language = ""
        if chat_id is not None:
            chat = self.chats[chat_id]
            every = "all_private_chats" if chat.person else "all_group_chats"
            scopes = [f'{{"chat_id":{chat_id},"type":"chat"}}', f'{{"type":"{every}"}}', *scopes]
            language = chat.person.language_code if chat.person else ""
        menus = (self.menus.get((scope, spoken)) for scope in scopes for spoken in (language, ""))
        return next((menu for menu in menus if menu), [])

    async def wait(self, predicate: Callable[[], object], timeout: float = PATIENCE) -> None:
        """Wait until this is so, looking at every change; TimeoutError with all chats in its text."""
        deadline = time.monotonic() + timeout
        while not predicate():
            if not await self.events.changed(deadline - time.monotonic()) and not predicate():
                raise TimeoutError(f"It did not come about in {timeout:g} s. The chats:\n{self.state.dump()}")

    def private(
        self,
        user_id: int | None = None,
        first_name: str = "Ada",
        language_code: str = "en",
        *,
        started: bool = True,
    ) -> int:
        """The id of a person and of their chat with the bot. Not `started`: they never wrote to it."""
        person = self.state.person(user_id, first_name, language_code)
        return self.state.add_private(person, started=started).id

    def group(
        self,
        title: str,
        admins: Sequence[int] = (),
        members: Sequence[int] = (),
        *,
        forum: bool = False,
        supergroup: bool = False,
        bot: bool = True,
    ) -> int:
        """The id of a group of these people, with the bot in it unless told otherwise; a forum is a supergroup."""
        kind = Kind.SUPERGROUP if forum or supergroup else Kind.GROUP
        chat = self.state.add_chat(kind, title, admins, members, forum=forum)
        chat.members[self.state.bot.id] = "member" if bot else "left"
        return chat.id

    def channel(self, title: str, admins: Sequence[int] = (), *, bot: bool = True) -> int:
        """The id of a channel, with the bot as an administrator unless told otherwise."""
        chat = self.state.add_chat(Kind.CHANNEL, title, admins, ())
        chat.members[self.state.bot.id] = "administrator" if bot else "left"
        return chat.id

    def topic(self, chat_id: int, name: str, user_id: int | None = None) -> int:
        """Open a topic in a forum; its thread id."""
        chat = self.chats[chat_id]
        message = self.open_topic(chat, name, self._actor(chat, user_id))
        self.updates.add("message", chat.message_json(message))
        return message.id

    def open_topic(self, chat: Chat, name: str, sender: Person) -> Message:
        """Somebody, or the bot, opens a topic: the message that says so, whose id is the topic's."""
        message = self.post(chat, sender, f"Opened the topic {name}")
        message.thread_id = message.id
        message.service = {"forum_topic_created": {"name": name, "icon_color": BLUE}}
        chat.threads[message.id] = name
        return message

    def close_topic(self, chat_id: int, thread_id: int | None) -> None:
        """From now on only admins write into a topic of a forum (None: General)."""
        self.chats[chat_id].closed.add(thread_id)

    def reopen_topic(self, chat_id: int, thread_id: int) -> None:
        """Everybody writes into a topic of a forum again."""
        chat = self.chats[chat_id]
        chat.closed.discard(thread_id)
        service: Json = {"forum_topic_reopened": {}}
        message = self.post(chat, self._actor(chat, None), "Reopened the topic", thread_id=thread_id, service=service)
        self.updates.add("message", chat.message_json(message))

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """A topic is no more, nor are its messages; the bot is not told."""
        chat = self.chats[chat_id]
        del chat.threads[thread_id]
        for message in [one for one in chat.messages.values() if one.thread_id == thread_id]:
            del chat.messages[message.id]
            self.events.publish("delete", {"chat_id": chat_id, "message_id": message.id})

    def forward(self, channel_id: int, message_id: int, group_id: int) -> Json:
        """Telegram forwards a channel's post into its discussion group; the update that the bot gets."""
        group, channel = self.chats[group_id], self.chats[channel_id]
        post = channel.messages[message_id]
        message = self.post(group, None, post.text, entities=post.entities)
        told = group.message_json(message) | {"sender_chat": channel.json(), "is_automatic_forward": True}
        return self.updates.add("message", told | {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}})

    def say(
        self,
        chat_id: int,
        text: str,
        *,
        user_id: int | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Write into a chat (in groups as the owner, unless told otherwise); the update that the bot gets.

        Whoever had blocked the bot unblocks it by writing, as Telegram's apps do.
        """
        chat = self.chats[chat_id]
        if chat.blocked:
            self.unblock(chat_id)
        chat.started = True
        sender = None if chat.kind is Kind.CHANNEL else self._actor(chat, user_id)
        if thread_id is not None:
            chat.threads.setdefault(thread_id, f"Topic {thread_id}")
        entities = tuple(
            Entity("bot_command", utf16_length(text[: match.start()]), len(match[0]))
            for match in _COMMAND.finditer(text)
        )
        message = self.post(chat, sender, text, entities=entities, thread_id=thread_id, reply_to=reply_to)
        kind = "channel_post" if chat.kind is Kind.CHANNEL else "message"
        if not self._bot_is_in(chat):
            return {kind: chat.message_json(message)}
        return self.updates.add(kind, chat.message_json(message))

    def send_file(self, chat_id: int, name: str, content: bytes) -> Json:
        """Send the bot a file in a private chat; the update that it gets."""
        chat, file_id = self.chats[chat_id], f"file{len(self.files) + 1}"
        self.files[file_id] = content
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
        message = self.post(chat, self._actor(chat, None), f"📎 {name}", service={"document": document})
        return self.updates.add("message", chat.message_json(message))

    def press(self, chat_id: int, message_id: int, data: str, user_id: int | None = None) -> str:
        """Press a button of a message, an old or deleted one too; the id of the callback query."""
        chat = self.chats[chat_id]
        message = chat.messages.get(message_id)
        # What Telegram calls an InaccessibleMessage.
        shown = chat.message_json(message) if message else {"chat": chat.json(), "message_id": message_id, "date": 0}
        query_id = str(next(self._query_ids))
        self.queries[query_id] = Query(chat_id, message_id, self.clock())
        body = {
            "id": query_id,
            "from": self._actor(chat, user_id).json(),
            "message": shown,
            "chat_instance": str(chat_id),
            "data": data,
        }
        self.updates.add("callback_query", body)
        return query_id

    def inline(self, user_id: int, text: str, offset: str = "") -> str:
        """Type behind the bot's name in some chat; the id of the inline query."""
        query_id = self._offered()
        person = self.state.people[user_id].json()
        query = {"id": query_id, "from": person, "query": text, "offset": offset, "chat_type": "group"}
        self.updates.add("inline_query", query)
        return query_id

    def call_guest(self, user_id: int, text: str) -> str:
        """Name the bot in a chat in which it is not; the id of the guest query."""
        query_id, person = self._offered(), self.state.people[user_id].json()
        chat = {"id": -1_009_000_000_000, "type": Kind.SUPERGROUP, "title": "Elsewhere"}
        message = {"message_id": 1, "chat": chat, "from": person, "date": int(time.time()), "text": text}
        self.updates.add("guest_message", message | {"guest_query_id": query_id})
        return query_id

    def _offered(self) -> str:
        query_id = str(next(self._query_ids))
        self.offers[query_id] = None
        return query_id

    def block(self, user_id: int) -> None:
        """The person blocks the bot."""
        chat = self.chats[user_id]
        chat.blocked = True
        self._membership(chat, "member", "kicked", user_id)

    def unblock(self, user_id: int) -> None:
        """The person lets the bot in again."""
        chat = self.chats[user_id]
        chat.blocked = False
        self._membership(chat, "kicked", "member", user_id)

    def deactivate(self, user_id: int) -> None:
        """The person deletes their account."""
        self.state.people[user_id].deactivated = True

    def add_bot(self, chat_id: int, *, admin: bool = False, topics: bool = True, user_id: int | None = None) -> None:
        """Someone brings the bot into a group or channel, or makes it an administrator, who may manage `topics`."""
        chat = self.chats[chat_id]
        chat.manages_topics = topics
        was = chat.members[self.state.bot.id]
        admin = admin or chat.kind is Kind.CHANNEL
        self.set_bot(chat, "administrator" if admin else "member", user_id)
        if was not in PRESENT and chat.kind is not Kind.CHANNEL:
            newcomers = {"new_chat_members": [self.state.bot.json()]}
            message = self.post(chat, self._actor(chat, user_id), "Added the bot", service=newcomers)
            self.updates.add("message", chat.message_json(message))

    def kick_bot(self, chat_id: int, user_id: int | None = None) -> None:
        """Someone throws the bot out of a group or channel."""
        self.set_bot(self.chats[chat_id], "kicked", user_id)

    def restrict_bot(self, chat_id: int, user_id: int | None = None) -> None:
        """Someone takes from the bot the right to write into a group."""
        self.set_bot(self.chats[chat_id], "restricted", user_id)

    def migrate(self, chat_id: int) -> int:
        """A group becomes a supergroup; its new id. The old one answers with the new from now on."""
        old = self.chats[chat_id]
        new = self.state.add_chat(Kind.SUPERGROUP, old.title, (), ())
        new.members = dict(old.members)
        owner = self._actor(old, None)
        for chat, service in (
            (old, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": old.id}),
        ):
            message = self.post(chat, owner, "Made this group a supergroup", service=service)
            self.updates.add("message", chat.message_json(message))
        old.migrated_to = new.id
        return new.id

    def delete_chat(self, chat_id: int) -> None:
        """The chat is no more. Of a basic group Telegram still knows that it was; others it does not find."""
        if self.chats[chat_id].kind is Kind.GROUP:
            self.chats[chat_id].deleted = True
        else:
            del self.chats[chat_id]

    def set_bot(self, chat: Chat, status: str, user_id: int | None) -> None:
        """Someone changes the bot's status in a group or channel, and the bot is told."""
        was = chat.members[self.state.bot.id]
        chat.members[self.state.bot.id] = status
        self._membership(chat, was, status, self._actor(chat, user_id).id)

    def _membership(self, chat: Chat, was: str, is_now: str, user_id: int) -> None:
        change = {
            "chat": chat.json(),
            "from": self.state.people[user_id].json(),
            "date": int(time.time()),
            "old_chat_member": member_json(self.state.bot, was),
            "new_chat_member": member_json(self.state.bot, is_now, manages_topics=chat.manages_topics),
        }
        self.updates.add("my_chat_member", change)

    def post(self, chat: Chat, sender: Person | None, text: str, **more: Any) -> Message:
        """Put a message into a chat, now, and tell everyone; `more` are fields of Message."""
        message = self.state.post(chat, sender, text, int(time.time()), **more)
        self.events.publish("message", message)
        return message

    def tell_aside(self, chat: Chat, receiver: int, text: str, entities: tuple[Entity, ...], buttons: Markup) -> Aside:
        """Show a message to one of a supergroup alone."""
        number = int(next(self._query_ids))
        # A page tells messages apart by their ids; those of the chat are positive.
        message = Message(
            -number, chat.id, self.state.bot, text, int(time.time()), entities, buttons=buttons, aside=True
        )
        self.asides.append(Aside(number, receiver, message))
        self.events.publish("message", message)
        return self.asides[-1]

    def _bot_is_in(self, chat: Chat) -> bool:
        return chat.kind is Kind.PRIVATE or chat.members[self.state.bot.id] in PRESENT

    def _actor(self, chat: Chat, user_id: int | None) -> Person:
        """Who acts: the one named, else the person of a private chat or whoever comes first in a group."""
        if chat.person:
            return chat.person
        if user_id is None:
            people = [one for one in chat.members if one != self.state.bot.id]
            owners = [one for one in people if chat.members[one] == "creator"]
            user_id = (owners + people)[0] if people else self.state.person(None, "Nobody", "en").id
        return self.state.people[user_id]
