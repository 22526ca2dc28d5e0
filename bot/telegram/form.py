"""How a Reply is written for Telegram; and in plainer forms, where Telegram refuses the usual one."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape, unescape
from typing import Any, TypeVar

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.model import Button, Preview, Reply
from bot.telegram.abilities import Abilities
from bot.telegram.outcomes import lacks_part, may_be_form

_TAG = re.compile(r"<[^<>]*>")
_TIME = re.compile(r"</?tg-time\b[^<>]*>")

T = TypeVar("T")
logger = logging.getLogger("bongsu")


def markup(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup:
    """Rows of buttons as Telegram's keyboard."""
    return InlineKeyboardMarkup([[_key(button) for button in row] for row in buttons])


def _key(button: Button) -> InlineKeyboardButton:
    copied = CopyTextButton(button.copied) if button.copied else None
    return InlineKeyboardButton(
        button.label, callback_data=button.data, url=button.url, copy_text=copied, style=button.style
    )


@lru_cache(maxsize=128)
def _objects(reply: Reply) -> Mapping[str, str]:
    """A reply's buttons and its options, written out once for all who read it; the library would do so for each."""
    objects = {"link_preview_options": _previewing(reply.preview).to_json()} if reply.text else {}
    if reply.buttons:
        objects["reply_markup"] = markup(reply.buttons).to_json()
    return objects


def _previewing(preview: Preview | None) -> LinkPreviewOptions:
    """Without one named, Telegram would preview the first link of a text. It heeds a size only beside an address."""
    if preview is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=preview.url, prefer_large_media=preview.large, prefer_small_media=not preview.large)


def options(reply: Reply) -> dict[str, Any]:
    """How every message of ours is sent or edited: HTML, its buttons, and the page that it previews, none if not named.

    Other buttons under a text that stays are a Reply without one.
    """
    # A copy: the library writes into api_kwargs.
    objects = {"api_kwargs": dict(_objects(reply))}
    return {"text": reply.text, "parse_mode": ParseMode.HTML, **objects} if reply.text else objects


def older(reply: Reply) -> Reply:
    """The same for a server that does not know all of it: times as text, and no button that copies.

    What else is new it leaves out by itself: a colour, and that a quote folds.
    """
    rows = (tuple(button for button in row if button.copied is None) for row in reply.buttons)
    return replace(reply, text=_TIME.sub("", reply.text), buttons=tuple(row for row in rows if row))


def plain(reply: Reply) -> Reply:
    """The same words without a tag, and of the buttons those that come back to us: nothing in it is from outside."""
    rows = (tuple(button for button in row if button.data is not None) for row in reply.buttons)
    text = escape(unescape(_TAG.sub("", reply.text)), quote=False)
    return Reply(text, tuple(row for row in rows if row))


async def in_some_form(call: Callable[..., Awaitable[T]], reply: Reply, abilities: Abilities) -> T:
    """Call with the reply's options; where Telegram may be refusing its form, again in plainer ones.

    Nothing goes twice: a form is tried only after Telegram said that it did not take the one before.
    """
    forms = list(dict.fromkeys([reply, older(reply), plain(reply)][0 if abilities.parts else 1 :]))
    if reply in abilities.refused:
        forms = forms[-1:]
    refusal: BadRequest | None = None
    for form in forms:
        try:
            result = await call(**options(form))
        except BadRequest as exc:
            if form == forms[-1] or not may_be_form(exc):
                raise
            refusal = refusal or exc
            continue
        if refusal is not None:
            _learn(abilities, reply, form, refusal)
        return result
    raise AssertionError("the last form is taken or raises")


def _learn(abilities: Abilities, reply: Reply, taken: Reply, refusal: BadRequest) -> None:
    """Keep what the refusal of a reply and the taking of a plainer one say: of the server, or of this reply alone."""
    if taken == older(reply) and lacks_part(refusal):
        abilities.parts = False
        logger.warning("this Bot API server is older than what alerts are made of, and gets them plainer: %s", refusal)
    else:
        abilities.refuse(reply)
        logger.warning("Telegram refused the form of %r and took it plain: %s", reply.text[:80], refusal.message)
