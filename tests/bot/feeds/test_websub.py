"""WebSub's decisions: which hub is named, what is asked and when, what is believed."""

import hashlib
import hmac
import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import websub
from bot.feeds.parse import parse
from bot.model import Feed, Hub, PollState, Push
from bot.pipeline import timing
from tests.making import HOUR, MINUTE, NOON, source

HUB = Hub("https://hub.example/", "https://hangang.example/feed")
PUSH = Push(1, Feed(1, source(), PollState(NOON)), HUB, "token", "secret", asked_at=NOON, attempts=1)
DAY = timedelta(days=1)


def hub_of(body: str, link: str = "", url: str = "https://hangang.example/rss") -> Hub | None:
    """The hub that a document names."""
    return parse(body.encode(), url=url, source=source(), now=NOON, headers={"Link": link} if link else {}).hub


def rss(links: str) -> str:
    """An RSS feed with these links in its channel, and another one in its entry."""
    other = '<atom:link rel="hub" href="https://wrong.example/"/>'
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title>'
        f"{links}<item><title>Rain</title><guid>1</guid>{other}</item></channel></rss>"
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>1</id>
<link rel="hub" href="https://hub.example/"/><link rel="self" href="https://hangang.example/feed"/>
<entry><id>2</id><title>Rain</title></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "News", "feed_url": "https://hangang.example/feed",
"hubs": [{"type": "rssCloud", "url": "https://cloud.example/"}, {"type": "WebSub", "url": "https://hub.example/"}, 7],
"items": [{"id": "1", "title": "Rain"}]}"""
IN_RSS = '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://hangang.example/feed"/>'


@pytest.mark.parametrize("body", [ATOM, JSON, rss(IN_RSS)], ids=["atom", "json", "rss"])
def test_a_document_names_its_hub(body: str) -> None:
    """By its own links, in each format; an entry's links are not the feed's."""
    assert hub_of(body) == HUB
    assert hub_of(rss("")) is None


@pytest.mark.parametrize(
    ("link", "hub"),
    [
        ('<https://hub.example/>; rel="hub", <https://hangang.example/feed>; rel="self"', HUB),
        ("</feed>;rel=self,<https://hub.example/>;rel=hub", HUB),
        ('<https://hub.example/>; title="a, b"; rel="preconnect hub", </feed>; REL="Self"', HUB),
        ('<http://plain.example/>; rel="hub", <https://hub.example/>; rel="hub", </feed>; rel=self', HUB),
        ("<https://hub.example/>; rel=hub", replace(HUB, topic="https://hangang.example/rss")),
        ('<https://hub.example/>; rel="hub", <ftp://hangang.example/>; rel=self', None),
        ("<mailto:hub@hub.example>; rel=hub", None),
        (f"<https://hub.example/{'x' * 1000}>; rel=hub", None),
        ("<https://[hub/>; rel=hub", None),
        ("<https://hub.example/; rel=hub", None),
    ],
)
def test_the_header_goes_before_the_document(link: str, hub: Hub | None) -> None:
    """Links of RFC 8288, resolved, https before http, and nothing that is no web address."""
    assert hub_of(rss(""), link) == hub


def test_a_header_outweighs_what_the_document_says() -> None:
    """The Recommendation stops at the first match; without its self link, the document's own name counts."""
    hub = Hub("https://other.example/", "https://hangang.example/feed")

    assert hub_of(rss(IN_RSS), "<https://other.example/>; rel=hub") == hub


@given(st.text(alphabet='<>;,= "relhubsf/:\\', max_size=300), st.text(max_size=50))
def test_no_header_breaks_it(header: str, url: str) -> None:
    """Whatever it holds, a hub has a web address, or there is none."""
    hub = websub.discover(header, [url], url, url="https://hangang.example/")

    assert hub is None or (hub.url.startswith("http") and hub.topic.startswith("http"))


def test_what_is_asked() -> None:
    """All that a hub needs to push, signed; to stop, the same callback and topic."""
    said = {"hub.callback": "https://us.example/token", "hub.topic": HUB.topic}

    assert websub.request(PUSH, "https://us.example/token") == said | {
        "hub.mode": "subscribe",
        "hub.lease_seconds": "864000",
        "hub.secret": "secret",
    }
    assert websub.request(replace(PUSH, ended_at=NOON), "https://us.example/token") == said | {
        "hub.mode": "unsubscribe"
    }


