"""Numbers, units and what a distance measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.count import counts
from bot.facts.numbers import distances
from bot.facts.numerals import number_of

ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
UNITS = {
    "km": 1,
    " kilometres": 1,
    " miles": 1.609,
    " nautical miles": 1.852,
    "㎞": 1,
    "킬로미터": 1,
    "キロ": 1,
    "公里": 1,
    " км": 1,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", 1500), ("99.8", 99.8), ("eight", 8), ("twenty-three", 23), ("two dozen", 24), ("3천700", 3700),
        ("1천", 1000), ("3백", 300),
        ("1만3천", 13_000), ("6천1백", 6100), ("두", 2), ("열", 10), ("两", 2), ("several", None), ("천백오", 1105),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, value: float | None) -> None:
    """Digits with commas, English words, Korean thousands; what is no number is None."""
    assert number_of(text) == value


@given(st.integers(0, 10**9), st.sampled_from([",", "\u00a0", "\u202f", ""]))
def test_thousands_may_be_set_apart(number: int, sign: str) -> None:
    """By commas, by spaces that do not break, or not at all."""
    assert number_of(f"{number:,}".replace(",", sign)) == number


@given(st.integers(2, 9), st.integers(1, 9), st.sampled_from(" -"))
def test_english_tens_and_ones_are_one_number(tens: int, ones: int, sign: str) -> None:
    """With a space or a hyphen, in whatever case."""
    assert number_of(f"{TENS[tens]}{sign}{ONES[ones]}".capitalize()) == 10 * tens + ones


@given(st.integers(1, 99), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_korean_scales_add_up(myriads: int, thousands: int, hundreds: int, rest: int) -> None:
    """3만2천5백70 is 32,570; a part that is nothing is left out."""
    text = f"{myriads}만{thousands}천{hundreds}백{rest or ''}"

    assert number_of(text) == 10_000 * myriads + 1_000 * thousands + 100 * hundreds + rest


@given(st.text(max_size=12))
def test_what_is_no_number_is_none_and_no_number_is_negative(text: str) -> None:
    """Whatever stands there, nothing raises."""
    value = number_of(text)

    assert value is None or value >= 0


@given(st.integers(10, 20_000), st.sampled_from(sorted(UNITS)), st.booleans())
def test_a_distance_is_in_kilometres_whatever_its_unit(number: int, unit: str, grouped: bool) -> None:
    """One figure is one distance, converted, at its place in the sentence."""
    written = f"{number:,}" if grouped else str(number)
    sentence = f"It flew about {written}{unit} and fell."
    [distance] = distances(sentence)

    assert distance.km == pytest.approx(number * UNITS[unit], abs=0.001)
    assert distance.role == "flown"
    assert sentence[distance.start : distance.end].startswith(written)


@given(st.integers(2, 5_000), st.sampled_from(["", "at least ", "more than "]), st.booleans())
def test_a_count_is_what_stands_there(number: int, least: str, grouped: bool) -> None:
    """In digits, with or without thousands set apart; "at least" is kept."""
    count = next(counts(f"It fired {least}{f'{number:,}' if grouped else number} short-range missiles."))

    assert (count.value, count.at_least, count.implied) == (number, bool(least), False)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It flew 420 km.", [(420, "flown")]),
        ("It flew 100 miles at an altitude of 30 miles.", [(160.9, "flown"), (48.27, "height")]),
        ("It covered 200 nautical miles.", [(370.4, "flown")]),
        ("The missiles flew 70 to 200 kilometres.", [(70, "flown"), (200, "flown")]),
        ("They reached peaks of 60 and 45 km.", [(60, "height"), (45, "height")]),
        ("It rose to 2,000 km and flew for a range of 750km.", [(2000, "height"), (750, "flown")]),
        ("A missile with a range of 13,000 km was shown.", [(13_000, "capability")]),
        ("If launched on a standard trajectory it could fly 9,000 km.", [(9000, "capability")]),
        ("It fell 26 km south of the line.", [(26, "other")]),
        ("It landed 300 km off the coast.", [(300, "other")]),
        ("It hit a target 360 km away.", [(360, "flown")]),
        ("The probe went into an orbit of 500 km.", [(500, "orbit")]),
        ("It was put in a polar orbit 550 km above Earth.", [(550, "orbit")]),
        ("They flew 1,500-km-long oval courses.", [(1500, "flown")]),
        ("A missile with 800-kilometre range was tested.", [(800, "capability")]),
        ("It climbed to 31,000 feet.", [(9.45, "height")]),
        ("It rose 12,000 metres.", [(12, "height")]),
        ("2,000리 구간을 비행했다.", [(785.4, "flown")]),
        ("문천군 3리 주민이 봤다.", []),
        ("350km 떨어진 표적을 명중했다.", [(350, "flown")]),
        ("A plume 100 feet high was seen.", []),
        ("The wind blew at 80 km/h.", []),
        ("비행거리는 약 3천700여㎞, 고도는 770㎞였다.", [(3700, "flown"), (770, "height")]),
        ("3백여km를 비행했다.", [(300, "flown")]),
        ("사거리 1만3천㎞의 미사일이다.", [(13_000, "capability")]),
        ("450킬로미터를 날아갔다.", [(450, "flown")]),
        ("기지까지의 거리 250km를 고려했다.", [(250, "other")]),
        ("最高高度は約100キロ、約400キロ飛翔した。", [(100, "height"), (400, "flown")]),
        ("导弹飞行约700公里。", [(700, "flown")]),
        ("1万5000キロ飛行した。", [(15_000, "flown")]),
        ("导弹飞行1.5万公里。", [(15_000, "flown")]),
        ("百五十キロ飛行した。", [(150, "flown")]),
        ("１２００キロ飛行した。", [(1200, "flown")]),
        ("천오백 킬로미터를 비행했다.", [(1500, "flown")]),
        ("위력은 20킬로톤이다.", []),
        ("Ракета пролетела 1 500 км.", [(1500, "flown")]),
        ("Ракета пролетела 1\u00a0500 км.", [(1500, "flown")]),
        ("Ракета пролетела 1\u202f500 км.", [(1500, "flown")]),
        ("Ракета пролетела 1,5 тысячи километров.", [(1500, "flown")]),
        ("Ракета пролетела двести сорок километров.", [(240, "flown")]),
        ("It travelled about one thousand four hundred kilometres.", [(1400, "flown")]),
        ("It can strike at 80-90 kms.", [(80, "capability"), (90, "capability")]),
        ("射程60至70公里。", [(60, "capability"), (70, "capability")]),
        ("At 610 kilometres above the ground it set free its load.", [(610, "height")]),
        ("数百キロ飛行した。", []),
        ("It flew hundreds of kilometres.", []),
        ("Ракета пролетела полторы тысячи километров.", [(1500, "flown")]),
        ("Ракета пролетела две с половиной тысячи километров.", [(2500, "flown")]),
        ("It flew half a thousand kilometres.", [(500, "flown")]),
        ("Ракета пролетела 400 км на высоте 60 км.", [(400, "flown"), (60, "height")]),
    ],
)
def test_a_distance_is_what_its_words_say(sentence: str, expected: list[tuple[float, str]]) -> None:
    """Units become km, and flown, height, capability, orbit and mere places are told apart."""
    assert [(round(d.km, 2), d.role) for d in distances(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "value", "at_least"),
    [
        ("It fired eight short-range missiles.", 8, False),
        ("It fired at least 10 ballistic missiles.", 10, True),
        ("It fired a pair of cruise missiles.", 2, False),
        ("It fired several missiles.", None, False),
        ("It fired a missile.", 1, False),
        ("It was one of four missiles.", 4, False),
        ("Two of the five missiles fell short.", 5, False),
        ("Two of the missiles fell short.", None, False),
        ("It fired another missile.", 1, False),
        ("It fired no fewer than six rockets.", 6, True),
        ("КНДР запустила две баллистические ракеты.", 2, False),
        ("КНДР выпустила несколько ракет.", None, False),
        ("朝鲜发射2枚弹道导弹。", 2, False),
        ("미사일을 한 발 쐈다.", 1, False),
        ("An Ariane 5 rocket rose.", 1, False),
        ("탄도미사일 8발을 발사했다.", 8, False),
        ("탄도미사일 두 발을 쐈다.", 2, False),
        ("미사일 최소 3발을 발사했다.", 3, True),
        ("미사일 10여 발을 발사했다.", 10, True),
        ("미사일 여러 발을 발사했다.", None, False),
        ("미사일 수 발을 발사했다.", None, False),
        ("ミサイルを少なくとも2発発射した。", 2, True),
        ("미사일 열세 발을 쐈다.", 13, False),
        ("미사일 스물네 발을 쐈다.", 24, False),
        ("미사일 십이 발을 쐈다.", 12, False),
        ("미사일 두세 발을 쐈다.", None, False),
        ("미사일 2∼3발을 쐈다.", None, False),
        ("ミサイル十二発を発射した。", 12, False),
        ("发射二十四枚导弹。", 24, False),
        ("发射几枚导弹。", None, False),
        ("Выпущено двадцать две ракеты.", 22, False),
        ("Выпустили двадцать одну ракету.", 21, False),
        ("Залп из ста ракет.", 100, False),
        ("It fired half a dozen missiles.", 6, False),
        ("It fired two or three missiles.", None, False),
        ("It fired one hundred and five rockets.", 105, False),
        ("위성 2·3호를 발사한다.", 2, False),
        ("It fired a dozen and a half missiles.", 18, False),
        ("It fired 2 dozen missiles.", 24, False),
        ("It fired dozens of missiles.", None, False),
        ("It fired several dozen missiles.", None, False),
        ("It fired between 10 and 12 missiles.", None, False),
        ("방사포 수십 발을 쐈다.", None, False),
        ("미사일 30여 발을 쐈다.", 30, True),
        ("로켓 2만5천 발을 쐈다.", 25_000, False),
        ("ロケット1万2千発を発射した。", 12_000, False),
        ("ミサイルを30発余り発射した。", 30, True),
        ("发射数十枚导弹。", None, False),
        ("Выпустили десятки ракет.", None, False),
        ("Выпустили полтора десятка ракет.", 15, False),
    ],
)
def test_what_is_counted(sentence: str, value: int | None, at_least: bool) -> None:
    """Counts in figures and words, "at least", and several, which is no number."""
    count = next(counts(sentence))

    assert (count.value, count.at_least) == (value, at_least)


@pytest.mark.parametrize(
    "sentence",
    [
        "Its missile program grows.",
        "The rocket launching drills go on.",
        "국방부가 발표했다.",
        "기관 3곳이 참여했다.",
        "탑재 위성 8기를 분리했다.",
        "中国将18颗卫星送入轨道。",
        "第一枚导弹落海。",
        "2発目は失敗した。",
        "Missile crews trained.",
        "It hit missile and drone depots.",
        "It built a satellite communication network.",
        "They met at the opening of long-range missile talks.",
    ],
)
def test_what_is_not_counted(sentence: str) -> None:
    """A program is no missile, and 발 and 기 within other words count nothing."""
    assert list(counts(sentence)) == []
