"""Newsrooms: whose outlet a feed is, who published an entry, and whose text it says it is."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ENTRY = {
    "outlet": "who published it; NULL: its feed's outlet",
    "tier": "how near to events that one stands; NULL: as its feed",
    "credit": "the agency whose text it says it is; NULL: its own",
}


def upgrade() -> None:
    note = "whose outlet it is, where the outlet's name does not tell"
    op.add_column("feeds", sa.Column("newsroom", sa.Text, comment=note))
    for name, note in ENTRY.items():
        op.add_column("entries", sa.Column(name, sa.Text, comment=note))
