"""bot.text.html: the text of any HTML."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.html import plain_line, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two<br>three</p>", "One.\nTwo\nthree"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("<ul><li>first</li><li>second</li></ul>", "first\nsecond"),
        ("<figure><img src=x><figcaption>A rocket</figcaption></figure>Text", "Text"),
        ("a<script>alert('<p>')</script>b<style>p{}</style>c<!-- d -->e", "abce"),
        ("<table><tr><td>Name</td><td>Kim</td></tr><tr><td>Born</td></tr></table>", "Name Kim\nBorn"),
        ("Fish &amp; chips&nbsp;&mdash; 5 &lt; 6", "Fish & chips — 5 < 6"),
        ("&lt;p&gt;escaped &amp;amp; wrapped&lt;/p&gt;&lt;p&gt;twice&lt;/p&gt;", "escaped & wrapped\ntwice"),
        ("<![CDATA[<p>inside</p>]]>", "inside"),
        ("no markup\nbut lines", "no markup\nbut lines"),
        ("wrapped\nlines\n\nof two paragraphs", "wrapped lines\nof two paragraphs"),
        ("<b>N</b>orth <속보> 5 < 6", "North <속보> 5 < 6"),
        ("<p>unclosed <b>tags <a href='x", "unclosed tags"),
        ("", ""),
    ],
)
def test_html_becomes_paragraphs(html: str, text: str) -> None:
    """Blocks are lines, what is not read is left out, entities are decoded, and no markup stays."""
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("  Two\n words ", "Two words"),
        ("Fish &amp;amp; chips &amp;#39;now&amp;#39;", "Fish & chips 'now'"),
        ("<b>N</b>orth<br/>Korea", "North Korea"),
        ("&lt;i&gt;so&lt;/i&gt; it is", "so it is"),
        ("<속보> 5 < 6 > 4", "<속보> 5 < 6 > 4"),
        ("a\u202eb\u200bc\ufeffd\x07e\u00adf", "abcdef"),
        ("\u1107\u1169\u11bc\u1109\u116e", "봉수"),
        ("👩\u200d🚀 and a\u200db", "👩\u200d🚀 and ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x\ud800y", "xy"),
        ("<script>alert(1)</script>Title", "Title"),
    ],
)
def test_a_title_is_one_clean_line(html: str, line: str) -> None:
    """Tags, entities (encoded twice as well) and unseen characters go; brackets that are words stay."""
    assert plain_line(html) == line


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<", "&", "<!--", "<a href='", "<script>", "&lt;", "<p ", "\n "])
def test_any_depth_and_any_length_is_survived(piece: str) -> None:
    """Neither nesting nor repetition breaks it or is returned as markup."""
    text = plain_text("start" + piece * 100_000)
    assert text.startswith("start")
    assert len(plain_line("start" + piece * 100_000)) <= 5_000


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b",
            ">",
            "<script>",
            "</script>",
            "&amp;",
            "&lt;",
            "&#x",
            "&#0;",
            "]]>",
            "<![CDATA[",
            "<!--",
            "-->",
        ]
    )
    | st.text(max_size=8),
    max_size=30,
).map("".join)


@given(HOSTILE)
def test_any_string_gives_clean_text(html: str) -> None:
    """Nothing raises; the text is composed, has no control characters, and can be encoded."""
    text = plain_text(html)
    line = plain_line(html)
    assert "\n" not in line
    assert all(part and part == part.strip() for part in text.splitlines())
    for result in (text.replace("\n", ""), line):
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in result)
        result.encode("utf-8")


def test_several_threads_read_at_a_time() -> None:
    """No reader's text ends up in another's."""
    htmls = [f"<p>One {number}</p><p>Two {number}</p>" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(plain_text, htmls * 200))
    assert read == [f"One {number}\nTwo {number}" for number in range(8)] * 200
