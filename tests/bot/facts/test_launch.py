"""What a report says of a launch, in our own words: this event's facts, not those of other days."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.facts.read import read_facts
from bot.model.facts import as_json
from tests.making import read

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def _launch(title: str, text: str = "", language: str = "en") -> dict[str, Any]:
    launch = as_json(read_facts(read(title, text, language), AT, ["launches"]))["launch"]
    return {name: fact["value"] for name, fact in launch.items() if isinstance(fact, dict)} if launch else {}


@pytest.mark.parametrize(
    ("title", "text", "language", "expected"),
    [
        (
            "North Korea fires two ballistic missiles",
            "North Korea fired two missiles on Thursday. They flew 350 km. It fired 31 missiles so far this year.",
            "en",
            {"actor": "North Korea", "kind": "ballistic", "count": 2, "range_km": 350, "date": "2026-11-19"},
        ),
        (
            "North tests new missile",
            "North Korea launched a Hwasong-18 on Friday. It is its first test since March, when one flew 1,000 km.",
            "en",
            {"name": "Hwasong-18", "kind": "icbm", "count": 1, "range_km": None},
        ),
        (
            "Rocket puts weather satellite into orbit",
            "The rocket lifted off on time. The satellite will watch storms over the western Pacific.",
            "en",
            {"actor": None, "kind": "satellite_launch"},
        ),
        (
            "Missile flies 600 km",
            "North Korea fired it at dawn. When launched in May, the same type flew 900 km.",
            "en",
            {"range_km": 600},
        ),
        (
            "Missile flies 600 km",
            "North Korea fired it at dawn. Seoul watched it. It fell in the sea. "
            "In May the North fired two others. Those missiles rose to 90 km and flew 800 km.",
            "en",
            {"range_km": 600, "apogee_km": None},
        ),
        (
            "North Korea fires missile",
            "It fell in the sea. No ship was hit. Seoul watched it. Last year the North fired 40 of its missiles. "
            "Tokyo's defence minister said the missile flew 700 km.",
            "en",
            {"range_km": 700, "count": 1},
        ),
        ("Rocket carries crew to station", "Its booster came down 600 km downrange.", "en", {"range_km": None}),
        (
            "Iran shows ballistic missile with a range of 2,000 km",
            "",
            "en",
            {"range_km": 2000, "range_is": "capability"},
        ),
        (
            "North Korea fires missiles into East Sea",
            "Seoul said they flew 400 km. Tokyo said one flew 450 km (280 miles) at an altitude of 50 km.",
            "en",
            {"range_km": 450, "apogee_km": 50, "count": None, "direction": "East Sea"},
        ),
        (
            "South Korea says North Korea fired about 10 missiles",
            "",
            "en",
            {"actor": "North Korea", "count": 10},
        ),
        (
            "China says its Long March 3B failed",
            "",
            "en",
            {"actor": "China", "status": "failed", "name": "Long March 3B"},
        ),
        ("Satellite launched by India fails to reach orbit", "", "en", {"actor": "India", "status": "failed"}),
        ("SpaceX scrubs Falcon 9 launch minutes before liftoff", "", "en", {"actor": "SpaceX", "status": "called_off"}),
        ("Blue Origin delays New Glenn launch after last month's failure", "", "en", {"status": "delayed"}),
        ("Japan to launch H3 rocket on Sunday", "", "en", {"actor": "Japan", "status": "planned", "count": 1}),
        ("NASA tests engine of moon rocket in static fire", "", "en", {"kind": "engine_test"}),
        ("Seoul detects projectiles fired by North Korea", "", "en", {"actor": "North Korea", "kind": "missile"}),
        ("Three astronauts lift off on Soyuz", "", "en", {"kind": "crewed", "name": "Soyuz", "status": "happened"}),
        (
            "北, 탄도미사일 여러 발 발사",
            "북한이 20일 오전 동해상으로 단거리 탄도미사일 8발을 발사했다고 합참이 밝혔다. 지난 5일에는 2발을 쐈다.",
            "ko",
            {"actor": "North Korea", "kind": "srbm", "count": 8, "direction": "동해상", "reporter": "합참"},
        ),
        (
            "북한, 신형 ICBM 발사",
            "비행거리는 약 1천㎞, 정점고도는 6천여㎞로 탐지됐다. 작년 11월에는 900㎞를 비행했다.",
            "ko",
            {"kind": "icbm", "range_km": 1000, "apogee_km": 6000},
        ),
        ("누리호 발사 연기", "누리호 발사가 기상 악화로 연기됐다.", "ko", {"status": "delayed", "name": "누리호"}),
        ("북한, 위성 발사 계획 일본에 통보", "", "ko", {"actor": "North Korea", "status": "planned"}),
        ("北朝鮮が弾道ミサイル2発を発射", "", "ja", {"actor": "North Korea", "count": 2, "status": "happened"}),
    ],
)
def test_the_facts_of_a_launch(title: str, text: str, language: str, expected: dict[str, Any]) -> None:
    """Each field is what this event's sentences state; numbers of other days and of capability stay out."""
    launch = _launch(title, text, language)

    assert {name: launch.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("title", "text", "language", "count"),
    [
        ("North Korea fires a missile", "It flew 300 km. Two missiles were fired by the same unit.", "en", 1),
        ("North Korea fires missile", "North Korea fired two missiles, Seoul said.", "en", 2),
        ("North Korea fires missiles", "Seoul's military said the North had fired three missiles.", "en", 3),
        ("North Korea fires missiles", "It had fired three missiles before.", "en", None),
        ("North Korea fires missiles", "The launch came two days after it fired four missiles.", "en", None),
        ("North Korea fires missiles", "In all it fired a total of eight missiles on Thursday.", "en", None),
        ("North Korea fires missiles", "It fired a total of eight missiles on Thursday.", "en", 8),
        ("North Korea fires cruise missiles", "Two ballistic missiles were on parade.", "en", None),
        ("Seoul says three missiles fired on Thursday are of a type first seen in March 2020", "", "en", 3),
        ("Missile lands in sea", "The first missile flew 300 km and the second missile 400 km.", "en", None),
        ("Operator fixes the antennas of its Starlink satellites", "", "en", None),
        ("북한 미사일 발사", "합참은 한 발이라고 했다. 9일 전에는 두 발을 쐈다.", "ko", 1),
        ("북한 순항미사일 여러 발 발사", "군은 탄도미사일 3발을 쏜 적도 있다고 했다.", "ko", None),
        ("Oman launches wave of missile and drone strikes", "", "en", None),
        ("Peru hits missile depots, launches rocket boats", "", "en", None),
        ("Anger over Omani missile test that broke up satellite", "", "en", None),
        ("Oman prepared to test Falak-2 missile once more", "", "en", None),
        ("Chad builds satellite channel network", "Chad plans launches of satellites.", "en", None),
        ("Oman fires two cruise missiles and four short-range missiles", "", "en", 6),
        ("이란, 순항미사일 2발과 로켓탄 4발 발사", "", "ko", 6),
        ("オマーン、弾道ミサイル2発と巡航ミサイル3発を発射", "", "ja", 5),
        (
            "Omani missiles cross strait",
            "Four Omani missiles came down in the bay. The army said so. Boats stayed in port. "
            'A minister said "four of the seven missiles fired by Oman fell in our waters".',
            "en",
            7,
        ),
        ("Oman plans test of interceptor able to hit six missiles at once", "", "en", None),
        ("Chile launches satellites Condor-3 and Condor-4 on a foreign rocket", "", "en", 2),
        ("정부, 민간 발사체·위성 산업 육성", "", "ko", None),
        ("이란, ICBM 시험발사 자제 약속", "", "ko", None),
        ("북한, 화성-18형 발사", "", "ko", 1),
        ("Blue Origin crew mission cleared to launch", "", "en", 1),
        ("Blue Origin crew missions to launch from Chile", "", "en", None),
        (
            "Oman fires missiles",
            "Two cruise \u2060missiles and three anti-ship missiles were fired on Thursday.",
            "en",
            5,
        ),
    ],
)
def test_how_many_were_launched(title: str, text: str, language: str, count: int | None) -> None:
    """What the first words say holds; counts of other days and of other missiles are left out, and none is guessed."""
    assert _launch(title, text, language).get("count") == count


