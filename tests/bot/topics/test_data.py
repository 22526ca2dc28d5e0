"""The built-in topics hold what their own example headlines promise."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import pytest

from bot.model import Entry
from bot.topics.definitions import Topic, load_topics
from tests.making import matcher, read

TOPICS = load_topics()
MATCHER = matcher()
LANGUAGES = {"en", "ko", "ja", "zh", "ru"}
ENOUGH = {"sanctions": 40, "launches": 40}
"""Examples that a topic has at least; 20 where it is not named."""


def _examples(kind: str) -> list[object]:
    """A parameter a file: a topic's headlines of this kind in one language."""
    return [
        pytest.param(topic.key, language, lines, id=f"{topic.key} {language}")
        for topic in TOPICS
        for language, lines in getattr(topic, kind).items()
        if lines
    ]


def _flagged(key: str, language: str, headlines: Iterable[str]) -> list[str]:
    """Those of these headlines that are of the topic by themselves."""
    at = datetime(2026, 11, 24, tzinfo=UTC)
    entries = (Entry("1", headline, "", at, language=language) for headline in headlines)
    return [
        entry.title
        for entry in entries
        if key in {match.topic for match in MATCHER.match(read(entry.title, entry.text, entry.language))}
    ]


@pytest.mark.parametrize(("key", "language", "headlines"), _examples("yes"))
def test_a_yes_headline_is_flagged(key: str, language: str, headlines: tuple[str, ...]) -> None:
    """What an editor put under `yes` is flagged by its title alone."""
    flagged = _flagged(key, language, headlines)
    assert [headline for headline in headlines if headline not in flagged] == []


@pytest.mark.parametrize(("key", "language", "headlines"), _examples("no"))
def test_a_no_headline_is_not_flagged(key: str, language: str, headlines: tuple[str, ...]) -> None:
    """What an editor put under `no` is not flagged."""
    assert _flagged(key, language, headlines) == []


@pytest.mark.parametrize(
    ("key", "language", "title", "text"),
    [
        (
            "launches",
            "en",
            "Look up: Vega C crosses the Azores at dusk",
            "The island's astronomers expect a clear sky. It leaves Kourou at twenty to seven on Friday.",
        ),
        (
            "launches",
            "en",
            "",
            "The missile peaked at 2,100 kilometres and fell 900 kilometres away, Finland's army said.",
        ),
        ("launches", "en", "Egypt tries a new warhead in this week's firings", ""),
        ("launches", "en", "Four taikonauts on their way to Tiangong after roaring off at dawn", ""),
        ("launches", "en", "Blue Origin eyes May for New Glenn", ""),
        ("launches", "ko", "스타라이너 밸브 결함…발사 이틀 밀려", ""),
        ("launches", "ko", "튀르키예 “신형 대함 미사일 시험사격”", ""),
        ("sanctions", "en", "Malta blocks EU penalties on Belarus, Moldova loan", ""),
        (
            "sanctions",
            "ko",
            "",
            "안보리가 소말리아 결의를 채택했다. 군벌 지도부의 자산과 여행을 묶는 조치가 두 해 늘어난다.",
        ),
    ],
)
def test_news_told_in_other_words_is_flagged(key: str, language: str, title: str, text: str) -> None:
    """A flight or a measure that no headline word names is known by how it is told, in the title or in the lead."""
    assert key in {match.topic for match in MATCHER.match(read(title, text, language))}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_brings_enough_examples(topic: Topic) -> None:
    """Every topic has enough examples of each kind, none twice, and a fifth of that number in every language."""
    enough = ENOUGH.get(topic.key, 20)
    for examples in (topic.yes, topic.no):
        lines = [line for of_language in examples.values() for line in of_language]
        assert len(set(lines)) == len(lines) >= enough
        assert all(len(of_language) >= enough // 5 for of_language in examples.values())


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_is_found_in_five_languages(topic: Topic) -> None:
    """Every topic has rules and examples in English, Korean, Japanese, Chinese and Russian."""
    assert {rule.language for rule in topic.look} >= LANGUAGES
    assert all(_spoken(examples) >= LANGUAGES for examples in (topic.yes, topic.no))


def _spoken(examples: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {language for language, lines in examples.items() if lines}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_speaks_english_and_korean(topic: Topic) -> None:
    """Title and description are there in both languages, and a language that is missing falls back to English."""
    assert {"en", "ko"} <= set(topic.title)
    assert set(topic.title) == set(topic.about)
    assert topic.title_in("ko") != topic.title_in("en") == topic.title_in("xx")
    assert topic.about_in("ko") != topic.about_in("en") == topic.about_in("xx")
