"""The facts of a story from its reports': where they differ, side by side with who says so; no average, no sum."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from typing import Any

from bot.facts.launch import LOOSE, ORBITAL
from bot.model import Tier
from bot.model.facts import GROUPS, RECORDS, Fact, Facts

CLOSE = 0.02
"""Two numbers that differ by less are the same number."""
_TIERS = tuple(Tier)
_ALSO = "also_"

_KNOWN = ("failed", "happened")
"""How a launch ended, the last that is known first; before that it is only announced."""
_ORDERS: Mapping[str, Callable[[Fact[Any]], Any]] = {
    "count": lambda fact: -fact.value,
    "killed": lambda fact: -fact.value,
    "injured": lambda fact: -fact.value,
    "kind": lambda fact: (fact.value in LOOSE, fact.value not in ORBITAL),
    "status": lambda fact: _KNOWN.index(fact.value) if fact.value in _KNOWN else len(_KNOWN),
    "opens": lambda fact: not fact.value,
}
"""What goes first, whoever says it: every outlet counts what it has seen, so the largest count is the nearest to all;
an exact kind replaces a loose one, and a satellite what was taken for a missile; a launch that was told of as done may
have failed."""
_PARTS = {
    name: tuple(part.name for part in fields(record) if not part.name.startswith(_ALSO))
    for name, record in RECORDS.items()
}
"""The fields of each group that have sides."""

Sides = Mapping[str, tuple[Fact[Any], ...]]


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """Every field of the groups with what was said of it: the most trusted first, each value once."""

    launch: Sides = field(default_factory=dict)
    sanctions: Sides = field(default_factory=dict)
    nuclear: Sides = field(default_factory=dict)
    strike: Sides = field(default_factory=dict)

    def leading(self) -> Facts:
        """The facts that go first: what severity and a line of an alert are made of."""
        groups: dict[str, Any] = {
            name: RECORDS[name](**{key: told[0] for key, told in sides.items()})
            for name in GROUPS
            if (sides := getattr(self, name))
        }
        return Facts(**groups)


def merge(reports: Sequence[tuple[str, Tier, Facts]]) -> StoryFacts:
    """What the reports (outlet, its tier, what it states), in order of arrival, say together."""
    ordered = sorted(reports, key=lambda report: _TIERS.index(report[1]))
    return StoryFacts(**{name: _sides(name, ordered) for name in GROUPS})


def _sides(name: str, reports: Sequence[tuple[str, Tier, Facts]]) -> Sides:
    groups = [(outlet, group) for outlet, _, facts in reports if (group := getattr(facts, name)) is not None]
    if not groups:
        return {}
    sides: dict[str, tuple[Fact[Any], ...]] = {}
    for part in _PARTS[name]:
        told = chain.from_iterable(_told(group, part, outlet) for outlet, group in groups)
        if kept := _distinct(list(told)):
            sides[part] = tuple(sorted(kept, key=_ORDERS[part])) if part in _ORDERS else kept
    return sides


def _told(group: Any, name: str, outlet: str) -> list[Fact[Any]]:
    """What one report says of a field, the other figures of the event included."""
    facts = [getattr(group, name), *getattr(group, f"{_ALSO}{name}", ())]
    return [fact if fact.outlet else replace(fact, outlet=outlet) for fact in facts if fact is not None]


def _distinct(told: list[Fact[Any]]) -> tuple[Fact[Any], ...]:
    kept: list[Fact[Any]] = []
    for fact in told:
        if not any(_same(fact.value, other.value) for other in kept):
            kept.append(fact)
    return tuple(kept)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str):
        return isinstance(other, str) and one.casefold() == other.casefold()
    if isinstance(one, tuple):
        return set(one) == set(other)
    if isinstance(one, bool | Mapping):
        return bool(one == other)
    return bool(abs(one - other) <= CLOSE * max(abs(one), abs(other)))
