"""A renderer, stories whatever a feed contained, and what Telegram takes of a reply."""

from hypothesis import strategies as st

from bot.messages.i18n import load_speech
from bot.messages.markup import MESSAGE_UNITS
from bot.messages.render import Renderer
from bot.model import Evidence, Match, Reply, Report, Story, Tier
from bot.preview.entities import parse_html, utf16_length
from bot.topics.definitions import load_topics
from tests.making import NOON

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
