"""What a title plainly tells, and what it only speaks of: nothing that it leaves in doubt is told again."""

from typing import Any

import pytest

from bot.facts.evident import ABOUT
from bot.facts.read import read_facts
from tests.making import NOON, read

SPACE = {"what": "space"}
KP = {"who": "North Korea", "status": "happened"}


def evident(title: str, language: str, topic: str, text: str = "") -> dict[str, Any]:
    """What is evident of the facts of a text; {} where nothing is."""
    facts = read_facts(read(title, text, language), NOON, [topic])
    group = facts.launch if topic == "launches" else facts.sanctions
    return dict(group.evident.value) if group and group.evident else {}


@pytest.mark.parametrize(
    ("title", "language", "told"),
    [
        ("북한, 동해상으로 탄도미사일 발사", "ko", {**KP, "what": "ballistic", "sea": "eastsea"}),
        ("北, 단거리 탄도미사일 여러 발 발사", "ko", {**KP, "what": "srbm", "several": True}),
        ("北, 탄도미사일 10여발 발사", "ko", {**KP, "what": "ballistic", "count": 10, "at_least": True}),
        ("합참 “북한, 미상 발사체 발사”", "ko", {**KP, "what": "projectile", "suspected": True}),
        ("北朝鮮が弾道ミサイルの可能性があるものを発射", "ja", {**KP, "what": "ballistic", "suspected": True}),
        ("КНДР запустила баллистическую ракету", "ru", {**KP, "what": "ballistic", "count": 1}),
        ("North Korea fires about 10 ballistic missiles", "en", {**KP, "what": "ballistic"}),
        ("Pakistan tests short-range missile", "en", {"who": "Pakistan", "status": "happened", "what": "missile"}),
        ("神舟二十号载人飞船发射取得圆满成功", "zh", {"status": "happened", "what": "crewed", "name": "神舟二十号"}),
        ("天舟八号货运飞船将于今天23时13分发射", "zh", {"status": "planned", "what": "space", "name": "天舟八号"}),
        (
            "中 창정 7A호 로켓 발사 실패",
            "ko",
            {**SPACE, "who": "China", "status": "failed", "name": "창정 7A호"},
        ),
        (
            "SpaceX delays Falcon 9 launch",
            "en",
            {**SPACE, "who": "SpaceX", "status": "delayed", "name": "Falcon 9"},
        ),
    ],
)
def test_a_plain_title_is_told(title: str, language: str, told: dict[str, Any]) -> None:
    """Who launched what, how many of it and whither, as far as the title says so."""
    found = evident(title, language, "launches")

    assert {key: value for key, value in found.items() if key != "count" or "count" in told} == told


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("북한, 미사일 시험발사 자제할 듯", "ko"),
        ("베트남, 스페이스X와 위성 발사 계약", "ko"),
        ("北, 한미훈련 앞두고 또 미사일 발사", "ko"),
        ("北朝鮮、偵察衛星の発射準備か", "ja"),
        ("Will North Korea launch a missile?", "en"),
        ("Why North Korea fired a missile", "en"),
        ("China successfully tests rocket booster recovery system", "en"),
        ("SpaceX and NASA astronauts make historic launch", "en"),
        ("金正恩宣布停止導彈發射", "zh"),
        ("Россия увеличит число пусков «Союзов»", "ru"),
    ],
)
def test_what_is_in_doubt_is_only_spoken_of(title: str, language: str) -> None:
    """Questions, plans of others, contracts, comments: a title names its parties, and no more is said."""
    found = evident(title, language, "launches")

    assert found.get("status", ABOUT) == ABOUT
    assert "who" not in found


def test_who_reports_a_launch_has_not_launched() -> None:
    """A ministry that says where a missile fell is no sign of whose it was."""
    assert "who" not in evident("防衛省によると、弾道ミサイルの可能性のあるものは既に落下した", "ja", "launches")


@pytest.mark.parametrize(
    ("title", "language", "issuers", "targets", "act"),
    [
        ("美, 이란 관련 추가 제재", "ko", ["United States"], ["Iran"], "designated"),
        ("美, 벨라루스 제재 완화", "ko", ["United States"], ["Belarus"], "eased"),
        ("EU, 21차 대러 제재 합의", "ko", ["European Union"], ["Russia"], "adopted"),
        ("米、イランに新たな制裁発動", "ja", ["United States"], ["Iran"], "imposed"),
        ("Евросоюз утвердил 19-й пакет санкций против России", "ru", ["European Union"], ["Russia"], "adopted"),
        ("US imposes sanctions on Iran", "en", ["United States"], ["Iran"], "imposed"),
        ("UK sanctions Russian labs over chemical weapons", "en", ["United Kingdom"], ["Russia"], "designated"),
    ],
)
def test_a_plain_step_in_sanctions_is_told(
    title: str, language: str, issuers: list[str], targets: list[str], act: str
) -> None:
    """Who does what to sanctions, and to whom they are related."""
    assert evident(title, language, "sanctions") == {"issuers": issuers, "targets": targets, "act": act}


@pytest.mark.parametrize(
    ("title", "language", "named"),
    [
        ('이란 "美 제재 해제시 양보 가능"', "ko", ["Iran", "United States"]),
        ("EU, 21차 대러 제재 합의 불발", "ko", ["European Union", "Russia"]),
        ("美상원, 러시아 제재법안 통과", "ko", ["United States", "Russia"]),
        ("Trump says he will lift Turkey sanctions", "en", ["United States", "Turkey"]),
        ("EU envoys fail to agree on sanctions against Russia", "en", ["European Union", "Russia"]),
        ("US weighs easing Russian oil sanctions", "en", ["United States", "Russia"]),
        ("中國抗議美國對伊朗的最新制裁", "zh", ["China", "United States", "Iran"]),
    ],
)
def test_sanctions_in_doubt_are_only_spoken_of(title: str, language: str, named: list[str]) -> None:
    """What is wished for, refused, on its way through a parliament or answered to is no step."""
    assert evident(title, language, "sanctions") == {"act": ABOUT, "named": named}


def test_export_controls_and_tariffs_are_no_sanctions() -> None:
    """A line says sanctions only where the title does."""
    assert evident("中国商務省は、日本の企業を輸出規制対象に指定しました", "ja", "sanctions") == {}
