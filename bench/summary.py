"""Summarises articles and compares with others' summaries: `python bench/summary.py FOLDER`.

FOLDER holds `publisher_decks.jsonl` (what the publishers themselves put above their articles) and
`bbc_extractive_100.jsonl.xz` (sentences that people chose). ROUGE-L is the F1 of the longest common subsequence (Lin,
2004), over the tokens of the usual implementation (`[a-z0-9]+` in lower case, so that other writing counts nothing) and
over words of any writing. Lead-3 is the first three sentences of the text as it is given, cut to 400 letters; the bound
is the best that sentences of the text within 400 letters can reach, found greedily with the answer in hand. Exit code 1
where we are not a tenth above lead-3 on both.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bot.stories.summarize import headline, summarize
from bot.text.prose import sentences
from bot.text.reading import Reading

LIMIT = 400
BETTER = 1.1
TOKENS = {"ROUGE's tokens": re.compile("[a-z0-9]+"), "words": re.compile(r"\w+")}


@dataclass(frozen=True, slots=True)
class Sample:
    """An article, and somebody's summary of it; `given` is the text as the folder has it, perhaps with the title."""

    title: str
    text: str
    given: str
    gold: str


def _summary(title: str, text: str) -> str:
    reading = Reading.of(title, text, None)
    return summarize(reading, headline(reading))


def main(folder: Path) -> int:
    """Print the table; 0 where we are a tenth above lead-3 on both."""
    sets = {"decks": list(_decks(folder)), "extractive": list(_extractive(folder))}
    heads = ("lead-3", "ours", "ratio", "untitled", "bound", "letters", "gold")
    print(f"{'':12} {'tokens':14} " + " ".join(f"{head:>8}" for head in heads))
    reached = []
    for name, samples in sets.items():
        ours = [_summary(one.title, one.text) for one in samples]
        untitled = [_summary("", one.given) for one in samples]
        letters, gold = mean(map(len, ours)), mean(len(one.gold) for one in samples)
        for kind, token in TOKENS.items():

            def score(texts: Sequence[str], token: re.Pattern[str] = token, samples: list[Sample] = samples) -> float:
                return mean(rouge_l(text, one.gold, token) for text, one in zip(texts, samples, strict=True))

            lead, us = score([_lead(one.given) for one in samples]), score(ours)
            bound = score([_bound(one, token) for one in samples])
            figures = (lead, us, us / lead, score(untitled), bound)
            print(f"{name:12} {kind:14} " + " ".join(f"{one:8.3f}" for one in figures) + f" {letters:8.0f} {gold:8.0f}")
            reached.append(us >= BETTER * lead or kind == "words")
        print(f"{'':12} {len(samples)} articles; lead-3 without the title: {_without_title(samples):.3f}")
    return 0 if all(reached) else 1


def rouge_l(text: str, gold: str, token: re.Pattern[str]) -> float:
    """The F1 of the longest common subsequence of two texts' tokens."""
    ours, theirs = token.findall(text.casefold()), token.findall(gold.casefold())
    common = _common(ours, theirs)
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        before, row = row, [0]
        for at, theirs in enumerate(other):
            row.append(before[at] + 1 if word == theirs else max(before[at + 1], row[at]))
    return row[-1]


def _lead(text: str) -> str:
    lines = re.split(r"(?<=[.!?。])\s+|\n+", text)
    return " ".join(lines[:3])[:LIMIT]


def _without_title(samples: Sequence[Sample]) -> float:
    return mean(rouge_l(_lead(one.text), one.gold, TOKENS["ROUGE's tokens"]) for one in samples)


def _bound(sample: Sample, token: re.Pattern[str]) -> str:
    """The text's sentences, added one by one while that brings it nearer to the gold."""
    told = sentences(sample.text, None)
    value: Callable[[set[int]], float] = lambda places: rouge_l(_joined(told, places), sample.gold, token)  # noqa: E731
    chosen: set[int] = set()
    while True:
        longer = [chosen | {at} for at in range(len(told)) if len(_joined(told, chosen | {at})) <= LIMIT]
        best = max(longer, key=value, default=chosen)
        if value(best) <= value(chosen):
            return _joined(told, chosen)
        chosen = best


def _joined(told: Sequence[str], places: set[int]) -> str:
    return " ".join(told[at] for at in sorted(places))


def _decks(folder: Path) -> Iterator[Sample]:
    with (folder / "publisher_decks.jsonl").open(encoding="utf-8") as lines:
        for one in map(json.loads, lines):
            if one["summary"]:
                yield Sample(one["title"], one["text"], one["text"], one["summary"])


def _extractive(folder: Path) -> Iterator[Sample]:
    with lzma.open(folder / "bbc_extractive_100.jsonl.xz", "rt", encoding="utf-8") as lines:
        for one in map(json.loads, lines):
            title, _, text = one["text"].partition("\n")
            yield Sample(title, text.strip(), one["text"], one["summary"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
