"""Messages: valid Telegram HTML within 4096 UTF-16 units, whatever a feed contained."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.links import link
from bot.messages.render import cut, escape, units
from bot.model import Feed, History, Join, Pictures, PollState, Preview, Reason, Source, Story
from bot.model.facts import Fact, Facts, LaunchFacts
from bot.preview.entities import parse_html
from bot.topics.matcher import Matcher
from tests.bot.messages.showing import LANGUAGES, RENDERER, STORIES, TOPICS, accepted
from tests.making import HOUR, MINUTE, NOON, report, story, subscriber


@pytest.mark.parametrize(
    ("language", "reader", "mark"),
    [
        ("ko", "en", " <i>(in Korean)</i>"),
        ("zh-Hant", "en", " <i>(in Chinese)</i>"),
        ("en", "ko", " <i>(영어)</i>"),
        ("en", "en", ""),
        ("en-GB", "en", ""),
        (None, "en", ""),
        ("<b>", "en", ""),
        ("", "ko", ""),
    ],
)
def test_a_summary_in_another_language_says_so(language: str | None, reader: str, mark: str) -> None:
    """The reader knows which language the sentences are in before they are read."""
    told = RENDERER.alert(story(language=language), subscriber(language=reader), NOON).text.split("\n\n")

    assert told[1] == f"It flew 900 km.{mark}"


@settings(max_examples=150)
@given(STORIES, LANGUAGES)
def test_an_alert_is_valid_whatever_the_feed_held(hostile: Story, language: str) -> None:
    """Tags, entities, surrogates, control characters, length: Telegram takes it."""
    accepted(RENDERER.alert(hostile, subscriber(language=language), NOON))
    accepted(RENDERER.why(hostile, subscriber(language=language), NOON, None))


@given(st.text(), st.integers(0, 50))
def test_cut_keeps_within_the_limit(text: str, limit: int) -> None:
    """In UTF-16 units, never through a surrogate pair, and untouched when it fits."""
    short = cut(text, limit)

    assert units(short) <= limit
    assert short == text or short.endswith("…") or limit == 0


def test_cut_ends_at_a_word_where_one_is_near() -> None:
    """A word is dropped whole rather than broken."""
    assert cut("aaaa bbbb cccc dddd", 16) == "aaaa bbbb cccc…"


def test_an_alert_says_everything_at_a_glance() -> None:
    """Fires, the linked headline, the summary, who reported it and when in the reader's zone."""
    reports = tuple(
        report(name, published_at=NOON + n * MINUTE) for n, name in enumerate(["A & B", "C", "D", "E", "F"])
    )
    reply = RENDERER.alert(story(reports=reports), subscriber(timezone="Asia/Seoul"), NOON + HOUR)

    assert accepted(reply) == (
        "🔥🔥🔥 North Korea fires ballistic missile\n\nIt flew 900 km.\n\n"
        "Reported by A & B 21:00, C 21:01 and 3 more, first seen 21:00 KST"
    )
    assert '<b><a href="https://hangang.example/1">North Korea' in reply.text
    assert [(b.label, b.data, b.url) for b in reply.buttons[0]] == [
        ("Read", None, "https://hangang.example/1"),
        ("Why?", "why:7", None),
        ("Sources", "sources:7", None),
    ]
    assert [(b.label, b.data) for b in reply.buttons[1]] == [
        ("Mute story", "mute:7:on"),
        ("Not relevant", "irrelevant:7:on"),
    ]


def test_an_alert_without_an_address_has_no_dead_button() -> None:
    """What cannot be opened is not offered."""
    for url in (None, "javascript:alert(1)", "https://" + "x" * 2000):
        reply = RENDERER.alert(story(url=url), subscriber(), NOON)

        assert [button.label for button in reply.buttons[0]] == ["Why?", "Sources"]
        assert "<a " not in reply.text


