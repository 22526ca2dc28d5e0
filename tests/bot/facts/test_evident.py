"""What a title plainly tells, and what it only speaks of: nothing that it leaves in doubt is told again."""

from typing import Any

import pytest

from bot.facts.evident import ABOUT
from bot.facts.read import read_facts
from tests.making import NOON, read

GROUPS = {"launches": "launch", "sanctions": "sanctions", "nuclear": "nuclear", "strikes": "strike"}
SPACE = {"what": "space"}
KP = {"who": "North Korea", "status": "happened"}


def evident(title: str, language: str, topic: str, text: str = "") -> dict[str, Any]:
    """What is evident of the facts of a text; {} where nothing is."""
    facts = read_facts(read(title, text, language), NOON, [topic])
    group = getattr(facts, GROUPS[topic])
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


@pytest.mark.parametrize(
    ("title", "language", "act"),
    [
        ("North Korea conducts nuclear test, South's military says", "en", "tested"),
        ("Pyongyang carries out sixth nuclear test", "en", "tested"),
        ("북한, 7차 핵실험 실시", "ko", "tested"),
        ("합참 “북한, 핵실험 감행”", "ko", "tested"),
        ("北朝鮮が核実験を実施", "ja", "tested"),
        ("朝鲜进行第六次核试验", "zh", "tested"),
        ("КНДР провела ядерное испытание", "ru", "tested"),
        ("North Korea is preparing for nuclear test", "en", "prepared"),
        ("북한, 7차 핵실험 준비 완료", "ko", "prepared"),
    ],
)
def test_a_plain_nuclear_test_is_told(title: str, language: str, act: str) -> None:
    """Who carried one out, or prepares one."""
    assert evident(title, language, "nuclear") == {"who": "North Korea", "act": act}


def test_of_several_that_another_sentence_counts_none_is_told() -> None:
    """Three missiles of another kind are not three of the kind that the title names; one count alone is."""
    english, korean = "North Korea launches cruise missiles", "北, 순항미사일 발사"
    both = "Two strategic cruise missiles and three anti-warship missiles were fired, KCNA said."

    assert "count" not in evident(english, "en", "launches", both)
    assert "count" not in evident(korean, "ko", "launches", "북한이 순항미사일 2발과 탄도미사일 3발을 발사했다.")
    assert evident(english, "en", "launches", "It fired two cruise missiles on Sunday.")["count"] == 2
    assert evident(korean, "ko", "launches", "북한이 4일 순항미사일 2발을 발사했다.")["count"] == 2


def test_of_a_test_on_the_ground_no_launch_is_told() -> None:
    """It launches nothing, however much the text says of rockets."""
    assert evident("British firm ground tests rocket", "en", "launches", "It was a full fire test.") == {}
    assert evident("SpaceX Starship rocket prototype explodes after a pressurized test", "en", "launches") == {}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("US conducts subcritical nuclear test in Nevada", "en"),
        ("UN condemns North Korea's nuclear test", "en"),
        ("North Korea may conduct nuclear test, Seoul says", "en"),
        ("Did North Korea carry out a nuclear test?", "en"),
        ("Quake near North Korea nuclear test site caused by blast", "en"),
        ("US sanctions North Korea over nuclear test it conducted", "en"),
        ("북한 핵실험 징후, 준비 동향 포착", "ko"),
        ("유엔, 북한 핵실험 규탄 성명", "ko"),
        ("北朝鮮、核実験の準備か", "ja"),
        ("КНДР может провести ядерное испытание", "ru"),
        ("North Korea denies it prepares nuclear test", "en"),
        ("Japan prepares for North Korea nuclear test", "en"),
        ("Nuclear test conducted, magnitude 5.7 quake felt", "en"),
    ],
)
def test_a_nuclear_test_in_doubt_is_not_told(title: str, language: str) -> None:
    """Fears, answers, tests without a chain reaction, and those of nobody who is named."""
    assert evident(title, language, "nuclear") == {}


@pytest.mark.parametrize(
    ("title", "language", "who", "whom", "site"),
    [
        ("Israel strikes Iran's nuclear facilities, killing scientists", "en", "Israel", "Iran", "nuclear"),
        ("Russia launches missiles at Ukraine, killing four", "en", "Russia", "Ukraine", None),
        ("US bombs Iran nuclear sites at Fordow and Natanz", "en", "United States", "Iran", "nuclear"),
        ("Russian drone strike on Ukrainian port of Odesa kills four", "en", "Russia", "Ukraine", None),
        ("Seven killed in Russian missile attack on Kyiv", "en", "Russia", "Ukraine", None),
        ("이스라엘, 이란 핵시설 공습", "ko", "Israel", "Iran", "nuclear"),
        ("이스라엘, 이란 공습…5명 사망", "ko", "Israel", "Iran", None),
        ("러, 키이우에 미사일·드론 공격…8명 사망", "ko", "Russia", "Ukraine", None),
        ("イスラエルがイランを空爆", "ja", "Israel", "Iran", None),
        ("以色列空袭伊朗核设施", "zh", "Israel", "Iran", "nuclear"),
        ("Израиль атаковал Иран ракетами", "ru", "Israel", "Iran", None),
    ],
)
def test_a_plain_strike_is_told(title: str, language: str, who: str, whom: str, site: str | None) -> None:
    """Which state struck which, and that it was a nuclear site where the title says so right behind its name."""
    told = {"who": who, "whom": whom, "act": "struck", "site": site}

    assert evident(title, language, "strikes") == {key: value for key, value in told.items() if value}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("이란, 이스라엘 공습 비난", "ko"),
        ("이란, 이스라엘 공습에 5명 사망", "ko"),
        ("러, 우크라 공격에 北미사일 올해 첫 사용", "ko"),
        ("우크라 드론, 러 모스크바 공격 주장", "ko"),
        ("イラン、イスラエルの空爆を非難", "ja"),
        ("Israel strikes deal with Iran after missile war", "en"),
        ("US hits Iran with sanctions over missile strikes", "en"),
        ("Iran attacks Israel over drone report", "en"),
        ("Will Israel strike Iran?", "en"),
        ("UN condemns Israeli missile strike on Iran", "en"),
        ("Fears of Russian missile attack on Kyiv", "en"),
        ("Ukrainian drone attack on Russian-held Crimea", "en"),
        ("Israeli air strike on Iranian embassy kills seven", "en"),
        ("Israel may bomb Iran again, US says", "en"),
        ("Iran says Israel struck its nuclear sites", "en"),
        ("Israel hits back at Iran's missile claims", "en"),
        ("Russia shoots down Ukraine drones", "en"),
        ("Why Israel bombed Iran", "en"),
        ("Israel bombs Iran-backed militia in Lebanon", "en"),
        ("Израиль атаковал иранских дронов в Сирии", "ru"),
        ("Hezbollah strikes Israel with rockets", "en"),
        ("Hamas fires rockets at Israel", "en"),
        ("China strikes Japan from missile supplier list", "en"),
    ],
)
def test_a_strike_in_doubt_is_not_told(title: str, language: str) -> None:
    """Answers, words, deals, sanctions, and whoever is only named beside it."""
    assert evident(title, language, "strikes") == {}
