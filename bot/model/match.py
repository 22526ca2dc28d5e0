"""What an entry is about, and why."""

from dataclasses import dataclass
from enum import StrEnum

TARGET = "target:"
"""Before a place's key: only where the place is a target."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a topic matched: the term as it stands in the text, and the sentence that it stands in."""

    term: str
    sentence: str


class Role(StrEnum):
    """What a country does in an entry; "concerned" where the text does not say more."""

    ACTOR = "actor"
    ISSUER = "issuer"
    TARGET = "target"
    CONCERNED = "concerned"


@dataclass(frozen=True, slots=True)
class Concern:
    """A country or body that an entry is about: its code, its role, and the keys of the regions that it lies in."""

    code: str
    role: Role = Role.CONCERNED
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Entry x topic: how surely (0 to 1), why, and which countries it concerns.

    `passing`: the entry is about something else, and only its page speaks of a step to come of this topic.
    """

    topic: str
    score: float
    evidence: tuple[Evidence, ...]
    countries: tuple[Concern, ...] = ()
    passing: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """The places by which a narrowed subscription wants it: codes and regions, and `target:` with a target's.

        Where a target is known, those who are merely named (who condemns, who watches) do not count.
        """
        sure = any(concern.role is Role.TARGET for concern in self.countries)
        counted = [concern for concern in self.countries if not (sure and concern.role is Role.CONCERNED)]
        keys = [(concern.role, key) for concern in counted for key in (concern.code, *concern.regions)]
        on = [f"{TARGET}{key}" for role, key in keys if role is Role.TARGET]
        return tuple(dict.fromkeys((*(key for _, key in keys), *on)))
