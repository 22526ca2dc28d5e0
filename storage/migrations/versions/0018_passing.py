"""Topics that a story touches in passing, and what a subscriber wants to hear of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    for table in ("matches", "story_topics"):
        note = "only the page speaks of it"
        passing = sa.Column("passing", sa.Boolean, nullable=False, server_default=sa.false(), comment=note)
        op.add_column(table, passing)
    note = "what is told of topics touched in passing: now, never; NULL: in the digest"
    op.add_column("subscribers", sa.Column("passing", sa.Text, comment=note))
