"""Weights learned from labelled news: which of a few answers the signs of a text speak for.

A sign is a short string ("> said"); a model holds, for each sign, a weight for each answer. The answers' shares are
the softmax of the sums (multinomial logistic regression). `bench/train_roles.py` learns the weights and writes
`data/weights/*.tsv`: the answers in the first line, then a sign a line with its weights.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, fsum

from bot.errors import DataError


@dataclass(frozen=True, slots=True)
class Weights:
    """The answers that there are, and for each sign the weight that it gives each of them."""

    answers: tuple[str, ...]
    signs: Mapping[str, tuple[float, ...]]

    def shares(self, signs: Set[str]) -> Mapping[str, float]:
        """How much these signs speak for each answer: from 0 to 1, together 1."""
        found = [self.signs[sign] for sign in self.signs.keys() & signs]
        sums = [fsum(column) for column in zip(*found, strict=True)] if found else [0.0] * len(self.answers)
        return dict(zip(self.answers, shares(sums), strict=True))


def shares(sums: Sequence[float]) -> list[float]:
    """The softmax of some sums."""
    top = max(sums)
    raised = [exp(value - top) for value in sums]
    whole = sum(raised)
    return [value / whole for value in raised]


@cache
def load_weights(name: str) -> Weights:
    """The built-in weights of `data/weights/NAME.tsv`."""
    path = files("bot.facts") / "data" / "weights" / f"{name}.tsv"
    return parse_weights(path.read_text("utf-8"), path.name)


def parse_weights(text: str, file: str) -> Weights:
    """The weights that a file holds; DataError names the line that is wrong."""
    head, *lines = text.splitlines()
    answers = tuple(head.split("\t")[1:])
    signs = {}
    for number, line in enumerate(lines, 2):
        sign, *weights = line.split("\t")
        try:
            signs[sign] = tuple(map(float, weights))
        except ValueError as exc:
            raise DataError(f"{file}: line {number}: {exc}. Run bench/train_roles.py again.") from exc
        if len(weights) != len(answers):
            raise DataError(f"{file}: line {number} has {len(weights)} weights. Run bench/train_roles.py again.")
    return Weights(answers, signs)


def print_weights(weights: Weights) -> str:
    """The text of a file, its signs in order."""
    lines = ["\t".join(("", *weights.answers))]
    lines += ["\t".join((sign, *(f"{value:g}" for value in row))) for sign, row in sorted(weights.signs.items())]
    return "\n".join(lines) + "\n"
