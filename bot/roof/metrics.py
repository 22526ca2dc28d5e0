"""What a monitor reads: the store's counts as JSON for /health, as Prometheus text for /metrics."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from bot.model import Health

STALLED_AFTER = timedelta(minutes=10)
"""Beyond the longest interval: no feed at all was polled for so long, so polling must hang."""


def stalled(health: Health, now: datetime, longest: timedelta) -> bool:
    """Whether polling has come to a stop: there are feeds, and none was polled for too long."""
    polled = health.feeds - health.feeds_disabled > 0 and health.last_poll_at is not None
    return polled and health.last_poll_at is not None and now - health.last_poll_at > longest + STALLED_AFTER


def document(health: Health, problem: str | None) -> dict[str, Any]:
    """/health: `status` ok or the problem in a sentence, and every count; times in ISO 8601, UTC."""
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in _values(health)}
    return {"status": problem or "ok"} | values


def exposition(health: Health) -> str:
    """/metrics: one gauge a count, times in seconds since 1970 (Prometheus text format 0.0.4)."""
    lines = []
    for name, value in _values(health):
        is_time = name.endswith("_at")
        metric = f"bongsu_{name.removesuffix('_at')}_timestamp_seconds" if is_time else f"bongsu_{name}"
        number = value.timestamp() if isinstance(value, datetime) else value
        lines += [f"# TYPE {metric} gauge", *([] if number is None else [f"{metric} {number}"])]
    return "\n".join(lines) + "\n"


def _values(health: Health) -> list[tuple[str, Any]]:
    return [(field.name, getattr(health, field.name)) for field in fields(health)]
