"""Subscribers' own queries, and the stories that they hold for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "queries",
        sa.Column("subscriber_id", ID, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False, comment="its key in subscriptions and story_queries"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False, comment="when detection has to look again"),
    )
    op.create_index("queries_changed", "queries", ["changed_at"])
    op.create_table(
        "story_queries",
        sa.Column("story_id", ID, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True, comment="of subscribers' queries that hold for a report"),
    )
    op.create_index("story_queries_topic", "story_queries", ["topic", "story_id"])
    op.create_table(
        "odd_entries",
        sa.Column(
            "entry_id", ID, sa.ForeignKey("entries.id"), primary_key=True, comment="LIKE may overlook words in it"
        ),
    )
    op.create_index("entries_published", "entries", ["published_at", "id"])
