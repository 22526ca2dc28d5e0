"""Stories over which code raised while they were made for a machine."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    note = "when that was once too often: not tried until an operator asks"
    op.create_table(
        "unposted",
        sa.Column("id", ID, nullable=False),
        sa.Column("receiver_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("raised", sa.Integer, comment="how often code raised over it in a row; NULL: never"),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), comment=note),
        sa.Column("error", sa.Text, comment="what was raised last"),
        sa.PrimaryKeyConstraint("id", name="unposted_pk"),
        sa.ForeignKeyConstraint(["receiver_id"], ["receivers.id"], name="unposted_receiver_id_fk", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="unposted_story_id_fk"),
        sa.UniqueConstraint("receiver_id", "story_id", "revision", name="unposted_receiver_id_story_id_revision_uq"),
        sqlite_autoincrement=True,
    )
