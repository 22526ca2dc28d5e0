"""Learn who does what from labelled news: `bench/train_roles.py FILE...` writes `bot/facts/data/weights/*.tsv`.

Each FILE has an entry a line with the facts that its text states, as bench/facts.py reads them. Multinomial logistic
regression with a Gaussian prior, by AdaGrad over all rows at once (Duchi, Hazan, Singer 2011); nothing is drawn at
random, and the weights are rounded, so that the same files give the same bytes. Signs of fewer than LEAST rows, and
weights that round to nothing, are left out.

What ships was learned by `bench/train_roles.py DATA/facts/dev_facts.jsonl bench/labels/roles.jsonl
tests/bot/facts/roles.jsonl --texts DATA/unlabelled/*.xz DATA/labelled/five_*.jsonl DATA/stories/*.jsonl`.
bench/labels holds labels alone, by the entries' ids; those of part "kept" are never learned from, and judge the rest.
"""

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from typing import Any

from bot.facts.actor import actor_candidates
from bot.facts.acts import FAMILIES, act_signs, told_acts
from bot.facts.parties import candidates
from bot.facts.passage import Passage
from bot.facts.sanctions import speaking_of
from bot.facts.status import HEAD, status_signs
from bot.facts.weights import Weights, print_weights, shares
from bot.places.gazetteer import load_gazetteer

WRITTEN = Path("bot/facts/data/weights")
LEAST = 3
"""A sign that fewer rows have tells of these rows only."""
PRIOR = 5.0
"""How strongly weights are held to nothing."""
ROUNDS, STEP = 100, 0.2
DIGITS, SMALL = 2, 0.03
"""Decimals of a weight; and signs none of whose weights is larger are left out."""

KEPT = "kept"
"""The part of the labels that is not learned from."""
Row = tuple[frozenset[str], str]
"""The signs of a case, and its answer."""


def rows(entries: Iterable[dict[str, Any]]) -> dict[str, list[Row]]:
    """The cases of each model in these entries."""
    found: dict[str, list[Row]] = {"parties": [], "acts": [], "actors": [], "status": []}
    for entry in entries:
        passage = passage_of(entry)
        if not passage.sentences:
            continue
        if gold := entry["facts"].get("sanctions"):
            found["parties"] += _parties(passage, gold)
            found["acts"] += _act(passage, gold)
        if gold := entry["facts"].get("launch"):
            found["actors"] += _actors(passage, gold)
            if gold["status"]:
                found["status"].append((status_signs(passage.lead[:HEAD]), gold["status"]))
    return found


def passage_of(entry: dict[str, Any]) -> Passage:
    """The passage of an entry, as the facts' readers get it."""
    reading = load_gazetteer().read(entry["title"] or "", entry["text"] or "", entry["lang"])
    try:
        at = datetime.fromisoformat(entry["published"] or "").astimezone(UTC)
    except ValueError:
        return Passage.of(reading, None)
    return Passage.of(reading, at.date())


def _parties(passage: Passage, gold: dict[str, Any]) -> Iterator[Row]:
    for candidate in candidates(speaking_of(passage)):
        values = {candidate.one.value, candidate.one.country}
        part = next((part for part in ("issuer", "target") if _among(values, gold[part] or ())), "none")
        yield frozenset(candidate.signs), part


def _act(passage: Passage, gold: dict[str, Any]) -> Iterator[Row]:
    speaking = speaking_of(passage)
    family = next((family for family, acts in FAMILIES.items() if gold["act"] in acts), None)
    if speaking and family:
        yield act_signs(speaking, told_acts(passage, speaking)), family


def _actors(passage: Passage, gold: dict[str, Any]) -> Iterator[Row]:
    for candidate in actor_candidates(passage.lead):
        launches = gold["actor"] is not None and _among({candidate.one.value}, [gold["actor"]])
        yield frozenset(candidate.signs), "actor" if launches else "none"


def _among(values: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of the values is one of the names, or part of one ("SpaceX" of "NASA and SpaceX")."""
    told = [set(name.casefold().split()) for name in names]
    return any(
        words <= set_of or set_of <= words
        for value in values
        if (words := set(value.casefold().split()))
        for set_of in told
    )


def learn(cases: Sequence[Row]) -> Weights:
    """The weights under which these cases' answers are likeliest, held to nothing by the prior."""
    answers = tuple(sorted({answer for _, answer in cases}))
    count = Counter(sign for signs, _ in cases for sign in signs)
    signs = sorted(sign for sign, number in count.items() if number >= LEAST)
    number = {sign: at for at, sign in enumerate(signs)}
    held = [(sorted(number[sign] for sign in has if sign in number), answers.index(answer)) for has, answer in cases]
    width = range(len(answers))
    weights = [[0.0 for _ in width] for _ in signs]
    steps = [[1e-6 for _ in width] for _ in signs]
    for _ in range(ROUNDS):
        slope = [[PRIOR * weight for weight in row] for row in weights]
        for own, answer in held:
            miss = shares([sum(weights[sign][at] for sign in own) for at in width])
            miss[answer] -= 1
            for sign in own:
                row = slope[sign]
                for at in width:
                    row[at] += miss[at]
        for row, step, down in zip(weights, steps, slope, strict=True):
            for at in width:
                step[at] += down[at] ** 2
                row[at] -= STEP * down[at] / sqrt(step[at])
    kept = {
        sign: tuple(round(weight, DIGITS) + 0.0 for weight in row) for sign, row in zip(signs, weights, strict=True)
    }
    return Weights(answers, {sign: row for sign, row in kept.items() if max(map(abs, row)) > SMALL})


def entries_of(files: Iterable[Path], texts: Iterable[Path] = ()) -> Iterator[dict[str, Any]]:
    """The labelled entries to learn from; a line without a title is a label, whose entry is in `texts` by its id."""
    known: dict[str, dict[str, Any]] = {}
    for file in texts:
        known |= {entry["id"]: entry for entry in _lines(file) if "facts" not in entry}
    for file in files:
        for entry in _lines(file):
            if entry.get("learn", True) and entry.get("part") != KEPT:
                yield entry if "title" in entry else known[entry["id"]] | entry


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Learn every model and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="where the entries of mere labels stand")
    parser.add_argument("--into", type=Path, default=WRITTEN)
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    for name, cases in rows(entries_of(options.files, options.texts)).items():
        weights = learn(cases)
        (options.into / f"{name}.tsv").write_text(print_weights(weights), "utf-8")
        print(f"{name}: {len(cases)} cases, {len(weights.signs)} signs")


if __name__ == "__main__":
    main()
