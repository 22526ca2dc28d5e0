"""The detector as a whole."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from tests.making import HOUR, MINUTE, NOON, arrival, detector, entry, source

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


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "North Korea fires ballistic missile toward the sea early Saturday"),
        ("ko", "북한, 토요일 새벽 동해상으로 탄도미사일 발사"),
        ("ja", "北朝鮮、土曜未明に弾道ミサイル発射"),
    ],
)
def test_a_day_is_one_where_the_feed_is(language: str, title: str) -> None:
    """Early on Saturday in Seoul it is Friday in Greenwich, and no Saturday of the week before is meant."""
    friday = NOON.replace(day=27, hour=22)
    there = source(language=language, timezone="Asia/Seoul")
    told = detector().detect(Arrival(1, there, Entry("1", title, "", friday), friday), OpenStories(), friday)

    assert told.change is Change.NEW
    assert told.facts
    assert told.facts.launch
    assert told.facts.launch.date
    assert told.facts.launch.date.value == "2026-11-28"


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


class Service:
    """A detector that keeps its stories, as the service does."""

    def __init__(self) -> None:
        self.detector, self.stories, self.count = detector(), OpenStories(), 0

    def takes(self, new: Arrival) -> Detection:
        """What becomes of an arrival when it is seen."""
        self.count += 1
        self.stories.close(new.seen_at)
        detection = self.detector.detect(new, self.stories, new.seen_at)
        if detection.story is None:
            return detection
        story = replace(detection.story, id=detection.story.id or self.count)
        self.stories.keep(story)
        return replace(detection, story=story)


def told(service: Service, title: str, at: timedelta, *, old: bool = False, **said: Any) -> Change:
    """What a report means that is seen so long after noon; an old one was found to be so when it came."""
    seen = NOON + at
    new = arrival(title, **({"published_at": seen, "seen_at": seen} | said))
    return service.takes(replace(new, old_at=seen if old else None)).change


AGAIN = [
    ("SpaceX launches 23 Starlink satellites from Florida", "SpaceX launches 28 Starlink satellites from California"),
    ("China launches Yaogan-43 satellite", "China launches Yaogan-44 satellite"),
    ("Rocket Lab launches Electron with radar satellite", "Rocket Lab launches Electron with weather satellite"),
    ("US imposes new sanctions on Russia over oil", "US imposes new sanctions on Russia over drones"),
]


@pytest.mark.parametrize(("first", "next_one"), AGAIN)
@pytest.mark.parametrize("days", [2.2, 2.5, 3, 4])
def test_what_is_shown_again_and_again_swallows_no_later_event(first: str, next_one: str, days: float) -> None:
    """An aggregator shows an item for days under new addresses: one alert, and the next launch is another one."""
    service, last = Service(), timedelta(days=days)
    shown = [timedelta(hours=3 * n) for n in range(48) if timedelta(hours=3 * n) < last]
    changes = [told(service, first, at, link=f"https://n.example/{at}", outlet="Aggregator") for at in shown]
    assert changes == [Change.NEW] + [Change.NONE] * (len(shown) - 1)
    assert told(service, next_one, last, outlet="Pacific Desk") is Change.NEW


def test_old_news_opens_no_story_and_swallows_none() -> None:
    """An item of years ago is no alert, and the real launch minutes later is one."""
    service, years = Service(), timedelta(days=1000)
    title = "North Korea fires ballistic missile toward East Sea"
    assert told(service, title, HOUR, old=True, published_at=NOON - years) is Change.NONE
    assert told(service, title, 2 * HOUR, outlet="Pacific Desk") is Change.NEW
    assert told(service, title, 3 * HOUR, old=True, outlet="Blog", published_at=NOON - years) is Change.NONE
    (story,) = service.stories.stories()
    assert story.outlets == ("Pacific Desk",)


def test_old_news_is_still_found_by_its_topics() -> None:
    """It matches as any entry does."""
    new = arrival("North Korea fires ballistic missile toward East Sea")
    detection = detector().detect(replace(new, old_at=NOON), OpenStories(), NOON)
    assert detection.story is None
    assert [match.topic for match in detection.matches] == ["launches"]


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("mark", ["RETRACTED: {}", "(Withdrawn) {}", "[기사취소] {}"])
def test_a_page_takes_back_what_it_said(mark: str, *, old: bool) -> None:
    """Under its own address, however long ago it was published; an old retraction takes back no other page's news."""
    title, page = "North Korea fires ballistic missile toward East Sea", "https://hangang.example/1"
    service = Service()
    assert told(service, title, HOUR, link=page) is Change.NEW
    elsewhere = told(service, mark.format(title), 2 * HOUR, old=old, link="https://b.example/2", outlet="Blog")
    assert elsewhere is (Change.NONE if old else Change.UPDATE)
    assert told(service, mark.format(title), 2 * HOUR, old=old, link=page) is Change.UPDATE
    (story,) = service.stories.stories()
    assert story.retracted_at == NOON + 2 * HOUR


def test_a_headline_that_is_corrected_in_place_is_no_second_alert() -> None:
    """The same page of the same outlet under another title: the story goes on."""
    service, page = Service(), "https://hangang.example/1"
    assert told(service, "North Korea fires missile toward East Sea", HOUR, link=page) is Change.NEW
    for n, title in enumerate(
        (
            "North Korea fires ballistic missile toward East Sea",
            "North Korea fires ballistic missile toward East Sea: JCS",
            "N. Korea fires ballistic missile toward sea, JCS says",
        )
    ):
        assert told(service, title, (2 + n) * HOUR, link=page) is not Change.NEW
    assert len(service.stories) == 1


def test_the_next_event_at_the_same_address_is_an_alert() -> None:
    """A feed of the latest alert keeps its address; what happened is told by what it says."""
    service, page = Service(), "https://alerts.example/latest"
    assert told(service, "Russia launches ballistic missiles at Kyiv", HOUR, link=page) is Change.NEW
    assert told(service, "Iran fires ballistic missiles at Israel", 2 * HOUR, link=page) is Change.NEW
    assert told(service, "US imposes sanctions on Belarus banks", 3 * HOUR, link=page) is Change.NEW


def test_a_list_that_is_updated_in_place_goes_on_or_begins_anew() -> None:
    """Within its story it is a report of it; when that has closed, it is news."""
    service, page = Service(), "https://www.gov.example/uk-sanctions-list"
    said: dict[str, Any] = {"link": page, "outlet": "OFSI"}
    first, second = (f"{n} entries were added to the UK sanctions list under the Russia regime." for n in (12, 3))
    title = "UK sanctions list: Russia designations"
    assert told(service, title, HOUR, text=first, **said) is Change.NEW
    assert told(service, title, 30 * HOUR, text=second, **said) is not Change.NEW
    assert told(service, title, 60 * HOUR, text="A ship was added under the Russia regime.", **said) is Change.NEW


@pytest.mark.parametrize(
    "title",
    [
        "Photo: A missile launched by North Korea is seen on a screen in Seoul",
        "[사설] 북한의 미사일 발사",
        "In 2017 North Korea fired a missile over Japan",
    ],
)
def test_what_comments_shows_or_recalls_opens_no_story(title: str) -> None:
    """It is no news of an event, unless somebody asked for its words."""
    silent = detector().detect(arrival(title), OpenStories(), NOON)
    followed = QueryIndex()
    followed.add([("q.a", parse("missile OR 미사일"))])
    asked = replace(detector(), followed=followed)

    assert (bool(silent.matches), silent.story) == (True, None)
    assert asked.detect(arrival(title), OpenStories(), NOON).story is not None
