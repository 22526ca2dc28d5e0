"""Between Telegram's updates and our Asks and Answers: who asks, whether they may, and how the answer is shown."""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import CallbackQuery, ChatMember, InputFile, Message, MessageEntity, ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.messages.keyboards import Rows
from bot.model import Address, ChatKind, Document, Gone, Reply, Shut
from bot.telegram.abilities import Abilities
from bot.telegram.aside import tell_aside
from bot.telegram.form import in_some_form, options
from bot.telegram.forum import Forum
from bot.telegram.outcomes import is_stale, outcome_of
from bot.telegram.rate_limiter import Broadcast
from handlers.ask import Answer, Ask, Desk, Handle, revive, stranger
from handlers.threads import offer


class Context(CallbackContext[ExtBot[Broadcast], dict[Any, Any], dict[Any, Any], Desk]):
    """A callback's context, whose `bot_data` is the Desk."""


App = Application[ExtBot[Broadcast], Context, dict[Any, Any], dict[Any, Any], Desk, None]

KINDS = {
    ChatType.PRIVATE: ChatKind.PRIVATE,
    ChatType.GROUP: ChatKind.GROUP,
    ChatType.SUPERGROUP: ChatKind.GROUP,
    ChatType.CHANNEL: ChatKind.CHANNEL,
}
MOST_MEGABYTES = 5
"""A file that is larger is not fetched: ten thousand feeds need two."""
OUT = (ChatMember.BANNED, ChatMember.LEFT)
"""The statuses of who is not in a chat."""

logger = logging.getLogger("bongsu.chat")


async def on_command(update: Update, context: Context, handle: Handle, *, settles: bool | tuple[str, ...]) -> None:
    """A command: answered where it was asked."""
    ask = await asked(update, context, tuple(context.args or ()))
    if isinstance(settles, tuple):
        settles = bool(ask.words) and ask.words[0].casefold() in settles
    if settles and not await _may_settle(update, context):
        await show(update, context, ask, Answer(Reply(ask.say("admins-only"))))
    else:
        await show(update, context, ask, await handle(ask))
        if settles:
            await _offer_threads(update, context, ask)


async def on_button(update: Update, context: Context, handle: Handle, words: tuple[str, ...], *, settles: bool) -> None:
    """A button: a toast over it at once, and the answer in place of its message."""
    ask = await asked(update, context, words)
    if settles and not await _may_settle(update, context):
        await show(update, context, ask, Answer(toast=ask.say("toast-admins")))
    else:
        await show(update, context, ask, await handle(ask))
        if settles:
            await _offer_threads(update, context, ask)


async def on_membership(update: Update, context: Context) -> None:
    """We were blocked or removed, let in or given rights: noticed at once, not with the next send."""
    change, desk = update.my_chat_member, context.bot_data
    if change is None:
        return
    if change.new_chat_member.status in OUT:
        await desk.store.mark_gone(change.chat.id, desk.clock())
        return
    await revive(desk, change.chat.id, desk.clock())
    if change.old_chat_member.status in OUT and change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        ask = await asked(update, context, ())
        await show(update, context, ask, Answer(Reply(ask.say("greeting-group"))))
    await _offer_threads(update, context, await asked(update, context, ()))


async def on_migration(update: Update, context: Context) -> None:
    """A group became a supergroup: its id changes everywhere."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.bot_data.store.move_chat(message.chat_id, message.migrate_to_chat_id)


async def on_reopened(update: Update, context: Context) -> None:
    """A forum's topic takes messages again."""
    chat, message, desk = update.effective_chat, _message(update), context.bot_data
    if chat is not None:
        if message is not None and message.message_thread_id is not None:
            await desk.store.reopen_thread(chat.id, message.message_thread_id)
        await revive(desk, chat.id, desk.clock())


