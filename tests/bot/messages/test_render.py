"""Messages: valid Telegram HTML within 4096 UTF-16 units, whatever a feed contained."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.i18n import load_speech
from bot.messages.links import link
from bot.messages.render import MESSAGE_UNITS, Renderer, cut, escape, units
from bot.model import (
    LISTED,
    Digest,
    Evidence,
    Feed,
    History,
    Join,
    Match,
    Page,
    PollState,
    Reason,
    Reply,
    Report,
    Source,
    Story,
    Subscription,
    Tier,
)
from bot.model.facts import Fact, Facts, LaunchFacts
from bot.preview.entities import parse_html, utf16_length
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from tests.making import HOUR, MINUTE, NOON, report, story, subscriber

TOPICS = {topic.key: topic for topic in load_topics()}
RENDERER = Renderer(load_speech(), TOPICS)

HOSTILE = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "<b>",
            "</a>",
            "&amp;",
            "&nbsp;",
            "<script>alert(1)</script>",
            "\x00\x07",
            "\ud800",
            "👩‍👩‍👧",
            "한" * 6000,
            "🔥" * 3000,
            '"><b',
            "",
        ]
    ),
)
REPORTS = st.builds(Report, HOSTILE, st.just(Tier.PRESS), HOSTILE, HOSTILE, st.none(), st.none(), st.just(NOON))
MATCHES = st.builds(
    Match,
    st.sampled_from(["sanctions", "launches", "no<such>topic"]),
    st.floats(0, 1),
    st.lists(st.builds(Evidence, HOSTILE, HOSTILE), max_size=12).map(tuple),
)
STORIES = st.builds(
    Story,
    id=st.integers(1, 2**40),
    headline=HOSTILE,
    summary=HOSTILE,
    url=st.one_of(st.none(), HOSTILE, st.just("https://hangang.example/1?a=1&b=\"2'")),
    language=st.none(),
    severity=st.integers(1, 5),
    revision=st.just(1),
    matches=st.lists(MATCHES, min_size=1, max_size=6).map(tuple),
    reports=st.lists(REPORTS, min_size=1, max_size=12).map(tuple),
    opened_at=st.just(NOON),
    updated_at=st.just(NOON),
)
LANGUAGES = st.sampled_from(RENDERER.speech.languages)


def accepted(reply: Reply) -> str:
    """The plain text of a reply, which Telegram would take."""
    text, _ = parse_html(reply.text)
    assert 0 < utf16_length(text.strip()) <= MESSAGE_UNITS
    assert len(reply.text.encode()) <= 32_768
    for button in (button for row in reply.buttons for button in row):
        assert [button.data, button.url, button.copied].count(None) == 2
        assert utf16_length(button.copied or "") <= 256
        assert button.data is None or 1 <= len(button.data.encode()) <= 64
        assert button.label.strip()
    return text


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


@settings(max_examples=50)
@given(st.lists(STORIES, max_size=10), LANGUAGES)
def test_a_list_of_the_longest_stories_fits(stories: list[Story], language: str) -> None:
    """Ten stories with endless headlines make one message."""
    page = Page(tuple(stories), 0, 100)

    accepted(RENDERER.stories("<b>title</b>", page, subscriber(language=language), NOON, 10, "latest:10:"))


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


def test_sources_are_listed_with_their_reason() -> None:
    """The first one first, each once, with its link and why it was counted to the story, in people's words."""
    launch = LaunchFacts(actor=Fact("North Korea", "It fired."), kind=Fact("ballistic", "It fired a missile."))
    reports = (
        report("A & B", facts=Facts(launch)),
        report("C", url="https://c.example/1", join=Join(Reason.COPY, "A & B"), published_at=NOON + MINUTE),
        report("D", join=Join(Reason.EVENT, "ballistic, eastsea"), published_at=NOON + HOUR, facts=Facts(launch)),
        report("A & B", join=Join(Reason.EVENT, "kp")),
    )
    reply = RENDERER.sources(story(reports=reports), subscriber(), NOON)

    assert accepted(reply).splitlines()[1:] == [
        "12:00 A & B",
        "12:01 C: the same text as A & B",
        "13:00 D: the same event (North Korea · ballistic missile)",
        "2 outlets report it independently. Times: UTC",
    ]
    assert '<a href="https://c.example/1">C</a>' in reply.text


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


