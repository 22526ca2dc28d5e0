"""Queries over which code raised; and hubs that refused are asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ASIDE = sa.text("set_aside_at IS NOT NULL")


def upgrade() -> None:
    count = sa.Column("raised", sa.Integer, comment="how often code raised over it in a row; NULL: never")
    note = "when that was once too often: not tried until an operator asks"
    op.add_column("queries", count)
    op.add_column("queries", sa.Column("set_aside_at", sa.DateTime(timezone=True), comment=note))
    op.add_column("queries", sa.Column("error", sa.Text, comment="what was raised last"))
    op.create_index("queries_set_aside", "queries", ["set_aside_at"], postgresql_where=ASIDE, sqlite_where=ASIDE)
    op.execute("UPDATE pushes SET due_at = CURRENT_TIMESTAMP WHERE due_at IS NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("pushes", "due_at", comment="when to ask the hub")
