"""Timezones that were chosen, quiet hours, digests and the alerts that wait for them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
HELD = sa.text("held_at IS NOT NULL")
ASIDE = sa.text("set_aside_at IS NOT NULL")
NOTES = {
    "quiet_from": "minute of the local day; NULL: no quiet hours",
    "quiet_until": "minute of the local day; before quiet_from: past midnight",
    "digest_at": "minute of the local day; NULL: every alert at once",
}


def upgrade() -> None:
    note = "when it was chosen; NULL: it goes by the language"
    op.add_column("subscribers", sa.Column("timezone_set_at", MOMENT, comment=note))
    for name, note in NOTES.items():
        op.add_column("subscribers", sa.Column(name, sa.SmallInteger, comment=note))
    note = "since when it waits for the subscriber's digest; NULL: it does not"
    op.add_column("deliveries", sa.Column("held_at", MOMENT, comment=note))
    op.create_index("deliveries_held", "deliveries", ["subscriber_id"], postgresql_where=HELD, sqlite_where=HELD)
    op.create_table(
        "digests",
        sa.Column("subscriber_id", ID, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("since", MOMENT, nullable=False, comment="the last one, or when the subscriber asked for them"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("raised", sa.Integer, comment="how often code raised over it in a row; NULL: never"),
        sa.Column("set_aside_at", MOMENT, comment="when that was once too often: not tried until an operator asks"),
    )
    op.create_index("digests_due", "digests", ["due_at"])
    op.create_index("digests_set_aside", "digests", ["set_aside_at"], postgresql_where=ASIDE, sqlite_where=ASIDE)
