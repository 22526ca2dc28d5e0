"""The built-in topics hold what their own example headlines promise."""

from datetime import UTC, datetime

import pytest

from bot.match import Matcher
from bot.model import Entry
from bot.topics import Topic, load_topics

TOPICS = load_topics()
MATCHER = Matcher(TOPICS)
YES = [pytest.param(topic.key, line, id=f"{topic.key}: {line}") for topic in TOPICS for line in topic.yes]
NO = [pytest.param(topic.key, line, id=f"{topic.key}: {line}") for topic in TOPICS for line in topic.no]


def _flagged(headline: str) -> set[str]:
    entry = Entry("1", headline, "", datetime(2026, 11, 24, tzinfo=UTC))
    return {match.topic for match in MATCHER.match(entry)}


@pytest.mark.parametrize(("key", "headline"), YES)
def test_a_yes_headline_is_flagged(key: str, headline: str) -> None:
    """What an editor put under `yes` is flagged by its title alone."""
    assert key in _flagged(headline)


@pytest.mark.parametrize(("key", "headline"), NO)
def test_a_no_headline_is_not_flagged(key: str, headline: str) -> None:
    """What an editor put under `no` is not flagged."""
    assert key not in _flagged(headline)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_brings_enough_examples(topic: Topic) -> None:
    """Every topic has at least 25 examples of each kind, none twice, Korean and English among them."""
    for examples in (topic.yes, topic.no):
        korean = [line for line in examples if any("가" <= char <= "힣" for char in line)]
        assert len(set(examples)) == len(examples)
        assert min(len(korean), len(examples) - len(korean)) >= 25


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_speaks_english_and_korean(topic: Topic) -> None:
    """Title and description are there in both languages, and a language that is missing falls back to English."""
    assert {"en", "ko"} <= set(topic.title)
    assert set(topic.title) == set(topic.about)
    assert topic.title_in("ko") != topic.title_in("en") == topic.title_in("xx")
    assert topic.about_in("ko") != topic.about_in("en") == topic.about_in("xx")
