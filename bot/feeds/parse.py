"""Bytes of a feed -> its Entries: never raises, whatever the bytes are; what is wrong with them is said in `damage`."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds.dates import published
from bot.feeds.formats import Document, Item, read
from bot.feeds.websub import discover
from bot.model import Entry, Hub, Source, Tier
from bot.text.html import clean_line, plain_line, plain_text
from bot.text.language_id import language_of
from bot.text.newsrooms import newsroom, newsroom_name
from bot.web.decode import decode
from bot.web.link import address, canonical

_LONGEST_TITLE = 500
"""How many letters of a title are kept."""
_LONGEST_TEXT = 20_000
"""How many letters of a text are kept."""
_LONGEST_GUID = 500
"""A longer guid is replaced by a digest of it."""
_LONGEST_OUTLET = 100
"""How many letters of a publisher's name are kept."""
_TITLES_THAT_SHARE = 3
"""A guid or an address that so many entries of one feed share, under different titles, identifies none of them; an
address that two share which have guids of their own does not either."""

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<(?:\w+:)?language>\s*([A-Za-z_\-]{2,12})|xml:lang=[\"']([A-Za-z_\-]{2,12})")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a document held: its entries in their order, and what was wrong with it in one sentence, None when clean.

    `format` is feedparser's name (`rss20`, `atom10`, `rss10`, ...), `json`, or empty where it is unknown; `ttl` is how
    long the feed asks to be left alone, 24 hours at most; `hub` is who pushes it. A document without entries always has
    damage.
    """

    entries: tuple[Entry, ...]
    title: str
    format: str
    ttl: timedelta | None
    damage: str | None
    hub: Hub | None = None


def parse(body: bytes, *, url: str, source: Source, now: datetime, headers: Mapping[str, str] = {}) -> Parsed:
    """The entries of a feed that was found at `url` at `now`, with the response's headers. Never raises."""
    try:
        return _parsed(body, url, source, now, headers)
    except MemoryError:
        reason = "it needs more memory to read than there is"
    except (
        Exception
    ) as exc:  # feedparser and lxml promise nothing about hostile bytes, and one feed must not stop the rest
        reason = f"it could not be read ({type(exc).__name__})"
    return failed(reason)


def failed(reason: str) -> Parsed:
    """What came of a document that could not be read, and why: a clause without an end."""
    return Parsed(entries=(), title="", format="", ttl=None, damage=_sentence([reason]))


def _parsed(body: bytes, url: str, source: Source, now: datetime, headers: Mapping[str, str]) -> Parsed:
    said = {name.lower(): value for name, value in headers.items()}
    decoded = decode(
        body, content_type=said.get("content-type", ""), languages=[source.language, _declared_language(body)]
    )
    document = read(decoded.text)
    return Parsed(
        entries=tuple(_entries(document, url, source, now)),
        title=_cut(plain_line(document.title), _LONGEST_TITLE),
        format=document.format,
        ttl=document.ttl,
        damage=_sentence([*filter(None, [decoded.damage]), *document.damage]),
        hub=discover(said.get("link", ""), document.hubs, document.self_url, url=url),
    )


def _declared_language(body: bytes) -> str | None:
    found = _LANGUAGE.search(body[:5_000])
    return (found[1] or found[2]).decode("ascii")[:2].lower() if found else None


def _sentence(damage: list[str]) -> str | None:
    text = "; ".join(damage)
    return clean_line(text[:1].upper() + text[1:] + ".") if text else None


def _entries(document: Document, url: str, source: Source, now: datetime) -> Iterable[Entry]:
    homes = {canonical(address(document.link, url) or ""), canonical(url), None}
    titles = [_cut(plain_line(item.title), _LONGEST_TITLE) for item in document.items]
    urls = [next(filter(None, (address(raw, url) for raw in item.urls)), None) for item in document.items]
    links = [canonical(opened) if opened else None for opened in urls]
    ids = [None if _ADDRESS.match(item.id) and canonical(item.id) in homes else item.id for item in document.items]
    no_links = _shared(links, titles) | (_shared(links, titles, 2) & _shared(links, ids, 2)) | homes
    no_ids = _shared(ids, titles)
    for item, title, opened, link, given in zip(document.items, titles, urls, links, ids, strict=True):
        own_link = None if link in no_links else link
        text = _cut(_text(item), _LONGEST_TEXT)
        outlet, tier = _publisher(plain_line(item.source), source)
        moments = (published(raw, timezone=source.timezone, now=now) for raw in item.dates)
        dated = next(filter(None, moments), None)
        updated = published(item.updated, timezone=source.timezone, now=now)
        yield Entry(
            guid=_guid(item, title, None if given in no_ids else given, own_link),
            title=_unsigned(title, outlet),
            text=_unsigned_lines(text, title, outlet),
            published_at=dated or now,
            url=opened,
            link=own_link,
            language=language_of(f"{title} {text}", [item.language, document.language, source.language]),
            undated_at=None if dated else now,
            updated_at=updated if dated and updated and updated > dated else None,
            outlet=outlet,
            tier=tier,
        )


def _publisher(named: str, source: Source) -> tuple[str | None, Tier | None]:
    """Who published an entry by the name that its feed gives, and how near that one stands; None as the feed says.

    An aggregator is believed. Another feed mostly names itself there, so only a newsroom that is known counts, and it
    stands no nearer for that.
    """
    if not named:
        return None, None
    known = newsroom(named)
    if known and known is newsroom(source.newsroom or source.outlet):
        return None, None
    if source.tier is Tier.AGGREGATOR:
        return _cut(named, _LONGEST_OUTLET), known.tier if known else None
    return (_cut(named, _LONGEST_OUTLET) if known else None), None


def _unsigned(title: str, outlet: str | None) -> str:
    """The title without its publisher's name behind it: `... - Reuters`."""
    head, dash, name = title.rpartition(" - ")
    signed = outlet and dash and newsroom_name(name.strip()) == newsroom_name(outlet)
    return head.rstrip() if signed and head.strip() else title


def _unsigned_lines(text: str, title: str, outlet: str | None) -> str:
    """The text without lines that are only the title and its publisher's name."""
    if outlet is None:
        return text
    said = (title, f"{_unsigned(title, outlet)} {outlet}")
    return "\n".join(line for line in text.splitlines() if line not in said)


def _text(item: Item) -> str:
    """The longest of an item's texts; what was written to a picture or film only where there is nothing else."""
    texts = filter(None, map(plain_text, item.texts))
    return max(texts, key=len, default="") or max(map(plain_text, item.captions), key=len, default="")


def _shared(identities: list[str | None], by: Sequence[str | None], many: int = _TITLES_THAT_SHARE) -> set[str | None]:
    """The identities that are shared by so many titles, or by so many others that tell entries apart."""
    sharing: defaultdict[str | None, set[str]] = defaultdict(set)
    for identity, other in zip(identities, by, strict=True):
        sharing[identity].update(filter(None, [other]))
    return {identity for identity, shared in sharing.items() if identity and len(shared) >= many}


def _guid(item: Item, title: str, given: str | None, link: str | None) -> str:
    """The guid that was given, else the canonical link, else a hash of title and date as published."""
    guid = clean_line(given or "") or link
    if guid and len(guid) <= _LONGEST_GUID:
        return guid
    dated = "\n".join([title, *item.dates[:1]]) if title else ""
    content = guid or dated or "\n".join(item.texts) or "\n".join(item.urls) or item.content
    return f"sha256:{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