def test_why_shows_the_words_and_their_sentence() -> None:
    """Topic, score, and the sentence with its words in bold."""
    reply = RENDERER.why(story(), subscriber(), NOON, NOON)
    text = accepted(reply)

    assert TOPICS["launches"].title_in("en") in text
    assert "90 %" in text
    assert "North Korea fired a missile." in text
    assert "North Korea fired a <b>missile</b>." in reply.text


def test_a_list_pages_both_ways() -> None:
    """Older and newer where there are any."""
    middle = RENDERER.stories("t", Page((story(),) * 5, 5, 20), subscriber(), NOON, 5, "latest:5:")
    only = RENDERER.stories("t", Page((story(),), 0, 1), subscriber(), NOON, 5, "latest:5:")

    assert [button.data for button in middle.buttons[0]] == ["latest:5:0", "latest:5:10"]
    assert only.buttons == ()


def test_topics_are_ticked_where_they_are_followed() -> None:
    """A button a topic; each says whether it is on; the last row is the places."""
    reply = RENDERER.topic_list(subscriber(), {"launches": Subscription("launches")})
    ticks = {button.data: button.label[0] for row in reply.buttons[:-1] for button in row}

    accepted(reply)
    on = {"launches"}
    assert ticks == {
        f"toggle:{key}:off" if key in on else f"toggle:{key}:on": "✅" if key in on else "⬜" for key in TOPICS
    }


@pytest.mark.parametrize("url", ['https://a.example/?x=1&y="<>', "http://a.example/'"])
def test_an_address_cannot_break_out_of_its_link(url: str) -> None:
    """Quotes and angle brackets in an address stay inside it."""
    text, entities = parse_html(link(escape("a < b"), url))

    assert text == "a < b"
    assert [entity.type for entity in entities] == ["text_link"]


def test_the_matcher_and_the_renderer_know_the_same_topics() -> None:
    """Whatever can match can be shown."""
    assert Matcher(tuple(TOPICS.values()))
    assert all(replace(RENDERER).topic_title(key, "ko") != key for key in TOPICS)


DAY_OF_NEWS = Digest(subscriber(digest_at=0), NOON - 24 * HOUR, NOON, (), 0)


@settings(max_examples=60)
@given(st.lists(STORIES, max_size=LISTED), st.integers(0, 10**6), LANGUAGES, st.sampled_from([None, 9]))
def test_a_digest_fits_whatever_the_feeds_held(
    stories: list[Story], more: int, language: str, digest_at: int | None
) -> None:
    """As many stories as a message lists, with every headline at its longest, and the number of the rest."""
    reader = subscriber(language=language, digest_at=digest_at, timezone="America/Argentina/Buenos_Aires")
    text = accepted(
        RENDERER.digest(
            replace(DAY_OF_NEWS, subscriber=reader, stories=tuple(stories), total=len(stories) + more), NOON
        )
    )

    assert RENDERER.speech.say(language, "digest-more", more=more) in text or not more


@pytest.mark.parametrize("language", RENDERER.speech.languages)
def test_the_longest_digest_fits(language: str) -> None:
    """Every headline, outlet and time at its longest, each taken back, in the last digest of many stories."""
    reports = tuple(report("O" * 99 + str(number)) for number in range(3))
    longest = story(
        headline="H" * 999, severity=5, reports=reports, opened_at=NOON - 400 * 24 * HOUR, retracted_at=NOON
    )
    reader = subscriber(language=language, timezone="America/Argentina/Buenos_Aires")
    since = NOON - 400 * 24 * HOUR
    text = accepted(RENDERER.digest(Digest(reader, since, NOON, (longest,) * LISTED, 10**6), NOON))

    assert text.count("🔥🔥🔥🔥🔥") == LISTED
    assert "999990" in re.sub(r"[^\d\n]", "", text)  # each language has a sign of its own between thousands