@pytest.mark.parametrize(
    ("attempts", "retry_after", "wait"),
    [(1, None, 10 * MINUTE), (3, None, 40 * MINUTE), (10**6, None, DAY), (1, 3 * HOUR, 3 * HOUR)],
)
def test_a_hub_that_does_not_verify_is_asked_less_and_less(
    attempts: int, retry_after: timedelta | None, wait: timedelta
) -> None:
    """Twice the wait each time, a day at most, or what the hub asked for."""
    assert websub.next_ask(replace(PUSH, attempts=attempts), NOON, retry_after) == NOON + wait


def test_a_hub_is_asked_to_stop_three_times() -> None:
    """Then its lease ends by itself."""
    ended = replace(PUSH, ended_at=NOON)

    assert websub.next_ask(replace(ended, attempts=2), NOON) is not None
    assert websub.next_ask(replace(ended, attempts=3), NOON) is None


@pytest.mark.parametrize(
    ("push", "query", "expected"),
    [
        (PUSH, {"hub.mode": "subscribe", "hub.topic": HUB.topic}, True),
        (PUSH, {"hub.mode": "denied", "hub.topic": HUB.topic}, True),
        (PUSH, {"hub.mode": "unsubscribe", "hub.topic": HUB.topic}, False),
        (PUSH, {"hub.mode": "subscribe", "hub.topic": HUB.topic + "/"}, False),
        (PUSH, {}, False),
        (replace(PUSH, asked_at=None), {"hub.mode": "subscribe", "hub.topic": HUB.topic}, False),
        (replace(PUSH, ended_at=NOON), {"hub.mode": "unsubscribe", "hub.topic": HUB.topic}, True),
        (replace(PUSH, ended_at=NOON), {"hub.mode": "subscribe", "hub.topic": HUB.topic}, False),
    ],
)
def test_what_we_did_not_ask_for_is_not_confirmed(push: Push, query: dict[str, str], expected: bool) -> None:
    """Mode and topic are those of the last request, and there was one."""
    assert websub.expected(push, query) is expected


@pytest.mark.parametrize(
    ("text", "lease"),
    [
        ("3600", HOUR),
        ("", websub.LEASE),
        ("0", websub.LEASE),
        ("-5", websub.LEASE),
        ("٣", websub.LEASE),
        ("9" * 9, websub.LONGEST_LEASE),
        ("9" * 5000, websub.LONGEST_LEASE),
    ],
)
def test_leases(text: str, lease: timedelta) -> None:
    """Whole seconds within bounds, whatever the hub writes; renewed with a third to go."""
    assert websub.lease(text) == lease
    assert websub.renewal(lease) == lease * 2 / 3


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_right_signature(method: str) -> None:
    """By each algorithm that the Recommendation names; of another body, secret or method it is wrong."""
    digest = hmac.new(b"secret", b"body", getattr(hashlib, method)).hexdigest()

    assert websub.signed(b"body", f"{method}={digest}", "secret")
    assert websub.signed(b"body", f"{method.upper()}={digest.upper()}", "secret")
    assert not websub.signed(b"body2", f"{method}={digest}", "secret")
    assert not websub.signed(b"body", f"{method}={digest}", "other")
    assert not websub.signed(b"body", f"md5={digest}", "secret")
    assert not websub.signed(b"body", digest, "secret")


@given(st.text(max_size=100), st.binary(max_size=50))
def test_no_guess_is_a_signature(signature: str, body: bytes) -> None:
    """Nothing that one could write without the secret passes, and nothing breaks it."""
    assert not websub.signed(body, signature, "secret")
    assert not websub.signed(body, f"sha256={signature}", "secret")


def test_a_pushed_feed_is_polled_as_seldom_as_allowed() -> None:
    """At the longest interval, at the end of the lease, never sooner than without the hub."""
    rhythm = timing.Rhythm(MINUTE, HOUR, random.Random(1))
    due = partial(timing.due_at, NOON, MINUTE, rhythm)

    assert NOON + HOUR <= due(NOON + DAY) <= NOON + 1.1 * HOUR
    assert due(NOON + 2 * MINUTE) == NOON + 2 * MINUTE
    assert all(NOON + MINUTE <= due(ended) <= NOON + 1.1 * MINUTE for ended in (NOON - DAY, None))
