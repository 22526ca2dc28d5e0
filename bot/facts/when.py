"""Dates as English, Korean, Japanese, Chinese and Russian write them, resolved by the date of publication."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from bot.facts.clock import day_told, unconverted
from bot.facts.relative import NEEDED, RELATIVE, apart, relative
from bot.facts.weekdays import DAYS, WEEKDAY, weekday_of
from bot.facts.words import Cues, nameless

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_RUSSIAN = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{1,6})?\b\.?"
_RU_MONTH = r"(?P<russian>янв|фев|мар|апр|ма(?=[яйе]\b)|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,6}\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_NOT_MORE = r"(?![\d,.]*\d)"
_BACK = (
    r"(?P<back>지난해|작년|昨年|去年)|(?P<back2>재작년|一昨年|おととし|前年)|"
    r"(?P<same>올해|올|금년|今年)|(?P<next>내년|来年|明年)"
)
# In the order in which they are tried at each place.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_YEAR}(?:[-/]|\. ?)(?P<number>0?[1-9]|1[0-2])(?:[-/]|\. ?){_DAY}(?!\d)",
        rf"(?<!\d){_YEAR} ?[년年] ?(?P<number>1[0-2]|0?[1-9]) ?[월月](?: ?{_DAY} ?[일日号])?",
        rf"(?:{_BACK}) ?(?P<number>1[0-2]|0?[1-9]) ?[월月](?: ?{_DAY} ?[일日号])?",
        rf"(?<!\d)(?P<number>1[0-2]|0?[1-9]) ?[월月](?: ?{_DAY} ?[일日号])?(?! ?(?:간|동안|만))",
        rf"(?P<before>지난달|先月|上月|上个月) ?(?:{_DAY} ?[일日号])",
        rf"(?:(?P<coming>오는|来たる) ?)?(?<!\d){_DAY} ?[일日号](?! ?(?:간|동안|만|째|전[에인 ]|전[,.]|후|뒤|前"
        rf"|后|後|間|连|連|本|中|米))",
        rf"(?<![\d.]){_DAY}(?:st|nd|rd|th)? (?:of )?{_MONTH},? ?(?:{_YEAR}\b)?",
        rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?\b{_NOT_MORE}(?:,? {_YEAR}\b)?",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Tt]his|[Ff]rom|[Oo]f|[Dd]uring|[Bb]ack in|[Ee]arly"
        rf"|[Ll]ate) {_MONTH}(?! \d)",
        rf"\b{_MONTH}['’]s\b",
        rf"(?<![\d.,]){_DAY}\.(?P<number>0[1-9]|1[0-2])\.{_YEAR}(?!\d)",
        rf"(?<![\d.,]){_DAY}(?:-го)? {_RU_MONTH}(?: {_YEAR}\b)?",
        rf"(?i:\bв |\bво |\bс |\bдо |\bначале |\bконце |\bсередине ){_RU_MONTH}(?: {_YEAR}\b)?",
        rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Bb]ack in|[Ee]arly|[Ll]ate|[Oo]f|[Bb]y) {_YEAR}\b(?!-)",
        rf"(?<!\d){_YEAR} ?[년年]",
        rf"(?i:\bв |\bс |\bдо ){_YEAR}(?: г\.| год\w*)",
    )
)
_ANY = re.compile("|".join(rf"(?:{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', form.pattern)})" for form in _FORMS))
_TODAY = re.compile(r"\b[Tt]oday\b|\b[Tt]his (?:morning|afternoon|evening)\b|오늘|이날|今日|今天|\b[Сс]егодня\b")
_AHEAD = re.compile(
    r"\b(?:will|to (?:launch|fire|test|send|lift|fly|put|carry|go)|plans?|planned|schedul\w+|set (?:to|for)|next"
    r"|expected)\b"
    r"|예정|계획|내년|다음 ?[주달해]|오는 |앞두|予定|計画|来年|来月|来週|将于|将在|将发|计划|明年|下月|下周|拟"
    r"|\b(?:запустит|запустят|план\w+|намерен\w*|в следующ\w+|собира\w+|должн\w+)\b",
    re.IGNORECASE,
)
"""What a sentence with one of these tells is still to come."""
_DONE = re.compile(r"\b(?:[a-z]+ed|made|sent|put|flew|rose|took|shot|said)\b[^,;]*$")
CLOSE = timedelta(days=3)
"""A date so near to publication may be the event's: zones, late reports, "Saturday" told on Monday."""
FAR = timedelta(days=100)
"""A day without a year is no further ahead than this, unless the sentence looks ahead."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it stands at [start, end) of a sentence: the days from `first` to `last`.

    `apart` where the words themselves say that it is another day than the event's ("a day earlier"); `ago` where it is
    told by its distance from today ("three days ago"), as an event's own day hardly is.
    """

    start: int
    end: int
    first: date
    last: date
    apart: bool = False
    ago: bool = False

    def near(self, day: date, by: timedelta = CLOSE) -> bool:
        """Whether the day is one of these, or close to one."""
        return self.first - by <= day <= self.last + by


