"""The samples are told as one story an event, in whatever order the feeds happen to be read."""

import random
from collections import defaultdict
from dataclasses import replace

import pytest

from bot.model import Arrival, Entry
from bot.preview.script import Item, load_script
from bot.stories.cluster import OpenStories
from bot.topics.definitions import load_topics
from bot.web.link import canonical
from tests.making import MINUTE, NOON, detector

SCRIPT = load_script()
SOURCES = {outlet.key: outlet.source("https://samples.example") for outlet in SCRIPT.outlets}
TOPICS = load_topics()
DETECTOR = detector()


def arrival(number: int, item: Item, *, whole: bool) -> Arrival:
    """An item as it comes in a feed, with the whole text or its first paragraph."""
    source, url, now = SOURCES[item.outlet], f"https://samples.example{item.path}", NOON + number * MINUTE / 60
    text = item.text if whole else item.paragraphs[0]
    return Arrival(number, source, Entry(str(number), item.title, text, now, url, canonical(url), source.language), now)


def told(items: list[Item], *, whole: bool) -> dict[str | None, set[int]]:
    """The ids of the stories of each event; None is what is no event."""
    stories, found = OpenStories(), defaultdict[str | None, set[int]](set)
    for number, item in enumerate(items):
        new = arrival(number, item, whole=whole)
        story = DETECTOR.detect(new, stories, new.seen_at).story
        if story is not None:
            story_id = story.id or number + 1
            stories.keep(replace(story, id=story_id))
            found[item.event].add(story_id)
    return found


@pytest.mark.parametrize("whole", [True, False], ids=["whole texts", "first paragraphs"])
@pytest.mark.parametrize("seed", range(8))
def test_one_story_an_event_in_any_order(seed: int, *, whole: bool) -> None:
    """None falls apart, and no two become one."""
    items = [item for item in SCRIPT.news if item.event]
    random.Random(seed).shuffle(items)  # an order, not a secret
    found = told(items, whole=whole)

    assert {event: len(ids) for event, ids in found.items()} == dict.fromkeys(SCRIPT.events, 1)
    assert len(set().union(*found.values())) == len(SCRIPT.events)
