"""An entry is told by more than its guid or link: both may come again. What is undated or old is known as such."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True)
COLUMNS = (
    ("undated_at", MOMENT, "when it was first seen, of one without a date: published_at is the same"),
    ("old_at", MOMENT, "when it was found to be old news: it opens no story"),
    ("title_print", sa.BigInteger, "of the title as its feed had it; NULL: from before that was kept"),
    ("text_print", sa.BigInteger, "the same of its text"),
)
UNIQUE = re.compile(r",\s*(?:CONSTRAINT \w+ )?UNIQUE \(feed_id, (?:guid|link)\)")


def upgrade() -> None:
    for name, kind, note in COLUMNS:
        op.add_column("entries", sa.Column(name, kind, comment=note))
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        for name in ("guid", "link"):
            op.drop_constraint(f"entries_feed_id_{name}_uq", "entries")
    for name, column in (("guid", "guid"), ("link", "link"), ("title", "title_print")):
        op.create_index(f"entries_{name}", "entries", ["feed_id", column])


def _made_anew() -> None:
    """SQLite drops no constraint: the table is made again without, and its rows, indexes and last id are put back.

    Foreign keys that name it are checked at the end of the transaction, when all that they name is there again.
    """
    connection = op.get_bind()
    of_table = "FROM sqlite_master WHERE tbl_name = 'entries' AND type = '{}' AND sql IS NOT NULL"
    made = connection.scalar(sa.text(f"SELECT sql {of_table.format('table')}"))
    indexes = list(connection.scalars(sa.text(f"SELECT sql {of_table.format('index')}")))
    last = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'entries'"))
    for statement in (
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TABLE entries_before AS SELECT * FROM entries",
        "DROP TABLE entries",
        UNIQUE.sub("", made),
        "INSERT INTO entries SELECT * FROM entries_before",
        "DROP TABLE entries_before",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
    if last is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'entries'"))
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('entries', :last)"), {"last": last})
