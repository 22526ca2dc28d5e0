"""The tables, in the words of the model.

What happened is a timestamp that is NULL until then, never a flag. Ids are not given twice, not even after a deletion
(hence SQLite's AUTOINCREMENT): what is in flight may still name a deleted row.
"""

from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    or_,
)

from storage.columns import Data, Id, Key, Moment, Places, Words

SEVERITIES = (5, 4, 3, 2, 1)
"""Every severity that a story may have, the most severe first."""

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_uq",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "ck": "%(table_name)s_%(constraint_name)s_ck",
    }
)

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
    Column("topic", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("evidence", Data, nullable=False, comment="[[term, sentence], ...]"),
    Column(
        "countries",
        Data(none_as_null=True),
        comment="[[code, part, [region, ...]], ...]; NULL: from before they were kept",
    ),
    Column("passing", Boolean, nullable=False, server_default=false(), comment="only the page speaks of it"),
)

story_topics = Table(
    "story_topics",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("evidence", Data, nullable=False, comment="[[term, sentence], ...]"),
    Column(
        "countries",
        Data(none_as_null=True),
        comment="[[code, part, [region, ...]], ...]; NULL: from before they were kept",
    ),
    Column("passing", Boolean, nullable=False, server_default=false(), comment="only the page speaks of it"),
    Column("places", Places, comment="by which narrowed subscriptions want it; NULL: none"),
    Index("story_topics_topic", "topic", "story_id"),
)

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

story_queries = Table(
    "story_queries",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("topic", Text, primary_key=True, comment="of subscribers' queries that hold for a report"),
    Index("story_queries_topic", "topic", "story_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("severity", SmallInteger, nullable=False, comment="the story's: the order of claims"),
    Column("told", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("due_at", Moment, comment="NULL: settled"),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("queued_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("first_sent_at", Moment, comment="NULL: not sent, or from before it was kept"),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("told_severity", SmallInteger),
    Column("muted_at", Moment, comment="edits only, from then on"),
    Column("held_at", Moment, comment="since when it waits for the subscriber's digest; NULL: it does not"),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    Column("holder_id", BigInteger, comment="the Telegram user of the group who took the story upon themselves"),
    Column("holder", Words, comment="what that user is called"),
    Column("taken_at", Moment),
    Column("silent_at", Moment, comment="what brought it makes no sound; NULL: it rings"),
    Column(
        "gathered_at", Moment, comment="since when it stands in its message with others; NULL: the message is its own"
    ),
    Column("in_thread", BigInteger, comment="the thread that its message is in; NULL: at the subscriber's address"),
    UniqueConstraint("story_id", "subscriber_id"),
    CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
    sqlite_autoincrement=True,
)

digests = Table(
    "digests",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Moment, nullable=False, comment="the last one, or when the subscriber asked for them"),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", Words),
    Column("raised", Integer, comment="how often code raised over it in a row; NULL: never"),
    Column("set_aside_at", Moment, comment="when that was once too often: not tried until an operator asks"),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    Index("digests_due", "due_at"),
)

votes = Table(
    "votes",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, comment="the person who calls the story not relevant"),
    Column("at", Moment, nullable=False),
    Index("votes_user", "user_id"),
)

poll_hours = Table(
    "poll_hours",
    metadata,
    Column("hour", Moment, primary_key=True, comment="when it begins"),
    Column("polls", Integer, nullable=False),
    Column("failed", Integer, nullable=False, comment="of them"),
)

troubles = Table(
    "troubles",
    metadata,
    Column("key", Words, primary_key=True, comment="its kind and, behind a colon, what it is about"),
    Column("detail", Data, nullable=False, comment="{name: text or number}: what the words are made with"),
    Column("since", Moment, nullable=False),
    Column("told_at", Moment, comment="when the admins were told"),
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

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", Words, nullable=False, comment="Telegram HTML"),
    Column("chat_id", BigInteger, nullable=False, comment="where its author follows it"),
    Column("thread_id", BigInteger, nullable=False, comment="0: the chat itself"),
    Column("message_id", BigInteger, comment="the message that shows how far it has come"),
    Column("language", Text, nullable=False, comment="of that message"),
    Column("drafted_at", Moment, nullable=False),
    Column("begun_at", Moment, comment="when its sending was confirmed"),
    Column("ended_at", Moment, comment="when it was stopped before its end"),
    Column("reported_at", Moment, comment="when its author saw its end"),
    sqlite_autoincrement=True,
)

copies = Table(
    "copies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bulletin_id", Id, ForeignKey("bulletins.id", ondelete="CASCADE"), nullable=False),
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("due_at", Moment, comment="NULL: settled"),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("sent_at", Moment),
    Column("claimed_by", BigInteger, comment="the process that has it in the works; NULL: none"),
    UniqueConstraint("bulletin_id", "subscriber_id"),
    Index("copies_subscriber", "subscriber_id"),
    sqlite_autoincrement=True,
)
_unsent = copies.c.due_at.is_not(None)
Index("copies_due", copies.c.due_at, copies.c.id, sqlite_where=_unsent)
_copied = copies.c.sent_at.is_not(None)
Index("copies_sent", copies.c.sent_at, sqlite_where=_copied)

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

