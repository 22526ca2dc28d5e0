"""The stories: their topics, the queries that hold for them, what readers and machines made of them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
)

from storage.columns import Id, Moment, Places, Words
from storage.tables.base import metadata
from storage.tables.match import match_columns

SEVERITIES = (5, 4, 3, 2, 1)
"""Every severity that a story may have, the most severe first."""

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("headline", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("url", Words),
    Column("language", Words),
    Column("severity", SmallInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("actor", Words, comment="who launched, where something was launched"),
    Column("retracted_at", Moment),
    CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
    sqlite_autoincrement=True,
)
launched = stories.c.actor.is_not(None)
"""The stories of something that was launched."""
Index("stories_actor", stories.c.actor, stories.c.opened_at, sqlite_where=launched)
Index("stories_opened", stories.c.opened_at, stories.c.id)
Index("stories_updated", stories.c.updated_at)

story_topics = Table(
    "story_topics",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    *match_columns(),
    Column("places", Places, comment="by which narrowed subscriptions want it; NULL: none"),
    Index("story_topics_topic", "topic", "story_id"),
)

story_queries = Table(
    "story_queries",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("topic", Text, primary_key=True, comment="of subscribers' queries that hold for a report"),
    Index("story_queries_topic", "topic", "story_id"),
)

votes = Table(
    "votes",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, comment="the person who calls the story not relevant"),
    Column("at", Moment, nullable=False),
    Index("votes_user", "user_id"),
)

translations = Table(
    "translations",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("language", Text, primary_key=True, comment="of those who read it"),
    Column("source", Words, nullable=False, comment="the headline that was translated"),
    Column("headline", Words, nullable=False),
    Column("summary", Words, nullable=False),
)