def test_the_kind_is_by_the_first_sentence_that_is_exact() -> None:
    """What a later sentence recalls does not make a short-range missile an intercontinental one."""
    text = "A short-range ballistic missile was fired at dawn. The ICBM on show at the parade was not seen."

    assert _launch("North Korea fires missile", text)["kind"] == "srbm"


@pytest.mark.parametrize(
    ("title", "text", "language", "expected"),
    [
        (
            "北朝鮮、短距離弾道ミサイル少なくとも3発を発射",
            "約420キロ飛行し、最高高度は約60キロだった。先月は1発を発射した。",
            "ja",
            {"actor": "North Korea", "kind": "srbm", "count": 3, "range_km": 420, "apogee_km": 60},
        ),
        ("ロケット打ち上げ延期、強風で", "", "ja", {"kind": "rocket", "status": "delayed"}),
        ("インド、有人宇宙船の打ち上げに成功", "", "ja", {"actor": "India", "kind": "crewed", "status": "happened"}),
        (
            "朝鲜试射洲际弹道导弹，飞行距离1100公里",
            "最大高度6000公里。",
            "zh",
            {"actor": "North Korea", "kind": "icbm", "count": 1, "range_km": 1100, "apogee_km": 6000},
        ),
        (
            "伊朗用一枚火箭发射两颗卫星",
            "",
            "zh",
            {"actor": "Iran", "kind": "satellite_launch", "count": 1, "status": "happened"},
        ),
        ("神舟三十号载人飞船发射推迟", "", "zh", {"kind": "crewed", "status": "delayed", "date": None}),
        (
            "КНДР запустила три крылатые ракеты",
            "Они пролетели 1500 км. В октябре она запустила две ракеты.",
            "ru",
            {"actor": "North Korea", "kind": "cruise", "count": 3, "range_km": 1500, "status": "happened"},
        ),
        (
            "Иран запустил спутник на орбиту высотой 450 км",
            "",
            "ru",
            {"actor": "Iran", "kind": "satellite_launch", "apogee_km": 450, "apogee_is": "orbit"},
        ),
        ("Пуск ракеты «Союз-2» перенесен", "", "ru", {"kind": "satellite_launch", "status": "delayed"}),
    ],
)
def test_launches_in_other_languages(title: str, text: str, language: str, expected: dict[str, Any]) -> None:
    """Ordinary headlines in Japanese, Chinese and Russian."""
    launch = _launch(title, text, language)

    assert {name: launch.get(name) for name in expected} == expected


