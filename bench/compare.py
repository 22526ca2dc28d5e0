"""Two checkouts beside each other, measured in turns: `python bench/compare.py BASE NEW --stories FOLDER [--rounds 3]`.

Prints the median of each round's figures, and NEW's as a share of BASE's: flagged entries a second of processor time
through detection, warm, over the archives (*.jsonl, as `bongsu replay` takes them) of FOLDER; the proportional memory
(PSS) of all processes of `bongsu run` after its first alert whose page was read, together and each; and the processor
time of all its processes from its start to its first poll, over a database that is there. A service is a process of its
own on loopback, with twelve feeds, so what this bench holds itself does not count. A checkout is run with the Python of
its `.venv`, else with this one; what else runs on that Python shares its libraries, and makes it look smaller.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.poll import HEAD, ITEM, ITEMS
from bench.service import OUTLET, show
from bot.preview.limits import Limits
from tests.drills import TITLES
from tests.feedserver import Page
from tests.patience import PATIENCE
from tests.running import World, path_of, world

OUTLETS = (OUTLET, *(f"Ward {number}" for number in range(11)))
SETTLE_SECONDS = 3.0
"""From the alert to the look at the memory: what was in flight is over by then."""
DETECTION = """
import sys, time
from pathlib import Path
from bot.roof.replay import Detector, Matcher, load_topics, replay

topics = load_topics()
detector = Detector({topic.key: topic for topic in topics}, Matcher(topics))
archives = [path.read_text("utf-8").splitlines() for path in sorted(Path(sys.argv[1]).glob("*.jsonl"))]
for _ in range(2):
    began = time.process_time()
    flagged = sum(bool(detection.matches) for lines in archives for _, detection in replay(lines, detector))
    seconds = time.process_time() - began
print(flagged / seconds)
"""
"""What a checkout is asked to run; the names that it imports are those of every layout so far."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A state of the code, and what was measured of it: by name, a figure a round."""

    folder: Path
    figures: dict[str, list[float]] = field(default_factory=dict)

    @property
    def python(self) -> str:
        """The Python that runs it."""
        own = self.folder / ".venv" / "bin" / "python"
        return str(own) if own.exists() else sys.executable

    def start(self, *arguments: str, settings: Mapping[str, str], log: Path | None = None) -> "subprocess.Popen[str]":
        """Its Python with these arguments; whichever that is, it imports this checkout's code."""
        command = [self.python, *arguments]
        environment = os.environ | dict(settings) | {"PYTHONPATH": str(self.folder)}
        with log.open("w") if log else nullcontext() as errors:
            return subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
            )

    def run(self, *arguments: str, **settings: str) -> str:
        """The same, to its end; what it printed."""
        process = self.start(*arguments, settings=settings)
        printed, _ = process.communicate()
        if process.returncode:
            raise SystemExit(f"{self.folder}: {arguments[:2]} ended with {process.returncode}.")
        return printed

    def note(self, figures: Mapping[str, float]) -> None:
        """Keep a round's figures."""
        for name, figure in figures.items():
            self.figures.setdefault(name, []).append(figure)

    def median(self, name: str) -> float | None:
        """The median of a figure; None where there is none, such as of a process that this one does not have."""
        return statistics.median(self.figures[name]) if name in self.figures else None


async def measure(base: Checkout, new: Checkout, stories: Path, rounds: int) -> Table:
    """The table of everything measured."""
    for checkout in (base, new):
        checkout.run("-m", "compileall", "-q", "bot", "handlers", "storage")
    for _ in range(rounds):
        for checkout in (base, new):
            rate = await asyncio.to_thread(checkout.run, "-c", DETECTION, str(stories))
            checkout.note({"flagged entries a processor second, warm": float(rate)})
        for checkout in (base, new):
            checkout.note(await _served(checkout))
    table = Table("what", "BASE", "NEW", "NEW / BASE")
    for name in dict.fromkeys((*base.figures, *new.figures)):
        before, after = base.median(name), new.median(name)
        ratio = f"{after / before:.2f}" if before and after else ""
        table.add_row(name, _shown(before), _shown(after), ratio)
    table.caption = f"medians of {rounds} rounds; load {os.getloadavg()[0]:.1f}"
    return table


