"""Which feeds a site's page names."""

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.discovery import MOST, Named, feeds_of

AT = "https://paper.example/news/"


def test_each_feed_that_the_page_names_once_and_in_order() -> None:
    """In whatever way the attributes are written; against the page's base; what is no feed is passed over."""
    page = b"""<html><head><title>Paper</title><base href="/en/">
    <link rel="alternate" type="application/rss+xml" title="World &amp; more" href="rss.xml">
    <LINK HREF='https://other.example/atom' TYPE='application/atom+xml' REL='home Alternate'>
    <link rel=alternate type=application/feed+json href=/feed.json>
    <link rel="feed" href="rss.xml" title="again">
    <link rel="alternate" hreflang="ko" href="/ko/"><link rel="stylesheet" href="a.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    </head>"""
    assert feeds_of(page, url=AT) == (
        Named("https://paper.example/en/rss.xml", "World & more"),
        Named("https://other.example/atom", "https://other.example/atom"),
        Named("https://paper.example/feed.json", "https://paper.example/feed.json"),
    )


def test_no_more_than_one_can_choose_from() -> None:
    """A page may name a feed for every tag."""
    links = (f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(50))
    assert len(feeds_of("".join(links).encode(), url=AT)) == MOST


@given(st.binary())
def test_any_bytes_are_survived(body: bytes) -> None:
    """Whatever the page is."""
    assert feeds_of(b"<link " + body + b"><link rel=feed href=" + body + b">", url=AT) is not None