async def on_error(update: object, context: Context) -> None:
    """Whatever a handler raised: noted with its traceback, told without it."""
    if isinstance(context.error, TelegramError) and isinstance(outcome_of(context.error), Gone | Shut):
        logger.warning("an answer is not let in: %s", context.error.message)
        return
    logger.error("answering failed", exc_info=context.error)
    if not isinstance(update, Update) or update.effective_chat is None:
        return
    desk = context.bot_data
    # The database may be what failed: who asks is taken from the update alone.
    language = desk.speech.pick(update.effective_user.language_code if update.effective_user else None)
    text = desk.speech.say(language, "trouble")
    try:
        if update.callback_query:
            await update.callback_query.answer(text)
        elif update.effective_chat.type == ChatType.PRIVATE:
            await context.bot.send_message(update.effective_chat.id, **options(Reply(text)))
    except TelegramError as exc:
        logger.warning("telling of the failure: %s", exc)


async def asked(update: Update, context: Context, words: tuple[str, ...]) -> Ask:
    """Who asks: the subscriber that we keep at this address, or a stranger. A private chat is one whatever its threads.

    In threads that we made it is whose alerts they hold.
    """
    desk, chat, message, place = context.bot_data, update.effective_chat, _message(update), _place(update)
    if chat is None:
        raise ValueError("an update without a chat asks nothing")
    address = Address(chat.id) if chat.type == ChatType.PRIVATE else place
    reader, user = await desk.store.subscriber(place) or await desk.store.subscriber(address), update.effective_user
    if reader is not None and (reader.gone_at or reader.shut_at):
        await revive(desk, chat.id, desk.clock())
        reader = await desk.store.subscriber(reader.address)
    if reader is None:
        code = user.language_code if user else None
        reader = stranger(desk.speech, address, KINDS[ChatType(chat.type)], code)
    person, name = (user.id, user.full_name) if user else (None, "")
    code = _code(message) if update.callback_query else None
    threaded = context.bot.bot.has_topics_enabled if chat.type == ChatType.PRIVATE else chat.is_forum
    written = message.text_html.split(None, 1)[1:] if message and (message.text or "").startswith("/") else []
    return Ask(
        *(desk, reader, words, desk.clock(), person, name, code),
        forum=Forum(context.bot, chat.id) if threaded else None,
        bot=context.bot.username,
        inline=bool(context.bot.bot.supports_inline_queries),
        guest=bool(context.bot.bot.supports_guest_queries),
        html="".join(written),
        message_id=message.message_id if message else None,
    )


async def show(update: Update, context: Context, ask: Ask, answer: Answer) -> None:
    """Show an answer: over the button, in place of its message, or as a message of its own where it was asked."""
    query, reply, message, to = update.callback_query, answer.reply, _message(update), _place(update)
    abilities = context.bot_data.abilities
    apart = query is None or answer.apart or message is None or answer.picture is not None
    if query is not None:
        if await _aside(update, context, answer.aside):
            answer = replace(answer, toast=None)
        await _over(query, answer, context.bot.username)
        if message is not None:
            await _in_place(query, None if apart else reply, answer.buttons, abilities)
    if reply is not None and apart:
        about = ReplyParameters(message.message_id, allow_sending_without_reply=True) if query and message else None
        send = partial(_picture, context.bot, answer.picture) if answer.picture else context.bot.send_message
        call = partial(send, to.chat_id, message_thread_id=to.thread_id, reply_parameters=about)
        await in_some_form(call, reply, abilities)
    for document in answer.documents:
        await context.bot.send_document(
            to.chat_id, document.content, filename=document.name, message_thread_id=to.thread_id
        )


async def _picture(
    bot: ExtBot[Broadcast], picture: Document, chat_id: int, *, text: str, api_kwargs: dict[str, Any], **more: Any
) -> Message:
    """Send a picture with the text as its caption, which has no preview of links."""
    api_kwargs.pop("link_preview_options", None)
    photo = InputFile(picture.content, picture.name)
    return await bot.send_photo(chat_id, photo, caption=text, api_kwargs=api_kwargs, **more)


