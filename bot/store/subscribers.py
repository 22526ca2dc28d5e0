"""The promise of subscribers: who they are, how and of what they want to be told, what they have read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import (
    Address,
    ChatKind,
    Forgotten,
    Health,
    Hours,
    Page,
    Passing,
    Pictures,
    Story,
    Subscriber,
    Subscription,
    Told,
)


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

    async def set_pictures(self, subscriber_id: int, pictures: Pictures) -> None:
        """Keep how large a picture alerts show of their reports."""

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
