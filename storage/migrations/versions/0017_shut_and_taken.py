"""Chats that take no messages though we are in them; who took a story upon themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    note = "since when Telegram refuses our messages to it though we are there"
    op.add_column("subscribers", sa.Column("shut_at", MOMENT, comment=note))
    op.add_column("subscribers", sa.Column("shut_error", sa.Text, comment="what it says"))
    op.add_column("subscribers", sa.Column("shut_told_at", MOMENT, comment="when the admins were told"))
    note = "the Telegram user of the group who took the story upon themselves"
    op.add_column("deliveries", sa.Column("holder_id", sa.BigInteger, comment=note))
    op.add_column("deliveries", sa.Column("holder", sa.Text, comment="what that user is called"))
    op.add_column("deliveries", sa.Column("taken_at", MOMENT))
