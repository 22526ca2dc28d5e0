"""bot.web.link: one identity for an article, however it is reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.link import address, canonical

ARTICLE = "https://example.com/news/2026/launch"


@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        "http://www.example.com/news/2026/launch/",
        "HTTPS://WWW.Example.COM:443/news/2026/launch",
        "http://example.com:80/news//2026/launch?",
        "https://example.com./news/x/../2026/./launch",
        "https://example.com/news/2026/%6Caunch#comments",
        "https://user:word@example.com/news/2026/launch",
        "https://example.com/news/2026/launch;jsessionid=AB12?utm_source=rss&utm_medium=feed",
        "https://example.com/news/2026/launch?at_medium=RSS&at_campaign=KARANGA&fbclid=x&gclid=y",
        "https://example.com/news/2026/launch?input=rss&ref=home&mc_cid=1&__twitter_impression=true",
        "https://m.example.com/news/2026/launch",
        "https://www.m.example.com/news/2026/launch",
        "https://mobile.example.com/news/2026/launch",
        "https://amp.example.com/news/2026/launch",
        "https://example.com/amp/news/2026/launch",
        "https://example.com/news/2026/launch/amp/",
        "https://example.com/news/2026/launch.amp",
        "https://example.com/news/2026/launch?amp",
        "https://example.com/news/2026/launch?amp=1&outputType=amp",
        "https://www.google.com/amp/s/www.example.com/news/2026/launch/amp",
        "https://example-com.cdn.ampproject.org/c/s/example.com/news/2026/launch?amp_js_v=0.1",
        "https://www.google.com/url?rct=j&url=https://example.com/news/2026/launch&ct=ga",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fnews%2F2026%2Flaunch%3Ffbclid%3D1&h=2",
        "https://click.example.net/redirect?to=https%3A%2F%2Fexample.com%2Fnews%2F2026%2Flaunch",
        "https://out.example.net/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fexample.com%252Fnews%252F2026%252Flaunch",
    ],
)
def test_every_way_to_an_article_is_one_identity(url: str) -> None:
    """Trackers, fragments, mobile and AMP twins, redirects and spelling do not make another article."""
    assert canonical(url) == ARTICLE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a?id=2&cat=1", "https://example.com/a?cat=1&id=2"),
        ("https://example.com/a?id=%EA%B0%80", "https://example.com/a?id=%EA%B0%80"),
        ("https://example.com/a?id=가", "https://example.com/a?id=%EA%B0%80"),
        ("https://example.com/a?id=%b0%a1", "https://example.com/a?id=%B0%A1"),
        ("https://example.com/a b/100%", "https://example.com/a%20b/100%25"),
        ("https://example.com/#!/news/1", "https://example.com/#!/news/1"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://m.com/a", "https://m.com/a"),
        ("https://m.co.kr/a", "https://m.co.kr/a"),
        ("https://m.example.co.kr/a", "https://example.co.kr/a"),
        ("https://m-en.example.co.kr/a", "https://en.example.co.kr/a"),
        ("https://en.m.example.org/a", "https://en.example.org/a"),
        ("https://пример.example/a", "https://xn--e1afmkfd.example/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://192.0.2.1/a", "https://192.0.2.1/a"),
        ("https://news.google.com/rss/articles/CBMiAbC?oc=5", "https://news.google.com/rss/articles/CBMiAbC?oc=5"),
        (
            "https://example.com/redirected?url=https://example.net/x",
            "https://example.com/redirected?url=https://example.net/x",
        ),
    ],
)
def test_what_tells_articles_apart_is_kept(url: str, expected: str) -> None:
    """Parameters, their bytes, ports, hashbangs and hosts that only look like twins stay."""
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.com",
        "https://www.example.com/?utm_source=rss",
        "https://example.com/#top",
        "javascript:alert(1)",
        "mailto:a@example.com",
        "data:text/html,x",
        "/relative",
        "https://",
        "http://[bad/x",
        "https://example.com:99999/x",
        "https://exa mple.com/x",
        "https://a..b/x",
        "https://example.com/" + "x" * 2000,
    ],
)
def test_what_identifies_no_article_is_none(url: str) -> None:
    """Home pages, what is no web address, and what is too long to be one are no identity."""
    assert canonical(url) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("/news/1", "https://example.com/news/1"),
        ("2?x=1#y", "https://example.com/feeds/2?x=1#y"),
        ("//cdn.example.net/3", "https://cdn.example.net/3"),
        (" https://example.com/a\n b ", "https://example.com/a%20b"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@example.com", None),
        ("http://[bad", None),
    ],
)
def test_an_address_is_absolute_and_on_the_web(raw: str, expected: str | None) -> None:
    """Relative addresses are resolved; what a browser must not be sent to is dropped."""
    assert address(raw, "https://example.com/feeds/all.xml") == expected


PARTS = st.sampled_from(
    [
        "http://",
        "https://",
        "www.",
        "m.",
        "amp.",
        "example.com",
        "co.kr",
        ":80",
        ":99",
        "/",
        "//",
        "/amp",
        "/url",
        ".amp",
        "/..",
        "?",
        "&",
        "url=",
        "q=",
        "https%3A%2F%2F",
        "https://www.google.com/url?q=",
        "https://www.google.com/amp/s/",
        "%",
        "%2",
        "%41",
        "%25",
        "a",
        "가",
        "#",
        "#!",
        "utm_a=b",
        "amp=1",
        "x=rss",
        ";jsessionid=1",
        "@",
        "[",
        "]",
        "\x00",
        "�",
        " ",
        "+",
        "=",
    ]
)


@given(
    st.one_of(
        st.text(max_size=80), st.lists(PARTS, max_size=14).map(lambda parts: "https://example.com/" + "".join(parts))
    )
)
def test_a_canonical_link_is_its_own_canonical_link(url: str) -> None:
    """Nothing raises, and what comes is stable and can be stored."""
    link = canonical(url)
    if link is not None:
        assert canonical(link) == link
        assert link.startswith("https://")
        assert link.isascii()
