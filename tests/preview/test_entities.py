"""Telegram's HTML: what it takes, what it refuses and in which words, and that what is shown of it is safe."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.entities import Entity, FormatError, parse_html, to_html, trim, utf16_length
from bot.preview.links import LinkError, checked_link

PIECES = (
    *("<b>", "</b>", "<i>", "</i>", '<a href="https://a.example/?x=1&amp;y=2">', '<a href="javascript:x.y">', "</a>"),
    *("<pre>", "</pre>", '<code class="language-py">', "</code>", "<blockquote expandable>", "</blockquote>", "</>"),
    *("<", ">", "&", "&lt;", "&#128512;", "&#x22;", "&nbsp;", '"', " ", "🚀"),
)
MARKUP = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<STRONG>a</strong>", "a", [("bold", 0, 1)]),
        ("🚀 <i>up</i>", "🚀 up", [("italic", 3, 2)]),
        ("<b>🚀<u>x</u></b>", "🚀x", [("bold", 0, 3), ("underline", 2, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        (
            '<i><tg-time unix="1647531900" format="wDT">22:45</tg-time></i>',
            "22:45",
            [("date_time", 0, 5), ("italic", 0, 5)],
        ),
        ("<b></b>a", "a", []),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
        ("&lt &#65;&#x42 &nbsp;&apos;&#0;&#1114111;", "< AB &nbsp;&apos;&#0;&#1114111;", []),
        ("&#128512;<b>x</b>", "😀x", [("bold", 2, 1)]),
    ],
)
def test_markup_becomes_text_and_entities(markup: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Tags and the four named references are understood, offsets count UTF-16 units, everything else stays."""
    found, parts = parse_html(markup)
    assert found == text
    assert [(one.type, one.offset, one.length) for one in parts] == entities


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("핵 <P>", 'Unsupported start tag "p" at byte offset 4'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<3 you>", 'Unsupported start tag "3" at byte offset 0'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ('<a href="https://a.example>x</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=https://a.example>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("<tg-time>now</tg-time>", "Invalid Unix time specified"),
        ('<tg-time unix="1" format="tT">now</tg-time>', "Invalid date-time format specified"),
        ("a\0b", "Text must not contain null bytes"),
        (
            "&#55357;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(markup: str, reason: str) -> None:
    """One wrong tag fails the whole message, and the offset counts bytes of UTF-8."""
    with pytest.raises(FormatError) as caught:
        parse_html(markup)
    assert str(caught.value) == reason


def test_links_are_kept_or_dropped_without_a_word() -> None:
    """A link keeps its decoded address, one whose host has no dot is only text, one without href is its text."""
    markup = '<a href="https://A.example/?a=1&amp;b=2">x</a> <a href="http://localhost/">y</a> <a>b.example</a> '
    text, entities = parse_html(markup + "<a href='tg://x'>z</a>")
    assert text == "x y b.example z"
    assert [(one.offset, one.url) for one in entities] == [
        (0, "https://a.example/?a=1&b=2"),
        (4, "http://b.example/"),
        (14, "tg://x"),
    ]


@pytest.mark.parametrize(
    ("link", "stored"),
    [
        ("https://a.example", "https://a.example/"),
        ("a.example:0080?q", "http://a.example:80/?q"),
        ("HTTP://user:word@A.example/B c", "http://user:word@a.example/B%20c"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"),
        ("https://뉴스.example/기사", "https://뉴스.example/기사"),
    ],
)
def test_a_link_is_stored_in_one_form(link: str, stored: str) -> None:
    """Scheme and host in lower case, a path always, spaces encoded."""
    assert checked_link(link) == stored


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("ftp://a.example", "Unsupported URL protocol"),
        ("javascript:alert(1)", "Wrong port number specified in the URL"),
        ("not-a-url", "Wrong HTTP URL"),
        ("https://localhost:8080/", "Wrong HTTP URL"),
        ("", "URL host is empty"),
        ("https:///x", "URL host is empty"),
        ("https://a.example:99999/", "Wrong port number specified in the URL"),
        ("https://a b.example/", "Wrong URL host"),
        ("https://[1::2::3]/", "Wrong IPv6 address specified in the URL"),
    ],
)
def test_a_link_is_refused_with_the_reason(link: str, reason: str) -> None:
    """Only links to the web with a real host are links."""
    with pytest.raises(LinkError) as caught:
        checked_link(link)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ('<pre><code class="language-python">x</code></pre>', "python"),
        ('<code class="language-python"><pre>x</pre></code>', "python"),
        ("<pre>x</pre>", None),
    ],
)
def test_code_with_a_language_is_one_entity(markup: str, language: str | None) -> None:
    """`pre` around `code` (or the other way round) is a single `pre` that knows its language."""
    _, entities = parse_html(markup)
    assert [(one.type, one.language) for one in entities] == [("pre", language)]


def test_white_space_around_a_message_is_cut_and_entities_move() -> None:
    """A message neither starts nor ends with white space; what an entity covers is kept."""
    text, entities = trim(*parse_html(" \n a <b>b \n</b> \t "))
    assert (text, entities) == ("a b", (Entity("bold", 2, 1),))


def test_html_for_the_page_nests_as_the_entities_do() -> None:
    """The page gets back the same structure, and an address cannot leave its attribute."""
    text, entities = parse_html('<b>a<i>b</i></b> <a href="https://a.example/&quot;&gt;">🚀&lt;</a>')
    link = '<a href="https://a.example/&quot;&gt;" target="_blank" rel="noopener noreferrer">'
    assert to_html(text, entities) == f"<b>a<i>b</i></b> {link}🚀&lt;</a>"


class Tags(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "a", "pre", "code", "blockquote", "span"}
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href", "target", "rel", "class"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(MARKUP)
def test_whatever_is_sent_is_refused_or_shown_safely(markup: str) -> None:
    """Any markup is refused, or has entities within its text and becomes well-formed HTML with that same text."""
    try:
        text, entities = trim(*parse_html(markup))
    except FormatError:
        return
    size = utf16_length(text)
    assert all(0 <= one.offset < one.end <= size for one in entities)
    tags = Tags()
    tags.feed(to_html(text, entities))
    tags.close()
    assert tags.text.replace("\r", "\n") == text.replace("\r", "\n")
    assert not tags.open
    assert all(link.startswith(("http://", "https://", "tg://")) for link in tags.links)
