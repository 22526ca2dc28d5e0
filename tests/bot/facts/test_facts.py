"""Facts as a whole: their sentences, hostile text, the merged facts of a story, and the data files."""

import json
import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import DataError
from bot.facts.merge import merge
from bot.facts.read import read_facts
from bot.facts.words import Finder, Words, lexicon, parse_lists, source
from bot.model import Tier
from bot.model.facts import Facts, as_json, pack, unpack
from bot.pipeline.replay import as_json as detection_as_json
from bot.pipeline.replay import replay
from bot.stories.detect import Detector
from bot.text.html import seen
from bot.topics.definitions import load_topics
from bot.topics.matcher import Matcher
from tests.making import read

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
TOPICS = ("launches", "sanctions", "nuclear")
WORDS = sorted(path.name for path in (files("bot.facts") / "data").iterdir() if path.name.endswith(".toml"))
PATTERNS = {"parties.toml", "launched.toml", "called.toml", "listed.toml", "victims.toml"}
"""Files that hold patterns and names instead of words."""
PIECES = [
    "North Korea", "fired", "missile", "missiles", "3 km", "발사", "8발", "sanctions on", "제재", "2,000km", "“", "'",
    "(", "Hwasong-", "지난 31일", "February 30", "천", "만", "핵실험", "magnitude", "at least", "\n", ". ", "개인 8명",
    "EU", "veto", "99999999", "北",
]  # fmt: skip


def _even(text: str) -> str:
    """A text whose gaps are one space wide and which has no unseen characters, as a text is cleaned."""
    return " ".join(seen(text).split())


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)),
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)),
    st.sampled_from(["en", "ko", "ja", "xx", None]),
    st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
)
def test_any_text_is_read_and_every_fact_is_in_it(
    title: str, text: str, language: str | None, at: datetime | None
) -> None:
    """Nothing raises, and a fact's sentence is a piece of the title or the text."""
    reading = read(title, text, language)
    for group in as_json(read_facts(reading, at, TOPICS)).values():
        for fact in (group or {}).values():
            for one in fact if isinstance(fact, list) else [fact]:
                assert one is None or (one["sentence"] and _even(one["sentence"]) in _even(f"{title}\n{text}"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.sampled_from(["en", "ko", "ru"]))
def test_facts_that_were_packed_are_the_same_again(text: str, language: str) -> None:
    """Through JSON, as a database keeps them, nothing is lost and nothing changes its type."""
    facts = read_facts(read("North Korea fires missile after sanctions", text, language), AT, TOPICS)

    assert unpack(json.loads(json.dumps(pack(facts)))) == facts


def test_what_a_later_version_packed_is_left_out() -> None:
    """A group or a field that this version does not know is no error."""
    data = {"launch": {"count": [2, "Two missiles.", None, None], "colour": ["red", "Red.", None, None]}, "weather": {}}

    assert pack(unpack(data)) == {"launch": {"count": [2, "Two missiles.", None, None]}}


def test_a_report_of_sanctions_that_recalls_a_launch_is_of_sanctions() -> None:
    """Flagged for both topics, the heading says which one is the event."""
    text = "North Korea fired an ICBM last week."
    facts = read_facts(read("EU adopts sanctions on North Korea", text, "en"), AT, ["launches", "sanctions"])

    assert facts.launch is None
    assert facts.sanctions is not None


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        (
            "North Korea conducts nuclear test at Punggye-ri",
            "en",
            {"act": "tested", "place": "Punggye-ri", "actor": "North Korea"},
        ),
        ("Nuclear test causes magnitude 5.8 quake", "en", {"act": "tested", "magnitude": 5.8}),
        ("Yield of the nuclear test was 20 kilotons", "en", {"yield_kt": 20}),
        ("Yield of the nuclear test was 140 to 250 kilotons", "en", {"yield_kt": None}),
        ("북한 핵실험 위력 140∼250㏏", "ko", {"yield_kt": None}),
        ("北朝鮮の核実験、規模は十二キロトン", "ja", {"yield_kt": 12}),
        ("Мощность ядерного испытания от 10 до 20 килотонн", "ru", {"yield_kt": None}),
        ("Мощность ядерного испытания двадцать килотонн", "ru", {"yield_kt": 20}),
        ("북한 핵실험…규모 5.1∼5.3 지진", "ko", {"magnitude": None}),
        ("북한 핵실험…규모 5.0 지진", "ko", {"act": "tested", "magnitude": 5.0, "actor": "North Korea"}),
        ("북, 7차 핵실험 준비", "ko", {"act": "prepared"}),
        (
            "Iran enriches uranium to 60 percent at Natanz",
            "en",
            {"act": "enriched", "place": "Natanz", "actor": "Iran"},
        ),
    ],
)
def test_the_facts_of_a_nuclear_step(title: str, language: str, expected: dict[str, object]) -> None:
    """Act, place, yield and magnitude."""
    group = as_json(read_facts(read(title, "", language), AT, ["nuclear"]))["nuclear"]

    assert {name: group[name] and group[name]["value"] for name in expected} == expected


