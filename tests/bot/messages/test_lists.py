"""Lists and digests: what is in them, and that they fit, whatever a feed contained."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import LISTED, Digest, Page, Story, Subscription
from tests.bot.messages.showing import LANGUAGES, RENDERER, STORIES, TOPICS, accepted
from tests.making import HOUR, NOON, report, story, subscriber


@settings(max_examples=50)
@given(st.lists(STORIES, max_size=10), LANGUAGES)
def test_a_list_of_the_longest_stories_fits(stories: list[Story], language: str) -> None:
    """Ten stories with endless headlines make one message."""
    page = Page(tuple(stories), 0, 100)

    accepted(RENDERER.stories("<b>title</b>", page, subscriber(language=language), NOON, 10, "latest:10:"))


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
