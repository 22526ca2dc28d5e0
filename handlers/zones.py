"""Timezones as people name them: by their own name, a city, a country, or a part of one of these."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global

UTC, FIXED = "UTC", ("Etc/UTC", "Etc/GMT")
"""The zone for those without one, and the names that mean the same."""
ALSO = {
    "Asia/Seoul": "korea 한국 kst busan 부산",
    "Asia/Tokyo": "jst osaka 오사카",
    "Asia/Shanghai": "china 중국 beijing 베이징 북경",
    "Asia/Kolkata": "ist delhi 델리 mumbai 뭄바이",
    "Asia/Ho_Chi_Minh": "hanoi 하노이",
    "Europe/Kyiv": "kyiv 키이우",
    "Europe/London": "uk 영국",
    "Europe/Zurich": "geneva 제네바",
    "Europe/Berlin": "germany 독일 cet",
    "America/New_York": "est et ny nyc washington 워싱턴",
    "America/Los_Angeles": "pst pt sf",
}
"""What people call a timezone, a word each, where CLDR and the IANA names do not.

It also overrules them where they give a word to several zones, and people mean one of them.
"""
LEAST = 3
"""How many letters of the beginning of a name's word must be typed; one less in Hangul, whose letters are syllables."""


@dataclass(frozen=True, slots=True)
class Zones:
    """The timezones by the names that people give them, folded: `asia/seoul`, `seoul`, `서울`."""

    names: Mapping[str, Collection[str]]

    def find(self, said: str) -> tuple[str, ...]:
        """The timezones that may be meant: one where it is clear, none where there is no such."""
        wanted = _folded(said)
        if wanted in self.names:
            return tuple(sorted(self.names[wanted]))
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
    return " ".join(name.replace("_", " ").casefold().split())
