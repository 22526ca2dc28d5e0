"""Times of the day as people type them, and as they are shown."""

import re
from unicodedata import normalize

from bot.model import Hours

OFF = frozenset({"off", "none", "no", "never", "끄기", "꺼", "끔", "해제", "없음", "안함"})
"""Words that switch a setting off."""
DAY = 24 * 60
"""How many minutes a day has."""
_TIME = re.compile(
    r"(?P<before>오전|오후|새벽|아침|낮|저녁|밤)? ?(?P<hour>[0-9]{1,2}) ?"
    r"(?:(?:[:.h]|시) ?(?:(?P<minute>[0-9]{2}) ?분?|반)?)? ?(?P<after>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_NAMED = {"noon": DAY // 2, "정오": DAY // 2, "midnight": 0, "자정": 0}
_BEGINS = {"am": 0, "오전": 0, "새벽": 0, "아침": 1, "낮": 9, "pm": 12, "오후": 12, "저녁": 13, "밤": 18}
"""The first of the twelve hours that a part of the day may name: 밤 12시 is midnight, 낮 12시 noon."""
_BETWEEN = re.compile(r" ?(?:[-–—−~〜]|\bto\b|부터|에서) ?", re.IGNORECASE)


def folded(said: str) -> str:
    """As people type it on any keyboard: full-width letters, digits and signs as usual ones (NFKC), in lower case."""
    return " ".join(normalize("NFKC", said).casefold().split())


def minute_of(said: str) -> int | None:
    """The minute of the day that is meant: `9`, `9:00`, `21.30`, `9 p.m.`, `noon`, `밤 11시 반`; None: not a time."""
    said = folded(said)
    if said in _NAMED:
        return _NAMED[said]
    time = _TIME.fullmatch(said)
    if time is None:
        return None
    hour, minute = int(time["hour"]), int(time["minute"] or (30 if "반" in said else 0))
    parts = [part.replace(".", "") for part in (time["before"], time["after"]) if part]
    if parts:
        if len(parts) > 1 or not 1 <= hour <= 12:
            return None
        begins = _BEGINS[parts[0]]
        hour = (begins + (hour - begins) % 12) % 24
    return (hour * 60 + minute) % DAY if minute < 60 and hour * 60 + minute <= DAY else None


def hours_of(said: str) -> Hours | None:
    """The hours that are meant: `23-7`, `22:30 - 6:30`, `11 pm to 7 am`, `23시부터 7시까지`; None: not hours."""
    times = [minute_of(one) for one in _BETWEEN.split(folded(said).removesuffix("까지"))]
    match times:
        case [int(start), int(end)] if start != end:
            return Hours(start, end)
    return None


def clock(minute: int) -> str:
    """A minute of the day as clocks show it: `07:30`."""
    return "{:02}:{:02}".format(*divmod(minute, 60))