def test_the_other_figures_of_the_event_are_kept() -> None:
    """The largest leads, a converted one is the same, and who says a figure is told with it."""
    text = "Seoul's military said it flew 900 km. Japan's defence ministry said it flew 1,000 km (621 miles)."
    launch = read_facts(read("North Korea fires missile", text, "en"), AT, ["launches"]).launch

    assert launch is not None
    assert launch.range_km is not None
    assert (launch.range_km.value, launch.range_km.says) == (1000, "Japan's defence ministry")
    assert [fact.value for fact in launch.also_range_km] == [900]


@pytest.mark.parametrize(
    ("title", "told_as"),
    [
        ("North Korea fires ballistic missile, Seoul condemns it", "event"),
        ("UN chief condemns North Korea's missile launch", "reaction"),
        ("안보실, 북한 미사일 발사 규탄", "reaction"),
    ],
)
def test_a_reaction_is_told_from_the_launch(title: str, told_as: str) -> None:
    """Who condemns a launch has not seen another one."""
    assert _launch(title)["told_as"] == told_as


def test_without_a_launch_there_are_no_facts() -> None:
    """An entry that was flagged by mistake has no launch."""
    assert _launch("Parliament adjourns for the summer") == {}


@pytest.mark.parametrize(
    ("title", "text", "language", "expected"),
    [
        (
            "Kenya fires rocket from barge",
            "Kenya fired a missile from a barge on Thursday, its navy said.\nOn Monday Kenya had tested another one.\n"
            "That one flew 270 km at an altitude of 80 km, the navy said.",
            "en",
            {"range_km": None, "apogee_km": None},
        ),
        (
            "",
            "Peru is set to launch a weather satellite on a Vega rocket, officials said on Friday.\n"
            "Its twin was launched into a 620-km orbit on Thursday.",
            "en",
            {"apogee_km": None, "status": "planned"},
        ),
        (
            "India tests missile at night",
            "India fired a missile on Thursday evening.\nThe morning's missile flew 95 km.",
            "en",
            {"range_km": None},
        ),
        (
            "Iran tests Fateh-110",
            "Iran tested the Fateh-110 on Friday. It can reach 300 km.\nThe larger Khorramshahr-4 can reach 1,900 km.",
            "en",
            {"range_km": 300},
        ),
        (
            "Oman tests missile",
            "Oman tested a missile with a range of 800 km on Friday. The test came days after Peru tested another one. "
            "The Peruvian missile can reach 2,600 km.",
            "en",
            {"range_km": 800},
        ),
        (
            "Oman fires missile",
            "Oman fired it at dawn on Friday. It came down 940 km from its launch site. "
            "It should be able to fly 6,500 km on a standard trajectory.",
            "en",
            {"range_km": 940, "range_is": "flown"},
        ),
        ("러 첫 미사일 320㎞ 비행", "합참은 두 번째 미사일이 570㎞를 비행했다고 했다.", "ko", {"range_km": 320}),
        ("First missile flew 320 km, Seoul says", "The second one flew 570 km.", "en", {"range_km": 320}),
        ("Oman tests missile crews", "Oman tested its missile crews on Friday.", "en", {"count": None}),
        ("Indian LVM3 rocket to lift telescope in 2030", "", "en", {"actor": "India", "status": "planned", "count": 1}),
        (
            "Iran to launch satellite in 2029",
            "Iran plans to launch the satellite in 2029, officials said on Friday.",
            "en",
            {"actor": "Iran", "status": "planned", "date": None},
        ),
        (
            "누리호 2030년 위성 발사",
            "누리호가 2030년 위성을 싣고 발사될 예정이다.",
            "ko",
            {"status": "planned", "count": 1},
        ),
        (
            "경기도, 기후위성 4·5호 내년 발사",
            "경기도는 지난해 10월 3호를 발사했다.",
            "ko",
            {"status": "planned", "count": 2},
        ),
        ("H3ロケット、2029年に探査機打ち上げへ", "", "ja", {"status": "planned", "count": 1}),
        (
            "",
            "북한이 20일 새벽 발사체를 쐈다.\n이 해안은 방사포를 쏘던 곳이다.",
            "ko",
            {"kind": "missile"},
        ),
        (
            "Iran fires missile",
            "Iran fired a missile on Friday. It was launched from the small port of Chabahar.",
            "en",
            {"place": "the small port of Chabahar"},
        ),
        (
            "Iran launches rocket",
            "It was launched at the Chabahar Space Center on Friday.",
            "en",
            {"place": "the Chabahar Space Center"},
        ),
        (
            "Pakistan tests missile",
            "It was fired at 7:10 a.m. (0210 GMT) on Friday and can strike at 80-90 kms.",
            "en",
            {"range_km": 90, "range_is": "capability", "date": "2026-11-20"},
        ),
    ],
)
def test_a_figure_is_of_this_launch(title: str, text: str, language: str, expected: dict[str, Any]) -> None:
    """Not of an earlier one, of another weapon, or of one to come; and what is still to come is planned."""
    launch = _launch(title, text, language)

    assert {name: launch.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("behind", "place"),
    [
        (", Japan's coast guard says", "Sunan"),
        (", Japan says", "Sunan"),
        (", South Korea's Joint Chiefs of Staff said on Friday", "Sunan"),
        (", Seoul reports", "Sunan"),
        (" and Japan's coast guard says it fell into the sea", "Sunan"),
        (", Kim Jong Un says", "Sunan"),
        (", U.S. military confirms", "Sunan"),
        (" in Pyongyang, Yonhap reported", "Sunan in Pyongyang"),
        (", North Pyongan Province, the military said", "Sunan, North Pyongan Province"),
        (", North Pyongan Province", "Sunan, North Pyongan Province"),
        (" Airfield on Friday, Japan says", "Sunan Airfield"),
    ],
)
def test_who_says_so_is_no_part_of_the_place(behind: str, place: str) -> None:
    """Whoever it is, and however it is joined on."""
    assert _launch(f"North Korea fires ballistic missile from Sunan{behind}")["place"] == place


