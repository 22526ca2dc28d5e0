"""What a bot may call: its messages. Each method checks as Telegram does, and in its order:

arguments, then what is known of the chat, then flood control, then what only the other end knows (blocked).
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.preview.arguments import (
    ASIDES,
    ASIDES_AS_ONE,
    Params,
    boolean,
    buttons,
    caption,
    integer,
    message_text,
    parsed,
    preview,
    reply_to,
    upload,
)
from bot.preview.chats import PRESENT, Chat, File, Json, Kind, Message, member_json, png_size
from bot.preview.entities import Entity
from bot.preview.refusal import RefusalError, bad_request, forbidden
from bot.preview.world import BLUE, Answer, World

Method = Callable[[World, Params, float], Any]
"""A method of the Bot API: the world, the parameters and the moment of arrival -> its result, or RefusalError."""
_ANSWER_SECONDS = 60.0
_LONGEST_TOPIC_NAME = 128
MOST_PIXELS, WIDEST = 10_000, 20
"""A photo's width and height together, and one against the other, at most."""
_ASIDE_SECONDS = 15.0
_QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def known_chat(world: World, params: Params) -> Chat:
    """The chat that a call is about, as far as the bot may look at it."""
    given = params.get("chat_id", "")
    if not given:
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats[int(given)]
    except (ValueError, KeyError) as exc:
        raise bad_request("chat not found") from exc
    if chat.person:
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        return chat
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    status = chat.members[world.state.bot.id]
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if status not in PRESENT:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat


def _writable_chat(world: World, params: Params) -> Chat:
    chat = known_chat(world, params)
    if not chat.person:
        status = chat.members[world.state.bot.id]
        if status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        if chat.kind is Kind.CHANNEL and status != "administrator":
            raise bad_request("need administrator rights in the channel chat")
    return chat


def _admit(world: World, chat: Chat, params: Params, at: float) -> None:
    """Flood control, and after it what a private chat's other end says: a blocked message costs its rate."""
    if world.limits:
        paid = boolean(params, "allow_paid_broadcast")
        if paid and world.limits.paid is None:
            raise bad_request("FLOODSKIP_NOT_ALLOWED")
        wait = world.limits.admit(chat.id, at, paid=paid)
        if wait is not None:
            raise flood(wait)
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def flood(seconds: int) -> RefusalError:
    """Too many messages: wait so long."""
    return RefusalError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _thread(world: World, chat: Chat, params: Params) -> int | None:
    """The topic that a call is for. A deleted one of a private chat Telegram takes for the chat itself."""
    thread_id = integer(params, "message_thread_id") or None
    if thread_id is not None and thread_id not in chat.threads:
        if chat.person and world.private_topics:
            return None
        raise bad_request("message thread not found")
    return thread_id


def _manages_topics(world: World, chat: Chat) -> bool:
    return bool(chat.person) or (chat.members[world.state.bot.id] == "administrator" and chat.manages_topics)


def create_forum_topic(world: World, params: Params, at: float) -> Json:
    """createForumTopic."""
    name = params.get("name", "")
    if not 1 <= len(name) <= _LONGEST_TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    chat = known_chat(world, params)
    if not (world.private_topics if chat.person else chat.forum):
        raise bad_request("the chat is not a forum")
    if not _manages_topics(world, chat):
        raise bad_request("not enough rights to create a topic")
    return {"message_thread_id": world.open_topic(chat, name, world.state.bot).id, "name": name, "icon_color": BLUE}


def send_message(world: World, params: Params, at: float) -> Json:
    """sendMessage."""
    return _send(world, params, at, *message_text(params, world.api))


def _send(
    world: World, params: Params, at: float, text: str, entities: tuple[Entity, ...], file: File | None = None
) -> Json:
    rows = buttons(params, world.api)
    replied, may_lack = reply_to(params)
    chat = _writable_chat(world, params)
    thread_id = _thread(world, chat, params)
    if thread_id in chat.closed and not _manages_topics(world, chat):
        raise bad_request("TOPIC_CLOSED")
    if replied is not None and replied not in chat.messages:
        if not may_lack:
            raise bad_request("message to be replied not found")
        replied = None
    receiver = _receiver(world, chat, params, at)
    _admit(world, chat, params, at)
    if receiver is not None:
        aside = world.tell_aside(chat, receiver, text, entities, rows)
        return chat.message_json(aside.message) | {"message_id": 0, "ephemeral_message_id": aside.id}
    message = world.post(
        chat,
        world.state.bot,
        text,
        entities=entities,
        file=file,
        buttons=rows,
        preview={} if file else preview(params),
        reply_to=replied,
        thread_id=thread_id,
        silent=boolean(params, "disable_notification"),
    )
    return chat.message_json(message)


def _receiver(world: World, chat: Chat, params: Params, at: float) -> int | None:
    """Who alone is to see a message; None where it is for all, and where the server does not know the parameters."""
    given: Json = params
    if world.api >= ASIDES_AS_ONE:
        given = parsed(params, "ephemeral_message_parameters", dict) or {}
    if world.api < ASIDES or "receiver_user_id" not in given:
        return None
    receiver, query = int(given["receiver_user_id"]), world.queries.get(str(given.get("callback_query_id")))
    if chat.kind is not Kind.SUPERGROUP:
        raise bad_request("ephemeral messages can be sent only to supergroups")
    if chat.members.get(receiver) not in PRESENT:
        raise bad_request("user not found")
    if chat.members[world.state.bot.id] != "administrator" and (query is None or at - query.at > _ASIDE_SECONDS):
        raise bad_request(_QUERY_TOO_OLD)
    return receiver


