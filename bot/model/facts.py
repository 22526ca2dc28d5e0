"""The records of facts: frozen; a field is a Fact with its sentence, or None where no sentence states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Fact(Generic[V]):
    """A value, the sentence of the title or text that states it, and the outlet whose sentence it is (None: unknown).

    `says` is whom the sentence names as its source ("Japan's defence ministry"), None where it names nobody.
    """

    value: V
    sentence: str
    outlet: str | None = None
    says: str | None = None


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """A launch. Countries in English short form, distances in km, `date` ISO, `time` ISO with its offset.

    `range_is` and `apogee_is` say what the figure is: flown, capability or orbit. `also_*` are the other figures that
    are told of the same event.
    """

    actor: Fact[str] | None = None
    kind: Fact[str] | None = None
    name: Fact[str] | None = None
    count: Fact[int] | None = None
    at_least: Fact[bool] | None = None
    range_km: Fact[float] | None = None
    range_is: Fact[str] | None = None
    apogee_km: Fact[float] | None = None
    apogee_is: Fact[str] | None = None
    place: Fact[str] | None = None
    direction: Fact[str] | None = None
    status: Fact[str] | None = None
    told_as: Fact[str] | None = None
    """"reaction" where the report is of what somebody says about the launch, else "event"."""
    date: Fact[str] | None = None
    time: Fact[str] | None = None
    reporter: Fact[str] | None = None
    evident: Fact[Mapping[str, Any]] | None = None
    """What the title plainly tells, as `bot/facts/evident.py` has it: enough to be told again in other words."""
    also_range_km: tuple[Fact[float], ...] = ()
    also_apogee_km: tuple[Fact[float], ...] = ()


@dataclass(frozen=True, slots=True)
class SanctionsFacts:
    """A step in sanctions. `designated` counts who was newly listed; its parts are persons, entities, vessels."""

    issuer: Fact[tuple[str, ...]] | None = None
    target: Fact[tuple[str, ...]] | None = None
    act: Fact[str] | None = None
    designated: Fact[int] | None = None
    designated_parts: Fact[Mapping[str, int]] | None = None
    instrument: Fact[str] | None = None
    vetoed_by: Fact[tuple[str, ...]] | None = None
    evident: Fact[Mapping[str, Any]] | None = None
    """As that of a launch."""


@dataclass(frozen=True, slots=True)
class NuclearFacts:
    """A nuclear test or step: `yield_kt` in kilotons of TNT, `magnitude` of the earthquake it made."""

    actor: Fact[str] | None = None
    act: Fact[str] | None = None
    place: Fact[str] | None = None
    yield_kt: Fact[float] | None = None
    magnitude: Fact[float] | None = None
    date: Fact[str] | None = None
    reporter: Fact[str] | None = None
    evident: Fact[Mapping[str, Any]] | None = None
    """As that of a launch."""


@dataclass(frozen=True, slots=True)
class StrikeFacts:
    """A strike: `act` struck, invaded, intercepted, planned, denied or reaction; `site` what was hit, if it matters.

    `opens`: a title says that one state attacks another, which opens a war or widens one; false where they were at war.
    """

    actor: Fact[str] | None = None
    target: Fact[str] | None = None
    act: Fact[str] | None = None
    site: Fact[str] | None = None
    killed: Fact[int] | None = None
    injured: Fact[int] | None = None
    opens: Fact[bool] | None = None
    evident: Fact[Mapping[str, Any]] | None = None
    """As that of a launch."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry states about a launch, sanctions, nuclear steps and a strike; None where it is not about them."""

    launch: LaunchFacts | None = None
    sanctions: SanctionsFacts | None = None
    nuclear: NuclearFacts | None = None
    strike: StrikeFacts | None = None


Group = LaunchFacts | SanctionsFacts | NuclearFacts | StrikeFacts
"""Facts of one kind of event."""
RECORDS: Mapping[str, type[Group]] = {
    "launch": LaunchFacts,
    "sanctions": SanctionsFacts,
    "nuclear": NuclearFacts,
    "strike": StrikeFacts,
}
GROUPS = tuple(RECORDS)
"""The names of the groups of facts."""


def as_json(facts: Facts | None) -> dict[str, Any]:
    """{"launch": {field: {"value", "sentence"} or null} or null, "sanctions": ..., "nuclear": ..., "strike": ...}."""
    return {name: _group_json(getattr(facts, name)) if facts else None for name in GROUPS}


def _group_json(group: Group | None) -> dict[str, Any] | None:
    return {part.name: _json(getattr(group, part.name)) for part in fields(group)} if group else None


def _json(value: Fact[Any] | tuple[Fact[Any], ...] | None) -> Any:
    if isinstance(value, tuple):
        return [_json(fact) for fact in value]
    if value is None:
        return None
    plain = dict(value.value) if isinstance(value.value, Mapping) else value.value
    return {"value": list(plain) if isinstance(plain, tuple) else plain, "sentence": value.sentence}


def pack(facts: Facts) -> dict[str, Any]:
    """The facts as plain JSON with all that they hold: {group: {field: [value, sentence, outlet, says]}}."""
    groups = {name: getattr(facts, name) for name in GROUPS}
    return {name: _packed(group) for name, group in groups.items() if group is not None}


def unpack(data: Mapping[str, Any]) -> Facts:
    """The facts that were packed; what this version does not know is left out."""
    return Facts(**{name: _unpacked(RECORDS[name], group) for name, group in data.items() if name in RECORDS})


def _packed(group: Group) -> dict[str, Any]:
    kept = {part.name: getattr(group, part.name) for part in fields(group)}
    return {
        name: [_row(fact) for fact in fact] if isinstance(fact, tuple) else _row(fact)
        for name, fact in kept.items()
        if fact
    }


def _row(fact: Fact[Any]) -> list[Any]:
    return [fact.value, fact.sentence, fact.outlet, fact.says]


def _unpacked(record: type[Any], group: Mapping[str, Any]) -> Any:
    known = {part.name for part in fields(record)}
    return record(
        **{
            name: tuple(map(_fact, row)) if name.startswith("also_") else _fact(row)
            for name, row in group.items()
            if name in known
        }
    )


def _fact(row: Sequence[Any]) -> Fact[Any]:
    value, sentence, outlet, says = row
    return Fact(tuple(value) if isinstance(value, list) else value, sentence, outlet, says)
