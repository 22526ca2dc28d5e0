"""Pieces of Telegram HTML: text that is cut and escaped, times that each phone shows in its zone, quotes that fold.

The forms are those of the Bot API's formatting options; an older server's are in bot.telegram.form.
"""

import re
from collections.abc import Collection
from datetime import datetime
from html import escape as _escape
from html import unescape

MESSAGE_UNITS = 4096
"""Telegram's limit on a message, in UTF-16 units after its tags are parsed."""

_TAG = re.compile("<[^>]*>")


def units(text: str) -> int:
    """The length of a text in UTF-16 units: how Telegram measures."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shown(html: str) -> int:
    """How many units of a message some HTML of ours takes: Telegram does not count its tags."""
    return units(plain(html))


def plain(html: str) -> str:
    """Some HTML of ours as text without tags."""
    return unescape(_TAG.sub("", html))


def cut(text: str, limit: int) -> str:
    """The text within `limit` UTF-16 units, cut at a word where one is near, marked with an ellipsis."""
    if units(text) <= limit:
        return text
    raw = text.encode("utf-16-le", "surrogatepass")[: 2 * max(limit - 1, 0)]
    kept = raw.decode("utf-16-le", "ignore")
    word = kept.rfind(" ")
    return (kept[:word] if word > len(kept) * 0.8 else kept).rstrip() + "…" if limit else ""


def clean(text: str) -> str:
    """Text without what would make a request invalid: lone surrogates and control characters."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(c for c in text if c >= " " or c in "\n\t")


def escape(text: str) -> str:
    """Text as Telegram HTML."""
    return _escape(clean(text), quote=False)


def emphasise(text: str, terms: Collection[str]) -> str:
    """Text as Telegram HTML with these terms in bold, wherever they stand."""
    words = "|".join(re.escape(term) for term in sorted(filter(str.strip, terms), key=len, reverse=True))
    # With one group, split() alternates between what is outside the terms and what is one.
    pieces = re.split(f"({words})", text) if words else [text]
    return "".join(f"<b>{escape(piece)}</b>" if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def moment(text: str, at: datetime, *, dated: bool, seconds: bool = False) -> str:
    """A time as a date-time entity (Bot API 9.5): each phone shows it in its own zone, one that cannot as this text."""
    kind = ("d" if dated else "") + ("T" if seconds else "t")
    return f'<tg-time unix="{int(at.timestamp())}" format="{kind}">{escape(text)}</tg-time>'


def folded(text: str) -> str:
    """A quote that shows its first lines until one opens it (Bot API 7.4)."""
    return f"<blockquote expandable>{escape(text)}</blockquote>"
