"""The line of facts: what is known at a glance, in the reader's words, and nothing that is not known."""

from typing import Any

import pytest

from bot.facts.merge import StoryFacts, merge
from bot.facts.words import lexicon
from bot.messages.factline import NAMED, FactLine
from bot.messages.i18n import load_speech
from bot.messages.naming import Naming
from bot.model import Tier
from bot.model.facts import Fact, Facts, LaunchFacts, NuclearFacts, SanctionsFacts

LINE = FactLine(load_speech(), Naming(load_speech()))


def said(**values: Any) -> dict[str, Any]:
    """Facts of these values, each with a sentence."""
    return {name: Fact(value, "So it was said.") for name, value in values.items()}


def launch(**values: Any) -> StoryFacts:
    """What one outlet states of a launch."""
    return merge([("Hangang Wire", Tier.AGENCY, Facts(launch=LaunchFacts(**said(**values))))])


def sanctions(**values: Any) -> StoryFacts:
    """What one outlet states of sanctions."""
    return merge([("Hangang Wire", Tier.AGENCY, Facts(sanctions=SanctionsFacts(**said(**values))))])


def nuclear(**values: Any) -> StoryFacts:
    """What one outlet states of a nuclear step."""
    return merge([("Hangang Wire", Tier.AGENCY, Facts(nuclear=NuclearFacts(**said(**values))))])


@pytest.mark.parametrize(
    ("facts", "english", "korean"),
    [
        (StoryFacts(), "", ""),
        (
            launch(actor="North Korea", kind="icbm", name="Hwasong-18", count=1, status="happened", direction="동해상"),
            "North Korea · ICBM Hwasong-18 · East Sea (Sea of Japan)",
            "북한 · ICBM 화성-18형 · 동해",
        ),
        (
            launch(actor="SpaceX", kind="satellite_launch", name="Falcon 9", status="delayed", place="Cape Canaveral"),
            "SpaceX · satellite launch Falcon 9 · Cape Canaveral · delayed",
            "SpaceX · 위성 발사 팰컨 9 · Cape Canaveral · 연기",
        ),
        (
            launch(kind="srbm", count=8, at_least=True, range_km=1234.5, apogee_km=60.0),
            "short-range missile · at least 8 · 1,234.5 km, 60 km high",
            "단거리 미사일 · 8발 이상 · 1,234.5km, 고도 60km",
        ),
        (launch(kind="other", status="unclear"), "", ""),
        (
            sanctions(
                issuer=("European Union", "United Kingdom"),
                target=("Russia", "ACME Tools"),
                act="designated",
                designated=36,
            ),
            "European Union, United Kingdom → Russia, ACME Tools · designated · 36 listed",
            "유럽연합, 영국 → 러시아, ACME Tools · 지정 · 36건 지정",
        ),
        (
            sanctions(target=("Iran",), act="vetoed", instrument="결의 2231호"),
            "Iran · vetoed · Resolution 2231",
            "이란 · 거부권 · 결의 2231호",
        ),
        (sanctions(instrument="독자제재"), "unilateral sanctions", "독자제재"),
        (sanctions(instrument="executive orders"), "executive order", "행정명령"),
        (sanctions(instrument="21차 대러 제재"), "round 21", "21차 제재"),
        (sanctions(instrument="20th sanctions package"), "round 20", "20차 제재"),
        (sanctions(instrument="CAATSA"), "CAATSA", "CAATSA"),
        (launch(name="화성-18형", place="the Wonsan"), "Hwasong-18 · Wonsan", "화성-18형 · 원산"),
        (launch(place="North Korea's"), "North Korea", "북한"),
        (sanctions(act="other"), "", ""),
        (
            sanctions(issuer=("United Nations",), target=("North Korea",), act="vetoed", vetoed_by=("China", "Russia")),
            "United Nations → North Korea · vetoed by China, Russia",
            "유엔 → 북한 · 중국, 러시아 거부권 행사",
        ),
        (launch(kind="cruise", count=3), "cruise missile · × 3", "순항미사일 · 3발"),
        (
            nuclear(actor="North Korea", act="tested", place="Punggye-ri", magnitude=6.3, yield_kt=140.0),
            "North Korea · nuclear test · Punggye-ri · magnitude 6.3 · 140 kt",
            "북한 · 핵실험 · 풍계리 · 규모 6.3 · 140kt",
        ),
    ],
)
def test_what_is_known_in_the_readers_words(facts: StoryFacts, english: str, korean: str) -> None:
    """Countries, kinds and seas are translated; so are names of weapons, sites and orders that are known."""
    assert (LINE.line(facts, "en"), LINE.line(facts, "ko")) == (english, korean)


def test_sources_that_disagree_stand_side_by_side() -> None:
    """With whom the sentence names as its source, else the outlet; at most three, and never a mean."""
    stated = [
        ("Hangang Wire", Fact(900.0, "It flew 900 km, the JCS said.", says="JCS")),
        ("Pacific Desk", Fact(1000.0, "It flew 1,000 km.")),
        ("Donghae News", Fact(905.0, "About 905 km.")),
        ("Orbit Ledger", Fact(1300.0, "1,300 km.")),
        ("Hanbit", Fact(1500.0, "1,500 km.")),
    ]
    facts = merge([(outlet, Tier.PRESS, Facts(launch=LaunchFacts(range_km=fact))) for outlet, fact in stated])

    assert LINE.line(facts, "en") == "900 km (JCS) / 1,000 km (Pacific Desk) / 1,300 km (Orbit Ledger)"


def test_many_names_are_cut_short() -> None:
    """A glance has room for three."""
    facts = sanctions(target=("Iran", "Iraq", "Syria", "Yemen"))

    assert LINE.line(facts, "en").count(",") == NAMED - 1


def test_what_two_groups_say_is_said_once() -> None:
    """A launch that is a nuclear matter too names its actor once."""
    both = StoryFacts(launch(actor="North Korea").launch, {}, nuclear(actor="North Korea", act="tested").nuclear)

    assert LINE.line(both, "en") == "North Korea · nuclear test"


@pytest.mark.parametrize("language", LINE.speech.languages)
def test_every_sea_that_is_read_has_a_name_of_its_own(language: str) -> None:
    """A direction that the reader of facts knows is shown in words of the language, however it was written."""
    groups = lexicon("launch").group("direction")
    names = {key: LINE.speech.say(language, "fact-direction", value=key) for key, _ in groups}

    assert len(set(names.values())) == len(groups)
    assert LINE.line(launch(direction="east sea"), language) == names["eastsea"]
    assert LINE.line(launch(direction="Kara Sea"), language) == "Kara Sea"
