"""How many entries of an archive have each feature, as `bot/stories/data/features/document_frequencies.tsv` has it.

The table says how little a mark tells of an event: what every second entry has tells nothing. An archive's line is
{title, text, source, lang}; it needs no labels. The one that ships was counted over 5,900 entries of news that hold
some word of launches, sanctions, missiles, satellites or North Korea, in English and Korean, 2004 to 2026.
"""

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.stories.features import UNSEEN, load_features

MOST = 500
"""Entries of one outlet that count, so that none sets what is rare."""


def lines(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The entries of the archives, at most `MOST` of an outlet."""
    counts: Counter[str] = Counter()
    for path in paths:
        with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                counts[row["source"]] += 1
                if counts[row["source"]] <= MOST:
                    yield row


def main() -> None:
    """Print the table, the commonest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archives", type=Path, nargs="+")
    reader = load_features()
    weights: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    for row in lines(parser.parse_args().archives):
        features = reader.of(row["title"], row["text"], row["lang"])
        weights.update(features.weights.keys())
        entries[f"w:{features.language}:"] += 1
        entries[""] += 1
    for mark, count in weights.most_common():
        share = count / entries[mark[:5] if mark.startswith("w:") else ""]
        if share >= UNSEEN and count > 3:
            print(f"{mark}\t{share:.4f}")


if __name__ == "__main__":
    main()
