"""Which of everybody's queries an entry makes true: one pass over its text, however many queries there are.

    terms      of all queries, each once, in an automaton that finds them in one pass: a large one, and a small one of
               what came since, which is made anew for a few terms at a time and merged when it has grown
    queries    each filed under a pair of leaves both of which are true whenever it holds

So a query that is added costs no more than its terms, and of all queries only those are asked of which a pair is true.
There is no taking out: what nobody follows any more is passed over by the caller, and left out of the next index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from ahocorasick_rs import AhoCorasick

from bot.errors import describe
from bot.model import Query
from bot.queries.expression import Every, Expression, Fact, Known, Leaf, No, Some, Words, needed
from bot.queries.query import parse
from bot.text.words import Term

SMALL = 256
"""The small automaton is merged into the large one when it has more terms than this, and more than a SHARE-th of it.

Making the small one anew for each query that is added then costs less than a millisecond.
"""
SHARE = 8
"""See `SMALL`."""
PAIRS = 16
"""A query is filed under at most so many pairs of leaves; one that would need more is filed under single leaves.

`(a OR b) (c OR d)` needs four pairs. The bound keeps a long query from filling the index.
"""
ALWAYS = 0
"""The number of a leaf that is always true: the second of a pair, for queries that are filed under single leaves."""

Number = int
"""A leaf, by the order in which it came."""
Step = Number | frozenset[Number] | tuple[str, tuple["Step", ...]]
"""What must be true: a leaf, one of these leaves, or ("every" or "some" or "no", steps)."""


@dataclass(frozen=True, slots=True)
class _Query:
    """A query as it is asked: it holds where every step does."""

    key: str
    steps: tuple[Step, ...]

    def holds(self, true: set[Number]) -> bool:
        return all(_true(step, true) for step in self.steps)


def _true(step: Step, true: set[Number]) -> bool:
    if isinstance(step, int):
        return step in true
    if isinstance(step, frozenset):
        return not step.isdisjoint(true)
    kind, steps = step
    if kind == "some":
        return any(_true(part, true) for part in steps)
    return all(_true(part, true) for part in steps) == (kind == "every")


@dataclass(slots=True)
class _Row:
    """A term, and its leaves by place."""

    term: Term
    anywhere: Number | None = None
    title: Number | None = None
    source: Number | None = None


class _Automaton:
    """Finds texts, each with its rows."""

    def __init__(self, texts: Sequence[str], rows: dict[str, list[_Row]]) -> None:
        self.texts = texts
        self._rows = [rows[text] for text in texts]
        self._automaton = AhoCorasick(texts)

    def find(self, text: str, title: int, body: int, found: set[Number]) -> None:
        """Add the leaves that are true of a text in which the title begins here and the body there."""
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for row in self._rows[index]:
                if start >= body:
                    leaves: tuple[Number | None, ...] = (row.anywhere,)
                else:
                    leaves = (row.anywhere, row.title) if start >= title else (row.source,)
                new = [leaf for leaf in leaves if leaf is not None and leaf not in found]
                if new and row.term.span(text, start, end):
                    found.update(new)


class _Terms:
    """The terms of all queries, in a large automaton and a small one."""

    def __init__(self) -> None:
        self._rows: dict[str, list[_Row]] = {}
        self._new: list[str] = []
        self._large = _Automaton((), self._rows)
        self._small = self._large

    def add(self, words: Words, leaf: Number) -> None:
        """Look for these words from now on."""
        text = words.term.text
        if text not in self._rows:
            self._rows[text] = []
            self._new.append(text)
        row = next((row for row in self._rows[text] if row.term == words.term), None)
        if row is None:
            row = _Row(words.term)
            self._rows[text].append(row)
        setattr(row, words.place or "anywhere", leaf)

    def settle(self) -> None:
        """Put new terms into the automata."""
        if not self._new:
            return
        small = (*self._small.texts, *self._new)
        self._new.clear()
        if len(small) > max(SMALL, len(self._large.texts) // SHARE):
            self._large, small = _Automaton((*self._large.texts, *small), self._rows), ()
        self._small = _Automaton(small, self._rows)

    def true(self, known: Known) -> set[Number]:
        """The leaves that are true of an entry's words."""
        text = f"{known.source}\n{known.title}\n{known.text}"  # no term holds a line break: it is folded to a space
        title = len(known.source) + 1
        found: set[Number] = set()
        for automaton in (self._large, self._small):
            automaton.find(text, title, title + len(known.title) + 1, found)
        return found


