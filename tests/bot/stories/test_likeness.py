"""How likely an entry and a story are of one event: what each sign is, and what the learned weights make of it."""

from dataclasses import replace

import pytest

from bot.errors import DataError
from bot.model import UNKNOWN, Report
from bot.stories.cluster import OpenStories
from bot.stories.features import load_features
from bot.stories.likeness import SIGNS, Pair, load_likeness, parse_likeness, print_likeness
from tests.making import HOUR, MINUTE, NOON, report, story

FIRED = "North Korea fires ballistic missile toward East Sea"


def pair(title: str, *told: Report, outlet: str = "Pacific Desk", language: str = "en") -> Pair:
    """A title of a quarter past noon beside the story that has these reports."""
    stories = OpenStories.of([story(reports=told, opened_at=NOON, updated_at=told[-1].published_at)])
    new = report(outlet, title=title, language=language, published_at=NOON + 15 * MINUTE)
    entry = stories.compared(load_features().of(title, "", language))
    (found,) = stories.pairs(new, entry, new.published_at)
    return found


@pytest.mark.parametrize(
    ("title", "likelihood"),
    [
        (FIRED, 0.97),
        ("North Korea launches missile that lands outside Japan's economic zone", 0.83),
        ("North Korea holds a military parade", 0.06),
    ],
)
def test_recorded_likelihoods(title: str, likelihood: float) -> None:
    """Of the same headline, the same event and another one: whoever learns anew sees here what changed."""
    beside = pair(title, report(title=FIRED))

    assert load_likeness().of(beside.signs()) == pytest.approx(likelihood, abs=0.02)


def test_every_weight_points_where_its_sign_does() -> None:
    """What both have in common speaks for one event; another launcher, silence and another day speak against it."""
    weights = load_likeness().weights

    assert {sign for sign in SIGNS if weights[sign] > 0} == {"always", "wording", "gathered"}


def test_an_unknown_outlet_has_told_of_nothing() -> None:
    """Two entries of which nobody says the outlet may be of two."""
    known = report("Hangang Wire", title=FIRED)

    assert pair(FIRED, known, outlet="Hangang Wire").signs()["outlet"] == 1
    assert pair(FIRED, replace(known, outlet=UNKNOWN), outlet=UNKNOWN).signs()["outlet"] == 0


def test_what_reports_say_together_is_more_than_each_says() -> None:
    """Each of them names another part of what the entry names."""
    told = (
        report("Hangang Wire", title="Sweden fires ballistic missile from Kiruna"),
        report("Donghae News", title="Missile flew 900 km, Norway says", published_at=NOON + MINUTE),
    )

    assert pair("Sweden's ballistic missile from Kiruna flew 900 km, Norway says", *told).signs()["gathered"] > 0
    assert "gathered" not in pair(FIRED, report(title=FIRED)).signs()


def test_silence_counts_in_days() -> None:
    """Since the last report, at most two."""
    beside = pair(FIRED, report(title=FIRED))

    assert replace(beside, now=NOON + 12 * HOUR).signs()["silence"] == 0.5
    assert replace(beside, now=NOON + 90 * HOUR).signs()["silence"] == 2


def test_weights_are_read_back_as_they_were_written() -> None:
    """And a file that lacks one is named in one sentence."""
    likeness = load_likeness()

    assert parse_likeness(print_likeness(likeness)) == likeness
    with pytest.raises(DataError, match="wording"):
        parse_likeness(print_likeness(likeness).replace("wording", "words"))
