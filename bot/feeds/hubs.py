"""WebSub, the flow: asks the hubs that feeds name to push, answers their verifications, takes what they push.

A push is a poll that came by itself: parsed, saved and detected the same way. Polling goes on beneath it, slower.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx

from bot.errors import FetchError, StoreError, describe
from bot.feeds import websub
from bot.feeds.parse_pool import ParsePool
from bot.model import Push
from bot.store import Store
from bot.web.fetch import MAX_BYTES, Fetcher
from bot.web.inflate import UNREADABLE, TooLargeError, inflated

ASKS = 16
"""How many hubs are asked at a time."""
ASK_LEASE = timedelta(seconds=60)
"""How long a claimed push is hidden from other claims: twice as long as a request to a hub may take."""

logger = logging.getLogger("bongsu.hubs")


@dataclass(frozen=True, slots=True)
class Hubs:
    """What is said to hubs and what they say; `base` is the address below which our callbacks are.

    `arrived` is called when entries have come that wait for detection.
    """

    store: Store
    fetcher: Fetcher
    parser: ParsePool
    base: str
    clock: Callable[[], datetime]
    arrived: Callable[[], None]

    async def ask(self) -> None:
        """Ask the hubs that are due to push, to push on, or to stop."""
        try:
            pushes = await self.store.claim_pushes(self.clock(), ASK_LEASE, ASKS)
            await asyncio.gather(*map(self._ask, pushes))
        except StoreError as exc:
            logger.error("asking hubs: %s", exc)  # noqa: TRY400 # the sentence says it all

    async def _ask(self, push: Push) -> None:
        """Ask one hub; whatever is raised over it keeps no other one from being asked, and is kept with it."""
        error, retry_after = None, None
        try:
            await self.fetcher.post(push.hub.url, websub.request(push, f"{self.base}/{push.token}"))
        except FetchError as exc:
            error, retry_after = str(exc), exc.retry_after
            logger.info("%s is not pushed: %s", push.feed.source.outlet, error)
        except Exception as exc:
            error = describe(exc)
            logger.error("%s is not pushed: %s", push.feed.source.outlet, error)  # noqa: TRY400 # the line says it all
        due_at = websub.next_ask(push, self.clock(), retry_after)
        if due_at is None:
            await self.store.drop_push(push)
        else:
            await self.store.settle_push(push, due_at, error)

    async def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        """What to answer a hub that asks whether we meant it (its challenge) or that refuses; None: we did not ask."""
        push = await self.store.push(token)
        if push is None or not websub.expected(push, query):
            return None
        outlet, now = push.feed.source.outlet, self.clock()
        if query["hub.mode"] == "denied":
            logger.warning("%s is not pushed: its hub refuses", outlet)
            reason = f"The hub refuses: {query.get('hub.reason') or 'it does not say why'}"
            again = now + websub.REFUSED_FOR
            refused = replace(push, due_at=again, asked_at=None, until=None, attempts=0, error=reason[:500])
            await (self.store.drop_push(push) if push.ended_at else self.store.save_push(refused))
        elif push.ended_at:
            logger.info("%s is pushed no more", outlet)
            await self.store.drop_push(push)
        else:
            lease = websub.lease(query.get("hub.lease_seconds", ""))
            logger.info("%s will be pushed by its hub, for %s", outlet, lease)
            due_at = now + websub.renewal(lease)
            await self.store.save_push(replace(push, due_at=due_at, until=now + lease, attempts=0, error=None))
        return query.get("hub.challenge", "")

    async def receive(self, token: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Take what a hub pushes; the HTTP status to answer. It is kept when a 2xx is answered, or was not to be.

        A body with a wrong signature, or with none, is ignored without a word of it to the sender (section 7.1.2). One
        whose compressed body was cut off is refused, and the feed is polled.
        """
        push = await self.store.push(token)
        if push is None or push.ended_at:
            return 410
        said = {name.lower(): value for name, value in headers.items()}
        if not websub.signed(body, said.get("x-hub-signature", ""), push.secret):
            logger.warning(
                "%s: what came from its hub is not signed as agreed, and was ignored", push.feed.source.outlet
            )
            return 202
        try:
            document = inflated(body, said.get("content-encoding", ""), MAX_BYTES).body
        except (TooLargeError, *UNREADABLE):
            logger.warning("%s: what its hub pushed is compressed so that it cannot be read", push.feed.source.outlet)
            await self.store.poll_soon(push.feed.id, self.clock())
            return 415
        await self._keep(push, document, said)
        return 202

    async def _keep(self, push: Push, body: bytes, headers: Mapping[str, str]) -> None:
        feed, now = push.feed, self.clock()
        url = str(httpx.URL(feed.source.url).copy_with(userinfo=b""))
        parsed = await self.parser.parse(body, url=url, source=feed.source, now=now, headers=headers)
        if not parsed.entries:
            logger.info("%s: its hub pushed nothing to be read, so it is polled", feed.source.outlet)
            await self.store.poll_soon(feed.id, now)
            return
        new = await self.store.save_pushed(push, parsed.entries, now)
        if new and feed.state.primed_at:
            logger.info("%s: %d new, pushed", feed.source.outlet, new)
            self.arrived()
