"""Our stories as feeds: other readers, and our own, read them as they were meant."""

import json
from dataclasses import replace

import feedparser
import pytest
from lxml import etree

from bot.messages.syndication import ATOM, Syndication
from bot.model import Story
from tests.bot.messages.test_outgoing import RENDERER, TOLD
from tests.making import MINUTE, NOON, report

FEEDS = Syndication(RENDERER, "4242", "en")
ADDRESS = "http://127.0.0.1:8080/stories.atom"


def atom(*stories: Story) -> feedparser.FeedParserDict:
    """What feedparser makes of the Atom feed."""
    return feedparser.parse(FEEDS.atom("Bongsu", ADDRESS, stories, NOON))


def test_an_atom_feed_is_read_as_it_was_meant() -> None:
    """Titles with their fires, links, dates, outlets as authors, topics as categories, facts in the text."""
    read = atom(TOLD)
    (entry,) = read.entries
    assert not read.bozo
    assert entry.title == "🔥🔥🔥🔥 North Korea fires ballistic missile"
    assert (entry.link, entry.author) == ("https://hangang.example/1", "Hangang Wire")
    assert [tag.term for tag in entry.tags] == ["launches"]
    assert "<strong>North Korea" in entry.content[0].value
    assert read.feed.links[0].href == ADDRESS


def test_an_edit_keeps_the_id_and_changes_the_date() -> None:
    """So a reader replaces what it has; another bot's story of the same number has another id."""
    edited = replace(TOLD, revision=2, updated_at=NOON + MINUTE)
    before, after = atom(TOLD).entries[0], atom(edited).entries[0]
    assert before.id == after.id
    assert before.updated != after.updated
    assert Syndication(RENDERER, "1", "en").atom("Bongsu", ADDRESS, [TOLD], NOON) != FEEDS.atom(
        "Bongsu", ADDRESS, [TOLD], NOON
    )


def test_json_feed_has_the_same_and_the_whole_story() -> None:
    """The same ids as Atom, and each story as webhooks have it."""
    made = json.loads(FEEDS.json("Bongsu", ADDRESS, [TOLD]))
    (item,) = made["items"]
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert item["id"] == atom(TOLD).entries[0].id
    assert item["_bongsu"]["facts"]["launch"]["count"][0]["value"] == 2


@pytest.mark.parametrize("text", ["\x00\x0b\ud800", "<script>alert(1)</script>", "]]>&amp;<b>", "한\U0001f525"])
def test_hostile_news_stays_text(text: str) -> None:
    """Whatever a headline holds, both feeds can be read, and no markup of it is markup there."""
    hostile = replace(TOLD, headline=text, summary=text, reports=(report(title=text, url="javascript:alert(1)"),))
    root = etree.fromstring(FEEDS.atom("Bongsu", ADDRESS, [hostile], NOON))
    content = root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or ""
    assert "<script" not in content
    assert "javascript:" not in content
    json.loads(FEEDS.json("Bongsu", ADDRESS, [hostile]).decode())


def test_no_stories_are_a_feed_too() -> None:
    """An empty feed is whole."""
    assert not atom().bozo
    assert json.loads(FEEDS.json("Bongsu", ADDRESS, []))["items"] == []
