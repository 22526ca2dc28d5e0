"""A query asked of everything that is kept: what is looked for, what holds, and which is best."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given

from bot.model import Past, Sought, Token
from bot.places.gazetteer import load_gazetteer
from bot.queries.expression import Expression, Known, holds
from bot.queries.query import parse
from bot.queries.search import HALF, rank, sought, spans
from bot.text.tokens import document
from tests.bot.queries.test_query import QUERIES, entries
from tests.bot.queries.test_trial import past
from tests.making import NOON, read

GAZETTEER = load_gazetteer()


def ranked(query: str, *pasts: Past) -> list[Past]:
    """What a query finds among these, the best first."""
    return list(rank(parse(query), pasts, GAZETTEER, NOON))


def has(tokens: set[str], wanted: Sought | None) -> bool:
    """Whether an index that has these tokens of an entry proposes it."""
    if wanted is None:
        return True
    if isinstance(wanted, Token):
        return any(one.startswith(wanted.text) for one in tokens) if wanted.begins else wanted.text in tokens
    return (all if wanted.every else any)(has(tokens, part) for part in wanted.parts)


@given(QUERIES, entries())
def test_what_a_query_holds_for_is_proposed(expression: Expression, known: Known) -> None:
    """No entry is missed for what is looked for."""
    fields = [(fact.field, fact.value) for fact in known.facts()]
    tokens = document(read(known.title, known.text), known.source, fields)

    assert has(tokens, sought(expression)) or not holds(expression, known.has)


@pytest.mark.parametrize("query", ["country:kp", "-a country:kp", "*issile", "ferry OR country:kp", "ferry OR *issile"])
def test_what_no_index_knows_is_left_to_the_text(query: str) -> None:
    """Then every entry is a candidate."""
    assert sought(parse(query)) is None


def test_the_best_comes_first() -> None:
    """A report before what is none, the title before the text, the new before the old, as much as each weighs."""
    text = past("Other news", id=1, text="A tanker sank")
    title = past("Tanker sinks", id=2)
    old = past("Tanker sank", id=3, published_at=NOON - 2 * HALF)
    story = past("Tanker: a report", id=4, story_id=7, published_at=NOON - HALF / 2)
    assert ranked("tanker", text, title, old, story) == [story, title, text, old]
    ahead = past("Tanker of tomorrow", id=5, published_at=NOON + timedelta(days=1))
    assert ranked("tanker", title, ahead) == [ahead, title]


def test_a_story_and_a_title_are_found_once() -> None:
    """By the best of their reports."""
    first, second = past("A tanker", id=1, story_id=7), past("Other", id=2, story_id=7, text="tanker")
    copy, again = past("The tanker", id=3), past("THE tanker", id=4, published_at=NOON - HALF)
    bare = (past("", id=5, text="tanker"), past("", id=6, text="tanker"))
    assert set(ranked("tanker", first, second, copy, again, *bare)) == {first, copy, *bare}


def test_what_must_not_be_there_counts_for_nothing() -> None:
    """Neither for the rank nor in bold."""
    one = past("Ferry", text="tanker")
    assert ranked("tanker -steamer", one) == [one]
    assert bold("tanker -ferry", "tanker ferry") == ["tanker"]


@pytest.mark.parametrize(
    ("query", "text", "wanted"),
    [
        ("hwasong-18", "The Hwasong\u00ad‑18 and HWASONG 18, not Hwasong-180", ["Hwasong\u00ad‑18", "HWASONG 18"]),
        ("tank*", "Tankers, a tank", ["Tankers", "tank"]),
        ("제재", "대북 제재를", ["제재"]),
        ("制裁", "美國宣布新制裁", ["制裁"]),
        ("弹道", "彈道導彈", ["彈道"]),
        ('"east sea" OR east', "East Sea", ["East Sea"]),
        ("title:ferry", "Ferry", ["Ferry"]),
        ("source:ferry country:kp", "Ferry of North Korea", []),
        ("a", "", []),
    ],
)
def test_words_are_found_as_they_were_written(query: str, text: str, wanted: Sequence[str]) -> None:
    """In other letters, with hyphens and accents, never twice at one place."""
    assert bold(query, text) == wanted


def bold(query: str, text: str) -> list[str]:
    """What of a text is put in bold."""
    return [text[start:end] for start, end in spans(parse(query), text)]


def test_ties_are_broken_by_the_newest() -> None:
    """So that every engine gives one order."""
    pasts = [past(f"Tanker {n}", id=n) for n in (2, 3, 1)]
    assert [one.id for one in ranked("tanker", *pasts)] == [3, 2, 1]
