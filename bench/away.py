"""Telegram is away for a while amid a fan-out: how soon after its return everyone has the alerts, and an answer.

    python bench/away.py [--seconds 120] [--subscribers 200]

The baseline is what the limits allow: 30 messages a second. Exit code 1 where an alert is missing or came twice.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console
from rich.table import Table

from bot.preview.limits import Limits
from storage import migrate
from tests.drills import TITLES, Return, absence
from tests.running import world

STORIES = TITLES[:2]


async def run(seconds: float, subscribers: int) -> tuple[Return, bool]:
    """One absence on SQLite: what followed it, and whether everyone has each alert once."""
    with tempfile.TemporaryDirectory(prefix="bongsu-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/bongsu.db"
        await migrate(url)
        async with world(Path(folder), url, limits=Limits()) as here:
            chats = [here.telegram.private(first_name=f"Reader {number}") for number in range(subscribers)]
            await here.join(*chats)
            async with here.running() as service:
                await here.primed()
                back = await absence(here, chats, service, STORIES, seconds)
                await here.rows("SELECT count(*) FROM deliveries WHERE due_at IS NOT NULL", 0)
            return back, all(len(here.alerts(chat)) == len(STORIES) for chat in chats)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--subscribers", type=int, default=200)
    args = parser.parse_args()
    back, once = asyncio.run(run(args.seconds, args.subscribers))
    allowed = args.subscribers * len(STORIES) / 30
    table = Table("after Telegram's return", "seconds", "the limits alone", "ratio")
    table.add_row("first alert", f"{back.first:.2f}", "", "")
    table.add_row("last alert", f"{back.last:.2f}", f"{allowed:.2f}", f"{back.last / allowed:.2f}")
    table.add_row("first answer", f"{back.answer:.2f}", "", "")
    Console(width=100).print(table)
    print("every alert once" if once else "an alert is missing or came twice")
    return 0 if once else 1


if __name__ == "__main__":
    sys.exit(main())
