"""What an operator sees and is told: pauses, first sends, polls by the hour, entries by when they came, troubles."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("feeds", sa.Column("paused_at", MOMENT, comment="when an operator paused it"))
    note = "NULL: not sent, or from before it was kept"
    op.add_column("deliveries", sa.Column("first_sent_at", MOMENT, comment=note))
    op.create_index("entries_seen", "entries", ["seen_at", "feed_id"])
    op.create_table(
        "poll_hours",
        sa.Column("hour", MOMENT, comment="when it begins"),
        sa.Column("polls", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False, comment="of them"),
        sa.PrimaryKeyConstraint("hour", name="poll_hours_pk"),
    )
    note = "its kind and, behind a colon, what it is about"
    detail = sa.Column(
        "detail", sa.JSON, nullable=False, comment="{name: text or number}: what the words are made with"
    )
    op.create_table(
        "troubles",
        sa.Column("key", sa.Text, comment=note),
        detail,
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, comment="when the admins were told"),
        sa.PrimaryKeyConstraint("key", name="troubles_pk"),
    )
