"""Timezones as people name them: by their own name, a city, a country, a part of one of these, or an offset."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from bot.messages.i18n import load_speech
from handlers.hours import folded

UTC, FIXED = "UTC", ("Etc/UTC", "Etc/GMT")
"""The zone for those without one, and the names that mean the same."""
CODES = {"usa": "US", "アメリカ": "US", "uae": "AE", "drc": "CD"}
"""Short names of countries that are neither their codes nor CLDR's names."""
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
MANY = 12
"""So many zones are offered at most; of more, one for each way to set the clocks."""
LARGE = frozenset(
    {"America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver", "America/Manaus"}
    | {"America/Sao_Paulo", "America/New_York", "Europe/Moscow", "America/Mexico_City"}
)
"""Zones of large cities that CLDR's table has another one for."""
SEASONS = (datetime(2026, 1, 15), datetime(2026, 7, 15))  # noqa: DTZ001 # local times, whose offsets are asked
"""When clocks are compared: north and south of the equator the one is winter and the other summer."""
LEAST = 3
"""How many letters of the beginning of a name's word must be typed; one less in writing of syllables or signs."""


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
                return _main(self.names[name])
        if len(wanted) < LEAST - (not wanted[:1].isascii()):
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
            *(word for word, code in CODES.items() if code == territory),
            territory if territory.isalpha() else None,
            zone,
            zone.rpartition("/")[2],
            *cities,
            *(of.territories.get(territory) for of in spoken if territory.isalpha()),
            *(load_speech().own(language, f"called-place-{territory.lower()}") for language in languages),
        ]
        for name in filter(None, called):
            names[_folded(name)].add(zone)
    for once, zone in get_global("zone_aliases").items():
        for name in (once, once.rpartition("/")[2]):
            names.setdefault(_folded(name), {zone})
    # What people call a zone overrules CLDR where that gives a word to several, and people mean one of them.
    for zone, *words in (line.split() for line in load_speech().typed("zones")):
        names |= {_folded(word): {zone} for word in words}
    return Zones({name: _usual(zones) for name, zones in names.items() if _usual(zones)})


def _main(zones: Collection[str]) -> tuple[str, ...]:
    """Of the many zones of a large country one for each way to set the clocks, in winter and in summer, from the west.

    It is a large city's, or the one that stands for others in CLDR's table of Windows' zones.
    """
    if len(zones) <= MANY:
        return tuple(sorted(zones))
    named = get_global("windows_zone_mapping").values()
    one_each: dict[tuple[timedelta, ...], str] = {}
    for zone in sorted(zones, key=lambda zone: (zone not in LARGE, zone not in named, zone)):
        one_each.setdefault(tuple(ZoneInfo(zone).utcoffset(at) or timedelta() for at in SEASONS), zone)
    return tuple(one_each[offsets] for offsets in sorted(one_each))


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
