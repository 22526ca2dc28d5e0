"""The tokens of a text, by which an index finds it: the same for every engine, whatever that knows of a writing.

A word is a token. Hangul, Han and kana have words within words, or none with edges: there each letter is a token, and
each two in a row, so that what is sought within a sentence is found.
"""

import re
from collections.abc import Iterable, Iterator
from operator import add

from bot.model.search import Token
from bot.text.reading import Reading
from bot.text.words import Term, folded

LONGEST = 40
"""Letters of a word that its token has: longer ones are addresses and codes."""
MARK = "§"
"""Stands in tokens that are no words, and in none that are."""
_SYLLABLE = "가-힣\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff"
_SYLLABLES = re.compile(f"[가-힣]+|[{_SYLLABLE.removeprefix('가-힣')}]+")
_WORDS = re.compile(rf"[^\W_{_SYLLABLE}]{{1,{LONGEST}}}")
_RUN = re.compile(rf"(?P<syllables>{_SYLLABLES.pattern})|[^\W_{_SYLLABLE}]+")
"""Letters in a row of one kind of writing, as `words.script` tells them apart."""


def tokens(text: str) -> set[str]:
    """The tokens of a folded text."""
    found = set(_WORDS.findall(text))
    for run in () if text.isascii() else _SYLLABLES.findall(text):
        found.update(run, map(add, run, run[1:]))
    return found


def document(reading: Reading, outlet: str, fields: Iterable[tuple[str, str]]) -> set[str]:
    """The tokens by which an entry is found: those of its words, its outlet's name and its fields with their values."""
    title, text = reading.folded
    named = {marker("source", token) for token in tokens(folded(outlet))}
    return tokens(title) | tokens(text) | named | {marker(*field) for field in fields}


def marker(field: str, value: str = "") -> str:
    """The token that says that an entry's field has this value."""
    return f"{MARK}{field}{MARK}{value}"


def tokens_of(term: Term) -> Iterator[Token]:
    """The tokens that every text has in which the term stands; none where nothing is sure."""
    for run in _RUN.finditer(term.text):
        letters = run[0]
        if run.lastgroup:
            yield from map(Token, map(add, letters, letters[1:])) if len(letters) > 1 else (Token(letters),)
        elif not (term.open_left and run.start() == 0):
            goes_on = term.open_right and run.end() == len(term.text)
            yield Token(letters[:LONGEST], begins=goes_on and len(letters) < LONGEST)
