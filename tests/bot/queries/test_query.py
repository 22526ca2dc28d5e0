"""The language of queries: what people may write, what it means, and what a slip is answered with."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.model import Tier
from bot.queries.expression import Every, Expression, Fact, Known, Some, Words, every, holds, key_of, needed, no, some
from bot.queries.query import LONGEST, parse
from bot.text.words import Kind, Term
from tests.making import read as reading
from tests.making import source

TOPICS = frozenset({"launches", "sanctions"})
PRESS = source("Hangang Wire")


def word(text: str, place: str = "") -> Words:
    """A word, with a * where it goes on."""
    kind = Kind.WITHIN if text in ("화성", "発射") else Kind.USUAL
    return Words(Term(text.strip("*"), text.startswith("*"), text.endswith("*"), closed=False, kind=kind), place)


def known(
    title: str = "", text: str = "", *topics: str, countries: tuple[str, ...] = (), language: str = "en"
) -> Known:
    """What is known of an entry of the Hangang Wire."""
    return Known.of(reading(title, text, language), PRESS, topics, frozenset(countries))


def asked(query: str, about: Known) -> bool:
    """Whether a query holds."""
    return holds(parse(query, TOPICS), about.has)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("missile", "missile"),
        ("Missile TEST", "missile test"),
        ("missile AND test", "missile test"),
        ("a | b", "a OR b"),
        ("a OR b c", "a OR (b c)"),
        ("(a OR b) c", "(a OR b) c"),
        ("a (b (c d))", "a b c d"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("a a", "a"),
        ("a NOT b", "a -b"),
        ("a -(b OR c)", "a -(b OR c)"),
        ("NOT -a", "a"),
        ("a --b", "a -b"),
        ("a or not b", "a or not b"),
        ("ORder NOTe ANDes", "order note andes"),
        ("Hwasong-18", '"hwasong 18"'),
        ('"Hwasong  18"', '"hwasong 18"'),
        ("“ballistic missile” －ﬁlm", '"ballistic missile" -film'),
        ("（ａ　ＯＲ　ｂ）｜ｃ", "a OR b OR c"),
        ("São Paulo, Peru.", "sao paulo peru"),
        ("<tanker>, ‘ship’ (「船」)", "tanker ship 船"),
        ("C++ $100 #one U.S.", '"c++" "$100" "#one" u.s'),
        ('missil* "test fir*" *제재', 'missil* "test fir*" *제재'),
        ("12:30", '"12:30"'),
        ("Title:launch", "title:launch"),
        ("title: (a OR b) c", "(title:a OR title:b) c"),
        ('source:"Hangang Wire"', 'source:"hangang wire"'),
        ("country:(KP OR 러시아)", "country:kp OR country:ru"),
        ('country:"north korea" country:UK', "country:kp country:gb"),
        ("lang:ko lang:Japanese", "lang:ko lang:ja"),
        ("topic:Launches -tier:AGGREGATOR", "topic:launches -tier:aggregator"),
        ('("Hwasong-18" OR 화성-18) -film country:kp', '("hwasong 18" OR "화성 18") -film country:kp'),
    ],
)
def test_a_query_is_read_as_people_mean_it(query: str, canonical: str) -> None:
    """As in search boxes; what was read can be written, and reads the same."""
    assert str(parse(query, TOPICS)) == canonical
    assert parse(canonical, TOPICS) == parse(query, TOPICS)


@pytest.mark.parametrize(
    ("query", "key", "at"),
    [
        ("", "query-empty", None),
        (" \t", "query-empty", None),
        ("x" * (LONGEST + 1), "query-long", LONGEST),
        ("-film", "query-negative", None),
        ("a OR -film", "query-negative", None),
        ("-(a b)", "query-negative", None),
        ("()", "query-word", 1),
        ("a OR", "query-word", 4),
        ("OR a", "query-word", 0),
        ("a OR OR b", "query-word", 5),
        ("a || b", "query-word", 3),
        ("a -)", "query-word", 3),
        ("a (b", "query-open", 2),
        ("(a (b)", "query-open", 0),
        ("country:(kp", "query-open", 8),
        ("a) b", "query-close", 1),
        ('a "b', "query-quote", 2),
        ("a - b", "query-dash", 2),
        ("a -", "query-dash", 2),
        ("title:", "query-value", 6),
        ("title:-a", "query-value", 6),
        ("title:(a OR )", "query-value", 12),
        ("title:(a b)", "query-group", 9),
        ("title:(a AND b)", "query-group", 9),
        ("missile colour:red", "query-field", 8),
        ("a lang:klingon", "query-lang", 7),
        ("a country:(kp OR atlantis)", "query-country", 17),
        ("topic:football", "query-topic", 6),
        ("tier:blog", "query-tier", 5),
        ("a mis*le", "query-star", 2),
        ("a m*", "query-short", 2),
        ("a !!!", "query-letters", 2),
        ('a ""', "query-letters", 2),
    ],
)
def test_a_slip_is_answered_with_its_place(query: str, key: str, at: int | None) -> None:
    """What is wrong, and the letter at which it is."""
    with pytest.raises(QueryError) as slip:
        parse(query, TOPICS)
    assert (slip.value.key, slip.value.at) == (key, at)


def test_a_topic_that_is_no_more_can_still_be_read() -> None:
    """What was kept once is read without asking whether its topic is still there."""
    assert parse("topic:football") == Fact("topic", "football")


@pytest.mark.parametrize(
    ("query", "title", "text", "expected"),
    [
        ("missile", "A MISSILE flies", "", True),
        ("missile", "", "It was a míssile.", True),
        ("missile", "Two missiles fly", "", False),
        ("missile*", "Two missiles fly", "", True),
        ("missile -film", "A missile", "in a film", False),
        ("Hwasong-18", "The Hwasong‑18 flew", "", True),
        ("Hwasong-1", "The Hwasong-18 flew", "", False),
        ("화성-18", "북한, 화성-18형 발사", "", True),
        ("미사일", "북한이 미사일을 쐈다", "", True),
        ("제재", "대북제재 논의", "", True),
        ("*제재", "대북제재 논의", "", True),
        ("제재", "미국, 독자제재를 단행", "", True),
        ('="제재"', "미국, 독자제재를 단행", "", False),
        ('"제재"', "미국이 제재를 단행", "", True),
        ('="제재"', "유엔 제재위원회", "", False),
        ("제재", "국제재판소가 경제재정 회의를", "", False),
        ("제재", "국제제재와 경제재정", "", True),
        ("발사", "발사믹 식초", "", False),
        ("발사", "시험발사 성공, 발사믹도", "", True),
        ("制裁", "对朝制裁", "", True),
        ("制裁", "強制裁判権", "", False),
        ("ミサイル", "弾道ミサイル発射", "", True),
        ("ミサイル", "北朝鮮がﾐｻｲﾙ発射", "", True),
        ("制裁", "対北追加制裁", "", True),
        ("ракет*", "Пуск ракеты", "", True),
        ('"missile test"', "missile", "test", False),
        ("missile test", "missile", "test", True),
        ("title:test", "missile", "test", False),
        ("title:(missile OR rocket)", "A rocket", "", True),
        ("source:hangang", "", "", True),
        ("hangang", "", "", False),
        ("source:bugle OR rocket", "", "", False),
        ("topic:launches", "", "", True),
        ("topic:sanctions", "", "", False),
        ("country:kp", "", "", True),
        ("country:ru", "", "", False),
        ("lang:en tier:press", "", "", True),
    ],
)
def test_a_query_holds_for_what_it_says(query: str, title: str, text: str, expected: bool) -> None:
    """Words have edges, case, accents, widths and hyphens do not matter, and a field looks where it says."""
    assert asked(query, known(title, text, "launches", countries=("kp",))) is expected


def test_queries_that_mean_the_same_have_one_key() -> None:
    """However they are spelled; those that do not have another."""
    assert key_of(parse("Hwasong-18 AND Test")) == key_of(parse('"hwasong 18"  test'))
    assert key_of(parse("a b")) != key_of(parse("a OR b"))


TERMS = ("missile", "missil*", "*sile", "hwasong 18", "화성", "*제재", "発射", "пуск", "or", "u.s")
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.builds(word, st.sampled_from(TERMS), st.sampled_from(("", "title", "source"))),
    st.builds(Fact, st.just("country"), st.sampled_from(("kp", "ru"))),
    st.builds(Fact, st.just("topic"), st.sampled_from(sorted(TOPICS))),
    st.builds(Fact, st.just("tier"), st.sampled_from(sorted(Tier))),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(every),
        st.lists(inner, min_size=1, max_size=4).map(some),
        inner.map(no),
    ),
    max_leaves=12,
)
QUERIES = EXPRESSIONS.filter(lambda made: needed(made) is not None and len(str(made)) <= LONGEST)
"""Every expression that a query may mean."""
PIECES = st.sampled_from(
    [
        *'()"|-*: ',
        " OR ",
        " AND ",
        " NOT ",
        "title:",
        "country:",
        "kp",
        "a",
        "화성-18",
        "－",
        "“",
        "！",
        "x:",
        "\u0345",
        "⑴",
    ]
)
HOSTILE = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@given(made=QUERIES)
def test_an_expression_reads_back_as_itself(made: Expression) -> None:
    """Written and read, it is the same."""
    assert parse(str(made)) == made


@given(text=HOSTILE)
def test_any_text_is_read_or_answered(text: str) -> None:
    """No text crashes the parser: it is an expression that reads back, or a slip with its place in the text."""
    made, at = read(text)
    assert at is None or 0 <= at <= len(text)
    if made is not None:
        assert needed(made) is not None
        if len(str(made)) <= LONGEST:
            assert parse(str(made), TOPICS) == made


def read(text: str) -> tuple[Expression | None, int | None]:
    """The expression that a text is, or the place of the slip."""
    try:
        return parse(text, TOPICS), None
    except QueryError as slip:
        return None, slip.at


def naive(made: Expression, true: Callable[[Words | Fact], bool]) -> bool:
    """What an expression means, by truth tables."""
    if isinstance(made, Every | Some):
        count = sum(naive(part, true) for part in made.parts)
        return count == len(made.parts) if isinstance(made, Every) else count > 0
    return true(made) if isinstance(made, Words | Fact) else not naive(made.part, true)


def by_pattern(leaf: Words | Fact, about: Known) -> bool:
    """Whether a leaf is true, by a regular expression."""
    if isinstance(leaf, Fact):
        return {
            "country": leaf.value in about.countries,
            "topic": leaf.value in about.topics,
            "tier": leaf.value == about.tier,
        }[leaf.field]
    term, hangul, letters = leaf.term, "가-힣", "a-z0-9а-я"
    same = next((c for c in (hangul, letters) if re.match(f"[{c}]", term.text[0])), "")
    last = next((c for c in (letters,) if re.match(f"[{c}]", term.text[-1])), "")
    left = f"(?<![{same}])" if same and not term.open_left else ""
    right = f"(?![{last}])" if last and not term.open_right else ""
    text = {"": f"{about.title}\n{about.text}", "title": about.title, "source": about.source}[leaf.place]
    return re.search(left + re.escape(term.text) + right, text) is not None


TEXT_WORDS = (
    "missile",
    "missiles",
    "Hwasong-18",
    "HWASONG 18",
    "화성이",
    "대북제재",
    "再発射",
    "пуск",
    "OR",
    "U.S.",
    "x",
    ",",
)
TEXTS = st.lists(st.sampled_from(TEXT_WORDS), max_size=6).map(" ".join)


@st.composite
def entries(draw: st.DrawFn) -> Known:
    """What is known of an entry that holds some of the words above."""
    topics = draw(st.sets(st.sampled_from(sorted(TOPICS))))
    countries = draw(st.frozensets(st.sampled_from(("kp", "ru"))))
    feed = source(draw(TEXTS), tier=draw(st.sampled_from(Tier)))
    return Known.of(reading(draw(TEXTS), draw(TEXTS)), feed, topics, countries)


@given(made=EXPRESSIONS, about=entries())
def test_evaluation_agrees_with_a_naive_one(made: Expression, about: Known) -> None:
    """Truth tables over regular expressions say the same."""
    assert holds(made, about.has) == naive(made, lambda leaf: by_pattern(leaf, about))


@given(made=EXPRESSIONS, about=entries())
def test_what_is_needed_is_true_when_it_holds(made: Expression, about: Known) -> None:
    """Of the needed leaves one is true whenever an expression holds."""
    leaves = needed(made)
    if leaves is not None and holds(made, about.has):
        assert any(map(about.has, leaves))
