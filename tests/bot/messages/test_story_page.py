"""A story as a whole, as readers see it."""

from dataclasses import replace

import pytest

from bot.facts.read import read_facts
from bot.messages.i18n import load_speech
from bot.messages.markup import MESSAGE_UNITS
from bot.messages.render import Renderer
from bot.messages.story_page import StoryPage
from bot.model import Correction, Join, Reason, Tier
from bot.model.facts import Facts
from bot.preview.entities import parse_html, utf16_length
from bot.topics.definitions import load_topics
from tests.making import MINUTE, NOON, read, report, story, subscriber

PAGE = StoryPage(Renderer(load_speech(), {topic.key: topic for topic in load_topics()}))


def stated(text: str) -> Facts:
    """The facts of a launch that a title states."""
    return read_facts(read(text), NOON, ["launches"])


def lines(*reports: object, language: str = "en") -> list[str]:
    """What stands under the alert's text."""
    made = story(reports=reports)
    text, _ = parse_html(PAGE.reply(made, subscriber(language=language), NOON).text)
    return text.split(" · times: UTC\n" if language == "en" else " · 시각: UTC\n", 1)[1].splitlines()


def test_each_edit_says_what_it_changed() -> None:
    """Facts that are new, more fires, a second source, an official one, a correction."""
    one = report(facts=stated("North Korea fires ballistic missile"))
    two = report("Donghae Daily", facts=stated("North Korea fires ICBM Hwasong-18"), published_at=NOON + MINUTE)
    three = report("Ministry", tier=Tier.OFFICIAL, published_at=NOON + 2 * MINUTE)
    four = report("Tonga Times", correction=Correction.CORRECTED, join=Join(Reason.EVENT, "North Korea"))
    assert lines(one, two, three, four) == [
        "12:00 Hangang Wire",
        "12:01 Donghae Daily",
        "✏️ confirmed by a second source · 🔥🔥🔥🔥🔥 · North Korea · ICBM Hwasong-18",
        "12:02 Ministry",
        "✏️ confirmed by an official source",
        "12:00 Tonga Times: the same event",
        "✏️ corrected",
    ]


def test_it_is_told_in_korean() -> None:
    """As everything."""
    one, two = report(), report("Ministry", tier=Tier.OFFICIAL)
    assert lines(one, two, language="ko") == ["12:00 Hangang Wire", "12:00 Ministry", "✏️ 공식 발표로 확인"]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_story_fits_into_a_message(count: int) -> None:
    """However many reports there are and however long their names: those for which there is no room are counted."""
    long = replace(report(), join=Join(Reason.EVENT, "🔥<&>" * 40), correction=Correction.CORRECTED)
    others = (replace(long, outlet=f"{n} {'𝔸&' * 60}", url=f"https://a.example/{n}") for n in range(count))
    made = story(reports=(report(), *others), headline="<&>" * 200, summary="가&" * 2000, id=10**15)
    text, _ = parse_html(PAGE.reply(made, subscriber(), NOON).text)
    assert utf16_length(text) <= MESSAGE_UNITS
    assert ("more" in text.splitlines()[-1]) == (count == 60)
