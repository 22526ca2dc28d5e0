"""telegram.Bot: Delivery -> Outcome."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from telegram import ChatMember, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.model import Address, Delivery, Gone, Later, Outcome, Reply, Sent, Shut
from bot.telegram.abilities import Abilities
from bot.telegram.form import in_some_form
from bot.telegram.outcomes import is_missing, is_stale, lacks_topic, outcome_of, shuts_topic
from bot.telegram.rate_limiter import Broadcast, Priority, RateLimiter

SEND_SECONDS = 20.0
"""Seconds after which a send whose answer has not come is given up and tried again later."""


def room(per_second: int) -> int:
    """How many deliveries to have in the works: what half a second carries, and no less than 24.

    Enough for a slow network, and few, so that an urgent story soon overtakes and a crash repeats little.
    """
    return max(per_second // 2, 24)


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends and edits alerts through a bot whose requests pass the rate limiter."""

    bot: ExtBot[Broadcast]
    limiter: RateLimiter
    abilities: Abilities = field(default_factory=Abilities)

    @property
    def room(self) -> int:
        """How many deliveries are worth having in the works."""
        return room(self.limiter.limits.per_second)

    def wait_of(self, address: Address) -> timedelta:
        """How long this chat must wait before it may get another message."""
        return self.limiter.wait_of(address.chat_id)

    async def send(
        self,
        delivery: Delivery,
        reply: Reply,
        ring: Reply | None = None,
        *,
        silent: bool = False,
        anew: bool = False,
        thread_id: int | None = None,
    ) -> Outcome:
        """Show the story to the subscriber: edit the message that it has, or send one, into this thread of the chat.

        An edit makes no sound: `ring` answers the edited message where the change is worth one. Where a muted story's
        message stayed behind in a chat that moved, the new one makes no sound; `silent`: nothing does. `anew`: where
        the reader deleted the message, it is sent again, since it holds others. What a thread does not take, nor has
        any more, comes to the subscriber's address.
        """
        if delivery.message_id is not None:
            showing = self._renewed(delivery, delivery.message_id, reply, ring, silent=silent, anew=anew)
        else:
            # What a digest, or the chat before its move, told already is an update though it has no message here.
            known = delivery.told > 0 and not delivery.graver
            quiet = silent or known or delivery.muted_at is not None
            showing = self._send_within(delivery.subscriber.address, thread_id, reply, silent=quiet)
        return await self._tried(delivery.subscriber.address, showing)

    async def tell(
        self, address: Address, reply: Reply, *, silent: bool = False, priority: Priority = Priority.BROADCAST
    ) -> Outcome:
        """Send a message that is no alert, such as a digest, or a notice to an admin."""
        return await self._tried(address, self._send(address, reply, silent=silent, priority=priority))

    async def show(self, address: Address, message_id: int, reply: Reply) -> Outcome:
        """Show this in place of a message that is there."""
        return await self._tried(address, self._replaced(address, message_id, reply))

    async def _replaced(self, address: Address, message_id: int, reply: Reply) -> Sent:
        await self._edit(address, message_id, reply, None)
        return Sent(message_id)

    async def _tried(self, address: Address, sending: Coroutine[Any, Any, Sent]) -> Outcome:
        """What comes of sending to this address."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await sending
        except TelegramError as exc:
            outcome = outcome_of(exc)
            return await self._verified(outcome, address.chat_id) if isinstance(outcome, Gone) else outcome
        except TimeoutError:
            return Later(f"Telegram did not answer within {SEND_SECONDS:.0f} seconds")

    async def _verified(self, gone: Gone, chat_id: int) -> Outcome:
        """Whether we are out of a group or channel as Telegram says: all that waits for it would be given up.

        It says so as well to one who is in, such as where only admins may write into a forum's General topic. Of a
        person there is nothing more to ask.
        """
        if chat_id > 0:
            return gone
        try:
            us = await self.bot.get_chat_member(chat_id, int(self.bot.token.partition(":")[0]))
        except (Forbidden, BadRequest):
            return gone
        except TelegramError as exc:
            return outcome_of(exc)
        out = us.status in (ChatMember.LEFT, ChatMember.BANNED) or not getattr(us, "is_member", True)
        return gone if out else Shut(gone.reason)

    async def _renewed(
        self, delivery: Delivery, message_id: int, reply: Reply, ring: Reply | None, *, silent: bool, anew: bool
    ) -> Sent:
        """Edit the message; where its thread is closed or gone, show all of it in the chat itself."""
        address, within = delivery.subscriber.address, delivery.thread_id
        there, loss = await self._edit(address, message_id, reply, within)
        if loss:
            return replace(await self._send(address, reply, silent=silent or ring is None), lost=within, loss=loss)
        shown = Sent(message_id, thread_id=within)
        if anew and not there:
            shown = await self._send_within(address, within, reply, silent=True)
        if ring is not None:
            rung = await self._send_within(address, within, ring, message_id, silent=silent)
            shown = replace(shown, lost=rung.lost, loss=rung.loss)
        return shown

    async def _send_within(
        self, address: Address, thread_id: int | None, reply: Reply, about: int | None = None, *, silent: bool
    ) -> Sent:
        """Post into a thread of the chat; to the address where there is none, or it does not take it."""
        if thread_id is None:
            return await self._send(address, reply, about, silent=silent)
        try:
            posted = await self._post(Address(address.chat_id, thread_id), reply, about, silent=silent)
        except BadRequest as exc:
            if not (lacks_topic(exc) or shuts_topic(exc)):
                raise
            return replace(await self._send(address, reply, about, silent=silent), lost=thread_id, loss=exc.message)
        if posted.thread_id is None:  # a person's deleted thread: Telegram takes its messages for the chat itself
            return Sent(posted.message_id, lost=thread_id, loss="the topic was deleted")
        return Sent(posted.message_id, thread_id=thread_id)

    async def _send(
        self,
        address: Address,
        reply: Reply,
        about: int | None = None,
        *,
        silent: bool = False,
        priority: Priority = Priority.BROADCAST,
    ) -> Sent:
        """Post into the chat or its forum topic; into the chat itself where the topic is not there (any more)."""
        post = partial(self._post, reply=reply, about=about, silent=silent, priority=priority)
        try:
            return Sent((await post(address)).message_id)
        except BadRequest as exc:
            if address.thread_id is None or not lacks_topic(exc):
                raise
            return Sent((await post(Address(address.chat_id))).message_id, lacking=exc.message)

    async def _post(
        self,
        address: Address,
        reply: Reply,
        about: int | None,
        *,
        silent: bool,
        priority: Priority = Priority.BROADCAST,
    ) -> Broadcast:
        broadcast = Broadcast(priority=priority)
        call = partial(
            self.bot.send_message,
            address.chat_id,
            message_thread_id=address.thread_id,
            disable_notification=silent,
            reply_parameters=ReplyParameters(about, allow_sending_without_reply=True) if about else None,
            rate_limit_args=broadcast,
        )
        await in_some_form(call, reply, self.abilities)
        return broadcast

    async def _edit(self, address: Address, message_id: int, reply: Reply, within: int | None) -> tuple[bool, str]:
        """Edit a message: whether it is there, and where its thread does not take the edit, why."""
        call = partial(
            self.bot.edit_message_text, chat_id=address.chat_id, message_id=message_id, rate_limit_args=Broadcast()
        )
        try:
            await in_some_form(call, reply, self.abilities)
        except BadRequest as exc:
            if within is not None and shuts_topic(exc):
                return True, exc.message
            # The reader's own deletion of the message is no error, and neither is an edit that was repeated.
            if not is_stale(exc):
                raise
            if is_missing(exc):
                return False, await self._loss(address, within) if within is not None else ""
        return True, ""

    async def _loss(self, address: Address, thread_id: int) -> str:
        """Why a thread takes no messages; empty where it does: its reader deleted the one message."""
        try:
            await self.bot.send_chat_action(address.chat_id, ChatAction.TYPING, message_thread_id=thread_id)
        except BadRequest as exc:
            return exc.message if lacks_topic(exc) or shuts_topic(exc) else ""
        return ""
