"""When feeds are asked: their habits, hosts that are left alone, the watch for grave stories."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_column("feeds", "gap")
    note = "when it publishes, packed; NULL: nothing is known yet"
    op.add_column("feeds", sa.Column("habits", sa.LargeBinary, comment=note))
    note = "how many of its entries were about a topic"
    op.add_column("feeds", sa.Column("flagged", sa.Integer, nullable=False, server_default="0", comment=note))
    note = "until when it is asked as often as allowed, for a grave story"
    op.add_column("feeds", sa.Column("watch_until", MOMENT, comment=note))
    note = "until when its host asked to be left alone"
    op.add_column("feeds", sa.Column("held_until", MOMENT, comment=note))
