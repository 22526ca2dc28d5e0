"""Rows of subscribers and of their deliveries as the records of the model."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.model import DAILY, RINGS, Address, ChatKind, Holder, Hours, Passing, Pictures, Standing, Subscriber, ThreadsBy
from storage.tables import subscribers

COLUMNS = tuple(column for column in subscribers.c if column.name not in ("id", "joined_at"))
"""What `subscriber_of` needs beside the id."""


def subscriber_of(row: RowMapping, *, id_column: str = "id") -> Subscriber:
    """The subscriber in a row that holds its columns."""
    return Subscriber(
        id=row[id_column],
        address=Address(row["chat_id"], row["thread_id"] or None),
        kind=ChatKind(row["kind"]),
        language=row["language"],
        timezone=row["timezone"],
        gone_at=row["gone_at"],
        timezone_set_at=row["timezone_set_at"],
        quiet=None if row["quiet_from"] is None else Hours(row["quiet_from"], row["quiet_until"]),
        digest_at=row["digest_at"],
        passing=Passing(row["passing"] or Passing.DIGEST),
        pictures=Pictures(row["pictures"] or Pictures.NONE),
        digest_hours=row["digest_hours"] or DAILY,
        digest_day=row["digest_day"],
        rings_from=row["rings_from"] or 1,
        rings_most=RINGS if row["rings_most"] is None else row["rings_most"],
        rang=tuple(map(datetime.fromisoformat, row["rang"] or ())),
        muted_until=row["muted_until"],
        muted_outlets=row["muted_outlets"],
        shut_at=row["shut_at"],
        shut_error=row["shut_error"],
        threads_by=None if row["threads_by"] is None else ThreadsBy(row["threads_by"]),
        threads_offered_at=row["threads_offered_at"],
    )


def standing_of(row: RowMapping | Mapping[str, Any]) -> Standing:
    """How a story stands with a subscriber, from its delivery's row."""
    holder = None if row["holder_id"] is None else Holder(row["holder_id"], row["holder"], row["taken_at"])
    return Standing(row["muted_at"] is not None, holder)
