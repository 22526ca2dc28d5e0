"""A sentence -> its signs for learned weights: plain words, and the lists that its words belong to, in order.

Signs know no names of countries: they see that somebody is named there, and whether sanctions are usually by or on
them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bot.facts.who import Named, everybody, named
from bot.facts.words import Spotter, Words, lexicon
from bot.text.reading import Sentence
from bot.text.words import fold

_PIECE = re.compile(r"[a-z\u00e0-\u024f]+|[а-яё]+|\d+|[가-힣]|[\u4e00-\u9fff]|[\u3040-\u30ff]|[^\w\s]")
_STEM = 6
"""Letters of a word that count: sanctions and sanctioned are one."""
_NEAR = 7
"""So many pieces on either side of a name are its surroundings."""
_ROW = 3
"""So many lists on either side of a name count in their order."""
_NAME, NONE = "§", "-"
"""What stands for a name among pieces, and for a list where there is none."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence as pieces (words, or letters of a script without spaces; each name is one), and as a row of lists.

    `names` are who is named, `at` where each stands among the pieces, `within` where in the row, `sorts` as what.
    """

    pieces: tuple[str, ...]
    names: tuple[Named, ...]
    at: tuple[int, ...]
    row: tuple[str, ...]
    within: tuple[int, ...]
    sorts: tuple[str, ...]


@lru_cache(maxsize=64)
def pieces(sentence: Sentence, subject: str) -> Pieces:
    """The pieces of a sentence and the row of its lists, for the facts of "launch" or of "sanctions"."""
    names = everybody(sentence) if subject == "launch" else named(sentence)
    parts, end = [], 0
    for one in names:
        parts.append(sentence.text[end : one.start])
        end = one.end
    parts.append(sentence.text[end:])
    found: list[str] = []
    at = []
    plain = (lambda part: fold(part).text) if sentence.language == "zh" else str.lower
    for number, part in enumerate(parts):
        if number:
            at.append(len(found))
            found.append(_NAME)
        found += [piece[:_STEM] for piece in _PIECE.findall(plain(part))]
    sorts = tuple(map(sort_of, names))
    row, within = _row(subject, f" {_NAME} ".join(parts), sorts)
    return Pieces(tuple(found), names, tuple(at), row, within, sorts)


def _row(subject: str, text: str, sorts: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The lists of a text in order, the sort of each name between them; and where in the row the names are."""
    even, spots = _spotter(subject).spots(text)
    names = (found.start() for found in re.finditer(_NAME, even))
    marked = sorted({*((start, name, -1) for start, name in spots), *((at, "", n) for n, at in enumerate(names))})
    within = {number: place for place, (_, _, number) in enumerate(marked) if number >= 0}
    row = tuple(name or (sorts[number] if number < len(sorts) else "") for _, name, number in marked)
    return row, tuple(within.get(number, 0) for number in range(len(sorts)))


def sort_of(one: Named) -> str:
    """Who is named, as far as signs tell: the sort, and for countries whether sanctions are usually by or on them."""
    if one.towards:
        return "towards"
    return _usual().get(one.country, one.sort) if one.sort == "country" else one.sort


@cache
def _usual() -> Mapping[str, str]:
    lists = lexicon("sanctions")
    return {name: part for part in ("target", "issuer") for name in lists[f"usual.{part}"].words}


@cache
def _spotter(subject: str) -> Spotter:
    """The lists whose words are signs, by what they are called there."""
    words = lexicon(subject)
    if subject == "sanctions":
        verbs: list[tuple[str, Words]] = [(name, words[f"verb.{name}"]) for name in ("issues", "answers", "relieves")]
        return Spotter([("thing", words["thing"]), *words.group("act"), *verbs, ("if", words["condition.relief"])])
    others = {"verb": words["act.verb"], "says": words["reporter.word"], "reaction": words["reaction.word"]}
    return Spotter(
        [*words.group("status"), *others.items(), ("kind", words.whole["kind"]), ("name", words.whole["name"])]
    )


def around(sentence: Sentence, number: int, subject: str) -> Iterator[str]:
    """The signs of the name of this number: what stands before and behind it, and where it is among the names."""
    held = pieces(sentence, subject)
    at = held.at[number]
    before, behind = held.pieces[max(0, at - _NEAR) : at][::-1], held.pieces[at + 1 : at + 1 + _NEAR]
    for side, near in (("<", before), (">", behind)):
        first, second, third, *_ = *near, "^", "^", "^"
        yield from (f"{side}1 {first}", f"{side}2 {first} {second}", f"{side}3 {first} {second} {third}")
        yield from (f"{side} {piece}" for piece in near)
        yield from (f"{side} {a} {b}" for a, b in pairwise(near))
    yield from _lists_around(held, number)
    order = f"order {min(number, 3)}"
    yield from (f"sort {held.sorts[number]}", order, f"{order} of {min(len(held.names), 4)}")
    if number == len(held.names) - 1:
        yield "last"


def _lists_around(held: Pieces, number: int) -> Iterator[str]:
    """The lists whose words stand on either side of a name, the nearest first."""
    place = held.within[number]
    before, behind = held.row[max(0, place - _ROW) : place][::-1], held.row[place + 1 : place + 1 + _ROW]
    for side, near in (("<", before), (">", behind)):
        first, second, *_ = *near, "-", "-"
        yield from (f"{side}list1 {first}", f"{side}list2 {first} {second}")
        yield from (f"{side}list {name}" for name in near)
    yield f"<list {before[0] if before else '-'} >list {behind[0] if behind else '-'} {held.sorts[number]}"


def whole(sentence: Sentence, subject: str, *, pairs: bool = True) -> Iterator[str]:
    """The signs of a sentence as a whole: words, in `pairs` too, lists, and these in order with who is named."""
    held = pieces(sentence, subject)
    words, row = held.pieces, held.row
    yield from words
    if pairs:
        yield from (f"{a} {b}" for a, b in pairwise(words))
    yield from (f"list {name}" for name in row)
    yield from (f"lists {a} {b}" for a, b in pairwise(row))
    yield from (f"lists {a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))
    if row:
        yield from (f"opens {row[0]}", f"closes {row[-1]}")
    if words:
        yield f"ends {words[-1]}"


def first_list(sentence: Sentence, subject: str, lists: Iterable[tuple[str, Words]]) -> str:
    """The first of these lists, in their own order, of which a sentence has a word; NONE where it has none."""
    row = pieces(sentence, subject).row
    return next((name for name, _ in lists if name in row), NONE)


def prefixed(prefix: str, signs: Iterable[str]) -> Iterator[str]:
    """The same signs of another place."""
    return (f"{prefix}{sign}" for sign in signs)
