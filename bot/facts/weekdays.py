"""Days of the week as five languages name them, resolved by the date of publication."""

import re
from datetime import date, timedelta

_NAMES = (
    r"\bMonday|월요일|月曜|周一|星期一|понедельник\w*",
    r"\bTuesday|화요일|火曜|周二|星期二|вторник\w*",
    r"\bWednesday|수요일|水曜|周三|星期三|сред[уыае]",
    r"\bThursday|목요일|木曜|周四|星期四|четверг\w*",
    r"\bFriday|금요일|金曜|周五|星期五|пятниц[уыае]",
    r"\bSaturday|토요일|土曜|周六|星期六|суббот[уыае]",
    r"\bSunday|일요일|日曜|周日|星期日|星期天|воскресень[ея]",
)
WEEKDAY = re.compile(
    r"(?P<last>\b[Ll]ast |지난 ?주? ?|先週の?|上(?=周|星期)|\bв прошл\w+ )?(?P<next>\b[Nn]ext |다음 ?주? |오는 "
    r"|来週の?|下(?=周|星期)|\bв следующ\w+ )?"
    rf"(?:{'|'.join(f'(?P<d{number}>{names})' for number, names in enumerate(_NAMES))})"
)
DAYS = (
    "day",
    "요일",
    "曜",
    "周",
    "星期",
    "понедельник",
    "вторник",
    "сред",
    "четверг",
    "пятниц",
    "суббот",
    "воскресень",
)
"""Letters of which whatever WEEKDAY matches has one."""
_WEEK = timedelta(days=7)


def weekday_of(found: re.Match[str], near: date, *, ahead: bool) -> date:
    """The day meant: the latest one, or the next one where the sentence looks ahead; "last" is never today."""
    number = next(number for number in range(7) if found[f"d{number}"])
    back = timedelta(days=(near.weekday() - number) % 7)
    day = near - back
    if found["last"]:
        return day if back else day - _WEEK
    if found["next"] or (ahead and back):
        return day + _WEEK
    return day
