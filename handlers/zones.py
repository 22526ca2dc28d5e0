"""Timezones as people name them: by their own name, a city, a country, a part of one of these, or an offset."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import combining, normalize

from babel import Locale
from babel.core import get_global

from handlers.hours import folded

UTC, FIXED = "UTC", ("Etc/UTC", "Etc/GMT")
"""The zone for those without one, and the names that mean the same."""
ALSO = {
    "Asia/Seoul": "korea 한국 kst busan 부산",
    "Asia/Tokyo": "jst osaka 오사카",
    "Asia/Shanghai": "china 중국 beijing 베이징 북경",
    "Asia/Kolkata": "ist delhi 델리 mumbai 뭄바이",
    "Asia/Ho_Chi_Minh": "hanoi 하노이",
    "Europe/Kyiv": "kyiv 키이우",
    "Europe/London": "uk 영국 bst",
    "Europe/Moscow": "msk",
    "Europe/Zurich": "geneva 제네바",
    "Europe/Berlin": "germany 독일 cet cest",
    "America/New_York": "est edt et ny nyc washington 워싱턴",
    "America/Los_Angeles": "pst pdt pt sf",
}
"""What people call a timezone, a word each, where CLDR and the IANA names do not.

It also overrules them where they give a word to several zones, and people mean one of them.
"""
_OFFSET = re.compile(r"(?:utc|gmt)? ?(?P<sign>[-+\u2212\u2013]) ?(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?")
"""A distance from UTC: `UTC+9`, `gmt-03:30`, `+0900`; with a minus or a dash."""
_IANA = re.compile(r"etc/gmt(?P<sign>[-+])(?P<hours>[0-9]{1,2})")
"""IANA's own names, whose sign is the opposite of what people mean: Etc/GMT-9 is nine hours ahead."""
EAST, WEST = 14, 12
"""How many hours ahead of UTC, and behind it, clocks are at most."""
ODD = {
    "-09:30": "Pacific/Marquesas",
    "+03:30": "Asia/Tehran",
    "+04:30": "Asia/Kabul",
    "+05:30": "Asia/Kolkata",
    "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon",
    "+08:45": "Australia/Eucla",
    "+09:30": "Australia/Darwin",
}
"""The offsets of no whole hours that somewhere hold all year round: IANA has no zone of their own for them."""
_CITY = re.compile("(?:특별|광역)?시$")
"""What Korean puts behind the name of a city."""
LEAST = 3
"""How many letters of the beginning of a name's word must be typed; one less in Hangul, whose letters are syllables."""


@dataclass(frozen=True, slots=True)
class Zones:
    """The timezones by the names that people give them, folded: `asia/seoul`, `seoul`, `서울`."""

    names: Mapping[str, Collection[str]]

    def find(self, said: str) -> tuple[str, ...]:
        """The timezones that may be meant: one where it is clear, none where there is no such."""
        if fixed := _fixed(folded(said)):
            return (fixed,)
        wanted = _folded(said)
        for name in (wanted, _CITY.sub("", wanted)):
            if name in self.names:
                return tuple(sorted(self.names[name]))
        if len(wanted) < LEAST - ("가" <= wanted[:1] <= "힣"):
            return ()
        begins = re.compile(rf"\b{re.escape(wanted)}")  # "york", not "ork"
        return tuple(sorted({zone for name, zones in self.names.items() if begins.search(name) for zone in zones}))


@cache
def load_zones(languages: tuple[str, ...]) -> Zones:
    """The timezones of CLDR, with what their cities and countries are called in these languages, and once were."""
    spoken = [Locale(language) for language in languages]
    names: defaultdict[str, set[str]] = defaultdict(set)
    for zone, territory in get_global("zone_territories").items():
        cities = (of.time_zones[zone].get("city") for of in spoken if zone in of.time_zones)
        called = [
            zone,
            zone.rpartition("/")[2],
            *cities,
            *(of.territories.get(territory) for of in spoken if territory.isalpha()),
        ]
        for name in filter(None, called):
            names[_folded(name)].add(zone)
    for once, zone in get_global("zone_aliases").items():
        for name in (once, once.rpartition("/")[2]):
            names.setdefault(_folded(name), {zone})
    names |= {word: {zone} for zone, words in ALSO.items() for word in words.split()}
    return Zones({name: _usual(zones) for name, zones in names.items() if _usual(zones)})


def _usual(zones: Collection[str]) -> frozenset[str]:
    """Without the fixed distances from UTC, whose names say the opposite of what people expect."""
    return frozenset(UTC if zone in FIXED else zone for zone in zones if zone in FIXED or not zone.startswith("Etc/"))


def _folded(name: str) -> str:
    """Without accents, which not every keyboard has: `sao paulo`. Hangul is put together again."""
    letters = normalize("NFKD", folded(name.replace("_", " ")))
    return normalize("NFC", "".join(letter for letter in letters if not combining(letter)))


def _fixed(said: str) -> str | None:
    """The zone at an offset from UTC, which knows no summer time; None: it is no offset, or one without a zone."""
    if own := _IANA.fullmatch(said):
        return _whole(int(own["hours"]), ahead=own["sign"] == "-")
    offset = _OFFSET.fullmatch(said)
    if offset is None:
        return None
    hours, ahead = int(offset["hours"]), offset["sign"] == "+"
    if int(offset["minutes"] or 0):
        return ODD.get(f"{'+' if ahead else '-'}{hours:02}:{offset['minutes']}")
    return _whole(hours, ahead=ahead)


def _whole(hours: int, *, ahead: bool) -> str | None:
    if not hours:
        return UTC
    return f"Etc/GMT{'-' if ahead else '+'}{hours}" if hours <= (EAST if ahead else WEST) else None


def title_of(zone: str) -> str:
    """What a timezone is called before people: its name, but `UTC+9` for Etc/GMT-9."""
    own = _IANA.fullmatch(zone.casefold())
    return f"UTC{'+' if own['sign'] == '-' else '-'}{own['hours']}" if own else zone
