"""People, chats and messages as Telegram keeps them, and the Bot API's objects that show them. No clock, no network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from typing import Any

from bot.preview.entities import Entity, to_html

Json = dict[str, Any]
Markup = list[list[Json]]
PRESENT = ("creator", "administrator", "member", "restricted")
"""The statuses of who is in a chat."""
_RIGHTS = dict.fromkeys(
    (
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    True,
)
_PERMISSIONS = dict.fromkeys(
    (
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_send_messages",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_manage_topics",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_edit_tag",
        "can_react_to_messages",
    ),
    True,
)
_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


class Kind(StrEnum):
    """Telegram's kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(slots=True)
class Person:
    """A user of Telegram; the bot is one too."""

    id: int
    first_name: str
    language_code: str = "en"
    is_bot: bool = False
    username: str | None = None
    deactivated: bool = False

    def json(self) -> Json:
        """The User of the Bot API."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if not self.is_bot:
            user["language_code"] = self.language_code
        return user


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before it was edited."""

    text: str
    entities: tuple[Entity, ...]
    buttons: Markup


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent; `size` is a photo's in pixels, None where it is a document."""

    name: str
    kind: str
    content: bytes
    size: tuple[int, int] | None = None

    def json(self, file_id: str) -> Json:
        """What a message of the Bot API has of it."""
        one: Json = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(self.content)}
        if self.size:
            return {"photo": [one | {"width": self.size[0], "height": self.size[1]}]}
        return {"document": one | {"file_name": self.name, "mime_type": self.kind}}


