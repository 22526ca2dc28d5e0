"""The threads of a chat, which Telegram calls the topics of a forum: whether we may make them, and making one."""

from dataclasses import dataclass
from typing import Any

from telegram import ChatMemberAdministrator, ChatMemberOwner
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.model import Later, Shut
from bot.telegram.outcomes import outcome_of

LONGEST_NAME = 128
"""How many letters Telegram takes for a thread's name."""


@dataclass(frozen=True, slots=True)
class Forum:
    """A chat that may have threads: a group's, or a private one's where the bot's owner has switched them on."""

    bot: ExtBot[Any]
    chat_id: int

    async def may_manage(self) -> bool:
        """Whether we may make threads here: in a group that is a right of its own."""
        if self.chat_id > 0:
            return True
        us = await self.bot.get_chat_member(self.chat_id, self.bot.id)
        return isinstance(us, ChatMemberOwner) or (
            isinstance(us, ChatMemberAdministrator) and bool(us.can_manage_topics)
        )

    async def open(self, name: str) -> int | Later | Shut:
        """Make a thread: Telegram's id of it; Shut where Telegram lets us make none."""
        try:
            return (await self.bot.create_forum_topic(self.chat_id, name[:LONGEST_NAME])).message_thread_id
        except (BadRequest, Forbidden) as exc:
            return Shut(exc.message)
        except TelegramError as exc:
            outcome = outcome_of(exc)
            return outcome if isinstance(outcome, Later) else Shut(exc.message)
