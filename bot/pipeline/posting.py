"""Posts stories to machines: each receiver by itself and in order, so that one that is down holds nobody else up.

    store.receivers | due: store.next_posting | outgoing | send | store.posted or store.not_posted

Killed between a receiver's answer and the store, the same story is posted again, under the same id and revision.
"""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from bot.errors import FetchError
from bot.messages.outgoing import Outgoing, reference_of
from bot.model import Posting, Receiver
from bot.pipeline.works import Works
from bot.store import Store
from bot.web.fetch import Fetcher

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=5)
"""How long a receiver that took nothing is left alone: twice as long each time, up to the second."""
UNFIT = frozenset({400, 413, 415, 422})
"""The statuses that say that this story will never be taken: after so many tries it is passed over."""
UNFIT_TRIES = 3

logger = logging.getLogger("bongsu")


@dataclass(slots=True)
class Posts:
    """The job that posts, and what it works with."""

    works: Works
    store: Store
    fetcher: Fetcher
    outgoing: Outgoing
    at_work: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)
    """What is under way, by receiver."""

    async def look(self) -> None:
        """Begin to post to each receiver that is due and not at work already."""
        with self.works.logged("looking after the receivers"):
            now = self.works.clock()
            for receiver in await self.store.receivers():
                due = receiver.due_at is None or receiver.due_at <= now
                if due and receiver.id not in self.at_work:
                    task = asyncio.create_task(self._post(receiver))
                    self.at_work[receiver.id] = task
                    task.add_done_callback(partial(self._ended, receiver.id))

    def _ended(self, receiver_id: int, _: "asyncio.Task[None]") -> None:
        self.at_work.pop(receiver_id, None)

    async def close(self) -> None:
        """End what is under way."""
        tasks = list(self.at_work.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _post(self, receiver: Receiver) -> None:
        """Post all that waits for it, until it takes nothing any more."""
        with self.works.logged(f"posting to {receiver.name}"):
            while posting := await self.store.next_posting(receiver, self.works.clock()):
                what = f"posting story {posting.story.id} to {receiver.name}"
                raised = partial(self.store.posting_raised, receiver, posting.story)
                error = await self.works.guarded(what, self._tried(receiver, posting), raised)
                now = self.works.clock()
                if error is not None:
                    wait = error.retry_after or min(FIRST_WAIT * 2 ** min(receiver.attempts, 20), LONGEST_WAIT)
                    await self.store.not_posted(receiver, said(error), now + wait, now)
                    return

    async def _tried(self, receiver: Receiver, posting: Posting) -> FetchError | None:
        """What kept the receiver from taking it; None where it is done with, one way or another."""
        reference, now = posting.reference, self.works.clock()
        try:
            if call := self.outgoing.call(receiver, posting, now):
                answer = await self.fetcher.send(call.method, call.url, call.body, call.headers)
                reference = reference_of(receiver.form, answer) or reference
        except FetchError as exc:
            if exc.status == 404 and reference:  # its message was deleted there
                return await self._tried(receiver, replace(posting, reference=None))
            if exc.status not in UNFIT or receiver.attempts < UNFIT_TRIES - 1:
                return exc
            logger.warning("story %s is not what %s takes: passed over", posting.story.id, receiver.name)
        await self.store.posted(receiver, posting.story, reference, now)
        return None


def said(error: FetchError) -> str:
    """What went wrong, without the address: whoever knows it may post there too."""
    return f"it answered {error.status}" if error.status else f"it could not be reached ({error.kind})"
