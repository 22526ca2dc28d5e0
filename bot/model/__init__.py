"""The records that everything speaks of: frozen, with aware UTC datetimes.

Source     what the catalogue says of a feed          Feed         a source and the state of polling it
Entry      one item of a feed, as published           Arrival      an entry in the store, not yet detected
Poll       what came of asking a feed
Past       an entry, and what became of it            Sieve        which of the past are sought
Sought     tokens by which an index finds entries
Match      entry x topic, with its evidence           Report       an entry's part in a story
Concern    a country of a match, with its part
Story      the reports of one event                   Detection    what an arrival led to
Subscriber a chat that hears from us                  Subscription what it follows
Query      what a subscriber follows in its own words
Delivery   story x subscriber: the outbox             Outcome      what a send returned
Digest     what waits for a subscriber's daily message
Receiver   a machine that hears of stories            Posting    a story that one is to hear of
Thread     where in a chat alerts of a kind go
Judgement  a story that readers called not relevant
Hub        who pushes a feed (WebSub)                 Push         feed x hub: what was arranged
Bulletin   a text of the admins to every chat         Copy         bulletin x subscriber
Invitation what lets people in                        Admission    a chat that was let in
Census     how many subscribers there are
Health     what the service says of itself            Trouble      what an operator should hear of
Hour       the flow of an hour                        Latency      how long a story's first alert took
"""

from bot.model.access import Admission, Census, Invitation
from bot.model.bulletin import Bulletin, Copy, CopySettlement
from bot.model.delivery import (
    UNTOUCHED,
    Broken,
    Delivery,
    Digest,
    DigestSettlement,
    Forgotten,
    Gathering,
    Gone,
    Holder,
    Later,
    Moved,
    Outcome,
    Refused,
    Sent,
    Settlement,
    Shut,
    Standing,
    Told,
)
from bot.model.entry import Arrival, Entry, Past, Poll, Sieve
from bot.model.feed import Feed, Hub, PollState, Push, Source, Tier
from bot.model.health import Health, Hour, Latency, SetAside, Trouble
from bot.model.match import TARGET, Concern, Evidence, Match, Role
from bot.model.receiver import Form, Posting, Receiver
from bot.model.reply import Button, Document, Preview, Reply
from bot.model.search import Sought, Token, Tokens
from bot.model.story import (
    KEPT,
    LISTED,
    UNKNOWN,
    URGENT,
    Change,
    Correction,
    Detection,
    History,
    Join,
    Judgement,
    Page,
    Reason,
    Report,
    Story,
    Translation,
)
from bot.model.subscriber import (
    DAILY,
    RINGS,
    RINGS_WITHIN,
    WEEKLY,
    Address,
    ChatKind,
    Hours,
    Passing,
    Pictures,
    Query,
    Subscriber,
    Subscription,
    ThreadsBy,
)
from bot.model.thread import FIRES, Thread, thread_key, thread_keys

__all__ = [
    "DAILY",
    "FIRES",
    "KEPT",
    "LISTED",
    "RINGS",
    "RINGS_WITHIN",
    "TARGET",
    "UNKNOWN",
    "UNTOUCHED",
    "URGENT",
    "WEEKLY",
    "Address",
    "Admission",
    "Arrival",
    "Broken",
    "Bulletin",
    "Button",
    "Census",
    "Change",
    "ChatKind",
    "Concern",
    "Copy",
    "CopySettlement",
    "Correction",
    "Delivery",
    "Detection",
    "Digest",
    "DigestSettlement",
    "Document",
    "Entry",
    "Evidence",
    "Feed",
    "Forgotten",
    "Form",
    "Gathering",
    "Gone",
    "Health",
    "History",
    "Holder",
    "Hour",
    "Hours",
    "Hub",
    "Invitation",
    "Join",
    "Judgement",
    "Latency",
    "Later",
    "Match",
    "Moved",
    "Outcome",
    "Page",
    "Passing",
    "Past",
    "Pictures",
    "Poll",
    "PollState",
    "Posting",
    "Preview",
    "Push",
    "Query",
    "Reason",
    "Receiver",
    "Refused",
    "Reply",
    "Report",
    "Role",
    "Sent",
    "SetAside",
    "Settlement",
    "Shut",
    "Sieve",
    "Sought",
    "Source",
    "Standing",
    "Story",
    "Subscriber",
    "Subscription",
    "Thread",
    "ThreadsBy",
    "Tier",
    "Token",
    "Tokens",
    "Told",
    "Translation",
    "Trouble",
    "thread_key",
    "thread_keys",
]
