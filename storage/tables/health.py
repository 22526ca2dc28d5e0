"""What an operator sees of the service: its polls by the hour, and its troubles."""

from sqlalchemy import Column, Integer, Table

from storage.columns import Data, Moment, Words
from storage.tables.base import metadata

poll_hours = Table(
    "poll_hours",
    metadata,
    Column("hour", Moment, primary_key=True, comment="when it begins"),
    Column("polls", Integer, nullable=False),
    Column("failed", Integer, nullable=False, comment="of them"),
)

troubles = Table(
    "troubles",
    metadata,
    Column("key", Words, primary_key=True, comment="its kind and, behind a colon, what it is about"),
    Column("detail", Data, nullable=False, comment="{name: text or number}: what the words are made with"),
    Column("since", Moment, nullable=False),
    Column("told_at", Moment, comment="when the admins were told"),
)
