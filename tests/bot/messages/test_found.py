"""A page of what a search found."""

import pytest

from bot.messages.found import Finds
from bot.messages.i18n import load_speech
from bot.messages.markup import MESSAGE_UNITS
from bot.model import Past, Reply
from bot.preview.entities import parse_html, utf16_length
from bot.queries.query import LONGEST, parse
from tests.bot.queries.test_trial import past
from tests.making import NOON, report, story, subscriber


def page(query: str, *shown: Past, offset: int = 0, total: int | None = None, more: bool = False) -> Reply:
    """The page of these finds; those of story 7 are its reports."""
    stories = {7: story(reports=(report(), report("Donghae Daily")))}
    finds = Finds(query, parse(query), shown, stories, offset, len(shown) if total is None else total, more)
    return finds.reply(load_speech(), subscriber(), NOON)


HOSTILE = (
    "<b>missile",
    "missile & </a> <i>" * 40,
    "🚀missile" * 200,
    "missile\n\x00\ud800" * 9,
    "",
    "미사일missile" * 90,
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_page_is_valid_whatever_the_feed_held(hostile: str) -> None:
    """And fits into a message, with the longest query."""
    finds = [past(hostile, text=hostile, outlet=hostile or "A", url="https://a.example/?a=1&b=<>", story_id=7)] * 5
    query = "missile* " + "x" * (LONGEST - 9)
    for written in ("missile*", query):
        text, _ = parse_html(page(written, *finds).text)
        assert utf16_length(text) <= MESSAGE_UNITS


def test_a_find_tells_who_reported_it_once() -> None:
    """The report that is found first, then others of its story."""
    found = page("missile", past("A missile", outlet="Donghae Daily", story_id=7), offset=5, total=9, more=True)
    assert found.text.splitlines() == [
        "🔎 <code>missile</code> · 9+ found",
        "",
        "6. 🔥🔥🔥 A <b>missile</b>",
        "<i>12:00 · Donghae Daily, Hangang Wire</i>",
    ]
    assert [[button.data for button in row] for row in found.buttons] == [["story:7"], ["search:0"]]


def test_an_excerpt_begins_at_a_word() -> None:
    """And is marked where something stands before it; where nothing is in bold, there is none."""
    text = "It rained in the north of the country on Sunday and then a missile was found in the river near the bridge."
    (line,) = page("missile", past("News", text=text)).text.splitlines()[4:]
    assert line.startswith("…of the country on Sunday and then a <b>missile</b> was")
    assert len(page("lang:en", past("News", text=text)).text.splitlines()) == 4


def test_an_entry_without_a_title_is_shown_by_its_text() -> None:
    """In one line."""
    assert (
        page("missile", past("", text="A missile.\nIt flew.")).text.splitlines()[2] == "1. A <b>missile</b>. It flew."
    )