def test_an_alert_is_made_of_telegrams_own_parts() -> None:
    """Times that each phone shows in its zone, the leading fact's sentence folded, a blue button, and one that copies.

    The sentence is left out where the summary or the headline says it anyway.
    """
    sentence = "North Korea fired a ballistic missile toward the East Sea, the military said."
    facts = Facts(launch=LaunchFacts(kind=Fact("ballistic", sentence)))
    one = report("Yonhap", url="https://hangang.example/1", facts=facts)
    told = story(reports=(one,), summary="The launch came at dawn.")
    reply = RENDERER.alert(told, subscriber(timezone="Asia/Seoul"), NOON)
    _, entities = parse_html(reply.text)
    assert [(e.type, e.unix_time, e.date_time_format) for e in entities if e.type == "date_time"] == [
        ("date_time", int(NOON.timestamp()), "t")
    ] * 2
    assert f"<blockquote expandable>{sentence} — Yonhap</blockquote>" in reply.text
    assert (reply.buttons[0][0].label, reply.buttons[0][0].style) == ("Read", "primary")
    assert reply.buttons[-1][-1].copied == (
        "“North Korea fires ballistic missile”, Yonhap, 2026-11-24 21:00 KST, https://hangang.example/1"
    )
    said = RENDERER.alert(replace(told, summary=sentence), subscriber(), NOON).text
    assert "expandable" not in said


def test_the_reader_is_spoken_to_in_its_language() -> None:
    """The same story, in Korean."""
    text = accepted(RENDERER.alert(story(), subscriber(language="ko", timezone="Asia/Seoul"), NOON))

    assert text.endswith("보도: Hangang Wire 21:00, 처음 확인 21:00 KST")


def test_two_outlets_are_named_and_the_others_counted() -> None:
    """The first two, each once; one alone is not counted."""
    named = [report(name, published_at=NOON + n * MINUTE) for n, name in enumerate("ABACDE")]
    lines = [
        [
            accepted(RENDERER.alert(story(reports=tuple(named[:count])), subscriber(language=language), NOON))
            .splitlines()[-1]
            .split(", first")[0]
            .split(", 처음")[0]
            for count in (1, 3, 4, 6)
        ]
        for language in ("en", "ko")
    ]

    assert lines == [
        [f"Reported by {who}" for who in ("A 12:00", "A 12:00, B 12:01", "A 12:00, B 12:01 and 1 more")]
        + ["Reported by A 12:00, B 12:01 and 3 more"],
        [f"보도: {who}" for who in ("A 12:00", "A 12:00, B 12:01", "A 12:00, B 12:01 외 1곳")]
        + ["보도: A 12:00, B 12:01 외 3곳"],
    ]


def _launch(**values: Any) -> Facts:
    facts: dict[str, Any] = {name: Fact(value, "So it was said.") for name, value in values.items()}
    return Facts(launch=LaunchFacts(**facts))


def test_an_alert_holds_facts_and_history() -> None:
    """What was launched by whom, disagreeing figures side by side, in the reader's words; and how often before."""
    said: dict[str, Any] = {"actor": "North Korea", "kind": "icbm", "status": "happened", "count": 2}
    first, second = (_launch(**said, range_km=km) for km in (900.0, 1200.0))
    told = story(
        reports=(report(facts=first), report("Pacific Desk", facts=second)),
        actor="North Korea",
        history=History(3, NOON - 19 * 24 * HOUR),
    )

    english = accepted(RENDERER.alert(told, subscriber(), NOON))
    assert "North Korea · ICBM · × 2 · 900 km (Hangang Wire) / 1,200 km (Pacific Desk)" in english
    assert "4th launch this year in my records, 19 days after the last" in english
    korean = accepted(RENDERER.alert(told, subscriber(language="ko"), NOON))
    assert "북한 · ICBM · 2발 · 900km" in korean
    assert "올해 4번째 발사, 지난 발사 19일 뒤" in korean


@pytest.mark.parametrize(
    ("before", "ago", "english", "korean"),
    [
        (0, 24 * HOUR, "1st launch this year in my records, a day after the last", "올해 첫 발사, 지난 발사 1일 뒤"),
        (
            1,
            48 * HOUR,
            "2nd launch this year in my records, 2 days after the last",
            "올해 2번째 발사, 지난 발사 2일 뒤",
        ),
        (2, 2 * HOUR, "3rd launch this year in my records, on the same day as the last", "지난 발사와 같은 날"),
        (2, 13 * HOUR, "3rd launch this year in my records, a day after the last", "올해 3번째 발사, 지난 발사 1일 뒤"),
        (10, 24 * HOUR, "11th launch this year", "올해 11번째 발사"),
        (20, 24 * HOUR, "21st launch this year", "올해 21번째 발사"),
        (111, 24 * HOUR, "112th launch this year", "올해 112번째 발사"),
    ],
)
def test_the_history_counts_as_people_do(before: int, ago: timedelta, english: str, korean: str) -> None:
    """Ordinals, and days of the reader's calendar: last night was yesterday."""
    told = story(actor="North Korea", history=History(before, NOON - ago))

    assert english in accepted(RENDERER.alert(told, subscriber(), NOON))
    assert korean in accepted(RENDERER.alert(told, subscriber(language="ko"), NOON))
    assert "this year" not in accepted(RENDERER.alert(replace(told, history=None), subscriber(), NOON))


