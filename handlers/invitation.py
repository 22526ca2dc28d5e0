"""What a link passes on, as the payload of a deep link: A-Z a-z 0-9 _ -, short enough for a button's data.

A version (`s1`), then for each subscription: its topic, the least fires, how many places, the places. A topic is two
letters of a hash of its key, and so is a place, behind `_`, unless its key is two letters itself (`kp`, `eu`); `-`
before a place says that only what is directed at it counts. Keys that are renamed end their links, and no others.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from bot.model import TARGET, URGENT, Subscription

VERSION = "s1"
LONGEST = 58
"""Letters of a payload: Telegram takes 64 of a link, and as many of a button's data with its name."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True, slots=True)
class Invitations:
    """Reads and writes payloads, by the keys of topics and places that there are."""

    topics: Collection[str]
    places: frozenset[str]

    def write(self, subscriptions: Sequence[Subscription]) -> str | None:
        """The payload; None where it would be too long."""
        payload = VERSION + "".join(
            f"{code(one.topic)}{one.min_severity}{_LETTERS[min(len(one.places), 63)]}{''.join(map(_place, one.places))}"
            for one in subscriptions
        )
        return payload if len(payload) <= LONGEST else None

    def read(self, payload: str) -> tuple[Subscription, ...] | None:
        """What it passes on, each topic once; None where it is not one of ours, or not whole, or names what is not."""
        if not payload.startswith(VERSION) or len(payload) > LONGEST:
            return None
        topics, places = {code(key): key for key in self.topics}, _places(self.places)
        rest, found = payload.removeprefix(VERSION), dict[str, Subscription]()
        try:
            while rest:
                topic, fires, count = topics[rest[:2]], int(rest[2], URGENT + 1), _LETTERS.index(rest[3])
                taken, rest = _split(rest[4:], count)
                found[topic] = Subscription(topic, fires, tuple(places[place] for place in taken))
                if not fires:
                    return None
        except (KeyError, IndexError, ValueError):
            return None
        return tuple(found.values()) or None


def code(key: str) -> str:
    """Two letters for a key; a test holds that no two of ours have the same."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) % len(_LETTERS) ** 2
    return _LETTERS[number // len(_LETTERS)] + _LETTERS[number % len(_LETTERS)]


@cache
def _places(keys: frozenset[str]) -> dict[str, str]:
    """Every place, and it as a target, by how it is written."""
    return {_place(prefix + key): prefix + key for key in keys for prefix in ("", TARGET)}


def _place(place: str) -> str:
    key = place.removeprefix(TARGET)
    return ("-" if place.startswith(TARGET) else "") + (key if len(key) == 2 else f"_{code(key)}")


def _split(rest: str, count: int) -> tuple[list[str], str]:
    """So many places from the beginning, and what is behind them."""
    taken = []
    for _ in range(count):
        size = int(rest.startswith("-"))
        size += 3 if rest[size : size + 1] == "_" else 2
        taken.append(rest[:size])
        rest = rest[size:]
    return taken, rest
