"""The detector as a whole."""

from dataclasses import replace

import pytest

from bot.model import Arrival, Change, Detection, Entry, Match, Source, Story, Tier
from bot.pages.article import Article
from bot.queries.index import QueryIndex
from bot.queries.query import parse
from bot.stories.cluster import OpenStories
from bot.stories.detect import Detector
from bot.stories.story import joined
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from tests.making import MINUTE, NOON, arrival, detector, entry, source

TOPICS = load_topics()


def test_every_topic_and_language_is_rehearsed() -> None:
    """Each made-up arrival is flagged and opens a story, so that nothing is left to be made for the first real one."""
    whole = Detector({topic.key: topic for topic in TOPICS}, Matcher(TOPICS))
    rehearsed = set()
    for made_up in whole.rehearsals(NOON):
        detection = whole.detect(made_up, OpenStories(), NOON)
        assert detection.change is Change.NEW
        rehearsed |= {(match.topic, made_up.entry.language) for match in detection.matches}
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


def reported(*arrivals: Arrival) -> tuple[Story, list[Change]]:
    """The story that these arrivals lead to, and what each of them changed."""
    stories, changes, known = OpenStories(), [], None
    for one in arrivals:
        detection = detector().detect(one, stories, one.seen_at)
        assert detection.story is not None
        known = replace(detection.story, id=1)
        stories.keep(known)
        changes.append(detection.change)
    assert known is not None
    return known, changes


KOREAN = {"language": "ko", "text": "북한이 동해상으로 탄도미사일을 발사했다고 합동참모본부가 밝혔다."}


def test_a_newsrooms_own_translation_confirms_nothing() -> None:
    """Two outlets of one newsroom are one source, named once; a report of somebody else's confirms it."""
    first = arrival(outlet="Yonhap", text="The missile flew 600 km.")
    again = arrival("북한, 동해상으로 탄도미사일 발사", outlet="연합뉴스", seen_at=NOON + MINUTE, **KOREAN)
    known, changes = reported(first, again)
    assert (known.sources, known.outlets, changes) == (("Yonhap",), ("Yonhap",), [Change.NEW, Change.NONE])

    known, changes = reported(first, again, arrival(outlet="Kyodo", link=None, seen_at=NOON + MINUTE))
    assert (known.sources, changes[-1]) == (("Yonhap", "Kyodo"), Change.UPDATE)


def test_a_paper_that_prints_an_agencys_text_confirms_nothing() -> None:
    """Its dateline says whose it is; the paper is counted among those who reported it."""
    first = arrival(outlet="Yonhap", text="The missile flew 600 km.")
    printed = arrival(
        outlet="The Daily Bugle", text="SEOUL, Nov. 24 (Yonhap) -- A missile flew.", seen_at=NOON + MINUTE
    )
    known, changes = reported(first, printed)

    assert (known.sources, changes[-1]) == (("Yonhap",), Change.NONE)
    assert (known.outlets, known.reports[1].credit) == (("Yonhap", "The Daily Bugle"), "Yonhap")


def test_what_a_search_finds_is_its_publishers() -> None:
    """Two items of one search are two sources, of their publishers' tiers, where these are known."""
    title = "North Korea fires ballistic missile toward the sea"
    search = source("A search", tier=Tier.AGGREGATOR)
    finds = [("Reuters", Tier.AGENCY), ("AP", Tier.AGENCY), ("Some Blog", None)]
    arrivals = [
        Arrival(n, search, entry(title, guid=str(n), link=None, outlet=outlet, tier=tier), NOON)
        for n, (outlet, tier) in enumerate(finds)
    ]
    known, changes = reported(*arrivals)

    assert known.outlets == ("Reuters", "AP", "Some Blog")
    assert (known.sources, changes) == (("Reuters", "AP"), [Change.NEW, Change.UPDATE, Change.NONE])
    assert [report.tier for report in known.reports] == [Tier.AGENCY, Tier.AGENCY, Tier.AGGREGATOR]


def test_queries_ask_for_the_true_publisher() -> None:
    """`source:Reuters` holds for what a search found of Reuters, and `tier:agency` does."""
    followed = QueryIndex()
    followed.add([("q.a", parse("source:Reuters tier:agency")), ("q.b", parse('source:"A search"'))])
    following = replace(detector(), followed=followed)
    found = Arrival(1, source("A search", tier=Tier.AGGREGATOR), entry(outlet="Reuters", tier=Tier.AGENCY), NOON)

    assert following.flags(found).asked == ("q.a",)
