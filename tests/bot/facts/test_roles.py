"""Who does what, by learned weights: recorded scores on headlines of our own, and the files that hold the weights."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from bench.facts import WORDS, by_rules, score
from bench.train_roles import entries_of, learn, rows
from bot.errors import DataError
from bot.facts.weights import load_weights, parse_weights, print_weights

OWN = Path(__file__).parent / "roles.jsonl"
"""Headlines in five languages with what they state; those with `"learn": false` are never trained on."""
RIGHT, WRONG = 0.83, 0.11
"""Recorded: so much is right of what the headlines state, and at most so much wrong of what we state."""
MODELS = ("parties", "acts", "actors", "status")


def test_the_recorded_scores_hold() -> None:
    """Of headlines that no weight was learned from."""
    sample = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    tallies = score([entry for entry in sample if not entry["learn"]], by_rules)
    words = [tallies[name] for names in WORDS.values() for name in names]

    assert sum(tally.right for tally in words) >= RIGHT * sum(tally.given for tally in words)
    assert sum(tally.wrong for tally in words) <= WRONG * sum(tally.stated for tally in words)


def test_the_same_files_give_the_same_weights() -> None:
    """Training draws nothing at random."""
    cases = rows(list(entries_of([OWN]))[:40])["status"]

    assert print_weights(learn(cases)) == print_weights(learn(cases))


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_weights_are_as_training_prints_them(name: str) -> None:
    """Nobody has mended a number by hand so that it reads otherwise."""
    text = (files("bot.facts") / "data" / "weights" / f"{name}.tsv").read_text("utf-8")

    assert print_weights(load_weights(name)) == text


def test_the_weights_are_what_training_writes(pytestconfig: pytest.Config) -> None:
    """The same bytes again from the labelled files, where these are there."""
    labelled = pytestconfig.getoption("labelled", default=None)
    if not labelled:
        pytest.skip("pytest --labelled FILE... names the files that the weights were learned from")
    for name, cases in rows(entries_of([*map(Path, labelled.split(",")), OWN])).items():
        assert print_weights(learn(cases)) == (files("bot.facts") / "data" / "weights" / f"{name}.tsv").read_text(
            "utf-8"
        )


@pytest.mark.parametrize("line", ["sign\t1\tx", "sign\t1", "sign\t1\t2\t3"])
def test_a_broken_line_is_named(line: str) -> None:
    """DataError says which line."""
    with pytest.raises(DataError, match="line 2"):
        parse_weights(f"\tyes\tno\n{line}\n", "some.tsv")


def test_unknown_signs_speak_for_nothing() -> None:
    """Every answer has the same share."""
    weights = parse_weights("\tyes\tno\nsign\t1\t-1\n", "some.tsv")

    assert weights.shares({"other"}) == {"yes": 0.5, "no": 0.5}
    assert weights.shares({"sign"})["yes"] > 0.8
