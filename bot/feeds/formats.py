"""The text of a feed in any of its formats -> a Document: RSS 0.9x to 2.0, RDF and Atom by feedparser, JSON Feed here.

What a feed may hold is bounded before it is read: a feed begins at its root element, so that no DTD and none of its
entities is ever seen; it has at most 2,000 entries, 150,000 tags and 100,000 characters in one run of text. Of what has
more both ends are read: most feeds have their newest entry first, and some have it last.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from itertools import pairwise
from typing import Any

from bot.text.html import NOT_XML

MOST_ENTRIES = 2_000
"""How many entries of a feed are read, from both of its ends."""
_MOST_TAGS = 150_000
"""How many tags of a feed are read. Parsing time grows with them: a worker has ten seconds."""
_LONGEST_RUN = 100_000
"""How many characters may stand between two tags; a longer text is cut. feedparser's time grows faster than it."""

_CUT = f"it has more than {MOST_ENTRIES:,} entries or {_MOST_TAGS:,} tags, and those amid them were not read"

_ROOT = re.compile(r"<(?:[\w.\-]+:)?(rss|rdf|feed|channel|item|entry)(?=[\s>/])", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w.\-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_TAG = re.compile("<")
_CHANNEL = re.compile(r"<(/?(?:[\w.\-]+:)?channel)(?=[\s>])")
_ROOT_NAME = re.compile(r"<([^\s<>/]+)")
_LONG_RUN = re.compile(rf"(?<![^<])[^<]{{{_LONGEST_RUN + 1},}}")
_MEDIA = re.compile(r"xmlns:([\w.\-]+)\s*=\s*[\"']https?://search\.yahoo\.com/mrss/?[\"']")
_CAPTION = "caption"
_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s>])", re.IGNORECASE)

# feedparser resolves nothing against the feed's address: a guid would be resolved with it, and change when it moves.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LONGEST_TTL = timedelta(hours=24)
"""A longer wait that a feed asks for is taken for this."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as it stands in the document. `urls`, `texts` and `dates` are candidates, the best one first."""

    id: str
    urls: tuple[str, ...]
    title: str
    texts: tuple[str, ...]
    dates: tuple[str, ...]
    language: str | None
    source: str
    """Who published it, as an aggregator says: RSS's `<source>`, the title of Atom's."""
    updated: str
    """When it was changed last."""
    captions: tuple[str, ...]
    """What was written to its pictures and films."""
    content: str
    """All of it, whatever it is: what identifies an entry that has nothing else."""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it stands. `damage` holds what was wrong, each a clause without an end."""

    items: tuple[Item, ...] = ()
    title: str = ""
    link: str = ""
    language: str | None = None
    format: str = ""
    ttl: timedelta | None = None
    hubs: tuple[str, ...] = ()
    """The WebSub hubs that it names, and what it calls its own address."""
    self_url: str = ""
    damage: tuple[str, ...] = ()


def read(text: str) -> Document:
    """The document that `text` is, one without items where it is no feed. May raise whatever feedparser raises."""
    text = NOT_XML.sub("", text)
    if not text.strip():
        return Document(damage=("it is empty",))
    if text.lstrip().startswith(("{", "[")):
        return _read_json(text)
    root = _ROOT.search(text)
    if root is None:
        return Document(damage=("it is a web page, not a feed" if _WEB_PAGE.search(text) else "it is not a feed",))
    return _read_xml(text[: root.start()], text[root.start() :])


def _read_xml(prologue: str, text: str) -> Document:
    import feedparser  # here, so that only the processes that parse pay for it

    text, cuts = _bounded(text)
    text = _captions_apart(text)
    result = feedparser.parse(
        io.BytesIO(text.encode("utf-8")),
        response_headers=_HEADERS,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed = result["feed"]
    damage = [*cuts]
    if _ENTITY.search(prologue):
        damage.append("it declares entities of its own, which are not read")
    if result["bozo"] and not cuts:
        damage.append(f"its XML is broken ({_reason(result['bozo_exception'])})")
    if not result["entries"]:
        page = _WEB_PAGE.search(prologue or text)
        damage.append("it is a web page, not a feed" if page else "it has no entries")
    return Document(
        items=tuple(_item(entry) for entry in result["entries"]),
        title=_string(feed.get("title")),
        link=_string(feed.get("link")),
        language=_string(feed.get("language")) or None,
        format=result.get("version") or "",
        ttl=_ttl(feed),
        hubs=_related(feed, "hub"),
        self_url=next(iter(_related(feed, "self")), ""),
        damage=tuple(damage),
    )


def _captions_apart(text: str) -> str:
    """The text with Media RSS's descriptions under a name of their own: feedparser takes them for the entry's."""
    prefixes = "|".join({*_MEDIA.findall(text), "media"})
    return re.sub(rf"<(/?)({prefixes}):description(?:\s[^<>]*?)?(/?)>", rf"<\1\2:{_CAPTION}\3>", text)


def _bounded(text: str) -> tuple[str, list[str]]:
    """The text within the bounds, and what had to be cut."""
    cuts: list[str] = []

    def shortened(run: re.Match[str]) -> str:
        cuts.append(f"a text of {len(run[0]):,} characters was cut")
        # The end of a tag or of CDATA that stands far inside the run is kept, and no half of a reference.
        end = run[0].rfind(">")
        tail = run[0][end - 2 :][:_LONGEST_RUN] if end > _LONGEST_RUN else ""
        head = run[0][:_LONGEST_RUN]
        reference = head.rfind("&", -12)
        return (head[:reference] if reference >= 0 else head) + tail

    text = _LONG_RUN.sub(shortened, text)
    starts = [found.start() for found in _ENTRY.finditer(text)]
    if len(starts) > MOST_ENTRIES or text.count("<") > _MOST_TAGS:
        text = _ends(text, starts)
        end = next((found.start() for i, found in enumerate(_TAG.finditer(text)) if i == _MOST_TAGS), None)
        text = text if end is None else text[:end] + _closing(text[:end])
        cuts.append(_CUT)
    return text, cuts[:5]


def _ends(text: str, starts: Sequence[int]) -> str:
    """A text whose entries start there with as many of them as may be, from both of its ends; all where none may."""
    bounds = [*starts, len(text)]
    tags = [text.count("<", start, end) for start, end in pairwise(bounds)]
    room, head, tail = _MOST_TAGS - text.count("<", 0, bounds[0]), 0, 0
    while head + tail < min(len(tags), MOST_ENTRIES):
        room -= tags[head] if head <= tail else tags[-1 - tail]
        if room < 0:
            break
        head, tail = (head + 1, tail) if head <= tail else (head, tail + 1)
    if not head:
        return text
    first = text[: bounds[head]]
    return first + (text[bounds[-1 - tail] :] if tail else _closing(first))


def _closing(text: str) -> str:
    """The end tags that a document needs that was cut after an entry."""
    channels = _CHANNEL.findall(text)
    root = _ROOT_NAME.match(text)
    names = [channels[-1]] if channels and not channels[-1].startswith("/") else []
    names += [root[1]] if root and root[1] not in names else []
    return "".join(f"</{name}>" for name in names)


def _reason(error: Exception) -> str:
    message = error.getMessage() if hasattr(error, "getMessage") else str(error)
    return " ".join(message.split())[:100] or type(error).__name__


def _item(entry: dict[str, Any]) -> Item:
    guid = unescape(_string(entry.get("id")))  # feedparser's loose reader, which any broken entry calls, leaves "&amp;"
    link = _string(entry.get("link"))
    if link == guid and not re.match(r"https?://|/", link, re.IGNORECASE):
        link = ""  # feedparser takes a guid for an address unless it says that it is none; most forget to say so.
    others = [
        other for other in entry.get("links", ()) if other.get("rel") in {"alternate", "enclosure", "related", "via"}
    ]
    others.sort(key=lambda other: other.get("rel") != "alternate")
    details = [entry.get(name) or {} for name in ("title_detail", "summary_detail")]
    contents = [content.get("value") for content in entry.get("content", ()) if isinstance(content, dict)]
    return Item(
        id=guid,
        urls=_strings(
            [entry.get("feedburner_origlink"), entry.get("pheedo_origlink"), link, *(o.get("href") for o in others)]
        ),
        title=_string(entry.get("title")),
        texts=_strings([*contents, entry.get("summary")]),
        # Not entry["updated"]: feedparser answers that with `published`, and a warning.
        dates=_strings(dict.get(entry, name) for name in ("published", "updated", "created")),
        language=next(filter(None, (_string(detail.get("language")) for detail in details)), None),
        source=_string((entry.get("source") or {}).get("title")),
        updated=_string(dict.get(entry, "updated")),
        captions=_strings([entry.get(f"media_{_CAPTION}")]),
        content=repr(entry),
    )


def _related(feed: Mapping[str, Any], relation: str) -> tuple[str, ...]:
    """The addresses of a feed's own links of this relation."""
    return _strings(link.get("href") for link in feed.get("links", ()) if link.get("rel") == relation)


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _strings(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_string, values))))


