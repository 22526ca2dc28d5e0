"""Published items -> the bytes of a feed, in the formats and with the damage that one meets."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.preview.script import Item, Outlet


@dataclass(frozen=True, slots=True)
class Published:
    """An item that is out, and since when."""

    item: Item
    at: datetime


Writer = Callable[[Outlet, Sequence[Published], str], str]


def render_feed(outlet: Outlet, published: Sequence[Published], base: str) -> bytes:
    """The feed's document, in the outlet's format, encoding and state of repair; `base` is the site's address."""
    text = FORMATS[outlet.format](outlet, published, base)
    if outlet.damage is not None:
        text = DAMAGES[outlet.damage](text)
    return text.encode(outlet.encoding, "xmlcharrefreplace")


def content_type(outlet: Outlet) -> str:
    """The media type that the outlet's server names, without a charset: the document declares it."""
    if outlet.damage == "error-page":
        return "text/html"
    return {"json": "application/feed+json", "atom": "application/atom+xml"}.get(outlet.format, "application/rss+xml")


def _rss(outlet: Outlet, published: Sequence[Published], base: str) -> str:
    items = "".join(
        f"<item><title>{escape(one.item.title)}</title><link>{escape(base + one.item.path)}</link>"
        f'<guid isPermaLink="false">{escape(_guid(one.item))}</guid><pubDate>{_rss_date(outlet, one.at)}</pubDate>'
        f"<description>{escape(_html(one.item.paragraphs[:2]))}</description></item>\n"
        for one in published
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(outlet.outlet)}</title><link>{base}</link><description>Made-up news</description>\n"
        f"{items}</channel></rss>"
    )


def _rdf(outlet: Outlet, published: Sequence[Published], base: str) -> str:
    places = "".join(f'<rdf:li rdf:resource="{escape(base + one.item.path)}"/>' for one in published)
    items = "".join(
        f'<item rdf:about="{escape(base + one.item.path)}"><title>{escape(one.item.title)}</title>'
        f"<link>{escape(base + one.item.path)}</link><dc:date>{_iso(outlet, one.at)}</dc:date>"
        f"<description>{escape(' '.join(one.item.paragraphs[:2]))}</description></item>\n"
        for one in published
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}"><title>{escape(outlet.outlet)}</title><link>{base}</link>'
        f"<description>Made-up news</description><items><rdf:Seq>{places}</rdf:Seq></items></channel>\n"
        f"{items}</rdf:RDF>"
    )


def _atom(outlet: Outlet, published: Sequence[Published], base: str) -> str:
    entries = "".join(
        f'<entry><title type="text">{escape(one.item.title)}</title><id>{escape(_guid(one.item))}</id>'
        f'<link rel="alternate" href="{escape(base + one.item.path)}"/>'
        f"<published>{_iso(outlet, one.at)}</published><updated>{_iso(outlet, one.at)}</updated>"
        f'<summary type="text">{escape(one.item.paragraphs[0])}</summary>'
        f'<content type="html">{escape(_html(one.item.paragraphs))}</content></entry>\n'
        for one in published
    )
    newest = max(one.at for one in published)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.outlet)}</title><id>{base}{outlet.path}</id><updated>{_iso(outlet, newest)}</updated>"
        f"<author><name>{escape(outlet.outlet)}</name></author>\n{entries}</feed>"
    )


def _json(outlet: Outlet, published: Sequence[Published], base: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.outlet,
        "home_page_url": base,
        "feed_url": base + outlet.path,
        "items": [
            {
                "id": _guid(one.item),
                "url": base + one.item.path,
                "title": one.item.title,
                "content_html": _html(one.item.paragraphs),
                "date_published": _iso(outlet, one.at),
            }
            for one in published
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _sloppy(text: str) -> str:
    """Ampersands as they fall, an entity that XML lacks, and the end lost on the way: still readable."""
    text = text.replace("&amp;", "&").replace("</description>", "&nbsp;</description>")
    return text.removesuffix("</channel></rss>")


def _error_page(text: str) -> str:
    """What many a server sends with status 200 when it is down."""
    return "<!DOCTYPE html><html><body><h1>We'll be right back</h1><p>Scheduled maintenance.</p></body></html>"


FORMATS: Mapping[str, Writer] = {"rss": _rss, "rdf": _rdf, "atom": _atom, "json": _json}
DAMAGES: Mapping[str, Callable[[str], str]] = {"sloppy": _sloppy, "error-page": _error_page}


def _guid(item: Item) -> str:
    return item.guid or f"tag:samples.invalid:{item.outlet}{item.path}"


def _html(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def _iso(outlet: Outlet, at: datetime) -> str:
    return at.astimezone(ZoneInfo(outlet.timezone)).isoformat(timespec="seconds")


def _rss_date(outlet: Outlet, at: datetime) -> str:
    """RFC 822 with the zone's name (KST, EST: not all are in the RFC), or a local time without any zone."""
    pattern = "%a, %d %b %Y %H:%M:%S %Z" if outlet.zoned_dates else "%Y-%m-%d %H:%M:%S"
    return at.astimezone(ZoneInfo(outlet.timezone)).strftime(pattern)
