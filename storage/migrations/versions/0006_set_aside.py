"""Rows over which code raised: how often, why, and when they were set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = ("feeds", "entries", "deliveries")


def upgrade() -> None:
    for table in TABLES:
        count = sa.Column("raised", sa.Integer, comment="how often code raised over it in a row; NULL: never")
        note = "when that was once too often: not tried until an operator asks"
        op.add_column(table, count)
        op.add_column(table, sa.Column("set_aside_at", sa.DateTime(timezone=True), comment=note))
    op.add_column("entries", sa.Column("error", sa.Text, comment="what was raised last"))
    for table in ("entries", "deliveries"):
        condition = sa.text("set_aside_at IS NOT NULL")
        name = f"{table}_set_aside"
        op.create_index(name, table, ["set_aside_at"], postgresql_where=condition, sqlite_where=condition)
