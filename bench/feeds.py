"""Parses every feed of a folder and compares with its manifest: `python bench/feeds.py FOLDER`.

FOLDER/manifest.csv names each file (`file`), how many entries it has (`entries`) and its language (`language`). Exit
code 1 where a file raises or yields fewer entries.
"""

from __future__ import annotations

import csv
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.feeds.parse import Parsed, parse
from bot.model import Source


def main(folder: Path) -> int:
    """Print a line a file and the totals; 0 where every file yields what its manifest says."""
    with (folder / "manifest.csv").open(newline="") as manifest:
        rows = list(csv.DictReader(manifest))
    expected = found = fewer = 0
    slowest = spent = 0.0
    print(f"{'expected':>8} {'found':>6} {'ms':>7}  {'format':8} file: damage")
    for row in rows:
        started = time.perf_counter()
        parsed = _parse(folder / row["file"], row.get("language", ""))
        milliseconds = (time.perf_counter() - started) * 1000
        due, had = int(row["entries"]), len(parsed.entries) if parsed else -1
        expected, found, fewer = expected + due, found + max(had, 0), fewer + (had < due)
        slowest, spent = max(slowest, milliseconds), spent + milliseconds
        damage = "RAISED" if parsed is None else parsed.damage or ""
        mark = "!" if had < due else " "
        print(f"{due:8} {had:6}{mark}{milliseconds:7.1f}  {parsed.format if parsed else '':8} {row['file']}: {damage}")
    print(f"{len(rows)} files, {expected} entries expected, {found} found, {fewer} files with fewer or an exception;")
    print(f"{spent:.0f} ms in all, {slowest:.0f} ms the slowest")
    return 1 if fewer else 0


def _parse(path: Path, language: str) -> Parsed | None:
    source = Source(
        url=f"https://feeds.example.org/{path.name}", outlet=path.stem, language=language[:2].lower() or None
    )
    try:
        return parse(path.read_bytes(), url=source.url, source=source, now=datetime.now(UTC))
    except Exception as exc:  # That it raised is the finding.
        print(f"{path.name}: {exc!r}")
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
