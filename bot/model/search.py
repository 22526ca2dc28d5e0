"""What a search asks of an index: tokens that an entry has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A token, or with `begins` any token that begins so."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Tokens:
    """Two or more of which `every` one is there, or at least one."""

    parts: "tuple[Sought, ...]"
    every: bool


Sought = Token | Tokens