def delete_ephemeral_message(world: World, params: Params, at: float) -> bool:
    """deleteEphemeralMessage."""
    if world.api < ASIDES:
        raise RefusalError(404, "Not Found: method not found")
    chat, receiver = known_chat(world, params), integer(params, "receiver_user_id")
    found = [one for one in world.asides if one.id == integer(params, "ephemeral_message_id")]
    if not found or (found[0].message.chat_id, found[0].receiver) != (chat.id, receiver):
        raise bad_request("message to delete not found")
    world.asides.remove(found[0])
    return True


def send_document(world: World, params: Params, at: float) -> Json:
    """sendDocument: a file that the call brings."""
    return _send(world, params, at, *caption(params, world.api), upload(params, "document"))


def send_photo(world: World, params: Params, at: float) -> Json:
    """sendPhoto: a PNG that the call brings; Telegram takes other pictures too."""
    file = upload(params, "photo")
    size = png_size(file.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > MOST_PIXELS or max(size) > WIDEST * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return _send(world, params, at, *caption(params, world.api), replace(file, size=size))


def get_file(world: World, params: Params, at: float) -> Json:
    """getFile: where what a person sent can be fetched."""
    file_id = params.get("file_id", "")
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    size = len(world.files[file_id])
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": f"documents/{file_id}"}


def edit_message_text(world: World, params: Params, at: float) -> Json:
    """editMessageText: without a keyboard the buttons go."""
    text, entities = message_text(params, world.api)
    rows = buttons(params, world.api)
    chat, message = _message_to_edit(world, params)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, params, at, (text, entities, rows, preview(params)))


def edit_message_reply_markup(world: World, params: Params, at: float) -> Json:
    """editMessageReplyMarkup."""
    rows = buttons(params, world.api)
    chat, message = _message_to_edit(world, params)
    return _edit(world, chat, message, params, at, (message.text, message.entities, rows, message.preview))


def _message_to_edit(world: World, params: Params) -> tuple[Chat, Message]:
    if not params.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = _writable_chat(world, params)
    message = chat.messages.get(integer(params, "message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.service:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    world: World,
    chat: Chat,
    message: Message,
    params: Params,
    at: float,
    now_says: tuple[str, tuple[Entity, ...], list[list[Json]], Json],
) -> Json:
    _admit(world, chat, params, at)
    if now_says == (message.text, message.entities, message.buttons, message.preview):
        raise bad_request(_NOT_MODIFIED)
    message.edit(*now_says, int(time.time()))
    world.events.publish("edit", message)
    return chat.message_json(message)


def delete_message(world: World, params: Params, at: float) -> bool:
    """deleteMessage: the bot's own anywhere, those of others in private chats and where it is an administrator."""
    chat = known_chat(world, params)
    message = chat.messages.get(integer(params, "message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not (message.from_bot or chat.person or chat.members[world.state.bot.id] == "administrator"):
        raise bad_request("message can't be deleted")
    del chat.messages[message.id]
    world.events.publish("delete", {"chat_id": chat.id, "message_id": message.id})
    return True


def answer_callback_query(world: World, params: Params, at: float) -> bool:
    """answerCallbackQuery: once, and in time."""
    text = params.get("text")
    if text and len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = params.get("callback_query_id", "")
    query = world.queries.get(query_id)
    if query is None or not query.open or at - query.at > _ANSWER_SECONDS:
        raise bad_request(_QUERY_TOO_OLD)
    url = params.get("url")
    if url and not url.startswith(f"https://t.me/{world.state.bot.username}?start="):
        raise bad_request("URL_INVALID")
    query.open = False
    answer = Answer(query_id, query.chat_id, query.message_id, text or None, boolean(params, "show_alert"), url)
    world.answers.append(answer)
    world.events.publish("answer", answer.json())
    return True


def send_chat_action(world: World, params: Params, at: float) -> bool:
    """sendChatAction: nobody sees it here."""
    _thread(world, _writable_chat(world, params), params)
    return True


def get_chat(world: World, params: Params, at: float) -> Json:
    """getChat."""
    return known_chat(world, params).full_json()


def get_chat_member(world: World, params: Params, at: float) -> Json:
    """getChatMember."""
    chat = known_chat(world, params)
    person = world.state.people.get(integer(params, "user_id"))
    if person is None:
        raise bad_request("user not found")
    status = "member" if chat.person else chat.members.get(person.id, "left")
    return member_json(person, status, manages_topics=chat.manages_topics)


def get_chat_administrators(world: World, params: Params, at: float) -> list[Json]:
    """getChatAdministrators: people, and the bot itself; other bots there are none."""
    chat = known_chat(world, params)
    if chat.person:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(world.state.people[user_id], status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]


def get_chat_member_count(world: World, params: Params, at: float) -> int:
    """getChatMemberCount."""
    chat = known_chat(world, params)
    return 2 if chat.person else sum(status in PRESENT for status in chat.members.values())


def leave_chat(world: World, params: Params, at: float) -> bool:
    """leaveChat."""
    chat = known_chat(world, params)
    if chat.person:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot(chat, "left", world.state.bot.id)
    return True
