"""The outbox: alerts, and the digests that some of them wait for."""

from datetime import timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    or_,
)

from storage.columns import Id, Moment, Words
from storage.tables.base import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("severity", SmallInteger, nullable=False, comment="the story's: the order of claims"),
    Column("told", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("due_at", Moment, comment="NULL: settled"),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("queued_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("first_sent_at", Moment, comment="NULL: not sent, or from before it was kept"),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("told_severity", SmallInteger),
    Column("muted_at", Moment, comment="edits only, from then on"),
    Column("held_at", Moment, comment="since when it waits for the subscriber's digest; NULL: it does not"),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    Column("holder_id", BigInteger, comment="the Telegram user of the group who took the story upon themselves"),
    Column("holder", Words, comment="what that user is called"),
    Column("taken_at", Moment),
    Column("silent_at", Moment, comment="what brought it makes no sound; NULL: it rings"),
    Column(
        "gathered_at", Moment, comment="since when it stands in its message with others; NULL: the message is its own"
    ),
    Column("in_thread", BigInteger, comment="the thread that its message is in; NULL: at the subscriber's address"),
    UniqueConstraint("story_id", "subscriber_id"),
    CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
    sqlite_autoincrement=True,
)

digests = Table(
    "digests",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Moment, nullable=False, comment="the last one, or when the subscriber asked for them"),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", Words),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    Index("digests_due", "due_at"),
)

EDITS_APART = timedelta(minutes=1)
"""The least time between two edits of a message, unless the change rings."""
reachable = or_(deliveries.c.muted_at.is_(None), deliveries.c.told > 0)
"""The deliveries that may lead to a message: the story is not muted, or was muted after it was told.

In the second case its message is edited, without a sound.
"""
waiting = deliveries.c.due_at.is_not(None)
"""The deliveries that are not settled."""
held = deliveries.c.held_at.is_not(None)
"""The deliveries that wait for a digest."""
refused = deliveries.c.due_at.is_(None) & deliveries.c.last_error.is_not(None)
"""The deliveries that ended without a message."""
sent = deliveries.c.sent_at.is_not(None)
"""The deliveries that were sent."""
Index(
    "deliveries_due",
    deliveries.c.severity,
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=waiting,
)
Index("deliveries_refused", deliveries.c.id, sqlite_where=refused)
Index("deliveries_sent", deliveries.c.sent_at, sqlite_where=sent)
Index("deliveries_subscriber", deliveries.c.subscriber_id)
gathered = deliveries.c.gathered_at.is_not(None)
"""The deliveries that stand in a message with others."""
Index(
    "deliveries_gathered",
    deliveries.c.subscriber_id,
    deliveries.c.message_id,
    sqlite_where=gathered,
)
Index("deliveries_held", deliveries.c.subscriber_id, sqlite_where=held)
