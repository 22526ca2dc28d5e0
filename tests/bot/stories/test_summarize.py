"""Summaries and headlines: the article's own words, within their limits, without marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.summarize import HEADLINE, cut, headline, summarize
from bot.text.prose import clean, sentences
from tests.making import read

ARTICLE = """Posted on : Nov.24,2026 09:12 KST
The foreign minister said on Tuesday that new sanctions are possible. "We will not look away," she told reporters.
She named no date.
Back To Top
Most viewed articles"""


def told(title: str, text: str, language: str | None, limit: int = 400) -> str:
    """The summary of a text beside its headline."""
    reading = read(title, text, language)
    return summarize(reading, headline(reading), limit)


def test_the_first_sentences_are_the_summary() -> None:
    """Furniture away, whole sentences, as many as the limit lets in."""
    assert told("Minister speaks", ARTICLE, "en") == (
        "The foreign minister said on Tuesday that new sanctions are possible. "
        '"We will not look away," she told reporters. She named no date.'
    )
    assert told("Minister speaks", ARTICLE, "en", 100) == (
        "The foreign minister said on Tuesday that new sanctions are possible."
    )


def test_a_first_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    """Better half a sentence, marked as such, than none."""
    assert told("Minister speaks", ARTICLE, "en", 30) == "The foreign minister said on…"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Council votes on sanctions",
        "Council votes on sanctions  Reuters",
        "Council votes on sanctions.\nShare",
        "COUNCIL VOTES",
    ],
)
def test_what_only_repeats_the_title_is_no_summary(text: str) -> None:
    """A text that says nothing beyond the title gives no summary."""
    assert told("Council votes on sanctions - Reuters", text, "en") == ""


def test_the_title_is_not_said_again() -> None:
    """A first sentence that is the headline is left out, what follows is told."""
    text = "Council votes on sanctions. Two members objected."
    assert told("UPDATE 1-Council votes on sanctions", text, "en") == "Two members objected."


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Council votes on sanctions - Reuters", "Council votes on sanctions"),
        ("Council votes on sanctions | The Korea Times", "Council votes on sanctions"),
        ("Council votes on sanctions - The Any Town Herald", "Council votes on sanctions"),
        ("(LEAD) Council votes on sanctions", "Council votes on sanctions"),
        ("(2nd LD) (URGENT) Council votes", "Council votes"),
        ("UPDATE 2-Council votes - Reuters", "Council votes"),
        ("BREAKING: Council votes", "Council votes"),
        ("[속보] 안보리 표결(종합2보)", "안보리 표결"),
        ("안보리 표결 - 어느신문", "안보리 표결"),
        ("Council votes on sanctions - what comes next", "Council votes on sanctions - what comes next"),
        ("War - and peace", "War - and peace"),
        ("Reuters", "Reuters"),
        ("[속보]", "[속보]"),
        ("Iran: talks go on", "Iran: talks go on"),
        ("  Two \n lines ", "Two lines"),
    ],
)
def test_a_headline_has_no_marks(title: str, bare: str) -> None:
    """Outlets behind and agencies' marks before a title go, and nothing of the title does."""
    assert headline(read(title, "", None)) == bare


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Council votes on sanctions - Any Old Wire", "Council votes on sanctions"),
        ("Missile flew 900 km - JCS - Any Old Wire", "Missile flew 900 km - JCS"),
        ("Council votes on sanctions", "Council votes on sanctions"),
        (
            "Rain - and a long clause which is no name of an outlet",
            "Rain - and a long clause which is no name of an outlet",
        ),
    ],
)
def test_an_aggregators_headline_is_not_signed(title: str, bare: str) -> None:
    """The name of any outlet goes, since an aggregator sets one behind each title; one name, and no more."""
    assert headline(read(title, "", None), signed=True) == bare


def test_a_missing_title_is_the_first_sentence() -> None:
    """An entry without a title is headed by what it says first."""
    assert headline(read(" ", ARTICLE, "en")) == "The foreign minister said on Tuesday that new sanctions are possible."
    assert headline(read("", "", None)) == ""


def test_a_long_headline_is_cut_at_a_word() -> None:
    """At most 200 letters, the last word whole."""
    assert headline(read("word " * 60, "", None)) == "word " * 39 + "word…"
    assert headline(read("가" * 300, "", None)) == "가" * 199 + "…"


PIECES = st.sampled_from(
    [
        *ARTICLE.splitlines(),
        "One. Two! Three?",
        "그는 “간다.”고 했다.",
        "Reuters",
        "- AP",
        "| X",
        "(LEAD) ",
        "[속보]",
        "UPDATE 1-",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=8).map("\n".join), st.lists(PIECES, max_size=6).map(" ".join)
)


@given(TEXTS, TEXTS, st.sampled_from([None, "en", "ko", "xx"]), st.integers(0, 400))
def test_a_summary_is_made_of_the_text(title: str, text: str, language: str | None, limit: int) -> None:
    """Whatever comes: no exception, within the limit, and nothing but sentences of the text in their order."""
    summary = told(title, text, language, limit)
    assert len(summary) <= limit
    said = iter(" ".join(sentences(clean(text, title), language)))
    assert all(letter in said for letter in summary.removesuffix("…"))


@given(TEXTS, TEXTS)
def test_a_headline_fits(title: str, text: str) -> None:
    """Whatever comes: one line of at most 200 letters."""
    line = headline(read(title, text, None))
    assert len(line) <= HEADLINE
    assert len(line.splitlines()) <= 1


@given(st.text(max_size=60), st.integers(0, 50))
def test_cutting_keeps_the_beginning(text: str, limit: int) -> None:
    """A cut text fits, and is the text's beginning."""
    short = cut(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))
