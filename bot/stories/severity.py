"""One to five fires, and the rule that says so: the first of `data/severity.toml` that the facts meet."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

from bot.errors import DataError
from bot.model import Tier
from bot.model.facts import GROUPS, RECORDS, Facts

LOWEST, HIGHEST = 1, 5
Key = tuple[str, str]
"""The group of a fact and its field: ("launch", "kind")."""
TOPIC = "topic"
"""The rule's name where no facts could be read: the topic's own severity."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many fires (1 to 5), and the name of the rule that decided."""

    fires: int
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where one of the topics was found, every named field has one of its values or at least its number.

    `values` and `least` are keyed by a fact's group and field; what is empty asks nothing.
    """

    name: str
    fires: int
    topics: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    values: Mapping[Key, frozenset[Any]] = field(default_factory=dict)
    least: Mapping[Key, float] = field(default_factory=dict)

    def holds(self, topics: Collection[str], facts: Facts, tier: Tier) -> bool:
        """Whether everything it asks for is so."""
        if (self.topics and self.topics.isdisjoint(topics)) or (self.tiers and tier not in self.tiers):
            return False
        for key, wanted in self.values.items():
            if not _has(facts, key, wanted):
                return False
        return all((value := _value(facts, key)) is not None and value >= least for key, least in self.least.items())


def judge(topics: Collection[str], facts: Facts, tier: Tier, otherwise: int = LOWEST) -> Verdict:
    """The fires of a story of these topics and facts whose best source is of this tier; `otherwise` without facts."""
    for rule in rules():
        if rule.holds(topics, facts, tier):
            return Verdict(rule.fires, rule.name)
    return Verdict(otherwise, TOPIC)


def severity(topics: Collection[str], facts: Facts, tier: Tier, otherwise: int = LOWEST) -> int:
    """The fires alone."""
    return judge(topics, facts, tier, otherwise).fires


def parse_rules(text: str, file: str = "severity.toml") -> tuple[Rule, ...]:
    """The rules that this TOML text says, in order; DataError names the rule and the key that is wrong."""
    try:
        tables = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{file}: this is not TOML: {exc}. Mend the line it names.") from exc
    return tuple(_rule(table, f"{file}: rule {number}") for number, table in enumerate(tables, 1))


@cache
def rules() -> tuple[Rule, ...]:
    """The built-in rules."""
    return parse_rules((files("bot.stories") / "data" / "severity.toml").read_text("utf-8"))


def _rule(table: Mapping[str, Any], place: str) -> Rule:
    if unknown := table.keys() - {"name", "fires", "topics", "tiers", "least", *GROUPS}:
        raise DataError(f"{place}: {', '.join(sorted(unknown))} is not known here.")
    fires = table.get("fires")
    if not isinstance(fires, int) or not LOWEST <= fires <= HIGHEST:
        raise DataError(f"{place}: fires must be a whole number from {LOWEST} to {HIGHEST}.")
    if not table.keys() & {"topics", *GROUPS}:
        raise DataError(f"{place}: it must ask for a topic or a fact.")
    values = {(group, name): frozenset(known) for group in GROUPS for name, known in table.get(group, {}).items()}
    least = {
        (group, name): number
        for key, number in table.get("least", {}).items()
        for group, _, name in [key.partition(".")]
    }
    for group, name in (*values, *least):
        if group not in GROUPS or name not in {part.name for part in fields(RECORDS[group])}:
            raise DataError(f"{place}: {group}.{name} is no fact.")
    tiers = frozenset(Tier(tier) for tier in table.get("tiers", ()))
    return Rule(str(table.get("name", "")), fires, frozenset(table.get("topics", ())), tiers, values, least)


def _value(facts: Facts, key: Key) -> Any:
    group, name = key
    fact = getattr(getattr(facts, group), name, None)
    return None if fact is None else fact.value


def _has(facts: Facts, key: Key, wanted: frozenset[Any]) -> bool:
    value = _value(facts, key)
    return not wanted.isdisjoint(value) if isinstance(value, tuple) else value in wanted
