"""Dates and times as English, Korean, Japanese and Chinese write them, resolved by the date of publication."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{1,6})?\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[12]?\d|3[01])"
_NOT_MORE = r"(?![\d,.]*\d)"
# In the order in which they are tried at each place.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_YEAR}[-./](?P<number>0?[1-9]|1[0-2])[-./]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR} ?[년年] ?(?P<number>1[0-2]|0?[1-9]) ?[월月](?: ?{_DAY} ?[일日])?",
        rf"(?P<back>지난해|작년|昨年|去年) ?(?P<number>1[0-2]|0?[1-9]) ?[월月](?: ?{_DAY} ?[일日])?",
        rf"(?<!\d)(?P<number>1[0-2]|0?[1-9]) ?[월月](?: ?{_DAY} ?[일日号])?(?! ?(?:간|동안|만))",
        rf"(?P<before>지난달|先月|上月|上个月) ?(?:{_DAY} ?[일日号])?",
        r"(?P<back>지난해|작년|昨年|去年)",
        rf"(?<!\d){_DAY} ?[일日](?! ?(?:간|동안|만|째|전[에인 ]|후|뒤|間|连|連))",
        rf"(?<![\d.]){_DAY}(?:st|nd|rd|th)? (?:of )?{_MONTH},? ?(?:{_YEAR}\b)?",
        rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?\b{_NOT_MORE}(?:,? {_YEAR}\b)?",
        rf"\b{_MONTH},? {_YEAR}\b",
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Ff]rom|[Oo]f|[Dd]uring|[Bb]ack in|[Ee]arly|[Ll]ate) {_MONTH}(?! \d)",
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Bb]ack in|[Ee]arly|[Ll]ate|[Oo]f) {_YEAR}\b(?!-)",
        rf"(?<!\d){_YEAR} ?[년年]",
    )
)
_ANY = re.compile("|".join(rf"(?:{re.sub(r'[(][?]P<[a-z]+>', '(?:', form.pattern)})" for form in _FORMS))
_WEEKDAY = re.compile(r"\b(?P<last>[Ll]ast )?(?P<name>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
_TODAY = re.compile(r"\b[Tt]oday\b|\b[Tt]his (?:morning|afternoon|evening)\b|오늘|이날|今日|今天")
_AT = re.compile(
    r"\b(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<noon>오전|오후|새벽|午前|午後|上午|下午) ?(?P<hour2>1\d|2[0-3]|0?\d) ?[시時时点]"
    r"(?: ?(?P<minute2>[0-5]?\d) ?[분分])?"
)
_ZONES = (
    (re.compile(r"\b(?:GMT|UTC)\b"), "+00:00"),
    (re.compile(r"\b(?:KST|JST)\b|한국 ?시[간각]|日本時間"), "+09:00"),
)
CLOSE = timedelta(days=3)
"""A date so near to the event's is the event's: zones, late reports, "Saturday" told on Monday."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it stands at [start, end) of a sentence: the days from `first` to `last`."""

    start: int
    end: int
    first: date
    last: date

    def near(self, day: date) -> bool:
        """Whether the day is one of these, or close to one."""
        return self.first - CLOSE <= day <= self.last + CLOSE


def moments(text: str, near: date | None) -> Iterator[Moment]:
    """The dates in a sentence, in order; those that are understood by another date only where `near` is one."""
    for found in _ANY.finditer(text):
        for form in _FORMS:
            match = form.match(text, found.start())
            if match and match.end() == found.end():
                days = _days(match.groupdict(), near)
                if days:
                    yield Moment(match.start(), match.end(), *days)
                break


def day_of(text: str, near: date | None) -> date | None:
    """The day that a sentence about an event names: a full date, a weekday, or today."""
    for moment in moments(text, near):
        if moment.first == moment.last and (near is None or moment.near(near)):
            return moment.first
    if near is None:
        return None
    weekday = _WEEKDAY.search(text)
    if weekday:
        back = (near.weekday() - _WEEKDAYS.index(weekday["name"])) % 7
        return near - timedelta(days=back)
    return near if _TODAY.search(text) else None


def time_of(text: str) -> str | None:
    """The time of day that a sentence names, "HH:MM" with "+09:00" or "+00:00" where it says the zone."""
    found = _AT.search(text)
    if not found:
        return None
    hour = int(found["hour"] or found["hour2"])
    late = found["half"] == "p" or found["noon"] in ("오후", "午後", "下午")
    hour = hour % 12 + 12 if late and hour <= 12 else hour % 12 if hour == 12 else hour
    zone = next((name for pattern, name in _ZONES if pattern.search(text)), "")
    return f"{hour:02}:{int(found['minute'] or found['minute2'] or 0):02}{zone}"


def _days(parts: dict[str, str | None], near: date | None) -> tuple[date, date] | None:
    year, day = (int(value) if (value := parts.get(key)) else None for key in ("year", "day"))
    month = int(value) if (value := parts.get("number")) else _MONTHS.get((parts.get("month") or "").lower()[:3])
    if parts.get("back") and near:
        year = near.year - 1
    if parts.get("before") and near:
        last = near.replace(day=1) - timedelta(days=1)
        year, month = last.year, last.month
    if year is None:
        return _nearest(month, day, near) if near else None
    return _period(year, month, day)


def _period(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        if day:
            return (date(year, month or 1, day),) * 2
        return date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:  # 31 April and the like: a slip of the pen
        return None


def _nearest(month: int | None, day: int | None, near: date) -> tuple[date, date] | None:
    """The year (or, for a mere day, the month) is not said: a month is the nearest one, a day the latest."""
    if month:
        found = [p for year in (near.year - 1, near.year, near.year + 1) if (p := _period(year, month, day))]
        return min(found, key=lambda period: abs(period[0] - near), default=None)
    if not day:
        return None
    before = near.replace(day=1) - timedelta(days=1)
    found = [p for m in (near, before) if (p := _period(m.year, m.month, day)) and p[0] <= near + CLOSE]
    return found[0] if found else None
