"""What a report says of sanctions, in our own words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.facts.read import read_facts
from bot.facts.record import as_json

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def _sanctions(title: str, text: str = "", language: str = "en") -> dict[str, Any]:
    group = as_json(read_facts(title, text, language, AT, ["sanctions"]))["sanctions"]
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
        ("EU extends sanctions on Russia by six months", "en", ["European Union"], ["Russia"], "extended"),
        ("North Korea evades sanctions at sea, panel says", "en", None, ["North Korea"], "evaded"),
        ("미국, 러시아 은행 추가 제재", "ko", ["United States"], ["Russia"], "designated"),
        ("정부, 대북 독자제재 발표", "ko", ["South Korea"], ["North Korea"], "imposed"),
        ("이란, 미국 제재 비난", "ko", ["United States"], ["Iran"], "criticised"),
        ("안보리, 대북제재 결의 채택", "ko", ["United Nations"], ["North Korea"], "adopted"),
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
        ("정부는 개인 8명과 기관 7개를 제재 대상으로 지정했다.", "ko", 15, {"persons": 8, "entities": 7}),
        ("이번 지정으로 지난해 이후 개인 31명이 제재 대상이 됐다.", "ko", None, None),
        ("미국은 선박 6척을 제재 명단에 올렸다.", "ko", 6, {"vessels": 6}),
    ],
)
def test_who_is_newly_listed(text: str, language: str, number: int | None, parts: dict[str, int] | None) -> None:
    """The parts of one list are added up; those listed before are not."""
    facts = _sanctions("", text, language)

    assert (facts["designated"], facts["designated_parts"]) == (number, parts)


def test_a_veto_is_by_those_who_cast_it() -> None:
    """Who vetoes does not impose."""
    facts = _sanctions("Russia and China veto US-backed sanctions resolution on North Korea")

    assert facts["vetoed_by"] == ["Russia", "China"]
    assert not {"Russia", "China"} & set(facts["issuer"] or ())


def test_the_instrument_is_named() -> None:
    """A resolution by its number."""
    assert _sanctions("Council passes Resolution 2397 with new sanctions")["instrument"] == "Resolution 2397"
