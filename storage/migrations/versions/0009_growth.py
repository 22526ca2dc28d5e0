"""What retention needs to know, and the words of entries that LIKE may overlook."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    note = "its title and text, folded; NULL: from before that was kept"
    op.add_column("odd_entries", sa.Column("folded", sa.Text, comment=note))
    note = "when its feed was last found to show it still; NULL: not asked since seen_at"
    op.add_column("entries", sa.Column("shown_at", MOMENT, comment=note))
    note = "when the entries that it shows were last marked as shown"
    op.add_column("feeds", sa.Column("marked_at", MOMENT, comment=note))
