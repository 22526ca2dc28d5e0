"""Periods as people type them: `12w`, `30 days`, `6개월`, `2026-09-01..2026-12-01`."""

import re
from calendar import monthrange
from datetime import date, timedelta
from unicodedata import normalize

from bot.stories.timeline import Period

USUAL = 12 * 7
"""How many days where nothing is said."""
LONGEST = 2 * 366
_SPAN = re.compile(
    r"(?P<count>[0-9]{1,3}) ?(?:(?P<day>d|days?|일간?|日間?)|(?P<week>w|weeks?|주간?|週間?)"
    r"|(?P<month>m|months?|개월|달|[かヶカケ個]月間?)|(?P<year>y|years?|년간?|年間?))",
    re.I,
)
_DATES = re.compile(r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2}) ?\.\. ?(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_MEANT = re.compile(r"[0-9]{2}|[0-9].|.*\.\.")
"""What can only be meant as a period: a number alone of one digit is fires."""


def split_period(words: tuple[str, ...], today: date) -> tuple[tuple[str, ...], Period | None]:
    """The words without the period at their end, and it, the usual one where none is said; None where it is none."""
    for size in (3, 2, 1):
        said = normalize("NFKC", " ".join(words[-size:]))
        if len(words) > size and (found := _SPAN.fullmatch(said) or _DATES.fullmatch(said)):
            return words[:-size], _period(found, today)
    if len(words) > 1 and _MEANT.match(normalize("NFKC", words[-1])):
        return words[:-1], None
    return words, Period(today - timedelta(days=USUAL - 1), today)


def _period(found: re.Match[str], today: date) -> Period | None:
    said = found.groupdict()
    try:
        if "count" in said:
            period = Period(_before(today, said) + timedelta(days=1), today)
        else:
            last = date.fromisoformat(said["last"]) if said["last"] else today
            period = Period(date.fromisoformat(said["first"]), min(last, today))
    except ValueError:  # no such day
        return None
    return period if 0 < period.days <= LONGEST else None


def _before(today: date, said: dict[str, str]) -> date:
    """The day so many days, weeks, months or years before."""
    count = int(said["count"])
    if said["day"] or said["week"]:
        return today - timedelta(days=count * (7 if said["week"] else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if said["year"] else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
