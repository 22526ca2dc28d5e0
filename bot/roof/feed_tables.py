"""What `bongsu feeds` shows: tables of feeds and of findings, a feed as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model import Feed
from bot.pipeline.feedkeeping import Finding
from bot.pipeline.feedlist import state_of

if TYPE_CHECKING:  # what draws is loaded where it does so: the command line, and the service, begins here
    from rich.table import Table

COLOURS = {
    "ok": "green",
    "moved": "yellow",
    "healthy": "green",
    "new": "cyan",
    "silent": "yellow",
    "paused": "yellow",
    "failing": "red",
    "set-aside": "red",
    "disabled": "red",
}


def record(feed: Feed, now: datetime) -> dict[str, object]:
    """A feed with its state, for machines."""
    times = {"last_success": feed.state.healthy_at, "next_poll": feed.state.next_poll_at}
    return {
        "id": feed.id,
        **asdict(feed.source),
        "state": _state(feed, now),
        "edited": feed.edited,
        "interval": feed.every and feed.every.total_seconds(),
        "failures": feed.state.failures,
        "error": feed.state.error,
        **{key: at and at.isoformat() for key, at in times.items()},
    }


def list_table(feeds: Sequence[Feed], now: datetime) -> "Table":
    """A row a feed: whose it is, how it does, where it is."""
    from rich.text import Text

    table = _table(
        "outlet", "tier", "language", "country", "state", "last success", "next poll (UTC)", "number", "address"
    )
    for feed in feeds:
        source, state = feed.source, _state(feed, now)
        next_poll = None if feed.state.disabled_at else feed.state.next_poll_at
        table.add_row(
            source.outlet,
            source.tier,
            source.language or "-",
            source.country or "-",
            Text(state, style=COLOURS[state]),
            minute(feed.state.healthy_at),
            minute(next_poll),
            str(feed.id),
            source.url,
        )
    return table


def check_table(findings: Sequence[Finding]) -> "Table":
    """Those that are fine first, so that the others stand where one looks."""
    from rich.text import Text

    table = _table("status", "format", "entries", "newest (UTC)", "seconds", "outlet", "address")
    for finding in sorted(findings, key=lambda finding: finding.problem is not None):
        status = "failing" if finding.problem else "moved" if finding.moved_to else "ok"
        table.add_row(
            Text(finding.problem or (f"{status}: {finding.note}" if finding.note else status), style=COLOURS[status]),
            finding.format or "-",
            str(finding.entries),
            minute(finding.newest),
            f"{finding.elapsed.total_seconds():.2f}" if finding.elapsed else "-",
            finding.source.outlet,
            finding.source.url + (f" -> {finding.moved_to}" if finding.moved_to else ""),
        )
    return table


def show(table: "Table") -> None:
    """Print a table: as wide as the terminal, or whole lines where there is none. Names are never taken for markup."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)
    if console.is_terminal:
        console.print(table)
        return
    console.width = 100_000
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _state(feed: Feed, now: datetime) -> str:
    """How polling a feed goes, in this command's words."""
    if feed.state.polled_at is None and state_of(feed, now) == "silent":
        return "new"
    return {"gone": "disabled"}.get(state := state_of(feed, now), state)


def _table(*columns: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            column, overflow="fold", justify="right" if column in ("number", "entries", "seconds") else "left"
        )
    return table


def minute(at: datetime | None) -> str:
    """A time in UTC to the minute; `-` where there is none."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if at else "-"
