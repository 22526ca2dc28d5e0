"""The machines that hear of stories, and what each was told."""

from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, Table, Text

from storage.columns import Id, Moment, Places, Words
from storage.tables.base import metadata

receivers = Table(
    "receivers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Words, nullable=False, unique=True),
    Column("url", Words, nullable=False),
    Column("form", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("topics", Places, comment="NULL: all"),
    Column("min_severity", SmallInteger, nullable=False),
    Column("secret", Words, comment="signs, or opens the door; NULL: neither is needed"),
    Column("added_at", Moment, nullable=False, comment="it hears of stories that opened since"),
    Column("due_at", Moment, comment="when to try again; NULL: at once"),
    Column("attempts", Integer, nullable=False),
    Column("failing_since", Moment, comment="NULL: the last one was taken"),
    Column("error", Words, comment="why the last one was not"),
    sqlite_autoincrement=True,
)

postings = Table(
    "postings",
    metadata,
    Column("receiver_id", Id, ForeignKey("receivers.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("told", Integer, nullable=False, comment="the revision that was posted last"),
    Column("told_severity", SmallInteger, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("reference", Words, comment="what the receiver calls the message"),
)
