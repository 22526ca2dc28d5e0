"""The detector as a whole."""

from bot.model import Change
from bot.stories.cluster import OpenStories
from bot.stories.detect import Detector
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from tests.making import NOON

TOPICS = load_topics()


def test_every_topic_and_language_is_rehearsed() -> None:
    """Each made-up arrival is flagged and opens a story, so that nothing is left to be made for the first real one."""
    detector = Detector({topic.key: topic for topic in TOPICS}, Matcher(TOPICS))
    rehearsed = set()
    for arrival in detector.rehearsals(NOON):
        detection = detector.detect(arrival, OpenStories(), NOON)
        assert detection.change is Change.NEW
        rehearsed |= {(match.topic, arrival.entry.language) for match in detection.matches}
    assert rehearsed >= {(topic.key, language) for topic in TOPICS for language in topic.yes}
