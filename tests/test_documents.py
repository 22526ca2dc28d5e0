"""What the documents tell an operator to type is there: commands, settings, files, the unit."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.config import PREFIX, Settings

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


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_the_unit_is_one(tmp_path: Path) -> None:
    """systemd understands every line of the unit that is shipped."""
    unit = (ROOT / "docs" / "bongsu.service").read_text(encoding="utf-8")
    there = tmp_path / "bongsu.service"
    there.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", there], capture_output=True, text=True, check=False)  # noqa: S607

    assert (done.returncode, done.stderr) == (0, "")
