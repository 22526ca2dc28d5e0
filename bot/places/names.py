"""How countries are called, as data: CLDR's names through babel, and what it lacks from `data/countries/*.toml`.

A name is spelled as in the topics' files (`*` before or behind: it may go on there; a space behind: it may not), with
two signs more: `^` before it, where it must stand by itself ("^北"), and `|` within, behind which stands what must
follow and is no part of the name ("미| 국무부"). Capitals in a name must be capitals in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain, product
from typing import Any

from babel import Locale, localedata

from bot.errors import DataError
from bot.text.words import Term, fold

READ_IN = ("en", "ko", "ja", "zh", "ru")
"""The languages in which people may name a region."""
PLACES, CAPITALS = "places.toml", "capitals.toml"
_ALPHA_2 = re.compile("[A-Z]{2}")
_NO_COUNTRY = re.compile("AC|AQ|BV|CC|CP|CQ|DG|EA|EZ|GS|HM|IC|IO|QO|TA|TF|UM|XA|XB|ZZ")
"""What CLDR has in the same table and nobody governs: oceans, test locales, uninhabited islands."""
_KEYS = frozenset(
    {"locales", "drop", "names", "refuse", "unsure", "letters", "together", "apart", "towards", "follow", "ends"}
)
_NOBODY: frozenset[str] = frozenset()
_JOINTS = ("", "·", "・", " ")
"""What may stand between the letters of a compound; a space only for a hyphen, which folding makes one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as folded: its codes with the letters of the term that say each, and how it must stand.

    Without codes it only takes letters away from other names. `rank` is how weak it is: 1 for letters put together,
    2 for a letter by itself.
    """

    term: Term
    codes: tuple[tuple[str, int, int], ...]
    length: int
    capitals: tuple[int, ...] = ()
    alone: bool = False
    tight: bool = False
    towards: bool = False
    company: frozenset[str] = _NOBODY
    rank: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it is one place's name by itself, such as people type it."""
        one = len(self.codes) == 1 and not (self.towards or self.rank)
        return one and self.length == len(self.term.text) and (self.length > 1 or not self.term.text.isascii())


@dataclass(frozen=True, slots=True)
class Place:
    """A body or a region: its title by language, the codes of its members (a region's), and what else it is called."""

    key: str
    title: Mapping[str, str]
    members: frozenset[str] = _NOBODY
    also: tuple[str, ...] = ()


@cache
def load_places() -> dict[str, Place]:
    """The bodies and regions that ship with Bongsu, by key: our own, and CLDR's in all languages that we read."""
    data = _read(PLACES)
    called = {language: localedata.load(language)["territories"] for language in READ_IN}
    places = {}
    for key, table in data.items():
        titles = {language: names[table["cldr"]] for language, names in called.items()} if "cldr" in table else {}
        title = titles | table.get("title", {})
        places[key] = Place(key, title, frozenset(_members(data, key)), tuple(table.get("also", ())))
    localedata._cache.clear()
    return places


def _members(data: Mapping[str, Any], key: str) -> Iterator[str]:
    """The members of a region, those of the regions that it contains included."""
    yield from data[key].get("members", ())
    for inner in data[key].get("contains", ()):
        yield from _members(data, inner)


def title_of(places: Mapping[str, Place], key: str, language: str) -> str:
    """What a place is called in this language: its own title, or CLDR's name of the country."""
    if key in places:
        return places[key].title.get(language, places[key].title["en"])
    names = Locale.parse(language).territories
    return str(names.get(key.upper(), key.upper()))


