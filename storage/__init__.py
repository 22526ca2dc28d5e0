"""Where it is kept: tables, queries and migrations on SQLite and PostgreSQL.

    tables        what is kept, and the types that both engines agree on
    engine        connecting, transactions, and what the drivers' errors mean
    schema        migrating, and whether a database is of this version
    aside         rows over which code raises
    backup        a consistent copy of a SQLite database
    stories       reading stories whole
    feeds detections deliveries subscribers queries    the parts of the promise in bot.store
    search        an index of every entry's words
    retention     what is not kept for ever
    sharing       what processes over one database share beyond rows: wakes, elections, a clock
    store         the parts joined, and how to open it

An SQL engine is one entry in `engine.ENGINES`.
"""

from storage.backup import backup
from storage.schema import migrate
from storage.sql_store import open_store

__all__ = ["backup", "migrate", "open_store"]
