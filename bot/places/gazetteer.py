"""Which countries a text names: CLDR's names (through babel) and `data/countries/*.toml`, found in one pass.

A code is ISO 3166-1 alpha-2 in lower case ("kp"), a body's own ("un", "eu", "nato", "g7") or a region's ("korea").
The longest name wins, a name that goes on as another word is none, and capitals count: "US" is not "us".
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from bot.places.names import Name, Place, load_names, load_places
from bot.text.language_id import language_of
from bot.text.reading import READ, Mention, Reading, Sentence
from bot.text.words import Folded, Span, fold

LEAD = 300
"""What is named in the title, or in so many letters of the text, is what the entry concerns."""
OFTEN = 3
"""What is named so often further down concerns the entry as well."""
EVERYWHERE = "en"
"""The language whose names count in texts of every language: NATO, DPRK, SpaceX."""
CLOSE = 80
"""How like a place's name must be, from 0 to 100, to be taken for it."""
_CLOSING = "”’」』)）"
_STRAIGHT = "\"'"


class Gazetteer:
    """Finds the countries that texts name. Immutable; any number of threads may use it."""

    def __init__(self, names: Mapping[str, Sequence[Name]], places: Mapping[str, Place]) -> None:
        self.places = places
        self._languages = frozenset(names)
        by_text: defaultdict[str, list[tuple[str, Name]]] = defaultdict(list)
        for language, spelled in names.items():
            for name in spelled:
                by_text[name.term.text].append((language, name))
        self._names = tuple(map(tuple, by_text.values()))
        self._automaton = AhoCorasick(list(by_text), store_patterns=False)
        called = {name.term.text: name.codes[0][0] for group in self._names for _, name in group if name.is_whole}
        titles = {
            fold(title).text: key for key, place in places.items() for title in (*place.title.values(), *place.also)
        }
        self._places = called | {code: code for code in called.values()} | titles | {key: key for key in places}

    def read(self, title: str, text: str, language: str | None) -> Reading:
        """The reading of a text whose feed says this language, with the countries that it names."""
        return Reading.of(title, text, language, self.mentions)

    def find(self, text: str, language: str | None, beside: Collection[str] = ()) -> tuple[Mention, ...]:
        """The mentions in a text that is one sentence or name, as `mentions` has them."""
        return self.mentions(Sentence(text[:READ], language=language), beside)

    def mentions(self, sentence: Sentence, beside: Collection[str] = ()) -> tuple[Mention, ...]:
        """The mentions in a sentence of its language (told by its script where None), in order.

        `beside` are codes named around the sentence: they keep an unsure name such as Jordan company.
        """
        text, even = sentence.text, sentence.folded
        spoken = (EVERYWHERE, self.tongue(text, sentence.language))
        found = [
            (name, start, span)
            for index, start, end in self._automaton.find_matches_as_indexes(even.text, overlapping=True)
            for tongue, name in self._names[index]
            if tongue in spoken and (span := _span(name, text, even, start, end))
        ]
        return tuple(sorted(_mentions(even, _chosen(found, len(even.text), beside)), key=lambda mention: mention.start))

    def countries_of(self, reading: Reading) -> tuple[str, ...]:
        """The codes that a text concerns: those of its title in order, of its lead, and those it names often."""
        named = [(sentence, mention) for sentence in reading.sentences for mention in sentence.mentions]
        counts = Counter(mention.code for _, mention in named)
        near = [
            mention.code for sentence, mention in named if not sentence.place or sentence.before + mention.start < LEAD
        ]
        often = [code for code, count in counts.most_common() if count >= OFTEN]
        return tuple(dict.fromkeys((*near, *often)))

    def tongue(self, text: str, language: str | None) -> str:
        """The language whose names and words to look for in a text: English where we have none of its own."""
        known = language if language in self._languages else language_of(text, (language,))
        return known if known in self._languages else EVERYWHERE

    def regions(self, code: str) -> tuple[str, ...]:
        """The keys of the regions that a country lies in."""
        return tuple(key for key, place in self.places.items() if code in place.members)

    @property
    def keys(self) -> frozenset[str]:
        """The codes and keys of every place that people can name."""
        return frozenset(self._places.values())

    def place(self, name: str) -> str | None:
        """The code or key of the place that people mean by this name, in any language, close spellings included."""
        called = fold(name).text.strip()
        if called in self._places:
            return self._places[called]
        from rapidfuzz import fuzz, process  # here, so that only who mistypes loads it

        found = process.extractOne(called, self._places.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
        return self._places[found[0]] if found else None


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with Bongsu."""
    places = load_places()
    return Gazetteer(load_names(places), places)


Found = tuple[Name, int, Span]


def _chosen(found: Collection[Found], length: int, beside: Collection[str]) -> Iterator[Found]:
    """Those that stand: surer kinds first, longer ones first, none over another; the unsure where in company."""
    taken = bytearray(length)
    unsure: list[Found] = []
    named = set(beside)
    for name, start, (first, last) in sorted(found, key=lambda one: (one[0].rank, one[2][0] - one[2][1], one[2][0])):
        if any(taken[first:last]):
            continue
        taken[first:last] = b"\1" * (last - first)
        if name.company:
            unsure.append((name, start, (first, last)))
        else:
            named.update(code for code, _, _ in name.codes)
            yield name, start, (first, last)
    yield from (one for one in unsure if not named.isdisjoint(one[0].company))


def _mentions(even: Folded, chosen: Iterable[Found]) -> Iterator[Mention]:
    for name, start, (_, last) in chosen:
        for code, first, end in name.codes:
            until = last if end == name.length else start + end
            yield Mention(code, even.origin[start + first], even.origin[until - 1] + 1, name.towards)


def _span(name: Name, text: str, even: Folded, start: int, end: int) -> Span | None:
    """What the name covers where its letters were found, or None where they are part of something else."""
    span = name.term.span(even.text, start, end)
    if span is None or any(not text[even.origin[start + at]].isupper() for at in name.capitals):
        return None
    first, last = even.origin[start], even.origin[span[1] - 1] + 1
    if name.tight and any(map(str.isspace, text[first:last])):
        return None
    if not _begins(name, text, first, last):
        return None
    return (start, span[1]) if name.length == len(name.term.text) else (start, start + name.length)


def _begins(name: Name, text: str, first: int, last: int) -> bool:
    """Whether the name stands at a word's beginning, as its writing has it."""
    before, after = text[first - 1 : first], text[last : last + 1]
    followed = name.length < len(name.term.text)
    if name.alone and (before.isalnum() or (_is_han(text[first]) and _is_han(after) and not followed)):
        return False
    if _is_katakana(text[first]) and _is_katakana(before):
        return False
    if _is_katakana(text[last - 1]) and _is_katakana(after) and not name.tight:
        return False
    if "가" <= text[first] <= "힣" and before and not name.term.open_left:
        # Behind a Latin word, a figure or a closing quotation mark, Hangul is a particle: "ICBM이란", "'핵'이란".
        closing = before in _CLOSING or (before in _STRAIGHT and first > 1 and not text[first - 2].isspace())
        return not closing and not (before.isascii() and before.isalnum())
    return True


def _is_katakana(char: str) -> bool:
    return bool(char) and ("ァ" <= char <= "ヺ" or char == "ー")


def _is_han(char: str) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith("CJK UNIFIED")
