"""Numerals: what is written in a language, in whatever way, is read back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.numerals import HAN, KOREAN, NUMBER, number_of

# fmt: off
EN = [
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
RU = [
    "", "одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять",
    "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
    "семнадцать", "восемнадцать", "девятнадцать",
]
RU_TENS = [
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто",
]
RU_HUNDREDS = [
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
]
# fmt: on
NATIVE = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
NATIVE_TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
SIGNS = {
    "ko": ("일이삼사오육칠팔구", "십백천", "만"),
    "ja": ("一二三四五六七八九", "十百千", "万"),
    "zh": ("一二三四五六七八九", "十百千", "萬"),
}


def english(number: int) -> str:
    """A number below a million in English words."""
    if number >= 1000:
        return f"{english(number // 1000)} thousand {english(number % 1000)}".strip()
    hundreds, rest = divmod(number, 100)
    small = EN[rest] if rest < 20 else f"{EN_TENS[rest // 10]}-{EN[rest % 10]}".strip("-")
    return " ".join(filter(None, [f"{EN[hundreds]} hundred" if hundreds else "", small]))


def russian(number: int) -> str:
    """A number below ten thousand in Russian words."""
    thousands, rest = divmod(number, 1000)
    small = [RU[rest % 100]] if rest % 100 < 20 else [RU_TENS[rest % 100 // 10], RU[rest % 10]]
    scale = [RU[thousands] if thousands > 1 else "", "тысяча" if thousands == 1 else "тысяч"] if thousands else []
    return " ".join(filter(None, [*scale, RU_HUNDREDS[rest // 100], *small]))


def signs(number: int, language: str) -> str:
    """A number below a hundred million in the signs of Korea, Japan or China."""
    digits, small, large = SIGNS[language]
    if number >= 10_000:
        return signs(number // 10_000, language) + large + (signs(number % 10_000, language) if number % 10_000 else "")
    text = ""
    for place in (3, 2, 1, 0):
        if digit := number // 10**place % 10:
            text += (digits[digit - 1] if digit > 1 or not place else "") + (small[place - 1] if place else "")
    return text


@given(st.integers(1, 999_999))
def test_english_words_are_read_back(number: int) -> None:
    """Tens with ones, hundreds, thousands."""
    assert number_of(english(number)) == number
    assert re.fullmatch(NUMBER, english(number))


@given(st.integers(1, 9_999))
def test_russian_words_are_read_back(number: int) -> None:
    """With ё or without, as a sentence begins or goes on."""
    assert number_of(russian(number)) == number
    assert number_of(russian(number).capitalize()) == number
    assert re.fullmatch(NUMBER, russian(number))


@given(st.integers(1, 99_999_999), st.sampled_from(sorted(SIGNS)))
def test_signs_are_read_back(number: int, language: str) -> None:
    """Sino-Korean, Japanese and Chinese numerals."""
    assert number_of(signs(number, language)) == number


@given(st.integers(10, 99_999), st.sampled_from(["ja", "zh"]))
def test_signs_are_found(number: int, language: str) -> None:
    """The pattern takes the whole of them."""
    assert re.fullmatch(HAN, signs(number, language))


@given(st.integers(1, 99))
def test_korean_words_are_read_back(number: int) -> None:
    """Those that count things: 열세 발, 스물네 발."""
    text = "스무" if number == 20 else NATIVE_TENS[number // 10] + NATIVE[number % 10]

    assert number_of(text) == number
    assert re.fullmatch(KOREAN, text)


@given(st.integers(1, 999), st.integers(0, 9_999), st.sampled_from(["만", "万", "萬"]), st.booleans())
def test_digits_and_signs_are_read_together(myriads: int, rest: int, sign: str, wide: bool) -> None:
    """1만5000, 1万5000, and the same in full width."""
    text = f"{myriads}{sign}{rest or ''}"
    if wide:
        text = text.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

    assert number_of(text) == 10_000 * myriads + rest


@given(st.integers(1_000, 10**9), st.sampled_from([",", "，", "\u00a0", "\u202f", "\u2009", " "]))
def test_thousands_are_set_apart_by_any_sign(number: int, sign: str) -> None:
    """Commas and all kinds of spaces."""
    assert number_of(f"{number:,}".replace(",", sign)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("half a dozen", 6), ("a dozen", 12), ("two dozen", 24), ("полдюжины", 6), ("две дюжины", 24),
        ("a hundred", 100), ("one hundred and five", 105), ("two thousand three hundred", 2300), ("2.5 thousand", 2500),
        ("1.5 million", 1_500_000), ("two three", None), ("hundred hundred", None), ("several", None), ("half", None),
        ("a dozen and a half", 18), ("one and a half dozen", 18), ("half dozen", 6), ("2 dozen", 24), ("dozens", None),
        ("several dozen", None), ("half a million", 500_000), ("two and a half thousand", 2500), ("2만5천", 25_000),
        ("1万2千", 12_000), ("полторы тысячи", 1500), ("две с половиной тысячи", 2500), ("полтора десятка", 15),
        ("два десятка", 20), ("десятки", None), ("сотни", None), ("две сотни", 200), ("수십", None), ("数十", None),
        ("ста", 100), ("двадцати двух", 22), ("двадцатью двумя", 22), ("пятисот", 500), ("двумстам", 200),
        ("сорока", 40), ("восьмидесяти", 80), ("полутора тысяч", 1500), ("1,5 тысячи", 1500), ("1,5 тыс.", 1500),
        ("2 млн", 2_000_000), ("трёх", 3), ("пять шесть", None), ("两", 2), ("两千", 2000), ("兩百", 200), ("〇", 0),
        ("二〇二六", 2026), ("1.5万", 15_000), ("1만 5천", 15_000), ("1,5", 1.5), ("1,500", 1500), ("백스물", None),
        ("十十", None), ("3三", None), ("１２", 12), ("", None), ("a", None), ("²", 2), ("천만", 10_000_000),
    ],
)  # fmt: skip
def test_a_numeral_has_its_value(text: str, value: float | None) -> None:
    """Dozens, cases of the grammar, decimals, positions; and what only looks like a number is none."""
    assert number_of(text) == value


@given(
    st.integers(2, 9),
    st.sampled_from([("{} dozen", EN, 12), ("{} thousand", EN, 1000), ("{} десятков", RU, 10), ("{} сотен", RU, 100)]),
    st.booleans(),
)
def test_groups_are_counted_behind_a_number(number: int, form: tuple[str, list[str], int], halved: bool) -> None:
    """Two dozen, two and a half thousand, пять с половиной сотен; and the pattern takes the whole of them."""
    written, words, worth = form
    half = (" and a half" if words is EN else " с половиной") if halved else ""
    text = written.format(words[number] + half)

    assert number_of(text) == (number + halved / 2) * worth
    assert re.fullmatch(NUMBER, text)


@given(st.text(alphabet="一二十百千万〇两일이십백천만 1,.5열세twohundredanddozen двадцатьсто", max_size=14))
def test_any_mixture_is_a_number_or_none(text: str) -> None:
    """Nothing raises, and no number is negative."""
    value = number_of(text)

    assert value is None or value >= 0
