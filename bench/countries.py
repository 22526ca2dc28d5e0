"""Who launches and who sanctions whom, and how fast: `bench/countries.py --facts FILE [--lines even|odd] [--errors]`.

FILE has one entry a line with the facts that its text states: {title, text, lang, facts: {launch: {actor}, sanctions:
{issuer, target}}}, countries in English. Read are the title and the first four sentences. The baseline takes the first
country named for actor and issuer, and the second for target. Rules are written while looking at the even lines only.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.model import Entry, Evidence, Match, Role
from bot.places.gazetteer import Gazetteer, load_gazetteer
from bot.places.roles import RoleReader, load_role_reader
from bot.text.prose import clean, sentences
from bot.text.reading import Reading

READ = 4
ASKED = (("launches", Role.ACTOR), ("sanctions", Role.ISSUER), ("sanctions", Role.TARGET))

Way = Callable[[Entry, str, Role], set[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """An entry, and the codes that its facts give to a role."""

    entry: Entry
    topic: str
    role: Role
    codes: frozenset[str]


def entries(path: Path, lines: str) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """The entries of a file with their facts, all lines or the even or odd ones (from 0)."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if lines == "all" or (number % 2 == 0) == (lines == "even"):
                row = json.loads(line)
                at = datetime(2026, 1, 1, tzinfo=UTC)
                yield Entry(row["id"], row["title"], row["text"], at, language=row["lang"]), row["facts"]


def cases(gazetteer: Gazetteer, sample: Sequence[tuple[Entry, dict[str, Any]]]) -> Iterator[Case]:
    """What the facts say, where they name a country or body that we know."""
    for entry, facts in sample:
        said = {Role.ACTOR: [(facts["launch"] or {}).get("actor")]}
        said |= {role: (facts["sanctions"] or {}).get(role.value) or [] for role in (Role.ISSUER, Role.TARGET)}
        for topic, role in ASKED:
            found = (gazetteer.find(name, "en") for name in said[role] if name)
            if codes := frozenset(mentions[0].code for mentions in found if mentions):
                yield Case(entry, topic, role, codes)


def read(entry: Entry) -> Reading:
    """The reading of an entry."""
    return load_gazetteer().read(entry.title, entry.text, entry.language)


def passages(entry: Entry) -> list[str]:
    """The title, and the first sentences of the text."""
    return [entry.title, *sentences(clean(entry.text, entry.title), entry.language)[:READ]]


def by_order(gazetteer: Gazetteer) -> Way:
    """The baseline: who is named first acts, who is named second is acted on."""

    def way(entry: Entry, topic: str, role: Role) -> set[str]:
        found = [mention.code for text in passages(entry) for mention in gazetteer.find(text, entry.language)]
        at = 1 if role is Role.TARGET else 0
        return set(list(dict.fromkeys(found))[at : at + 1])

    return way


def by_reader(reader: RoleReader) -> Way:
    """Ours."""

    def way(entry: Entry, topic: str, role: Role) -> set[str]:
        match = Match(topic, 1, tuple(Evidence("", text) for text in passages(entry)[1:]))
        return {concern.code for concern in reader.concerns(read(entry), match) if concern.role is role}

    return way


def row(sample: Sequence[Case], way: Way) -> tuple[str, str]:
    """Precision and recall over the codes of all cases."""
    got = [(case.codes, way(case.entry, case.topic, case.role)) for case in sample]
    hit = sum(len(codes & found) for codes, found in got)
    return (
        f"{hit / max(sum(len(found) for _, found in got), 1):.2f}",
        f"{hit / max(sum(len(codes) for codes, _ in got), 1):.2f}",
    )


def speed(work: Callable[[Entry], object], sample: Sequence[Entry]) -> float:
    """Entries a second, over at least a second."""
    start, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - start) < 1:
        for entry in sample:
            work(entry)
        done += len(sample)
    return done / passed


def main() -> None:
    """Print both tables, and on request the errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--lines", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()

    console, gazetteer, reader = Console(width=110), load_gazetteer(), load_role_reader()
    sample = list(entries(options.facts, options.lines))
    known = list(cases(gazetteer, sample))
    table = Table("role", "stated", *(f"{way} {measure}" for way in ("by order", "ours") for measure in ("P", "R")))
    for topic, role in ASKED:
        these = [case for case in known if case.role is role]
        table.add_row(role, str(len(these)), *row(these, by_order(gazetteer)), *row(these, by_reader(reader)))
        for case in these if options.errors else ():
            if (found := by_reader(reader)(case.entry, topic, role)) != case.codes:
                console.print(f"{role} {set(case.codes)} {found or ''}: {case.entry.title[:150]}", markup=False)
    console.print(table)

    texts = [entry for entry, _ in sample]
    plain = speed(lambda entry: clean(entry.text, entry.title), texts)
    paces = Table("entries a second", "", "times cleaning the text alone")
    for name, work in (
        ("cleaning the text alone", lambda entry: clean(entry.text, entry.title)),
        ("the countries of an entry", lambda entry: gazetteer.countries_of(read(entry))),
        (
            "who does what in its title and four sentences",
            lambda entry: by_reader(reader)(entry, "launches", Role.ACTOR),
        ),
    ):
        pace = speed(work, texts)
        paces.add_row(name, f"{pace:,.0f}", f"{pace / plain:.2f}")
    console.print(paces)


if __name__ == "__main__":
    main()
