"""The first schema: feeds and their entries, matches, stories, subscribers, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
REFUSED = "due_at IS NULL AND last_error IS NOT NULL"
POLLED = "removed_at IS NULL AND left_at IS NULL AND disabled_at IS NULL"


def upgrade() -> None:
    _feeds()
    _stories()
    _entries()
    _topics()
    _subscribers()
    _deliveries()


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", ID, primary_key=True),
        sa.Column("url", sa.Text, nullable=False, comment="what the catalogue calls it"),
        sa.Column("address", sa.Text, nullable=False, comment="where it is polled: it may have moved"),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT, comment="when it was added by hand"),
        sa.Column("left_at", MOMENT, comment="when the catalogue dropped it"),
        sa.Column("removed_at", MOMENT, comment="when an admin removed it"),
        sa.Column("announced_at", MOMENT, comment="when the admins were told that it is disabled"),
        sa.Column("next_poll_at", MOMENT, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("newest_at", MOMENT),
        sa.Column("gap", sa.Interval),
        sa.Column("ttl", sa.Interval),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("polled_at", MOMENT),
        sa.Column("healthy_at", MOMENT),
        sa.Column("error", sa.Text),
        sa.Column("primed_at", MOMENT),
        sa.Column("moved_to", sa.Text),
        sa.Column("moved_polls", sa.Integer, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.UniqueConstraint("url"),
        sqlite_autoincrement=True,
    )
    _partial_index("feeds_due", "feeds", ["next_poll_at"], POLLED)


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", ID, primary_key=True),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("severity", sa.SmallInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
        sqlite_autoincrement=True,
    )
    op.create_index("stories_opened", "stories", ["opened_at", "id"])
    op.create_index("stories_updated", "stories", ["updated_at"])


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", ID, primary_key=True),
        sa.Column("feed_id", ID, sa.ForeignKey("feeds.id"), nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("detected_at", MOMENT),
        sa.Column("story_id", ID, sa.ForeignKey("stories.id")),
        sa.UniqueConstraint("feed_id", "guid"),
        sa.UniqueConstraint("feed_id", "link"),
        sqlite_autoincrement=True,
    )
    _partial_index("entries_undetected", "entries", ["id"], "detected_at IS NULL")
    _partial_index("entries_story", "entries", ["story_id", "id"], "story_id IS NOT NULL")


def _topics() -> None:
    for table, of, other in (("matches", "entry_id", "entries.id"), ("story_topics", "story_id", "stories.id")):
        op.create_table(
            table,
            sa.Column(of, ID, sa.ForeignKey(other), primary_key=True),
            sa.Column("topic", sa.Text, primary_key=True),
            sa.Column("score", sa.Float, nullable=False),
            sa.Column("evidence", sa.JSON, nullable=False, comment="[[term, sentence], ...]"),
        )
    op.create_index("story_topics_topic", "story_topics", ["topic", "story_id"])


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False, comment="0: the chat itself"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT),
        sa.UniqueConstraint("chat_id", "thread_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscriptions",
        sa.Column("subscriber_id", ID, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("min_severity", sa.SmallInteger, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
    )
    op.create_index("subscriptions_topic", "subscriptions", ["topic", "subscriber_id"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, primary_key=True),
        sa.Column("story_id", ID, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("subscriber_id", ID, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("severity", sa.SmallInteger, nullable=False, comment="the story's: the order of claims"),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("due_at", MOMENT, comment="NULL: settled"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.UniqueConstraint("story_id", "subscriber_id"),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
        sqlite_autoincrement=True,
    )
    _partial_index("deliveries_due", "deliveries", ["severity", "due_at", "id"], "due_at IS NOT NULL")
    _partial_index("deliveries_refused", "deliveries", ["id"], REFUSED)
    _partial_index("deliveries_sent", "deliveries", ["sent_at"], "sent_at IS NOT NULL")
    op.create_index("deliveries_subscriber", "deliveries", ["subscriber_id"])
