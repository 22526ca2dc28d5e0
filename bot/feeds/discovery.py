"""A site's page -> the feeds that it names by `<link rel=alternate>` (RSS Advisory Board, "RSS Autodiscovery"). Pure.

No more of the page is read than the part in which a head ends, and nothing of it is run or resolved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from bot.text.html import plain_line
from bot.web.decode import decode
from bot.web.link import address

MOST = 10
"""How many feeds of a page are named."""
_HEAD = 500_000
"""Letters of a page in which they are looked for."""
_LONGEST_TITLE = 100
_TAG = re.compile(r"<(link|base)\s([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"""([\w-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})


@dataclass(frozen=True, slots=True)
class Named:
    """A feed that a page names: its address and title."""

    url: str
    title: str


def feeds_of(body: bytes, *, url: str, headers: Mapping[str, str] = {}) -> tuple[Named, ...]:
    """The feeds that the page at this address names, each once, in its order."""
    page = decode(body, content_type=headers.get("content-type", "")).text[:_HEAD]
    base, found = url, dict[str, Named]()
    for tag in _TAG.finditer(page):
        said = {name.lower(): unescape(next(filter(None, values), "")) for name, *values in _ATTRIBUTE.findall(tag[2])}
        if tag[1].lower() == "base":
            base = address(said.get("href", ""), url) or base
        elif _is_feed(said) and (there := address(said.get("href", ""), base)):
            title = plain_line(said.get("title", ""))[:_LONGEST_TITLE]
            found.setdefault(there, Named(there, title or there))
    return tuple(found.values())[:MOST]


def _is_feed(said: Mapping[str, str]) -> bool:
    relations = said.get("rel", "").lower().split()
    kind = said.get("type", "").lower().partition(";")[0].strip()
    return "feed" in relations or ("alternate" in relations and kind in _TYPES)