@pytest.mark.parametrize(
    ("title", "text", "language", "expected"),
    [
        ("Ghanaian satellite to be launched next year", "", "en", {"actor": "Ghana", "status": "planned"}),
        ("Blue Harbour Aerospace launches Heron rocket from Sweden", "", "en", {"actor": "Blue Harbour Aerospace"}),
        ("Crew on its way to orbit aboard SpaceX capsule", "", "en", {"actor": "SpaceX", "status": "happened"}),
        ("NASA delays moon launch to May", "", "en", {"actor": "NASA", "kind": "rocket", "status": "delayed"}),
        ("Seoul: North's missile flew low", "North Korea fired it at dawn, it said.", "en", {"actor": "North Korea"}),
        ("Korea readies satellite launch", "North Korea gave notice of it on Monday.", "en", {"actor": "North Korea"}),
        ("佛 아리안 연료 누출…발사 이틀 밀려", "", "ko", {"actor": "France", "status": "delayed"}),
        (
            "Space plane in orbit",
            "The Atlas V rocket with the plane lifted off from its pad on Tuesday.",
            "en",
            {"status": "happened"},
        ),
        (
            "Peru comes closer to space with new rocket",
            "Its rocket made its first successful flight Tuesday, a step in the nation's plan to reach the moon.",
            "en",
            {"status": "happened"},
        ),
        ("Launch of Peruvian rocket is planned for Tuesday", "", "en", {"status": "planned"}),
        ("방위성 “북한 미사일 낙하”", "", "ko", {"actor": "North Korea", "kind": "missile", "status": "happened"}),
        ("北韓試射洲際導彈", "", "zh", {"actor": "North Korea", "kind": "icbm", "status": "happened"}),
    ],
)
def test_who_launches_and_what_became_of_it(title: str, text: str, language: str, expected: dict[str, Any]) -> None:
    """Not who reports it; not only those in a list; and a launch to come has not happened."""
    launch = _launch(title, text, language)

    assert {name: launch.get(name) for name in expected} == expected


@pytest.mark.parametrize("at", ["2026-12-03", "2027-02-18", "2027-03-04"])
@pytest.mark.parametrize(
    ("title", "language", "day"),
    [
        ("China's Long March 5 rocket blasted off on Tuesday, officials said", "en", "Tuesday"),
        ("창정 5호, 화요일 발사 성공", "ko", "Tuesday"),
        ("神舟20号 周二发射成功", "zh", "Tuesday"),
    ],
)
def test_the_number_of_a_rocket_is_no_day(at: str, title: str, language: str, day: str) -> None:
    """Long March 5 was launched on the Tuesday before, however near 5 March is."""
    published = datetime.fromisoformat(f"{at}T03:00+00:00")
    launch = read_facts(read(title, "", language), published, ["launches"]).launch

    assert launch is not None
    assert launch.status is not None
    assert launch.date is not None
    assert launch.status.value == "happened"
    assert f"{datetime.fromisoformat(launch.date.value):%A}" == day


def test_a_ministry_is_no_satellite() -> None:
    """방위성 ends as a satellite does."""
    assert _launch("일본 방위성 “北 발사체 낙하”", language="ko")["kind"] != "satellite_launch"
