"""Who may use the service, and how many do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """What lets in so many, until then; of its token only `digest` is kept."""

    digest: str
    uses: int
    until: datetime
    made_by: int | None = None
    used: int = 0


@dataclass(frozen=True, slots=True)
class Admission:
    """A chat that was let in: when, and by whom (None: by an invitation)."""

    chat_id: int
    at: datetime
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """How many subscribers there are, of which kind and language, and how many follow each topic; no names.

    `own` is how many have queries of their own, `new` and `gone` how many came and went in the time that was asked
    for, `silent` how many follow nothing.
    """

    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    own: int = 0
    silent: int = 0
    new: int = 0
    gone: int = 0
