"""The subscribers: what they follow and ask, and the threads of their alerts."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text, UniqueConstraint

from storage.columns import Data, Id, Moment, Places, Words
from storage.tables.base import metadata

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, comment="0: the chat itself"),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("gone_at", Moment),
    Column("timezone_set_at", Moment, comment="when it was chosen; NULL: it goes by the language"),
    Column("quiet_from", SmallInteger, comment="minute of the local day; NULL: no quiet hours"),
    Column("quiet_until", SmallInteger, comment="minute of the local day; before quiet_from: past midnight"),
    Column("digest_at", SmallInteger, comment="minute of the local day; NULL: every alert at once"),
    Column("passing", Text, comment="what is told of topics touched in passing: now, never; NULL: in the digest"),
    Column("digest_hours", SmallInteger, comment="between two digests; NULL: a day"),
    Column("digest_day", SmallInteger, comment="of the week, Monday is 0; NULL: every day"),
    Column("rings_from", SmallInteger, comment="alerts of fewer fires make no sound; NULL: all ring"),
    Column("rings_most", SmallInteger, comment="in an hour; 0: no limit, NULL: as is usual"),
    Column(
        "rang", Data(none_as_null=True), comment="when alerts made a sound here in the last hour: [ISO moment, ...]"
    ),
    Column("muted_until", Moment, comment="nothing but what is urgent comes until then"),
    Column("muted_outlets", Places, comment="what only these report does not come; NULL: none"),
    Column("shut_at", Moment, comment="since when Telegram refuses our messages to it though we are there"),
    Column("shut_error", Words, comment="what it says"),
    Column("shut_told_at", Moment, comment="when the admins were told"),
    Column("threads_by", Text, comment="what sorts its alerts into threads: topic, fires; NULL: nothing does"),
    Column("threads_offered_at", Moment, comment="when that was offered"),
    Column("pictures", Text, comment="how large an alert shows its report's: small, large; NULL: not at all"),
    UniqueConstraint("chat_id", "thread_id"),
    sqlite_autoincrement=True,
)

threads = Table(
    "threads",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True, comment="of a topic or query, or fires:NUMBER"),
    Column("thread_id", BigInteger, comment="Telegram's; NULL: it could not be made"),
    Column("lost_at", Moment, comment="since when it takes no messages; NULL: it does"),
    Column("error", Words, comment="what Telegram said then"),
    Column("told_at", Moment, comment="when the chat was told of that"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("min_severity", SmallInteger, nullable=False),
    Column("since", Moment, nullable=False),
    Column("places", Places, comment="NULL: everywhere"),
    Column("at_once_at", Moment, comment="since when it does not wait for the digest; NULL: it does"),
    Column("silent_at", Moment, comment="since when its alerts make no sound; NULL: they ring"),
    Column("muted_until", Moment, comment="nothing but what is urgent comes of it until then"),
    Index("subscriptions_topic", "topic", "subscriber_id"),
)

queries = Table(
    "queries",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Words, primary_key=True),
    Column("text", Words, nullable=False),
    Column("topic", Text, nullable=False, comment="its key in subscriptions and story_queries"),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False, comment="when detection has to look again"),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("error", Words, comment="what was raised last"),
    Index("queries_changed", "changed_at"),
)
