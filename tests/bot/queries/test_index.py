"""Everybody's queries at once: the same answer as asking each, however they come."""

from hypothesis import given
from hypothesis import strategies as st

from bot.queries import index as follow
from bot.queries.expression import Expression, Known, holds, key_of
from bot.queries.index import QueryIndex
from bot.queries.query import parse
from tests.bot.queries.test_query import QUERIES, entries, known


def followed(*queries: str) -> QueryIndex:
    """These queries, each under its text."""
    index = QueryIndex()
    index.add((query, parse(query)) for query in queries)
    return index


@given(queries=st.lists(QUERIES, max_size=12), about=st.lists(entries(), min_size=1, max_size=3))
def test_all_at_once_is_one_by_one(queries: list[Expression], about: list[Known]) -> None:
    """Exactly the queries that hold by themselves, whether they came together or one after the other."""
    together, in_turn = QueryIndex(), QueryIndex()
    together.add((key_of(query), query) for query in queries)
    for query in queries:
        in_turn.add([(key_of(query), query)])
    for each in about:
        expected = tuple(sorted({key_of(query) for query in queries if holds(query, each.has)}))
        assert together.match(each) == expected
        assert in_turn.match(each) == expected


def test_nothing_is_followed_at_first() -> None:
    """Without queries there are no answers."""
    assert QueryIndex().match(known("A missile")) == ()


def test_a_query_counts_from_when_it_is_added() -> None:
    """One that comes later is asked like the others, and one that comes twice is kept once."""
    index = followed("missile")
    index.add([("rocket", parse("rocket")), ("missile", parse("missile"))])

    assert len(index) == 2
    assert index.match(known("A missile and a rocket")) == ("missile", "rocket")


def test_new_words_are_merged_when_they_are_many() -> None:
    """However many queries come one by one, the last is found and so is the first."""
    index = QueryIndex()
    many = 3 * follow.SMALL
    for number in range(many):
        index.add([(f"{number:04}", parse(f"hwasong-{number} title:test"))])

    assert index.match(known(f"test of hwasong-0 and hwasong-{many - 1}")) == ("0000", f"{many - 1:04}")
    assert index.match(known("hwasong-0", "test")) == ()


def test_a_query_of_fields_alone_is_asked() -> None:
    """Where it looks for no word, its fields find it."""
    index = followed("country:kp", "topic:launches -lang:en", "tier:press country:(ru OR kp)")

    assert index.match(known("", "", "launches", countries=("kp",))) == ("country:kp", "tier:press country:(ru OR kp)")
    assert index.match(known("", "", "launches", language="ko")) == ("topic:launches -lang:en",)


def test_long_alternatives_are_found_by_any_of_them() -> None:
    """Two long lists of words make too many pairs to file each."""
    names = [f"name{number}" for number in range(8)]
    places = [f"place{number}" for number in range(8)]
    query = f"({' OR '.join(names)}) ({' OR '.join(places)})"
    index = followed(query)

    assert index.match(known("name7 at place3")) == (query,)
    assert index.match(known("name7 and name3")) == ()
