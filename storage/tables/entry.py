"""The entries, and what detection found in them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, func

from storage.columns import Data, Id, Key, Moment, Words
from storage.tables.base import metadata
from storage.tables.feed import feeds
from storage.tables.match import match_columns

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", Id, ForeignKey("feeds.id"), nullable=False),
    Column("guid", Key, nullable=False),
    Column("link", Key),
    Column("url", Words),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("language", Words),
    Column("outlet", Words, comment="who published it; NULL: its feed's outlet"),
    Column("tier", Text, comment="how near to events that one stands; NULL: as its feed"),
    Column("published_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("detected_at", Moment),
    Column("story_id", Id, ForeignKey("stories.id")),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("error", Words, comment="what was raised last"),
    Column("shown_at", Moment, comment="when its feed was last found to show it still; NULL: not asked since seen_at"),
    Column("join_reason", Text, comment="NULL: it opened its story"),
    Column("join_detail", Words),
    Column("correction", Text),
    Column("credit", Words, comment="the agency whose text it says it is; NULL: its own"),
    Column("facts", Data(none_as_null=True), comment="{group: {field: [value, sentence, outlet, says]}}"),
    Column("lead", Words, comment="how the text began that was read, its page's or its own; NULL: as its own does"),
    Column("undated_at", Moment, comment="when it was first seen, of one without a date: published_at is the same"),
    Column("old_at", Moment, comment="when it was found to be old news: it opens no story"),
    Column("title_print", BigInteger, comment="of the title as its feed had it; NULL: from before that was kept"),
    Column("text_print", BigInteger, comment="the same of its text"),
    Index("entries_guid", "feed_id", "guid"),
    Index("entries_link", "feed_id", "link"),
    Index("entries_title", "feed_id", "title_print"),
    sqlite_autoincrement=True,
)
undetected = entries.c.detected_at.is_(None)
"""The entries that wait for detection."""
reported = entries.c.story_id.is_not(None)
"""The entries that are reports."""
outlet = func.coalesce(entries.c.outlet, feeds.c.outlet).label("outlet")
"""Who published an entry, where it is joined with its feed."""
tier = func.coalesce(entries.c.tier, feeds.c.tier).label("tier")
"""How near to events its publisher stands."""
Index("entries_published", entries.c.published_at, entries.c.id)
Index("entries_seen", entries.c.seen_at, entries.c.feed_id)
Index("entries_undetected", entries.c.id, sqlite_where=undetected)
Index("entries_story", entries.c.story_id, entries.c.id, sqlite_where=reported)

odd_entries = Table(
    "odd_entries",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True, comment="LIKE may overlook words in it"),
    Column("folded", Words, comment="its title and text, folded; NULL: from before that was kept"),
)

matches = Table(
    "matches",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True),
    *match_columns(),
)
