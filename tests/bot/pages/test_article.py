"""bot.pages.article: a page's bytes -> the article's own words, whatever stands around them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pages.article import Article, read, tells

LEAD = "The northern navy fired two ballistic missiles into the eastern sea on Tuesday morning, the joint staff said."
SECOND = "They flew about 400 kilometres and fell outside the economic zone, and no ship reported damage of any kind."
THIRD = "The government called a meeting of its security council and asked its partners for talks within the week."
PARAGRAPHS = f"<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(body: str, head: str = "") -> bytes:
    """A page around a body."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(html: bytes, **kwargs: str) -> list[str]:
    """The lines of the article of a page."""
    article = read(html, **kwargs)
    assert article is not None
    return article.text.split("\n")


def test_an_article_has_text_and_title() -> None:
    """Both are found."""
    head = '<meta property="og:title" content="Navy fires missiles">'
    found = read(page(f"<main><h1>Navy fires missiles</h1>{PARAGRAPHS}</main>", head))

    assert found == Article(f"{LEAD}\n{SECOND}\n{THIRD}", "Navy fires missiles")


FURNITURE = {
    "a caption for eyes and for ears": "<figure><figcaption>The pier</figcaption></figure><p>The pier</p>",
    "a stamp": "<p>Posted on : Nov.24,2026 07:12 KST Modified on : Nov.24,2026 07:12 KST</p>",
    "a row of buttons": "<p>facebook &nbsp; twitter &nbsp; print &nbsp; font size + &nbsp; -</p>",
    "a way back": "<p>Back To Top</p>",
    "a button": "<p>button that move to original korean article (클릭시 원문으로 이동하는 버튼)</p>",
    "a list": "<h2>Most viewed articles</h2><ul><li>Lanterns at the palace</li><li>A new ferry</li></ul>",
    "a newsletter": "<p>Sign up for our morning letter and get the best of the harbour in your inbox.</p>",
    "cookies": "<p>We use cookies to make this site work better for you.</p>",
    "rights": "<p>© Harbour Media. All rights reserved.</p>",
    "a byline": "<p>By Jane Doe, Harbour correspondent</p>",
    "a byline by markup": '<div class="byline">words of Jane, pictures of John</div>',
    "a byline in capitals": "<p>JANE DOE</p>",
    "a Korean byline": "<p>홍길동 기자 gildong@harbour.example</p>",
    "a post": '<blockquote class="twitter-tweet"><p>I saw it from my boat.</p>— Jo (@jo_boat) May 1</blockquote>',
    "a box": '<div class="factbox"><h4>What we know</h4><p>The navy has eleven ships of this class.</p></div>',
    "a teaser": '<p>READ | <a href="/7">Ferry adds an evening service as commuters return to work</a></p>',
    "a paywall": "<p>この記事は会員限定です。</p>",
}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE.keys())
@pytest.mark.parametrize("at", ["above", "within", "below"])
def test_no_furniture_survives(furniture: str, at: str) -> None:
    """Captions, stamps, buttons, lists, notices, bylines: the article alone is left, wherever they stand."""
    parts = [f"<p>{LEAD}</p>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>"] + [f"<p>{word} {THIRD}</p>" for word in "ABC"]
    parts.insert({"above": 0, "within": 2, "below": len(parts)}[at], furniture)
    whole = [LEAD, SECOND, THIRD, *(f"{word} {THIRD}" for word in "ABC")]

    assert lines(page(f"<main><h1>Navy fires missiles</h1>{''.join(parts)}</main>")) == whole


def test_an_agency_s_mark_goes_and_its_sentence_stays() -> None:
    """The dateline of an agency is no part of the sentence."""
    assert lines(page(f"<p>SEOUL, Nov. 24 (Yonhap) -- {LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"))[0] == LEAD


def test_markup_that_would_take_the_whole_article_is_not_believed() -> None:
    """An article inside what looks like a box is read all the same."""
    assert lines(page(f'<div class="newsletter-layout">{PARAGRAPHS}</div>')) == [LEAD, SECOND, THIRD]


KOREAN = "북한이 동해상으로 탄도미사일 두 발을 발사했다고 합동참모본부가 화요일 오전에 밝혔다."
JAPANESE = "防衛省は火曜日の朝、弾道ミサイルの可能性があるものが日本海に発射されたと発表した。"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type", "language"),
    [
        (KOREAN, "cp949", "euc-kr", "text/html", "ko"),
        (KOREAN, "cp949", "euc-kr", "text/html", None),
        (KOREAN, "cp949", None, "text/html; charset=EUC-KR", None),
        (KOREAN, "cp949", "utf-8", "text/html; charset=utf-8", "ko"),
        (KOREAN, "utf-8", "euc-kr", "text/html", "ko"),
        (JAPANESE, "cp932", "Shift_JIS", "text/html", None),
        (JAPANESE, "euc_jp", None, "text/html", "ja"),
        ("Ракета упала в море во вторник утром, сообщил штаб флота в коротком заявлении.", "cp1251", None, "", "ru"),
    ],
)
def test_every_encoding_is_read(
    text: str, encoding: str, declared: str | None, content_type: str, language: str | None
) -> None:
    """Declared in the page, in the header, wrongly or not at all."""
    meta = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{meta}</head><body><p>{text}</p><p>{text} {text}</p><p>{text}</p></body></html>"

    found = read(html.encode(encoding), content_type=content_type, language=language)

    assert found is not None
    assert text in found.text


@pytest.mark.parametrize("html", [b"", b"\0", b"<", b"plain words", b"<html></html>", page("<p>Too short.</p>")])
def test_a_page_without_an_article_has_none(html: bytes) -> None:
    """Nothing is made of nothing."""
    assert read(html) is None


def test_a_page_that_is_on_something_else_does_not_tell_the_story() -> None:
    """A wall, a notice, a list: a text in the article's place that shares no words with the headline."""
    wall = Article("Before you continue, choose how we may use your data. " * 5)
    title = "Navy fires two ballistic missiles into eastern sea"

    assert not tells(wall, title)
    assert tells(Article(LEAD), title)
    assert tells(Article(KOREAN), "북한, 동해로 탄도미사일 발사")
    assert tells(Article(LEAD), "")


TAGS = st.sampled_from(
    ["<p>", "</p>", "<a href='//[x'>", "</a>", "<table>", "<li>", "<!--", "<h1>", "<title>", "<meta charset=utf-16>",
     '<meta property="og:image" content="\x01//">', "<figcaption>", "<div class=caption>", "]]>", "&#0;", "&#xd800;"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=2000), st.lists(st.one_of(TAGS, st.text(max_size=60)), max_size=60)), st.text())
def test_nothing_that_a_page_holds_raises(body: bytes | list[str], content_type: str) -> None:
    """Any bytes, and any heap of tags, give an article or none."""
    html = body if isinstance(body, bytes) else "".join(body).encode("utf-8", "replace")

    found = read(html, content_type=content_type)

    assert found is None or found.text
