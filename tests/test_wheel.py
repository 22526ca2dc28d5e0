"""The wheel that is built from here is whole: with what it says it needs, and nothing else, the service runs."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Set
from email.parser import BytesParser
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")


def run(*command: str | Path, cwd: Path) -> str:
    """What a command printed; it must succeed, and complain of nothing."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=3 * PATIENCE,  # it installs, compiles and plays
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def needed(requirements: Iterable[str], extras: Set[str] = frozenset()) -> Iterator[Distribution]:
    """What pip would install for the requirements of a package that is wanted with these extras.

    The pip of Python 3.11 compares the names of extras letter by letter, so that `a_b` is not `a-b`.
    """
    for wanted in map(Requirement, requirements):
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in {*extras, ""}):
            here = distribution(wanted.name)
            yield here
            offered = frozenset(here.metadata.get_all("Provides-Extra") or ())
            yield from needed(here.requires or (), wanted.extras & offered)


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path / "release"
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("bot", "handlers", "storage"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    run(*PIP, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", folder, folder, cwd=folder)
    return next(folder.glob("*.whl"))


def declared(wheel: Path) -> list[str]:
    """The requirements that a wheel states."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(one for one in opened.namelist() if one.endswith(".dist-info/METADATA"))
        return BytesParser().parsebytes(opened.read(name)).get_all("Requires-Dist") or []


def test_a_wheel_with_what_it_needs_plays_the_preview(wheel: Path, tmp_path: Path) -> None:
    """In an environment with the wheel and its declared dependencies alone every event of the preview comes once."""
    run(sys.executable, "-m", "venv", "--without-pip", "fresh", cwd=tmp_path)
    python = tmp_path / "fresh" / "bin" / "python"
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    for one in needed(declared(wheel)):
        for top in {file.parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
            if not (packages / top).exists():
                (packages / top).symlink_to(Path(str(one.locate_file(top))))
    run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)

    bongsu = python.with_name("bongsu")
    assert re.fullmatch(r"bongsu \d+\.\d+\.\d+\n", run(bongsu, "--version", cwd=tmp_path))
    said = run(bongsu, "preview", "--once", cwd=tmp_path)
    assert "/start" in said
    assert re.search(r"As expected: \d+ items, \d+ of them reports of (\d+) events; \1 alerts\.\n$", said)