async def _served(checkout: Checkout) -> dict[str, float]:
    """What a run of the service costs, to its first alert."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{folder}/bongsu.db"
        await asyncio.to_thread(checkout.run, "-m", "bot", "migrate", BONGSU_DATABASE_URL=url)
        async with world(folder, url, OUTLETS, Limits()) as here:
            here.feeds.pages |= {path_of(outlet): _feed(number) for number, outlet in enumerate(OUTLETS)}
            settings = here.environment(POLL_SECONDS="1", POLL_MAX_SECONDS="1")
            service = checkout.start("-m", "bot", "run", settings=settings, log=folder / "log")
            try:
                return await _looked_at(here, psutil.Process(service.pid))
            except TimeoutError:
                print((folder / "log").read_text(encoding="utf-8"), file=sys.stderr)
                raise
            finally:
                service.kill()
                service.communicate()


async def _looked_at(here: World, service: psutil.Process) -> dict[str, float]:
    """Its processor time at the first poll, and its memory after an alert."""
    await _until(lambda: here.feeds.requests)
    processor = _processor_seconds(service)
    await here.primed()
    ada = here.telegram.private()
    await here.follow(ada)
    title = TITLES[0]
    show(here, title, "/page")
    here.feeds.pages["/page"] = _page(title)
    await here.telegram.wait(lambda: any(title in alert.text for alert in here.alerts(ada)), PATIENCE)
    assert "/page" in {asked.path for asked in here.feeds.requests}
    await asyncio.sleep(SETTLE_SECONDS)
    own, *workers = (_memory(process) for process in _tree(service))
    ranked = {f"  process {place}": memory for place, memory in enumerate(sorted(workers, reverse=True), 2)}
    return {"processor seconds to the first poll": processor, "PSS after an alert, MB": own + sum(workers)} | {
        "  the service itself": own,
        **ranked,
    }


async def _until(so: Callable[[], object]) -> None:
    """Wait until this is so, and be quick to see it."""
    async with asyncio.timeout(PATIENCE):
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.002)  # another process makes it so


def _tree(service: psutil.Process) -> list[psutil.Process]:
    """Its processes, itself first."""
    return [service, *service.children(recursive=True)]


def _processor_seconds(service: psutil.Process) -> float:
    """Seconds of processor time, the user's and the system's, of all its processes, those that ended included."""
    return sum(sum(process.cpu_times()[:4]) for process in _tree(service))


def _memory(process: psutil.Process) -> float:
    """The proportional memory of a process, in megabytes: what several share is divided among them."""
    return float(process.memory_full_info().pss) / 1e6


def _feed(number: int) -> Page:
    """A feed of thirty items of no interest."""
    body = HEAD.format(number) + "".join(ITEM.format(number, day) for day in range(ITEMS)) + "</channel></rss>"
    return Page(body.encode(), headers={"Content-Type": "application/rss+xml"})


def _page(title: str) -> Page:
    """A page with little to read among many links, for which the library that finds articles loads all that it has."""
    menu = "".join(f"<li><a href='/{n}'>What was told of ward {n} in these days</a></li>" for n in range(300))
    article = f"<h1>{title}</h1><p>{title}, the ministry said.</p><p>It was seen from the coast for a minute.</p>"
    body = f"<html><head><title>{title}</title></head><body><ul>{menu}</ul><div>{article}</div></body></html>"
    return Page(body.encode(), headers={"Content-Type": "text/html"})


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.2f}" if figure < 10 else f"{figure:.0f}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, metavar="BASE")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--stories", type=Path, required=True, metavar="FOLDER", help="of archives for replay")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    base, new = Checkout(args.base.resolve()), Checkout(args.new.resolve())
    Console(width=100).print(asyncio.run(measure(base, new, args.stories.resolve(), args.rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