def test_a_digest_names_the_gravest_and_counts_the_rest() -> None:
    """Each as /latest shows it, with the mark of what was taken back."""
    back = story(headline="A rocket, they said", severity=2, retracted_at=NOON)
    digest = replace(DAY_OF_NEWS, stories=(story(severity=4), back), total=5)

    assert accepted(RENDERER.digest(digest, NOON)).split("\n\n") == [
        "Your digest: 5 stories since Nov 23 12:00 UTC",
        "🔥🔥🔥🔥 North Korea fires ballistic missile\n12:00 · Hangang Wire",
        "🔥🔥 ⚠️ Taken back: A rocket, they said\n12:00 · Hangang Wire",
        "And 3 more: /latest",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "🔥 Nothing new for your digest since Nov 23 12:00 UTC."),
        ("ko", "🔥 11월 23일 12:00 UTC 이후 모아 둔 새 소식이 없습니다."),
    ],
)
def test_a_day_with_nothing_says_so_in_a_line(language: str, expected: str) -> None:
    """One fire: all quiet. So silence is never ambiguous."""
    digest = replace(DAY_OF_NEWS, subscriber=subscriber(language=language, digest_at=0))

    assert accepted(RENDERER.digest(digest, NOON)) == expected


def test_the_last_digest_says_that_it_is_the_last() -> None:
    """Who switched it off knows what comes from now on."""
    last = replace(DAY_OF_NEWS, subscriber=subscriber(), stories=(story(),), total=1)

    assert accepted(RENDERER.digest(last, NOON)).endswith("from now on every alert comes at once.")


def test_why_says_the_rule_and_each_fact_with_its_sentence() -> None:
    """Which rule gave the fires; a sentence once with all that it states and whose it is; times to the second."""
    fired = "North Korea fired an ICBM, Seoul said."
    launch = LaunchFacts(
        actor=Fact("North Korea", fired),
        kind=Fact("icbm", fired, says="Seoul"),
        status=Fact("happened", fired),
        range_km=Fact(1000.0, "It flew 1,000 km."),
    )
    told = story(severity=5, reports=(report("Yonhap", facts=Facts(launch), seen_at=NOON),))
    text = accepted(RENDERER.why(told, subscriber(), NOON, NOON))

    assert "🔥🔥🔥🔥🔥: an intercontinental missile" in text
    assert text.count(fired) == 1
    assert "North Korea · ICBM · Yonhap" in text or "ICBM" in text.split(fired)[0]
    assert "1,000 km · Yonhap\nIt flew 1,000 km." in text
    assert text.splitlines()[-1] == "Sent here: 12:00:00 UTC"


def test_why_fits_whatever_is_stated() -> None:
    """What finds no room is left out from the end of the facts."""
    long = "x" * 290
    sides = tuple(
        report(f"Outlet {n}", facts=Facts(LaunchFacts(range_km=Fact(100.0 * n, f"{n} {long}")))) for n in range(1, 4)
    )
    matches = tuple(
        Match(topic, 0.9, (Evidence("a", f"{topic} {long}"), Evidence("b", f"b {topic} {long}")))
        for topic in ("launches", "sanctions", "nuclear", "strikes")
    )
    assert len(accepted(RENDERER.why(story(reports=sides, matches=matches), subscriber(), NOON, NOON))) <= 4096


def test_a_notice_of_a_feed_shows_no_secret_of_its_address() -> None:
    """User, password and query stay out of the chat; what is left tells which feed it is."""
    address = "https://ada:pass@paper.example:8443/rss?key=token"
    text = RENDERER.feed_gone(Feed(1, Source(address, "Paper"), PollState(NOON))).text
    assert "https://paper.example:8443/rss" in text
    assert not any(secret in text for secret in ("ada", "pass", "token"))