class QueryIndex:
    """The queries that people follow, by topic key."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._asks_countries = False
        self._leaves: dict[Leaf | None, Number] = {None: ALWAYS}
        self._terms = _Terms()
        self._filed: dict[Number, dict[Number, list[_Query]]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    @property
    def asks_countries(self) -> bool:
        """Whether any of the queries asks which countries an entry names."""
        return self._asks_countries

    def add(self, queries: Iterable[tuple[str, Expression]]) -> None:
        """Ask these as well from now on; those whose keys are known cost nothing."""
        for key, expression in queries:
            self._add(key, expression)
        self._terms.settle()

    def learn(self, queries: Iterable[Query]) -> dict[str, str]:
        """Ask these as well from now on; by their keys, what was raised over those that cannot be asked."""
        broken = {}
        for query in queries:
            try:
                self._add(query.topic, parse(query.text))
            except Exception as exc:  # whatever one does to our code, the others are asked
                broken[query.topic] = describe(exc)
        self._terms.settle()
        return broken

    def match(self, known: Known) -> tuple[str, ...]:
        """The keys of the queries that hold for an entry, in their order."""
        if not self._keys:
            return ()
        true = self._terms.true(known)
        true.update(self._leaves[fact] for fact in known.facts() if fact in self._leaves)
        true.add(ALWAYS)
        held = {
            query.key
            for leaf in true
            if (others := self._filed.get(leaf))
            for other in others.keys() & true
            for query in others[other]
            if query.holds(true)
        }
        return tuple(sorted(held))

    def _add(self, key: str, expression: Expression) -> None:
        if key not in self._keys:
            self._file(key, expression)
            self._keys.add(key)

    def _file(self, key: str, expression: Expression) -> None:
        parts = expression.parts if isinstance(expression, Every) else (expression,)
        query = _Query(key, tuple(self._step(part) for part in parts))
        for first, second in self._pairs(parts):
            self._filed.setdefault(first, {}).setdefault(second, []).append(query)

    def _pairs(self, parts: Sequence[Expression]) -> Iterable[tuple[Number, Number]]:
        """The pairs to file a query under: whenever all its parts hold, both leaves of at least one of them are true.

        They are made of the two parts whose leaves are likely to be true least often.
        """
        clauses = sorted((leaves for part in parts if (leaves := needed(part))), key=self._commonness)[:2]
        first, *others = [[self._leaves[leaf] for leaf in leaves] for leaves in clauses]
        second = others[0] if others and len(first) * len(others[0]) <= PAIRS else [ALWAYS]
        return product(first, second)

    def _commonness(self, leaves: Iterable[Leaf]) -> int:
        """How often one of the leaves is likely to be true: facts often are, words as many queries ask for them."""
        filed = (len(self._filed.get(self._leaves[leaf], ())) + 1 for leaf in leaves)
        return sum(filed) + 1_000_000 * any(isinstance(leaf, Fact) for leaf in leaves)

    def _step(self, part: Expression) -> Step:
        match part:
            case Words() | Fact():
                return self._number(part)
            case No(inner):
                return "no", (self._step(inner),)
            case Every(parts):
                return "every", tuple(self._step(inner) for inner in parts)
            case Some(parts):
                steps = [self._step(inner) for inner in parts]
                leaves = frozenset(step for step in steps if isinstance(step, int))
                return leaves if len(leaves) == len(steps) else ("some", tuple(steps))

    def _number(self, leaf: Leaf) -> Number:
        number = self._leaves.setdefault(leaf, len(self._leaves))
        if isinstance(leaf, Words):
            self._terms.add(leaf, number)
        elif leaf.field == "country":
            self._asks_countries = True
        return number
