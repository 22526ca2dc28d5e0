"""Which entries are one story, and when that is worth telling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cluster import OPEN_FOR, OpenStories, join, title_key
from bot.model import Change
from tests.making import HOUR, MINUTE, NOON, match, report, story

TITLE = "North Korea fires ballistic missile"


def test_the_same_link_is_the_same_story() -> None:
    """Under another title too, from another outlet, for as long as the story is open."""
    known = story(reports=(report(link="https://hangang.example/1"),))
    stories = OpenStories.of([known])
    same = report("Pacific Desk", title="Something else altogether", link="https://hangang.example/1")

    assert stories.find(same, NOON + OPEN_FOR) == known
    assert stories.find(same, NOON + OPEN_FOR + MINUTE) is None


@pytest.mark.parametrize(
    "title",
    [
        "NORTH KOREA FIRES BALLISTIC MISSILE!",
        "North Korea  fires “ballistic” missile",
        "Ｎorth Korea fires ballistic missile",
    ],
)
def test_the_same_title_is_the_same_story(title: str) -> None:
    """Case, punctuation, width and spacing do not matter."""
    known = story(reports=(report(title=TITLE),))

    assert OpenStories.of([known]).find(report("Pacific Desk", title=title), NOON) == known


def test_the_same_title_a_day_later_is_another_story() -> None:
    """The second launch must never be swallowed by yesterday's."""
    stories = OpenStories.of([story(reports=(report(title=TITLE),))])

    assert stories.find(report("Pacific Desk", title=TITLE), NOON + 20 * HOUR) is None


@pytest.mark.parametrize("title", ["", "Breaking news", "속보", "...", "Live updates today"])
def test_a_title_that_says_nothing_joins_nothing(title: str) -> None:
    """Too short a title does not identify an event."""
    assert OpenStories.of([story(reports=(report(title=title),))]).find(report(title=title), NOON) is None


@given(st.text())
def test_any_title_has_a_key_or_none(title: str) -> None:
    """Whatever a feed calls a title, its key is stable under normalising again."""
    key = title_key(title)

    assert key is None or title_key(key) == key


def test_the_second_outlet_is_worth_telling_and_the_third_is_not() -> None:
    """The first confirmation edits the alert; more are counted and told with the next revision."""
    second, change = join(story(), report("Pacific Desk"), (match(),), 3, NOON + MINUTE)
    assert (second.revision, change, second.outlets) == (2, Change.UPDATE, ("Hangang Wire", "Pacific Desk"))

    third, change = join(second, report("Donghae News"), (match(),), 3, NOON + 2 * MINUTE)
    assert (third.revision, change, len(third.outlets)) == (2, Change.NONE, 3)


def test_the_same_outlet_again_is_not_worth_telling() -> None:
    """An outlet's second entry confirms nothing."""
    joined, change = join(story(), report(), (match(),), 3, NOON + MINUTE)

    assert (joined.revision, change, joined.updated_at) == (1, Change.NONE, NOON + MINUTE)


def test_a_new_topic_is_worth_telling() -> None:
    """Whoever follows that topic has not heard of the story yet."""
    joined, change = join(story(), report(), (match("sanctions"),), 3, NOON)

    assert (joined.topics, change) == (("launches", "sanctions"), Change.UPDATE)


def test_the_best_match_of_a_topic_is_kept() -> None:
    """A story's evidence is its strongest, and its severity the highest."""
    joined, _ = join(story(), report(), (match(score=0.95),), 5, NOON)

    assert (joined.matches[0].score, joined.severity) == (0.95, 5)


def test_closed_stories_are_let_go() -> None:
    """Memory holds open stories only."""
    stories = OpenStories.of([story(reports=(report(title=TITLE),))])
    stories.close(NOON + OPEN_FOR + MINUTE)

    assert stories.find(report(title=TITLE), NOON) is None
