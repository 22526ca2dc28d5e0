"""How a Reply is written for Telegram; and in the plainest form, where Telegram refuses the usual one."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from html import escape, unescape
from typing import Any, TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.model import Button, Reply
from bot.telegram.outcomes import may_be_form

KEPT = 100
"""How many Replies whose form was refused are remembered; then all are forgotten, which costs a try each."""
_TAG = re.compile(r"<[^<>]*>")

T = TypeVar("T")
logger = logging.getLogger("bongsu")


def markup(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup:
    """Rows of buttons as Telegram's keyboard."""
    rows = [[InlineKeyboardButton(b.label, callback_data=b.data, url=b.url) for b in row] for row in buttons]
    return InlineKeyboardMarkup(rows)


@lru_cache(maxsize=128)
def _objects(reply: Reply) -> Mapping[str, str]:
    """A reply's buttons and its options, written out once for all who read it; the library would do so for each."""
    objects = {"link_preview_options": LinkPreviewOptions(is_disabled=True).to_json()}
    if reply.buttons:
        objects["reply_markup"] = markup(reply.buttons).to_json()
    return objects


def options(reply: Reply) -> dict[str, Any]:
    """How every message of ours is sent or edited: HTML, its buttons, no preview of links."""
    # A copy: the library writes into api_kwargs.
    return {"text": reply.text, "parse_mode": ParseMode.HTML, "api_kwargs": dict(_objects(reply))}


def plain(reply: Reply) -> Reply:
    """The same words without a tag, and of the buttons those that come back to us: nothing in it is from outside."""
    rows = (tuple(button for button in row if button.url is None) for row in reply.buttons)
    text = escape(unescape(_TAG.sub("", reply.text)), quote=False)
    return Reply(text, tuple(row for row in rows if row))


async def in_some_form(call: Callable[..., Awaitable[T]], reply: Reply, refused: set[Reply]) -> T:
    """Call with the reply's options; where Telegram may be refusing its form, once more in the plainest.

    `refused` remembers what was taken in the plain form only, so that nobody else has to wait for a second try.
    """
    if reply in refused:
        return await call(**options(plain(reply)))
    try:
        return await call(**options(reply))
    except BadRequest as exc:
        if not may_be_form(exc):
            raise
        result = await call(**options(plain(reply)))
        logger.warning("Telegram refused the form of %r and took it plain: %s", reply.text[:80], exc.message)
    if len(refused) >= KEPT:
        refused.clear()
    refused.add(reply)
    return result
