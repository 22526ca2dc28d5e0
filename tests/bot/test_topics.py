"""Topics as data: what a file may say, and what a wrong one is answered."""

import pytest

from bot.errors import DataError
from bot.topics import load_topics, parse_topic, unique

GOOD = """
key = "floods"
names = ["flood", "홍수"]
severity = 2
[title]
en = "Floods"
ko = "홍수"
[about]
en = "Rivers where they should not be."
ko = "물난리."
[weights]
threshold = 0.5
title = 1.0
lead = 0.75
tail = 0.3
[en]
yes = ["River floods town"]
no = ["Complaints flood in"]
[en.words]
waters = ["river*", "lake"]
[[en.look]]
words = ["flood*"]
near = ["@waters", "dam"]
within = 30
weight = 0.8
[[en.refuse]]
words = ["flood"]
then = ["of complaints"]
[ko]
yes = ["강 넘쳐 홍수"]
[[ko.look]]
words = ["홍수"]
"""


def test_a_file_becomes_a_topic() -> None:
    """Head, rules and examples of every language table arrive, and @names become their lists."""
    topic = parse_topic(GOOD, "floods.toml")
    assert (topic.key, topic.severity, topic.names) == ("floods", 2, ("flood", "홍수"))
    english, korean = topic.look
    assert english.near == {"river*", "lake", "dam"}
    assert (english.within, english.weight) == (30, 0.8)
    assert korean.words == {"홍수"}
    assert topic.refuse[0].then == {"of complaints"}
    assert topic.yes == ("River floods town", "강 넘쳐 홍수")
    assert topic.no == ("Complaints flood in",)


def test_a_language_that_is_missing_is_english() -> None:
    """Titles and descriptions fall back to English."""
    topic = parse_topic(GOOD, "floods.toml")
    assert (topic.title_in("ko"), topic.title_in("ja")) == ("홍수", "Floods")
    assert (topic.about_in("ko"), topic.about_in("ja")) == ("물난리.", "Rivers where they should not be.")


@pytest.mark.parametrize(
    ("good", "wrong", "says"),
    [
        ("key =", "key", "this is not TOML"),
        ('key = "floods"', "key = 3", "key is missing or not a text"),
        ('names = ["flood", "홍수"]', "", "names is missing or empty"),
        ('names = ["flood", "홍수"]', 'names = "flood"', "names must be a list of texts"),
        ('["flood*"]', '["flood*", "-"]', "look 1: words must be a list of texts, each with a letter"),
        ("severity = 2", "severity = 6", "severity must be a number from 1 to 5"),
        ("severity = 2", "severity = 2.5", "severity must be a whole number"),
        ("severity = 2", "severity = true", "severity must be a number"),
        ("threshold = 0.5", "", "weights: threshold must be a number from 0 to 1"),
        ("threshold = 0.5", "treshold = 0.5", "weights: treshold is not known here"),
        ('en = "Floods"', "", "title: en is missing"),
        ("[about]", "[around]", "around: en is not known here"),
        ('[about]\nen = "Rivers where they should not be."\nko = "물난리."\n', "", "about must be a table"),
        ("[weights]", "[en.weights]", "en: weights is not known here"),
        ("@waters", "@water", "look 1: near names the list @water"),
        ('"dam"', '"dam* bursts"', "look 1: near has 'dam* bursts': a * may stand"),
        ("near =", "nera =", "look 1: nera is not known here"),
        ('words = ["홍수"]', "", "ko: look 1: words is missing"),
        (
            'then = ["of complaints"]',
            'then = ["of"]\nnear = ["it"]',
            "refuse 1: near and then cannot stand in one rule",
        ),
        ("[[en.look]]", "[en.look]", "en: look must be a list of tables"),
        ("weight = 0.8", "weight = 8", "look 1: weight must be a number from 0 to 1"),
    ],
)
def test_what_is_wrong_is_said(good: str, wrong: str, says: str) -> None:
    """A wrong file is answered with its name, the key, and what to do."""
    assert good in GOOD
    with pytest.raises(DataError) as caught:
        parse_topic(GOOD.replace(good, wrong), "floods.toml")
    assert str(caught.value).startswith("floods.toml: ")
    assert says in str(caught.value)


def test_a_topic_looks_for_something() -> None:
    """A file without a single rule to look for is refused."""
    head = GOOD.split("[en]")[0]
    with pytest.raises(DataError, match="look is missing in every language"):
        parse_topic(head, "floods.toml")


def test_no_two_topics_have_one_name() -> None:
    """A name that people call one topic by cannot be another's."""
    with pytest.raises(DataError, match="'flood' already is floods"):
        unique([parse_topic(GOOD, "a.toml"), parse_topic(GOOD.replace('"floods"', '"waters"'), "b.toml")])


def test_the_built_in_topics_are_there() -> None:
    """The package brings its topics, in the order of their keys, known by English and Korean names."""
    topics = load_topics()
    assert [topic.key for topic in topics] == sorted(topic.key for topic in topics)
    names = {name: topic.key for topic in topics for name in topic.names}
    assert (names["sanction"], names["제재"]) == ("sanctions", "sanctions")
    assert (names["missile"], names["미사일"]) == ("launches", "launches")
