"""What the documents tell an operator to type is there: commands, settings, files, the unit."""

import html
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.config import PREFIX, Settings
from bot.queries.query import parse
from tests.roof.test_metrics import served

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:bin/|`|^ {4}|bongsu )bongsu ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\(((?!https?://)[^)#]*)(?:#([^)]*))?\)")


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    """Each command that it types, each setting, and each file and heading that it links."""
    text = page.read_text(encoding="utf-8")
    known = next(action.choices for action in _parser()._actions if action.choices)
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}

    assert set(COMMAND.findall(text)) - set(known) == set()
    assert set(re.findall(rf"{PREFIX}[A-Z_]+\b", text)) - settings == set()
    for path, heading in LINK.findall(text):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        assert not heading or heading in anchors(target), f"{path}#{heading}"


def test_the_site_is_whole(tmp_path: Path) -> None:
    """The documents make a site in which every page is reached, and every link leads somewhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_queries_of_the_guide_can_be_asked() -> None:
    """Each example of the query language's page is a query."""
    text = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)

    assert len(examples) >= 15
    for example in examples:
        parse(html.unescape(example), frozenset({"launches"}))


def test_the_metrics_are_all_described() -> None:
    """The metrics' page names what is served, and nothing else."""
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"`({PREFIX.lower()}[a-z_]+)`", text))

    assert named == {f"{name}_total" if one.type == "counter" else name for name, one in served().items()}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_the_unit_is_one(tmp_path: Path) -> None:
    """systemd understands every line of the unit that is shipped."""
    unit = (ROOT / "docs" / "bongsu.service").read_text(encoding="utf-8")
    there = tmp_path / "bongsu.service"
    there.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", there], capture_output=True, text=True, check=False)  # noqa: S607

    assert (done.returncode, done.stderr) == (0, "")


def test_a_version_is_one_in_all_places() -> None:
    """The newest release of the changelog is the version of the package, which `bongsu --version` prints."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    released = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert released
    assert released[1] == package["project"]["version"]
