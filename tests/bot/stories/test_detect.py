"""The detector as a whole."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model import Arrival, Change, Detection
from bot.stories.cluster import OpenStories
from bot.stories.detect import Detector
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from tests.making import HOUR, NOON, arrival, detector

TOPICS = load_topics()


def test_every_topic_and_language_is_rehearsed() -> None:
    """Each made-up arrival is flagged and opens a story, so that nothing is left to be made for the first real one."""
    a_detector = Detector({topic.key: topic for topic in TOPICS}, Matcher(TOPICS))
    rehearsed = set()
    for made_up in a_detector.rehearsals(NOON):
        detection = a_detector.detect(made_up, OpenStories(), NOON)
        assert detection.change is Change.NEW
        rehearsed |= {(match.topic, made_up.entry.language) for match in detection.matches}
    assert rehearsed >= {(topic.key, language) for topic in TOPICS for language in topic.yes}


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
