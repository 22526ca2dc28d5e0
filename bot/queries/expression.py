"""What a query means: an Expression over an entry's words and facts, whether it holds, and how it is written.

Words in it are folded, so queries that differ in case, accents, widths or hyphens are one Expression.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from bot.model import Source, Tier
from bot.text.reading import Reading
from bot.text.words import Kind, Term, folded


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase that stands in the title or text, or in the "title" or the name of the "source" alone."""

    term: Term
    place: str = ""

    def __str__(self) -> str:
        left, right = "*" * self.term.open_left, "*" * self.term.open_right
        text = f"{left}{self.term.text}{right}"
        bare = all(char.isalnum() or char in "'.*" for char in text) and self.term.kind is not Kind.WHOLE
        return (f"{self.place}:" if self.place else "") + (text if bare else f'"{text}"')


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of an entry that has a value: its "lang", "country", "topic" or "tier"."""

    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Every:
    """All of two or more, none of which is an Every."""

    parts: "tuple[Expression, ...]"

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Some) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of two or more, none of which is a Some."""

    parts: "tuple[Expression, ...]"

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, Every) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class No:
    """Not this, which is no No."""

    part: "Expression"

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, Every | Some) else f"-{self.part}"


Leaf = Words | Fact
Expression = Leaf | Every | Some | No


def every(parts: Iterable[Expression]) -> Expression:
    """All of these."""
    return _joined(Every, parts)


def some(parts: Iterable[Expression]) -> Expression:
    """At least one of these."""
    return _joined(Some, parts)


def no(part: Expression) -> Expression:
    """Not this."""
    return part.part if isinstance(part, No) else No(part)


def _joined(kind: type[Every] | type[Some], parts: Iterable[Expression]) -> Expression:
    flat = dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def needed(expression: Expression, holds: bool = True) -> frozenset[Leaf] | None:
    """Leaves of which at least one is true whenever the expression holds (or does not); None where none need be."""
    match expression:
        case Words() | Fact():
            return frozenset((expression,)) if holds else None
        case No(part):
            return needed(part, not holds)
        case Every(parts) | Some(parts):
            each = [needed(part, holds) for part in parts]
            if isinstance(expression, Every) == holds:  # all of them hold: the part with the fewest leaves will do
                return min((leaves for leaves in each if leaves), key=len, default=None)
            return None if None in each else frozenset().union(*(leaves for leaves in each if leaves))


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Every word and fact in an expression."""
    match expression:
        case Words() | Fact():
            yield expression
        case No(part):
            yield from leaves(part)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)


def holds(expression: Expression, true: Callable[[Leaf], bool]) -> bool:
    """Whether the expression holds where these leaves are true."""
    match expression:
        case Words() | Fact():
            return true(expression)
        case No(part):
            return not holds(part, true)
        case Every(parts):
            return all(holds(part, true) for part in parts)
        case Some(parts):
            return any(holds(part, true) for part in parts)


@dataclass(frozen=True, slots=True)
class Known:
    """An entry as queries see it: its words and the name of its source folded, and what was found out before.

    `countries` are ISO 3166-1 alpha-2 codes in lower case; `topics` the keys of built-in topics.
    """

    source: str
    title: str
    text: str
    language: str | None
    tier: Tier
    topics: frozenset[str]
    countries: frozenset[str]

    @classmethod
    def of(cls, reading: Reading, source: Source, topics: Iterable[str], countries: frozenset[str]) -> "Known":
        """What is known of an entry of this source."""
        return cls(folded(source.outlet), *reading.folded, reading.language, source.tier, frozenset(topics), countries)

    def facts(self) -> Iterator[Fact]:
        """The facts that are true of it."""
        yield Fact("tier", self.tier.value)
        if self.language:
            yield Fact("lang", self.language)
        yield from (Fact("topic", key) for key in self.topics)
        yield from (Fact("country", country) for country in self.countries)

    def has(self, leaf: Leaf) -> bool:
        """Whether a leaf is true of it."""
        if isinstance(leaf, Fact):
            return leaf in self.facts()
        texts = {"": (self.title, self.text), "title": (self.title,), "source": (self.source,)}[leaf.place]
        return any(leaf.term.stands_in(text) for text in texts)


def key_of(expression: Expression) -> str:
    """The topic key of a query: the same for all who ask the same."""
    return "q." + blake2b(str(expression).encode(), digest_size=10).hexdigest()
