"""Learn which reports are of one event: `bench/train_similarity.py FILE...` writes `bot/stories/data/likeness.toml`.

Each FILE holds stories as readers put them, as bench/stories.py reads them; "A+B" is two files played as one stream.
Each entry is set beside the open stories that it has most in common with, twice: as the readers grouped what came
before it, and as the first weights would have, where the answer is the share of the story that is the entry's. Logistic
regression with a Gaussian prior, by Newton's method; nothing is drawn at random, and the weights are rounded.

Each single file is judged by weights that were learned from the others alone; the bar is the lowest at which those
judgements have a B-cubed precision of PRECISION on average. What ships was learned by
`bench/train_similarity.py DATA/stories/{en_2020,en_ru_2021,ko_en_2026,ko_en_2026jul,zh_hant,ja_2026}.jsonl
DATA/stories/more_2026.jsonl+DATA/stories/made_up_ko_2026.jsonl --halved DATA/stories/wikipedia_events.jsonl.xz`.
"""

import argparse
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import fmean

from bench.stories import Figures, Item, labelled, measure, opened, ours, wikipedia
from bot.model import Reason
from bot.stories.cluster import OpenStories
from bot.stories.features import FeatureReader, Features, load_features
from bot.stories.likeness import SIGNS, Likeness, load_likeness, print_likeness

WRITTEN = Path("bot/stories/data/likeness.toml")
PRIOR = 0.2
"""How strongly weights are held to nothing."""
ROUNDS = 12
DIGITS = 2
FIRST_BAR = 0.4
"""The bar of the grouping in which the second half of the cases is found."""
BARS = tuple(at / 50 for at in range(20, 31))
PRECISION = 0.97
"""A little above the 0.95 that is wanted: other weeks are less like these than these are like each other."""
HALF = 0.5
"""What a case counts of files that are unlike the news of a service."""
SMALL = 20
"""Entries that a file must have to be judged by itself."""

Case = tuple[Mapping[str, float], float, float]
"""Signs, the answer (0 to 1), and how much it counts."""


def cases(items: Sequence[Item], counts: float, likeness: Likeness | None = None) -> Iterator[Case]:
    """Each entry beside the stories that it may join: those of the readers, or as these weights group them.

    What repeats a page or a text is not asked about.
    """
    stories = OpenStories(load_features(), likeness or load_likeness())
    told: dict[int, list[str]] = {}
    for number, item in enumerate(items):
        report, now = item.report, item.report.published_at
        features = _features(report.title, report.lead, report.language)
        found = stories.find(report, now, features)
        if found is None or found[1].reason is Reason.EVENT:
            for pair in stories.pairs(report, stories.compared(features), now):
                own = told[pair.known.story.id or 0]
                yield pair.signs(), own.count(item.story) / len(own), counts
        if likeness is None:
            mine = (story for story in stories.stories() if told[story.id or 0][0] == item.story)
            story = max(mine, key=lambda one: one.id or 0, default=None)
        else:
            story = found[0] if found else None
        if story is None:
            story = opened(number, report)
        else:
            story = replace(story, reports=(*story.reports, report), updated_at=now)
        stories.keep(story)
        told.setdefault(story.id or 0, []).append(item.story)


@cache
def _features(title: str, text: str, language: str | None) -> Features:
    return load_features().of(title, text, language)


class Remembering(FeatureReader):
    """Reads each text once."""

    def __init__(self) -> None:
        pass

    def of(self, title: str, text: str, language: str | None) -> Features:
        """Its features."""
        return _features(title, text, language)