def moments(text: str, near: date | None) -> Iterator[Moment]:
    """The dates in a sentence; those that are understood by another date only where `near` is one."""
    return iter(_moments(text, near))


@lru_cache(maxsize=256)
def _moments(text: str, near: date | None) -> tuple[Moment, ...]:
    """The same, kept: a sentence is asked for its dates by everything that stands in it."""
    return tuple(_all(text, near))


def _all(text: str, near: date | None) -> Iterator[Moment]:
    text = unconverted(text)
    may = _cues().of(text)
    if "date" in may:
        yield from _dated(nameless(text), near)
    if near is None:
        return
    for found in RELATIVE.finditer(text) if "relative" in may else ():
        if days := relative(found, near):
            yield Moment(found.start(), found.end(), *days, apart(found), days[1] < near - timedelta(days=1))
    for found in WEEKDAY.finditer(text) if "weekday" in may else ():
        day = weekday_of(found, near, ahead=looks_ahead(text) and not _over(text[: found.start()]))
        yield Moment(found.start(), found.end(), day, day)


def _over(before: str) -> bool:
    """Whether the clause before a weekday tells what was done: "rose on Tuesday, a step in the plan"."""
    clause = re.split("[,;]", before)[-1]
    return _DONE.search(clause) is not None and _AHEAD.search(clause) is None


@cache
def _cues() -> Cues:
    """What a date, a relative date and a weekday need at least one of."""
    return Cues({"date": (*"0123456789", *(name for name in _MONTHS), *_RUSSIAN), "relative": NEEDED, "weekday": DAYS})


@lru_cache(maxsize=256)
def looks_ahead(text: str) -> bool:
    """Whether what a sentence tells is still to come."""
    return _AHEAD.search(text) is not None


def _dated(text: str, near: date | None) -> Iterator[Moment]:
    for found in _ANY.finditer(text):
        for form in _FORMS:
            match = form.match(text, found.start())
            if match and match.end() == found.end():
                days = _days(match.groupdict(), near, ahead=looks_ahead(text))
                if days:
                    yield Moment(match.start(), match.end(), *days)
                break


def day_of(text: str, near: date | None) -> date | None:
    """The day that a sentence about an event names: a full date, yesterday, a weekday, or today."""
    text = day_told(text)
    told = list(moments(text, near))
    if near and any(moment.first > near + CLOSE and moment.first != moment.last for moment in told):
        return None  # "in 2029, officials said on Monday"
    for moment in told:
        if moment.first == moment.last and (near is None or moment.near(near, CLOSE * 2)) and not moment.apart:
            return moment.first
    return near if near and _TODAY.search(text) else None


def _days(parts: dict[str, str | None], near: date | None, *, ahead: bool) -> tuple[date, date] | None:
    year, day = (int(value) if (value := parts.get(key)) else None for key in ("year", "day"))
    month = _month(parts)
    turn = next((turn for key, turn in (("back", -1), ("back2", -2), ("same", 0), ("next", 1)) if parts.get(key)), None)
    if turn is not None and near:
        year = near.year + turn
    if parts.get("before") and near:
        last = near.replace(day=1) - timedelta(days=1)
        year, month = last.year, last.month
    if year is None:
        return _nearest(month, day, near, ahead=ahead or bool(parts.get("coming"))) if near else None
    return _period(year, month, day)


def _month(parts: dict[str, str | None]) -> int | None:
    if value := parts.get("number"):
        return int(value)
    if value := parts.get("russian"):
        return _RUSSIAN.index(value.lower()) + 1
    return _MONTHS.get((parts.get("month") or "").lower()[:3])


def _period(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        if day:
            return (date(year, month or 1, day),) * 2
        return date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:  # 31 April and the like: a slip of the pen
        return None


def _nearest(month: int | None, day: int | None, near: date, *, ahead: bool) -> tuple[date, date] | None:
    """The year (of a mere day, the month) is not said: the nearest one, not far ahead unless it is to come."""
    if month:
        years = (near.year - 1, near.year, near.year + 1)
        found = [p for year in years if (p := _period(year, month, day))]
        found = [p for p in found if ahead or p[0] <= near + (FAR if day else CLOSE)]
        return min(found, key=lambda period: abs(period[0] - near), default=None)
    if not day:
        return None
    months = [near, near.replace(day=1) - timedelta(days=1)]
    if ahead:
        months.insert(1, near.replace(day=28) + timedelta(days=7))
    found = [p for m in months if (p := _period(m.year, m.month, day)) and (ahead or p[0] <= near + CLOSE)]
    return min(found, key=lambda period: abs(period[0] - near)) if ahead and found else found[0] if found else None
