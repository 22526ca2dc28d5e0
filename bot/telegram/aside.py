"""An answer in a group that only who pressed a button sees: an ephemeral message (Bot API 10.2; its form is of 10.3).

The library knows neither, so the parameters go along with its sendMessage. A server that does not know them would post
the answer for all to see: it is asked first, by a method that it must know, with nothing in it that could be done.
"""

import asyncio
import logging

from telegram import Message
from telegram.error import BadRequest, EndPointNotFound, TelegramError
from telegram.ext import ExtBot

from bot.model import Address, Reply
from bot.telegram.abilities import Abilities
from bot.telegram.form import options
from bot.telegram.outcomes import may_be_form
from bot.telegram.rate_limiter import Broadcast, RateLimiter

SECONDS = 5.0
"""How long it may take: Telegram takes one for a pressed button within 15 s, and the button turns until then."""
SPARED = 10
"""Of the messages that a group may get in a minute so many stay for alerts: whether these count is not documented."""

logger = logging.getLogger("bongsu")


async def tell_aside(
    bot: ExtBot[Broadcast], address: Address, person: int, query_id: str, reply: Reply, abilities: Abilities
) -> bool:
    """Whether the reply was shown to this person alone, who pressed a button in this supergroup."""
    limiter = bot.rate_limiter
    if isinstance(limiter, RateLimiter) and limiter.spare(address.chat_id) <= SPARED:
        return False
    try:
        async with asyncio.timeout(SECONDS):
            if not await _has_asides(bot, abilities):
                return False
            sent = await _send(bot, address, person, query_id, reply)
            if sent.api_kwargs.get("ephemeral_message_id") is not None:
                return True
            _end(abilities, "it posted one for all to see")
            await bot.delete_message(address.chat_id, sent.message_id)
    except BadRequest as exc:
        if may_be_form(exc):
            _end(abilities, exc.message)
    except (TelegramError, TimeoutError) as exc:
        logger.warning("answering one of a group alone: %s", exc)
    return False


async def _send(bot: ExtBot[Broadcast], address: Address, person: int, query_id: str, reply: Reply) -> Message:
    to = {"receiver_user_id": person, "callback_query_id": query_id}
    said = options(reply)
    said["api_kwargs"] |= {"ephemeral_message_parameters": to, **to}  # as 10.3 takes them, and as 10.2 did
    return await bot.send_message(address.chat_id, message_thread_id=address.thread_id, **said)


async def _has_asides(bot: ExtBot[Broadcast], abilities: Abilities) -> bool:
    """Whether the server knows ephemeral messages, asked once."""
    if abilities.asides is None:
        try:
            await bot.do_api_request("deleteEphemeralMessage")
        except EndPointNotFound:
            _end(abilities, "it has no such method")
            return False
        except BadRequest:
            pass  # it knows the method and misses its parameters
        abilities.asides = True
    return abilities.asides


def _end(abilities: Abilities, reason: str) -> None:
    """Ask for no more of them, until the next start."""
    abilities.asides = False
    logger.info("answers to one of a group are shown over the button: ephemeral messages are refused (%s)", reason)
