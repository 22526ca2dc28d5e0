"""Texts of the admins to every chat, and the copy of each that a subscriber gets."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import Id, Moment, Words
from storage.tables.base import metadata

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", Words, nullable=False, comment="Telegram HTML"),
    Column("chat_id", BigInteger, nullable=False, comment="where its author follows it"),
    Column("thread_id", BigInteger, nullable=False, comment="0: the chat itself"),
    Column("message_id", BigInteger, comment="the message that shows how far it has come"),
    Column("language", Text, nullable=False, comment="of that message"),
    Column("drafted_at", Moment, nullable=False),
    Column("begun_at", Moment, comment="when its sending was confirmed"),
    Column("ended_at", Moment, comment="when it was stopped before its end"),
    Column("reported_at", Moment, comment="when its author saw its end"),
    sqlite_autoincrement=True,
)

copies = Table(
    "copies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bulletin_id", Id, ForeignKey("bulletins.id", ondelete="CASCADE"), nullable=False),
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("due_at", Moment, comment="NULL: settled"),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("sent_at", Moment),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    UniqueConstraint("bulletin_id", "subscriber_id"),
    Index("copies_subscriber", "subscriber_id"),
    sqlite_autoincrement=True,
)
_unsent = copies.c.due_at.is_not(None)
Index("copies_due", copies.c.due_at, copies.c.id, sqlite_where=_unsent)
_copied = copies.c.sent_at.is_not(None)
Index("copies_sent", copies.c.sent_at, sqlite_where=_copied)
