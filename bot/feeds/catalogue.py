"""The catalogue of feeds: TOML or OPML text to Sources, and Sources to OPML.

TOML is our own form, one feed a line (`data/feeds.toml` says what the fields are). OPML 2.0 is what feed readers
exchange; what it has no words for (country, timezone, tier, newsroom, User-Agent) travels in attributes of our own
namespace. What is wrong with one feed keeps no other one out.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from html.entities import html5
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from bot.errors import DataError
from bot.model import Source, Tier
from bot.text.html import NOT_XML
from bot.web.decode import decode

MAX_CHARACTERS = 5_000_000
"""How many characters a catalogue may have; ten thousand feeds need about two million."""

NAMESPACE = "urn:bongsu:opml"
"""The XML namespace of the attributes that we add to OPML: country, timezone, tier, newsroom, user_agent."""

_FIELDS = tuple(field.name for field in fields(Source))
_NOTE = "shared_host"
"""A field that is no part of a source: why it has not the newsroom of another feed on its host."""
_OURS = ("country", "timezone", "tier", "newsroom", "user_agent")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile("[a-z]{2}")

_OPML = re.compile(r"<(?:\w+:)?opml(?=[\s>/]|$)", re.I)
_OPEN_QUOTE = re.compile(r"""\s*<outline\b[^"']*"(?:[^"']*"[^"']*")*[^"']*>\s*""", re.I)
"""A line whose last quotation mark is not there: what follows it would be read as part of the value."""
_AMPERSAND = re.compile(r"&(?:#(?P<number>x[0-9a-f]{1,6}|[0-9]{1,7});|(?P<name>\w{1,32};))?", re.I)
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_MENDED = frozenset({"ERR_LT_IN_ATTRIBUTE", "ERR_TAG_NAME_MISMATCH", "ERR_ATTRIBUTE_REDEFINED"})
"""What libxml2 calls wrong and reads all the same, as do undeclared namespaces ("NS_...")."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sources that a file lists, in its order, and what is wrong with each line that could not be read."""

    sources: tuple[Source, ...]
    faults: tuple[DataError, ...] = ()


def load_catalogue(path: Path | None) -> Catalogue:
    """The catalogue in this file, or the built-in one; DataError where nothing in it can be used."""
    if path is None:
        built_in = resources.files("bot.feeds").joinpath("data/feeds.toml")
        return read_catalogue(built_in.read_text("utf-8"), "feeds.toml")
    try:
        with path.open("rb") as file:
            return read_bytes(file.read(4 * MAX_CHARACTERS + 1), str(path))
    except OSError as exc:
        raise DataError(f"{path} cannot be read: {exc.strerror or exc}.") from exc


def read_bytes(body: bytes, name: str) -> Catalogue:
    """What a file of these bytes lists; DataError as `read_catalogue`."""
    text = decode(body).text
    try:
        return read_catalogue(text if _is_markup(text, name) else body.decode("utf-8-sig"), name)
    except UnicodeDecodeError as exc:
        sentence = f"{name} is not UTF-8 text (at byte {exc.start}); save it as UTF-8."
        raise DataError(sentence, "feeds-file-encoding", byte=exc.start) from exc


def read_catalogue(text: str, name: str) -> Catalogue:
    """What a catalogue called `name` lists; DataError names the file, the place and the remedy where that is nothing.

    OPML is told by its first character, or by the name. It may list a feed in several folders: the first one counts.
    """
    if len(text) > MAX_CHARACTERS:
        sentence = f"{name} is longer than {MAX_CHARACTERS:,} characters; a catalogue of feeds is not."
        raise DataError(sentence, "feeds-file-large", most=MAX_CHARACTERS // 1_000_000)
    catalogue = _from_opml(text, name) if _is_markup(text, name) else _from_toml(text, name)
    if not catalogue.sources and catalogue.faults:
        first, more = catalogue.faults[0], len(catalogue.faults) - 1
        if not more:
            raise first
        raise DataError(f"{first} Wrong as well: {more} more.", first.key, **first.values, more=more)
    if not catalogue.sources:
        raise DataError(f"{name} lists no feeds.", "feeds-file-empty")
    return catalogue


def _is_markup(text: str, name: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<") or name.lower().endswith((".opml", ".xml"))


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
        if key not in (*_FIELDS, _NOTE):
            names = ", ".join(_FIELDS)
            sentence = f"{where}: there is no field {key!r}; the fields are {names}."
            raise DataError(sentence, "feeds-slip-unknown-field", word=key, fields=names)
        if not isinstance(value, str):
            raise DataError(f"{where}: {key} must be a text in quotes.", "feeds-slip-text", field=key)
    said = {key: str(value).strip() if key == "url" else _tidy(str(value)) for key, value in record.items()}
    for key in ("url", "outlet"):
        if not said.get(key):
            raise DataError(f"{where}: {key} is missing.", "feeds-slip-missing", field=key)
    for key in ("language", "country"):
        if key in said and not _CODE.fullmatch(said[key]):
            sentence = f"{where}: {key} must be a two-letter code in lower case, not {said[key]!r}."
            raise DataError(sentence, "feeds-slip-code", field=key, word=said[key])
    if not said.get("user_agent", "").isascii():
        raise DataError(f"{where}: user_agent must be ASCII, as headers are.", "feeds-slip-ascii")
    return Source(
        url=_address(said["url"], where),
        outlet=said["outlet"],
        language=said.get("language"),
        country=said.get("country"),
        timezone=_timezone(said.get("timezone", "UTC"), where),
        tier=_tier(said.get("tier", Tier.PRESS), where),
        newsroom=said.get("newsroom") or None,
        user_agent=said.get("user_agent"),
    )


def _from_toml(text: str, name: str) -> Catalogue:
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as exc:
        raise DataError(f"{name} is not valid TOML: {exc}.", "feeds-file-toml", error=str(exc)) from exc
    entries = document.get("feeds")
    if not isinstance(entries, list):
        sentence = f"{name} has no list named `feeds`; write: feeds = [ {{ url = ..., outlet = ... }}, ]"
        raise DataError(sentence, "feeds-file-list")
    sources: dict[str, Source] = {}
    faults: list[DataError] = []
    for number, entry in enumerate(entries, start=1):
        where = f"{name}, feed {number}"
        try:
            if not isinstance(entry, dict):
                sentence = f"{where}: it must be a table such as {{ url = ..., outlet = ... }}."
                raise DataError(sentence, "feeds-slip-table")
            source = source_from(entry, where)
            if sources.setdefault(source.url, source) is not source:
                sentence = f"{where}: {source.url} is listed before; remove one of the two."
                raise DataError(sentence, "feeds-slip-twice", word=source.url)
        except DataError as exc:
            faults.append(exc.at(feed=number))
    return Catalogue(tuple(sources.values()), tuple(faults))


def _from_opml(text: str, name: str) -> Catalogue:
    """What an OPML document lists, as far as it can be read: real ones are seldom well-formed."""
    body, faults = _body(text, name)
    sources: dict[str, Source] = {}
    for outline in body.iter(etree.Element):
        if (record := _record(outline)) is None:
            continue
        line = outline.sourceline or 0
        try:
            source = source_from(record, f"{name}, line {line}")
            sources.setdefault(source.url, source)
        except DataError as exc:
            faults.append(exc.at(line=line))
    return Catalogue(tuple(sources.values()), tuple(sorted(faults, key=lambda fault: int(fault.values["line"]))))


def _body(text: str, name: str) -> tuple[etree._Element, list[DataError]]:
    """The `<body>` of an OPML document, and on which lines something was lost. A document type is cut off unread."""
    start = _OPML.search(text)
    not_opml = DataError(f"{name} is not OPML: it must be an <opml> with a <body> of <outline>s.", "feeds-file-opml")
    if start is None and text.strip():
        raise not_opml
    at = start.start() if start else 0
    opml, lost = _tree("\n" * text.count("\n", 0, at) + text[at:])  # so that lines keep their numbers
    parts = () if opml is None else opml.iter(etree.Element)
    body = next((part for part in parts if _name(part.tag) == "body"), None)
    if body is None and lost:
        why = min(lost.items())[1]
        raise DataError(f"{name} is not well-formed XML: {why}.", "feeds-slip-xml", error=why)
    if body is None:
        raise not_opml
    return body, [
        DataError(f"{name}, line {line}: it is not well-formed XML: {why}.", "feeds-slip-xml", error=why, line=line)
        for line, why in lost.items()
    ]


def _tree(text: str) -> tuple[etree._Element | None, dict[int, str]]:
    """A document mended and read as far as it goes, and why something was lost, by the number of the line."""
    lines = dict(enumerate(text.split("\n"), 1))
    lost = {number: "a quotation mark is missing" for number, line in lines.items() if _OPEN_QUOTE.fullmatch(line)}
    text = "\n".join("" if number in lost else line for number, line in lines.items())
    text = _AMPERSAND.sub(_escaped, NOT_XML.sub(" ", text))
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        opml = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as exc:
        return None, {exc.lineno or 1: exc.msg}
    return opml, lost | {error.line: error.message for error in parser.error_log if not _is_mended(error.type_name)}


def _is_mended(kind: str) -> bool:
    return kind in _MENDED or kind.startswith("NS_")


def _escaped(found: re.Match[str]) -> str:
    """An ampersand as XML has it: a reference to a character that XML can hold, else an ampersand of the text."""
    number, name = found["number"], found["name"]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return found[0] if code <= 0x10FFFF and not NOT_XML.match(chr(code)) else " "
    if name in _XML_NAMES:
        return found[0]
    return "".join(f"&#{ord(char)};" for char in html5[name]) if name in html5 else f"&amp;{found[0][1:]}"


def _name(tag: str) -> str:
    """The name of an element or attribute as it is compared: programs differ in its case. Ours keep their namespace."""
    return tag if tag.startswith(f"{{{NAMESPACE}}}") else tag.rpartition("}")[2].lower()


def _record(outline: etree._Element) -> dict[str, object] | None:
    """An outline's attributes as our fields; what other programs left empty or wrote more loosely is let pass.

    None where it is no outline of a feed, but of a folder.
    """
    said = {_name(str(key)): str(value) for key, value in outline.attrib.items()}
    names_feed = "xmlurl" in said or (said.get("type", "").lower() in ("rss", "atom") and not len(outline))
    if _name(str(outline.tag)) != "outline" or not names_feed:
        return None
    url, language = said.get("xmlurl", ""), said.get("language", "").strip().lower().partition("-")[0]
    record = {
        "url": url,
        "outlet": next(filter(_tidy, (said.get("title", ""), said.get("text", ""))), url),
        "language": language if _CODE.fullmatch(language) else "",
        "tier": next((tier for tier in Tier if tier == said.get("category")), ""),
    }
    record |= {ours: said.get(f"{{{NAMESPACE}}}{ours}", record.get(ours, "")) for ours in _OURS}
    return {key: value for key, value in record.items() if value or key == "url"}


def _tidy(text: str) -> str:
    """In one line, without the characters that neither terminals nor XML take."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _address(url: str, where: str) -> str:
    url = re.sub(r"^feed:(?://)?(?=https?://)", "", url, flags=re.I)
    url = re.sub(r"^feed://", "http://", url, flags=re.I)
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
        sentence = f"{where}: {url!r} is not the address of a feed; it must begin with http:// or https://."
        raise DataError(sentence, "feeds-slip-address", word=url)
    return url


def _timezone(key: str, where: str) -> str:
    try:
        ZoneInfo(key)
    except (KeyError, ValueError, OSError) as exc:
        sentence = f"{where}: there is no timezone {key!r}; use an IANA name such as Asia/Seoul."
        raise DataError(sentence, "feeds-slip-timezone", word=key) from exc
    return key


def _tier(word: str, where: str) -> Tier:
    try:
        return Tier(word)
    except ValueError as exc:
        tiers = ", ".join(Tier)
        sentence = f"{where}: {word!r} is not a tier; the tiers are {tiers}."
        raise DataError(sentence, "feeds-slip-tier", word=word, tiers=tiers) from exc
