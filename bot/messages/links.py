"""Which addresses may stand in a message: over one that Telegram refuses, it refuses the whole message."""

import re
from html import escape

_LONGEST = 1000
_PORT = r"(?P<port>[0-9]{1,5})"
_WEB = re.compile(rf"https?://(?:[\w-]+\.)+[\w-]+(?::{_PORT})?(?:[/?#].*)?", re.DOTALL | re.IGNORECASE)
"""Names and numbers with a dot in them, as the outside knows a host; no user, and a port only as a number.

Narrower than Telegram (td's HttpUrl and LinkManager), which takes IPv6, users and odd signs: no news needs them.
"""


def takes_link(url: str | None) -> bool:
    """Whether Telegram takes this address for a link or a button."""
    found = _WEB.fullmatch(url) if url and len(url) <= _LONGEST else None
    return found is not None and (found["port"] is None or 0 < int(found["port"]) < 65536)


def link(text: str, url: str | None) -> str:
    """Escaped text, linked where there is an address that Telegram takes."""
    return f'<a href="{escape(url or "", quote=True)}">{text}</a>' if takes_link(url) else text