receivers = Table(
    "receivers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Words, nullable=False, unique=True),
    Column("url", Words, nullable=False),
    Column("form", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("topics", Places, comment="NULL: all"),
    Column("min_severity", SmallInteger, nullable=False),
    Column("secret", Words, comment="signs, or opens the door; NULL: neither is needed"),
    Column("added_at", Moment, nullable=False, comment="it hears of stories that opened since"),
    Column("due_at", Moment, comment="when to try again; NULL: at once"),
    Column("attempts", Integer, nullable=False),
    Column("failing_since", Moment, comment="NULL: the last one was taken"),
    Column("error", Words, comment="why the last one was not"),
    sqlite_autoincrement=True,
)

postings = Table(
    "postings",
    metadata,
    Column("receiver_id", Id, ForeignKey("receivers.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True),
    Column("told", Integer, nullable=False, comment="the revision that was posted last"),
    Column("told_severity", SmallInteger, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("reference", Words, comment="what the receiver calls the message"),
)

EDITS_APART = timedelta(minutes=1)
"""The least time between two edits of a message, unless the change rings."""
reachable = or_(deliveries.c.muted_at.is_(None), deliveries.c.told > 0)
"""The deliveries that may lead to a message: the story is not muted, or was muted after it was told.

In the second case its message is edited, without a sound.
"""
waiting = deliveries.c.due_at.is_not(None)
"""The deliveries that are not settled."""
held = deliveries.c.held_at.is_not(None)
"""The deliveries that wait for a digest."""
refused = deliveries.c.due_at.is_(None) & deliveries.c.last_error.is_not(None)
"""The deliveries that ended without a message."""
sent = deliveries.c.sent_at.is_not(None)
"""The deliveries that were sent."""
Index(
    "deliveries_due",
    deliveries.c.severity,
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=waiting,
)
Index("deliveries_refused", deliveries.c.id, sqlite_where=refused)
Index("deliveries_sent", deliveries.c.sent_at, sqlite_where=sent)
Index("deliveries_subscriber", deliveries.c.subscriber_id)
gathered = deliveries.c.gathered_at.is_not(None)
"""The deliveries that stand in a message with others."""
Index(
    "deliveries_gathered",
    deliveries.c.subscriber_id,
    deliveries.c.message_id,
    sqlite_where=gathered,
)
Index("deliveries_held", deliveries.c.subscriber_id, sqlite_where=held)

CLAIMED = {
    feeds: feeds.c.next_poll_at,
    pushes: pushes.c.due_at,
    deliveries: deliveries.c.due_at,
    digests: digests.c.due_at,
    copies: copies.c.due_at,
}
"""The tables whose rows are claimed, and where each has the end of its lease while it is."""
for _table in CLAIMED:
    _taken = _table.c.claimed_by.is_not(None)
    Index(f"{_table.name}_claimed", _table.c.claimed_by, sqlite_where=_taken)

ERRORS = {
    feeds: feeds.c.error,
    entries: entries.c.error,
    queries: queries.c.error,
    deliveries: deliveries.c.last_error,
    digests: digests.c.last_error,
}
"""The tables whose rows may be set aside, and where each says why."""
for _table in (entries, queries, deliveries, digests):
    _aside = _table.c.set_aside_at.is_not(None)
    Index(f"{_table.name}_set_aside", _table.c.set_aside_at, sqlite_where=_aside)
