"""Alerts sorted into threads of a chat: by what, which threads there are, and in which one an alert's message is."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    note = "what sorts its alerts into threads: topic, fires; NULL: nothing does"
    op.add_column("subscribers", sa.Column("threads_by", sa.Text, comment=note))
    op.add_column("subscribers", sa.Column("threads_offered_at", MOMENT, comment="when that was offered"))
    note = "the thread that its message is in; NULL: at the subscriber's address"
    op.add_column("deliveries", sa.Column("in_thread", sa.BigInteger, comment=note))
    op.create_table(
        "threads",
        sa.Column("subscriber_id", ID, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True, comment="of a topic or query, or fires:NUMBER"),
        sa.Column("thread_id", sa.BigInteger, comment="Telegram's; NULL: it could not be made"),
        sa.Column("lost_at", MOMENT, comment="since when it takes no messages; NULL: it does"),
        sa.Column("error", sa.Text, comment="what Telegram said then"),
        sa.Column("told_at", MOMENT, comment="when the chat was told of that"),
    )
