"""The machines that hear of stories, what each was told, and what could not be made for it."""

from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, Table, Text, UniqueConstraint

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

unposted = Table(
    "unposted",
    metadata,
    Column("id", Id, primary_key=True),
    Column("receiver_id", Id, ForeignKey("receivers.id", ondelete="CASCADE"), nullable=False),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("error", Words, comment="what was raised last"),
    UniqueConstraint("receiver_id", "story_id", "revision"),
    sqlite_autoincrement=True,
)
"""The revisions of stories over which code raised while they were made for a machine."""
