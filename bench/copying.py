"""How long `bongsu copy` takes: `python bench/copying.py [--entries 480000]`, about a million rows by itself.

From SQLite to PostgreSQL, as who outgrows one machine does it. Exit code 1 where a table has not all its rows.
"""

import argparse
import asyncio
import resource
import sys
import time

from bench.stock import Stock, fill
from storage import copy, migrate
from tests.engines import durable


async def measure(source: str, target: str, entries: int) -> dict[str, tuple[int, int]]:
    """Fill, copy and print; how many rows of each table were copied, and how many there were."""
    await migrate(source)
    await fill(source, Stock(entries))
    seen: dict[str, tuple[int, int]] = {}

    def show(table: str, done: int, total: int) -> None:
        seen[table] = (done, total)

    began, worked = time.perf_counter(), time.process_time()
    rows = await copy(source, target, show)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{rows:,} rows in {seconds:.0f} s ({worked:.0f} s of processor time), {rows / seconds:,.0f} a second")
    print(f"{peak:.0f} MB at most")
    return seen


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=480_000)
    entries = parser.parse_args().entries
    with durable("sqlite") as source, durable("postgresql") as target:
        seen = asyncio.run(measure(source, target, entries))
    return 0 if all(done == total for done, total in seen.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
