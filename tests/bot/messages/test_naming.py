"""What things are called in a reader's language: as its catalogue says, or else as the data do."""

import re
from importlib.resources import files

import pytest

from bot.messages.i18n import load_speech
from bot.messages.naming import Naming
from bot.places.names import load_places, territories
from bot.topics.definitions import load_topics

NAMING = Naming(load_speech())
TOPICS = {topic.key: topic for topic in load_topics()}
LOCALES = files("bot.messages") / "data" / "locales"


@pytest.mark.parametrize("language", NAMING.speech.languages)
def test_every_name_that_a_catalogue_gives_is_a_things(language: str) -> None:
    """A slip in a key would never be shown."""
    keys = re.findall(r"^called-([a-z]+)-(\S+) =", (LOCALES / f"{language}.ftl").read_text("utf-8"), re.MULTILINE)
    known = {"topic": {*TOPICS, *(f"{key}-about" for key in TOPICS)}, "place": {*territories("en"), *load_places()}}

    assert [(kind, key) for kind, key in keys if kind != "party" and key not in known[kind]] == []


def test_a_catalogue_names_topics_places_and_parties() -> None:
    """In its own words; what it does not name is called as the data have it."""
    launches = TOPICS["launches"]

    assert [NAMING.title(launches, language) for language in ("en", "ko", "ja")] == ["Launches", "발사", "発射"]
    assert NAMING.about(launches, "ja").startswith("ミサイル、ロケット")
    assert [NAMING.place("us", language) for language in ("en", "ko", "ja")] == ["United States", "미국", "米国"]
    assert [NAMING.place("kr", language) for language in ("ko", "ja")] == ["한국", "韓国"]
    assert [NAMING.name("Western countries", language) for language in ("en", "ko", "ja")] == [
        "Western countries",
        "서방",
        "西側諸国",
    ]
    assert [NAMING.name(name, "ja") for name in ("North Korea", "SpaceX", "전남도")] == ["北朝鮮", "SpaceX", None]
