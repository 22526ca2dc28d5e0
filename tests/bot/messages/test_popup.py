"""What fits into the window over a group's chat."""

from datetime import timedelta

import pytest

from bot.messages import popup
from bot.messages.i18n import load_speech
from bot.messages.render import Renderer, units
from bot.model import Evidence, Match
from bot.topics.definitions import load_topics
from tests.making import NOON, match, report, story, subscriber

RENDERER = Renderer(load_speech(), {topic.key: topic for topic in load_topics()})


def test_why_in_a_few_words() -> None:
    """The topic, how sure, the words, and the sentence that they stand in, as plain text."""
    assert popup.why(RENDERER, story(), subscriber()) == (
        "Launches, 90% sure (missile): “North Korea fired a missile.”"
    )
    assert popup.why(RENDERER, story(), subscriber(language="ko")).startswith("발사, 확신 90% (missile)")
    assert popup.why(RENDERER, story(matches=()), subscriber()) == "North Korea fires ballistic missile"


def test_sources_in_a_few_words() -> None:
    """Each outlet once, with the time of its first report in the reader's zone."""
    reports = [report("Yonhap"), report("A & B", published_at=NOON + timedelta(minutes=3)), report("Yonhap")]
    reader = subscriber(timezone="Asia/Seoul")
    assert popup.sources(RENDERER, story(reports=tuple(reports)), reader, NOON) == "KST:\n21:00 Yonhap\n21:03 A & B"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_there_is_room_for_two_hundred(language: str) -> None:
    """Whatever the feeds say: Telegram refuses more."""
    long = Match("launches", 1.0, tuple(Evidence("🚀" * 90 + str(n), "🚀 " * 400) for n in range(9)))
    many = tuple(report(f"{'한' * 90}{n}") for n in range(40))
    reader = subscriber(language=language)
    told = story(matches=(long, match()), reports=many)
    texts = [popup.why(RENDERER, told, reader), popup.sources(RENDERER, told, reader, NOON)]
    assert all(0 < units(text) <= popup.POPUP_UNITS for text in texts)