def load_names(places: Iterable[str]) -> dict[str, tuple[Name, ...]]:
    """The languages whose names ship with Bongsu: a file each."""
    folder = files("bot.places") / "data" / "countries"
    found = sorted({path.name for path in folder.iterdir() if path.name.endswith(".toml")} - {PLACES, CAPITALS})
    capitals, known = _read(CAPITALS), frozenset(places)
    names = {}
    for name in found:
        names[name.removesuffix(".toml")] = names_of(_read(name), name, capitals, known)
        localedata._cache.clear()  # 2 MB of all that CLDR says in this language; who still needs it loads it anew
    _same.cache_clear()
    return names


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((files("bot.places") / "data" / "countries" / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{name}: this is not TOML: {exc}. Mend the line it names.") from exc


def territories(locale: str) -> dict[str, str]:
    """CLDR's names of countries and of the bodies UN and EU, by code; what stands in brackets left out.

    They are read past babel's `Locale`, which ties what it hands out into cycles that only the collector frees.
    """
    return {
        code.lower(): re.split(r"\s*[(（]", name)[0]
        for code, name in localedata.load(locale)["territories"].items()
        if _ALPHA_2.fullmatch(code) and not _NO_COUNTRY.fullmatch(code)
    }


def names_of(
    data: Mapping[str, Any], file: str, capitals: Mapping[str, str], places: frozenset[str]
) -> tuple[Name, ...]:
    """The names that a language's file says, with those of the capitals; DataError names the file and the key."""
    if unknown := data.keys() - _KEYS:
        raise DataError(f"{file}: {', '.join(sorted(unknown))} is not known here; the keys are {', '.join(_KEYS)}.")
    known = frozenset(territories("en")) | places
    names = [*_spelled(data, capitals), *_letters(data), *map(_refusal, data.get("refuse", ()))]
    for name in names:
        if strange := ({code for code, _, _ in name.codes} | name.company) - known:
            raise DataError(f"{file}: {name.term.text!r}: no country or body has the code {', '.join(strange)}.")
    return tuple(names)


def _spelled(data: Mapping[str, Any], capitals: Mapping[str, str]) -> Iterator[Name]:
    """The names written out: CLDR's, and the file's own."""
    unsure = {name: frozenset(codes.split()) for name, codes in data.get("unsure", {}).items()}
    ends, towards = data.get("ends", {}), data.get("towards", {})
    for code, name in dict.fromkeys((*_from_cldr(data, capitals), *_own(data))):
        for form in _forms(name, ends):
            yield _name(form, (code,), company=unsure.get(name, _NOBODY))
        if towards.get("names") and name.strip("*").isalpha():
            yield from (_name(name, (code,), towards=prefix) for prefix in towards["words"])


def _from_cldr(data: Mapping[str, Any], capitals: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    drop = frozenset(data.get("drop", ()))
    for locale in data["locales"]:
        zones = localedata.load(locale)["time_zones"]
        for code, name in territories(locale).items():
            for spelled in dict.fromkeys((name, name.replace(" & ", " and "))):
                if spelled not in drop:
                    yield code, spelled
        for code, zone in capitals.items():
            city = (zones.get(zone) or {}).get("city") or zone.split("/")[-1].replace("_", " ")
            if city not in drop:
                yield code, city


def _own(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code, names in data.get("names", {}).items():
        yield from ((code, name) for name in names)


def _forms(name: str, ends: Mapping[str, str]) -> Iterator[str]:
    """A name in all its cases, where the language's `ends` says how words decline; each word of it in the same case."""
    if not ends or "*" in name or name.isupper():
        yield name
        return
    words = [_declined(word, ends) for word in name.split(" ")]
    yield from dict.fromkeys(" ".join(forms) for forms in zip(*words, strict=True))


def _declined(word: str, ends: Mapping[str, str]) -> list[str]:
    """The cases of a word by its longest known ending; "-" is the empty ending, and an unknown word stays as it is."""
    ending = next((word[at:] for at in range(1, len(word)) if word[at:] in ends), None)
    if ending is None:
        return [word] * len(next(iter(ends.values())).split())
    stem = word[: -len(ending)]
    return [stem + case.strip("-") for case in ends[ending].split()]


def _letters(data: Mapping[str, Any]) -> Iterator[Name]:
    """What single letters make: compounds, either with what must follow, and "towards" with a letter."""

    def codes(word: str) -> tuple[str, ...]:
        return tuple(data.get("letters", {}).get(letter, letter) for letter in word)

    compounds = chain(
        product(data.get("together", ()), _JOINTS),
        product(data.get("apart", ()), (joint for joint in _JOINTS if joint)),
    )
    for word, joint in compounds:
        yield _name(joint.join(word), codes(word), rank=1, tight=True)
    for group in data.get("follow", ()):
        for word, behind in product(group["letters"], group["words"]):
            yield _name(f"{group.get('sign', '')}{word}|{behind}", codes(word))
    towards = data.get("towards", {})
    for prefix, letter in product(towards.get("words", ()), towards.get("letters", ())):
        yield _name(letter, codes(letter), rank=1, towards=prefix)
    then = towards.get("follow", {})
    for prefix, letter, behind in product(towards.get("words", ()), then.get("letters", ()), then.get("words", ())):
        yield _name(f"{letter}|{behind}", codes(letter), towards=prefix)


def _name(
    spelled: str,
    codes: tuple[str, ...],
    *,
    company: frozenset[str] = _NOBODY,
    rank: int = 0,
    tight: bool = False,
    towards: str = "",
) -> Name:
    """The name as an editor spelled it; several codes are those of its letters, `towards` a prefix glued before it."""
    alone, spelled = spelled.startswith("^"), spelled.removeprefix("^")
    head, _, behind = spelled.partition("|")
    whole = towards + head + behind
    source = whole.strip("*")
    folded = fold(source)
    length = len((fold((towards + head).strip("*")) if behind else folded).text.rstrip())
    step = (length + 1) // len(codes)  # a letter and its joint
    pieces = ((code, at * step, at * step + 1) for at, code in enumerate(codes))
    rank = 2 if length - len(towards) == 1 else rank
    return Name(
        term=Term.of(whole),
        codes=_same(tuple(pieces) if len(codes) > 1 else ((codes[0], len(towards), length),)),
        length=length,
        capitals=tuple(at for at, origin in enumerate(folded.origin[:length]) if source[origin].isupper()),
        alone=alone,
        tight=tight,
        towards=bool(towards),
        company=company,
        rank=rank,
    )


@cache
def _same(codes: tuple[tuple[str, int, int], ...]) -> tuple[tuple[str, int, int], ...]:
    """The first of all that are equal: seven names in eight say what another one says."""
    return codes


def _refusal(spelled: str) -> Name:
    name = _name(spelled, ("",))
    return replace(name, codes=())
