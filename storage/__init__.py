"""Where it is kept: tables, queries and migrations on SQLite and PostgreSQL.

    tables        what is kept, and the types that both engines agree on
    engine        connecting, transactions, and what the drivers' errors mean
    schema        migrating, and whether a database is of this version
    aside         rows over which code raises
    copying       everything from one database into another
    examining     whether a database can be worked over
    backup        a consistent copy in a file, and putting it back
    stories       reading stories whole
    feeds detections deliveries subscribers queries    the parts of the promise in bot.store
    entries       which of the entries that feeds show are new
    arrivals      entries with what is known of their feeds
    bulletins     texts of the admins to every chat
    access        who is let in, and how many there are
    receivers     machines that hear of stories, and what each was told
    archive       the entries of a period
    search        an index of every entry's words
    retention     what is not kept for ever
    watching      what an operator sees of the service's days and is told of
    sharing       what processes over one database share beyond rows: wakes, elections, a clock
    store         the parts joined, and how to open it

An SQL engine is one entry in `engine.ENGINES`.
"""

from storage.backup import backup, restore
from storage.copying import copy
from storage.engine import disk_of
from storage.examining import Examined, examine, file_at
from storage.schema import migrate
from storage.sql_store import open_store, opened

__all__ = ["Examined", "backup", "copy", "disk_of", "examine", "file_at", "migrate", "open_store", "opened", "restore"]
