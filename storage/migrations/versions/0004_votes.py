"""What readers call not relevant."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("story_id", ID, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("user_id", sa.BigInteger, primary_key=True, comment="the person who calls the story not relevant"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("votes_user", "votes", ["user_id"])
