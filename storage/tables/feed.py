"""The feeds, and what was arranged with the hubs that push them."""

from secrets import token_urlsafe

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Interval, LargeBinary, Table, Text

from storage.columns import Id, Moment, Places, Words
from storage.tables.base import metadata

feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Words, nullable=False, unique=True, comment="what the catalogue calls it"),
    Column("address", Words, nullable=False, comment="where it is polled: it may have moved"),
    Column("outlet", Words, nullable=False),
    Column("language", Text),
    Column("country", Text),
    Column("timezone", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("newsroom", Words, comment="whose outlet it is, where the outlet's name does not tell"),
    Column("user_agent", Text, comment="what it is asked with; NULL: our own"),
    Column("added_at", Moment, comment="when it was added by hand"),
    Column("left_at", Moment, comment="when the catalogue dropped it"),
    Column("removed_at", Moment, comment="when an admin removed it"),
    Column("announced_at", Moment, comment="when the admins were told that it is disabled"),
    Column("next_poll_at", Moment, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("digest", Text),
    Column("newest_at", Moment),
    Column("ttl", Interval),
    Column("failures", Integer, nullable=False),
    Column("polled_at", Moment),
    Column("healthy_at", Moment),
    Column("error", Words),
    Column("primed_at", Moment),
    Column("moved_to", Words),
    Column("moved_polls", Integer, nullable=False),
    Column("moved_since", Moment, comment="when the first of them was"),
    Column("home_at", Moment, comment="when url was last asked, where address is another"),
    Column(
        "gone_polls", Integer, nullable=False, server_default="0", comment="how many in a row heard that it is gone"
    ),
    Column("gone_since", Moment, comment="when the first of them was"),
    Column("whole_at", Moment, comment="when it last sent its whole document"),
    Column("plain_at", Moment, comment="since when it is asked with the plain User-Agent"),
    Column("disabled_at", Moment),
    Column("paused_at", Moment, comment="when an operator paused it"),
    Column("marked_at", Moment, comment="when the entries that it shows were last marked as shown"),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("habits", LargeBinary, comment="when it publishes, packed; NULL: nothing is known yet"),
    Column(
        "flagged", Integer, nullable=False, server_default="0", comment="how many of its entries were about a topic"
    ),
    Column("watch_until", Moment, comment="until when it is asked as often as allowed, for a grave story"),
    Column("held_until", Moment, comment="until when its host asked to be left alone"),
    Column("every", Interval, comment="how often an operator wants it asked; NULL: as its habits say"),
    Column("edited", Places, comment="the fields that are an operator's and no catalogue's; NULL: none"),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    sqlite_autoincrement=True,
)
kept = feeds.c.removed_at.is_(None) & feeds.c.left_at.is_(None)
"""The feeds that are ours to poll, unless disabled."""
polled = kept & feeds.c.disabled_at.is_(None)
"""The feeds that are polled, unless an operator paused them or they were set aside."""
at_work = polled & feeds.c.paused_at.is_(None) & feeds.c.set_aside_at.is_(None)
"""The feeds that are polled now."""
Index("feeds_due", feeds.c.next_poll_at, sqlite_where=polled)

pushes = Table(
    "pushes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", Id, ForeignKey("feeds.id"), nullable=False),
    Column("hub", Words, nullable=False),
    Column("topic", Words, nullable=False, comment="the address under which the hub knows the feed"),
    Column("token", Words, nullable=False, unique=True, default=token_urlsafe, comment="ends the callback's address"),
    Column("secret", Text, nullable=False, default=token_urlsafe, comment="signs what the hub pushes"),
    Column("due_at", Moment, comment="when to ask the hub"),
    Column("asked_at", Moment, comment="NULL: the hub knows nothing of us"),
    Column("until", Moment, comment="the end of the lease"),
    Column("pushed_at", Moment, comment="the last push, unless a poll found what the hub had not brought"),
    Column("ended_at", Moment, comment="since when it is not wanted any more"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Words),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    sqlite_autoincrement=True,
)
wanted = pushes.c.ended_at.is_(None)
"""The pushes that we want: one a feed at most."""
Index("pushes_feed", pushes.c.feed_id, unique=True, sqlite_where=wanted)
Index("pushes_due", pushes.c.due_at)
