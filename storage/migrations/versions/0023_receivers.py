"""Machines that hear of stories, and what each was told."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "receivers",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, comment="NULL: all"),
        sa.Column("min_severity", sa.SmallInteger, nullable=False),
        sa.Column("secret", sa.Text, comment="signs, or opens the door; NULL: neither is needed"),
        sa.Column("added_at", MOMENT, nullable=False, comment="it hears of stories that opened since"),
        sa.Column("due_at", MOMENT, comment="when to try again; NULL: at once"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failing_since", MOMENT, comment="NULL: the last one was taken"),
        sa.Column("error", sa.Text, comment="why the last one was not"),
        sa.PrimaryKeyConstraint("id", name="receivers_pk"),
        sa.UniqueConstraint("name", name="receivers_name_uq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "postings",
        sa.Column("receiver_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("told", sa.Integer, nullable=False, comment="the revision that was posted last"),
        sa.Column("told_severity", sa.SmallInteger, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("reference", sa.Text, comment="what the receiver calls the message"),
        sa.PrimaryKeyConstraint("receiver_id", "story_id", name="postings_pk"),
        sa.ForeignKeyConstraint(["receiver_id"], ["receivers.id"], name="postings_receiver_id_fk", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="postings_story_id_fk"),
    )
