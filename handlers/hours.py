"""Times of the day as people type them, and as they are shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from bot.messages.i18n import load_speech
from bot.model import Hours

DAY = 24 * 60
"""How many minutes a day has."""


def folded(said: str) -> str:
    """As people type it on any keyboard: full-width letters, digits and signs as usual ones (NFKC), in lower case."""
    return " ".join(normalize("NFKC", said).casefold().split())


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are typed in the languages that we speak: a time, what stands between two, what stands behind them.

    `named` are minutes with a name of their own, `begins` the first of the twelve hours that a part of the day may
    name (밤 12시 is midnight, 낮 12시 noon), `off` the words that switch a setting off.
    """

    time: re.Pattern[str]
    between: re.Pattern[str]
    until: re.Pattern[str]
    named: Mapping[str, int]
    begins: Mapping[str, int]
    off: frozenset[str]


@cache
def load_clock() -> Clock:
    """The clock of all catalogues together."""
    typed = load_speech().typed
    begins = {part: int(hour) for part, _, hour in (pair.rpartition(" ") for pair in typed("part"))}
    before = "|".join(part for part in begins if not part.isascii())
    after = "|".join(r"\.?".join(part) + r"\b\.?" for part in begins if part.isascii())
    hour, minute, half = (_either(typed(name)) for name in ("hour", "minute", "half"))
    to = "|".join(rf"\b{word}\b" if word.isascii() else word for word in typed("to"))
    return Clock(
        time=re.compile(
            rf"(?P<before>{before})? ?(?P<hour>[0-9]{{1,2}}) ?"
            rf"(?:(?:[:.]|{hour}) ?(?:(?P<minute>[0-9]{{2}}) ?(?:{minute})?|(?P<half>{half}))?)? ?(?P<after>{after})?"
        ),
        between=re.compile(rf" ?(?:[-–—−~〜]|{to}) ?"),
        until=re.compile(rf"(?:{_either(typed('until'))})$"),
        named=dict.fromkeys(typed("noon"), DAY // 2) | dict.fromkeys(typed("midnight"), 0),
        begins=begins,
        off=frozenset(typed("off")),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def is_off(said: str) -> bool:
    """Whether this switches a setting off: `off`, `끄기`."""
    return folded(said) in load_clock().off


def minute_of(said: str) -> int | None:
    """The minute of the day that is meant: `9`, `9:00`, `21.30`, `9 p.m.`, `noon`, `밤 11시 반`; None: not a time."""
    said, clocks = folded(said), load_clock()
    if said in clocks.named:
        return clocks.named[said]
    time = clocks.time.fullmatch(said)
    if time is None:
        return None
    hour, minute = int(time["hour"]), int(time["minute"] or (30 if time["half"] else 0))
    parts = [part.replace(".", "") for part in (time["before"], time["after"]) if part]
    if parts:
        if len(parts) > 1 or not 1 <= hour <= 12:
            return None
        begins = clocks.begins[parts[0]]
        hour = (begins + (hour - begins) % 12) % 24
    return (hour * 60 + minute) % DAY if minute < 60 and hour * 60 + minute <= DAY else None


def hours_of(said: str) -> Hours | None:
    """The hours that are meant: `23-7`, `22:30 - 6:30`, `11 pm to 7 am`, `23시부터 7시까지`; None: not hours."""
    clocks = load_clock()
    times = [minute_of(one) for one in clocks.between.split(clocks.until.sub("", folded(said)))]
    match times:
        case [int(start), int(end)] if start != end:
            return Hours(start, end)
    return None


def clock(minute: int) -> str:
    """A minute of the day as clocks show it: `07:30`."""
    return "{:02}:{:02}".format(*divmod(minute, 60))
