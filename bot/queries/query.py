"""A subscriber's own query: text -> Expression.

The language is the one of search boxes: words, "phrases", AND (or nothing), OR (or |), NOT (or -), parentheses, word*
and fields such as title:word or country:(kp OR ru). NOT binds closest, then AND, then OR. Operators are upper case:
`or` is a word. Case, accents, widths and hyphens of words do not matter, so an Expression holds them folded.
"""

import unicodedata

from bot.errors import QueryError
from bot.queries.expression import Expression, needed

LONGEST = 500
"""How many letters a query may have."""
MOST = 20
"""How many queries one chat may have."""

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')


def parse(text: str, topics: frozenset[str] | None = None) -> Expression:
    """The expression that a query means; a QueryError says where it goes wrong and what to write instead.

    `topics` are the keys that topic: may name; None: any.
    """
    from bot.queries import grammar  # here, so that only who asks a query loads its library

    if len(text) > LONGEST:
        raise QueryError("query-long", LONGEST, most=LONGEST, length=len(text))
    if not text.strip():
        raise QueryError("query-empty")
    plain = "".join(map(_plain, text)).translate(_QUOTES)
    expression = grammar.read(plain, topics)
    if needed(expression) is None:
        raise QueryError("query-negative")
    return expression


def _plain(char: str) -> str:
    """A full-width form, as keyboards of East Asia write operators, as the usual one."""
    usual = unicodedata.normalize("NFKC", char)
    if usual in ("–", "—", "−"):
        return "-"
    return usual if len(usual) == 1 else char
