"""/export: what is kept of this chat, its settings and its alerts, as documents to keep: JSON and CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.model import Document, Told
from handlers.ask import Answer, Ask

MOST = 100_000
"""How many alerts are exported, the newest: Telegram takes files of 50 MB."""
COLUMNS = ("story", "headline", "url", "severity", "revision_told", "queued_at", "told_at", "muted_at", "gathered_at")
"""The columns of the alerts, as JSON names them too."""


async def export(ask: Ask) -> Answer:
    """Send both documents."""
    reader = ask.reader
    if not reader.id:
        return Answer(toast=None, documents=(_json("bongsu.json", {"settings": None, "alerts": []}),))
    told = [_row(one) for one in await ask.desk.store.history(reader.id, MOST)]
    settings = asdict(reader) | {
        "subscriptions": [asdict(one) for one in (await ask.subscriptions()).values()],
        "queries": [asdict(one) for one in await ask.own()],
    }
    return Answer(
        documents=(_json("bongsu.json", {"settings": settings, "alerts": told}), csv_of("alerts.csv", COLUMNS, told))
    )


def _row(told: Told) -> dict[str, Any]:
    return dict(zip(COLUMNS, asdict(told).values(), strict=True))


def _json(name: str, data: object) -> Document:
    return Document(name, json.dumps(data, ensure_ascii=False, indent=1, default=_written).encode())


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def csv_of(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Document:
    """A table as spreadsheets read it: with a byte order mark, and no cell that they would take for a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return Document(name, text.getvalue().encode("utf-8-sig"))


def _cell(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{value}"
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else value
