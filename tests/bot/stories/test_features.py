"""What identifies the event of an entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.model import Correction
from bot.stories.features import document_frequencies, load_features, parse_lists

READER = load_features()


def neutral(title: str, language: str) -> set[str]:
    """The weights of a title that any language may have."""
    return {mark for mark in READER.of(title, "", language).weights if not mark.startswith("w:")}


def test_countries_acts_things_and_figures_are_the_same_in_every_language() -> None:
    """By these an event is found in another language."""
    english = neutral("North Korea fires ballistic missile 900 km, KN-23 suspected", "en")
    korean = neutral("북한 탄도미사일 900km 발사…KN-23 추정", "ko")

    assert {"c:@kp", "c:missile", "c:ballistic", "n:900", "l:kn-23"} <= english & korean


def test_words_belong_to_their_language() -> None:
    """The stem of an English word is no mark of a Korean text, and Hangul is read in pairs of letters."""
    assert "w:en:tanker" in READER.of("Tankers seized", "", "en").weights
    assert {"w:ko:유조", "w:ko:조선"} <= READER.of("유조선 나포", "", "ko").weights.keys()


def test_names_that_tell_events_apart_also_tell_that_they_are_one() -> None:
    """A city that is struck is a mark in any language."""
    assert "p:ua_kyiv" in neutral("Nine killed in strikes on Kyiv", "en") & neutral("러시아, 키이우 공습", "ko")


@pytest.mark.parametrize(
    ("title", "language"),
    [("美军连续第13晚打击伊朗", "zh"), ("米軍、イランを第13夜も攻撃", "ja"), ("제13차 회담", "ko")],
)
def test_numbers_stand_out_of_words_without_edges(title: str, language: str) -> None:
    """As they do in English."""
    assert "n:13" in neutral(title, language) & neutral("US strikes Iran for 13th night", "en")


def test_russian_words_are_compared_without_their_endings() -> None:
    """One word in two cases is one mark."""
    one, other = (READER.of(title, "", "ru").weights.keys() for title in ("Удар по Киеву", "При ударе по Киеву"))

    assert "w:ru:удар" in one & other


@pytest.mark.parametrize(
    ("title", "text", "stage"),
    [
        ("SpaceX set to launch astronauts", "", "planned"),
        ("SpaceX launch of astronauts postponed", "", "delayed"),
        ("SpaceX rocket explodes on the pad at launch", "", "failed"),
        ("Rocket lifts off with satellite", "", "happened"),
        ("Astronauts arrive: capsule docked at space station", "", "arrival"),
        ("스페이스X 유인 로켓 발사 연기", "", "delayed"),
        ("Rocket and satellite", "It lifted off at noon.", "happened"),
        ("Treasury delays sanctions", "", None),
    ],
)
def test_how_far_a_launch_has_come(title: str, text: str, stage: str | None) -> None:
    """The title says it, or else how the text begins; what is no launch has no stage."""
    assert READER.of(title, text, None).stage == stage


@pytest.mark.parametrize(
    ("title", "explainer"),
    [
        ("What is a ballistic missile?", True),
        ("Why the sanctions did not work", True),
        ("[사설] 대북 제재를 다시 본다", True),
        ("How to watch the rocket launch tonight", False),
        ("North Korea fires missile", False),
    ],
)
def test_what_only_explains(title: str, explainer: bool) -> None:
    """Questions and explanations tell of no event of their own; an announcement does."""
    assert READER.of(title, "", None).explainer is explainer


@pytest.mark.parametrize(
    ("title", "correction"),
    [
        ("CORRECTED: Five missiles, not eight, were fired", Correction.CORRECTED),
        ("Broadcaster retracts report of missile launch", Correction.RETRACTED),
        ("[오보] 북한 미사일 발사 보도", Correction.RETRACTED),
        ("[정정] 북한 미사일 5발", Correction.CORRECTED),
        ("Rocket launch cancelled", None),
        ("North Korea fires missile", None),
    ],
)
def test_corrections_and_retractions_are_told_from_news(title: str, correction: Correction | None) -> None:
    """A launch that is called off is no report that is taken back."""
    assert READER.of(title, "", None).correction is correction


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "ko", "ja", None, "xx"]))
def test_any_text_has_features(title: str, text: str, language: str | None) -> None:
    """Whatever a feed sends, reading it ends, and places count by title or lead."""
    features = READER.of(title, text, language)

    assert set(features.weights.values()) <= {0.5, 1.0}


def test_the_table_of_rarities_knows_what_is_common() -> None:
    """Shares between 0 and 1; "launch" is common in such news, and "hormuz" is rare."""
    assert all(0 < share <= 1 for share in document_frequencies().values())
    assert document_frequencies()["c:launch"] > 0.1 > document_frequencies().get("c:hormuz", 0.0)


@pytest.mark.parametrize("text", ["[act]\nlaunch = []", '[act]\nlaunch = ["*"]', "act = "])
def test_a_wrong_list_is_named(text: str) -> None:
    """Whoever mends the file is told where."""
    with pytest.raises(DataError, match=r"concepts\.toml"):
        parse_lists(text, "concepts.toml")
