"""The tables, in the words of the model: a module a noun, as there.

What happened is a timestamp that is NULL until then, never a flag. Ids are not given twice, not even after a deletion
(hence SQLite's AUTOINCREMENT): what is in flight may still name a deleted row.
"""

from storage.tables.access import admitted, invitations
from storage.tables.aside import ERRORS
from storage.tables.base import metadata
from storage.tables.bulletin import bulletins, copies
from storage.tables.claim import CLAIMED
from storage.tables.delivery import EDITS_APART, deliveries, digests, gathered, held, reachable, refused, sent, waiting
from storage.tables.entry import entries, matches, odd_entries, outlet, reported, tier, undetected
from storage.tables.feed import at_work, feeds, kept, polled, pushes, wanted
from storage.tables.health import poll_hours, troubles
from storage.tables.receiver import postings, receivers, unposted
from storage.tables.story import SEVERITIES, launched, stories, story_queries, story_topics, translations, votes
from storage.tables.subscriber import queries, subscribers, subscriptions, threads

__all__ = [
    "CLAIMED",
    "EDITS_APART",
    "ERRORS",
    "SEVERITIES",
    "admitted",
    "at_work",
    "bulletins",
    "copies",
    "deliveries",
    "digests",
    "entries",
    "feeds",
    "gathered",
    "held",
    "invitations",
    "kept",
    "launched",
    "matches",
    "metadata",
    "odd_entries",
    "outlet",
    "poll_hours",
    "polled",
    "postings",
    "pushes",
    "queries",
    "reachable",
    "receivers",
    "refused",
    "reported",
    "sent",
    "stories",
    "story_queries",
    "story_topics",
    "subscribers",
    "subscriptions",
    "threads",
    "tier",
    "translations",
    "troubles",
    "undetected",
    "unposted",
    "votes",
    "waiting",
    "wanted",
]