def learn(known: Iterable[Case]) -> Mapping[str, float]:
    """The weights under which these cases' answers are likeliest, held to nothing by the prior."""
    held = [([signs.get(sign, 0.0) for sign in SIGNS], answer, counts) for signs, answer, counts in known]
    weights = [0.0 for _ in SIGNS]
    for _ in range(ROUNDS):
        slope = [PRIOR * weight for weight in weights]
        curve = [[PRIOR * (row == column) for column in range(len(SIGNS))] for row in range(len(SIGNS))]
        for signs, answer, counts in held:
            likely = 1 / (1 + math.exp(-sum(map(float.__mul__, weights, signs))))
            miss, bend = counts * (likely - answer), counts * likely * (1 - likely)
            for row, sign in enumerate(signs):
                if sign:
                    slope[row] += miss * sign
                    curve[row] = [have + bend * sign * other for have, other in zip(curve[row], signs, strict=True)]
        weights = [weight - step for weight, step in zip(weights, solved(curve, slope), strict=True)]
    return {sign: round(weight, DIGITS) for sign, weight in zip(SIGNS, weights, strict=True)}


def solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of linear equations with a symmetric, positive definite matrix, by Gauss's elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at, pivot in enumerate(rows):
        for below in rows[at + 1 :]:
            factor = below[at] / pivot[at]
            below[at:] = [value - factor * have for value, have in zip(below[at:], pivot[at:], strict=True)]
    found = [0.0] * len(rows)
    for at in range(len(rows) - 1, -1, -1):
        known = sum(rows[at][other] * found[other] for other in range(at + 1, len(rows)))
        found[at] = (rows[at][-1] - known) / rows[at][at]
    return found


def learned(
    files: Mapping[str, Sequence[Item]], counts: Mapping[str, float], known: Mapping[str, list[Case]]
) -> Mapping[str, float]:
    """The weights that these files teach, in two rounds; `known` are the cases of the first."""
    given = [case for name in files for case in known[name]]
    first = Likeness(learn(given), FIRST_BAR)
    return learn([*given, *(case for name, items in files.items() for case in cases(items, counts[name], first))])


def read(name: str) -> list[Item]:
    """The entries of a file, or of several that "+" joins, in time order."""
    paths = [Path(path) for path in name.split("+")]
    items = [item for path in paths for item in (wikipedia(path) if path.suffix == ".xz" else labelled(path))]
    return sorted(items, key=lambda item: item.report.published_at)


def judged(items: Sequence[Item], likeness: Likeness) -> Figures:
    """The figures of a file as these weights group it."""
    return measure(items, ours(Remembering(), likeness=likeness)(items), range(len(items)))


def held_out(
    files: Mapping[str, Sequence[Item]], counts: Mapping[str, float], known: Mapping[str, list[Case]]
) -> float:
    """The bar: judges each file that counts in full by weights of the others, and prints what came of it."""
    precision: dict[float, list[float]] = {bar: [] for bar in BARS}
    for name in (name for name, items in files.items() if counts[name] == 1 and len(items) >= SMALL):
        weights = learned({other: items for other, items in files.items() if other != name}, counts, known)
        judge = read(name.split("+")[0])
        for bar in BARS:
            figures = judged(judge, Likeness(weights, bar))
            precision[bar].append(figures.precision)
            print(f"{Path(name.split('+')[0]).stem:16}", f"{bar:.2f}", *figures.row(), sep="  ", flush=True)
    for bar in BARS:
        print(f"{'mean precision':16}  {bar:.2f}  {fmean(precision[bar]):.3f}")
    return next((bar for bar in BARS if fmean(precision[bar]) >= PRECISION), BARS[-1])


def main() -> None:
    """Judge what is learned, learn it from everything, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--halved", nargs="*", default=[], help="files of which each case counts half")
    parser.add_argument("--into", type=Path, default=WRITTEN)
    options = parser.parse_args()
    files = {name: read(name) for name in (*options.files, *options.halved)}
    counts = {name: HALF if name in options.halved else 1.0 for name in files}
    known = {name: list(cases(items, counts[name])) for name, items in files.items()}
    bar = held_out(files, counts, known)
    options.into.write_text(print_likeness(Likeness(learned(files, counts, known), bar)), "utf-8")
    print(f"bar {bar}, {sum(map(len, files.values()))} entries")


if __name__ == "__main__":
    main()
