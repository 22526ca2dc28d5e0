"""Dates as feeds write them -> aware UTC: RFC 822, ISO 8601 and what newspapers make of them, in many languages."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_FIRST_YEAR = 1990
"""A date before it is a mistake of the feed: there was no web."""
_SKEW = timedelta(minutes=10)
"""A date further ahead of our clock is a mistake of the feed; less is its clock."""

_DAY = timedelta(days=1)

# Hours from UTC and the names that RFC 822 and newspapers have for them. Where a name means several zones, the one of
# the feed's own timezone is taken before this table is asked.
_NAMES = {
    -10: "HST",
    -9: "AKST",
    -8: "PST AKDT",
    -7: "MST PDT",
    -6: "CST MDT",
    -5: "EST CDT",
    -4: "AST EDT CLT",
    -3.5: "NST",
    -3: "ADT BRT ART",
    -2.5: "NDT",
    0: "UT UTC GMT Z WET",
    1: "CET MET MEZ WEST BST WAT",
    2: "EET CEST MEST MESZ CAT SAST",
    3: "MSK EEST TRT EAT IDT",
    3.5: "IRST",
    4: "GST MSD",
    4.5: "AFT IRDT",
    5: "PKT UZT YEKT",
    5.5: "IST",
    5.75: "NPT",
    7: "ICT WIB",
    8: "HKT SGT MYT PHT AWST WITA ULAT CCT",
    9: "KST JST WIT",
    9.5: "ACST",
    10: "AEST VLAT",
    10.5: "ACDT",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
_HOURS = {name: hours for hours, names in _NAMES.items() for name in names.split()}
_BOTH_SEASONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

# The first letters of the months, without accents, as far as they tell the months of all these languages apart:
# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Turkish, Hungarian; Russian, Ukrainian; Greek.
_MONTHS = (
    "jan ene gen sty oca янв січ ιαν",
    "feb fev fevr lut sub фев лют φεβ",
    "mar maer mrt mrz мар бер μαρ",
    "apr avr abr kwi nis апр кві απρ",
    "may mai mei mag maj мая маи тра μαι",
    "jun juin giu cze haz июн чер ιουν",
    "jul juil lug lip tem июл лип ιουλ",
    "aug aou ago sie agu авг сер αυγ",
    "sep set wrz eyl szep сен вер σεπ",
    "oct okt out ott paz eki окт жов οκτ",
    "nov lis kas ноя лис νοε",
    "dec dez dic gru ara дек гру δεκ",
)

_WORD = r"([^\W\d_]{3,12})\.?"
_NUMERIC = re.compile(r"(\d{4})\s?[-/.년年]\s?(\d{1,2})\s?[-/.월月]\s?(\d{1,2})(?!\d)")
_NAMED = re.compile(rf"(\d{{4}})[-\s.]+{_WORD}[-\s]+(\d{{1,2}})(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\d:])(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[-\s]+(?:de\s+)?{_WORD}(?:\s+de)?[-\s,]+(\d{{4}}|\d{{2}})(?!\d)"
)
_MONTH_FIRST = re.compile(
    rf"{_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:\d{{1,2}}:\S+\s+(?:[A-Z]{{3,4}}\s+)?)?(\d{{4}})(?!\d)"
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"^(\d\d)-(\d\d)-(\d\d)(?!\S)")
"""As the IAEA writes it: 26-09-25 is in September 2026."""
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(?!\d)(?:\.\d+)?(.*)", re.DOTALL)
_AFTERNOON = ("오후", "낮", "저녁", "下午", "午後", "傍晚", "夕方", "中午")
_NIGHT = ("밤", "晚上", "夜")
"""Until midnight; what is later is told with the others."""
_MORNING = ("오전", "새벽", "아침", "上午", "午前", "凌晨", "早上", "清晨", "朝", "未明")
_TIME = re.compile(
    rf"(?:(?P<before>{'|'.join((*_MORNING, *_AFTERNOON, *_NIGHT))}"
    rf"|\b[AaPp]\.?[Mm]\b\.?)\s*)?(?<![\d:.])(?P<hour>\d{{1,2}})"
    r"(?:\s?:\s?(?P<minute>\d{1,2})(?:\s?:\s?(?P<second>\d{1,2})(?:[.,]\d+)?)?(?!\s?:)"
    r"|\s?[시時时点點](?![간間间])(?:\s?:?\s?(?P<minute1>\d{1,2})(?:\s?[분分:]\s?(?:(?P<second1>\d{1,2})\s?[초秒]?)?)?"
    r"|\s?(?P<thirty>[반半]))?"
    r"|\s?[hH](?![A-Za-z])\s?(?P<minute2>\d{2})?|\.(?P<minute3>\d\d)(?!\.?\d)|(?=\s?[AaPp]\.?[Mm]\b))"
    r"(?!\d)(?:\s*(?P<after>[AaPp]\.?[Mm]\b\.?))?(?P<rest>.*)",
    re.DOTALL,
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "중화민국": 1911}
"""The year before an era's first."""
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)(?=\s?年)")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+\-−])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_ZONE_NAME = re.compile(r"[A-Za-z]+(?:/[A-Za-z_+\-0-9]+)+|[A-Z][A-Za-z]{0,4}\b")


