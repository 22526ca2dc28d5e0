"""How well facts are read, beside plain patterns: `bench/facts.py FILE [--lines even|odd] [--errors] [--fields a,b]`.

FILE has an entry a line with the facts that its text states: {id, title, text, published, lang, facts: {launch,
sanctions}}. Scored as the guide beside it says: kinds and acts by family; lists by the share found; numbers right
within 2 %, and wrong where they differ or where the text gives none. Rules are written while looking at the even
lines; the odd ones judge them.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.facts.evident import FAMILY
from bot.facts.read import read_facts
from bot.model.facts import as_json
from bot.places.gazetteer import load_gazetteer

ACTS = {
    **dict.fromkeys(
        ("proposed", "threatened", "voted", "adopted", "imposed", "designated", "extended", "enforced"), "against"
    ),
    **dict.fromkeys(("eased", "lifted", "suspended", "waived"), "relief"),
    **dict.fromkeys(("criticised", "effects", "other"), "reaction"),
}
WORDS = {
    "launch": ("actor", "kind", "status"),
    "sanctions": ("issuer", "target", "act"),
}
NUMBERS = {"launch": ("count", "range_km", "apogee_km"), "sanctions": ("designated",)}
TOPIC = {"launch": "launches", "sanctions": "sanctions"}
Read = dict[str, dict[str, Any] | None]


@dataclass(slots=True)
class Tally:
    """Shares of a field over the sample: right, wrong, missing; `given` the gold values, `stated` ours."""

    given: int = 0
    stated: int = 0
    right: float = 0.0
    wrong: float = 0.0
    missing: float = 0.0
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another field's as well."""
        for name in ("given", "stated", "right", "wrong", "missing"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def row(self) -> tuple[str, ...]:
        """Given, right, wrong, missing; then right of the given and wrong of the stated, in per cent."""
        shares = (self.right / max(self.given, 1), self.wrong / max(self.stated, 1))
        return (
            str(self.given),
            *(f"{value:.0f}" for value in (self.right, self.wrong, self.missing)),
            *(f"{100 * share:.1f}" for share in shares),
        )


def family(name: str, value: str | None) -> str | None:
    """The family by which a kind or an act is scored."""
    return (FAMILY if name == "kind" else ACTS if name == "act" else {}).get(value or "", value)


def key(value: str) -> str:
    """A name as it is compared: without case, article and dots."""
    return re.sub(r"^the |[^\w ]", "", value.casefold()).strip()


def same(one: str, other: str) -> bool:
    """Whether two names mean one: they are equal, or one is the other with more words."""
    a, b = set(key(one).split()), set(key(other).split())
    return bool(a and b) and (a <= b or b <= a)


def score_words(tally: Tally, name: str, gold: Any, ours: Any, about: str) -> None:
    """One field of words: a list by the share found and the share wrong, anything else whole."""
    wanted = gold if isinstance(gold, list) else [gold]
    stated = ours if isinstance(ours, list) else [ours] if ours is not None else []
    if name in ("kind", "act"):
        wanted, stated = [family(name, v) for v in wanted], [family(name, v) for v in stated]
    found = sum(any(same(value, other) for other in stated) for value in wanted)
    strange = sum(not any(same(value, other) for other in wanted) for value in stated)
    tally.given += 1
    tally.stated += bool(stated)
    tally.right += found / len(wanted)
    tally.wrong += strange / len(stated) if stated else 0
    tally.missing += (len(wanted) - found) / len(wanted) if not stated else 0
    if found < len(wanted) or strange:
        tally.errors.append(f"{about}: gold {gold}, ours {ours}")


def score_number(tally: Tally, gold: float | None, ours: float | None, about: str) -> None:
    """One number."""
    close = gold is not None and ours is not None and abs(ours - gold) <= 0.02 * abs(gold)
    tally.given += gold is not None
    tally.stated += ours is not None
    tally.right += close
    tally.wrong += ours is not None and not close
    tally.missing += gold is not None and ours is None
    if not close and not (gold is None and ours is None):
        tally.errors.append(f"{about}: gold {gold}, ours {ours}")


def score(sample: list[dict[str, Any]], read: Callable[[dict[str, Any]], Read]) -> dict[str, Tally]:
    """The tally of every field."""
    tallies = {name: Tally() for table in (WORDS, NUMBERS) for group in table for name in table[group]}
    for entry in sample:
        ours = read(entry)
        for group, gold in entry["facts"].items():
            if gold is None:
                continue
            about = f"{entry['id']} {(entry['title'] or entry['text'])[:100]}"
            mine: Mapping[str, Any] = ours.get(group) or {}
            for name in WORDS[group]:
                if gold[name]:
                    score_words(tallies[name], name, gold[name], mine.get(name), about)
            for name in NUMBERS[group]:
                score_number(tallies[name], gold[name], mine.get(name), about)
    return tallies


def published(text: str | None) -> datetime | None:
    """The date of publication, where it is a whole one."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def by_rules(entry: dict[str, Any]) -> Read:
    """Our facts of an entry that is about what the gold says it is about."""
    topics = [TOPIC[group] for group, gold in entry["facts"].items() if gold is not None]
    reading = load_gazetteer().read(entry["title"] or "", entry["text"], entry["lang"])
    facts = read_facts(reading, published(entry["published"]), topics)
    return {
        group: {name: fact and fact["value"] for name, fact in fields.items() if not isinstance(fact, list)}
        for group, fields in as_json(facts).items()
        if fields
    }


_COUNTRIES = {
    "North Korea": r"North Korea|N\. Korea|DPRK|북한|북,|北",
    "United States": r"U\.?S\.?\b|United States|미국|美",
    "Russia": r"Russia|러시아",
    "Iran": r"Iran|이란",
    "China": r"Chin(?:a|ese)|중국",
    "European Union": r"\bEU\b|European Union|유럽연합",
    "United Nations": r"U\.?N\.?\b|United Nations|유엔|안보리",
    "United Kingdom": r"UK\b|Britain|British",
    "South Korea": r"South Korea|한국",
    "SpaceX": "SpaceX|스페이스X",
    "NASA": "NASA",
}
_KINDS = {
    "icbm": "ICBM|대륙간",
    "satellite_launch": "satellite|위성",
    "missile": "missile|미사일",
    "rocket": "rocket|로켓",
}
_ACTS = {"lifted": "lift|eas|해제", "criticised": "condemn|reject|비난", "imposed": "sanction|제재"}


def by_pattern(entry: dict[str, Any]) -> Read:
    """The baseline: the first country, the first keyword, the first number with a unit."""
    text = f"{entry['title'] or ''} {entry['text']}"
    places = sorted((m.start(), name) for name, form in _COUNTRIES.items() if (m := re.search(form, text)))
    named = [name for _, name in places]
    km = re.search(r"([\d,]+) ?(?:km|kilomet|㎞)", text)
    height = re.search(r"(?:altitude|고도)\D{0,20}([\d,]+) ?(?:km|kilomet|㎞)", text)
    count = re.search(r"(\d+|two|three|a) (?:\S+ ){0,2}missile|(\d+)발", text)
    words = {"two": 2, "three": 3, "a": 1}
    listed = re.search(r"(\d+) (?:individual|compan|entit|person|vessel)|(?:개인|기관) ?(\d+)", text)

    def value(found: re.Match[str] | None) -> float | None:
        digits = next((g for g in found.groups() if g), "") if found else ""
        return float(words.get(digits) or digits.replace(",", "") or 0) or None

    def keyword(table: dict[str, str]) -> str | None:
        return next((name for name, form in table.items() if re.search(form, text, re.I)), None)

    return {
        "launch": {
            "actor": named[0] if named else None, "kind": keyword(_KINDS), "status": "happened",
            "count": value(count), "range_km": value(km), "apogee_km": value(height),
        },
        "sanctions": {"issuer": named[:1], "target": named[1:2], "act": keyword(_ACTS), "designated": value(listed)},
    }  # fmt: skip


def sample_of(path: Path, lines: str) -> Iterator[dict[str, Any]]:
    """The entries of the file: all lines, or the even or odd ones (from 0)."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if lines == "all" or (number % 2 == 0) == (lines == "even"):
                yield json.loads(line)


def main() -> None:
    """Print the tables, and on request the errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--fields", default="")
    options = parser.parse_args()

    console = Console(width=150)
    sample = list(sample_of(options.file, options.lines))
    score(sample, by_rules)  # patterns are made on first use
    start = time.process_time()
    ours = score(sample, by_rules)
    spent = time.process_time() - start
    plain = score(sample, by_pattern)
    columns = [
        f"{way} {what}" for way in ("plain", "ours") for what in ("right", "wrong", "missing", "right %", "wrong %")
    ]
    table = Table("field", "given", *columns)
    sums = {"words": (Tally(), Tally()), "numbers": (Tally(), Tally())}
    for name, tally in ours.items():
        sort = "numbers" if any(name in names for names in NUMBERS.values()) else "words"
        table.add_row(name, tally.row()[0], *plain[name].row()[1:], *tally.row()[1:])
        sums[sort][0].add(plain[name])
        sums[sort][1].add(tally)
        if options.errors and (not options.fields or name in options.fields.split(",")):
            for error in tally.errors:
                console.print(f"{name} {error}", markup=False, soft_wrap=True, highlight=False)
    for sort, (base, mine) in sums.items():
        table.add_row(f"all {sort}", mine.row()[0], *base.row()[1:], *mine.row()[1:], style="bold")
    console.print(table)
    console.print(f"{len(sample) / spent:.0f} entries a second of one core")


if __name__ == "__main__":
    main()