def _facts(text: str) -> Facts:
    return read_facts(read("North Korea fires missiles", text, "en"), AT, ["launches"])


def test_sides_stand_beside_each_other() -> None:
    """Two outlets' figures are both kept, the official one first, each with its outlet; the largest count leads."""
    press = _facts("Japan's coast guard said three missiles flew 1,000 km.")
    official = _facts("The Joint Chiefs of Staff said two missiles flew 900 km.")
    story = merge([("Daily", Tier.PRESS, press), ("JCS", Tier.OFFICIAL, official), ("Copy", Tier.PRESS, press)])

    assert [(fact.value, fact.outlet) for fact in story.launch["range_km"]] == [(900, "JCS"), (1000, "Daily")]
    assert [fact.value for fact in story.launch["count"]] == [3, 2]
    assert len(story.launch["actor"]) == 1
    assert story.sanctions == {}


def test_the_leading_facts_are_facts_again() -> None:
    """What goes first of a story is what severity is judged by."""
    leading = merge([("Daily", Tier.PRESS, _facts("Two missiles flew 900 km."))]).leading()

    assert leading.launch is not None
    assert leading.launch.range_km is not None
    assert leading.launch.range_km.value == 900
    assert leading.sanctions is None


@pytest.mark.parametrize("name", sorted(set(WORDS) - PATTERNS))
def test_every_list_of_words_is_read(name: str) -> None:
    """The built-in files are in order."""
    assert lexicon(name.removesuffix(".toml")).lists


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('a = ["x"', "not TOML"),
        ("a = []", "a must be a list"),
        ("[t]\na = [1]", "t.a must be"),
        ('a = ["*"]', "none empty"),
    ],
)
def test_a_wrong_list_is_named(text: str, says: str) -> None:
    """An editor is told which list of which file to mend."""
    with pytest.raises(DataError, match=says):
        parse_lists(text, "f.toml")


def test_replay_prints_the_facts() -> None:
    """A line of `replay --json` has the groups, each fact with its sentence, and the severity that they give."""
    title = "North Korea fires two ballistic missiles"
    line = json.dumps({"id": "1", "title": title, "text": "", "published": None, "lang": "en"})
    topics = load_topics()
    detector = Detector({topic.key: topic for topic in topics}, Matcher(topics))
    [(record, detection)] = replay([line], detector)
    printed = detection_as_json(record, detection)

    assert set(printed["facts"]) == {"launch", "sanctions", "nuclear", "strike"}
    assert printed["facts"]["launch"]["count"] == {"value": 2, "sentence": title}
    assert printed["facts"]["sanctions"] is None
    assert printed["severity"] == 3


@given(
    words=st.lists(
        st.sampled_from(["ab", "abc", "ab*", "abc 7", "ab#", "미사일", "미사", "b", "a*", "b c"]), min_size=1
    ),
    text=st.text("abc 7-미사일", max_size=12),
)
def test_words_that_share_their_edges_are_found_as_each_by_itself(words: list[str], text: str) -> None:
    """The longest first, wherever they stand."""
    each = "|".join(source([word]) for word in sorted(words, key=len, reverse=True))
    found = [match.span() for match in Words(words, Finder(words)).all(text)]
    assert found == [match.span() for match in re.finditer(each, text, re.IGNORECASE)]
