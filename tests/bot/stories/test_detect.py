"""The detector as a whole."""

import pytest

from bot.model import Arrival, Change, Detection, Entry, Match, Source
from bot.pages.article import Article
from bot.stories.cluster import OpenStories
from bot.stories.detect import Detector
from bot.stories.story import joined
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


PAGE = """The foreign minister met the press in Seoul on Tuesday to speak about next month's summit with Japan.
He said that the two leaders would talk about trade and about visits of families.
On the North, he said the government would push for fresh sanctions should Pyongyang test a weapon.
He leaves for Tokyo on Friday."""
HEADLINE = "South Korea and Japan leaders hold summit, issue joint statement on North Korea"


def paged(text: str, title: str = HEADLINE) -> Detection:
    """What an entry of a headline leads to whose page has this text."""
    detector = Detector({topic.key: topic for topic in TOPICS}, Matcher(TOPICS))
    arrival = Arrival(1, Source("https://paper.example", "Paper", "en"), Entry("1", title, "", NOON), NOON)
    return detector.detect(arrival, OpenStories(), NOON, Article(text, title))


def test_a_page_that_speaks_of_a_coming_step_touches_its_topic_in_passing() -> None:
    """The entry gains the topic at a lower score, and the story neither its fires nor its facts."""
    detection = paged(PAGE)
    passing = {match.topic: match for match in detection.matches if match.passing}
    assert list(passing) == ["sanctions"]
    assert passing["sanctions"].score <= 0.5
    assert "push for fresh sanctions" in passing["sanctions"].evidence[0].sentence
    assert detection.story
    assert "sanctions" not in detection.story.topics
    assert detection.facts
    assert detection.facts.sanctions is None


@pytest.mark.parametrize(
    "said",
    [
        "he recalled that South Korea imposed sanctions on North Korea in 2016.",
        "he said that the sanctions on North Korea have had little effect.",
        "he did not answer.",
    ],
)
def test_a_page_that_only_recalls_a_topic_does_not_touch_it(said: str) -> None:
    """What was done long ago, or has effects, is no step to come."""
    before = PAGE.split("On the North, ")[0]
    detection = paged(f"{before}On the North, {said}\nHe leaves for Tokyo on Friday.")
    assert not [match for match in detection.matches if match.passing]


def test_a_report_about_a_topic_outweighs_one_in_passing() -> None:
    """Where a later report of the story is about the topic, the story is, however unsure that report is."""
    story = paged(PAGE).story
    assert story
    found = Match("sanctions", 0.1, ())
    grown, change = joined(story, story.reports[0], (found,), {topic.key: topic for topic in TOPICS}, NOON)
    assert "sanctions" in grown.topics
    assert change is Change.UPDATE
