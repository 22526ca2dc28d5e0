"""The catalogue of feeds: TOML or OPML text to Sources, and Sources to OPML.

TOML is our own form, one feed a line (`data/feeds.toml` says what the fields are). OPML 2.0 is what feed readers
exchange; what it has no words for (country, timezone, tier, User-Agent) travels in attributes of our own namespace.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from bot.errors import DataError
from bot.model import Source, Tier

MAX_CHARACTERS = 5_000_000
"""How many characters a catalogue may have; ten thousand feeds need about two million."""

NAMESPACE = "urn:bongsu:opml"
"""The XML namespace of the attributes that we add to OPML: country, timezone, tier, user_agent."""

_FIELDS = tuple(field.name for field in fields(Source))
_OURS = ("country", "timezone", "tier", "user_agent")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile("[a-z]{2}")


def load_catalogue(path: Path | None) -> tuple[Source, ...]:
    """The catalogue in this file, or the built-in one; DataError says what is wrong with it."""
    if path is None:
        built_in = resources.files("bot.feeds").joinpath("data/feeds.toml")
        return read_catalogue(built_in.read_text("utf-8"), "feeds.toml")
    try:
        with path.open(encoding="utf-8-sig") as file:
            return read_catalogue(file.read(MAX_CHARACTERS + 1), str(path))
    except OSError as exc:
        raise DataError(f"{path} cannot be read: {exc.strerror or exc}.") from exc
    except UnicodeDecodeError as exc:
        raise DataError(f"{path} is not UTF-8 text (at byte {exc.start}); save it as UTF-8.") from exc


def read_catalogue(text: str, name: str) -> tuple[Source, ...]:
    """The sources in a catalogue called `name`, in its order; DataError names the file, the place and the remedy.

    OPML is told by its first character, or by the name. It may list a feed in several folders: the first one counts.
    """
    if len(text) > MAX_CHARACTERS:
        raise DataError(f"{name} is longer than {MAX_CHARACTERS:,} characters; a catalogue of feeds is not.")
    markup = text.lstrip("\ufeff \t\r\n").startswith("<") or name.lower().endswith((".opml", ".xml"))
    sources = _from_opml(text, name) if markup else _from_toml(text, name)
    if not sources:
        raise DataError(f"{name} lists no feeds.")
    return sources


def write_opml(sources: Iterable[Source]) -> str:
    """OPML 2.0 that feed readers take and `read_catalogue` gives back unchanged."""
    opml = etree.Element("opml", version="2.0", nsmap={"bongsu": NAMESPACE})
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = "Bongsu feeds"
    body = etree.SubElement(opml, "body")
    for source in sources:
        outline = etree.SubElement(body, "outline", type="rss", text=_tidy(source.outlet), xmlUrl=_tidy(source.url))
        if source.language:
            outline.set("language", source.language)
        for ours in _OURS:
            if getattr(source, ours):
                outline.set(f"{{{NAMESPACE}}}{ours}", getattr(source, ours))
    written: bytes = etree.tostring(opml, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written.decode()


def source_from(record: Mapping[str, object], where: str) -> Source:
    """The source that this record of named fields means; `where` begins the sentence of a DataError."""
    for key, value in record.items():
        if key not in _FIELDS:
            raise DataError(f"{where}: there is no field {key!r}; the fields are {', '.join(_FIELDS)}.")
        if not isinstance(value, str):
            raise DataError(f"{where}: {key} must be a text in quotes.")
    said = {key: str(value).strip() if key == "url" else _tidy(str(value)) for key, value in record.items()}
    for key in ("url", "outlet"):
        if not said.get(key):
            raise DataError(f"{where}: {key} is missing.")
    for key in ("language", "country"):
        if key in said and not _CODE.fullmatch(said[key]):
            raise DataError(f"{where}: {key} must be a two-letter code in lower case, not {said[key]!r}.")
    if not said.get("user_agent", "").isascii():
        raise DataError(f"{where}: user_agent must be ASCII, as headers are.")
    return Source(
        url=_address(said["url"], where),
        outlet=said["outlet"],
        language=said.get("language"),
        country=said.get("country"),
        timezone=_timezone(said.get("timezone", "UTC"), where),
        tier=_tier(said.get("tier", Tier.PRESS), where),
        user_agent=said.get("user_agent"),
    )


def _from_toml(text: str, name: str) -> tuple[Source, ...]:
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as exc:
        raise DataError(f"{name} is not valid TOML: {exc}.") from exc
    entries = document.get("feeds")
    if not isinstance(entries, list):
        raise DataError(f"{name} has no list named `feeds`; write: feeds = [ {{ url = ..., outlet = ... }}, ]")
    sources: dict[str, Source] = {}
    for number, entry in enumerate(entries, start=1):
        where = f"{name}, feed {number}"
        if not isinstance(entry, dict):
            raise DataError(f"{where}: it must be a table such as {{ url = ..., outlet = ... }}.")
        source = source_from(entry, where)
        if source.url in sources:
            raise DataError(f"{where}: {source.url} is listed before; remove one of the two.")
        sources[source.url] = source
    return tuple(sources.values())


def _from_opml(text: str, name: str) -> tuple[Source, ...]:
    if "<!DOCTYPE" in text:  # entities are declared there, and OPML needs neither
        raise DataError(f"{name} declares a document type, which OPML does not have; remove the <!DOCTYPE ...>.")
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        opml = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as exc:
        raise DataError(f"{name} is not well-formed XML: {exc.msg}.") from exc
    body = opml.find("body")
    if opml.tag != "opml" or body is None:
        raise DataError(f"{name} is not OPML: it must be an <opml> with a <body> of <outline>s.")
    sources: dict[str, Source] = {}
    for outline in body.iter("outline"):
        if outline.get("xmlUrl") is not None:  # the others are folders
            source = source_from(_record(outline.attrib), f"{name}, line {outline.sourceline}")
            sources.setdefault(source.url, source)
    return tuple(sources.values())


def _record(attributes: Mapping[str, str]) -> dict[str, object]:
    """An outline's attributes as our fields; what other programs left empty or wrote more loosely is let pass."""
    url, language = attributes["xmlUrl"], attributes.get("language", "").strip().lower().partition("-")[0]
    record = {
        "url": url,
        "outlet": next(filter(_tidy, (attributes.get("title", ""), attributes.get("text", ""))), url),
        "language": language if _CODE.fullmatch(language) else "",
        "tier": next((tier for tier in Tier if tier == attributes.get("category")), ""),
    }
    record |= {ours: attributes.get(f"{{{NAMESPACE}}}{ours}", record.get(ours, "")) for ours in _OURS}
    return {key: value for key, value in record.items() if value or key == "url"}


def _tidy(text: str) -> str:
    """In one line, without the characters that neither terminals nor XML take."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _address(url: str, where: str) -> str:
    try:
        parts = urlsplit(url)
        reachable = (
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and " " not in url
            and url == _tidy(url)
        )
    except ValueError:
        reachable = False
    if not reachable:
        raise DataError(f"{where}: {url!r} is not the address of a feed; it must begin with http:// or https://.")
    return url


def _timezone(key: str, where: str) -> str:
    try:
        ZoneInfo(key)
    except (KeyError, ValueError, OSError) as exc:
        raise DataError(f"{where}: there is no timezone {key!r}; use an IANA name such as Asia/Seoul.") from exc
    return key


def _tier(word: str, where: str) -> Tier:
    try:
        return Tier(word)
    except ValueError as exc:
        raise DataError(f"{where}: {word!r} is not a tier; the tiers are {', '.join(Tier)}.") from exc