def png_size(content: bytes) -> tuple[int, int] | None:
    """The width and height of a PNG in pixels; None where it is none."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


@dataclass(slots=True)
class Message:
    """A message as it now is; `history` holds what it was, oldest first. Times are Unix seconds."""

    id: int
    chat_id: int
    sender: Person | None
    text: str
    date: int
    entities: tuple[Entity, ...] = ()
    file: File | None = None
    """What `text` is the caption of, where one was sent."""
    buttons: Markup = field(default_factory=list)
    preview: Json = field(default_factory=dict)
    """Which page it previews, and how: LinkPreviewOptions."""
    reply_to: int | None = None
    thread_id: int | None = None
    thread: str | None = None
    """What its thread is called."""
    silent: bool = False
    aside: bool = False
    """Whether only one of the group sees it."""
    edited: int | None = None
    service: Json = field(default_factory=dict)
    history: list[Version] = field(default_factory=list)

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender is not None and self.sender.is_bot

    @property
    def html(self) -> str:
        """What it looks like, as HTML that is safe to show."""
        return to_html(self.text, self.entities)

    @property
    def labels(self) -> list[list[str]]:
        """The words on its buttons, row by row."""
        return [[button["text"] for button in row] for row in self.buttons]

    def edit(self, text: str, entities: tuple[Entity, ...], buttons: Markup, preview: Json, now: int) -> None:
        """Say something else in place."""
        self.history.append(Version(self.text, self.entities, self.buttons))
        self.text, self.entities, self.buttons, self.preview, self.edited = text, entities, buttons, preview, now

    def shown(self) -> Json:
        """What a chat page draws."""
        return {
            "id": self.id,
            "from": "bot" if self.from_bot else "user",
            "name": self.sender.first_name if self.sender else None,
            "text": self.text,
            "html": self.html,
            "buttons": [[_button(button) for button in row] for row in self.buttons],
            "preview": self.preview if self.preview.get("url") else None,
            "date": datetime.fromtimestamp(self.date, UTC).isoformat(),
            "edited": self.edited is not None,
            "aside": self.aside,
            "reply_to": self.reply_to,
            "thread": self.thread,
            "file": {"name": self.file.name, "photo": self.file.size is not None} if self.file else None,
        }


def _button(button: Json) -> Json:
    shown = {
        "label": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "copied": button.get("copy_text", {}).get("text"),
        "style": button.get("style"),
    }
    return {name: value for name, value in shown.items() if value is not None}


@dataclass(slots=True)
class Chat:
    """A chat and what is in it. `members` holds the status of everyone who is or was in it, the bot included."""

    id: int
    kind: Kind
    title: str
    members: dict[int, str] = field(default_factory=dict)
    person: Person | None = None
    forum: bool = False
    threads: dict[int, str] = field(default_factory=dict)
    """The topics that there are, with what they are called."""
    manages_topics: bool = True
    """Whether the bot may manage topics, once it is an administrator."""
    closed: set[int | None] = field(default_factory=set)
    """The topics into which only admins write; None is General."""
    messages: dict[int, Message] = field(default_factory=dict)
    started: bool = True
    """Whether the person of a private chat ever wrote: before that a bot must not."""
    blocked: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def json(self) -> Json:
        """The Chat of the Bot API."""
        if self.person:
            return {"id": self.id, "type": self.kind, "first_name": self.person.first_name}
        chat: Json = {"id": self.id, "type": self.kind, "title": self.title}
        if self.forum:
            chat["is_forum"] = True
        return chat

    def full_json(self) -> Json:
        """The ChatFullInfo of the Bot API."""
        full = {
            **self.json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": _GIFTS,
        }
        if self.kind in (Kind.GROUP, Kind.SUPERGROUP):
            full["permissions"] = _PERMISSIONS
        return full

    def message_json(self, message: Message) -> Json:
        """The Message of the Bot API."""
        found: Json = {"message_id": message.id, "chat": self.json(), "date": message.date}
        if message.sender and self.kind is not Kind.CHANNEL:
            found["from"] = message.sender.json()
        else:
            found["sender_chat"] = self.json()
        if message.thread_id is not None:
            found |= {"message_thread_id": message.thread_id, "is_topic_message": True}
        if message.preview:
            found["link_preview_options"] = message.preview
        if message.edited is not None:
            found["edit_date"] = message.edited
        replied = self.messages.get(message.reply_to) if message.reply_to else None
        if replied:
            found["reply_to_message"] = {
                "message_id": replied.id,
                "chat": found["chat"],
                "date": replied.date,
                "text": replied.text,
            }
        if message.service:
            return found | message.service
        text, entities = "text", "entities"
        if message.file:
            found |= message.file.json(f"{self.id}-{message.id}")
            text, entities = "caption", "caption_entities"
        if message.text or not message.file:
            found[text] = message.text
        if message.entities:
            found[entities] = [entity.json() for entity in message.entities]
        if message.buttons:
            found["reply_markup"] = {"inline_keyboard": message.buttons}
        return found


def member_json(person: Person, status: str, *, manages_topics: bool = True) -> Json:
    """The ChatMember of the Bot API."""
    member: Json = {"user": person.json(), "status": status}
    match status:
        case "creator":
            return member | {"is_anonymous": False}
        case "administrator":
            rights = _RIGHTS | {"can_manage_topics": manages_topics}
            return member | {"can_be_edited": False, "is_anonymous": False} | rights
        case "restricted":
            return member | {"is_member": True, "until_date": 0} | _PERMISSIONS | {"can_send_messages": False}
        case "kicked":
            return member | {"until_date": 0}
    return member


class Chats:
    """Every person and chat that there is. `keep` is how many messages of a chat are kept (None: all)."""

    def __init__(self, bot: Person, keep: int | None = None) -> None:
        self.bot = bot
        self.people: dict[int, Person] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self._keep = keep
        self._people_ids = count(1001)
        self._chat_ids = count(1)
        # Private chats and basic groups number their messages together, the others each by itself.
        self._ids = count(1)

    def person(self, user_id: int | None, first_name: str, language_code: str) -> Person:
        """The person of this id, made if there is none; a new id where none is given."""
        if user_id is None:
            user_id = next(number for number in self._people_ids if number not in self.people)
        if user_id not in self.people:
            self.people[user_id] = Person(user_id, first_name, language_code)
        return self.people[user_id]

    def add_private(self, person: Person, *, started: bool) -> Chat:
        """The chat of the bot with a person."""
        chat = Chat(person.id, Kind.PRIVATE, person.first_name, person=person, started=started, ids=self._ids)
        return self.chats.setdefault(person.id, chat)

    def add_chat(
        self, kind: Kind, title: str, admins: Sequence[int], members: Sequence[int], *, forum: bool = False
    ) -> Chat:
        """A group or channel, without the bot; the first admin is its owner."""
        number = next(self._chat_ids)
        chat = Chat(-number if kind is Kind.GROUP else -1_000_000_000_000 - number, kind, title, forum=forum)
        if kind is Kind.GROUP:
            chat.ids = self._ids
        for user_id in (*members, *admins):
            self.person(user_id, f"Person {user_id}", "en")
            chat.members[user_id] = "administrator" if user_id in admins else "member"
        if admins:
            chat.members[admins[0]] = "creator"
        self.chats[chat.id] = chat
        return chat

    def post(self, chat: Chat, sender: Person | None, text: str, now: int, **more: Any) -> Message:
        """Put a message into a chat; `more` are fields of Message."""
        message = Message(next(chat.ids), chat.id, sender, text, now, **more)
        message.thread = chat.threads.get(message.thread_id or 0)
        chat.messages[message.id] = message
        if self._keep is not None and len(chat.messages) > self._keep:
            del chat.messages[next(iter(chat.messages))]
        return message

    def dump(self) -> str:
        """The newest messages of every chat, for people who wonder why a test failed."""
        lines: list[str] = []
        for chat in self.chats.values():
            lines.append(f"{chat.kind} {chat.id} {chat.title!r}")
            for message in list(chat.messages.values())[-20:]:
                who = message.sender.first_name if message.sender else "-"
                lines.append(f"  {message.id} {who}: {message.text!r} {message.labels or ''}")
        return "\n".join(lines)
