"""Kills the service at random moments while stories fan out: is every alert there, and how many twice?

    python bench/kill.py [--kills 50] [--stories 200] [--subscribers 2000] [--database sqlite|postgresql] [--seed 1]
        [--per-second 1000]

What was in flight is sent again when its lease of a minute is over, as in real life; a feed that was being read is
read again at once. Exit code 1 where an alert is missing, where more were repeated than can have been in flight, or
where most kills met no send.
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
from tests.drills import TITLES, Plan, Tally, drill, field
from tests.engines import ENGINES, durable


async def run(url: str, folder: str, plan: Plan) -> Tally:
    """One drill on this database."""
    await migrate(url)
    async with field(Path(folder), url, plan) as here:
        return await drill(here, plan, lapse=False)


def table(kind: str, tally: Tally) -> Table:
    """What was measured, beside what is promised."""
    plan, shown = tally.plan, Table("what", "measured", "promised")
    shown.add_row("database", kind, "")
    shown.add_row("kills", f"{plan.kills}, {tally.kills_amid_sends} after messages had gone", "")
    shown.add_row("alerts to send", f"{plan.stories} x {plan.subscribers} = {plan.alerts}", "")
    shown.add_row("alerts that nobody got", f"{tally.missing}", "0")
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
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder, durable(args.database) as url:
        tally = asyncio.run(run(url, folder, plan))
    Console(width=100).print(table(args.database, tally))
    return 0 if tally.kept else 1


if __name__ == "__main__":
    sys.exit(main())
