"""How large a picture a subscriber's alerts show of their reports."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    note = "how large an alert shows its report's: small, large; NULL: not at all"
    op.add_column("subscribers", sa.Column("pictures", sa.Text, comment=note))
