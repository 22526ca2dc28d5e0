"""Days told by their distance from today, in five languages: "two weeks ago", 사흘 전, 先週, в прошлом году."""

import re
from datetime import date, timedelta

from bot.facts.numerals import HAN, KOREAN, NUMBER, number_of

_DAYS_KO = {
    word: at
    for at, word in enumerate(["하루", "이틀", "사흘", "나흘", "닷새", "엿새", "이레", "여드레", "아흐레", "열흘"], 1)
} | {"보름": 15}
_FEW = r"a few|several|some|a couple of|a|an|몇|수|数|几|несколько|пару"
# The beginning of a unit's name, by its days.
_UNITS = (
    (("day", "일", "日", "天", "дн", "ден", "дня", "сут"), 1),
    (("week", "주", "週", "周", "个星期", "星期", "недел"), 7),
    (("fortnight",), 14),
    (("month", "개월", "달", "か月", "カ月", "ヶ月", "ヵ月", "个月", "месяц"), 30),
    (("year", "년", "해", "年", "год", "лет"), 365),
    (("decade",), 3650),
)
_DAYS = {"yesterday": -1, "before_last": -2, "tomorrow": 1}
_PERIODS = {
    "last_week": ("week", -1),
    "next_week": ("week", 1),
    "last_month": ("month", -1),
    "next_month": ("month", 1),
    "last_year": ("year", -1),
    "year_before_last": ("year", -2),
    "next_year": ("year", 1),
}
RELATIVE = re.compile(
    rf"\b(?P<n1>{_FEW}|{NUMBER}) (?P<u1>day|week|fortnight|month|year|decade)s? (?:ago|earlier|before|prior)\b"
    rf"|(?P<n2>{'|'.join(_DAYS_KO)}|일주(?=일))(?P<u2>일)? ?(?:전(?![가-힣])|전[에인의]|앞서)"
    rf"|(?P<n3>몇|수|{KOREAN}) ?(?P<u3>일|주|개월|달|년|해)(?:일)? ?(?:전(?![가-힣])|전[에인의]|앞서)"
    rf"|(?P<n4>数|几|{HAN})(?P<u4>日|天|週|周|个?星期|か月|カ月|ヶ月|ヵ月|个月|年)(?:間)?[前]"
    rf"|\b(?:(?P<n5>{_FEW}|{NUMBER}) )?(?P<u5>дн[а-я]+|день|суток|сутки|сутками|недел[а-я]+|месяц[а-я]*|год[а-я]*"
    rf"|лет) (?:назад|ранее|до этого)"
    r"|(?P<before_last>\bthe day before yesterday\b|그저께|그제|엊그제|一昨日|おととい|前天|\bпозавчера\b)"
    r"|(?P<yesterday>\b[Yy]esterday\b|어제|昨日|昨天|\b[Вв]чера\b)"
    r"|(?P<tomorrow>\b[Tt]omorrow\b|내일|明日|明天|\b[Зз]автра\b)"
    r"|(?P<last_week>\b(?:last|the previous) week\b|지난주|先週|上周(?![一二三四五六日])"
    r"|上星期(?![一二三四五六日天])|прошлой недел[еи])"
    r"|(?P<next_week>\bnext week\b|다음 ?주|来週|下周(?![一二三四五六日])|следующей неделе)"
    r"|(?P<last_month>\b(?:last|the previous) month\b|지난달|先月|上月|上个月|прошлом месяце)"
    r"|(?P<next_month>\bnext month\b|다음 ?달|来月|下月|下个月|следующем месяце)"
    r"|(?P<year_before_last>\bthe year before last\b|재작년|一昨年|おととし|позапрошлом году)"
    r"|(?P<last_year>\blast (?:year|spring|summer|autumn|fall|winter)\b|지난해|작년|昨年|去年|прошлом году"
    r"|прошлого года|прошлой (?:весной|осенью|зимой)|прошлым летом)"
    r"|(?P<next_year>\bnext (?:year|spring|summer|autumn|fall|winter)\b|내년|来年|明年|следующем году)",
    re.IGNORECASE,
)
NEEDED = (
    *("ago", "earlier", "before", "prior", "yesterday", "tomorrow", "last", "previous", "next"),
    *("전", "앞서", "어제", "그제", "그저께", "내일", "지난", "다음", "작년", "내년"),
    *("前", "昨", "明", "おと", "先", "来", "上", "下", "去年"),
    *("назад", "ранее", "до этого", "вчера", "завтра", "прошл", "следующ"),
)
"""Letters of which whatever RELATIVE matches has one."""


def relative(found: re.Match[str], near: date) -> tuple[date, date] | None:
    """The first and the last day that may be meant."""
    try:
        for name, days in _DAYS.items():
            if found[name]:
                return (near + timedelta(days=days),) * 2
        for name, (unit, turn) in _PERIODS.items():
            if found[name]:
                return _period(near, unit, turn)
        middle, wide = _of_units(found)
        day = near + timedelta(days=middle)
        return day - timedelta(days=wide), day + timedelta(days=wide)
    except (OverflowError, ValueError):
        return None


def apart(found: re.Match[str]) -> bool:
    """Whether it counts from the event, and not from today: "a day earlier"."""
    return re.search("earlier|before$|prior|ранее|до этого|앞서", found[0], re.IGNORECASE) is not None


def _period(near: date, unit: str, turn: int) -> tuple[date, date]:
    """A week, month or year of the calendar, so many before (-) or after that of a day."""
    if unit == "year":
        return date(near.year + turn, 1, 1), date(near.year + turn, 12, 31)
    if unit == "week":
        monday = near - timedelta(days=near.weekday()) + timedelta(days=7 * turn)
        return monday, monday + timedelta(days=6)
    first = (near.replace(day=1) + timedelta(days=31 * turn)).replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _of_units(found: re.Match[str]) -> tuple[float, float]:
    """ "Two weeks ago" is a few days more or less; "a few" are two to nine."""
    groups = {key[0]: value for key, value in found.groupdict().items() if value and key in _PARTS}
    count, unit = groups.get("n", ""), groups.get("u", "일").lower()
    if count == "일주":
        return -7, 1
    if count in _DAYS_KO:
        return -_DAYS_KO[count], 0
    days = next((days for stems, days in _UNITS if unit.startswith(stems)), 1)
    number = number_of(count) if count.lower() not in ("a", "an", "") else 1
    if number is None:
        return -5.5 * days, 3.5 * days
    return -number * days, 0 if days == 1 else days / 2


_PARTS = frozenset(f"{sort}{number}" for sort in "nu" for number in range(1, 6))
