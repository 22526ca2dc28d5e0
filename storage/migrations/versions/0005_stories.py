"""Why a report joined its story and what it states; who launched, what was retracted; what a chat muted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("entries", sa.Column("join_reason", sa.Text, comment="NULL: it opened its story"))
    op.add_column("entries", sa.Column("join_detail", sa.Text))
    op.add_column("entries", sa.Column("correction", sa.Text))
    op.add_column("entries", sa.Column("facts", sa.JSON, comment="{group: {field: [value, sentence, outlet, says]}}"))
    op.add_column("stories", sa.Column("actor", sa.Text, comment="who launched, where something was launched"))
    op.add_column("stories", sa.Column("retracted_at", MOMENT))
    launched = sa.text("actor IS NOT NULL")
    op.create_index(
        "stories_actor", "stories", ["actor", "opened_at"], postgresql_where=launched, sqlite_where=launched
    )
    op.add_column("deliveries", sa.Column("told_severity", sa.SmallInteger))
    op.add_column("deliveries", sa.Column("muted_at", MOMENT, comment="edits only, from then on"))
