"""Numerals as five languages write them, each a pattern and its value: digits, words, and digits with words behind.

Digits may be full width and have their thousands set apart by a comma or a space that does not break; a comma with one
or two digits behind it is a decimal one.
"""

import re
import unicodedata
from collections.abc import Mapping

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    *(f"{word}teen" for word in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_RU_ONES = (
    "один одна одно одного одной одному одним одном одну",
    "два две двух двум двумя двое двоих",
    "три трех трем тремя трое троих",
    "четыре четырех четырем четырьмя четверо четверых",
    "пять пяти пятью пятеро пятерых",
    "шесть шести шестью шестеро шестерых",
    "семь семи семью семеро семерых",
    "восемь восьми восемью восьмью",
    "девять девяти девятью",
)
_RU_TEENS = (
    "десять десяти десятью",
    *(
        f"{stem}надцать {stem}надцати {stem}надцатью"
        for stem in ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
    ),
)
_RU_TENS = (
    "двадцать двадцати двадцатью",
    "тридцать тридцати тридцатью",
    "сорок сорока",
    *(f"{stem}ьдесят {stem}идесяти {stem}ьюдесятью" for stem in ("пят", "шест", "сем")),
    "восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью",
    "девяносто девяноста",
)
_RU_HUNDREDS = (
    "сто ста",
    "двести двухсот двумстам двумястами двухстах",
    "триста трехсот тремстам тремястами трехстах",
    "четыреста четырехсот четыремстам четырьмястами четырехстах",
    *(
        f"{stem}ьсот {oblique}исот {oblique}истам {stem}ьюстами {oblique}истах"
        for stem, oblique in (("пят", "пят"), ("шест", "шест"), ("сем", "сем"), ("восем", "восьм"), ("девят", "девят"))
    ),
)
_EN_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_RU_SCALES = {
    **dict.fromkeys(
        [
            "тысяча",
            "тысячи",
            "тысяч",
            "тысячу",
            "тысяче",
            "тысячей",
            "тысячью",
            "тысячам",
            "тысячами",
            "тысячах",
            "тыс",
        ],
        1_000,
    ),
    **dict.fromkeys(["миллион", "миллиона", "миллионов", "миллиону", "миллионом", "миллионе", "млн"], 1_000_000),
}
_HALVES = ("полтора", "полторы", "полутора")
_ONE_GROUP = {
    **dict.fromkeys(("dozen", "дюжина", "дюжину", "дюжиной"), 12),
    **dict.fromkeys(("десяток", "десятком"), 10),
    **dict.fromkeys(("сотня", "сотню", "сотней"), 100),
}
"""Nouns for so many, which count by themselves; those of the second list only behind a number: dozens are none."""
_GROUPS = {
    **_ONE_GROUP,
    **dict.fromkeys(("дюжины", "дюжин"), 12),
    **dict.fromkeys(("десятка", "десятков", "десятками"), 10),
    **dict.fromkeys(("сотни", "сотен", "сотнями"), 100),
}


def _numbered(lists: tuple[str, ...], first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * at for at, words in enumerate(lists) for word in words.split()}


_SMALL = {
    **_numbered(_ONES, 1),
    **_numbered(_TEENS, 10),
    **_numbered(_TENS, 20, 10),
    **_numbered(_RU_ONES, 1),
    **_numbered(_RU_TEENS, 10),
    **_numbered(_RU_TENS, 20, 10),
    **_numbered(_RU_HUNDREDS, 100, 100),
}
_SCALES = {**_EN_SCALES, **_RU_SCALES}

_HANGUL_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_HANGUL_ONES = {
    "하나": 1,
    "한": 1,
    "둘": 2,
    "두": 2,
    "셋": 3,
    "세": 3,
    "석": 3,
    "넷": 4,
    "네": 4,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
}
_CJK_DIGITS = {
    **{word: at for at, word in enumerate("영일이삼사오육칠팔구")},
    **{word: at for at, word in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
_CJK_SMALL = {"십": 10, "十": 10, "拾": 10, "백": 100, "百": 100, "천": 1_000, "千": 1_000}
_CJK_LARGE = {"만": 10_000, "万": 10_000, "萬": 10_000, "억": 10**8, "亿": 10**8, "億": 10**8}
_CJK_SCALES = {**_CJK_SMALL, **_CJK_LARGE}


def _either(words: Mapping[str, int] | tuple[str, ...]) -> str:
    """Any of these words, the longest first; ё may be written for е."""
    return "|".join(word.replace("е", "[её]") for word in sorted(words, key=len, reverse=True))


_SPACE = r"[\u00a0\u202f\u2009]"
DIGITS = (
    rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?(?![,，]?\d)|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)"
    r"|\d{1,3}(?: \d{3})+(?:,\d+)?(?= ?(?:[а-яёА-ЯЁ]|km\b|kilo))|\d+,\d{1,2}(?![,.]?\d)|\d+(?:\.\d+)?)"
)
"""A number in digits; thousands are set apart by a plain space only before Russian words and kilometres."""
_TO_TWENTY = rf"(?:{_either((*_ONES, *_TEENS))})"
_EN_SMALL = rf"(?:(?:{_either(_TENS)})(?:[ -](?:{_either(_ONES)}))?|{_TO_TWENTY})"
_EN_HUNDRED = rf"(?:(?:{_EN_SMALL}|an?)[ -]hundred(?:(?: and)?[ -]{_EN_SMALL})?|{_EN_SMALL})"
_EN_LARGE = rf"(?:(?:{_EN_HUNDRED}|an?)[ -](?:thousand|million)(?:,?(?: and)?[ -]{_EN_HUNDRED})?|{_EN_HUNDRED})"
_EN_DOZEN = (
    rf"half (?:a )?dozen|half-dozen|a dozen and a half|(?:{_EN_LARGE}|a)(?: and a half)? dozen"
    r"|(?<!several )(?<!few )(?<!many )dozen"
)
_EN_HALF = rf"(?:half an?|{_EN_SMALL} and a half) (?:thousand|million)"
ENGLISH = rf"\b(?=[aeosnftdh])(?:{_EN_DOZEN}|{_EN_HALF}|{_EN_LARGE})\b"
"""A number in English words, to the millions."""
_RU_WORD = (
    _either(tuple({**_numbered((*_RU_ONES, *_RU_TEENS, *_RU_TENS, *_RU_HUNDREDS), 1), **_RU_SCALES}))
    + "|"
    + _either(_HALVES)
)
_RU_GROUPS = _either(tuple(word for word in _GROUPS if not word.isascii()))
RUSSIAN = (
    rf"\b(?=[а-я])(?:полдюжины|(?:{_RU_WORD})(?: с половиной (?:{_RU_GROUPS}|{_either(_RU_SCALES)})| (?:{_RU_GROUPS}))"
    rf"|(?:{_either(tuple(word for word in _ONE_GROUP if not word.isascii()))})|(?:{_RU_WORD})(?: (?:{_RU_WORD}))*)\b"
)
"""A number in Russian words, in any case of the grammar."""
_SCALED = rf"{DIGITS} ?(?:(?:thousand|million|dozen|{_RU_GROUPS}|{_either(_RU_SCALES)})\b\.?)"
NUMBER = rf"(?:{_SCALED}|{DIGITS}|{ENGLISH}|{RUSSIAN})"
"""A number in digits, in English or Russian words, or in digits with such a word behind."""
_HAN = "".join(word for word in (*_CJK_DIGITS, *_CJK_SCALES) if not "가" <= word <= "힣")
_SINO = "".join(word for word in (*_CJK_DIGITS, *_CJK_SCALES) if "가" <= word <= "힣")
HAN = (
    rf"(?<![数數几幾])(?:(?:{DIGITS} ?[千百万萬亿億])(?:{DIGITS}?[千百万萬]|[{_HAN}])*(?:{DIGITS})?|{DIGITS}|[{_HAN}]+)"
)
"""A number in digits and Chinese characters: 12, 十二, 1万5000, 1.5万, 二百四十."""
NATIVE = rf"(?:(?:{_either(_HANGUL_TENS)})(?:{_either(_HANGUL_ONES)})?|(?:{_either(_HANGUL_ONES)}))"
"""A number in Korean words: 스물네."""
MYRIADS = rf"(?:(?:{DIGITS}\s?[만천백]\s?)+(?:{DIGITS})?|(?<![가-힣])[{_SINO}]*[십백천만][{_SINO}]*)"
"""A number in digits and Sino-Korean words: 3천700, 1만3천, 백오십."""
KOREAN = rf"(?:{MYRIADS}|{DIGITS}|(?<![가-힣]){NATIVE})"
"""Any number in Korean."""

_MIXED = re.compile(rf"\d+(?:\.\d+)?|[{_HAN}{_SINO}]")
_WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_GROUPED = re.compile(r"(?<=\d)[,，\u00a0\u202f\u2009 ](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")


def number_of(text: str) -> float | None:
    """The value of a number in digits or words; None where it is none ("several")."""
    text = _DECIMAL.sub(".", _GROUPED.sub("", unicodedata.normalize("NFKC", text.strip().lower()))).replace("ё", "е")
    if re.fullmatch(r"\d+(?:\.\d+)?", text, re.ASCII):
        return float(text)
    packed = re.sub(r"\s", "", text)
    if packed in _HANGUL_ONES or packed in _HANGUL_TENS:
        return float({**_HANGUL_ONES, **_HANGUL_TENS}[packed])
    if tens := next((word for word in _HANGUL_TENS if packed.startswith(word)), None):
        ones = _HANGUL_ONES.get(packed.removeprefix(tens))
        return None if ones is None else float(_HANGUL_TENS[tens] + ones)
    pieces = _MIXED.findall(packed)
    if pieces and "".join(pieces) == packed:
        return _of_signs(pieces)
    return _of_words(_WORD.findall(re.sub(r"\b(?:and)\b", " ", text)), text)


def _of_signs(pieces: list[str]) -> float | None:
    """1만5000, 십이, 二百四十, 二〇二六: digits before a sign are multiplied by it, what stands alone is added."""
    if all(piece in _CJK_DIGITS for piece in pieces):
        return float("".join(str(_CJK_DIGITS[piece]) for piece in pieces))
    whole = part = 0.0
    held: float | None = None
    last = float("inf")
    for piece in pieces:
        if piece in _CJK_SMALL:
            if _CJK_SMALL[piece] >= last:
                return None
            last = _CJK_SMALL[piece]
            part, held = part + (1 if held is None else held) * last, None
        elif piece in _CJK_LARGE:
            whole, part, held, last = whole + ((part + (held or 0)) or 1) * _CJK_LARGE[piece], 0.0, None, float("inf")
        elif held is not None:
            return None
        else:
            held = float(_CJK_DIGITS.get(piece, piece))
    return whole + part + (held or 0)


def _of_words(words: list[str], text: str) -> float | None:
    """Two thousand three hundred, тысяча пятьсот, 1.5 thousand, half a dozen."""
    if re.search(r"[^\w\s.,-]", text) or not words:
        return None
    if text == "полдюжины":
        return 6.0
    words = _halved(words)
    if words[0] in ("a", "an"):
        words = ["one", *words[1:]] if words[1:] else []
    if words and words[-1] in _GROUPS:
        before = _sum(words[:-1]) if words[:-1] else 1 if words[-1] in _ONE_GROUP else None
        return None if before is None else _GROUPS[words[-1]] * before
    return _sum(words)


def _halved(words: list[str]) -> list[str]:
    """Two and a half thousand as 2.5 thousand, a dozen and a half as 1.5 dozen, half a million as 0.5 million."""
    if words[0] == "half" and len(words) > 1:
        return ["0.5", *(words[2:] if words[1] in ("a", "an") else words[1:])]
    if words == ["a", "dozen", "a", "half"]:
        return ["1.5", "dozen"]
    for half in (["a", "half"], ["с", "половиной"]):
        if words[1:3] == half and len(words) > 3 and (value := _value(words[0])) is not None:
            return [str(value + 0.5), *words[3:]]
    return words


def _sum(words: list[str]) -> float | None:
    """Scales multiply what stands before them; None where a number does not go on as it may ("two three")."""
    whole = part = 0.0
    room = float("inf")
    for word in words:
        scale = _SCALES.get(word)
        if scale == 100:
            if part >= 100:
                return None
            part, room = (part or 1) * 100, 100
        elif scale:
            whole, part, room = whole + (part or 1) * scale, 0.0, float("inf")
        else:
            value = _value(word)
            if value is None or value >= room:
                return None
            part, room = part + value, _room(value)
    return whole + part if words else None


def _value(word: str) -> float | None:
    if word in _HALVES:
        return 1.5
    return float(word) if re.fullmatch(r"\d+(?:\.\d+)?", word, re.ASCII) else _SMALL.get(word)


def _room(value: float) -> float:
    """Below what a word must be that goes on behind one of this value: twenty-one, двести пять, but no "five six"."""
    return 100 if value >= 100 else 10 if value >= 20 and not value % 10 else 1
