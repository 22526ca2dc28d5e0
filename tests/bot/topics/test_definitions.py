"""Topics as data: what a file may say, and what a wrong one is answered."""

import pytest

from bot.errors import DataError
from bot.topics.definitions import load_topics, parse_topic, unique

HEAD = """
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
"""
ENGLISH = """
yes = ["River floods town"]
no = ["Complaints flood in"]
[words]
waters = ["river*", "lake"]
[[look]]
words = ["flood*"]
near = ["@waters", "@places", "dam"]
within = 30
weight = 0.8
[[refuse]]
words = ["flood"]
then = ["of complaints"]
"""
KOREAN = """
yes = ["강 넘쳐 홍수"]
[[look]]
words = ["홍수"]
"""
FILES = {"topic.toml": HEAD, "en.toml": ENGLISH, "ko.toml": KOREAN}
SHARED = {"en.toml": 'places = ["valley"]\nwaters = ["sea"]\n'}


def test_a_folder_becomes_a_topic() -> None:
    """Head, rules and examples of every language's file arrive, and @names become their lists."""
    topic = parse_topic(FILES, "floods", SHARED)
    assert (topic.key, topic.severity, topic.names) == ("floods", 2, ("flood", "홍수"))
    english, korean = topic.look
    assert (english.language, korean.language) == ("en", "ko")
    assert (english.within, english.weight) == (30, 0.8)
    assert korean.words == {"홍수"}
    assert topic.refuse[0].then == {"of complaints"}
    assert topic.yes == {"en": ("River floods town",), "ko": ("강 넘쳐 홍수",)}
    assert topic.no == {"en": ("Complaints flood in",), "ko": ()}


def test_a_files_own_list_goes_before_the_shared_one() -> None:
    """A name is looked up in the file first, then among the shared lists of its language."""
    english = parse_topic(FILES, "floods", SHARED).look[0]
    assert english.near == {"river*", "lake", "valley", "dam"}


def test_a_language_that_is_missing_is_english() -> None:
    """Titles and descriptions fall back to English."""
    topic = parse_topic(FILES, "floods", SHARED)
    assert (topic.title_in("ko"), topic.title_in("ja")) == ("홍수", "Floods")
    assert (topic.about_in("ko"), topic.about_in("ja")) == ("물난리.", "Rivers where they should not be.")


@pytest.mark.parametrize(
    ("file", "good", "wrong", "says"),
    [
        ("topic", "key =", "key", "this is not TOML"),
        ("topic", 'key = "floods"', "key = 3", "key is missing or not a text"),
        ("topic", 'names = ["flood", "홍수"]', "", "names is missing or empty"),
        ("topic", 'names = ["flood", "홍수"]', 'names = "flood"', "names must be a list of texts"),
        ("topic", "severity = 2", "severity = 6", "severity must be a number from 1 to 5"),
        ("topic", "severity = 2", "severity = 2.5", "severity must be a whole number"),
        ("topic", "severity = 2", "severity = true", "severity must be a number"),
        ("topic", "threshold = 0.5", "", "weights: threshold must be a number from 0 to 1"),
        ("topic", "threshold = 0.5", "treshold = 0.5", "weights: treshold is not known here"),
        ("topic", 'en = "Floods"', "", "title: en is missing"),
        ("topic", "[about]", "[around]", "around is not known here"),
        ("topic", '[about]\nen = "Rivers where they should not be."\nko = "물난리."\n', "", "about must be a table"),
        ("en", '["flood*"]', '["flood*", "-"]', "look 1: words must be a list of texts, each with a letter"),
        ("en", "[words]", "[weights]", "weights is not known here"),
        ("en", "@waters", "@water", "look 1: near names the list @water"),
        ("en", '"dam"', '"dam* bursts"', "look 1: near has 'dam* bursts': a * may stand"),
        ("en", "near =", "nera =", "look 1: nera is not known here"),
        (
            "en",
            'then = ["of complaints"]',
            'then = ["of"]\nnear = ["it"]',
            "refuse 1: near and then cannot stand in one rule",
        ),
        ("en", "[[look]]", "[look]", "look must be a list of tables"),
        ("en", "weight = 0.8", "weight = 8", "look 1: weight must be a number from 0 to 1"),
        ("ko", 'words = ["홍수"]', "", "look 1: words is missing"),
    ],
)
def test_what_is_wrong_is_said(file: str, good: str, wrong: str, says: str) -> None:
    """A wrong file is answered with its name, the key, and what to do."""
    name = f"{file}.toml"
    assert good in FILES[name]
    with pytest.raises(DataError) as caught:
        parse_topic({**FILES, name: FILES[name].replace(good, wrong)}, "floods", SHARED)
    assert str(caught.value).startswith(f"floods/{name}: ")
    assert says in str(caught.value)


def test_a_wrong_shared_list_is_said() -> None:
    """A file of shared lists that is no TOML is named."""
    with pytest.raises(DataError, match=r"^words/en\.toml: this is not TOML"):
        parse_topic(FILES, "floods", {"en.toml": "places"})


def test_a_topic_looks_for_something() -> None:
    """A folder without a single rule to look for is refused."""
    with pytest.raises(DataError, match="look is missing in every language"):
        parse_topic({"topic.toml": HEAD}, "floods")


def test_no_two_topics_have_one_name() -> None:
    """A name that people call one topic by cannot be another's."""
    other = {**FILES, "topic.toml": HEAD.replace('"floods"', '"waters"')}
    with pytest.raises(DataError, match="'flood' already is floods"):
        unique([parse_topic(FILES, "floods", SHARED), parse_topic(other, "waters", SHARED)])


def test_the_built_in_topics_are_there() -> None:
    """The package brings its topics, in the order of their keys, known by English and Korean names."""
    topics = load_topics()
    assert [topic.key for topic in topics] == sorted(topic.key for topic in topics)
    names = {name: topic.key for topic in topics for name in topic.names}
    assert (names["sanction"], names["제재"]) == ("sanctions", "sanctions")
    assert (names["missile"], names["미사일"]) == ("launches", "launches")
    assert {names[name] for name in ("制裁", "санкции")} == {"sanctions"}
