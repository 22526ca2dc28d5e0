"""Which process has a row in the works."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

CLAIMED = sa.text("claimed_by IS NOT NULL")


def upgrade() -> None:
    note = "the process that has it in the works; NULL: none"
    for table in ("feeds", "pushes", "deliveries", "digests"):
        op.add_column(table, sa.Column("claimed_by", sa.BigInteger, comment=note))
        name = f"{table}_claimed"
        op.create_index(name, table, ["claimed_by"], postgresql_where=CLAIMED, sqlite_where=CLAIMED)
