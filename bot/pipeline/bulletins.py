"""Tells the admins who sent a text to every chat how far it has come, in the message that they confirmed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.messages.i18n import Speech
from bot.messages.notices import progress
from bot.model import Bulletin, Later
from bot.pipeline.delivering import DELIVERY_LEASE
from bot.pipeline.works import Works
from bot.store import Store
from bot.telegram.send import Sender

SHOWN_AFTER = timedelta(seconds=5)
"""How long after a bulletin began its end is shown at the earliest: the answer to the button would stand over it."""


@dataclass(slots=True)
class Bulletins:
    """Shows the bulletins under way, and remembers what it showed."""

    works: Works
    store: Store
    sender: Sender
    speech: Speech
    _shown: dict[int, Bulletin] = field(default_factory=dict)

    async def report(self) -> None:
        """Show each bulletin that has come further as it now is; the last time, when it can come no further."""
        with self.works.logged("reporting bulletins"):
            for bulletin in await self.store.bulletins():
                await self._report(bulletin)

    async def _report(self, bulletin: Bulletin) -> None:
        now = self.works.clock()
        over = _is_over(bulletin, now)
        if not over and self._shown.get(bulletin.id) == bulletin:
            return
        reply, where = progress(self.speech, bulletin, over=over), bulletin.shown
        if bulletin.message_id:
            outcome = await self.sender.show(where, bulletin.message_id, reply)
        elif over:
            outcome = await self.sender.tell(where, reply)
        else:
            return
        self._shown[bulletin.id] = bulletin
        if over and not isinstance(outcome, Later):
            await self.store.report_bulletin(bulletin.id, now)
            del self._shown[bulletin.id]


def _is_over(bulletin: Bulletin, now: datetime) -> bool:
    """Whether it can come no further: what was in flight when it was stopped may have been forgotten by its process."""
    begun = bulletin.begun_at is not None and now - bulletin.begun_at > SHOWN_AFTER
    forgotten = bulletin.ended_at is not None and now - bulletin.ended_at > DELIVERY_LEASE
    return begun and (not bulletin.waiting or forgotten)
