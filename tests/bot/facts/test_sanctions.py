"""What a report says of sanctions, in our own words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.facts.read import read_facts
from bot.model.facts import as_json
from tests.making import read

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def _sanctions(title: str, text: str = "", language: str = "en") -> dict[str, Any]:
    group = as_json(read_facts(read(title, text, language), AT, ["sanctions"]))["sanctions"]
    return {name: fact and fact["value"] for name, fact in group.items()} if group else {}


@pytest.mark.parametrize(
    ("title", "language", "issuer", "target", "act"),
    [
        ("Council committee adds two ships to North Korea sanctions list", "en", None, ["North Korea"], "designated"),
        (
            "Seoul keeps door open to Pyongyang, says new sanctions possible",
            "en",
            ["South Korea"],
            ["North Korea"],
            "threatened",
        ),
        ("Seoul names 8 in North Korea sanctions - Some News", "en", ["South Korea"], ["North Korea"], "designated"),
        ("EU adopts new sanctions against Russia", "en", ["European Union"], ["Russia"], "adopted"),
        (
            "US sanctions two Chinese banks over Iran oil",
            "en",
            ["United States"],
            ["China", "Chinese banks"],
            "designated",
        ),
        ("Britain, Canada impose sanctions on Belarus", "en", ["United Kingdom", "Canada"], ["Belarus"], "imposed"),
        ("Iran condemns U.S. sanctions", "en", ["United States"], ["Iran"], "criticised"),
        ("Washington lifts sanctions on Syria", "en", ["United States"], ["Syria"], "lifted"),
        ("Iran ready for deal if US lifts sanctions", "en", ["United States"], ["Iran"], "other"),
        ("China vetoes UN sanctions on North Korea", "en", ["United Nations"], ["North Korea"], "vetoed"),
        ("UN Security Council adopts sanctions on North Korea", "en", ["United Nations"], ["North Korea"], "adopted"),
        ("EU threatens Serbia with sanctions", "en", ["European Union"], ["Serbia"], "threatened"),
        ("Talks with Serbia first, sanctions possible, says EU", "en", ["European Union"], ["Serbia"], "threatened"),
        ("EU extends sanctions on Russia by six months", "en", ["European Union"], ["Russia"], "extended"),
        ("North Korea evades sanctions at sea, panel says", "en", None, ["North Korea"], "evaded"),
        ("미국, 러시아 은행 추가 제재", "ko", ["United States"], ["Russia"], "designated"),
        ("정부, 대북 독자제재 발표", "ko", ["South Korea"], ["North Korea"], "imposed"),
        ("이란, 미국 제재 비난", "ko", ["United States"], ["Iran"], "criticised"),
        ("안보리, 대북제재 결의 채택", "ko", ["United Nations"], ["North Korea"], "adopted"),
        ("호주, 러시아 선박 9척 제재", "ko", ["Australia"], ["Russia"], "imposed"),
        ("EU, 러시아 20차 제재안에 합의", "ko", ["European Union"], ["Russia"], "adopted"),
        ("米、イランの海運会社に制裁", "ja", ["United States"], ["Iran"], "imposed"),
        ("EU、ロシアへの制裁を半年延長", "ja", ["European Union"], ["Russia"], "extended"),
        ("英国制裁俄罗斯30艘油轮", "zh", ["United Kingdom"], ["Russia"], "imposed"),
        ("美国解除对叙利亚制裁", "zh", ["United States"], ["Syria"], "lifted"),
        ("Япония ввела санкции против России", "ru", ["Japan"], ["Russia"], "imposed"),
        ("Трамп пригрозил Ирану санкциями", "ru", ["United States"], ["Iran"], "threatened"),
        ("정부, 북한 개인 12명·기관 3곳 제재", "ko", ["South Korea"], ["North Korea"], "imposed"),
        ("재무부, 이란 선사 3곳 제재", "ko", ["United States"], ["Iran"], "imposed"),
        ("Western sanctions hurt Serbian airline", "en", ["Western countries"], ["Serbia"], "effects"),
        (
            "Trump administration sanctions Rwandan army",
            "en",
            ["United States"],
            ["Rwanda", "Rwandan army"],
            "designated",
        ),
        ("Tripoli dismisses UN sanctions as an insult", "en", ["United Nations"], ["Libya"], "criticised"),
        ("UN Council rebukes Sudan, tightens arms embargo on Sudan", "en", ["United Nations"], ["Sudan"], "imposed"),
        ("UN panel approves exemption from Libya sanctions", "en", ["United Nations"], ["Libya"], "waived"),
        ("US revokes waiver from Iran sanctions", "en", ["United States"], ["Iran"], "imposed"),
        ("EU ministers still try to agree on Belarus sanctions", "en", ["European Union"], ["Belarus"], "proposed"),
    ],
)
def test_who_does_what_to_whom(
    title: str, language: str, issuer: list[str] | None, target: list[str], act: str
) -> None:
    """Issuer, target and act by the words around each name; relief that is only wished for is none."""
    facts = _sanctions(title, language=language)

    assert (facts["issuer"], facts["target"], facts["act"]) == (issuer, target, act)


@pytest.mark.parametrize(
    ("text", "language", "number", "parts"),
    [
        (
            "The US sanctioned one person, 13 firms and 20 ships.",
            "en",
            34,
            {"persons": 1, "entities": 13, "vessels": 20},
        ),
        ("The EU added seven officials to its sanctions list; 60 people are on it in all.", "en", 7, {"persons": 7}),
        ("The EU imposed sanctions on 1,200 people so far this year.", "en", None, None),
        ("The US imposed sanctions on Russia.", "en", None, None),
        ("Britain sanctioned six Russians, one Belarusian and a bank.", "en", 8, {"persons": 7, "entities": 1}),
        ("Tokyo imposed sanctions on 11 Russian and Chinese firms.", "en", 11, {"entities": 11}),
        (
            "Ottawa sanctioned 40 ships that carried oil around the price cap, and 12 traders.",
            "en",
            52,
            {"vessels": 40, "entities": 12},
        ),
        ("Canada announced 45 new sanctions; nine banks are hit.", "en", 45, None),
        ("Norway announced sanctions on 120 targets.", "en", 120, None),
        ("The EU renewed sanctions on 1,800 people.", "en", None, None),
        ("The EU renewed its sanctions and added three judges to the list.", "en", 3, {"persons": 3}),
        ("The council voted to lift sanctions on five officials.", "en", None, None),
        ("Washington imposed sanctions on one of the largest banks.", "en", None, None),
        ("Paris imposed sanctions on a refinery and its director.", "en", None, None),
        ("Paris imposed sanctions on a state refinery.", "en", 1, None),
        ("영국이 기업 5곳과 선박 9척을 제재했다.", "ko", 14, {"entities": 5, "vessels": 9}),
        ("미국이 총 18개 기관을 제재 대상으로 지정했다.", "ko", 18, {"entities": 18}),
        ("이로써 제재 대상은 개인 99명이 됐다.", "ko", None, None),
        ("日本はロシアの30団体と4個人を制裁対象に追加した。", "ja", 34, {"entities": 30, "persons": 4}),
        ("英国宣布制裁7名个人和9家实体。", "zh", 16, {"persons": 7, "entities": 9}),
        ("Канада ввела санкции против 8 человек и 5 компаний.", "ru", 13, {"persons": 8, "entities": 5}),
        ("정부는 개인 8명과 기관 7개를 제재 대상으로 지정했다.", "ko", 15, {"persons": 8, "entities": 7}),
        ("이번 지정으로 지난해 이후 개인 31명이 제재 대상이 됐다.", "ko", None, None),
        ("미국은 선박 6척을 제재 명단에 올렸다.", "ko", 6, {"vessels": 6}),
        ("영국, 러시아 개인 1,300명과 기관 200곳 제재", "ko", 1500, {"persons": 1300, "entities": 200}),
        ("일본은 개인 열두 명과 기관 세 곳을 제재 대상으로 지정했다.", "ko", 15, {"persons": 12, "entities": 3}),
        ("日本は十二個人と四十団体を制裁対象に追加した。", "ja", 52, {"persons": 12, "entities": 40}),
        ("英国宣布制裁二十名个人和1,200家实体。", "zh", 1220, {"persons": 20, "entities": 1200}),
        (
            "Канада ввела санкции против двадцати двух компаний и ста человек.",
            "ru",
            122,
            {"entities": 22, "persons": 100},
        ),
        ("Канада ввела санкции против 1 200 человек.", "ru", 1200, {"persons": 1200}),
        ("Canada imposed sanctions on half a dozen firms.", "en", 6, {"entities": 6}),
        ("Canada imposed sanctions on one hundred and five people.", "en", 105, {"persons": 105}),
        ("Oslo sanctioned a militia leader over a raid that killed 12 people.", "en", None, None),
        ("Oslo plans to blacklist timber firms, two officials said.", "en", None, None),
        ("Oslo will sanction a shipper, three people familiar with the matter said.", "en", None, None),
        ("Oslo imposed sanctions on Chad after five officials were jailed.", "en", None, None),
        ("Oslo sanctioned a network that employs 300 people.", "en", None, None),
        ("Oslo sanctioned a bank used by 30 companies.", "en", None, None),
        ("Oslo sanctioned 12 officials, adding to 300 people already listed.", "en", 12, {"persons": 12}),
        ("Oslo sanctions over 40 parties, including six banks, two airlines and nine ships.", "en", None, None),
        ("Oslo sanctioned six looms and two people.", "en", None, None),
        ("Oslo sanctioned ten to twelve people.", "en", None, None),
        ("Oslo sanctioned between ten and twelve people.", "en", None, None),
        ("Two dozen officials were sanctioned by Oslo.", "en", 24, {"persons": 24}),
        ("Oslo imposed sanctions against its former judge and another senior official.", "en", None, None),
        ("정부, 시위대 12명 숨진 진압 이유로 차드 제재", "ko", None, None),
        ("소식통 2명은 노르웨이가 차드를 제재할 것이라고 말했다.", "ko", None, None),
        ("정부, 차드 추가 제재… 개인 6명·기관 5개 (종합)", "ko", 11, {"persons": 6, "entities": 5}),
        ("制裁前夕至少8人被捕，英国将公布名单。", "zh", None, None),
        ("3名消息人士表示，英国最快周五制裁乍得。", "zh", None, None),
        ("英国宣布制裁20个个人和4个实体。", "zh", 24, {"persons": 20, "entities": 4}),
        ("Канада ввела санкции после гибели 12 человек.", "ru", None, None),
        (
            "Oslo imposed sanctions on six firms for timber that they sold at night, while four judges may not enter.",
            "en",
            10,
            {"entities": 6, "persons": 4},
        ),
    ],
)
def test_who_is_newly_listed(text: str, language: str, number: int | None, parts: dict[str, int] | None) -> None:
    """The parts of one list are added up; those listed before are not."""
    facts = _sanctions("", text, language)

    assert (facts["designated"], facts["designated_parts"]) == (number, parts)


def test_whom_sanctions_are_on_is_not_their_sort() -> None:
    """ "Seven people" says how many, not who."""
    assert _sanctions("Canada imposes sanctions on seven people over Iran")["target"] == ["Iran"]
    assert _sanctions("US sanctions two Iranian banks")["target"] == ["Iran", "Iranian banks"]


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("Canada imposes sanctions on traders said to fund the Black River militia", ["Black River militia"]),
        ("Japan lifts sanctions against Minsk Steel Works, a maker of pipes", ["Minsk Steel Works"]),
        ("Japan lifts sanctions against Minsk Pipe Trading", ["Minsk Pipe Trading"]),
        ("Norway mulls new OPEC sanctions", ["OPEC"]),
        ("Paris punishes Mobutu-era bankers with sanctions", ["Mobutu-era bankers"]),
        ("Canada blacklists dozens of Russian chip makers", ["Russia"]),
        ("Canada imposes sanctions on Belarusian agency trying to tax ships", ["Belarus", "Belarusian agency"]),
        ("Canada's Sanctions against Belarus Assailed", ["Belarus"]),
        ("Canada imposes sanctions on nine Belarusian individuals", ["Belarus"]),
        ("Canadian sanctions on Belarus could fail, traders say", ["Belarus"]),
        ("Canada boards sanctioned ship off Venezuelan port", ["Venezuela", "sanctioned ship"]),
    ],
)
def test_a_target_may_be_a_firm_or_a_group(title: str, target: list[str]) -> None:
    """Where sanctions are on somebody by name, that is the target, and no number or verb is."""
    assert _sanctions(title)["target"] == target


@pytest.mark.parametrize(
    ("title", "text", "language", "expected"),
    [
        (
            "美 제재 뚫고 크는 中 서광메모리…점유율 두 배",
            "",
            "ko",
            {"target": ["China", "서광메모리"], "act": "effects"},
        ),
        (
            "Norway weighs more OPEC sanctions unless cartel ends cuts",
            "",
            "en",
            {"issuer": ["Norway"], "target": ["OPEC"], "act": "threatened"},
        ),
        (
            "Belarus Oil Sanctions 'Not Ruled Out'--Norway",
            "",
            "en",
            {"issuer": ["Norway"], "target": ["Belarus"], "act": "threatened"},
        ),
        (
            "Norwegian finance ministry puts three units of Serbian shipper Sava Line under sanctions",
            "",
            "en",
            {"issuer": ["Norway"], "act": "imposed", "designated": 3},
        ),
        (
            "Minister loses patience",
            "Trade Secretary Mary Poe said Norway had waited. She then announced sanctions against Belarusian judges.",
            "en",
            {"issuer": ["Norway"], "target": ["Belarus", "Belarusian judges"], "act": "imposed"},
        ),
        ("Oil prices ease as Norway begins blockade of Belarus", "", "en", {"target": ["Belarus"], "act": "imposed"}),
        ("Norwegian sanctions on Belarus bite", "", "en", {"target": ["Belarus"], "act": "effects"}),
        (
            "Sanctioned were five Serbian banks, Norway's finance ministry said on Monday",
            "",
            "en",
            {"issuer": ["Norway"], "act": "designated", "designated": 5},
        ),
        (
            "Norway sanctions five Serbian judges over abuses and Lumina group founder Rene Petit",
            "",
            "en",
            {"issuer": ["Norway"], "designated": None},
        ),
        ("Norway sanctions Serbian police chief", "", "en", {"issuer": ["Norway"], "designated": 1}),
        (
            "Norway imposes sanctions on militia leader Anton Varga, his brother Milos Varga and the trader Lumen Gold",
            "",
            "en",
            {"target": ["militia leader Anton Varga", "Milos Varga", "Lumen Gold"]},
        ),
        ("Sanctions imposed by Norway on Belarus do not bite", "", "en", {"target": ["Belarus"], "act": "effects"}),
        ("Sanctions imposed on Belarus by Norway", "", "en", {"target": ["Belarus"], "act": "imposed"}),
        ("Mobutu's heirs ask London to lift sanctions on Belarus", "", "en", {"target": ["Belarus"], "act": "other"}),
    ],
)
def test_who_acts_is_found_wherever_it_stands(title: str, text: str, language: str, expected: dict[str, Any]) -> None:
    """A speaker behind a dash, a ministry, "she", a firm that sanctions are on; what sanctions do is no step."""
    facts = _sanctions(title, text, language)

    assert {name: facts[name] for name in expected} == expected


def test_who_is_blocked_does_not_block() -> None:
    """The body that could not adopt sanctions still is their issuer."""
    facts = _sanctions("EU, 키프로스 반대로 조지아 제재 채택 무산", language="ko")

    assert (facts["issuer"], facts["vetoed_by"], facts["act"]) == (["European Union"], ["Cyprus"], "vetoed")


def test_a_veto_is_by_those_who_cast_it() -> None:
    """Who vetoes does not impose."""
    facts = _sanctions("Russia and China veto US-backed sanctions resolution on North Korea")

    assert facts["vetoed_by"] == ["Russia", "China"]
    assert not {"Russia", "China"} & set(facts["issuer"] or ())


def test_the_instrument_is_named() -> None:
    """A resolution by its number."""
    assert _sanctions("Council passes Resolution 2397 with new sanctions")["instrument"] == "Resolution 2397"


@pytest.mark.parametrize(
    ("title", "language", "by"),
    [
        ("China, Russia Veto Security Council Resolution on New North Korea Sanctions", "en", ["China", "Russia"]),
        ("Russia and China veto sanctions on Belarus", "en", ["Russia", "China"]),
        ("중국·러시아, 안보리 대북제재 결의안에 거부권 행사", "ko", ["China", "Russia"]),
    ],
)
def test_who_joins_in_a_veto_is_no_target(title: str, language: str, by: list[str]) -> None:
    """A veto in the first words is a veto, however many sanctions the rest names."""
    text = "A resolution that would have tightened sanctions failed after two permanent members voted against it."
    group = as_json(read_facts(read(title, text if language == "en" else "", language), AT, ["sanctions"]))["sanctions"]

    assert (group["act"]["value"], group["vetoed_by"]["value"], group["designated"]) == ("vetoed", by, None)
