"""What was arranged with hubs, so that they push feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
WANTED = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "pushes",
        sa.Column("id", ID, primary_key=True),
        sa.Column("feed_id", ID, sa.ForeignKey("feeds.id"), nullable=False),
        sa.Column("hub", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False, comment="the address under which the hub knows the feed"),
        sa.Column("token", sa.Text, nullable=False, unique=True, comment="ends the callback's address"),
        sa.Column("secret", sa.Text, nullable=False, comment="signs what the hub pushes"),
        sa.Column("due_at", MOMENT, comment="when to ask the hub; NULL: it refused"),
        sa.Column("asked_at", MOMENT, comment="NULL: the hub knows nothing of us"),
        sa.Column("until", MOMENT, comment="the end of the lease"),
        sa.Column("pushed_at", MOMENT, comment="the last push, unless a poll found what the hub had not brought"),
        sa.Column("ended_at", MOMENT, comment="since when it is not wanted any more"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("pushes_feed", "pushes", ["feed_id"], unique=True, postgresql_where=WANTED, sqlite_where=WANTED)
    op.create_index("pushes_due", "pushes", ["due_at"])