def _ttl(feed: Mapping[str, Any]) -> timedelta | None:
    """How long the feed asks to be left alone: RSS's ttl in minutes, else the syndication module's period."""
    minutes = re.match(r"\d{1,6}", _string(feed.get("ttl")))
    if minutes:
        wait = timedelta(minutes=int(minutes[0]))
    else:
        period = _PERIODS.get(_string(feed.get("sy_updateperiod")).lower(), timedelta())
        frequency = re.match(r"[1-9]\d{0,5}", _string(feed.get("sy_updatefrequency")))
        wait = period / int(frequency[0]) if frequency else period
    return min(wait, _LONGEST_TTL) or None


def _read_json(text: str) -> Document:
    """JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1)."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return Document(damage=("it is neither XML nor JSON that can be read",))
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Document(damage=("it is JSON, but no JSON Feed",))
    items = [item for item in feed["items"] if isinstance(item, dict)]
    named = feed.get("hubs")
    hubs = [hub for hub in named if isinstance(hub, dict)] if isinstance(named, list) else []
    damage = []
    if len(items) > MOST_ENTRIES:
        items = items[: MOST_ENTRIES // 2] + items[-MOST_ENTRIES // 2 :]
        damage = [_CUT]
    return Document(
        items=tuple(_json_item(item) for item in items),
        title=_string(feed.get("title")),
        link=_string(feed.get("home_page_url")),
        language=_string(feed.get("language")) or None,
        format="json",
        hubs=_strings(hub.get("url") for hub in hubs if hub.get("type") == "WebSub"),
        self_url=_string(feed.get("feed_url")),
        damage=tuple(damage if items else ["it has no entries"]),
    )


def _json_item(item: Mapping[str, Any]) -> Item:
    guid = item.get("id")
    return Item(
        id=str(guid) if isinstance(guid, int | float) else _string(guid),
        urls=_strings([item.get("url"), item.get("external_url")]),
        title=_string(item.get("title")),
        texts=_strings(item.get(name) for name in ("content_html", "content_text", "summary")),
        dates=_strings(item.get(name) for name in ("date_published", "date_modified")),
        language=_string(item.get("language")) or None,
        source="",
        updated=_string(item.get("date_modified")),
        captions=(),
        content=json.dumps(item, sort_keys=True),
    )
