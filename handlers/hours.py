"""Times of the day as people type them, and as they are shown."""

import re

from bot.model import Hours

OFF = frozenset({"off", "none", "no", "never", "끄기", "꺼", "끔", "해제", "없음", "안함"})
"""What ends a setting."""
DAY = 24 * 60
"""Minutes."""
_TIME = re.compile(
    r"(?P<before>오전|오후)? ?(?P<hour>[0-9]{1,2}) ?"
    r"(?:(?:[:.h]|시) ?(?:(?P<minute>[0-9]{2}) ?분?)?)? ?(?P<after>am|pm)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r" ?(?:[-–—~〜]|\bto\b|부터|에서) ?", re.IGNORECASE)


def minute_of(said: str) -> int | None:
    """The minute of the day that is meant: `9`, `9:00`, `21.30`, `9 pm`, `오후 9시 30분`; None: not a time."""
    time = _TIME.fullmatch(" ".join(said.split()))
    if time is None:
        return None
    hour, minute = int(time["hour"]), int(time["minute"] or 0)
    half = (time["before"] or time["after"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in ("pm", "오후") else 0)
    return (hour * 60 + minute) % DAY if minute < 60 and hour * 60 + minute <= DAY else None


def hours_of(said: str) -> Hours | None:
    """The hours that are meant: `23-7`, `22:30 - 6:30`, `11 pm to 7 am`, `23시부터 7시까지`; None: not hours."""
    times = [minute_of(one) for one in _BETWEEN.split(" ".join(said.split()).removesuffix("까지"))]
    match times:
        case [int(start), int(end)] if start != end:
            return Hours(start, end)
    return None


def clock(minute: int) -> str:
    """A minute of the day as clocks show it: `07:30`."""
    return "{:02}:{:02}".format(*divmod(minute, 60))
