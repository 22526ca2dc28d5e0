"""docs/guarantees.md and docs/security.md claim nothing that no test proves."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UNDEFENDED = "## What is not defended"
"""The last part of docs/security.md, which claims nothing."""


def lines(page: str) -> list[str]:
    """The lines of a page's lists, each as one."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").partition(UNDEFENDED)[0]
    return [re.sub(r"\s+", " ", line) for line in re.findall(r"^- .*(?:\n  .*)*", text, re.MULTILINE)]


NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def names_in(path: str) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("line", lines("guarantees.md") + lines("security.md"))
def test_every_guarantee_names_tests_that_exist(line: str) -> None:
    """Each line of a list has a test, or says that it is explained below; and each test that is named is there."""
    named = NAMED.findall(line)

    assert named or "(below)" in line
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_the_pages_are_read() -> None:
    """They have their lines: the test above is not empty."""
    assert len(lines("guarantees.md")) > 30
    assert len(lines("security.md")) > 12