async def _offer_threads(update: Update, context: Context, ask: Ask) -> None:
    """Offer threads for alerts, where that is worth it, once; whatever is wrong with that, the answer was given."""
    if ask.forum is None or ask.reader.threads_offered_at is not None:
        return
    now = await asked(update, context, ())  # what was asked may have changed who asks
    try:
        if reply := await offer(now):
            to = now.reader.address
            call = partial(context.bot.send_message, to.chat_id, message_thread_id=to.thread_id)
            await in_some_form(call, reply, context.bot_data.abilities)
    except TelegramError as exc:
        logger.warning("offering threads: %s", exc.message)


def _place(update: Update) -> Address:
    """Where something was written or pressed: the chat, or a topic of it."""
    chat, message = update.effective_chat, _message(update)
    if chat is None:
        raise ValueError("an update without a chat comes from nowhere")
    return Address(chat.id, message.message_thread_id if message and message.is_topic_message else None)


def _message(update: Update) -> Message | None:
    """The message that was written, or whose button was pressed; none where Telegram shows it no more, as old ones."""
    message = update.effective_message
    return message if message and message.is_accessible else None


async def file_of(update: Update) -> Document | None:
    """The file that was sent; None where it is larger than any of use to us."""
    sent = update.effective_message.document if update.effective_message else None
    if sent is None or (sent.file_size or 0) > MOST_MEGABYTES * 1_000_000:
        return None
    content = await (await sent.get_file()).download_as_bytearray()
    return Document(sent.file_name or "feeds", bytes(content))


def _code(message: Message | None) -> str | None:
    """What a message, or the caption of a picture, shows first as code."""
    if message is None:
        return None
    parse = message.parse_caption_entities if message.caption else message.parse_entities
    return next(iter(parse([MessageEntity.CODE]).values()), None)


async def _over(query: CallbackQuery, answer: Answer, username: str) -> None:
    """Answer the press itself. Where that comes too late, or does not get through, only the toast is lost."""
    url = f"https://t.me/{username}?start={answer.start}" if answer.start else None
    try:
        await query.answer(answer.toast, show_alert=answer.popup, url=url)
    except TelegramError as exc:
        if not is_stale(exc):
            logger.warning("answering a button: %s", exc.message)


async def _aside(update: Update, context: Context, reply: Reply | None) -> bool:
    """Whether a reply was shown to who pressed a button alone, as it can be in a supergroup."""
    query, chat, message = update.callback_query, update.effective_chat, _message(update)
    if reply is None or query is None or message is None or chat is None or chat.type != ChatType.SUPERGROUP:
        return False
    abilities = context.bot_data.abilities
    return await tell_aside(context.bot, _place(update), query.from_user.id, query.id, reply, abilities)


async def _in_place(query: CallbackQuery, reply: Reply | None, buttons: Rows | None, abilities: Abilities) -> None:
    """Show a reply in place of the message under which the button is, or other buttons under it."""
    try:
        if reply is not None:
            await in_some_form(query.edit_message_text, reply, abilities)
        elif buttons is not None:
            await in_some_form(query.edit_message_reply_markup, Reply("", buttons), abilities)
    except BadRequest as exc:
        if not is_stale(exc):
            raise


async def _may_settle(update: Update, context: Context) -> bool:
    """Whether who asks may change the settings here: anyone in private, who posts in a channel, admins in a group."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or chat.type == ChatType.PRIVATE:
        return True
    if update.callback_query is None:
        if chat.type == ChatType.CHANNEL:
            return True
        # An anonymous admin writes as the group itself.
        if isinstance(message, Message) and message.sender_chat is not None:
            return message.sender_chat.id == chat.id
    if user is None:
        return False
    member = await context.bot.get_chat_member(chat.id, user.id)
    return member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