def test_a_retraction_is_said_above_the_news() -> None:
    """Whoever opens the chat later sees at once that it was taken back; the phone has rung for it."""
    told = story(retracted_at=NOON)

    assert accepted(RENDERER.alert(told, subscriber(), NOON)).splitlines()[1].startswith("⚠️ Taken back (12:00 UTC)")
    assert accepted(RENDERER.ring(told, subscriber())).startswith("⚠️ Taken back: North Korea")
    assert accepted(RENDERER.ring(story(severity=5), subscriber())).startswith("🔥🔥🔥🔥🔥 ")


def test_a_newsroom_is_named_once_and_an_agencys_text_is_called_its() -> None:
    """Who reported it is told by newsrooms; every outlet is listed, and who only printed an agency's text says so."""
    reports = (
        report("Yonhap"),
        report("연합뉴스", newsroom="Yonhap", join=Join(Reason.EVENT, "kp")),
        report("Bugle", credit="Yonhap", join=Join(Reason.EVENT, "kp")),
    )
    told = story(reports=reports)

    assert "Reported by Yonhap 12:00, Bugle 12:00, first seen" in accepted(RENDERER.alert(told, subscriber(), NOON))
    assert accepted(RENDERER.sources(told, subscriber(), NOON)).splitlines()[1:] == [
        "12:00 Yonhap",
        "12:00 Yonhap: the same event",
        "12:00 Bugle: the same text as Yonhap",
        "One outlet reports it independently. Times: UTC",
    ]


def test_a_time_that_no_feed_gave_is_marked() -> None:
    """It is when the report was seen: in the alert, among the sources and under "Why?"."""
    told = story(reports=(report("A", undated=True, seen_at=NOON), report("B")))

    assert "Reported by A 12:00 (as seen), B 12:00, first" in accepted(RENDERER.alert(told, subscriber(), NOON))
    assert "12:00 (as seen) A" in accepted(RENDERER.sources(told, subscriber(), NOON))
    assert "A published it: 12:00:00 UTC (as seen)" in accepted(RENDERER.why(told, subscriber(), NOON, NOON))
    assert "12:00 (수집 시각)" in accepted(RENDERER.alert(told, subscriber(language="ko"), NOON))


@pytest.mark.parametrize("url", ['https://a.example/?x=1&y="<>', "http://a.example/'"])
def test_an_address_cannot_break_out_of_its_link(url: str) -> None:
    """Quotes and angle brackets in an address stay inside it."""
    text, entities = parse_html(link(escape("a < b"), url))

    assert text == "a < b"
    assert [entity.type for entity in entities] == ["text_link"]


@pytest.mark.parametrize(
    ("pictures", "url", "shown"),
    [
        (Pictures.NONE, "https://a.example/1", None),
        (Pictures.SMALL, "https://a.example/1", Preview("https://a.example/1")),
        (Pictures.LARGE, "https://a.example/1", Preview("https://a.example/1", large=True)),
        (Pictures.LARGE, "http://localhost/1", None),
        (Pictures.LARGE, None, None),
    ],
)
def test_an_alert_previews_its_report_as_the_reader_wants(
    pictures: Pictures, url: str | None, shown: Preview | None
) -> None:
    """Where the address is one that Telegram takes; the answer that rings previews nothing."""
    told, reader = story(url=url, reports=(report(url=url),)), subscriber(pictures=pictures)

    assert RENDERER.alert(told, reader, NOON).preview == shown
    assert RENDERER.ring(told, reader).preview is None


def test_the_matcher_and_the_renderer_know_the_same_topics() -> None:
    """Whatever can match can be shown."""
    assert Matcher(tuple(TOPICS.values()))
    assert all(replace(RENDERER).topic_title(key, "ko") != key for key in TOPICS)


def test_a_notice_of_a_feed_shows_no_secret_of_its_address() -> None:
    """User, password and query stay out of the chat; what is left tells which feed it is."""
    address = "https://ada:pass@paper.example:8443/rss?key=token"
    text = RENDERER.feed_gone(Feed(1, Source(address, "Paper"), PollState(NOON))).text
    assert "https://paper.example:8443/rss" in text
    assert not any(secret in text for secret in ("ada", "pass", "token"))
