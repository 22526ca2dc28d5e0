"""What a machine made of foreign stories."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "translations",
        sa.Column("story_id", ID, nullable=False),
        sa.Column("language", sa.Text, nullable=False, comment="of those who read it"),
        sa.Column("source", sa.Text, nullable=False, comment="the headline that was translated"),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("story_id", "language", name="translations_pk"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="translations_story_id_fk"),
    )
