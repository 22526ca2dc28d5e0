"""What operators say of feeds, texts to every chat, and who is let in."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"

MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    note = "how often an operator wants it asked; NULL: as its habits say"
    op.add_column("feeds", sa.Column("every", sa.Interval, comment=note))
    note = "the fields that are an operator's and no catalogue's; NULL: none"
    op.add_column("feeds", sa.Column("edited", sa.Text, comment=note))
    _bulletins()
    op.create_table(
        "invitations",
        sa.Column("digest", sa.Text, comment="SHA-256 of the token, which is not kept"),
        sa.Column("uses", sa.Integer, nullable=False, comment="how many it lets in"),
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("made_by", sa.BigInteger, comment="the admin's Telegram user id; NULL: by the command line"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="invitations_pk"),
    )
    op.create_table(
        "admitted",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, comment="a person, group or channel"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.BigInteger, comment="the Telegram user who let it in; NULL: by an invitation"),
        sa.PrimaryKeyConstraint("chat_id", name="admitted_pk"),
    )


def _bulletins() -> None:
    op.create_table(
        "bulletins",
        sa.Column("id", ID),
        sa.Column("text", sa.Text, nullable=False, comment="Telegram HTML"),
        sa.Column("chat_id", sa.BigInteger, nullable=False, comment="where its author follows it"),
        sa.Column("thread_id", sa.BigInteger, nullable=False, comment="0: the chat itself"),
        sa.Column("message_id", sa.BigInteger, comment="the message that shows how far it has come"),
        sa.Column("language", sa.Text, nullable=False, comment="of that message"),
        sa.Column("drafted_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, comment="when its sending was confirmed"),
        sa.Column("ended_at", MOMENT, comment="when it was stopped before its end"),
        sa.Column("reported_at", MOMENT, comment="when its author saw its end"),
        sa.PrimaryKeyConstraint("id", name="bulletins_pk"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "copies",
        sa.Column("id", ID),
        sa.Column("bulletin_id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("due_at", MOMENT, comment="NULL: settled"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("sent_at", MOMENT),
        sa.Column("claimed_by", sa.BigInteger, comment="the process that has it in the works; NULL: none"),
        sa.PrimaryKeyConstraint("id", name="copies_pk"),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="copies_bulletin_id_fk", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name="copies_subscriber_id_fk", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("bulletin_id", "subscriber_id", name="copies_bulletin_id_subscriber_id_uq"),
        sqlite_autoincrement=True,
    )
    op.create_index("copies_subscriber", "copies", ["subscriber_id"])
    for name, *columns in (("due", "due_at", "id"), ("sent", "sent_at"), ("claimed", "claimed_by")):
        there = sa.column(columns[0]).is_not(None)
        op.create_index(f"copies_{name}", "copies", columns, postgresql_where=there, sqlite_where=there)
