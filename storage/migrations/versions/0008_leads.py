"""How the text began that was read of an entry: a restart compares later reports with the same words."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    note = "how the text began that was read, its page's or its own; NULL: as its own does"
    op.add_column("entries", sa.Column("lead", sa.Text, comment=note))
