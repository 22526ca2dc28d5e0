"""Kills the service at random moments while stories fan out: is every alert there, and how many twice?

    python bench/kill.py [--kills 50] [--stories 200] [--subscribers 2000] [--database sqlite|postgresql] [--seed 1]
        [--per-second 1000]

Before that, one kill amid a fan-out to 300 at Telegram's 30 a second: how long is it silent after the restart? Exit
code 1 where an alert is missing, where more were repeated than can have been in flight, where most kills met no send,
or where the silence lasted longer than 3 s. `--kills 0` tries the silence alone.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console
from rich.table import Table

from bot.telegram.send import room
from storage import migrate
from tests.drills import TITLES, Plan, Restart, Tally, drill, field, restart
from tests.engines import ENGINES, durable

ONE = Plan(kills=1, stories=1, subscribers=300, per_second=30)
"""One kill, as often as a process dies in life."""
SILENCE = 3.0
"""Seconds that the silence may last, from the restart's first second on."""


async def run(url: str, plan: Plan) -> Tally:
    """One drill on this database."""
    await migrate(url)
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder:
        async with field(Path(folder), url, plan) as (here, machine):
            return await drill(here, machine, plan)


async def run_once(url: str) -> Restart:
    """One kill and its restart on this database."""
    await migrate(url)
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder:
        async with field(Path(folder), url, ONE) as (here, _):
            return await restart(here, ONE)


def silence(kind: str, once: Restart) -> Table:
    """The same for one kill."""
    shown = Table("one kill amid a fan-out to 300", "measured", "promised")
    shown.add_row("database", kind, "")
    shown.add_row("longest silence from the restart's first second on", f"{once.gap:.1f} s", f"{SILENCE:.0f} s")
    shown.add_row("for which the machine had no processor until the first", f"{once.waited:.1f} s", "not counted")
    shown.add_row("from the restart to the last alert", f"{once.last:.1f} s", "")
    shown.add_row("messages too many", f"{once.repeats}", f"at most {room(ONE.per_second)}")
    return shown


def table(kind: str, tally: Tally) -> Table:
    """What was measured, beside what is promised."""
    plan, shown = tally.plan, Table("what", "measured", "promised")
    shown.add_row("database", kind, "")
    shown.add_row("kills", f"{plan.kills}, {tally.kills_amid_sends} after messages had gone", "")
    shown.add_row("alerts to send", f"{plan.stories} x {plan.subscribers} = {plan.alerts}", "")
    shown.add_row("alerts that nobody got", f"{tally.missing}", "0")
    shown.add_row("stories that a machine did not hear of", f"{tally.unposted}", "0")
    most = f"at most {room(plan.per_second)} a kill: {tally.allowed}"
    shown.add_row("messages too many", f"{tally.repeats} ({tally.repeats / max(plan.kills, 1):.2f} a kill)", most)
    shown.add_row("time", f"{tally.seconds:.0f} s ({plan.alerts / tally.seconds:.0f} alerts a second)", "")
    return shown


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("kills", 50), ("stories", 200), ("subscribers", 2000), ("seed", 1), ("per-second", 1000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    args = parser.parse_args()
    if not 1 <= args.stories <= len(TITLES):
        parser.error(f"--stories is at most {len(TITLES)}: so many different events are made up")
    plan = Plan(args.kills, args.stories, args.subscribers, args.seed, args.per_second)
    with durable(args.database) as url:
        once = asyncio.run(run_once(url))
    Console(width=100).print(silence(args.database, once))
    kept = once.gap - once.waited <= SILENCE and once.repeats <= room(ONE.per_second)
    if args.kills:
        with durable(args.database) as url:
            tally = asyncio.run(run(url, plan))
        Console(width=100).print(table(args.database, tally))
        kept = kept and tally.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
