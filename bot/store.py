"""Store: what storage keeps, as a Protocol. Each method is one transaction; times come from the caller.

Where several processes work over one database, the caller's clock is `Sharing.time`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import (
    Address,
    Admission,
    Arrival,
    Bulletin,
    Census,
    ChatKind,
    Copy,
    CopySettlement,
    Delivery,
    Detection,
    Digest,
    DigestSettlement,
    Entry,
    Feed,
    Forgotten,
    Health,
    Holder,
    Hour,
    Hours,
    Hub,
    Invitation,
    Judgement,
    Latency,
    Page,
    Passing,
    Past,
    Poll,
    Posting,
    Push,
    Query,
    Receiver,
    SetAside,
    Settlement,
    Sieve,
    Sought,
    Source,
    Standing,
    Story,
    Subscriber,
    Subscription,
    Thread,
    ThreadsBy,
    Told,
    Translation,
    Trouble,
)

Learn = Callable[[Poll, int], Poll]
"""A poll and how many of its entries are new to the poll with what was learned from them."""


class FeedStore(Protocol):
    """The feeds and their entries."""

    async def sync_feeds(self, catalogue: Sequence[Source], now: datetime) -> None:
        """Make the catalogue's feeds exist as it says; those that left the catalogue stop being polled."""

    async def feeds(self) -> tuple[Feed, ...]:
        """Every feed, those that are disabled included, by outlet and address."""

    async def add_feed(self, source: Source, now: datetime) -> bool:
        """Add a feed by hand (or bring back a removed one); False if it is there already."""

    async def remove_feed(self, url: str, now: datetime) -> bool:
        """Stop polling a feed for good, keeping its entries; False if there is none."""

    async def claim_feeds(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        only: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> tuple[Feed, ...]:
        """The feeds that are due, the longest due first; no one else gets them until `lease` is over.

        `only` of these ids, and `without` those.
        """

    async def save_polls(self, polls: Sequence[Poll], learn: Learn | None = None) -> Sequence[int]:
        """Keep the states, the addresses (they may have moved) and the entries that are new; how many, of each poll.

        Entries of a feed that was not primed before are stored as detected: searchable, never pushed. `learn` says what
        a poll shows of its feed's habits, and when the feed is due by them.
        """

    async def hold_host(self, host: str, until: datetime, over: timedelta) -> None:
        """Nobody polls a feed of this host until then; from then on they come back one by one, in the time `over`."""

    async def watch_feeds(self, story: Story, until: datetime, now: datetime, within: timedelta) -> int:
        """Watch until then the feeds that may confirm or sharpen a story; how many they are.

        Those are the feeds of its countries, official sources and agencies, and whoever reports in its languages on
        its topics. They are due one by one within the time `within`.
        """

    async def feed_raised(self, feed_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this feed; whether it is set aside now, as it is at the third time in a row."""

    async def pause_feed(self, feed_id: int, now: datetime) -> None:
        """Stop polling a feed until an operator resumes it."""

    async def resume_feed(self, feed_id: int, now: datetime) -> None:
        """Poll a feed again that was paused, now."""

    async def edit_feed(
        self, feed_id: int, source: Source, edited: Collection[str], every: timedelta | None, now: datetime
    ) -> None:
        """Describe a feed as an operator says; no catalogue changes the fields of these names any more.

        `every` is how often it is asked (None: as its habits say); where that changes, it is asked now.
        """

    async def disabled_unannounced(self) -> tuple[Feed, ...]:
        """The feeds that polling disabled and that no admin was told of."""

    async def announce(self, feed_id: int, now: datetime) -> None:
        """The admins were told that this feed is disabled."""


class PushStore(Protocol):
    """What was arranged with hubs, so that they push feeds."""

    async def name_hub(self, feed_id: int, hub: Hub | None, now: datetime) -> None:
        """The feed names this hub from now on, or none: what was arranged with another is to end."""

    async def doubt_hub(self, feed_id: int, now: datetime) -> None:
        """A poll found what the hub had not brought: it does not count as pushing until it does, and is asked anew."""

    async def claim_pushes(self, now: datetime, lease: timedelta, limit: int) -> tuple[Push, ...]:
        """The pushes whose hub is due to be asked, as asked now and once more; no one else gets them for `lease`.

        The pushes of feeds that are paused, or not polled any more, are to end; those of which no hub knows are
        forgotten.
        """

    async def settle_push(self, push: Push, due_at: datetime, error: str | None) -> None:
        """The hub was asked, and is to be asked again then; nothing changes where it has verified meanwhile."""

    async def push(self, token: str) -> Push | None:
        """The push whose callback this is."""

    async def save_push(self, push: Push) -> None:
        """Keep what the hub said."""

    async def drop_push(self, push: Push) -> None:
        """Forget a push that has ended."""

    async def save_pushed(self, push: Push, entries: Sequence[Entry], now: datetime) -> int:
        """Keep the entries that are new, as `save_polls` does, and that the hub pushes; the count of those."""

    async def poll_soon(self, feed_id: int, now: datetime) -> None:
        """The feed is due now."""


class DetectionStore(Protocol):
    """What becomes of entries."""

    async def undetected(self, limit: int) -> tuple[Arrival, ...]:
        """The arrivals that no detection has marked and that are not set aside, in turns by feed.

        The longest waiting of every feed, in order of arrival, then the next of every feed, and so on.
        """

    async def open_stories(self, since: datetime) -> tuple[Story, ...]:
        """The stories that had a report since then, oldest first."""

    async def save_detection(self, detection: Detection, now: datetime) -> Story | None:
        """Mark the arrival, keep its matches and the story at its revision, make deliveries or make them due again.

        The story as it is kept, with its id; None if there is none. The arrival of a detection that was saved before
        changes nothing, and the story is the one that it led to then. Queries that nobody follows any more count for
        nothing: where nothing else matched, there is no story.
        """

    async def queries_since(self, since: datetime | None) -> tuple[Query, ...]:
        """The queries that were added, changed or followed again since then, one of each meaning; None: all.

        Beside them are those that code raised over, until they are set aside.
        """

    async def query_raised(self, topic: str, error: str, now: datetime) -> bool:
        """Count that code raised over the queries of this meaning; whether they are set aside now."""

    async def entry_raised(self, entry_id: int, error: str, now: datetime) -> bool:
        """Count that code raised over this entry; whether it is set aside now, as it is at the third time in a row."""


class DeliveryStore(Protocol):
    """The outbox."""

    async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
        """The due deliveries, one a subscriber at most, the most severe first, each hidden for `lease`."""

    async def claim_digests(self, now: datetime, lease: timedelta, limit: int) -> tuple[Digest, ...]:
        """The due digests, the longest due first, with what waits for each, the gravest first; hidden for `lease`."""

    async def settle(self, settlements: Sequence[Settlement | DigestSettlement | CopySettlement]) -> None:
        """Write what came of sends: told, message, next attempt; subscribers gone; chats moved; rows set aside.

        What a digest told waits no more; a story that rose while it was in flight goes on waiting for the next one.
        """

    async def mute(self, story_id: int, subscriber_id: int, now: datetime, *, on: bool = True) -> None:
        """Silence a story for a subscriber: its message is edited and nothing new is sent of it; or end that."""

    async def take(self, story_id: int, subscriber_id: int, holder: Holder) -> None:
        """A person of a group takes a story upon themselves, unless somebody has: of several at once the first."""

    async def give_back(self, story_id: int, subscriber_id: int, person: int) -> None:
        """The person who holds a story there does so no more; of others it changes nothing."""

    async def standing(self, story_id: int, subscriber_id: int, person: int | None = None) -> Standing:
        """How a story stands with a subscriber; `person`: whether that one called it not relevant as well."""

    async def recent_sends(self, now: datetime) -> tuple[tuple[int, datetime], ...]:
        """What counts against Telegram's limits now: (chat_id, when), oldest first; what is in flight counts as now."""

    async def next_delivery_at(self) -> datetime | None:
        """When the next delivery is due, or None when the outbox is empty."""


class BulletinStore(Protocol):
    """Texts of the admins to every chat. `DeliveryStore.settle` writes what came of their copies."""

    async def chats(self) -> int:
        """To how many chats a bulletin would go: each once, however many of its topics subscribed."""

    async def draft_bulletin(self, text: str, shown: Address, language: str, now: datetime) -> int:
        """Keep a text whose sending is not confirmed yet; its id."""

    async def begin_bulletin(self, number: int, message_id: int | None, now: datetime) -> Bulletin | None:
        """Have a text sent to every chat from now on, once however often it is asked for; None: there is none."""

    async def end_bulletin(self, number: int, now: datetime) -> Bulletin | None:
        """Send a text to nobody else: what is in flight may still arrive. None: there is none."""

    async def bulletins(self) -> tuple[Bulletin, ...]:
        """Those that were begun, and whose author has not seen the end of it."""

    async def report_bulletin(self, number: int, now: datetime) -> None:
        """The author has seen its end."""

    async def claim_copies(self, now: datetime, lease: timedelta, limit: int) -> tuple[Copy, ...]:
        """The due copies, the longest due first, each hidden for `lease`; of texts that were stopped none."""

    async def drop_bulletins(self, before: datetime) -> int:
        """Delete the texts, with their copies, that were drafted before then and are under way no more; how many."""


class AccessStore(Protocol):
    """Who is let in, by whom, and how many there are."""

    async def invite(self, invitation: Invitation, now: datetime) -> None:
        """Keep an invitation; those that are over are forgotten."""

    async def invitations(self, now: datetime) -> tuple[Invitation, ...]:
        """The invitations that still let somebody in, those that end first before others."""

    async def withdraw(self, digest: str) -> None:
        """Let nobody in by this invitation any more."""

    async def redeem(self, digest: str, chat_id: int, now: datetime) -> bool:
        """Let a chat in by the invitation of this digest; False where there is none, or it is used up or over.

        Who is in already uses nothing up.
        """

    async def admit(self, chat_id: int, by: int, now: datetime) -> None:
        """Somebody lets a chat in; once is enough."""

    async def admissions(self) -> tuple[Admission, ...]:
        """Every chat that was let in, the newest first; `forget` lets one in no more."""

    async def is_admitted(self, chat_id: int) -> bool:
        """Whether a chat was let in, or subscribed before anybody had to be."""

    async def census(self, since: datetime) -> Census:
        """How many subscribers there are, and how many came and went since then."""


class SubscriberStore(Protocol):
    """The people who asked to be told, and what they ask."""

    async def subscriber(self, address: Address) -> Subscriber | None:
        """Who is at this address, gone or not; in a thread of alerts, whose they are."""

    async def welcome(
        self, address: Address, kind: ChatKind, language: str, timezone: str, now: datetime
    ) -> Subscriber:
        """The subscriber at this address, made if it is new, brought back if it was gone."""

    async def mark_gone(self, chat_id: int, now: datetime) -> None:
        """The chat cannot be reached: nothing is sent until it shows a sign of life."""

    async def revive(self, chat_id: int, now: datetime) -> tuple[Subscriber, ...]:
        """A chat shows a sign of life: what waits because it was shut is due now; those that were gone, who are back.

        What these have missed is not sent.
        """

    async def shut_unannounced(self) -> tuple[Subscriber, ...]:
        """Those to whom Telegram refuses our messages though we are there, and of whom no admin was told."""

    async def announce_shut(self, subscriber_id: int, now: datetime) -> None:
        """The admins were told; they are not again before a message has come through."""

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its id changes everywhere."""

    async def set_language(self, reader: Subscriber, digest_due: datetime | None) -> None:
        """Keep the subscriber's language and timezone, and when its digest is due by them."""

    async def set_timezone(self, reader: Subscriber, digest_due: datetime | None) -> None:
        """Keep the subscriber's timezone, when it was chosen, and when its digest is due by it."""

    async def set_quiet(self, subscriber_id: int, quiet: Hours | None) -> None:
        """Keep the hours in which nothing makes a sound."""

    async def set_sound(self, reader: Subscriber) -> None:
        """Keep which fires ring and how often, until when all is muted, and which outlets are."""

    async def set_passing(self, subscriber_id: int, passing: Passing) -> None:
        """Keep what is told of topics that a story only touches in passing."""

    async def set_digest(self, reader: Subscriber, digest_due: datetime | None, now: datetime) -> int:
        """Keep whether the subscriber has a digest, and when it is due; how many alerts wait for one.

        From now on those that are not urgent wait. Without digest none does any more, and those that waited come in
        a last one, which is due now.
        """

    async def subscriptions(self, subscriber_id: int) -> Mapping[str, Subscription]:
        """What a subscriber follows, by topic key."""

    async def subscribe(self, subscriber_id: int, topic: str, now: datetime) -> bool:
        """Follow a topic; False if it already does."""

    async def tune(self, subscriber_id: int, wanted: Subscription, now: datetime) -> None:
        """Follow a topic just as this says: where, from how many fires on, and how it comes."""

    async def unsubscribe(self, subscriber_id: int, topic: str) -> bool:
        """Stop following a topic; False if it did not."""

    async def forget(self, chat_id: int) -> Forgotten:
        """Delete the chat with all that is kept of it; how much that was."""

    async def history(self, subscriber_id: int, limit: int) -> tuple[Told, ...]:
        """The newest of the alerts that are kept for a subscriber, the newest first."""

    async def latest(self, wanted: Sequence[Subscription], offset: int, limit: int) -> Page:
        """The newest stories that these subscriptions show, by topics, places and fires; all, where there is none."""

    async def gravest(self, wanted: Sequence[Subscription], since: datetime, offset: int, limit: int) -> Page:
        """The stories that these subscriptions show and that opened since then, the gravest first; all without any."""

    async def between(self, wanted: Subscription, since: datetime, until: datetime, offset: int, limit: int) -> Page:
        """The stories that a subscription shows and that opened since then and before `until`, the newest first."""

    async def story(self, story_id: int) -> Story | None:
        """One story with its reports and matches."""

    async def health(self, now: datetime) -> Health:
        """The counts and times that /status reports."""


class ThreadStore(Protocol):
    """The threads of chats that alerts are sorted into."""

    async def offer_threads(self, subscriber_id: int, now: datetime) -> bool:
        """Note that threads are offered to a subscriber; False if they were before."""

    async def set_threads(self, subscriber_id: int, by: ThreadsBy | None) -> None:
        """Keep what sorts a subscriber's alerts; threads that were lost are forgotten, and are made anew if needed."""

    async def threads(self, subscriber_id: int) -> tuple[Thread, ...]:
        """A subscriber's threads, those that are lost included."""

    async def keep_thread(self, subscriber_id: int, thread: Thread) -> None:
        """Remember a thread that was made, or could not be."""

    async def reopen_thread(self, chat_id: int, thread_id: int) -> None:
        """A thread of a chat takes messages again."""

    async def lost_untold(self) -> tuple[tuple[Subscriber, Thread], ...]:
        """The threads that were lost, and whose chats were not told so."""

    async def announce_lost(self, subscriber_id: int, now: datetime) -> None:
        """The chat was told of the threads that it has lost."""


class QueryStore(Protocol):
    """What people ask in their own words."""

    async def queries(self, subscriber_id: int) -> tuple[Query, ...]:
        """A subscriber's queries, in the order in which they were added."""

    async def save_query(self, subscriber_id: int, query: Query, most: int, now: datetime) -> bool:
        """Keep a query under its name, in place of the one that had it, and follow it; False if there are `most`."""

    async def remove_query(self, subscriber_id: int, name: str) -> bool:
        """Delete a query and stop following it; False if there is none of this name."""

    async def asked(self, story_id: int, subscriber_id: int) -> tuple[Query, ...]:
        """The subscriber's queries that hold for a story."""

    async def recent(
        self, since: datetime, before: tuple[datetime, int] | None, limit: int, sieve: Sieve
    ) -> tuple[tuple[Past, ...], tuple[datetime, int] | None]:
        """Entries published since then, the newest first, those older than `before` (published, id), at most so many.

        Left out may be those that surely do not pass the sieve; beyond some thousands, no more are looked at. Where to
        go on, None where all were looked at.
        """


class SearchStore(Protocol):
    """Everything that is kept, by its words."""

    async def search(self, sought: Sought | None, most: int) -> tuple[Past, ...]:
        """Entries that have these tokens (None: any): the newest so many, and the newest so many reports, by id.

        A report's text is its entry's, and what was read of its page.
        """

    async def stories_of(self, ids: Sequence[int]) -> Mapping[int, Story]:
        """The stories of these ids, with their reports and matches."""

    async def index_older(self, limit: int) -> int:
        """Have search know so many entries that came before it was, the newest first; how many there were."""


class FeedbackStore(Protocol):
    """What readers think of what they were told."""

    async def vote(self, story_id: int, user_id: int, now: datetime, *, on: bool = True) -> None:
        """A person calls a story not relevant, once however often; or takes it back."""

    async def judgements(self, since: datetime | None = None) -> tuple[Judgement, ...]:
        """The stories with votes (since then), those with the most first."""

    async def told_at(self, story_id: int, subscriber_id: int) -> datetime | None:
        """When a subscriber was last told of a story."""


class TranslationStore(Protocol):
    """What a machine made of foreign stories."""

    async def save_translation(self, story_id: int, made: Translation, now: datetime) -> int:
        """Keep it, and have the alerts of its readers edited that stand as they will: how many."""


class ReceiverStore(Protocol):
    """The machines that hear of stories."""

    async def receivers(self) -> tuple[Receiver, ...]:
        """Every receiver, by name."""

    async def add_receiver(self, receiver: Receiver, now: datetime) -> bool:
        """Have it hear of what opens from now on; False where one of that name is there."""

    async def remove_receiver(self, name: str) -> bool:
        """Forget it and what it was told; False where there is none of that name."""

    async def next_posting(self, receiver: Receiver, now: datetime) -> Posting | None:
        """The story that has waited longest for this receiver, as it is now; None where there is none."""

    async def postings_waiting(self, receiver: Receiver, now: datetime) -> int:
        """How many stories wait for this receiver."""

    async def posted(self, receiver: Receiver, story: Story, reference: str | None, now: datetime) -> None:
        """The receiver took the story in this revision, or never will; `reference` is what it calls the message."""

    async def not_posted(self, receiver: Receiver, error: str, due_at: datetime, now: datetime) -> None:
        """The receiver did not take what it was to hear of, and is tried again at `due_at`."""


class RepairStore(Protocol):
    """What is out of order: a clock that was put back; rows over which code raised three times in a row."""

    async def set_aside(self, limit: int) -> tuple[SetAside, ...]:
        """The rows that were set aside, the newest first."""

    async def rewind(self, now: datetime, by: timedelta) -> None:
        """The clock was put back, to `now`: what waits for a time to come waits `by` less, and at least until now."""

    async def retry(self, now: datetime, kind: str | None = None, number: int | None = None) -> int:
        """Have every row that was set aside tried again, now, or only this one; how many there were."""

    async def drop(self, now: datetime, kind: str, number: int) -> bool:
        """Give up for good a feed, an entry or an alert that was set aside; False where there is none."""


class WatchStore(Protocol):
    """What an operator sees of the service's days, and is told of."""

    async def troubles(self) -> tuple[Trouble, ...]:
        """The troubles that were noticed and are not over, the longest first."""

    async def save_troubles(self, noticed: Sequence[Trouble], over: Sequence[str]) -> None:
        """Keep these as they are now, and forget those of these keys."""

    async def count_polls(self, now: datetime, polls: int, failed: int) -> None:
        """Count so many polls, some of them failed, to this hour; hours older than a month are forgotten."""

    async def flow(self, since: datetime) -> tuple[Hour, ...]:
        """What came and went in each hour since then in which something did, in order."""

    async def arrivals(self, since: datetime) -> Mapping[int, Mapping[datetime, int]]:
        """How many entries each feed brought since then, by hour."""

    async def latencies(self, since: datetime, limit: int) -> tuple[Latency, ...]:
        """The stories that opened since then and were told, the newest first: how long the first alert took."""


class RetentionStore(Protocol):
    """What is not kept for ever: each call looks at so many rows behind an id and deletes those that are over.

    Both answer where to go on (None: all that came before then was looked at), and how many were deleted.
    """

    async def drop_entries(self, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
        """Entries that came before then, led to no story, and are shown by their feeds no more."""

    async def drop_deliveries(self, before: datetime, after: int, limit: int) -> tuple[int | None, int]:
        """Settled deliveries that were queued before then, of stories that had no report since."""


class ArchiveStore(Protocol):
    """What came in a period."""

    async def published(
        self, since: datetime, until: datetime, after: tuple[datetime, int] | None, limit: int
    ) -> tuple[tuple[Arrival, ...], tuple[datetime, int] | None]:
        """The next entries published from `since` on and before `until`, the oldest first, at most so many.

        They are those behind `after` (published, id). Where to go on, None where there are no more.
        """


class LeaseStore(Protocol):
    """Whose claims still count: those of processes that live."""

    def alive(self, *roles: str) -> AbstractAsyncContextManager[None]:
        """Keep what this process claims from being taken over, until the end of the block.

        Over a SQLite file it is alone in each of these roles; StoreError where another process has one of them.
        """

    async def take_over(self, now: datetime) -> bool:
        """Make due at once what processes have claimed that are dead; whether there was anything."""


class Sharing(Protocol):
    """What processes over one database share beyond its rows."""

    @property
    def shared(self) -> bool:
        """Whether the database is one that other machines may work over."""

    async def time(self) -> datetime:
        """The time by the clock that every process over this database shares."""

    def wakes(self) -> AsyncIterator[str]:
        """The jobs that have work now, as other processes save it; after every gap in listening, each of them."""

    def lead(self, role: str) -> AbstractAsyncContextManager[asyncio.Event | None]:
        """Lead a role until the end of the block: an event that is set when the lead is lost; None: another leads."""


class Store(
    FeedStore,
    PushStore,
    DetectionStore,
    DeliveryStore,
    BulletinStore,
    SubscriberStore,
    ThreadStore,
    AccessStore,
    QueryStore,
    SearchStore,
    FeedbackStore,
    TranslationStore,
    ReceiverStore,
    RepairStore,
    WatchStore,
    RetentionStore,
    ArchiveStore,
    LeaseStore,
    Sharing,
    Protocol,
):
    """All of it."""

    async def close(self) -> None:
        """Let go of the database."""