def published(raw: str | None, *, timezone: str, now: datetime) -> datetime | None:
    """The moment that a feed's date means, in UTC; a date without a zone is read in `timezone`, an IANA name.

    None where it cannot be read, is impossible (31 February, before 1990) or lies in the future; up to ten minutes
    ahead of `now` is a clock that runs fast, and means now. So does a day without a time, while it is that day.
    """
    text = unicodedata.normalize("NFKC", (raw or "")[:200]).strip()
    try:
        epoch = text.isdigit() and len(text) in {10, 13}
        moment, lasts = (_epoch(text), timedelta()) if epoch else _local(text, _zone(timezone), now)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if utc.year < _FIRST_YEAR or utc > now + _SKEW:
        return None
    return utc if utc + lasts <= now else now


def _epoch(digits: str) -> datetime:
    return datetime.fromtimestamp(int(digits[:10]), UTC)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return UTC


def _local(text: str, home: tzinfo, now: datetime) -> tuple[datetime, timedelta]:
    """The date and time with their zone, and how long they last: a day, where no time is named.

    ValueError where no date is named, or the calendar has no such day.
    """
    compact = _COMPACT.fullmatch(text)
    if compact:
        *numbers, rest = compact.groups(default="0")
        year, month, day, hour, minute, second = map(int, numbers)
        local = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - placed at once
        return _placed(local, rest, home), timedelta() if compact[4] else _DAY
    text = _ERA.sub(lambda found: str(_ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))), text)
    found = _found_date(text)
    date = _date(found, home, now)
    # Without the digits of the date, which else are taken for a time or an offset.
    spans = [found.span(group) for group in (1, 2, 3)] if found.re is _MONTH_FIRST else [found.span()]
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    time = _TIME.search(text)
    if time is None:
        return _placed(date, "", home), _DAY
    return _placed(date + _time(time), time["rest"], home), timedelta()


def _found_date(text: str) -> re.Match[str]:
    """Where the text names a day, in the first of the forms that it has; ValueError where it names none."""
    for form in (_NUMERIC, _NAMED, _DAY_FIRST, _MONTH_FIRST, _SLASHED, _SHORT_YEAR):
        if found := form.search(text):
            return found
    raise ValueError("no day is named")


def _date(found: re.Match[str], home: tzinfo, now: datetime) -> datetime:
    """Midnight of the day that was found, without a zone."""
    if found.re is _NUMERIC:
        year, month, day = map(int, found.groups())
    elif found.re is _NAMED:
        year, month, day = int(found[1]), _month(found[2]), int(found[3])
    elif found.re is _DAY_FIRST:
        year, month, day = _full_year(found[3]), _month(found[2]), int(found[1])
    elif found.re is _MONTH_FIRST:
        year, month, day = int(found[3]), _month(found[1]), int(found[2])
    elif found.re is _SHORT_YEAR:
        year, month, day = _full_year(found[1]), int(found[2]), int(found[3])
    else:
        return _slashed(found, home, now)
    return datetime(year, month, day)  # noqa: DTZ001 - its zone is found later in the text


def _slashed(found: re.Match[str], home: tzinfo, now: datetime) -> datetime:
    """The day of 3/4/2026: April in most countries, March in America; where no country is known, the last one of both.

    What a feed shows anew is of these days, and the other reading is in the future, or months ago.
    """
    first, second, year = map(int, found.groups())
    american = second > 12 or (first <= 12 and str(home).startswith("America/"))
    month, day = (first, second) if american else (second, first)
    read = datetime(year, month, day)  # noqa: DTZ001 - as above
    if str(home) == "UTC" and "/" in found[0] and max(first, second) <= 12:
        other = read.replace(month=first, day=second)
        ahead = now.replace(tzinfo=None) + _DAY
        return max((one for one in (read, other) if one <= ahead), default=read)
    return read


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _month(name: str) -> int:
    """1 to 12, or ValueError."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    for number, prefixes in enumerate(_MONTHS, 1):
        if plain.startswith(tuple(prefixes.split())):
            return number
    raise ValueError(f"{name} is no month")


def _time(found: re.Match[str]) -> timedelta:
    parts = {key.rstrip("123"): value for key, value in found.groupdict().items() if value}
    hour, second = int(parts["hour"]), int(parts.get("second", 0))
    minute = 30 if "thirty" in parts else int(parts.get("minute", 0))
    hour = _of_day(hour, parts.get("before") or parts.get("after", "")[:1])
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("there is no such time of day")
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _of_day(hour: int, half: str) -> int:
    """The hour of the day by what half of it is named: twelve at night is the day's end, and one is its beginning."""
    if not half or hour > 12:
        return hour
    if half in _NIGHT:
        return hour + 12 if hour > 4 else hour
    return hour % 12 + (12 if half in _AFTERNOON or half[0] in "Pp" else 0)


def _placed(local: datetime, rest: str, home: tzinfo) -> datetime:
    """The local time in the zone that `rest` names, or at home where it names none that is known."""
    if offset := _OFFSET.search(rest):
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return local.replace(tzinfo=timezone(-size if offset[1] != "+" else size))
    named = _ZONE_NAME.search(rest)
    return local.replace(tzinfo=_named_zone(named[0], local, home) if named else home)


def _named_zone(name: str, local: datetime, home: tzinfo) -> tzinfo:
    name = _BOTH_SEASONS.get(name, name)
    if "/" in name:
        zone = _zone(name)
        return zone if zone is not UTC else home
    for month in (1, 7):
        # Both seasons: that the clocks are changed is often forgotten, and then the name tells the truth.
        season = datetime(local.year, month, 1, tzinfo=home)
        if season.tzname() == name.upper():
            return timezone(season.utcoffset() or timedelta())
    hours = _HOURS.get(name.upper())
    return home if hours is None else timezone(timedelta(hours=hours))
