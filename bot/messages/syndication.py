"""Stories -> the feeds that other machines read of us: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org).

A story keeps its id for ever; an edit changes `updated` (`date_modified`), by which a reader replaces what it has.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from uuid import NAMESPACE_OID, UUID, uuid5

from lxml import etree

from bot.messages.factline import FactLine
from bot.messages.links import takes_link
from bot.messages.outgoing import document, headline_of
from bot.messages.render import Renderer
from bot.model import Story
from bot.stories.story import facts_of
from bot.stories.telling import Telling, telling
from bot.text.html import NOT_XML

ATOM = "http://www.w3.org/2005/Atom"
VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Syndication:
    """Writes feeds in a language; `bot` is the bot's id, which makes the ids of its stories its own."""

    renderer: Renderer
    bot: str
    language: str

    def atom(self, title: str, address: str, stories: Sequence[Story], now: datetime) -> bytes:
        """The stories as Atom, in the order given; `address` is where the feed is asked for."""
        feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
        updated = max((story.updated_at for story in stories), default=now)
        for name, text in (("id", self._id(title)), ("title", title), ("updated", updated.isoformat())):
            _add(feed, name, text)
        _add(feed, "link", rel="self", href=_xml(address))
        for story in stories:
            self._entry(feed, story)
        written: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
        return written

    def _entry(self, feed: etree._Element, story: Story) -> None:
        told = telling(story, self.language)
        entry = _add(feed, "entry")
        _add(entry, "id", self._id(f"story {story.id}"))
        _add(entry, "title", headline_of(self.renderer, story, told, self.language))
        _add(entry, "updated", story.updated_at.isoformat())
        _add(entry, "published", story.opened_at.isoformat())
        for outlet in story.outlets:
            _add(_add(entry, "author"), "name", self.renderer.naming.outlet(outlet, self.language))
        for topic in story.topics:
            _add(entry, "category", term=_xml(topic))
        if takes_link(told.url):
            _add(entry, "link", rel="alternate", href=_xml(told.url or ""))
        _add(entry, "content", self._html(story, told), type="html")

    def json(self, title: str, address: str, stories: Sequence[Story]) -> bytes:
        """The same as JSON Feed; `_bongsu` has each story as our own webhooks have it."""
        return json.dumps(
            {
                "version": VERSION,
                "title": title,
                "feed_url": address,
                "language": self.language,
                "items": [self._item(story) for story in stories],
            },
            ensure_ascii=False,
        ).encode("utf-8", "replace")

    def _item(self, story: Story) -> dict[str, object]:
        told = telling(story, self.language)
        item = {
            "id": self._id(f"story {story.id}"),
            "url": told.url,
            "title": headline_of(self.renderer, story, told, self.language),
            "content_html": self._html(story, told),
            "date_published": story.opened_at.isoformat(),
            "date_modified": story.updated_at.isoformat(),
            "authors": [{"name": self.renderer.naming.outlet(outlet, self.language)} for outlet in story.outlets],
            "tags": list(story.topics),
            "_bongsu": document(story),
        }
        return {key: value for key, value in item.items() if value is not None}

    def _html(self, story: Story, told: Telling) -> str:
        facts = FactLine(self.renderer.speech, self.renderer.naming).line(facts_of(story), self.language)
        parts = (f"<p><strong>{escape(facts)}</strong></p>" if facts else "", f"<p>{escape(told.summary)}</p>")
        reports = (
            f'<li><a href="{escape(report.url)}">{escape(report.title)}</a> ({escape(report.outlet)})</li>'
            for report in story.reports
            if report.url and takes_link(report.url)
        )
        return "".join((*parts, "<ul>", *reports, "</ul>"))

    def _id(self, name: str) -> str:
        of_bot: UUID = uuid5(NAMESPACE_OID, f"bongsu {self.bot}")
        return uuid5(of_bot, name).urn


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        added.text = _xml(text)
    return added


def _xml(text: str) -> str:
    """Text as XML can hold it."""
    return NOT_XML.sub("", text)
