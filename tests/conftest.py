"""What all tests share; the engines' fixtures are in tests/engines.py."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# As the command line does, and before any 429: python-telegram-bot is moving its waits to timedelta.
os.environ["PTB_TIMEDELTA"] = "1"
# The service is started a hundred times: what Python compiles it is to keep, whatever the machine says of that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Settings in a developer's own environment must not reach the tests.
for name in [name for name in os.environ if name.startswith("BONGSU_")]:
    del os.environ[name]

pytest_plugins = ("tests.engines",)
# How long an example takes says more of the machine than of the code; in CI every run tries the same ones.
settings.register_profile(
    "bongsu", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("CI") == "true"
)
settings.load_profile("bongsu")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--labelled FILE,FILE`: the news from which the shipped weights were learned, which no repository holds.

    `--copied 480000`: a million rows are copied instead of 8,000, which takes minutes.
    """
    parser.addoption("--labelled", default="", help="files of labelled news, by commas: the weights are learned again")
    parser.addoption("--copied", type=int, default=4_100, help="entries to copy; 480000 are a million rows")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core with `-n auto`: a test that runs the service mostly waits for its processes."""
    return 2 * len(os.sched_getaffinity(0))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the tests of the whole service, which stand together, over the run: while they wait, others compute."""
    place: dict[pytest.Item, float] = {}
    for whole in (True, False):
        some = [item for item in items if (item.path.parent == Path(__file__).parent) is whole]
        place |= {item: at / len(some) for at, item in enumerate(some)}
    items.sort(key=place.__getitem__)
