"""What servers do: moves and ends that are believed over time, whole documents, User-Agents."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

MOMENT = sa.DateTime(timezone=True)
NOTES = {
    "moved_since": "when the first of them was",
    "home_at": "when url was last asked, where address is another",
    "gone_since": "when the first of them was",
    "whole_at": "when it last sent its whole document",
    "plain_at": "since when it is asked with the plain User-Agent",
}


def upgrade() -> None:
    op.add_column("feeds", sa.Column("user_agent", sa.Text, comment="what it is asked with; NULL: our own"))
    note = "how many in a row heard that it is gone"
    op.add_column("feeds", sa.Column("gone_polls", sa.Integer, nullable=False, server_default="0", comment=note))
    for name, note in NOTES.items():
        op.add_column("feeds", sa.Column(name, MOMENT, comment=note))
