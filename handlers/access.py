"""Who is answered: everybody, those who were invited, or those on the list; looked at before anything else is."""

import re

from telegram import Chat, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.config import Access
from bot.model import Reply
from bot.telegram.form import options
from handlers.ask import Desk
from handlers.chat import OUT, Context, logger
from handlers.door import INVITED, digest_of

_LINK = re.compile(rf"/start(?:@\w+)?\s+{INVITED}([\w-]{{8,60}})", re.ASCII)


async def look(update: Update, context: Context) -> None:
    """Stop what comes from who is not let in; one sentence tells them, and nothing else is answered."""
    desk, chat = context.bot_data, update.effective_chat
    if desk.door.access is Access.OPEN or _is_notice(update):
        return
    person = update.effective_user.id if update.effective_user else None
    if await _is_in(desk, chat.id if chat else None, person):
        if chat and person is not None and _brought(update):
            await desk.store.admit(chat.id, person, desk.clock())
        return
    link = _LINK.match(update.effective_message.text or "") if update.effective_message else None
    if link and chat and desk.door.access is Access.INVITE:
        if await desk.store.redeem(digest_of(link[1]), chat.id, desk.clock()):
            return
        await _tell(update, context, "invitation-over")
    else:
        await _tell(update, context, "not-admitted")
    raise ApplicationHandlerStop


def _is_notice(update: Update) -> bool:
    """Whether it tells what became of a chat, and asks nothing: we were removed, a group became a supergroup."""
    change, message = update.my_chat_member, update.effective_message
    if change:
        return change.new_chat_member.status in OUT
    return bool(message and (message.migrate_to_chat_id or message.migrate_from_chat_id))


def _brought(update: Update) -> bool:
    """Whether somebody brings us into a group or channel."""
    change = update.my_chat_member
    return change is not None and change.chat.type != ChatType.PRIVATE and change.old_chat_member.status in OUT


async def _is_in(desk: Desk, chat_id: int | None, person: int | None) -> bool:
    """Whether a chat is let in, or the person who acts there."""
    known = {one for one in (chat_id, person) if one is not None}
    if person in desk.admins or known & set(desk.door.allowed):
        return True
    return any([await desk.store.is_admitted(one) for one in sorted(known)])


async def _tell(update: Update, context: Context, key: str) -> None:
    """Tell them where they asked, unless they were told lately; what was not for us is not answered."""
    desk, chat, user = context.bot_data, update.effective_chat, update.effective_user
    if chat is None or not _asks(update, chat) or not desk.door.tells(chat.id, desk.clock()):
        return
    text = desk.speech.say(desk.speech.pick(user.language_code if user else None), key)
    try:
        if update.callback_query:
            await update.callback_query.answer(text)
        else:
            await context.bot.send_message(chat.id, **options(Reply(text)))
    except TelegramError as exc:
        logger.warning("telling who is not let in: %s", exc.message)


def _asks(update: Update, chat: Chat) -> bool:
    """Whether it is for us: a button, a message in private, a command in a group, being brought there."""
    if update.callback_query or update.my_chat_member:
        return chat.type != ChatType.CHANNEL
    return chat.type == ChatType.PRIVATE or bool(
        update.message and chat.type != ChatType.CHANNEL and (update.message.text or "").startswith("/")
    )
