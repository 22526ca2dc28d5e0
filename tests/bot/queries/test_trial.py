"""A query tried on the past: which entries hold it, and what stories they are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from bot.model import Past, Sieve, Source, Tier
from bot.places.gazetteer import load_gazetteer
from bot.queries.expression import Expression, Known, holds
from bot.queries.query import parse
from bot.queries.trial import DAYS, beginning, sieve, sift, trial
from bot.text.words import folded
from tests.bot.queries.test_query import QUERIES, entries
from tests.making import HOUR, NOON, read

DAY = timedelta(days=1)
GAZETTEER = load_gazetteer()
TOPICS = frozenset({"launches", "sanctions"})


def past(title: str, **values: object) -> Past:
    """An entry of today that led to nothing."""
    made = Past(1, title, "", "en", NOON, None, None, "Hangang Wire", Tier.PRESS, None, ())
    return replace(made, **values)  # type: ignore[arg-type] # whatever a test is about


def test_what_holds_is_sifted_out() -> None:
    """By words, by where it is from, and by what matched it then."""
    first, second = past("A tanker sails"), past("A ferry sails", topics=("launches",), outlet="Other", language="ko")
    for query, found in [
        ("tanker", [first]),
        ("sails -tanker", [second]),
        ("source:other sails", [second]),
        ("topic:launches", [second]),
        ("lang:en", [first]),
        ("sails", [first, second]),
        ("country:kp", []),
    ]:
        assert sift(parse(query), [first, second], GAZETTEER) == found


def test_countries_are_found_in_the_past() -> None:
    """As the detector finds them, in the text itself."""
    found = past("North Korea sends a tanker")
    assert sift(parse("country:kp tanker"), [found, past("A tanker sails")], GAZETTEER) == [found]
    assert sift(parse("country:ru OR ferry"), [found], GAZETTEER) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("tanker", {"tanker"}),
        ('"Hwasong-18" OR 화성-18', {"hwasong", "화성"}),
        ("lang:en tanker", {"tanker"}),
        ("(ship OR boat) tanker", {"tanker"}),
        ("title:ferr* -boat", {"ferr"}),
        ("lang:en", set()),
        ("lang:en OR tanker", set()),
        ("source:wire", set()),
    ],
)
def test_the_sieve_is_a_word_that_must_be_there(query: str, words: set[str]) -> None:
    """The fewest words that do, and none where there need be none."""
    assert sieve(parse(query)).words == words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("topic:launches country:kp", Sieve(topics=frozenset({"launches"}))),
        ("topic:(launches OR sanctions) tanker lang:ko", Sieve(frozenset({"tanker"}), TOPICS, frozenset({"ko"}))),
        ("topic:(launches OR sanctions) topic:launches", Sieve(topics=frozenset({"launches"}))),
        ("topic:launches OR lang:ko", Sieve()),
        ("tanker -topic:launches -lang:ko", Sieve(frozenset({"tanker"}))),
    ],
)
def test_the_sieve_knows_topics_and_languages(query: str, expected: Sieve) -> None:
    """One of which an entry must have, where it must have one."""
    assert sieve(parse(query, TOPICS)) == expected


@given(made=QUERIES, about=entries())
def test_the_sieve_lets_pass_what_holds(made: Expression, about: Known) -> None:
    """Where a query holds, the entry has one of the sieve's words in its folded text, and of its other values."""
    wanted = sieve(made)
    if holds(made, about.has):
        assert not wanted.words or any(word in f"{about.title}\n{about.text}" for word in wanted.words)
        assert not wanted.topics or wanted.topics & about.topics
        assert not wanted.languages or about.language in wanted.languages
    assert all(word == folded(word) for word in wanted.words)


@given(made=QUERIES)
def test_what_is_asked_last_changes_nothing(made: Expression) -> None:
    """Countries are looked for only where they decide; what holds is what holds for all that is known."""
    for one in (past("North Korea fires a missile"), past("러시아 제재", language="ko", topics=("sanctions",))):
        reading = read(one.title, one.text, one.language)
        source = Source("https://hangang.example", one.outlet, tier=one.tier)
        about = Known.of(reading, source, one.topics, frozenset(GAZETTEER.countries_of(reading)))
        assert bool(sift(made, [one], GAZETTEER)) == holds(made, about.has)


def test_stories_are_counted_by_day() -> None:
    """What was one story is one, what would have been one is one, on the day of its first report."""
    found = [
        past("The ferry leaves for the island", story_id=7, published_at=NOON),
        past("A tanker sails from port one!", published_at=NOON - DAY + HOUR),
        past("Islanders wave at a ferry", story_id=7, published_at=NOON - DAY),
        past("A tanker sails from port one", published_at=NOON - DAY),
    ]
    result = trial(found, beginning(NOON, "UTC"), NOON, "UTC")

    assert result.days == (*[0] * (DAYS - 2), 2, 0)
    assert (result.entries, result.stories, result.merged) == (4, 2, 2)
    assert [sample.title for sample in result.samples] == ["Islanders wave at a ferry", "A tanker sails from port one"]


def test_days_are_the_readers() -> None:
    """The last of thirty is today where the reader is; what was published late may be tomorrow there."""
    night = datetime(2026, 11, 23, 16, tzinfo=UTC)
    since = beginning(NOON, "Asia/Seoul")
    result = trial([past("A tanker sails", published_at=night)], since, NOON, "Asia/Seoul")

    assert since == datetime(2026, 10, 25, 15, tzinfo=UTC)
    assert (result.first, result.days[-1], len(result.days)) == (date(2026, 10, 26), 1, DAYS)


def test_nothing_found_is_no_story() -> None:
    """Every day is empty."""
    result = trial([], beginning(NOON, "UTC"), NOON, "UTC")
    assert (result.days, result.entries, result.samples) == ((0,) * DAYS, 0, ())
