"""Who is let in, and by what."""

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from storage.columns import Moment
from storage.tables.base import metadata

invitations = Table(
    "invitations",
    metadata,
    Column("digest", Text, primary_key=True, comment="SHA-256 of the token, which is not kept"),
    Column("uses", Integer, nullable=False, comment="how many it lets in"),
    Column("used", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    Column("made_by", BigInteger, comment="the admin's Telegram user id; NULL: by the command line"),
    Column("made_at", Moment, nullable=False),
)

admitted = Table(
    "admitted",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, comment="a person, group or channel"),
    Column("at", Moment, nullable=False),
    Column("by", BigInteger, comment="the Telegram user who let it in; NULL: by an invitation"),
)
