"""A query asked of everything that is kept: the tokens to look for, which of what is found holds, the best first.

An index finds candidates, whatever engine it is of; what holds and how good it is is decided here, by the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.model import Past, Sought, Token, Tokens
from bot.places.gazetteer import Gazetteer
from bot.queries.expression import Every, Expression, Fact, No, Some, Words
from bot.queries.trial import sift
from bot.text.tokens import marker, tokens_of
from bot.text.words import Span, Term, fold, folded

LOOKED = 200
"""How many entries are looked at, the newest that an index proposes, and how many reports beside them."""
HALF = timedelta(days=30)
"""The age at which an entry is worth half of a new one."""
REPORT = 2.0
"""What an entry that is a report of a story is worth, beside one that is none: people look for events."""
IN_TEXT = 0.5
"""What a word in the text is worth, beside one in the title."""
LEVELS = 10
"""How deep what an index is asked may be nested: FTS5's parser takes some thirty levels."""
MARKED = frozenset({"lang", "topic", "tier"})
"""The fields of which an index has markers; the countries that an entry names it does not know."""


def sought(expression: Expression, levels: int = LEVELS) -> Sought | None:
    """What of tokens and markers every entry has for which the expression holds; None where nothing is sure.

    What is nested deeper than so many levels is left to the text.
    """
    if not levels:
        return None
    match expression:
        case Words(term, "source"):
            # Names are short, so that a beginning needs no index: what follows decides.
            return _all(Token(marker("source", token.text), token.begins) for token in tokens_of(term))
        case Words(term):
            return _all(tokens_of(term))
        case Fact(field, value):
            return Token(marker(field, value)) if field in MARKED else None
        case No():
            return None
        case Every(parts):
            return _all(one for part in parts if (one := sought(part, levels - 1)))
        case Some(parts):
            each = [sought(part, levels - 1) for part in parts]
            surely = tuple(one for one in each if one)
            return Tokens(surely, every=False) if len(surely) == len(each) else None


def _all(parts: Iterable[Sought]) -> Sought | None:
    each = tuple(dict.fromkeys(parts))
    return Tokens(each, every=True) if len(each) > 1 else next(iter(each), None)


def rank(expression: Expression, pasts: Iterable[Past], gazetteer: Gazetteer, now: datetime) -> tuple[Past, ...]:
    """Those for which the expression holds, the best first; of a story, or of one title, the best alone.

    Where its words stand, how old an entry is and whether it is a report make its worth: in the title twice as much as
    in the text, half after `HALF`, a third after twice that, twice as a report.
    """
    terms = [words.term for words in _positive(expression) if words.place != "source"]
    worth = {past: _worth(past, terms, now) for past in sift(expression, pasts, gazetteer)}
    best: dict[int | str, Past] = {}
    for past in sorted(worth, key=lambda past: (-worth[past], -past.id)):
        best.setdefault(past.story_id or folded(past.title) or past.id, past)
    return tuple(best.values())


def spans(expression: Expression, text: str) -> Sequence[Span]:
    """Where in a text the words of an expression stand, in order, none over another."""
    read = fold(text)
    found = [
        (read.origin[start], read.origin[end - 1] + 1)
        for words in _positive(expression)
        if words.place != "source"
        for start, end in _places(words.term, read.text)
    ]
    apart: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _places(term: Term, text: str) -> Iterator[Span]:
    at = text.find(term.text)
    while at >= 0:
        if span := term.span(text, at, at + len(term.text)):
            yield span
        at = text.find(term.text, at + len(term.text))


def _positive(expression: Expression) -> Iterator[Words]:
    """The words that are looked for, without those that must not be there."""
    match expression:
        case Words():
            yield expression
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _positive(part)


def _worth(past: Past, terms: Sequence[Term], now: datetime) -> float:
    title = folded(past.title)
    stands = [1.0 if term.stands_in(title) else IN_TEXT for term in terms]
    relevance = sum(stands) / len(stands) if stands else 1.0
    age = max(now - past.published_at, timedelta()) / HALF
    return relevance / (1 + age) * (REPORT if past.story_id else 1.0)
