"""The countries that a match concerns, and the places that a subscription is narrowed to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for table in ("matches", "story_topics"):
        note = "[[code, part, [region, ...]], ...]; NULL: from before they were kept"
        op.add_column(table, sa.Column("countries", sa.JSON, comment=note))
    op.add_column("subscriptions", sa.Column("places", sa.Text, comment="NULL: everywhere"))
