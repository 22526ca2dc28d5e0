"""Which feeds an operator means, and what they want another of one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import DataError
from bot.model import Feed, PollState, Tier
from bot.pipeline.feedlist import Edit, chosen, described, edit_of, interval, named, options_of
from tests.making import NOON, source

WELL = PollState(NOON, polled_at=NOON, healthy_at=NOON)
WIRE = Feed(1, source("Hangang Wire"), WELL)
BAD = Feed(2, source("Pacific Desk", language="ja", country="jp"), replace(WELL, failures=3))
IDLE = Feed(3, source("Orbit", newsroom="Orbit Group"), WELL, paused_at=NOON, home="https://old.example/")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), [WIRE, BAD, IDLE]),
        (("failing",), [BAD]),
        (("Paused",), [IDLE]),
        (("lang:ja",), [BAD]),
        (("country:kr", "HANGANG"), [WIRE]),
        (("group",), [IDLE]),
        (("old.example",), [IDLE]),
        (("tier:press", "nothing"), []),
    ],
)
def test_feeds_are_chosen_by_words(words: tuple[str, ...], found: list[Feed]) -> None:
    """By state, language, country, tier, and any part of a name or address; each word must hold."""
    assert chosen([WIRE, BAD, IDLE], words, NOON) == found


def test_a_feed_is_named_by_its_number_or_an_address() -> None:
    """Of one that moved, by both of them."""
    feeds = [WIRE, BAD, IDLE]
    assert [named(feeds, word) for word in ("2", WIRE.source.url, "https://old.example/", "9")] == [
        BAD,
        WIRE,
        IDLE,
        None,
    ]


def test_an_edit_changes_what_is_said_and_keeps_the_rest() -> None:
    """Values may have blanks, `none` empties a field, `auto` hands it back; the interval is no field of a source."""
    words = ["tier=official", "newsroom=The", "Times", "language=none", "interval=5m"]
    edit = edit_of(WIRE, words)
    said = replace(WIRE.source, tier=Tier.OFFICIAL, newsroom="The Times", language=None)
    assert edit == Edit(said, frozenset({"tier", "newsroom", "language"}), timedelta(minutes=5))
    edited = replace(WIRE, source=said, edited=tuple(sorted(edit.edited)), every=edit.every)
    back = edit_of(edited, ["tier=auto", "interval=auto"])
    assert back == Edit(said, frozenset({"newsroom", "language"}), None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say what is to change"),
        (["official"], "no field=value"),
        (["url=https://elsewhere.example/"], "no field=value"),
        (["tier=best"], "is not a tier"),
        (["language=Korean"], "two-letter code"),
        (["timezone=Seoul"], "no timezone"),
        (["user_agent=é"], "ASCII"),
        (["outlet=none"], "outlet is missing"),
        (["interval=soon"], "no interval"),
        (["interval=0"], "no interval"),
        (["interval=8d"], "no interval"),
    ],
)
def test_a_slip_is_a_sentence(words: list[str], said: str) -> None:
    """Nothing is changed then."""
    with pytest.raises(DataError, match=said):
        edit_of(WIRE, words)


def test_intervals_as_people_write_them() -> None:
    """In seconds, minutes, hours and days."""
    assert [interval(text) for text in ("90", "90s", "5M", "2h", "1d", "auto")] == [
        timedelta(seconds=90),
        timedelta(seconds=90),
        timedelta(minutes=5),
        timedelta(hours=2),
        timedelta(days=1),
        None,
    ]


def test_what_is_added_may_be_described_at_once() -> None:
    """As it is edited later."""
    said = options_of(["tier=agency", "outlet=Hangang", "Wire"])
    assert described("https://hangang.example/rss", said, "x") == replace(
        source("Hangang Wire", language=None, country=None), url="https://hangang.example/rss", tier=Tier.AGENCY
    )
